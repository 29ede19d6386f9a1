"""Who is looking at this screen, asked again on every run of it: a sign-in may have been revoked since."""

import streamlit as st

from classifier.errors import UserMistake
from classifier.pages.parts import house
from classifier.pages.parts.language import page_texts
from classifier.pages.parts.plain import plain
from classifier.staff import Identity, has_accounts, identity_of
from classifier.web.cookies import SESSION_COOKIE


def identity() -> Identity | None:
    """Who is signed in; None where nobody has to. Ends the run when a sign-in is over.

    Raises UserMistake when it cannot be looked up.
    """
    token = _token()
    found = identity_of(house.the_database(), token) if token else None
    if found is None:
        _end_when_asked_of(bool(token))
    return found


def _end_when_asked_of(had_token: bool) -> None:
    """Stop here when signing in is asked of everyone."""
    try:
        asked = has_accounts(house.the_database())
    except UserMistake:
        if had_token:
            raise
        # While the database is away the guard (classifier/web/guard.py) lets nobody in.
        asked = False
    if asked:
        st.warning(page_texts()("web.sign_in.ended"))
        st.stop()


def show_identity(who: Identity | None) -> None:
    """Who is signed in, with the way out."""
    if who is not None:
        st.markdown(page_texts()("web.sign_in.bar", name=plain(who.name)))


def _token() -> str:
    """The cookie of this visit. Outside a server (AppTest) Streamlit hands out a stand-in, which is no text."""
    value = st.context.cookies.get(SESSION_COOKIE)
    return value if isinstance(value, str) else ""
