"""A page that holds nothing: what Streamlit itself takes."""

import streamlit as st

st.title("Nothing")
