"""The screen "Codeboek": what the labels mean, changing them without losing decisions, and older versions."""

import streamlit as st

from classifier.errors import UserMistake
from classifier.pages.parts import codebook_forms, codebook_keeping, codebook_past, codebook_reading
from classifier.pages.parts.codebook_table import Table, the_table
from classifier.pages.parts.language import page_texts
from classifier.pages.parts.plain import plain
from classifier.pages.parts.who import who
from classifier.texts import Texts

READ, CHANGE, ADD, PAST = VIEWS = ("read", "change", "add", "past")
_VIEW = "codebook.view"


def page(texts: Texts) -> None:
    """The whole screen, from top to bottom."""
    st.title(texts("codeboek.heading"), anchor=False)
    try:
        with st.spinner(texts("codeboek.loading")):
            table = the_table(texts)
        _page(table)
    except UserMistake as mistake:
        st.error(plain(mistake.message(texts)))


def _page(table: Table) -> None:
    texts = table.texts
    st.text(texts("codeboek.lead", name=table.codebook.name, version=table.codebook.version))
    codebook_keeping.changed_by_others(table)
    codebook_keeping.said(table)
    view = _view(texts)
    if view == READ:
        codebook_reading.labels(table)
    elif view == PAST:
        codebook_past.versions(table)
    elif name := who(texts):
        _change(table, name, codebook_forms.change if view == CHANGE else codebook_forms.add, view)
    codebook_keeping.has_seen(table)


def _view(texts: Texts) -> str:
    titles = {
        READ: texts("codeboek.screen.read"), CHANGE: texts("codeboek.screen.change"),
        ADD: texts("codeboek.screen.add"), PAST: texts("codeboek.screen.past"),
    }  # fmt: skip
    return st.segmented_control(
        texts("codeboek.screen.which"), VIEWS, default=READ, required=True, format_func=titles.__getitem__,
        key=f"{_VIEW}.{texts.language}", label_visibility="collapsed",
    ) or READ  # fmt: skip


def _change(table: Table, name: str, form, view: str) -> None:
    """The form, and beside it (below it on a phone) what will happen."""
    left, right = st.columns([6, 5], gap="large")
    with left:
        wanted = form(table)
    if wanted is not None:
        codebook_keeping.propose(wanted, view)
    with right:
        codebook_keeping.proposal(table, name, view)


page(page_texts())
