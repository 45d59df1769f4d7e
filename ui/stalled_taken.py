"""What is taken away from the page on what is stalled: the head of its files, and the workbook for a meeting."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analysis import meeting_workbook, numbers, search, stalled, stalled_words
from analysis.once import the_row
from ui import filters, stalled_before
from ui.components import Basis, file_name
from ui.session import about, ask, chosen, language, later, published_day, sources_in_words, t

#: In a workbook; a meeting reads fewer.
MOST_ROWS = 10_000
#: What is chosen on the page, as arguments of stalled; with `by` and `group` where one group is.
Wanted = dict[str, Any]


def take_away(wanted: Wanted, *, of: int) -> None:
    """The whole list as a workbook for a meeting, made when it is asked for."""
    facts, members = about(), chosen()["members"]
    made = partial(
        _workbook,
        later(stalled.rows, most=MOST_ROWS, language=language(), **wanted, **chosen()),
        labels=ask(stalled.theme_labels),
        cover=_cover(wanted, of=of),
        mark=t("frame.demo_mark") if facts.is_demo else "",
        footer=t("chart.source_line", day=published_day()),
        language=language(),
    )
    name = f"stalled-{members[0]}" if len(members) == 1 else "stalled"
    st.download_button(
        t("meeting.download"),
        data=made,
        file_name=file_name(name, suffix=".xlsx", day=wanted["as_of"]),
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key="meeting_workbook",
        on_click="ignore",
        icon=":material/table_view:",
        help=t("meeting.help"),
    )


def basis(wanted: Wanted, *, n: int) -> Basis:
    """What is chosen here and in the frame, for the head of a file of `n` commitments."""
    of = numbers.count(ask(search.how_many_in_all), language=language())
    filtered = t("chart.filtered", n=numbers.count(n, language=language()), of=of)
    day = f"{t('stalled.as_of')}: {numbers.day(wanted['as_of'], language=language())}"
    return Basis(" · ".join(part for part in (day, in_words(wanted)) if part), filtered, as_of=wanted["as_of"])


def in_words(wanted: Wanted) -> str:
    """What is chosen here and in the frame, apart from the day; empty where nothing is."""
    parts = [filters.basis().filters] if any(chosen().values()) else []
    parts += [", ".join(t(f"state.{code}") for code in wanted["states"])] if wanted["states"] else []
    parts += [", ".join(t(f"overlay.{code}") for code in wanted["overlays"])] if wanted["overlays"] else []
    parts += [_group(**wanted)] if wanted.get("group") else []
    return " · ".join(parts)


def likely(wanted: Wanted) -> str:
    """What is to be known of those likely to be stalled, whatever states are chosen: which may have a final rating
    elsewhere.
    """
    found = ask(stalled.likely, as_of=wanted["as_of"], overlays=wanted["overlays"], **chosen())
    return stalled_words.likely(found, language=language())


def _group(*, by: str, group: str, **wanted: Any) -> str:
    """A group by its name, with what it is where the name alone does not say so, and whose it is."""
    found = ask(stalled.groups, by=by, language=language(), **wanted, **chosen())
    row = the_row(found, key=group)
    name = stalled_words.group_name(row, by=by, labels=ask(stalled.theme_labels), language=language())
    if by == "plan":
        return name
    whose = f" ({row['member']})" if by == "institution" and len(chosen()["members"]) != 1 else ""
    return f"{t(f'stalled.by_{by}')}: {name}{whose}"


def _cover(wanted: Wanted, *, of: int) -> list[tuple[str, str]]:
    """Labels and values for the workbook's first sheet, of a list of `of` commitments."""
    n = numbers.count(of, language=language())
    total = numbers.count(ask(search.how_many_in_all), language=language())
    cover = [
        (t("chart.filters"), in_words(wanted) or t("chart.no_filters")),
        (t("chart.note_of"), t("number.of", yes=n, n=total)),
        *(
            [(t("chart.note_of"), t("meeting.cut", n=numbers.count(MOST_ROWS, language=language())))]
            if of > MOST_ROWS
            else []
        ),
        (t("stalled.as_of"), numbers.day(wanted["as_of"], language=language())),
        (t("chart.date_label"), published_day()),
        (t("chart.source_label"), "; ".join(sources_in_words())),
        (t("meeting.sheets"), t("meeting.sheets_are")),
        (t("meeting.how"), t("stalled.standing_short")),
        (t("meeting.base_rates"), stalled_before.all_rates()),
        *((stalled_words.state(s, language=language()), t(f"stalled.means_{s}")) for s in stalled.LADDER),
        *([(t("state.stalled_likely"), said)] if (said := likely(wanted)) else []),
    ]
    return [(t("chart.demo_label"), t("frame.demo")), *cover] if about().is_demo else cover


def _workbook(
    asked: Callable[[], pd.DataFrame],
    *,
    labels: Mapping[str, str],
    cover: list[tuple[str, str]],
    mark: str,
    footer: str,
    language: str,
) -> bytes:
    found = asked()
    shown = stalled_words.readable(found, labels=labels, language=language)
    return meeting_workbook.build(shown, cover=cover, mark=mark, footer=footer, language=language)
