"""The screen "Dubbel coderen": two people code the same sample blind, compare, and settle."""

import streamlit as st

from classifier import double_coding
from classifier import review as reviewing
from classifier.pages.parts import house
from classifier.pages.parts.blind_card import blind_card
from classifier.pages.parts.keep_open import on_opened_workshop
from classifier.pages.parts.language import page_texts
from classifier.pages.parts.round_choice import choose_round
from classifier.pages.parts.round_result import result
from classifier.review import Review
from classifier.texts import Texts


def double_code(review: Review, name: str, texts: Texts) -> None:
    """Who has answers of the round left codes them; who is done may see what came of it."""
    coding_round = choose_round(review, texts)
    if coding_round is None:
        return
    newest = reviewing.refresh(house.the_database(), review)
    if double_coding.waiting_for(house.the_database(), coding_round, name):
        blind_card(newest, coding_round, name, texts)
    else:
        result(newest, coding_round, name, texts)


page = page_texts()
st.title(page("double.heading"), anchor=False)
on_opened_workshop(double_code, page)
