"""Which commitments are these? A list to search, and one commitment's page at `?commitment=<id>`."""

import streamlit as st

from ui import record, results
from ui.session import t

opened = st.query_params.get("commitment")
if opened:
    record.show(opened)
else:
    st.header(t("search.title"), anchor=False)
    wanted = results.search()
    of = results.how_many(wanted)
    if of:
        results.rows(wanted, of=of)
        results.take_away(wanted, of=of)
    else:
        st.info(t("search.nothing"))
