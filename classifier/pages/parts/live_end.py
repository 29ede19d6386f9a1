"""A closed session: what came in, and the ways on. Everything was kept as it came in."""

from functools import partial
from pathlib import Path
from typing import Literal

import streamlit as st

from classifier import live
from classifier.exchange.writing import records_to_bytes
from classifier.kept_results import decided_records
from classifier.pages.parts import house, keep_shelf, live_shelf
from classifier.pages.parts.identity import identity
from classifier.pages.parts.listing import DOWNLOADS
from classifier.pages.parts.live_numbers import numbers
from classifier.pages.parts.plain import plain
from classifier.review import Review
from classifier.roles import screens_for
from classifier.store.sessions import LiveSession
from classifier.store.workshops import KeptWorkshop
from classifier.texts import Texts

PAGES = Path(__file__).resolve().parent.parent
_ON = {"nakijken": "live.end.to_review", "workshops": "live.end.to_shelf"}


def end(session: LiveSession, texts: Texts) -> None:
    """The whole screen of a closed session. Raises UserMistake."""
    st.title(plain(session.workshop), anchor=False)
    st.success(plain(texts("live.end.closed", place=house.the_database().place)))
    for question in session.questions:
        st.text(question.text)
    numbers(live.answers_to_moderate(house.the_database(), session.id), texts)
    _ways_on(session, texts)
    workshop = next((own for own in keep_shelf.shelf() if own.id == session.workshop_id), None)
    if workshop is not None and workshop.answers:
        _download(workshop, texts)


def _ways_on(session: LiveSession, texts: Texts) -> None:
    who = identity()
    with st.container(horizontal=True, vertical_alignment="center"):
        for number, screen in enumerate(screens_for(who.role if who else None, tuple(_ON))):
            kind: Literal["primary", "secondary"] = "secondary" if number else "primary"
            if st.button(texts(_ON[screen]), key=f"hall.to.{screen}", type=kind):
                st.session_state[keep_shelf.OPENED] = session.workshop_id
                keep_shelf.forget()
                st.switch_page(PAGES / f"{screen}.py")
        st.button(texts("live.end.another"), key="hall.another", on_click=live_shelf.leave)


def _download(workshop: KeptWorkshop, texts: Texts) -> None:
    st.header(texts("indelen.download.title"), anchor=False)
    with st.spinner(texts("workshops.judge.busy")):
        now = house.the_house()
        review = keep_shelf.the_review(workshop, now)
    keep_shelf.judge_again(workshop, review, now, texts)
    if not review.answers:
        return
    st.text(texts("live.end.download"))
    with st.container(horizontal=True):
        for kind in DOWNLOADS:
            st.download_button(
                texts("indelen.download.button", kind=kind), partial(_file, review, kind),
                f"{texts('workshops.results.file')}-{workshop.id}.{kind}", key=f"hall.download.{kind}",
                on_click="ignore",
            )  # fmt: skip


def _file(review: Review, kind: str) -> bytes:
    return records_to_bytes(decided_records(review), kind)
