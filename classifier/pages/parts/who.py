"""Who is at the screen: asked once per visit, before the first decision."""

import streamlit as st

from classifier.pages.parts.identity import identity
from classifier.pages.parts.plain import plain
from classifier.store.coders import LONGEST_NAME
from classifier.texts import Texts

_NAME, _FIELD = "who", "who_field"


def is_known() -> bool:
    """Whether the name was given, or is that of who signed in."""
    return bool(st.session_state.get(_NAME)) or identity() is not None


def who(texts: Texts) -> str:
    """The name of the person at the screen: of who signed in, else as given; "" until then, with the question."""
    account = identity()
    if account is not None:
        st.session_state[_NAME] = account.name
        return account.name
    name = st.session_state.get(_NAME, "")
    if not name:
        with st.container(border=True, width=520):
            st.text(texts("nakijken.who.why"))
            _ask(texts)
        return ""
    with st.popover(texts("nakijken.who.is", name=plain(name)), icon=":material/person:"):
        _ask(texts)
    return name


def _ask(texts: Texts) -> None:
    # A form goes away once it is filled in, so that the next key goes to the answer and not into the field.
    with st.form(key="who_form", border=False):
        st.text_input(texts("nakijken.who.name"), key=_FIELD, max_chars=LONGEST_NAME, autocomplete="name")
        st.form_submit_button(texts("nakijken.who.go"), type="primary", on_click=_take)


def _take() -> None:
    st.session_state[_NAME] = " ".join(st.session_state.get(_FIELD, "").split())
