"""What asks for attention: raised flags, and told examples with the question that completes them."""

import streamlit as st

from classifier import charts, summary
from classifier.codebook import Facet
from classifier.pages.parts.numbers import count
from classifier.pages.parts.plain import plain
from classifier.pages.parts.view import View, note, quote_list, quotes_box
from classifier.summary import Told, ToldExamples

FIRST_SHOWN, MOST_SHOWN = 3, 12


def flags(view: View) -> None:
    """A card per flag: how often it is raised, what that means, and who says so."""
    facets = view.codebook.by_chart("flag")
    if not facets:
        return
    st.header(view.texts("indelen.flags.title"), anchor=False)
    for column, facet in zip(st.columns(len(facets), gap="large"), facets, strict=True):
        with column:
            _flag(facet, view)


def _flag(facet: Facet, view: View) -> None:
    raised = summary.headline(facet, view.judged)
    st.subheader(plain(facet.text("name", view.language)), anchor=False)
    shown = view.texts(
        "indelen.flags.count",
        count=count(raised.count, view.texts), of=view.answers, share=charts.percent(raised.share),
    )  # fmt: skip
    st.markdown(f"**{plain(shown)}**")
    note(raised.label.text("definition", view.language))
    quote_list(raised, view, most=3)


def told_examples(view: View) -> None:
    """The told examples, and for each the question that draws out the missing part."""
    for facet in view.codebook.by_chart("parts"):
        found = summary.told_examples(facet, view.judged)
        st.header(view.texts("indelen.told.title"), anchor=False)
        if found.examples:
            _told(found, view)
        else:
            st.text(view.texts("indelen.told.none"))


def _told(found: ToldExamples, view: View) -> None:
    texts = view.texts
    st.text(texts("indelen.told.how"))
    told, complete = count(len(found.examples), texts), count(found.complete, texts)
    st.markdown(f"**{plain(texts('indelen.told.count', count=told, complete=complete))}**")
    parts = [
        texts("indelen.told.part", name=item.label.text("name", view.language), count=item.count, of=item.of)
        for item in found.parts
    ]
    st.text(" · ".join(parts))
    if not summary.may_list([told.judged for told in found.examples], bool(view.group)):
        note(texts("indelen.themes.few", least=summary.SMALLEST_GROUP))
        return
    _examples(found.incomplete, view)


def _examples(examples: tuple[Told, ...], view: View) -> None:
    for told in examples[:FIRST_SHOWN]:
        _example(told, view)
    if examples[FIRST_SHOWN:]:
        with st.expander(view.texts("indelen.told.more")):
            for told in examples[FIRST_SHOWN:MOST_SHOWN]:
                _example(told, view)


def _example(told: Told, view: View) -> None:
    left, right = st.columns([3, 2], gap="medium", vertical_alignment="center")
    with left:
        quotes_box([told.judged.text])
    with right:
        for label in told.missing:
            part, question = label.text("name", view.language), label.text("prompt", view.language)
            st.markdown(f"**{plain(view.texts('indelen.told.ask', part=part))}**  \n{plain(question)}")
