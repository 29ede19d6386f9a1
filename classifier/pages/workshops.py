"""The screen "Workshops": what is kept, what it amounts to, and how to rename or delete it."""

from pathlib import Path

import streamlit as st

from classifier import review as reviewing
from classifier.errors import UserMistake
from classifier.pages.parts import house, keep_judge, keep_shelf
from classifier.pages.parts.keep_results import results
from classifier.pages.parts.language import page_texts
from classifier.pages.parts.plain import plain
from classifier.store.workshops import KeptWorkshop
from classifier.texts import Texts

PAGES = Path(__file__).resolve().parent


def page(texts: Texts) -> None:
    """The whole screen, from top to bottom."""
    st.title(texts("workshops.heading"), anchor=False)
    try:
        _page(texts)
    except UserMistake as mistake:
        st.error(plain(mistake.message(texts)))


def _page(texts: Texts) -> None:
    keep_shelf.said(texts)
    workshop = keep_shelf.choose(texts)
    if workshop is None:
        st.text(texts("workshops.none"))
        st.page_link(PAGES / "indelen.py", label=texts("nakijken.to_classify"))
        keep_shelf.place(texts)
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(PAGES / "nakijken.py", label=texts("workshops.keep.to_review"), icon=":material/rate_review:")
        _manage(workshop, texts)
    keep_shelf.place(texts)
    _results(workshop, texts)


def _manage(workshop: KeptWorkshop, texts: Texts) -> None:
    with st.popover(texts("workshops.rename.title"), icon=":material/edit:", key=f"renaming{workshop.id}"):
        keep_shelf.rename(workshop, texts)
    with st.popover(texts("workshops.delete.title"), icon=":material/delete:", key=f"deleting{workshop.id}"):
        keep_shelf.delete(workshop, texts)


def _results(workshop: KeptWorkshop, texts: Texts) -> None:
    now = house.the_house()
    review = reviewing.refresh(house.the_database(), keep_shelf.the_review(workshop, now))
    if not keep_judge.all_waiting(now.model, now.version, texts, but=workshop.id):
        keep_shelf.judge_again(workshop, review, now, texts)
    if review.answers:
        results(workshop, review, now, texts)


page(page_texts())
