"""Where every visit starts: the language, the frame of the page, and which screens there are."""

from pathlib import Path

import streamlit as st

from classifier.pages.parts.language import choose_language, page_texts

HERE = Path(__file__).resolve().parent

texts = page_texts()
st.set_page_config(page_title=texts("app.name"), layout="wide")
choose_language(texts("app.name"))
screens = [
    st.Page(HERE / "indelen.py", title=texts("indelen.title"), default=True),
    st.Page(HERE / "workshops.py", title=texts("workshops.title")),
    st.Page(HERE / "nakijken.py", title=texts("nakijken.title")),
    st.Page(HERE / "tabel.py", title=texts("grid.title")),
    st.Page(HERE / "dubbel.py", title=texts("double.title")),
    st.Page(HERE / "onderzoek.py", title=texts("onderzoek.title")),
]
st.navigation(screens, position="top").run()
