"""The timeline of one member's plans, as a plain Plotly dictionary."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pandas as pd

from analysis import numbers, theme
from analysis.figures import ERA_LABELS, Figure, Picture, Row, figure, plain
from analysis.once import once, rows_of
from analysis.text import say

#: Pixels a plan of the timeline, the fewest plans that it has room for, pixels for its axis and legend.
ROW, LEAST_ROWS, BENEATH = 34, 3, 84
#: Pixels of the years beneath the axis, under which the data date stands: inside, it would meet the years of a plan.
TICKS = 22
#: An era that shows for less time than this is drawn without its name, unless it is the first, which has room beside.
LEAST_DAYS = 540
#: The part of the whole time below which a band has no room for its name on a phone.
NARROW = 0.2
_RUNNING, _OVER, _AHEAD = theme.ACCENT, "#9DB2C3", "rgba(128,140,155,0.30)"


@once
def timeline(
    frame: pd.DataFrame, *, eras: Mapping[str, Sequence[int]], as_of: date, language: str, picture: Picture
) -> Figure:
    """Each plan from its start to its end (frame of member.plans), the data date as a line, eras as bands.

    A plan that runs is drawn in the accent up to the data date and pale after it. Estimated dates carry "≈".
    """
    rows = rows_of(frame)
    traces = []
    for name, colour, spans in (
        ("over", _OVER, [(row, row["starts_on"], row["ends_on"]) for row in rows if row["is_over"]]),
        ("running", _RUNNING, [(row, row["starts_on"], _day(as_of)) for row in rows if _has_begun(row, as_of)]),
        (
            "ahead",
            _AHEAD,
            [(row, max(row["starts_on"], _day(as_of)), row["ends_on"]) for row in rows if not row["is_over"]],
        ),
    ):
        if spans:
            traces.append(_spans(spans, name=say(language, f"member.plan_{name}"), colour=colour, language=language))
    places = max(len(rows), LEAST_ROWS)
    first, last = date(min(row["year"] for row in rows), 1, 1), _last_day(rows, as_of)
    top = 1 + ERA_LABELS / (ROW * places)
    shapes, labels = _bands_in_time(eras, first=first, last=last, top=top, language=language)
    middle = frame["starts_on"].min() + (frame["ends_on"].max() - frame["starts_on"].min()) / 2
    labels += [_beside(row, middle=middle, language=language) for row in rows]
    shapes.append(
        {"type": "line", "xref": "x", "yref": "paper", "x0": as_of.isoformat(), "x1": as_of.isoformat(),
         "y0": -TICKS / (ROW * places), "y1": 1, "line": {"width": 2, "color": theme.SECOND}}
    )  # fmt: skip
    labels.append(
        {"text": plain(say(language, "member.data_date", day=numbers.day(as_of, language=language))), "xref": "x",
         "yref": "paper", "x": as_of.isoformat(), "y": 0, "yanchor": "top", "xanchor": "right", "showarrow": False,
         "font": {"size": 11}, "xshift": 2, "yshift": -TICKS}
    )  # fmt: skip
    made = figure(
        traces,
        picture=picture,
        height=ROW * places + ERA_LABELS + BENEATH,
        barmode="overlay",
        bargap=0.35,
        shapes=shapes,
        annotations=labels,
        xaxis={
            "type": "date", "showgrid": False, "zeroline": False, "fixedrange": True, "tickformat": "%Y",
            "range": [first.isoformat(), last.isoformat()],
        },
        yaxis={
            "type": "category", "range": [places - 0.5, -0.5], "fixedrange": True, "showgrid": False,
            "automargin": True,
            "categoryorder": "array", "categoryarray": [plan_name(row, language=language) for row in rows],
            "ticksuffix": " ",
        },
    )  # fmt: skip
    made["layout"]["margin"]["b"] = BENEATH
    return made


def plan_name(row: Row, *, language: str) -> str:
    """“Plan 3” for a row with plan_number."""
    return say(language, "filter.plan", number=row["plan_number"])


def _spans(spans: list[tuple[Row, pd.Timestamp, pd.Timestamp]], *, name: str, colour: str, language: str) -> Figure:
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "showlegend": True,
        "y": [plan_name(row, language=language) for row, _, _ in spans],
        "base": [start.date().isoformat() for _, start, _ in spans],
        "x": [max(0, (end - start).days) * 86_400_000 for _, start, end in spans],
        "marker": {"color": colour},
        "hovertemplate": "%{customdata[0]}<extra></extra>",
        "customdata": [[_plan_hover(row, language=language), int(row["plan_number"])] for row, _, _ in spans],
    }


def _plan_hover(row: Row, *, language: str) -> str:
    facts = {
        "plan": row["plan_number"],
        "start": numbers.day(row["starts_on"].date(), language=language),
        "end": numbers.day(row["ends_on"].date(), language=language),
        "n": numbers.count(row["commitments"], language=language),
    }
    key = "member.plan_hover_estimated" if row["dates_are_estimated"] else "member.plan_hover"
    return plain(say(language, key, **facts))


def _beside(row: Row, *, middle: pd.Timestamp, language: str) -> Figure:
    """The years of a plan beside its bar, where there is room; "≈" where the plan's dates are estimated."""
    first, last = row["starts_on"].year, row["ends_on"].year
    said = str(first) if first == last else say(language, "member.plan_years", first=first, last=last)
    is_late = row["starts_on"] > middle
    return {
        "text": f"≈ {said}" if row["dates_are_estimated"] else said,
        "x": row["starts_on" if is_late else "ends_on"].date().isoformat(), "y": plan_name(row, language=language),
        "xref": "x", "yref": "y", "xanchor": "right" if is_late else "left", "xshift": -4 if is_late else 4,
        "showarrow": False, "font": {"size": 11},
    }  # fmt: skip


def _bands_in_time(
    eras: Mapping[str, Sequence[int]], *, first: date, last: date, top: float, language: str
) -> tuple[list[Figure], list[Figure]]:
    """The eras between two days as bands with names, every second one shaded; an era ends where the next begins."""
    starts = sorted((date(min(years), 1, 1), era) for era, years in eras.items())
    ends = [start for start, _ in starts[1:]] + [last]
    shapes: list[Figure] = []
    labels: list[Figure] = []
    for place, ((start, era), end) in enumerate(zip(starts, ends, strict=True)):
        left, right = max(start, first), min(end, last)
        if left >= right:
            continue
        fill = theme.BAND if place % 2 == 0 else "rgba(0,0,0,0)"
        shapes.append(
            {"type": "rect", "xref": "x", "yref": "paper", "x0": left.isoformat(), "x1": right.isoformat(), "y0": 0,
             "y1": top, "layer": "below", "line": {"width": 0}, "fillcolor": fill}
        )  # fmt: skip
        if left == first or (right - left).days >= LEAST_DAYS:
            # On a phone, a narrow first band has no room before the next name; to its left there is some.
            side, at, shift = "left", left, 3
            if left == first and (right - left) / (last - first) < NARROW:
                side, at, shift = "right", right, -3
            labels.append(
                {"text": say(language, f"era_short.{era}"), "xref": "x", "yref": "paper", "x": at.isoformat(), "y": 1,
                 "xanchor": side, "yanchor": "bottom", "xshift": shift, "yshift": 2, "align": side,
                 "showarrow": False, "font": {"size": 10.5}, "opacity": 0.8}
            )  # fmt: skip
    return shapes, labels


def _has_begun(row: Row, as_of: date) -> bool:
    return not row["is_over"] and bool(row["starts_on"] < _day(as_of))


def _last_day(rows: list[Row], as_of: date) -> date:
    first: date = min(row["starts_on"].date() for row in rows)
    last: date = max(*(row["ends_on"].date() for row in rows), as_of)
    return last + max(timedelta(days=150), (last - first) / 4)  # the years of a plan stand beside its bar


def _day(value: date) -> pd.Timestamp:
    return pd.Timestamp(value)
