"""The screen "Dubbel coderen": two people code the same sample blind, compare, and settle."""

from pathlib import Path

import streamlit as st

from classifier import review as reviewing
from classifier.errors import UserMistake
from classifier.pages.parts import blind_seat, house, keep_shelf
from classifier.pages.parts.blind_card import blind_card
from classifier.pages.parts.language import page_texts
from classifier.pages.parts.plain import plain
from classifier.pages.parts.round_choice import choose_round, new_round
from classifier.pages.parts.round_result import result
from classifier.pages.parts.who import is_known, who
from classifier.review import Review
from classifier.store.coding_rounds import CodingRound
from classifier.texts import Texts

PAGES = Path(__file__).resolve().parent


def page(texts: Texts) -> None:
    """The whole screen; a mistake becomes a sentence."""
    try:
        with st.container(gap="xsmall"):
            _page(texts)
    except UserMistake as mistake:
        st.error(plain(mistake.message(texts)))


def _page(texts: Texts) -> None:
    now = house.the_house()
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        workshop = keep_shelf.choose(texts)
        coding_round = choose_round(workshop.id, texts) if workshop else None
        name = who(texts) if workshop and is_known() else ""
    if workshop is None:
        _nothing_yet(texts)
        return
    review = keep_shelf.the_review(workshop, now)
    keep_shelf.judge_again(workshop, review, now, texts)
    if review.answers and (name or who(texts)):
        _double_code(review, coding_round, name, texts)


def _nothing_yet(texts: Texts) -> None:
    st.title(texts("double.heading"), anchor=False)
    st.text(texts("nakijken.none_kept"))
    st.page_link(PAGES / "indelen.py", label=texts("nakijken.to_classify"))


def _double_code(review: Review, coding_round: CodingRound | None, name: str, texts: Texts) -> None:
    """Who has answers of the round left codes them; who is done may see what came of it."""
    if coding_round is None:
        st.title(texts("double.heading"), anchor=False)
        new_round(review, texts)
        return
    newest = reviewing.refresh(house.the_database(), review)
    if not newest.by_id.keys() >= set(coding_round.answers):
        # The model in force has not read all of them yet; that is offered above.
        return
    seat = blind_seat.sit_down(newest, coding_round, name)
    if seat.at is not None:
        blind_card(newest, coding_round, name, texts)
    else:
        result(seat, texts)


page(page_texts())
