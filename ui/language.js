// Marks the page as written in its language (ui/filters.py): Streamlit marks every page as English.

export default function ({ data }) {
  document.documentElement.lang = data.language;
}
