"""What to show in a meeting, as slides on the whole screen and as a file."""

import streamlit as st

from analysis.slides import presets
from ui import present, stage
from ui.session import ask, chosen, language, snapshot, t

preset = present.preset()
if not stage.is_on():
    st.header(t("present.title"), anchor=False)
    st.caption(t("present.note"))
    present.choice(preset)
indicator = present.indicator(preset)
try:
    asked = {"snapshot": snapshot(), "preset": preset, "indicator": indicator, "language": language()}
    deck = ask(present.deck, **asked, **chosen())
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
