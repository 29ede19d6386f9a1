"""Keys that come while the next answer is being drawn.

For a moment the browser shows the next answer while its keys still belong to the one before. Such a key must not
change an answer that was settled already, nor may Enter then agree with what its presser meant to change.
"""

from collections.abc import Container

import streamlit as st

from classifier.errors import UserMistake

_DRAWN, _LOST = "keys.drawn", "keys.lost"


def now_drawn(answer_id: int) -> None:
    """From here on the keys belong to this answer."""
    st.session_state[_DRAWN] = answer_id


def refuse_late_label(answer_id: int) -> None:
    """Raises UserMistake when another answer than this one stands on the screen."""
    st.session_state[_LOST] = st.session_state.get(_DRAWN, answer_id) != answer_id
    if st.session_state[_LOST]:
        raise UserMistake("key_too_late")


def refuse_elsewhere(answer_id: int, here: Container[int]) -> None:
    """Raises UserMistake when the key is of a queue or a workshop that was left meanwhile."""
    if answer_id not in here:
        raise UserMistake("key_too_late")


def refuse_blind_accept() -> None:
    """Raises UserMistake, once, when a label was pressed just now that did not count."""
    if st.session_state.pop(_LOST, False):
        raise UserMistake("key_too_late")
