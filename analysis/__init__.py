"""The questions and their answers: what pages, decks and exports show. Knows no Streamlit."""
