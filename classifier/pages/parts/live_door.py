"""How people come in: the address, the code and the QR code, as large as a hall needs."""

from typing import NamedTuple

import streamlit as st
from streamlit.config import get_option

from classifier.errors import UserMistake
from classifier.pages.parts import live_shelf
from classifier.pages.parts.live_plate import large, qr_picture
from classifier.pages.parts.numbers import count
from classifier.pages.parts.plain import plain
from classifier.store.sessions import LiveSession
from classifier.texts import Texts
from classifier.web.phone_address import Address, phone_address

EVERY_S = 2
_LARGE = "hall.large"


class Sizes(NamedTuple):
    """Sizes of letters, as lengths of CSS."""

    words: str
    address: str
    code: str


_BESIDE = Sizes("1rem", "clamp(1.1rem, 1.5vw, 1.5rem)", "clamp(2.1rem, 3vw, 3rem)")
# Six of the widest letters just fit in half a screen.
_FILLING = Sizes("clamp(1rem, 1.6vw, 1.6rem)", "clamp(1.3rem, 2.7vw, 2.8rem)", "clamp(2.6rem, 7.5vw, 8rem)")


def the_address() -> Address:
    """The address for phones in this visit. Raises UserMistake."""
    visited = st.context.url
    return phone_address(
        visited if isinstance(visited, str) else "",
        str(get_option("server.address") or ""),
        int(get_option("server.port")),
    )


def is_large() -> bool:
    """Whether the address fills the screen."""
    return bool(st.session_state.get(_LARGE))


def fill_screen(yes: bool) -> None:
    """Let the address fill the screen, or go back to the list."""
    st.session_state[_LARGE] = yes


def door(session: LiveSession, texts: Texts) -> None:
    """The address, the code and the QR code, beside the list."""
    address = the_address()
    with st.container(border=True):
        _where(address, texts, _BESIDE)
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            with st.container(width="content"):
                _code(session, texts, _BESIDE)
            st.html(_qr(session, address, texts, "clamp(9rem, 14vw, 17rem)"), width="content")
    warn(address, texts)


def large_door(session: LiveSession, texts: Texts) -> None:
    """The same over the whole screen, for a projector, with the number of answers so far."""
    address = the_address()
    warn(address, texts)
    left, right = st.columns(2, gap="large", vertical_alignment="center")
    with left:
        # What is left of the height below the names of the screens.
        st.html(_qr(session, address, texts, "min(100vh - 13rem, 100%)"))
    with right:
        for question in session.questions:
            st.html(large(question.text, "clamp(1.2rem, 2vw, 2rem)"))
        _where(address, texts, _FILLING)
        _code(session, texts, _FILLING)
        _count(session, texts)
        st.button(
            texts("live.steer.small"), key="hall.small", icon=":material/close_fullscreen:",
            on_click=fill_screen, args=(False,),
        )  # fmt: skip


@st.fragment(run_every=EVERY_S)
def _count(session: LiveSession, texts: Texts) -> None:
    try:
        now, answers = live_shelf.as_it_is(session.id)
    except UserMistake as mistake:
        st.error(plain(mistake.message(texts)))
        return
    if now.state != session.state:
        st.rerun()
    st.metric(texts("live.numbers.all"), count(len(answers), texts))


def _where(address: Address, texts: Texts, sizes: Sizes) -> None:
    st.html(large(texts("live.door.scan"), sizes.words, bold=False))
    st.html(large(address.typed, sizes.address))


def _code(session: LiveSession, texts: Texts, sizes: Sizes) -> None:
    st.html(large(texts("live.door.code"), sizes.words, bold=False))
    st.html(large(session.code, sizes.code))


def _qr(session: LiveSession, address: Address, texts: Texts, size: str) -> str:
    return qr_picture(address.of_code(session.code), _alt(session, address, texts), size)


def _alt(session: LiveSession, address: Address, texts: Texts) -> str:
    return texts("live.door.qr", address=address.of_code(session.code))


def warn(address: Address, texts: Texts) -> None:
    """Says plainly when phones cannot reach this address, or when it is a guess."""
    if not address.is_reachable:
        with st.container(border=True):
            st.warning(plain(texts("live.door.unreachable", address=address.typed)))
            st.text(texts("live.door.how"))
            st.code(texts("live.door.command"), language=None)
    elif address.is_guess:
        st.info(plain(texts("live.door.guess", address=address.typed)))
