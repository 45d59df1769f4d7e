"""Which commitments are these? A list to search, and one commitment's page at `?commitment=<id>`."""

import streamlit as st

from ui import record, results
from ui.session import t

opened = st.query_params.get("commitment")
if opened:
    results.keep()
    record.show(opened)
else:
    st.header(t("search.title"), anchor=False)
    wanted = results.find()
    if wanted.n:
        sort = results.show(wanted)
        results.take_away(wanted, sort=sort)
    else:
        st.info(t("search.nothing" if wanted.terms else "search.nothing_chosen"))
