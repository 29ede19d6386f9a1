"""The screen "Indelen": bring answers in and see what they amount to."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from classifier import summary
from classifier.errors import UserMistake
from classifier.pages.parts import desk, figures, intake, keep_form, levels, listing, stories, themes
from classifier.pages.parts.language import page_texts
from classifier.pages.parts.new_marks import marked, new_in
from classifier.pages.parts.plain import plain
from classifier.pages.parts.view import View
from classifier.texts import Texts
from classifier.workshop import Workshop


def page(texts: Texts) -> None:
    """The whole screen, from top to bottom."""
    st.title(texts("indelen.heading"), anchor=False)
    st.text(texts("indelen.lead"))
    intake.intake(texts)
    intake.mistake(texts)
    choices = st.columns(3, vertical_alignment="bottom")
    intake.column_choice(texts, *choices[:2])
    workshop = _judge(texts)
    if workshop is not None and workshop.judged:
        _results(workshop, choices[2], texts)
    elif workshop is not None:
        st.warning(texts("indelen.intake.no_text", column=plain(desk.columns().text)))
    elif desk.source() is None:
        intake.promise(texts)
        _warm_up(texts)


def _judge(texts: Texts) -> Workshop | None:
    if desk.source() is None:
        return None
    waiting = st.empty()
    try:
        with waiting.container():
            return desk.judged(st.progress(0.0, texts("indelen.intake.reading")).progress)
    except UserMistake as mistake:
        st.error(plain(mistake.message(texts)))
        return None
    finally:
        waiting.empty()


def _warm_up(texts: Texts) -> None:
    """Load the model while the visitor reads, so that the first answers do not wait for it."""
    try:
        desk.the_model()
    except UserMistake as mistake:
        st.error(plain(mistake.message(texts)))


def _results(workshop: Workshop, group_place: DeltaGenerator, texts: Texts) -> None:
    groups = summary.groups_of(workshop.judged)
    with group_place:
        group = figures.choose_group(workshop.judged, groups, texts)
    with figures.origin(workshop, groups, texts):
        keep_form.way_to_keep(texts)
    judged = summary.of_group(workshop.judged, group) if group else list(workshop.judged)
    new = new_in(workshop)
    view = View(marked(workshop.codebook, new, texts), judged, group, texts, new=new)
    figures.key_figures(view, texts("indelen.figures.by_model", model=workshop.model))
    themes.themes(view)
    levels.levels_and_iceberg(view)
    stories.flags(view)
    stories.told_examples(view)
    listing.listing(view, groups)
    listing.download(workshop, groups, texts)
    keep_form.keep_form(workshop, texts)


page(page_texts())
