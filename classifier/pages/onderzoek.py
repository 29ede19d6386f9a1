"""The screen "Onderzoek": train a model, see what it does better or worse, put it to use or go back."""

import streamlit as st

from classifier.errors import UserMistake
from classifier.pages.parts import house, research_ask, research_models, research_queue, research_results
from classifier.pages.parts.language import page_texts
from classifier.pages.parts.plain import plain
from classifier.pages.parts.who import who
from classifier.retraining.material import codebook_now
from classifier.texts import Texts


def page(texts: Texts) -> None:
    """The whole screen, from top to bottom."""
    st.title(texts("onderzoek.heading"), anchor=False)
    st.text(texts("onderzoek.lead"))
    try:
        _page(texts)
    except UserMistake as mistake:
        st.error(plain(mistake.message(texts)))


def _page(texts: Texts) -> None:
    database = house.the_database()
    codebook, version = codebook_now(database)
    name = who(texts)
    if name:
        research_ask.ask(database, codebook, name, texts)
    research_queue.queue(texts)
    research_results.results(database, codebook, version, name, texts)
    research_models.models(codebook, name, texts)


page(page_texts())
