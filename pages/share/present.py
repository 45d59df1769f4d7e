"""What to show in a meeting, as slides on the whole screen and as a file."""

import streamlit as st

from analysis.slides import presets
from ui import present, stage
from ui.session import ask_through, chosen, language, t

preset = present.preset()
if not stage.is_on():
    st.header(t("present.title"), anchor=False)
    st.caption(t("present.note"))
    present.choice(preset)
indicator = present.indicator(preset)
try:
    deck = ask_through(present.deck, preset=preset, indicator=indicator, language=language(), **chosen())
except presets.NothingToShow:
    present.nothing()
else:
    if not present.has_slides(deck):
        present.nothing("present.no_slides")
    elif stage.is_on():
        stage.show(deck)
    else:
        present.ways(deck, preset=preset, indicator=indicator)
        present.contents(deck)
