"""The staircase and the iceberg."""

import streamlit as st

from classifier import charts, summary
from classifier.codebook import Facet
from classifier.pages.parts.numbers import count
from classifier.pages.parts.plain import plain
from classifier.pages.parts.view import View, draw, in_words, note, quote_list, style
from classifier.summary import LabelCount


def levels_and_iceberg(view: View) -> None:
    """The staircase and the iceberg, beside each other where there is room."""
    drawn = [(facet, _levels) for facet in view.codebook.by_chart("staircase")]
    drawn += [(facet, _iceberg) for facet in view.codebook.by_chart("iceberg")]
    for start in range(0, len(drawn), 2):
        pair = drawn[start : start + 2]
        for column, (facet, show) in zip(st.columns(len(pair), gap="large"), pair, strict=True):
            with column:
                show(facet, view)


def _levels(facet: Facet, view: View) -> None:
    picture = summary.staircase(facet, view.judged)
    name = facet.text("name", view.language)
    st.header(plain(view.texts("indelen.levels.title", name=name, steps=len(picture.steps))), anchor=False)
    st.text(view.texts("indelen.levels.how"))
    words = in_words((picture.none, *picture.steps), view.language)
    draw(charts.stairs(picture, view.language, style()), view.texts("indelen.levels.chart", counts=words))
    _level_quotes(facet, view)


@st.fragment
def _level_quotes(facet: Facet, view: View) -> None:
    counts = {item.label.key: item for item in summary.count_labels(facet, view.judged)}
    most = summary.headline(facet, view.judged).label.key
    chosen = st.selectbox(
        view.texts("indelen.levels.choose"),
        list(counts),
        list(counts).index(most),
        format_func=lambda key: _level_name(counts[key], view),
        key=view.key("level", facet.key),
    )
    label = counts[chosen].label
    note(" ".join([label.text("definition", view.language), label.text("next", view.language)]))
    quote_list(counts[chosen], view, most=3)


def _level_name(item: LabelCount, view: View) -> str:
    short, name = item.label.text("short", view.language), item.label.text("name", view.language)
    return view.texts("indelen.levels.option", short=short, name=name, count=count(item.count, view.texts))


def _iceberg(facet: Facet, view: View) -> None:
    bars = view.codebook.by_chart("bars")
    picture = summary.iceberg(facet, view.judged, bars[0] if bars else None)
    st.header(view.texts("indelen.iceberg.title"), anchor=False)
    st.text(view.texts("indelen.iceberg.how"))
    words = in_words((picture.above.side, picture.below.side), view.language)
    draw(charts.iceberg(picture, view.language, style()), view.texts("indelen.iceberg.chart", counts=words))
    for side in (picture.above.side, picture.below.side):
        name, meaning = side.label.text("name", view.language), side.label.text("definition", view.language)
        st.markdown(f":small[**{plain(name)}**: {plain(meaning)}]")
