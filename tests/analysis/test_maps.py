"""Every member is on the map, or named beneath it: held against the file of shapes that the browser draws."""

import json
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis import maps, theme
from analysis.figures import Picture

ROOT = Path(__file__).resolve().parents[2]
SHAPES = ROOT / "ui" / "static" / "topojson" / "world_110m.json"
Ring = list[tuple[float, float]]
#: Square degrees that a shape covers at least, or it is not seen: on a wide screen a degree is 2.5 pixels.
LEAST_SEEN = 1.0
#: Degrees that a place may lie off its country's coarse coast.
OFF_THE_COAST = 1.0


@cache
def topology() -> dict[str, Any]:
    return dict(json.loads(SHAPES.read_text(encoding="utf-8")))


@cache
def arcs() -> list[Ring]:
    """The file's lines in degrees: each point is written as its step from the one before."""
    scale, start = topology()["transform"]["scale"], topology()["transform"]["translate"]
    found = []
    for steps in topology()["arcs"]:
        x = y = 0
        line = []
        for right, up in steps:
            x, y = x + right, y + up
            line.append((x * scale[0] + start[0], y * scale[1] + start[1]))
        found.append(line)
    return found


def ring(numbers: list[int]) -> Ring:
    """The outline that `numbers` name; a number below zero is a line walked backwards."""
    points: Ring = []
    for number in numbers:
        line = arcs()[number] if number >= 0 else arcs()[~number][::-1]
        points += line[1:] if points else line
    return points


@cache
def shapes() -> dict[str, list[list[Ring]]]:
    """The outer outlines of each shape by country, in the order of the file: Plotly draws the first alone."""
    found: dict[str, list[list[Ring]]] = {}
    for shape in topology()["objects"]["countries"]["geometries"]:
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        found.setdefault(shape["id"], []).append([ring(polygon[0]) for polygon in polygons])
    return found


def size(outlines: list[Ring]) -> float:
    """Square degrees."""
    return sum(abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(line))) / 2 for line in outlines)


def encloses(line: Ring, *, x: float, y: float) -> bool:
    crossed = [
        (a[1] > y) != (b[1] > y) and x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0] for a, b in pairwise(line)
    ]
    return sum(crossed) % 2 == 1


def is_near(outlines: list[Ring], *, x: float, y: float) -> bool:
    """Whether a place lies within one of the outlines, or close to one."""
    return any(encloses(line, x=x, y=y) for line in outlines) or any(
        abs(a - x) < OFF_THE_COAST and abs(b - y) < OFF_THE_COAST for line in outlines for a, b in line
    )


@pytest.fixture(scope="module")
def members() -> pd.DataFrame:
    found = pd.read_csv(ROOT / "data" / "reference" / "members.csv", keep_default_na=False)
    return found[["member_id", "name", "level", "iso3"]]


@pytest.fixture(scope="module")
def drawn(members: pd.DataFrame) -> list[dict[str, Any]]:
    """The marks of a map on which every member has been rated."""
    frame = members.assign(yes=3, n=6, missing=0, share=0.5)
    figure = maps.share_by_member(frame, members=members, language="en", picture=Picture("Where?", "IRM ratings"))
    return list(figure["data"])


def marked(traces: list[dict[str, Any]], kind: str) -> Iterator[str]:
    for trace in traces:
        if trace["type"] == kind:
            yield from (said[1] for said in trace.get("customdata", []) if said[1])


def test_every_member_is_a_shape_or_a_point_or_named(members: pd.DataFrame, drawn: list[dict[str, Any]]) -> None:
    as_shape, as_point = list(marked(drawn, "choropleth")), list(marked(drawn, "scattergeo"))
    assert sorted([*as_shape, *as_point]) == sorted({*as_shape, *as_point})
    named = maps.unplaced(members)
    assert named == ["Kosovo"]
    assert len(as_shape) + len(as_point) + len(named) == len(members) > 200


def test_a_member_drawn_as_a_shape_has_one_that_can_be_seen(drawn: list[dict[str, Any]]) -> None:
    by_code = {member: shapes().get(member, []) for member in marked(drawn, "choropleth")}
    assert [member for member, found in by_code.items() if not found] == []
    assert [member for member, found in by_code.items() if size(found[0]) < LEAST_SEEN] == []
    assert [member for member, found in by_code.items() if size(found[0]) < max(map(size, found))] == []


def test_a_member_without_a_shape_of_its_own_is_not_given_its_neighbours() -> None:
    assert sorted(maps.WITHOUT_SHAPE & shapes().keys()) == []


def test_circles_are_for_the_small_and_diamonds_for_the_local(members: pd.DataFrame) -> None:
    level = dict(zip(members["member_id"], members["level"], strict=True))
    assert maps.places().keys() - level.keys() == set()
    countries = [member for member in maps.places() if level[member] == "national" and member in shapes()]
    assert [member for member in countries if size(shapes()[member][0]) >= LEAST_SEEN] == []
    assert {member for member in level if level[member] == "local"} <= maps.places().keys()


def test_a_place_lies_in_its_country(members: pd.DataFrame) -> None:
    code = dict(zip(members["member_id"], members["iso3"], strict=True))
    elsewhere = [
        member
        for member, (latitude, longitude) in maps.places().items()
        if code[member] in shapes()
        and not is_near([line for one in shapes()[code[member]] for line in one], x=longitude, y=latitude)
    ]
    assert elsewhere == []


def test_members_without_commitments_are_hollow_and_lead_nowhere(members: pd.DataFrame) -> None:
    some = members[members["member_id"].isin(["KEN", "GBR", "LUX", "GBR-scotland"])]
    frame = some[some["member_id"] == "KEN"].assign(yes=3, n=6, missing=0, share=0.5)
    data = maps.share_by_member(frame, members=some, language="en", picture=Picture("Where?", "IRM ratings"))["data"]
    assert list(marked(data, "choropleth")) == ["KEN"]
    assert list(marked(data, "scattergeo")) == []
    hollow, points, key, *_ = data
    assert (hollow["locations"], hollow["customdata"][0]) == (["GBR"], [
        "<b>United Kingdom</b><br>Member now or before, no commitment here", ""
    ])  # fmt: skip
    assert points["marker"]["symbol"] == ["circle", "diamond"]
    assert (key["name"], key["lat"]) == ("Member now or before, no commitment here", [None])


def test_a_country_lies_where_its_shape_does(drawn: list[dict[str, Any]]) -> None:
    found = {}
    for member in marked(drawn, "choropleth"):
        outlines = shapes()[member][0]
        large = [line for line in outlines if size([line]) >= max(size([line]) for line in outlines) / 10]
        across, up = zip(*(point for line in large for point in line), strict=True)
        found[member] = tuple(float(round(end)) for end in (min(across), min(up), max(across), max(up)))
    assert maps.extents() == found


def view(*ids: str) -> tuple[float, ...]:
    return maps.seen(pd.DataFrame({"member_id": list(ids)}))


def test_a_map_fits_the_members_that_it_is_about() -> None:
    west, south, east, north = view("PRT")
    assert west < -9 < -6 < east
    assert south < 37 < 42 < north
    assert north - south == maps.LEAST_HEIGHT
    assert view("PRT", "UKR")[2] > 40
    assert view("GBR-scotland")[3] > 56
    assert view("PRT", "CHL", "PHL") == view("XKX") == view() == maps.WORLD


def test_what_is_not_chosen_is_faint_where_it_is_most(members: pd.DataFrame) -> None:
    def outline(*ids: str) -> str:
        frame = members[members["member_id"].isin(ids)].assign(yes=3, n=6, missing=0, share=0.5)
        made = maps.share_by_member(frame, members=members, language="en", picture=Picture("Where?", "IRM ratings"))
        return str(made["data"][0]["marker"]["line"]["color"])

    assert outline("KEN") == theme.MAP_WITHOUT_FAINT
    assert outline(*members["member_id"].tolist()[1:]) == theme.MAP_WITHOUT_LINE
