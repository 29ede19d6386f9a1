"""Where every visit starts: the language, the frame of the page, and which screens there are."""

from pathlib import Path

import streamlit as st

from classifier.pages.parts.identity import identity, show_identity
from classifier.pages.parts.language import choose_language, page_texts
from classifier.roles import screens_for

HERE = Path(__file__).resolve().parent

texts = page_texts()
st.set_page_config(page_title=texts("app.name"), layout="wide")
choose_language(texts("app.name"))
who = identity()
show_identity(who)
# File → the key of its title. Who sees which stands in classifier/roles.py.
titles = {
    "indelen": "indelen.title",
    "live": "live.title",
    "workshops": "workshops.title",
    "nakijken": "nakijken.title",
    "tabel": "grid.title",
    "dubbel": "double.title",
    "codeboek": "codeboek.title",
    "onderzoek": "onderzoek.title",
}
screens = [
    st.Page(HERE / f"{name}.py", title=texts(titles[name]), default=number == 0)
    for number, name in enumerate(screens_for(who.role if who else None, tuple(titles)))
]
st.navigation(screens, position="top").run()
# Streamlit stops a run that was overtaken only when it draws. One that just waited for the model would otherwise
# end as if it were the newest, and take away the fragments of the screen that is looked at by then.
st.empty()
