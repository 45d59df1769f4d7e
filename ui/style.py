"""The little that the theme cannot say: a masthead that leaves room for numbers, calm cards, narrow screens."""

import streamlit as st

CSS = """
<style>
[data-testid="stMainBlockContainer"] { padding-top: 3.9rem; padding-bottom: 2rem; max-width: 1360px }
[data-testid="stMetric"] { padding: 0 }
.stMain h1 { font-size: 1.05rem; font-weight: 600; letter-spacing: .01em; padding: 0; opacity: .75 }
.st-key-masthead [data-testid="stMarkdownContainer"] { margin-bottom: 0 }
.st-key-masthead { column-gap: .7rem; row-gap: .2rem }
.st-key-masthead > .stElementContainer:has([data-testid="stCaptionContainer"]) {
  flex: 1 1 14rem !important; min-width: 14rem
}
.stElementContainer:has([data-testid="stAlertContentWarning"]) { position: sticky; top: 3.75rem; z-index: 9 }
[data-testid="stAlertContainer"]:has([data-testid="stAlertContentWarning"]) {
  padding: .3rem .75rem; backdrop-filter: blur(14px)
}
.stMain h2 { padding: 0 0 .7rem 0 }
[data-testid="stMetricLabel"] { font-weight: 600 }
[data-testid="stMetric"] :is(div, p) { white-space: normal; overflow: visible }
[data-testid="stMetricValue"] { font-variant-numeric: tabular-nums }
[data-testid="stCaptionContainer"] { color: inherit; opacity: .8; font-variant-numeric: tabular-nums }
[data-testid="stLayoutWrapper"]:has(> [class*="st-key-address"]) { display: none }
.st-key-measures [data-testid="stGridCell"] { padding: .6rem .8rem }
.st-key-measures [data-testid="stCaptionContainer"] p { line-height: 1.3 }
.stMain mark { background: rgba(226,155,30,.32); color: inherit; border-radius: .15rem }
[class*="st-key-open_"] button { text-align: left; justify-content: flex-start; padding-left: 0 }
[class*="st-key-open_"] button p { font-size: 1rem }
[data-testid="stMultiSelect"] [data-tag] { background: rgba(95,176,220,.28); color: inherit }
[data-testid="stMultiSelect"] [data-tag] * { color: inherit }
.stApp :is(a, button, summary, [tabindex]):focus-visible {
  outline: 2px solid currentColor !important; outline-offset: 1px
}
[data-testid="stPopoverButton"]:is(:hover, :active, :focus),
[data-testid="stBaseButton-tertiary"]:is(:hover, :active, :focus) {
  color: inherit !important; text-decoration: underline
}
.stPlotlyChart text[style*="fill: rgb(128, 132, 149)"] { fill: #5A6472 !important }
[data-testid="stElementToolbarButton"]:has(button[aria-label^="Download as CSV"]) { display: none }
.stPlotlyChart .modebar-container { display: none }
.plotly-notifier .notifier-note { background-color: #1C2630 !important; color: #FFFFFF !important }
[data-testid="stBaseButton-primary"] { background: #1A6A97; border-color: #1A6A97; color: #FFFFFF }
.st-key-rare summary, .st-key-rare summary * { color: inherit; opacity: 1 }
[data-testid="stLayoutWrapper"]:has(> [class*="_flat"]) {
  flex: 0 0 clamp(380px, 14vw + 325px, 500px) !important; overflow: hidden
}
@media (max-width: 1350px) {
  .st-key-masthead:has(.st-key-reset) > .stElementContainer:has([data-testid="stCaptionContainer"]) {
    order: 1; flex-basis: 100% !important
  }
}
@media (max-width: 640px) {
  [data-testid="stMainBlockContainer"] { padding-left: 1rem; padding-right: 1rem }
  .stMain h2 { font-size: 1.5rem }
  .stMain [data-testid="stButtonGroup"] [role="radiogroup"] { flex-wrap: wrap; overflow: visible }
  [class*="_pickers"] > .stElementContainer:has([data-testid="stSelectbox"]) { flex: 1 1 100% !important }
}
</style>
"""


def apply() -> None:
    """Puts the styles on the page."""
    st.html(CSS)
