"""Native charts of PowerPoint: their numbers lie in the file, and who edits them sees bars and labels follow.

What stands at the marks (colours, labels, intervals) is written as the elements of DrawingML themselves (ECMA-376 part
1, section 21.2), a series at a time: python-pptx has no call for some of it, and is slow point by point.
"""

from itertools import accumulate
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from pptx.chart.chart import Chart as NativeChart
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from analysis import theme
from analysis.deck import layout
from analysis.deck.words import solid
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
_POSITIONS = {"bars": "inBase", "parts": "ctr", "sums": "ctr", "columns": "ctr", "lines": "t"}
_SHOWN = (
    '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
    '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)
#: No lines from bars to labels that stand apart: an element of Office 2013, as the standard has none for bars.
_NO_LEADERS = (
    '<c:extLst><c:ext uri="{CE6537A1-D6FC-4f65-9D91-7224C49458BB}" '
    'xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart"><c15:showLeaderLines val="0"/>'
    "</c:ext></c:extLst>"
)
_NOT_INVERTED = '<c:invertIfNegative val="0"/>'
#: English Metric Units of a line's width, and points of a marker.
_LINE, _MARKER = 38_100, 10
#: Inches of a lying bar, however few there are.
_THICKEST = 0.62
#: A letter's width as a share of its height, on average; shares of a chart's width: the room that names have at most,
#: and that labels in a column beside the bars have.
_LETTER, _WIDEST_NAME, _BESIDE = 0.52, 0.46, 0.09
#: More categories over time than this stand in smaller type.
_MANY = 10
#: The names of years, and of the eras that they belong to, which may be as narrow as one year.
_AXIS_PT, _SMALL_AXIS_PT = Pt(14), Pt(12)


def add(slide: Any, chart: Chart, *, box: layout.Box, language: str, alt: str) -> None:
    """Puts the chart on a slide of python-pptx. `alt` says it in words."""
    frame = slide.shapes.add_chart(_TYPES[chart.kind], *box.emu(), _data(chart, language=language))
    frame.name = "Chart"
    frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)
    native: NativeChart = frame.chart
    native.font.size = layout.TEXT_PT if len(chart.categories) <= _MANY else Pt(15)
    native.font.color.rgb = RGBColor.from_string(layout.INK)
    native.has_title = False
    _axes(native, chart, language=language)
    plot = native.plots[0]
    if chart.kind in _GAPS:
        plot.gap_width = _gap(chart, box=box)
    if chart.kind in _STACKED:
        plot.overlap = 100
    if chart.kind in _LYING:
        _room_for_names(native, chart, box=box)
    native.has_legend = len(chart.series) > 1
    if native.has_legend:
        native.legend.position = XL_LEGEND_POSITION.TOP if chart.kind in _LYING else XL_LEGEND_POSITION.BOTTOM
        native.legend.include_in_layout = False
        native.legend.font.size = Pt(16)
    moved = _plot(native, chart, box=box)[2] + 0.01 if _is_beside(chart) else 0
    for drawn, series in zip(plot.series, chart.series, strict=True):
        _dress(drawn, series, chart=chart, language=language, moved=moved)


def _room_for_names(native: NativeChart, chart: Chart, *, box: layout.Box) -> None:
    """Every bar has its name, on one line wherever that leaves room for the bars: readers of the file skip or break
    names at their own discretion. The bars begin where the longest name ends.
    """
    plot = _plot(native, chart, box=box)
    place = "".join(f'<c:{edge} val="{share:.4f}"/>' for edge, share in zip("xywh", plot, strict=True))
    modes = '<c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
    area = native._chartSpace.chart.plotArea
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    made = f"<c:layout {nsdecls('c')}><c:manualLayout>{modes}{place}</c:manualLayout></c:layout>"
    area.insert(0, parse_xml(made))
    axis = native.category_axis._element
    axis.find(qn("c:noMultiLvlLbl")).addprevious(parse_xml(f'<c:tickLblSkip {nsdecls("c")} val="1"/>'))


def _plot(native: NativeChart, chart: Chart, *, box: layout.Box) -> tuple[float, float, float, float]:
    """Where the bars stand, as shares of the chart: left, top, width, height."""
    letter = native.font.size.pt * _LETTER / 72
    left = min(_WIDEST_NAME, (max(map(len, chart.categories)) * letter + 0.15) / box.width)
    right = _BESIDE if _is_beside(chart) else 0.04 if not chart.is_share else 0.01
    top = 0.11 if len(chart.series) > 1 else 0.02
    return left, top, 1 - left - right, 0.98 - top


def _is_beside(chart: Chart) -> bool:
    """Whether the labels stand in a column at the right, where no interval crosses them."""
    return chart.kind == "bars" and chart.is_share


def _gap(chart: Chart, *, box: layout.Box) -> int:
    """The space between bars as a percentage of a bar, so that few bars do not grow into blocks."""
    if chart.kind not in _LYING:
        return _GAPS[chart.kind]
    place = box.height / len(chart.categories)
    return max(_GAPS[chart.kind], min(500, round(100 * (place / _THICKEST - 1))))


def _data(chart: Chart, *, language: str) -> CategoryChartData:
    data = CategoryChartData(number_format=_format(chart, language=language))
    names = [_plain(name) for name in chart.categories]
    if chart.groups and len(names) == 1:  # one name alone is not set apart from what it belongs to
        data.add_category(f"{names[0]}\n{_plain(chart.groups[0][0])}")
    elif chart.groups:
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
    names.format.line.color.rgb = RGBColor.from_string(layout.FAINT_LINE)
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if chart.kind in _LYING:
        names.reverse_order = True  # the first row on top
    else:
        names.tick_labels.font.size = _AXIS_PT if len(chart.categories) <= _MANY else _SMALL_AXIS_PT
        names._element.txPr.bodyPr.set("rot", "0")  # upright years would have room, but nobody reads them
    if chart.is_share:
        values.minimum_scale, values.maximum_scale, values.major_unit = 0, 1, 0.25
    else:
        values.minimum_scale = 0
    values.visible = chart.kind in ("lines", "columns")
    values.has_major_gridlines = chart.kind in ("lines", "columns")
    if values.has_major_gridlines:
        values.major_gridlines.format.line.color.rgb = RGBColor.from_string(layout.FAINT_LINE)
        values.format.line.fill.background()
        values.tick_labels.number_format = _format(chart, language=language)
        values.tick_labels.number_format_is_linked = False


def _look(series: Series, *, chart: Chart) -> tuple[str, str]:
    """How the marks of a series look (spPr and, on lines, marker), and each mark that differs from them (dPt)."""
    if chart.kind != "lines":
        points = [_point(place, _fill(colour)) for place, colour in _different(series).items()]
        return f"<c:spPr>{_fill(series.colour)}</c:spPr>", "".join(points)
    colour = layout.code(series.colour)
    starts = set(accumulate(size for _, size in chart.groups[:-1]))  # no line leads into the first year of an era
    line = f'<a:ln w="{_LINE}">{solid(colour)}</a:ln>'
    hollow = _different(series)
    points = [
        _point(
            place,
            "<a:ln><a:noFill/></a:ln>" if place in starts else line,
            marker=_marker(colour, fill=layout.WHITE if place in hollow else colour),
        )
        for place in sorted({*hollow, *starts})
    ]
    return f"<c:spPr>{line}</c:spPr>{_marker(colour, fill=colour)}", "".join(points)


def _different(series: Series) -> dict[int, str]:
    """The colours of the marks that differ from the series': their own, or pale where few cases are behind."""
    own = dict(enumerate(series.colours))
    small = {place for place, is_small in enumerate(series.is_small) if is_small and series.values[place] is not None}
    return own | {place: theme.pale(series.colour) for place in small}


def _point(place: int, shape: str, *, marker: str = "") -> str:
    look = f'{marker or _NOT_INVERTED}<c:bubble3D val="0"/><c:spPr>{shape}</c:spPr>'
    return f'<c:dPt><c:idx val="{place}"/>{look}</c:dPt>'


def _marker(colour: str, *, fill: str) -> str:
    return (
        f'<c:marker><c:symbol val="circle"/><c:size val="{_MARKER}"/><c:spPr>{solid(fill)}'
        f'<a:ln w="19050">{solid(colour)}</a:ln></c:spPr></c:marker>'
    )


def _fill(colour: str) -> str:
    """The look of a bar; a colour that is see-through makes it hollow."""
    if colour.startswith("#"):
        return f"{solid(layout.code(colour))}"
    return f"<a:noFill/><a:ln>{solid(layout.code(theme.HOLLOW_LINE))}</a:ln>"


def _labels(series: Series, *, chart: Chart, language: str, moved: float) -> str:
    """Labels follow their numbers when these are edited, but for those in words; where there is no room, none.

    `moved` is by how much of the chart's width they stand further right than where they belong.
    """
    is_bare = chart.kind == "bars" and not chart.is_share
    position = f'<c:dLblPos val="{"outEnd" if is_bare else _POSITIONS[chart.kind]}"/>'
    size = 1600 if len(chart.categories) <= _MANY or chart.kind == "bars" else 1300
    on_dark = chart.kind in _STACKED and theme.is_dark(series.colour)
    font = f'sz="{size}">{solid(layout.WHITE if on_dark else layout.INK)}'
    dark = f'sz="{size}">{solid(layout.INK)}'
    form = quoteattr(_format(chart, language=language))
    words = f"<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr {font}</a:defRPr></a:pPr></a:p></c:txPr>"
    usual = f'<c:numFmt formatCode={form} sourceLinked="0"/>{words}'
    at = (
        f'<c:layout><c:manualLayout><c:x val="{moved:.4f}"/><c:y val="0"/></c:manualLayout></c:layout>' if moved else ""
    )
    apart = []
    for place, (label, value) in enumerate(zip(series.labels, series.values, strict=True)):
        if value is not None and not label:
            apart.append(f'<c:dLbl><c:idx val="{place}"/><c:delete val="1"/></c:dLbl>')
        elif value is not None and series.is_small and series.is_small[place]:
            run = f"<a:r><a:rPr {dark}</a:rPr><a:t>{escape(shown(label))}</a:t></a:r>"
            rich = f"<c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p>{run}</a:p></c:rich></c:tx>"
            apart.append(f'<c:dLbl><c:idx val="{place}"/>{at}{rich}{position}{_SHOWN}</c:dLbl>')
        elif value is not None and at:
            apart.append(f'<c:dLbl><c:idx val="{place}"/>{at}{usual}{position}{_SHOWN}</c:dLbl>')
    return f"<c:dLbls>{''.join(apart)}{usual}{position}{_SHOWN}{_NO_LEADERS if moved else ''}</c:dLbls>"


def _intervals(series: Series) -> str:
    """Lines from the low to the high end of each value's interval, as the chart's own error bars."""
    if not series.lows:
        return ""

    def numbers(ends: list[float | None]) -> str:
        told = [(place, end) for place, end in enumerate(ends) if end is not None]
        points = "".join(f'<c:pt idx="{place}"><c:v>{end:.6f}</c:v></c:pt>' for place, end in told)
        return f'<c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="{len(ends)}"/>{points}</c:numLit>'

    ends = list(zip(series.values, series.lows, series.highs, strict=True))
    plus = [high - value if value is not None and high is not None else None for value, _, high in ends]
    minus = [value - low if value is not None and low is not None else None for value, low, _ in ends]
    return (
        '<c:errBars><c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="1"/>'
        f"<c:plus>{numbers(plus)}</c:plus><c:minus>{numbers(minus)}</c:minus>"
        f'<c:spPr><a:ln w="22225">{solid(layout.INTERVAL)}</a:ln></c:spPr></c:errBars>'
    )


def _dress(drawn: Any, series: Series, *, chart: Chart, language: str, moved: float) -> None:
    """Puts look, labels and intervals where the schema of a series has them: after its name, before its categories."""
    look, points = _look(series, chart=chart)
    inside = f"{points}{_labels(series, chart=chart, language=language, moved=moved)}{_intervals(series)}"
    made = parse_xml(f"<c:ser {nsdecls('c', 'a')}>{look}{inside}</c:ser>")
    element = drawn._element
    name, names = element.find(qn("c:tx")), element.find(qn("c:cat"))
    for child in reversed([one for one in made if one.tag in (qn("c:spPr"), qn("c:marker"))]):
        name.addnext(child)
    for child in list(made):
        names.addprevious(child)
