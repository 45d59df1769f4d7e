"""What is stalled, how sure is that, and what usually follows?"""

import streamlit as st

from analysis import stalled
from analysis.once import rows_of
from ui import stalled as pieces
from ui import stalled_before
from ui.session import ask, chosen, t

st.header(t("stalled.title"), anchor=False)
wanted = pieces.controls()
counts = ask(stalled.ladder, as_of=wanted["as_of"], overlays=wanted["overlays"], **chosen())
if any(row["count"] for row in rows_of(counts)):
    pieces.headline(counts, wanted)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        pieces.ladder(counts, wanted)
    with right:
        stalled_before.followed()
    st.subheader(t("stalled.list"), anchor=False)
    pieces.listing(pieces.groups(wanted))
    stalled_before.rates_in_words()
    stalled_before.means()
else:
    pieces.nothing(wanted)
