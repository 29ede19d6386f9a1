"""What a kept workshop amounts to: the charts of Indelen, counting decisions or suggestions, and the download."""

from functools import partial

import streamlit as st

from classifier import summary
from classifier.exchange.writing import records_to_bytes
from classifier.in_force import InForce
from classifier.kept_results import decided_count, decided_records, judged_answers
from classifier.pages.parts import figures, levels, listing, stories, themes
from classifier.pages.parts.new_marks import marked
from classifier.pages.parts.numbers import count
from classifier.pages.parts.view import View, note
from classifier.review import Review
from classifier.store.workshops import KeptWorkshop
from classifier.texts import Texts


def results(workshop: KeptWorkshop, review: Review, now: InForce, texts: Texts) -> None:
    """Figures, charts and answers; every part says what it counts."""
    scope = f"kept{workshop.id}"
    first, second = st.columns([2, 1], vertical_alignment="bottom")
    with first:
        decisions = st.toggle(texts("workshops.results.decisions"), value=True, key=f"{scope}.decisions")
    judged = judged_answers(review, decisions=decisions)
    groups = summary.groups_of(judged)
    with second:
        group = figures.choose_group(judged, groups, texts, scope)
    shown = summary.of_group(judged, group) if group else judged
    view = View(marked(review.codebook, now.new_labels, texts), shown, group, texts, scope, now.new_labels)
    counted = what_counts(review, decisions, texts)
    figures.key_figures(view, counted)
    for part in (themes.themes, levels.levels_and_iceberg, stories.flags, stories.told_examples):
        part(view)
        note(counted)
    listing.listing(view, groups)
    note(counted)
    _download(workshop, review, decisions, texts)


def what_counts(review: Review, decisions: bool, texts: Texts) -> str:
    """Whether a figure counts people's decisions or the model's suggestions."""
    model = review.answers[0].judgement.model
    if not decisions:
        return texts("workshops.results.counts_model", model=model)
    decided = count(decided_count(review), texts)
    return texts(
        "workshops.results.counts_decisions", decided=decided, all=count(len(review.answers), texts), model=model
    )


def _download(workshop: KeptWorkshop, review: Review, decisions: bool, texts: Texts) -> None:
    st.header(texts("indelen.download.title"), anchor=False)
    st.text(texts("workshops.results.download"))
    with st.container(horizontal=True):
        for kind in listing.DOWNLOADS:
            st.download_button(
                texts("indelen.download.button", kind=kind),
                partial(_file, review, decisions, kind),
                f"{texts('workshops.results.file')}-{workshop.id}.{kind}",
                key=f"kept.download.{kind}",
                on_click="ignore",
            )


def _file(review: Review, decisions: bool, kind: str) -> bytes:
    return records_to_bytes(decided_records(review, decisions=decisions), kind)
