"""The language of the page: chosen on the page, or in its address (``?lang=en``)."""

import streamlit as st

from classifier.texts import LANGUAGES, Texts

KEY = "lang"


def page_texts() -> Texts:
    """The texts in the language of this visit; Dutch until someone chooses otherwise."""
    wanted = st.session_state.get(KEY) or st.query_params.get(KEY)
    return Texts(wanted if wanted in LANGUAGES else LANGUAGES[0])


def choose_language(name: str) -> None:
    """The name of the app with the language switch; the choice also stands in the address of the page."""
    texts = page_texts()
    st.session_state.setdefault(KEY, texts.language)
    names = {"nl": texts("app.dutch"), "en": texts("app.english")}
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(f"**{name}**", width="content")
        st.segmented_control(
            texts("app.language"),
            LANGUAGES,
            required=True,
            format_func=lambda language: names[language],
            key=KEY,
            on_change=_remember,
            label_visibility="collapsed",
        )


def _remember() -> None:
    st.query_params[KEY] = st.session_state[KEY]
