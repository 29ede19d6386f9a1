"""The screen "Tabel": all answers of a kept workshop, one a row; filter, sort, search, change in place."""

from pathlib import Path

import streamlit as st

from classifier.errors import UserMistake
from classifier.pages.parts import house, keep_shelf
from classifier.pages.parts.grid_table import table
from classifier.pages.parts.language import page_texts
from classifier.pages.parts.plain import plain
from classifier.pages.parts.who import who
from classifier.texts import Texts

PAGES = Path(__file__).resolve().parent


def page(texts: Texts) -> None:
    """The whole screen, from top to bottom."""
    st.title(texts("grid.heading"), anchor=False)
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
    if review.answers and name:
        table(review, name, texts)


page(page_texts())
