"""A page with one bare chart: what Plotly takes to come to the screen."""

import streamlit as st

st.plotly_chart({"data": [{"type": "bar", "x": [2022, 2023, 2024], "y": [1, 3, 2]}], "layout": {}})
