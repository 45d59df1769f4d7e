"""What is stalled, how sure is that, and what usually follows?"""

import streamlit as st

from analysis import stalled
from analysis.once import rows_of
from ui import stalled as pieces
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
        pieces.followed()
    st.subheader(t("stalled.list"), anchor=False)
    pieces.listing(pieces.groups(wanted))
    pieces.rates_in_words()
    pieces.means()
else:
    st.info(t("filter.none"))
