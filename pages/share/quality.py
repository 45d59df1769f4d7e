"""Where do the numbers come from, and how good are they?"""

import streamlit as st

from ui import coverage, filters
from ui import quality as pieces
from ui.session import t

st.header(t("quality.title"), anchor=False)
pieces.cards()
pieces.sources()
pieces.problems()
if filters.size()["commitments"]:
    coverage.show()
else:
    st.info(t("filter.none"))
pieces.snapshots()
pieces.figures()
