"""The screen "Live": start a session in a hall, follow and moderate what comes in, close it."""

import streamlit as st

from classifier.errors import UserMistake
from classifier.pages.parts import live_shelf
from classifier.pages.parts.language import page_texts
from classifier.pages.parts.live_end import end
from classifier.pages.parts.live_start import start
from classifier.pages.parts.live_steer import steer
from classifier.pages.parts.plain import plain
from classifier.store.sessions import CLOSED
from classifier.texts import Texts


def page(texts: Texts) -> None:
    """The whole screen, from top to bottom."""
    try:
        _page(texts)
    except UserMistake as mistake:
        st.error(plain(mistake.message(texts)))


def _page(texts: Texts) -> None:
    session = live_shelf.opened()
    if session is None:
        start(texts)
    elif session.state == CLOSED:
        end(session, texts)
    else:
        steer(session, texts)


page(page_texts())
