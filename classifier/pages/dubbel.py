"""The screen "Dubbel coderen": two people code the same sample blind, compare, and settle."""

from pathlib import Path

import streamlit as st

from classifier import double_coding
from classifier import review as reviewing
from classifier.errors import UserMistake
from classifier.pages.parts import house, keep_shelf
from classifier.pages.parts.blind_card import blind_card
from classifier.pages.parts.language import page_texts
from classifier.pages.parts.plain import plain
from classifier.pages.parts.round_choice import choose_round
from classifier.pages.parts.round_result import result
from classifier.pages.parts.who import who
from classifier.review import Review
from classifier.store.coding_rounds import CodingRound
from classifier.texts import Texts

PAGES = Path(__file__).resolve().parent


def page(texts: Texts) -> None:
    """The whole screen, from top to bottom."""
    st.title(texts("double.heading"), anchor=False)
    try:
        _page(texts)
    except UserMistake as mistake:
        st.error(plain(mistake.message(texts)))


def _page(texts: Texts) -> None:
    now = house.the_house()
    first, second = st.columns([5, 3], vertical_alignment="bottom")
    with first:
        workshop = keep_shelf.choose(texts)
    if workshop is None:
        st.text(texts("nakijken.none_kept"))
        st.page_link(PAGES / "indelen.py", label=texts("nakijken.to_classify"))
        return
    review = keep_shelf.the_review(workshop, now)
    keep_shelf.judge_again(workshop, review, now, texts)
    with second:
        name = who(texts)
    if not review.answers or not name:
        return
    coding_round = choose_round(review, texts)
    if coding_round is not None:
        _round(reviewing.refresh(house.the_database(), review), coding_round, name, texts)


def _round(review: Review, coding_round: CodingRound, name: str, texts: Texts) -> None:
    """Who has answers left codes them; who is done may see what came of it."""
    if double_coding.waiting_for(house.the_database(), coding_round, name):
        blind_card(review, coding_round, name, texts)
    else:
        result(review, coding_round, name, texts)


page(page_texts())
