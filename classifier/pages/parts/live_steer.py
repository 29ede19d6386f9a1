"""A running session: the way in beside the list, and the buttons to pause and to close."""

import streamlit as st

from classifier import live
from classifier.errors import UserMistake
from classifier.pages.parts import house, live_door, live_shelf
from classifier.pages.parts.live_moderation import moderation
from classifier.pages.parts.plain import plain
from classifier.store.sessions import PAUSED, LiveSession
from classifier.texts import Texts

WALL = "/wand/{number}?lang={language}"
_MISTAKE = "hall.mistake"


def steer(session: LiveSession, texts: Texts) -> None:
    """The whole screen of a running session. Raises UserMistake."""
    if live_door.is_large():
        live_door.large_door(session, texts)
        return
    _head(session, texts)
    _what_went_wrong(texts)
    left, right = st.columns([2, 3], gap="large")
    with left:
        live_door.door(session, texts)
    with right:
        moderation(session, texts)


def _head(session: LiveSession, texts: Texts) -> None:
    paused = session.state == PAUSED
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(plain(session.workshop), anchor=False, width="stretch")
        st.badge(
            texts("live.steer.is_paused" if paused else "live.steer.is_open"), color="orange" if paused else "green"
        )
    for question in session.questions:
        st.text(question.text)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.link_button(
            texts("live.steer.wall"),
            WALL.format(number=session.id, language=texts.language),
            icon=":material/co_present:",
            type="primary",
        )
        st.button(
            texts("live.steer.large"), key="hall.large_button", icon=":material/qr_code_2:",
            on_click=live_door.fill_screen, args=(True,),
        )  # fmt: skip
        _pause(session, texts)
        with st.popover(texts("live.steer.close"), icon=":material/stop_circle:"):
            _close(session, texts)
        st.button(texts("live.steer.leave"), key="hall.leave", type="tertiary", on_click=live_shelf.leave)


def _pause(session: LiveSession, texts: Texts) -> None:
    paused = session.state == PAUSED
    st.button(
        texts("live.steer.resume" if paused else "live.steer.pause"), key="hall.pause",
        icon=":material/play_arrow:" if paused else ":material/pause:",
        on_click=_do, args=(live.resume_session if paused else live.pause_session, session.id),
    )  # fmt: skip


def _close(session: LiveSession, texts: Texts) -> None:
    st.text(texts("live.steer.close_what"))
    st.button(
        texts("live.steer.close_sure"), key="hall.close", type="primary", on_click=_do,
        args=(live.close_session, session.id),
    )  # fmt: skip


def _do(act, number: int) -> None:
    try:
        act(house.the_database(), number)
    except UserMistake as mistake:
        st.session_state[_MISTAKE] = mistake
    live_shelf.take(number)
    live_door.fill_screen(False)


def _what_went_wrong(texts: Texts) -> None:
    mistake = st.session_state.pop(_MISTAKE, None)
    if mistake is not None:
        st.error(plain(mistake.message(texts)))
