"""All answers in a table to filter and search, why one was labelled as it was, and the download."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from classifier import charts, summary
from classifier.codebook import Facet, Label
from classifier.exchange.writing import records_to_bytes
from classifier.pages.parts.numbers import count
from classifier.pages.parts.plain import plain
from classifier.pages.parts.view import View
from classifier.summary import Groups, Judged, Row, Selection
from classifier.texts import Texts
from classifier.workshop import Workshop

ROW_HEIGHT, TALLEST = 42, 464
DOWNLOADS = ("xlsx", "csv", "jsonl")
# Facets with a column of their own; the others share one.
OWN_COLUMN = ("bars", "staircase", "iceberg", "shares")
# Facets to filter by.
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
    clicked = _table(found, view, groups) if found else None
    if clicked is not None:
        _why(clicked, view)


def _selection(view: View) -> Selection:
    texts = view.texts
    facets = [facet for chart in FILTER_CHARTS for facet in view.codebook.by_chart(chart)]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = st.text_input(texts("indelen.list.search"), key=view.key("search"), width=300)
        labels = {facet.key: _filter(facet, view) for facet in facets}
        only_review = st.checkbox(texts("indelen.list.only_review"), key=view.key("only_review"))
    return Selection(labels, only_review, search or "")


def _filter(facet: Facet, view: View) -> list[str]:
    return st.multiselect(
        plain(facet.text("name", view.language)),
        facet.keys,
        format_func=lambda key: facet.label(key).text("name", view.language),
        placeholder=view.texts("indelen.list.any"),
        key=view.key("filter", facet.key),
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
        height=min(TALLEST, ROW_HEIGHT * (len(rows) + 1) + 2),
        row_height=ROW_HEIGHT,
        on_select="rerun",
        selection_mode="single-row",
        key=view.key("table", view.group),
        alt=view.texts("indelen.list.table"),
    )
    clicked = state["selection"]["rows"]
    return found[clicked[0]] if clicked and clicked[0] < len(found) else None


def _cells(row: Row, view: View) -> dict[str, object]:
    given = list(zip(view.codebook, row.labels, strict=True))
    return {
        "text": row.text,
        **{_column(facet): _names(facet, labels, view) for facet, labels in given if facet.chart in OWN_COLUMN},
        "rest": [
            name for facet, labels in given if facet.chart not in OWN_COLUMN for name in _names(facet, labels, view)
        ],
        "words": ", ".join(row.words),
        "certainty": round(100 * row.certainty),
        "review": row.review,
        "group": row.group or view.texts("indelen.list.other_group"),
    }


def _column(facet: Facet) -> str:
    return f"facet.{facet.key}"


def _names(facet: Facet, labels: Sequence[Label], view: View) -> list[str]:
    # The short name of a raised flag is "yes", which says nothing in a cell.
    attribute = "name" if facet.kind == "flag" else "short"
    return [label.text(attribute, view.language) for label in labels]


def _columns(view: View, groups: Groups) -> dict[str, Any]:
    texts, config = view.texts, st.column_config
    own = {
        _column(facet): config.ListColumn(facet.text("name", view.language), width=190 if facet.takes_many else 120)
        for facet in view.codebook
        if facet.chart in OWN_COLUMN
    }
    certainty = config.NumberColumn(
        texts("indelen.list.certainty"), help=texts("indelen.list.certainty_help"), format="%d%%", width=95
    )
    columns: dict[str, Any] = {
        "text": config.TextColumn(texts("indelen.list.text"), width=400),
        **own,
        "rest": config.ListColumn(texts("indelen.flags.title"), width=170),
        "words": config.TextColumn(texts("indelen.list.words"), width=190),
        "certainty": certainty,
        "review": config.CheckboxColumn(texts("indelen.list.review"), width=90),
    }
    group = config.TextColumn(texts("indelen.list.group"), width=180)
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
                texts("indelen.list.why_label"): _given(item, facet, view),
                texts("indelen.list.why_certainty"): plain(charts.percent(item.judgement.certainty[facet.key])),
                texts("indelen.list.words"): _words(item, facet),
            }
            for facet in view.codebook
        ],
        border="horizontal",
        hide_index=True,
    )


def _given(item: Judged, facet: Facet, view: View) -> str:
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
                partial(_file, workshop, groups, kind),
                f"{texts('indelen.download.name')}.{kind}",
                key=f"download.{kind}",
                on_click="ignore",
            )


def _file(workshop: Workshop, groups: Groups, kind: str) -> bytes:
    return records_to_bytes(summary.to_records(workshop.judged, workshop.codebook, groups), kind)
