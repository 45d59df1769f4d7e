"""How are these numbers made?"""

import streamlit as st

from ui import explained
from ui.session import t

st.header(t("about.title"), anchor=False)
st.markdown(t("about.lead"))
explained.method()
explained.indicators()
explained.codebook()
left, right = st.columns(2, gap="large")
with left:
    explained.cite()
with right:
    explained.licences()
    explained.demonstration()
