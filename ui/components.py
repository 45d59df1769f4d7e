"""Pieces that screens are made of. Nothing that comes from a file is read as Markdown, HTML or LaTeX here."""

import re
import time
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import partial
from html import escape
from textwrap import shorten
from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st

from analysis import marks, numbers, tables, workbook
from analysis.figures import Figure, in_one_line
from analysis.measures import in_print, submitted
from analysis.once import once, rows_of
from ui import pictures
from ui.figures import ready
from ui.opening import narrow_and_open
from ui.session import about, language, name_of, once_in_language, published_day, t

_MIME = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
#: Seconds before the filters and, after these, before the first chart of a visit (docs/decisions/0012).
HEAD_START = (0.3, 0.5)
#: What a browser is to show after a page's numbers and before its charts.
_waiting: ContextVar[Callable[[], None] | None] = ContextVar("waiting", default=None)
#: Pixels of a chart that keeps its proportions, where no style is applied.
FLAT = 500
#: Pixels of a table in letters of the size that the theme says: its head, a row of one line, around words, a letter.
TABLE_HEAD, TABLE_ROW, TABLE_AROUND, TABLE_LETTER = 38, 33, 20, 7
#: Columns of a table that come last on the screen.
LATE = ("era", "scale")
#: Letters of the filters in a picture.
MOST_FILTERS = 240
#: The button for pictures is pressed by ours (ui/pictures.js) and hidden (ui/style.py).
CONFIG: dict[str, Any] = {
    "displaylogo": False,
    "topojsonURL": "app/static/topojson/",
    "scrollZoom": False,
    "modeBarButtons": [["toImage"]],
}


@dataclass(frozen=True)
class Basis:
    """What the numbers of a file rest on, for its head: the filters in words, how many of how many these leave (empty
    where they narrow nothing), and files and day where they are others than those of the ratings. `as_of`: the day on
    which what is shown stands, where the reader chooses it, for the file's name: `filters` say it in words.
    """

    filters: str
    filtered: str = ""
    files: str = ""
    day: date | None = None
    as_of: date | None = None


#: How what looks like an address begins; of one for mail, all before its end.
_LINK = re.compile(r"https?:|www|ftp:|mailto:|@", flags=re.IGNORECASE)
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>$:~@&=^/])")


def markdown(text: object) -> str:
    """`text` so that Markdown shows it letter by letter, for the few places where Streamlit reads Markdown anyway.

    A browser makes a link of what looks like an address even where each of its letters is escaped; a character without
    width inside keeps it from that.
    """
    return _SPECIAL.sub(r"\\\1", _LINK.sub("\\g<0>\u2060", " ".join(str(text).split())))


def letter_by_letter(text: object, *, tag: str = "p", css: str = "") -> None:
    """`text` as it is, line breaks kept, in an HTML element of the page's own type and size."""
    style = f"white-space:pre-wrap;overflow-wrap:anywhere;{css}"
    st.html(f'<{tag} style="{style}">{escape(str(text))}</{tag}>')


def measures(cards: Sequence[tuple[str, str, str, str]], *, key: str) -> None:
    """A row of numbers: label, value, the line beneath with n and missing, the definition behind the question mark."""
    with st.grid(4, min_column_width=150, gap="xsmall", border=True, key=key):
        for label, value, beneath, definition in cards:
            st.metric(label, value, help=definition or None, delta_description=beneath or None)


def size_cards(size: dict[Any, Any]) -> list[tuple[str, str, str, str]]:
    """Cards for `measures` from the row of facets.size: members, plans, commitments."""
    said = {name: numbers.count(size[name], language=language()) for name in ("national", "local", "of")}
    beneath = {
        "members": t("measure.levels", national=said["national"], local=said["local"]),
        "plans": submitted(size["first"], size["last"], language=language()),
        "commitments": t("measure.of_all", n=said["of"]),
    }
    return [
        (t(f"measure.{name}"), numbers.count(size[name], language=language()), line, "")
        for name, line in beneath.items()
    ]


@once_in_language
def share_cards(shares: pd.DataFrame, measured: pd.DataFrame | None = None) -> list[tuple[str, str, str, str]]:
    """Cards for `measures` from queries.shares: the share, how many are rated and not, the definition.

    With `measured`, of queries.measured, these stand apart: what is rated on two scales, and what is stalled for sure.
    """
    cards = []
    for row in rows_of(shares):
        value, beneath = in_print(row, measured, language=language())
        indicator = row["indicator"]
        cards.append((t(f"indicator.{indicator}"), value, beneath, t(f"indicator_help.{indicator}")))
    return cards


def chart_with_table(
    figure: Figure,
    frame: pd.DataFrame,
    *,
    name: str,
    note: str,
    alt: str,
    basis: Basis,
    definition: str = "",
    counted: str = "",
    source: str = "",
    opens: Callable[[dict[str, Any]], dict[str, list[Any]]] | None = None,
    picks: Callable[[dict[str, Any]], None] | None = None,
    is_flat: bool = False,
    beneath: str = "",
) -> None:
    """A chart, what it rests on, and one click away the same numbers as a table and as a file, and its picture.

    `counted` says what the chart rests on where the sums of n and missing over the rows of `frame` would not, and
    then `source` whence and of which day, where that is not the IRM's ratings of the data date. `definition` stands in
    its files in place of `note`, where the note explains the picture alone.

    With `opens`, a click on a mark opens the list of commitments behind it: `opens` says from the point that was
    clicked how the filters are to be narrowed, and nothing where there is none to list. With `picks`, the page itself
    says what a click does. A list above the table offers the same marks to whoever has no pointer.

    `is_flat`: the chart keeps its proportions, so it is lower where the screen is narrow (ui/style.py). `beneath` is
    a last sentence, shown letter by letter.
    """
    if not any(trace.get("x") or trace.get("locations") or trace.get("lat") for trace in figure["data"]):
        st.markdown(f"**{markdown(figure_title(figure))}**")
        st.caption(t("chart.empty"))
        return
    _numbers_first()
    key = f"chart_{name}"
    clicks: dict[str, Any] = {}
    follow: Callable[[dict[str, Any]], None] | None = None
    if opens or picks:
        follow = partial(_follow, opens, picks)
        clicks = {"on_select": partial(_clicked, key, follow), "selection_mode": "points"}
    if is_flat:
        with st.container(height=FLAT, border=False, key=f"{key}_flat"):
            st.plotly_chart(ready(figure), key=key, alt=alt, config=CONFIG, height="stretch", **clicks)
    else:
        st.plotly_chart(ready(figure), key=key, alt=alt, config=CONFIG, **clicks)
    whence = source or t("chart.source_line", day=published_day())
    rests_on = f"{counted} {whence}." if counted else _beneath(*tables.rated(frame))
    ways = t("chart.click_opens") if opens else t("chart.click") if picks else ""
    st.caption(f"{note} {ways} {rests_on} {markdown(beneath)}")
    numbers_key = f"{name}_numbers"
    with st.expander(t("chart.table"), key=numbers_key, on_change="rerun"):
        if not st.session_state[numbers_key]:
            return
        if follow:
            _list_one(marks.of(figure), follow, key=f"{key}_mark")
        shown = numbers_first(tables.for_reader(frame, language=language()))
        table(shown, key=f"{key}_table", alt=figure_title(figure))
        asked = figure_title(figure)
        drawn = partial(_picture, figure, name=name, rests_on=rests_on, note=f"{note} {beneath}", basis=basis)
        meant = definition or note
        download(frame, name=name, question=asked, definition=meant, basis=basis, of=counted, beside=drawn)


def table(frame: pd.DataFrame, *, key: str, alt: str, **more: Any) -> Any:
    """A table whose headers are in the reader's language; shares as percentages, a dash where too few are rated."""
    given = more.pop("config", {})
    ours = [str(name) for name in frame.columns if name not in given]
    config: dict[str, Any] = {name: t(f"column.{name}") for name in ours}
    shares = [name for name in ours if name == "share" or name.endswith("_share")]
    for name in shares:
        config[name] = st.column_config.NumberColumn(t(f"column.{name}"), format="percent")
    for name, width in (("year", 64), ("plan_number", 56)):
        if name in ours:
            config[name] = st.column_config.NumberColumn(t(f"column.{name}"), format="%d", width=width)
    more.setdefault("placeholder", t("number.none"))
    config |= given
    return st.dataframe(_sent(frame, shares=shares), key=key, alt=alt, hide_index=True, column_config=config, **more)


def table_height(rows: int) -> int:
    """Pixels of a table of so many rows."""
    return TABLE_HEAD + TABLE_ROW * rows


def room(name: str, *, least: int = 0) -> int:
    """Pixels of a column in which its header can be read in the reader's language, `least` or more."""
    return max(least, TABLE_AROUND + TABLE_LETTER * len(t(f"column.{name}")))


def day(name: str, **more: Any) -> Any:
    """A column of days, written as the reader does, which sorts by day. The browser would write them in its own way."""
    return st.column_config.DateColumn(t(f"column.{name}"), format=t("number.day_in_table"), **more)


def download(
    frame: pd.DataFrame | Callable[[], pd.DataFrame],
    *,
    name: str,
    question: str,
    definition: str = "",
    basis: Basis,
    of: str = "",
    label: str = "",
    beside: Callable[[], None] | None = None,
) -> None:
    """Buttons that write `frame` as csv and as a workbook, with question, basis, source, date and "n of N" inside.

    The files are made when they are asked for. A `frame` that is a function (session.later) is asked only then; `of`
    must say then what it rests on. `beside` puts further buttons into the same row.
    """
    facts = about()
    head = [
        (t("chart.question_label"), question),
        (t("chart.filters"), basis.filters),
        (t("chart.note_of"), of or (_beneath(*tables.rated(frame)) if isinstance(frame, pd.DataFrame) else "")),
    ]
    head += [(t("chart.filtered_label"), basis.filtered)] if basis.filtered else []
    head += [
        (
            t("chart.source_label"),
            basis.files or "; ".join(f"{file} ({day.isoformat()})" for file, day in facts.sources),
        ),
        (t("chart.date_label"), (basis.day or facts.data_date).isoformat()),
    ]
    head += [(t("chart.definition_label"), definition)] if definition else []
    head += [(t("chart.demo_label"), t("frame.demo"))] if facts.is_demo else []
    called = file_name(name, day=basis.as_of or basis.day)
    with st.container(horizontal=True, key=f"{name}_downloads"):
        for kind, said in (("csv", label or t("chart.download")), ("xlsx", t("chart.download_xlsx"))):
            st.download_button(
                said,
                data=partial(_file, kind, frame, about=head, language=language()),
                file_name=f"{called}.{kind}",
                mime=_MIME[kind],
                key=f"{name}_{kind}",
                on_click="ignore",
                icon=":material/download:" if kind == "csv" else ":material/table_view:",
                type="tertiary",
            )
        if beside:
            beside()


def figure_title(figure: Figure) -> str:
    """The question of a figure, without its line breaks."""
    return in_one_line(figure["layout"]["title"]["text"])


def web_address(text: object) -> str | None:
    """`text` where it is an http or https address, else nothing: no other scheme is ever linked."""
    address = str(text).strip()
    return address if re.fullmatch(r"https?://[^\s<>\"']+", address, flags=re.IGNORECASE) else None


def in_words(kind: str, code: object, *, otherwise: str = "") -> str:
    """A code in words; `otherwise` where there is none."""
    return name_of(kind, code) if isinstance(code, str) and code else otherwise


@once
def numbers_first(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` with the wide columns of words that many rows share at its end, where a narrow screen cuts them off."""
    late = [name for name in LATE if name in frame]
    return frame[[*(name for name in frame if name not in late), *late]]


@once
def _sent(frame: pd.DataFrame, *, shares: Sequence[str]) -> pa.Table:
    """`frame` as it is sent, its shares as whole percentages. A frame would be converted anew in every run."""
    rounded = {name: frame[name].astype("Float64").round(2) for name in shares}
    return pa.Table.from_pandas(frame.assign(**rounded), preserve_index=False)


def after_numbers(draw: Callable[[], None]) -> None:
    """Has `draw` wait for the page's first chart, or for its end (`draw_what_waits`)."""
    _waiting.set(draw)


def end_head_start() -> None:
    """Later charts of the visit do not wait: for the frame, after the first page."""
    st.session_state["_has_started"] = True


def draw_what_waits() -> None:
    """Draws what `after_numbers` was given, unless that is done: for the frame, at the end of the page."""
    draw = _waiting.get()
    _waiting.set(None)
    if draw:
        draw()


def _numbers_first() -> None:
    """Lets a visitor's browser show what stands above the first chart, then the filters, before it loads what draws
    charts.
    """
    has_started = st.session_state.get("_has_started")
    if not has_started:
        time.sleep(HEAD_START[0])
    draw_what_waits()
    if not has_started:
        time.sleep(HEAD_START[1])
        end_head_start()


def _file(
    kind: str,
    frame: pd.DataFrame | Callable[[], pd.DataFrame],
    *,
    about: Sequence[tuple[str, str]],
    language: str,
) -> bytes:
    """The contents of a download. Runs when it is clicked, outside of the page's run."""
    asked = frame if isinstance(frame, pd.DataFrame) else frame()
    labelled = tables.with_labels(asked, language=language)
    if kind == "csv":
        return tables.to_csv(labelled, about=about)
    return workbook.to_xlsx(labelled, about=about, language=language)


def _list_one(found: list[marks.Mark], follow: Callable[[dict[str, Any]], None], *, key: str) -> None:
    """A choice of one mark by its words, which does what a click on it does. Nobody needs a pointer for it."""
    st.selectbox(
        t("chart.mark"),
        range(len(found)),
        index=None,
        key=key,
        format_func=lambda place: found[place].said,
        placeholder=t("chart.mark_placeholder"),
        on_change=partial(_chosen, key, found, follow),
    )


def _chosen(key: str, found: list[marks.Mark], follow: Callable[[dict[str, Any]], None]) -> None:
    place = st.session_state[key]
    if place is not None:
        follow(found[place].point)
        st.session_state[key] = None


def _clicked(key: str, follow: Callable[[dict[str, Any]], None]) -> None:
    for point in st.session_state[key]["selection"]["points"][:1]:
        follow(point)


def _follow(
    opens: Callable[[dict[str, Any]], dict[str, list[Any]]] | None,
    picks: Callable[[dict[str, Any]], None] | None,
    point: dict[str, Any],
) -> None:
    if picks:
        picks(point)
    elif opens and (narrowed := opens(point)):
        narrow_and_open(narrowed)


def _beneath(n: int, missing: int) -> str:
    facts = {"n": numbers.count(n, language=language()), "missing": numbers.count(missing, language=language())}
    return t("chart.caption", **facts, source=t("chart.source"), day=published_day())


def file_name(name: str, *, suffix: str = "", day: date | None = None) -> str:
    """What a file to take away is called: with `day` or the data date, and marked where its ratings are invented."""
    facts = about()
    return f"{name}-{(day or facts.data_date).isoformat()}{'-demonstration' if facts.is_demo else ''}{suffix}"


def _picture(figure: Figure, *, name: str, rests_on: str, note: str, basis: Basis) -> None:
    """Buttons for the chart's picture, which says all that stands around the chart on the page."""
    chosen_here = t("chart.filtered_by", filters=shorten(basis.filters, MOST_FILTERS, placeholder=" …"))
    pictures.offer(
        figure,
        name=name,
        title=figure_title(figure),
        lines=[rests_on, *([chosen_here] if basis.filters != t("chart.no_filters") else [])],
        mark=t("frame.demo") if about().is_demo else "",
        note=note,
        file_name=file_name(name, day=basis.as_of or basis.day),
    )
