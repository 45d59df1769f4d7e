"""Where do the numbers come from, and how good are they?"""

import streamlit as st

from analysis import queries
from ui import coverage
from ui import quality as pieces
from ui.session import ask, chosen, t

st.header(t("quality.title"), anchor=False)
pieces.cards()
pieces.sources()
pieces.problems()
if ask(queries.size, **chosen())["commitments"].iloc[0]:
    coverage.show()
else:
    st.info(t("filter.none"))
pieces.snapshots()
pieces.figures()
