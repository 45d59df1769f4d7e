"""Charts of slides as Plotly dictionaries, their texts large enough for the back of a room.

Sizes are those of a screen of 1280 by 720 pixels; `scale` says how much larger the screen is.

Nothing moves or answers to the pointer: keys belong to the slides. The legend is not part of the figure (`legend`).
"""

import textwrap
from itertools import accumulate
from typing import Any

from analysis import theme
from analysis.figures import Figure, plain, share_axis
from analysis.slides.model import Chart, Series

#: Pixels on a screen of 1280 by 720: the smallest text, the chart's width, a letter of that text.
TEXT, WIDTH, LETTER = 24, 1212, 11.4
#: Words on a colour that is not dark, whatever the page is.
INK = "#10202C"
#: Stands for the page's own colours in light and dark, which a figure cannot know: ui/stage.css puts them there.
OF_THE_PAGE = "#010203"
_LYING, _PARTED = ("bars", "parts", "sums"), ("parts", "sums", "columns")
#: A part with less room than this many pixels, across or high, is drawn without its number.
_LEAST_HEIGHT, _PLOT_HEIGHT = 22, 300
#: Pixels for the names beside bars.
_WIDEST = 640
#: Room between few bars, so that they do not grow into blocks.
_GAPS = {1: 0.7, 2: 0.55, 3: 0.45}
#: What a figure measures in pixels.
_PIXELS = frozenset({"size", "l", "r", "t", "b", "width", "thickness", "xshift", "yshift", "ticklabelstandoff"})
#: Pixels above the plot for the label of a mark at its upper edge.
_ABOVE_MARKS = 40
#: A share above which a label has room between its mark and the axis.
_ROOM_BELOW = 0.14


def drawn(chart: Chart, *, language: str, scale: float = 1.0) -> Figure:
    """The chart's figure, transparent, as wide and high as its place."""
    figure = _lying(chart) if chart.kind in _LYING else _over_time(chart, language=language)
    return figure if scale == 1 else {name: _scaled(part, scale) for name, part in figure.items()}


def legend(chart: Chart) -> tuple[tuple[str, str], ...]:
    """Name and colour of each series, where there are several."""
    return tuple((one.name, one.colour) for one in chart.series) if len(chart.series) > 1 else ()


def _lying(chart: Chart) -> Figure:
    rows = list(range(len(chart.categories)))
    names = [plain(name) for name in chart.categories]
    is_bare = chart.kind == "bars" and not chart.is_share
    most = 1.0 if chart.is_share else max(_totals(chart), default=1.0)
    traces = [_bars(one, chart=chart, places=rows) for one in chart.series]
    margin = round(max(map(len, chart.categories), default=0) * LETTER) + 18
    beside = chart.kind == "bars" and chart.is_share
    return {
        "data": traces,
        "layout": _layout(
            margin={"l": min(margin, _WIDEST), "r": 110 if beside else 8, "t": 4, "b": 4},
            xaxis={"visible": False, "range": [0, most * (1.14 if is_bare else 1.0)], "fixedrange": True},
            yaxis={
                "range": [len(rows) - 0.5, -0.5],
                "tickmode": "array",
                "tickvals": rows,
                "ticktext": names,
                "tickfont": {"size": TEXT},
                "showgrid": False,
                "zeroline": False,
                "fixedrange": True,
                "ticklabelstandoff": 8,
            },
            annotations=_beside(chart.series[0]) if beside else [],
            bargap=_GAPS.get(len(rows), 0.28),
        ),
    }


def _over_time(chart: Chart, *, language: str) -> Figure:
    places = list(range(len(chart.categories)))
    ends = list(accumulate(size for _, size in chart.groups))
    if chart.kind == "columns":
        traces = [_bars(one, chart=chart, places=places) for one in chart.series]
    else:
        traces = [_line(one, chart=chart, breaks=ends) for one in chart.series]
    shapes, labels = _eras(chart)
    lines = max((label["text"].count("<br>") + 1 for label in labels), default=0)
    shares = {**share_axis(language=language), "tickfont": {"size": TEXT}}
    counts = {"rangemode": "tozero", "tickfont": {"size": TEXT}, "fixedrange": True, "zeroline": False}
    return {
        "data": traces,
        "layout": _layout(
            margin={"l": 84, "r": 8, "t": 10 + 29 * lines + (_ABOVE_MARKS if chart.kind == "lines" else 0), "b": 66},
            xaxis={
                "range": [-0.5, len(places) - 0.5],
                "tickmode": "array",
                "tickvals": places,
                "ticktext": [plain(name).replace("\n", "<br>") for name in chart.categories],
                "tickfont": {"size": TEXT},
                "tickangle": 0,
                "showgrid": False,
                "zeroline": False,
                "fixedrange": True,
            },
            yaxis=shares if chart.is_share else counts,
            shapes=shapes,
            annotations=labels,
            bargap=0.22,
        ),
    }


def _bars(series: Series, *, chart: Chart, places: list[int]) -> Figure:
    is_lying, is_parted = chart.kind in _LYING, chart.kind in _PARTED
    colours = [_colour(series, place) for place in places]
    trace: Figure = {
        "type": "bar",
        "name": plain(series.name),
        "orientation": "h" if is_lying else "v",
        ("y" if is_lying else "x"): places,
        ("x" if is_lying else "y"): list(series.values),
        "marker": {"color": colours, "line": {"width": [_edge(one) for one in colours], "color": theme.HOLLOW_LINE}},
        "text": [plain(label) for label in _labels(series, chart=chart)],
        "textposition": "inside" if is_parted else "outside" if not chart.is_share else "none",
        "insidetextanchor": "middle",
        "constraintext": "none",
        "textangle": 0,
        "textfont": {"size": TEXT},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    if is_parted:
        trace["textfont"] = {"size": TEXT, "color": [_on(one) for one in colours]}
    if series.lows:
        trace["error_x"] = _interval(series)
    return trace


def _interval(series: Series) -> Figure:
    ends = list(zip(series.values, series.lows, series.highs, strict=True))
    return {
        "type": "data",
        "symmetric": False,
        "array": [high - value if value is not None and high is not None else 0 for value, _, high in ends],
        "arrayminus": [value - low if value is not None and low is not None else 0 for value, low, _ in ends],
        "color": theme.ACCENT,
        "thickness": 4,
        "width": 0,
    }


def _line(series: Series, *, chart: Chart, breaks: list[int]) -> Figure:
    """Marks with their labels, joined within an era and nowhere else."""
    xs: list[float] = []
    ys: list[float | None] = []
    fills, texts, places = [], [], []
    for place, value in enumerate(series.values):
        if place in breaks:
            xs.append(place - 0.5)
            ys.append(None)
            fills.append(series.colour)
            texts.append("")
            places.append("top center")
        others = [one.values[place] for one in chart.series if one is not series]
        is_lower = value is not None and any(other is not None and other > value for other in others)
        is_small = bool(series.is_small) and series.is_small[place]
        xs.append(place)
        ys.append(value)
        fills.append(OF_THE_PAGE if is_small else series.colour)
        texts.append(plain(series.labels[place]))
        places.append("bottom center" if is_lower and (value or 0) > _ROOM_BELOW else "top center")
    return {
        "type": "scatter",
        "mode": "lines+markers+text",
        "name": plain(series.name),
        "x": xs,
        "y": ys,
        "text": texts,
        "textposition": places,
        "textfont": {"size": TEXT},
        "connectgaps": False,
        "cliponaxis": False,
        "line": {"color": series.colour, "width": 4},
        "marker": {"size": 17, "color": fills, "line": {"width": 3, "color": series.colour}},
        "hoverinfo": "skip",
    }


def _eras(chart: Chart) -> tuple[list[Figure], list[Figure]]:
    """Bands and names of the eras above the plot, every second one shaded, a dotted line between two."""
    shapes, labels = [], []
    start = 0
    width = (WIDTH - 92) / max(1, len(chart.categories))
    for place, (name, size) in enumerate(chart.groups):
        left, right = start - 0.5, start + size - 0.5
        start += size
        across = {"xref": "x", "yref": "paper", "x0": left, "y0": 0, "y1": 1, "layer": "below"}
        if place % 2 == 0:
            shapes.append({"type": "rect", **across, "x1": right, "line": {"width": 0}, "fillcolor": theme.BAND})
        if place:
            line = {"width": 2, "dash": "dot", "color": theme.BAND_LINE}
            shapes.append({"type": "line", **across, "x1": left, "line": line})
        text = "<br>".join(textwrap.wrap(plain(name), width=max(8, int(size * width / LETTER)), break_long_words=False))
        labels.append(
            {
                "text": text,
                "xref": "x",
                "yref": "paper",
                "x": (left + right) / 2,
                "y": 1,
                "yanchor": "bottom",
                "yshift": _ABOVE_MARKS if chart.kind == "lines" else 2,
                "showarrow": False,
                "font": {"size": TEXT},
            }
        )
    return shapes, labels


def _beside(series: Series) -> list[Figure]:
    """The labels in a column of their own at the right, where no interval crosses them."""
    return [
        {
            "text": f"<b>{plain(label)}</b>",
            "xref": "paper",
            "x": 1,
            "xanchor": "left",
            "xshift": 12,
            "yref": "y",
            "y": place,
            "showarrow": False,
            "font": {"size": TEXT},
        }
        for place, label in enumerate(series.labels)
    ]


def _labels(series: Series, *, chart: Chart) -> list[str]:
    """The labels of the parts that are high enough for one; lying parts have the deck's."""
    if chart.kind != "columns":
        return list(series.labels)
    pairs = zip(series.labels, series.values, strict=True)
    return [label if (value or 0) * _PLOT_HEIGHT >= _LEAST_HEIGHT else "" for label, value in pairs]


def _colour(series: Series, place: int) -> str:
    colour = series.colours[place] if series.colours else series.colour
    return theme.faint(colour) if series.is_small and series.is_small[place] else colour


def _on(colour: str) -> str:
    """What a word on the colour is written in."""
    if not colour.startswith("#"):
        return OF_THE_PAGE
    return "#FFFFFF" if theme.is_dark(colour) else INK


def _edge(colour: str) -> int:
    """A bar in no colour is drawn hollow."""
    return 3 if colour in theme.STATES.values() and not colour.startswith("#") else 0


def _totals(chart: Chart) -> list[float]:
    if chart.kind == "bars":
        return [value for one in chart.series for value in one.values if value is not None]
    return [sum(value or 0 for value in values) for values in zip(*(one.values for one in chart.series), strict=True)]


def _layout(**more: object) -> Figure:
    return {
        "barmode": "stack",
        "showlegend": False,
        "dragmode": False,
        "hovermode": False,
        "font": {"size": TEXT},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        **more,
    }


def _scaled(part: Any, scale: float, *, name: str = "") -> Any:
    """A part of a figure with everything in it that is measured in pixels times `scale`."""
    if isinstance(part, dict):
        return {key: _scaled(value, scale, name=key) for key, value in part.items()}
    if isinstance(part, list):
        return [_scaled(one, scale, name=name) for one in part]
    return round(part * scale) if name in _PIXELS and isinstance(part, int | float) else part
