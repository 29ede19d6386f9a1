"""What screens on a kept workshop begin with: which workshop, who is looking, and its review."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from classifier.errors import UserMistake
from classifier.pages.parts import house, keep_shelf
from classifier.pages.parts.plain import plain
from classifier.pages.parts.who import who
from classifier.review import Review
from classifier.texts import Texts

PAGES = Path(__file__).resolve().parent.parent
Draw = Callable[[Review, str, Texts], None]


def on_opened_workshop(draw: Draw, texts: Texts) -> None:
    """Draw with the review of the chosen workshop and the name of the visitor; a mistake becomes a sentence."""
    try:
        _open(draw, texts)
    except UserMistake as mistake:
        st.error(plain(mistake.message(texts)))


def _open(draw: Draw, texts: Texts) -> None:
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
        draw(review, name, texts)
