"""A world map that needs no network: shapes from ui/static/topojson, circles for what is too small to have one."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pandas as pd
import yaml

from analysis import numbers, theme
from analysis.figures import ERA_LABELS, Figure, Picture, Row, figure, plain
from analysis.text import say

PLACES = Path(__file__).resolve().parent / "places.yml"
#: Members that the United Nations' boundary set of Plotly has no shape for, and no circle either.
WITHOUT_SHAPE = frozenset({"XKX"})
CLASSES = (0.2, 0.4, 0.6, 0.8, 1.0)
_FEW, _UNRATED = len(CLASSES), len(CLASSES) + 1


@cache
def places() -> dict[str, tuple[float, float]]:
    """Latitude and longitude by member id, for local governments and countries too small to see."""
    loaded = yaml.safe_load(PLACES.read_text(encoding="utf-8"))
    return {str(member): (float(latitude), float(longitude)) for member, (latitude, longitude) in loaded.items()}


def unplaced(frame: pd.DataFrame) -> list[str]:
    """The names in `frame` (of queries.share_by_member) that the map cannot show."""
    return [
        str(row["name"]) for row in frame.to_dict("records") if not (_is_shape(row) or row["member_id"] in places())
    ]


def share_by_member(frame: pd.DataFrame, *, language: str, picture: Picture) -> Figure:
    """Five classes of the share by member; too few rated and not rated apart, never shaded as if they were low."""
    rows = [{**row, "class": _class_of(row)} for row in frame.to_dict("records")]
    traces: list[Figure] = []
    for number, (name, colour) in enumerate(_legend(language=language)):
        inside = [row for row in rows if row["class"] == number]
        shapes = [row for row in inside if _is_shape(row)]
        points = [row for row in inside if row["member_id"] in places()]
        traces.append(_shapes(shapes, name=name, colour=colour, group=number, language=language))
        if points:
            traces.append(_points(points, colour=colour, group=number, language=language))
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
            "lataxis": {"range": [-57, 84]},
            "lonaxis": {"range": [-170, 190]},
        },
    )
    made["layout"]["margin"] |= {"l": 0, "r": 0, "t": made["layout"]["margin"]["t"] - ERA_LABELS, "b": 30}
    return made


def _is_shape(row: Row) -> bool:
    return row["level"] == "national" and row["member_id"] not in WITHOUT_SHAPE and row["member_id"] not in places()


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


def _shapes(rows: list[Row], *, name: str, colour: str, group: int, language: str) -> Figure:
    return {
        "type": "choropleth",
        "locationmode": "ISO-3",
        "locations": [row["iso3"] for row in rows],
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
        "customdata": [_hover(row, language=language) for row in rows],
    }


def _points(rows: list[Row], *, colour: str, group: int, language: str) -> Figure:
    where = [places()[str(row["member_id"])] for row in rows]
    return {
        "type": "scattergeo",
        "mode": "markers",
        "lat": [lat for lat, _ in where],
        "lon": [lon for _, lon in where],
        "showlegend": False,
        "legendgroup": str(group),
        "marker": {"size": 9, "color": colour, "line": {"width": 1.2, "color": "rgba(40,50,60,0.9)"}},
        "hovertemplate": "%{customdata[0]}<extra></extra>",
        "customdata": [_hover(row, language=language) for row in rows],
    }
