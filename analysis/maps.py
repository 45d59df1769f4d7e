"""A world map that needs no network: shapes from ui/static/topojson, circles for countries that are too small to see,
diamonds for local governments. Members without commitments are hollow; what is grey and has no outline is no member.
"""

import math
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pandas as pd
import yaml

from analysis import numbers, theme
from analysis.figures import ERA_LABELS, Figure, Picture, Row, figure, plain
from analysis.once import once, rows_of
from analysis.text import say

PLACES = Path(__file__).resolve().parent / "places.yml"
EXTENTS = PLACES.with_name("extents.yml")
#: Members that the United Nations' boundary set, as Plotly has it, gives no shape, so that they get no circle either.
WITHOUT_SHAPE = frozenset({"XKX"})
CLASSES = (0.2, 0.4, 0.6, 0.8, 1.0)
#: Pixels across: small, or a circle would cover the neighbour that it stands beside.
SMALL_STATE, LOCAL, HOLLOW = 8, 7, 5
#: West, south, east and north end of the whole map, in degrees.
WORLD = (-170.0, -57.0, 190.0, 84.0)
#: Degrees from south to north that a map shows at least, how much wider than high it is, the room around what it fits,
#: and the degrees from west to east from which on it shows the world.
LEAST_HEIGHT, WIDER, ROOM, WIDE = 26.0, 1.8, 1.2, 170.0
_FEW, _UNRATED = len(CLASSES), len(CLASSES) + 1


@cache
def places() -> dict[str, tuple[float, float]]:
    """Latitude and longitude by member id, for local governments and countries too small to see."""
    loaded = yaml.safe_load(PLACES.read_text(encoding="utf-8"))
    return {str(member): (float(latitude), float(longitude)) for member, (latitude, longitude) in loaded.items()}


@cache
def extents() -> dict[str, tuple[float, ...]]:
    """West, south, east and north end by member id, for countries that the map draws as shapes."""
    loaded = yaml.safe_load(EXTENTS.read_text(encoding="utf-8"))
    return {str(member): tuple(float(end) for end in ends) for member, ends in loaded.items()}


@once
def seen(frame: pd.DataFrame) -> tuple[float, ...]:
    """West, south, east and north end of a map that fits the members of `frame`; of the world where they lie far apart,
    or none has a place.
    """
    ids = [str(row["member_id"]) for row in rows_of(frame)]
    ends = [extents()[id] for id in ids if id in extents()]
    ends += [(east, north, east, north) for north, east in (places()[id] for id in ids if id in places())]
    if not ends:
        return WORLD
    west, south, east, north = (f(side) for f, side in zip((min, min, max, max), zip(*ends, strict=True), strict=True))
    x, y = (west + east) / 2, (south + north) / 2
    narrowing = math.cos(math.radians(y))
    height = max(LEAST_HEIGHT, ROOM * (north - south), ROOM * (east - west) * narrowing / WIDER)
    width = height * WIDER / narrowing
    if width > WIDE:
        return WORLD
    return x - width / 2, max(WORLD[1], y - height / 2), x + width / 2, min(WORLD[3], y + height / 2)


@once
def unplaced(members: pd.DataFrame) -> list[str]:
    """The names in `members` (member_id, name, level) that the map cannot show."""
    return [str(row["name"]) for row in rows_of(members) if not (_is_shape(row) or _is_point(row))]


@once
def share_by_member(frame: pd.DataFrame, *, members: pd.DataFrame, language: str, picture: Picture) -> Figure:
    """Five classes of the share by member; too few rated and not rated apart, never shaded as if they were low. Where
    the members of `frame` lie close together, the map shows where they lie, and the others are drawn faintly.

    `frame` is of queries.share_by_member, `members` of queries.members. customdata[1] of a mark is the member's id,
    empty where there is no commitment to list.
    """
    rows = [{**row, "class": _class_of(row)} for row in rows_of(frame)]
    west, south, east, north = seen(frame)
    others = members[~members["member_id"].isin(frame["member_id"])]
    traces = _without(others, is_faint=len(others) > len(rows), language=language)
    for number, (name, colour) in enumerate(_legend(language=language)):
        inside = [row for row in rows if row["class"] == number]
        hover = [_hover(row, language=language) for row in inside]
        traces += _marked(inside, hover=hover, name=name, colour=colour, group=number)
    made = figure(
        traces,
        picture=picture,
        height=430,
        geo={
            "scope": "world",
            "resolution": 110,
            "projection": {"type": "natural earth"},
            "showframe": False,
            "showland": True,
            "landcolor": theme.MAP_LAND,
            "showcoastlines": False,
            "showcountries": True,
            "countrycolor": theme.MAP_LINE,
            "countrywidth": 0.5,
            "bgcolor": "rgba(0,0,0,0)",
            "lataxis": {"range": [south, north]},
            "lonaxis": {"range": [west, east]},
        },
    )
    made["layout"]["margin"] |= {"l": 0, "r": 0, "t": made["layout"]["margin"]["t"] - ERA_LABELS, "b": 30}
    return made


def _is_shape(row: Row) -> bool:
    return row["level"] == "national" and row["member_id"] not in WITHOUT_SHAPE and not _is_point(row)


def _is_point(row: Row) -> bool:
    return row["member_id"] in places()


def _without(members: pd.DataFrame, *, is_faint: bool, language: str) -> list[Figure]:
    """Members that have no commitment here: hollow, beneath all others."""
    said = say(language, "overview.map_without")
    rows = rows_of(members)
    hover = [[f"<b>{plain(row['name'])}</b><br>{said}", ""] for row in rows]
    shapes, *points = _marked(rows, hover=hover, name=said, colour=theme.MAP_WITHOUT, group=_UNRATED + 1)
    colour = theme.MAP_WITHOUT_FAINT if is_faint else theme.MAP_WITHOUT_LINE
    hollow = {"line": {"width": 0.8, "color": colour}}
    shapes |= {"showlegend": False, "marker": shapes["marker"] | hollow}
    for one in points:
        one["marker"] |= hollow | {"size": HOLLOW}
    return [shapes, *points, _key(hollow, name=said)]


def _key(hollow: Figure, *, name: str) -> Figure:
    """The hollow class in the legend, as a mark that is nowhere on the map: a shape's entry would not show its line."""
    marker = {"symbol": "square", "size": 11, "color": theme.MAP_WITHOUT, **hollow}
    return {"type": "scattergeo", "lat": [None], "lon": [None], "name": name, "marker": marker, "legendrank": 2000}


def _marked(rows: list[Row], *, hover: list[list[str]], name: str, colour: str, group: int) -> list[Figure]:
    """The shapes of one class, then its circles and diamonds."""
    marked = list(zip(rows, hover, strict=True))
    shapes = [(row, said) for row, said in marked if _is_shape(row)]
    points = [(row, said) for row, said in marked if _is_point(row)]
    traces = [_shapes(shapes, name=name, colour=colour, group=group)]
    if not points:
        return traces
    in_legend = {} if shapes else {"name": name, "showlegend": True}  # a class without shapes has no entry of its own
    return [*traces, _points(points, colour=colour, group=group) | in_legend]


def _class_of(row: Row) -> int:
    if row["n"] == 0:
        return _UNRATED
    if row["n"] < numbers.SMALL_N:
        return _FEW
    return next(i for i, top in enumerate(CLASSES) if row["share"] <= top)


def _legend(*, language: str) -> Iterable[tuple[str, str]]:
    low = 0.0
    for top, colour in zip(CLASSES, theme.MAP_CLASSES, strict=True):
        low_text, high_text = numbers.percent(low, language=language), numbers.percent(top, language=language)
        yield say(language, "overview.map_class", low=low_text, high=high_text), colour
        low = top
    yield say(language, "chart.not_enough"), theme.MAP_FEW
    yield say(language, "overview.map_unrated"), theme.MAP_UNRATED


def _hover(row: Row, *, language: str) -> list[str]:
    facts = {
        "share": numbers.share(row["yes"], row["n"], language=language),
        "yes": numbers.count(row["yes"], language=language),
        "n": numbers.count(row["n"], language=language),
        "missing": numbers.count(row["missing"], language=language),
    }
    key = "chart.hover_share" if row["n"] >= numbers.SMALL_N else "chart.hover_few"
    return [f"<b>{plain(row['name'])}</b><br>{say(language, key, **facts)}", str(row["member_id"])]


def _shapes(rows: list[tuple[Row, list[str]]], *, name: str, colour: str, group: int) -> Figure:
    return {
        "type": "choropleth",
        "locationmode": "ISO-3",
        "locations": [row["iso3"] for row, _ in rows],
        "z": [group] * len(rows),
        "zmin": 0,
        "zmax": 10,
        "colorscale": [[0, colour], [1, colour]],
        "showscale": False,
        "showlegend": True,
        "name": name,
        "legendgroup": str(group),
        "marker": {"line": {"width": 0.5, "color": "rgba(255,255,255,0.8)"}},
        "hovertemplate": "%{customdata[0]}<extra></extra>",
        "customdata": [said for _, said in rows],
    }


def _points(rows: list[tuple[Row, list[str]]], *, colour: str, group: int) -> Figure:
    where = [places()[str(row["member_id"])] for row, _ in rows]
    is_local = [row["level"] == "local" for row, _ in rows]
    return {
        "type": "scattergeo",
        "mode": "markers",
        "lat": [lat for lat, _ in where],
        "lon": [lon for _, lon in where],
        "showlegend": False,
        "legendgroup": str(group),
        "marker": {
            "symbol": ["diamond" if local else "circle" for local in is_local],
            "size": [LOCAL if local else SMALL_STATE for local in is_local],
            "color": colour,
            "opacity": 1,
            "line": {"width": 1, "color": theme.MAP_POINT_LINE},
        },
        "hovertemplate": "%{customdata[0]}<extra></extra>",
        "customdata": [said for _, said in rows],
    }
