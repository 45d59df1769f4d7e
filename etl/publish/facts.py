"""Reference data as tables for the build: members and their names, themes, eras, codebook, definitions."""

from pathlib import Path

import pyarrow as pa

from etl.reference import REFERENCE, eras, member_names, members, rows

MODELS = Path(__file__).resolve().parent.parent / "models"
CHECKS = Path(__file__).resolve().parent.parent / "checks"


def reference_tables() -> dict[str, pa.Table]:
    """The tables that every build starts from, by the name under which models read them."""
    return {
        "reference_member": _table(
            ("member_id", "name", "level", "iso3", "region", "parent_id"),
            [(m.member_id, m.name, m.level, m.iso3, m.region, m.parent_id or None) for m in members()],
        ),
        "reference_member_name": _table(("member_id", "language", "name"), list(member_names())),
        "reference_theme": _table(("theme_id", "label", "parent_id", "taxonomy"), _themes()),
        "reference_crosswalk": _table(
            ("theme_id_from", "theme_id_to", "relation"),
            [
                (r["theme_id_from"], r["theme_id_to"], r["relation"])
                for r in rows(REFERENCE / "themes" / "crosswalk.csv")
            ],
        ),
        "reference_institution": _table(
            ("alias", "name", "member_id"),
            [(r["alias"], r["name"], r["member_id"]) for r in rows(REFERENCE / "institutions.csv")],
        ),
        "reference_era": pa.table({
            "era": pa.array([e for e, _, _ in eras()], pa.string()),
            "first_year": pa.array([f for _, f, _ in eras()], pa.int32()),
            "last_year": pa.array([last for _, _, last in eras()], pa.int32()),
        }),
        "reference_codebook": _table(
            ("table_name", "column_name", "type", "definition", "reference"),
            [tuple(r[c] or None for c in ("table_name", "column_name", "type", "definition", "reference"))
             for r in rows(REFERENCE / "codebook.csv")],
        ),
        "reference_model": _table(
            ("name", "sql"), [(p.stem, p.read_text(encoding="utf-8")) for p in sorted(MODELS.glob("*.sql"))]
        ),
    }  # fmt: skip


def _themes() -> list[tuple[str | None, ...]]:
    taxonomies = sorted(p for p in (REFERENCE / "themes").glob("*.csv") if p.stem != "crosswalk")
    return [(r["theme_id"], r["label"], r["parent_id"] or None, p.stem) for p in taxonomies for r in rows(p)]


def _table(columns: tuple[str, ...], values: list[tuple[str | None, ...]]) -> pa.Table:
    return pa.table({c: pa.array([v[i] for v in values], pa.string()) for i, c in enumerate(columns)})
