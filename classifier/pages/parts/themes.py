"""Bars with the count of every label and, beside them, the answers behind one of them."""

from collections.abc import Sequence

import streamlit as st

from classifier import charts, summary
from classifier.codebook import Facet
from classifier.pages.parts.numbers import count
from classifier.pages.parts.plain import plain
from classifier.pages.parts.view import View, draw, in_words, note, quote_list, style
from classifier.summary import LabelCount


def themes(view: View) -> None:
    """A block for every facet that is drawn as bars."""
    for facet in (*view.codebook.by_chart("bars"), *view.codebook.by_chart("shares")):
        st.header(plain(facet.text("name", view.language)), anchor=False)
        st.text(view.texts("indelen.themes.how"))
        if any(key == facet.key for key, _ in view.new):
            note(view.texts("codeboek.read.new_why"))
        _block(facet, view)


@st.fragment
def _block(facet: Facet, view: View) -> None:
    counts = summary.ranked(summary.count_labels(facet, view.judged))
    found = [item for item in counts if item.count]
    if not found:
        st.text(view.texts("indelen.themes.none"))
        return
    picked = view.key("picked", facet.key)
    left, right = st.columns([11, 9], gap="large")
    with right:
        chosen = _choose(found, picked, view)
        _quotes(chosen, view)
    with left:
        _clickable_bars(found, chosen, picked, view)
        _not_shown(facet, [item for item in counts if not item.count], view)


def _choose(counts: Sequence[LabelCount], key: str, view: View) -> LabelCount:
    """The label to read about: by keyboard here, or by a click on its bar."""
    by_key = {item.label.key: item for item in counts}
    if st.session_state.get(key) not in by_key:
        st.session_state[key] = counts[0].label.key
    chosen = st.selectbox(
        view.texts("indelen.themes.choose"),
        list(by_key),
        format_func=lambda name: by_key[name].label.text("name", view.language),
        key=key,
    )
    return by_key[chosen]


def _clickable_bars(counts: Sequence[LabelCount], chosen: LabelCount, picked: str, view: View) -> None:
    chart = charts.bars(counts, view.language, style(), chosen.label.key)
    key = f"bars.{picked}"

    def take_click() -> None:
        points = st.session_state[key]["selection"].get(charts.PICK) or []
        if points:
            st.session_state[picked] = points[0]["key"]

    words = view.texts("indelen.themes.chart", counts=in_words(counts, view.language))
    draw(chart, words, key=key, on_select=take_click, selection_mode=charts.PICK)


def _not_shown(facet: Facet, absent: Sequence[LabelCount], view: View) -> None:
    """What no bar stands for: labels that nobody mentioned, and answers without any label."""
    texts, without = view.texts, summary.count_without_label(facet, view.judged)
    if absent:
        names = ", ".join(item.label.text("short", view.language) for item in absent)
        note(texts("indelen.themes.absent", names=names))
    if without:
        share = charts.percent(summary.share(without, len(view.judged)))
        note(texts("indelen.themes.without", count=count(without, texts), share=share))


def _quotes(item: LabelCount, view: View) -> None:
    """What a label means and the clearest answers that got it."""
    note(item.label.text("definition", view.language))
    found = count(item.count, view.texts)
    st.text(view.texts("indelen.themes.quotes", count=found, of=view.answers))
    quote_list(item, view)
