"""Which session lies open in this visit; its number also stands in the address, for who reloads the page."""

import streamlit as st

from classifier import live
from classifier.errors import UserMistake
from classifier.pages.parts import house, keep_shelf
from classifier.store import sessions as store
from classifier.store.sessions import LiveAnswer, LiveSession

_OPENED, _IN_ADDRESS = "hall.session", "sessie"


def opened() -> LiveSession | None:
    """The session that lies open, as it is now. Raises UserMistake when the database does not work."""
    number = st.session_state.get(_OPENED) or _from_address()
    if number is None:
        return None
    try:
        session = by_number(number)
    except UserMistake as mistake:
        if mistake.code != "session_unknown":
            raise
        leave()
        return None
    st.query_params[_IN_ADDRESS] = str(number)
    st.session_state[_OPENED] = number
    return session


def _from_address() -> int | None:
    number = st.query_params.get(_IN_ADDRESS, "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None


def by_number(number: int) -> LiveSession:
    """A session as it is now. Raises UserMistake."""
    with house.the_database().reading() as connection:
        return store.session_by_id(connection, number)


def as_it_is(number: int) -> tuple[LiveSession, list[LiveAnswer]]:
    """A session with all its answers, as they are now. Raises UserMistake."""
    return by_number(number), live.answers_to_moderate(house.the_database(), number)


def sessions() -> list[LiveSession]:
    """All sessions, the newest first. Raises UserMistake."""
    return live.sessions(house.the_database())


def take(number: int) -> None:
    """Lay a session open."""
    st.session_state[_OPENED] = number
    keep_shelf.forget()


def leave() -> None:
    """Lay it away; it goes on."""
    st.session_state.pop(_OPENED, None)
    st.query_params.pop(_IN_ADDRESS, None)
