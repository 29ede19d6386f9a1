"""Keeping what lies on the table of the screen Indelen as a workshop."""

from datetime import date
from pathlib import Path

import streamlit as st

from classifier import keeping
from classifier.errors import UserMistake
from classifier.pages.parts import desk, house
from classifier.pages.parts.keep_shelf import OPENED, tell
from classifier.pages.parts.plain import plain
from classifier.store.workshops import LONGEST_NAME
from classifier.texts import Texts
from classifier.workshop import Workshop

PAGES = Path(__file__).resolve().parent.parent
_KEPT, _ANCHOR = "kept.from_desk", "bewaren"


def keep_form(workshop: Workshop, texts: Texts) -> None:
    """The form, and once it is kept the way to checking it. Says so when nothing can be kept."""
    st.header(texts("workshops.keep.title"), anchor=_ANCHOR)
    try:
        place = house.the_database().place
    except UserMistake as mistake:
        st.warning(plain(" ".join([texts("workshops.keep.impossible"), mistake.message(texts)])))
        return
    kept = _kept_as()
    if kept is not None:
        st.success(plain(texts("workshops.keep.done", name=kept, place=place)))
        _ways_on(texts)
        return
    st.text(texts("workshops.keep.how", place=place))
    _form(workshop, texts)


def way_to_keep(texts: Texts) -> None:
    """For the top of the page: where to keep these answers, or that they are kept."""
    kept = _kept_as()
    if kept is None:
        way = plain(texts("workshops.keep.way"))
        st.markdown(f"[{way}](#{_ANCHOR})", width="content")
        return
    st.text(texts("workshops.keep.kept", name=kept), width="content")
    _ways_on(texts)


def _kept_as() -> str | None:
    """The name under which what lies on the table was kept; None when it was not."""
    kept = st.session_state.get(_KEPT)
    return kept[1] if kept and kept[0] == _what_lies_there() else None


def _what_lies_there() -> tuple:
    return desk.turn(), desk.columns()


def _form(workshop: Workshop, texts: Texts) -> None:
    with st.form(key=f"keep{desk.turn()}", border=False):
        name = st.text_input(texts("workshops.keep.name"), _default_name(texts), max_chars=LONGEST_NAME, width=480)
        if st.form_submit_button(texts("workshops.keep.go")) and tell(lambda: _keep(workshop, name), texts):
            st.rerun()


def _default_name(texts: Texts) -> str:
    source = desk.source()
    named = Path(source.name).stem.replace("_", " ").strip() if source else ""
    return named[:LONGEST_NAME] or texts("workshops.keep.of_today", date=f"{date.today():%d-%m-%Y}")


def _keep(workshop: Workshop, name: str) -> None:
    source, column = desk.source(), desk.columns().group
    st.session_state[OPENED] = keeping.keep(
        house.the_database(), name, workshop.judged, house.the_house(),
        column=column or "", source=source.name if source else "",
    )  # fmt: skip
    st.session_state[_KEPT] = (_what_lies_there(), name)


def _ways_on(texts: Texts) -> None:
    with st.container(horizontal=True):
        st.page_link(PAGES / "nakijken.py", label=texts("workshops.keep.to_review"), icon=":material/rate_review:")
        st.page_link(PAGES / "workshops.py", label=texts("workshops.keep.to_shelf"), icon=":material/inventory_2:")
