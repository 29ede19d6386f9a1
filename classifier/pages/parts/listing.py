"""All answers in a table to filter and search, why one was labelled as it was, and the download."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from classifier import charts, summary
from classifier.codebook import Facet
from classifier.exchange.writing import records_to_bytes
from classifier.pages.parts import desk
from classifier.pages.parts.figures import View
from classifier.pages.parts.numbers import count
from classifier.pages.parts.plain import plain
from classifier.summary import Groups, Judged, Row, Selection
from classifier.texts import Texts
from classifier.workshop import Workshop

DOWNLOADS = ("xlsx", "csv", "jsonl")
# Facets that people filter by: those with labels of their own worth looking for.
FILTER_CHARTS = ("bars", "staircase", "iceberg", "flag")


@st.fragment
def listing(view: View, groups: Groups) -> None:
    """The table with its filters, and the reasons behind the row that was clicked."""
    texts = view.texts
    st.header(texts("indelen.list.title"), anchor=False)
    st.text(texts("indelen.list.how"))
    found = summary.select(view.judged, _selection(view))
    if not summary.may_list(found, bool(view.group)):
        st.info(texts("indelen.list.too_few", least=summary.SMALLEST_GROUP))
        return
    st.text(texts("indelen.list.count", shown=count(len(found), texts), all=view.answers))
    clicked = _table(found, view, groups)
    if clicked is not None:
        _why(clicked, view)


def _selection(view: View) -> Selection:
    texts, turn = view.texts, desk.turn()
    facets = [facet for chart in FILTER_CHARTS for facet in view.codebook.by_chart(chart)]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = st.text_input(texts("indelen.list.search"), key=f"search{turn}", type="search", width=300)
        labels = {facet.key: _filter(facet, view) for facet in facets}
        only_review = st.checkbox(texts("indelen.list.only_review"), key=f"only_review{turn}")
    return Selection(labels, only_review, search or "")


def _filter(facet: Facet, view: View) -> list[str]:
    return st.multiselect(
        plain(facet.text("name", view.language)),
        facet.keys,
        format_func=lambda key: facet.label(key).text("name", view.language),
        placeholder=view.texts("indelen.list.any"),
        key=f"filter.{facet.key}.{desk.turn()}",
        width=230,
    )


# -- the table ----------------------------------------------------------------------------------


def _table(found: Sequence[Judged], view: View, groups: Groups) -> Judged | None:
    """Draws the table; gives the answer whose row was clicked."""
    rows = summary.rows(found, view.codebook, groups)
    state = st.dataframe(
        pd.DataFrame([_cells(row, view) for row in rows], columns=list(_columns(view, groups))),
        column_config=_columns(view, groups),
        hide_index=True,
        height=430,
        row_height=42,
        on_select="rerun",
        selection_mode="single-row",
        key=f"table.{desk.turn()}",
        alt=view.texts("indelen.list.table"),
    )
    clicked = state["selection"]["rows"]
    return found[clicked[0]] if clicked and clicked[0] < len(found) else None


def _cells(row: Row, view: View) -> dict[str, object]:
    facets = {
        f"facet.{facet.key}": [label.text("short" if facet.kind != "flag" else "name", view.language) for label in labels]
        for facet, labels in zip(view.codebook, row.labels, strict=True)
    }
    return {
        "text": row.text,
        **facets,
        "certainty": round(100 * row.certainty),
        "review": row.review,
        "words": list(row.words),
        "group": row.group or view.texts("indelen.list.other_group"),
    }


def _columns(view: View, groups: Groups) -> dict[str, object]:
    texts, config = view.texts, st.column_config
    facets = {
        f"facet.{facet.key}": config.ListColumn(facet.text("name", view.language), width="small")
        for facet in view.codebook
    }
    columns: dict[str, object] = {
        "text": config.TextColumn(texts("indelen.list.text"), width="large", pinned=True),
        **facets,
        "certainty": config.NumberColumn(
            texts("indelen.list.certainty"), help=texts("indelen.list.certainty_help"), format="%d%%", width="small"
        ),
        "review": config.CheckboxColumn(texts("indelen.list.review"), width="small"),
        "words": config.ListColumn(texts("indelen.list.words"), width="medium"),
    }
    group = config.TextColumn(texts("indelen.list.group"), width="medium")
    return {**columns, "group": group} if groups.shown else columns


def _why(item: Judged, view: View) -> None:
    """Per facet what was given, how certain, and the words that carried it."""
    texts = view.texts
    st.subheader(texts("indelen.list.why"), anchor=False)
    st.text(item.text)
    st.table(
        [
            {
                texts("indelen.list.why_part"): plain(facet.text("name", view.language)),
                texts("indelen.list.why_label"): _names(item, facet, view),
                texts("indelen.list.why_certainty"): plain(charts.percent(item.judgement.certainty[facet.key])),
                texts("indelen.list.words"): _words(item, facet),
            }
            for facet in view.codebook
        ],
        border="horizontal",
        hide_index=True,
    )


def _names(item: Judged, facet: Facet, view: View) -> str:
    names = [label.text("name", view.language) for label in item.labels(facet)]
    return plain(", ".join(names) or view.texts("indelen.list.nothing"))


def _words(item: Judged, facet: Facet) -> str:
    words = [word for label in item.labels(facet) for word in item.words(facet, label.key)]
    return plain(", ".join(dict.fromkeys(words)))


# -- download -----------------------------------------------------------------------------------


def download(workshop: Workshop, groups: Groups, texts: Texts) -> None:
    """All records as a file; made only when someone asks for it."""
    st.header(texts("indelen.download.title"), anchor=False)
    st.text(texts("indelen.download.how"))
    with st.container(horizontal=True):
        for kind in DOWNLOADS:
            st.download_button(
                texts("indelen.download.button", kind=kind),
                lambda kind=kind: _file(workshop, groups, kind),
                f"{texts('indelen.download.name')}.{kind}",
                key=f"download.{kind}",
                on_click="ignore",
            )


def _file(workshop: Workshop, groups: Groups, kind: str) -> bytes:
    return records_to_bytes(summary.to_records(workshop.judged, workshop.codebook, groups), kind)
