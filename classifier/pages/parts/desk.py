"""What lies on the table in one visit: a source, its columns, and the judged answers.

Kept in the session and nowhere else: answers are personal data.
"""

from collections.abc import Callable
from typing import Any

import streamlit as st

from classifier import workshop
from classifier.errors import UserMistake
from classifier.model import AnswerClassifier
from classifier.pages.parts import house
from classifier.working import Reader
from classifier.workshop import Columns, Source, Workshop

_SOURCE, _COLUMNS, _WORKSHOP, _MISTAKE, _TURN = "source", "columns", "workshop", "mistake", "turn"


def the_model() -> Reader:
    """The model in use: one for all visits, also when the database does not work. Raises UserMistake."""
    try:
        return house.the_house().reader
    except UserMistake:
        return _model_alone()


@st.cache_resource(show_spinner=False)
def _model_alone() -> AnswerClassifier:
    return workshop.load_model()


def bring_in(read: Callable[[], Source]) -> None:
    """Put a new source on the table. What lay there goes first; a mistake is kept to be shown."""
    clear()
    try:
        source = read()
    except UserMistake as mistake:
        st.session_state[_MISTAKE] = mistake
        return
    st.session_state[_SOURCE] = source
    st.session_state[_COLUMNS] = workshop.guess_columns(source.table)


def clear() -> None:
    """Empty the table."""
    for key in (_SOURCE, _COLUMNS, _WORKSHOP, _MISTAKE):
        st.session_state.pop(key, None)
    st.session_state[_TURN] = turn() + 1


def turn() -> int:
    """How many sources there have been: part of the keys of widgets that belong to one source."""
    return st.session_state.get(_TURN, 0)


def mistake() -> UserMistake | None:
    """What went wrong with the last source."""
    return st.session_state.get(_MISTAKE)


def source() -> Source | None:
    """The source on the table."""
    return st.session_state.get(_SOURCE)


def columns() -> Columns:
    """Which column of the source is which."""
    return st.session_state[_COLUMNS]


def choose_columns(chosen: Columns) -> None:
    """Take other columns; the answers are judged again."""
    st.session_state[_COLUMNS] = chosen
    st.session_state.pop(_WORKSHOP, None)


def judged(progress: Callable[[float], Any]) -> Workshop | None:
    """The judged answers; judged now when that was not done yet. None when there is no source."""
    here = source()
    if here is None:
        return None
    if _WORKSHOP not in st.session_state:
        st.session_state[_WORKSHOP] = workshop.classify(the_model(), here, columns(), progress)
    return st.session_state[_WORKSHOP]
