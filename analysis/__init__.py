"""The questions and their answers: what pages, decks and exports show. Knows no Streamlit."""

import pandas as pd

#: Answers are short tables. Arrow's strings, meant for long ones, took a sixth of the time that a page or a deck takes.
pd.set_option("mode.string_storage", "python")
