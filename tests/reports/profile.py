"""The rules of a Data Package (datapackage.org, version 2.0) that our exports rest on, as a JSON schema."""

NAME = {"type": "string", "pattern": "^[a-z0-9._/-]+$"}
NAMES = {"type": "array", "minItems": 1, "uniqueItems": True, "items": {"type": "string"}}
FIELD = {
    "type": "object",
    "required": ["name", "type"],
    "properties": {
        "name": {"type": "string", "minLength": 1},
        "type": {"enum": ["string", "number", "integer", "boolean", "array", "date", "datetime"]},
        "description": {"type": "string", "minLength": 1},
        "constraints": {
            "type": "object",
            "additionalProperties": False,
            "properties": {"required": {"type": "boolean"}, "enum": {"type": "array", "minItems": 1}},
        },
    },
}
SCHEMA = {
    "type": "object",
    "required": ["fields", "missingValues"],
    "properties": {
        "fields": {"type": "array", "minItems": 1, "items": FIELD},
        "missingValues": {"type": "array", "items": {"type": "string"}},
        "primaryKey": NAMES,
        "foreignKeys": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["fields", "reference"],
                "properties": {
                    "fields": NAMES,
                    "reference": {
                        "type": "object",
                        "required": ["fields"],
                        "properties": {"resource": NAME, "fields": NAMES},
                        "additionalProperties": False,
                    },
                },
            },
        },
    },
    "additionalProperties": False,
}
RESOURCE = {
    "type": "object",
    "required": ["name", "path", "type", "format", "mediatype", "bytes", "hash", "schema", "description"],
    "properties": {
        "name": NAME,
        "path": {"type": "string", "pattern": r"^(?!/)(?!.*\.\.)[a-z_.]+$"},
        "type": {"const": "table"},
        "format": {"enum": ["csv", "parquet"]},
        "mediatype": {"type": "string", "pattern": "^(.+)/(.+)$"},
        "encoding": {"const": "utf-8"},
        "bytes": {"type": "integer", "minimum": 1},
        "hash": {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"},
        "schema": SCHEMA,
    },
}
PACKAGE = {
    "type": "object",
    "required": [
        "$schema",
        "name",
        "title",
        "description",
        "created",
        "licenses",
        "sources",
        "contributors",
        "resources",
    ],
    "properties": {
        "$schema": {"const": "https://datapackage.org/profiles/2.0/datapackage.json"},
        "name": NAME,
        "title": {"type": "string", "minLength": 1},
        "description": {"type": "string", "minLength": 1},
        "created": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"},
        "licenses": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "object", "required": ["name", "path"]},
        },
        "sources": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "object", "required": ["title", "version", "hash"]},
        },
        "contributors": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["title"],
                "properties": {"roles": NAMES},
            },
        },
        "resources": {"type": "array", "minItems": 1, "items": RESOURCE},
    },
}
