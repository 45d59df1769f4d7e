"""The little that Streamlit's theme cannot say: a masthead that leaves room for numbers, calm cards, narrow screens."""

import streamlit as st

CSS = """
<style>
[data-testid="stMainBlockContainer"] { padding-top: 4.2rem; max-width: 1360px }
.stMain h1 { font-size: 1.05rem; font-weight: 600; letter-spacing: .01em; padding: 0; opacity: .75 }
.stMain h2 { padding: .1rem 0 .3rem 0 }
[data-testid="stMetricLabel"] { font-weight: 600 }
[data-testid="stMetricValue"] { font-variant-numeric: tabular-nums }
[data-testid="stCaptionContainer"] { font-variant-numeric: tabular-nums }
[class*="st-key-address"] { display: none }
@media (max-width: 640px) {
  [data-testid="stMainBlockContainer"] { padding-left: 1rem; padding-right: 1rem }
  .stMain h2 { font-size: 1.5rem }
}
</style>
"""


def apply() -> None:
    """Puts the styles on the page."""
    st.html(CSS)
