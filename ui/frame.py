"""The frame around every page: navigation, language, shared filters, data date. The only list of pages."""

import logging
from collections.abc import Callable
from pathlib import Path

import duckdb
import streamlit as st

from analysis import published
from analysis.published import NotPublished
from ui import behind, filters, first_start, opening, pictures, present, stage, style
from ui.components import after_numbers, draw_what_waits, end_head_start, markdown
from ui.session import about, ask_ahead, language, open_snapshot, published_day, sources_in_words, t

PAGES = Path(__file__).parent.parent / "pages"
#: Begins with a stroke: else Streamlit looks for a file of that name in every run.
ICON = "/app/static/icon.svg"
MOST_FILES = 4
#: Letters of what an address asks for and nobody knows.
MOST_LETTERS = 200


def pages() -> dict[str, list[st.Page]]:
    """The pages by section of the menu, in its order; the first is the one at `/`. Made once a visit and language."""
    kept: dict[str, dict[str, list[st.Page]]] = st.session_state.setdefault("_menu", {})
    if language() not in kept:
        kept[language()] = _made()
    return kept[language()]


def _made() -> dict[str, list[st.Page]]:
    return {
        "": [
            st.Page(PAGES / "monitor" / "overview.py", title=t("nav.overview"), icon=":material/public:", default=True),
        ],
        t("nav.section_monitor"): [
            st.Page(
                PAGES / "monitor" / "stalled.py",
                title=t("nav.stalled"),
                icon=":material/hourglass_disabled:",
                url_path="stalled",
            ),
            st.Page(
                PAGES / "monitor" / "member.py",
                title=t("nav.member"),
                icon=":material/account_balance:",
                url_path="member",
            ),
        ],
        t("nav.section_compare"): [
            st.Page(
                PAGES / "compare" / "compare.py",
                title=t("nav.compare"),
                icon=":material/compare_arrows:",
                url_path="compare",
            ),
            st.Page(
                PAGES / "compare" / "process.py", title=t("nav.process"), icon=":material/forum:", url_path="process"
            ),
        ],
        t("nav.section_explore"): [
            st.Page(
                PAGES / "explore" / "commitments.py",
                title=t("nav.commitments"),
                icon=":material/search:",
                url_path="commitments",
            ),
            st.Page(PAGES / "explore" / "themes.py", title=t("nav.themes"), icon=":material/sell:", url_path="themes"),
            st.Page(
                PAGES / "explore" / "ambition.py", title=t("nav.ambition"), icon=":material/flag:", url_path="ambition"
            ),
        ],
        t("nav.section_share"): [
            st.Page(
                PAGES / "share" / "present.py",
                title=t("nav.present"),
                icon=":material/slideshow:",
                url_path="present",
            ),
            st.Page(
                PAGES / "share" / "quality.py", title=t("nav.quality"), icon=":material/verified:", url_path="quality"
            ),
            st.Page(PAGES / "share" / "about.py", title=t("nav.about"), icon=":material/info:", url_path="about"),
        ],
    }


def masthead(page: str) -> Callable[[], None]:
    """The frame's title with what is chosen, in one line that leaves the screen to the answer; the mark beneath.

    What comes back mends the line once the page is drawn.
    """
    with st.container(horizontal=True, vertical_alignment="center", key="masthead"):
        st.title(t("frame.title"), anchor=False, width="content")
        mend = filters.summary(page=page, slides=present.shown_by(page))
    if about().is_demo:
        st.warning(t("frame.demo"), icon=":material/science:")
    return mend


def footer() -> None:
    """Data date, sources and snapshot, under every page."""
    facts = about()
    names = sources_in_words()
    files = ", ".join(names[:MOST_FILES])
    if len(names) > MOST_FILES:
        files = t("frame.footer_files_more", files=files, n=len(names) - MOST_FILES)
    said = t("frame.footer", day=published_day(), files=markdown(files), snapshot=facts.snapshot_id)
    st.caption(f"---\n\n{said} {filters.in_part(filters.size())}")


def show_filters() -> None:
    """The filters in the sidebar. They take a browser longer to draw than a page's numbers do."""
    with st.sidebar:
        filters.bar()


def run() -> None:
    """One run: what to show in which language, on which snapshot, for which commitments; then the page."""
    st.set_page_config(page_title=t("frame.title"), page_icon=ICON, layout="wide")
    style.apply()
    filters.address_language()
    page = st.navigation(pages(), position="top")
    opened, clicked = opening.asked(), behind.asked()
    with st.sidebar:
        filters.language_picker()
    try:
        open_snapshot()
        choices = filters.offered()
        opening.arrive(page.url_path)
        unknown = filters.shared_addresses(choices)
        ask_ahead(page.url_path)
        if page.url_path == stage.ADDRESS and stage.is_asked_for():
            page.run()
            return
        if page.url_path != "commitments":
            st.query_params.pop("commitment", None)  # left behind by the browser's way back from a record
        mend_masthead = masthead(page.url_path)
        if unknown:
            st.info(t("filter.unknown", codes=markdown(", ".join(unknown)[:MOST_LETTERS])))
        pictures.start()
        after_numbers(show_filters)
        try:
            page.run()
            mend_masthead()
            behind.show(clicked)
        finally:  # a page that fails leaves the filters that led to it
            draw_what_waits()
        end_head_start()
        footer()
        pictures.maker()
        opening.way(opened)
    except NotPublished:
        first_start.build(published.default_path())
    except duckdb.Error:
        logging.getLogger(__name__).exception("the database could not be read")
        st.error(t("frame.unreadable", path=markdown(published.default_path())))


run()
