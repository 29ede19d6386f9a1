"""Where the answers come from, whose they are, and the figures that come first."""

from collections import Counter
from collections.abc import Mapping, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from classifier import charts, summary
from classifier.pages.parts import desk
from classifier.pages.parts.numbers import count
from classifier.pages.parts.plain import plain
from classifier.pages.parts.view import View, note
from classifier.summary import Groups, Judged, LabelCount
from classifier.texts import Texts
from classifier.workshop import Workshop


def origin(workshop: Workshop, groups: Groups, texts: Texts) -> DeltaGenerator:
    """Where the answers come from, and what is left out of sight; the first line, with room beside it."""
    source = desk.source()
    answers = count(len(workshop.judged), texts)
    name = source.name if source else ""
    line = st.container(horizontal=True, vertical_alignment="center")
    line.text(
        texts("indelen.source.file", answers=answers, name=name)
        if name
        else texts("indelen.source.pasted", answers=answers),
        width="content",
    )
    if workshop.empty:
        note(texts("indelen.source.empty", rows=count(workshop.empty, texts)))
    if groups.shown and groups.rest:
        note(texts("indelen.source.hidden", least=summary.SMALLEST_GROUP))
    return line


def choose_group(judged: Sequence[Judged], groups: Groups, texts: Texts, scope: str = "") -> str:
    """The group to look at; "" for everyone. Says why when there is nothing to choose."""
    if not groups.shown:
        no_choice(Counter(item.answer.group for item in judged), texts)
        return ""
    sizes, answers = dict(groups.shown), count(len(judged), texts)

    def shown(name: str) -> str:
        if not name:
            return texts("indelen.source.everyone", answers=answers)
        return texts("indelen.source.one_group", name=name, answers=count(sizes[name], texts))

    return st.selectbox(
        texts("indelen.source.group"),
        ["", *groups.names],
        format_func=shown,
        key=f"group{desk.turn()}{scope}{texts.language}",
    )


def no_choice(sizes: Mapping[str, int], texts: Texts) -> None:
    """Why no group can be chosen; nothing when the answers have no groups. ``sizes``: group → answers."""
    named = {name: number for name, number in sizes.items() if name}
    large = [name for name, number in named.items() if number >= summary.SMALLEST_GROUP]
    if large:
        note(texts("indelen.source.one_large", name=large[0], least=summary.SMALLEST_GROUP))
    elif named:
        note(texts("indelen.source.none_large", least=summary.SMALLEST_GROUP))


# -- key figures --------------------------------------------------------------------------------


def key_figures(view: View, made_by: str) -> None:
    """The figures that come first, what they count (``made_by``), and what they may be used for."""
    found, texts = summary.key_figures(view.codebook, view.judged), view.texts
    with st.container(horizontal=True):
        _metric(texts("indelen.figures.answers"), view.answers, "")
        for item in found.headlines:
            _headline(item, view)
        of = texts("indelen.figures.of_answers", count=count(found.to_review, texts), answers=view.answers)
        _metric(texts("indelen.figures.to_review"), charts.percent(found.review_share), of)
    uncertain = texts("indelen.figures.uncertain", share=charts.percent(found.review_share))
    certain = texts("indelen.figures.all_certain")
    st.text(" ".join([uncertain if found.to_review else certain, texts("indelen.figures.about_group"), made_by]))


def _headline(item: LabelCount, view: View) -> None:
    label, share = item.label.text("short", view.language), charts.percent(item.share)
    if item.facet.chart == "iceberg":
        label = item.label.text("name", view.language)
        found = count(item.count, view.texts)
        _metric(label, share, view.texts("indelen.figures.of_answers", count=found, answers=view.answers))
    else:
        most = view.texts("indelen.figures.most", share=share)
        _metric(item.facet.text("name", view.language), label, most)


def _metric(label: str, value: str, below: str) -> None:
    st.metric(
        plain(label),
        value,
        below or None,
        delta_color="off",
        delta_arrow="off",
        border=True,
        height="stretch",
    )
