"""Native charts of PowerPoint: their numbers lie in the file, and who edits them sees bars and labels follow.

What python-pptx has no call for (intervals, labels left out) is written as the elements of DrawingML themselves
(ECMA-376 part 1, section 21.2).
"""

from typing import Any

from pptx.chart.chart import Chart as NativeChart
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from analysis import theme
from analysis.deck import layout
from analysis.slides.model import Chart, Series, shown
from analysis.tables import harmless

_TYPES = {
    "bars": XL_CHART_TYPE.BAR_CLUSTERED,
    "parts": XL_CHART_TYPE.BAR_STACKED_100,
    "sums": XL_CHART_TYPE.BAR_STACKED,
    "columns": XL_CHART_TYPE.COLUMN_STACKED_100,
    "lines": XL_CHART_TYPE.LINE_MARKERS,
}
_LYING, _STACKED = ("bars", "parts", "sums"), ("parts", "sums", "columns")
_COUNTS = "#,##0"
#: How a share is written in a cell's format; Spanish and French set a blank that does not break before the sign.
_SHARES = {"en": "0%"}
_OTHER_SHARES = "0\u00a0%"
_GAPS = {"bars": 35, "parts": 28, "sums": 35, "columns": 30}
_LABELS = {
    "bars": XL_LABEL_POSITION.INSIDE_BASE,
    "parts": XL_LABEL_POSITION.CENTER,
    "sums": XL_LABEL_POSITION.CENTER,
    "columns": XL_LABEL_POSITION.CENTER,
    "lines": XL_LABEL_POSITION.ABOVE,
}
#: Inches of a lying bar, however few there are.
_THICKEST = 0.62
#: More categories over time than this stand in smaller type.
_MANY = 10


def add(slide: Any, chart: Chart, *, box: layout.Box, language: str, alt: str) -> None:
    """Puts the chart on a slide of python-pptx. `alt` says it in words."""
    frame = slide.shapes.add_chart(_TYPES[chart.kind], *box.emu(), _data(chart, language=language))
    frame.name = "Chart"
    frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)
    native: NativeChart = frame.chart
    native.font.size = layout.TEXT_PT if len(chart.categories) <= _MANY else Pt(15)
    native.font.name = layout.FONT
    native.font.color.rgb = layout.INK
    native.has_title = False
    _axes(native, chart, language=language)
    plot = native.plots[0]
    if chart.kind in _GAPS:
        plot.gap_width = _gap(chart, box=box)
    if chart.kind in _STACKED:
        plot.overlap = 100
    native.has_legend = len(chart.series) > 1
    if native.has_legend:
        native.legend.position = XL_LEGEND_POSITION.TOP if chart.kind in _LYING else XL_LEGEND_POSITION.BOTTOM
        native.legend.include_in_layout = False
        native.legend.font.size = Pt(16)
    for drawn, series in zip(plot.series, chart.series, strict=True):
        _paint(drawn, series, kind=chart.kind)
        _label(drawn, series, chart=chart, language=language)
        if series.lows:
            _intervals(drawn, series)


def _gap(chart: Chart, *, box: layout.Box) -> int:
    """The space between bars as a percentage of a bar, so that few bars do not grow into blocks."""
    if chart.kind not in _LYING:
        return _GAPS[chart.kind]
    place = box.height / len(chart.categories)
    return max(_GAPS[chart.kind], min(500, round(100 * (place / _THICKEST - 1))))


def _data(chart: Chart, *, language: str) -> CategoryChartData:
    data = CategoryChartData(number_format=_format(chart, language=language))
    names = [_plain(name) for name in chart.categories]
    if chart.groups:
        place = 0
        for group, size in chart.groups:
            inside = data.add_category(_plain(group))
            for name in names[place : place + size]:
                inside.add_sub_category(name)
            place += size
    else:
        for name in names:
            data.add_category(name)
    for series in chart.series:
        data.add_series(_plain(series.name), series.values)
    return data


def _plain(text: str) -> str:
    """A name for chart and workbook alike: its lines kept, nothing in it that XML forbids or a workbook would run."""
    return str(harmless("\n".join(shown(line) for line in text.split("\n"))))


def _format(chart: Chart, *, language: str) -> str:
    return _SHARES.get(language, _OTHER_SHARES) if chart.is_share else _COUNTS


def _axes(native: NativeChart, chart: Chart, *, language: str) -> None:
    names, values = native.category_axis, native.value_axis
    names.has_major_gridlines = False
    names.format.line.color.rgb = layout.FAINT_LINE
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if chart.kind in _LYING:
        names.reverse_order = True  # the first row on top
    if chart.is_share:
        values.minimum_scale, values.maximum_scale, values.major_unit = 0, 1, 0.25
    else:
        values.minimum_scale = 0
    values.visible = chart.kind in ("lines", "columns")
    values.has_major_gridlines = chart.kind in ("lines", "columns")
    if values.has_major_gridlines:
        values.major_gridlines.format.line.color.rgb = layout.FAINT_LINE
        values.format.line.fill.background()
        values.tick_labels.number_format = _format(chart, language=language)
        values.tick_labels.number_format_is_linked = False


def _paint(drawn: Any, series: Series, *, kind: str) -> None:
    if kind == "lines":
        drawn.smooth = False
        drawn.format.line.color.rgb = layout.rgb(series.colour)
        drawn.format.line.width = Pt(3)
        drawn.marker.style, drawn.marker.size = XL_MARKER_STYLE.CIRCLE, 10
        drawn.marker.format.fill.solid()
        drawn.marker.format.fill.fore_color.rgb = layout.rgb(series.colour)
        drawn.marker.format.line.color.rgb = layout.rgb(series.colour)
    else:
        drawn.invert_if_negative = False
        _colour(drawn, series.colour)
    for place, colour in enumerate(series.colours):
        _colour(drawn.points[place], colour)
    for place in [place for place, small in enumerate(series.is_small) if small and series.values[place] is not None]:
        point = drawn.points[place]
        if kind == "lines":
            point.marker.format.fill.solid()
            point.marker.format.fill.fore_color.rgb = layout.rgb("#FFFFFF")
            point.marker.format.line.color.rgb = layout.rgb(series.colour)
        else:
            point.format.fill.solid()
            point.format.fill.fore_color.rgb = layout.pale(series.colour)


def _colour(mark: Any, colour: str) -> None:
    """Fills a bar; a colour that is see-through makes it hollow."""
    if colour.startswith("#"):
        mark.format.fill.solid()
        mark.format.fill.fore_color.rgb = layout.rgb(colour)
    else:
        mark.format.fill.background()
        mark.format.line.color.rgb = layout.rgb(theme.HOLLOW_LINE)


def _label(drawn: Any, series: Series, *, chart: Chart, language: str) -> None:
    """Labels follow their numbers when these are edited, but for those in words; where there is no room, none."""
    labels = drawn.data_labels
    labels.show_value = True
    labels.number_format = _format(chart, language=language)
    labels.number_format_is_linked = False
    is_bare = chart.kind == "bars" and not chart.is_share
    labels.position = XL_LABEL_POSITION.OUTSIDE_END if is_bare else _LABELS[chart.kind]
    labels.font.size = Pt(16) if len(chart.categories) <= _MANY or chart.kind == "bars" else Pt(13)
    on_dark = chart.kind in _STACKED and layout.is_dark(series.colour)
    labels.font.color.rgb = layout.rgb("#FFFFFF") if on_dark else layout.INK
    for place, (label, value) in enumerate(zip(series.labels, series.values, strict=True)):
        if value is None:
            continue
        if not label:
            _leave_out(labels, place)
        elif series.is_small and series.is_small[place]:
            words = drawn.points[place].data_label
            words.has_text_frame = True
            words.text_frame.text = label
            words.position = labels.position
            for run in words.text_frame.paragraphs[0].runs:
                run.font.size = labels.font.size
                run.font.color.rgb = layout.INK


def _leave_out(labels: Any, place: int) -> None:
    element = parse_xml(f'<c:dLbl {nsdecls("c")}><c:idx val="{place}"/><c:delete val="1"/></c:dLbl>')
    own = labels._element
    later = [one for one in own.findall(qn("c:dLbl")) if int(one.find(qn("c:idx")).get("val")) > place]
    if later:
        later[0].addprevious(element)
    else:
        own.insert(len(own.findall(qn("c:dLbl"))), element)


def _intervals(drawn: Any, series: Series) -> None:
    """Lines from the low to the high end of each value's interval, as the chart's own error bars."""

    def numbers(ends: list[float | None]) -> str:
        told = [(place, end) for place, end in enumerate(ends) if end is not None]
        points = "".join(f'<c:pt idx="{place}"><c:v>{end:.6f}</c:v></c:pt>' for place, end in told)
        return f'<c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="{len(ends)}"/>{points}</c:numLit>'

    ends = list(zip(series.values, series.lows, series.highs, strict=True))
    plus = [high - value if value is not None and high is not None else None for value, _, high in ends]
    minus = [value - low if value is not None and low is not None else None for value, low, _ in ends]
    element = parse_xml(
        f'<c:errBars {nsdecls("c", "a")}><c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="1"/>'
        f"<c:plus>{numbers(plus)}</c:plus><c:minus>{numbers(minus)}</c:minus>"
        '<c:spPr><a:ln w="22225"><a:solidFill><a:srgbClr val="1B5E8C"/></a:solidFill></a:ln></c:spPr></c:errBars>'
    )
    before = next(one for one in drawn._element if one.tag in (qn("c:cat"), qn("c:val")))
    before.addprevious(element)
