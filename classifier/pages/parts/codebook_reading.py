"""The codebook as people read it."""

import streamlit as st

from classifier.codebook import Facet, Label
from classifier.pages.parts.codebook_table import Table, chip_and_name
from classifier.pages.parts.numbers import count
from classifier.pages.parts.plain import plain
from classifier.pages.parts.view import note
from classifier.texts import Texts

# Wide enough for a table on a projector, narrow enough to read.
_WIDTH = 980


def labels(table: Table) -> None:
    """Every facet with its labels."""
    if table.house.new_labels:
        st.info(table.texts("codeboek.read.new_why"), width=_WIDTH)
    for facet in table.codebook:
        _facet(facet, table)


def _facet(facet: Facet, table: Table) -> None:
    language = table.texts.language
    st.header(plain(facet.text("name", language)), anchor=False)
    note(" ".join(filter(None, [facet.text("question", language), _kind(facet, table.texts)])))
    with st.container(border=True, width=_WIDTH, gap="medium"):
        for label in facet.labels:
            _label(facet, label, table)


def _kind(facet: Facet, texts: Texts) -> str:
    kinds = {
        "multilabel": texts("codeboek.read.many"),
        "ordinal": texts("codeboek.read.ordinal"),
        "single": texts("codeboek.read.single"),
        "flag": texts("codeboek.read.flag"),
    }
    return kinds[facet.kind]


def _label(facet: Facet, label: Label, table: Table) -> None:
    with st.container(gap="xxsmall"):
        head = [chip_and_name(label.color, label.text("name", table.texts.language))]
        if (facet.key, label.key) in table.house.new_labels:
            head.append(f":violet-badge[{plain(table.texts('codeboek.read.new'))}]")
        head.append(f":small[{plain(_decisions(table.counts.on(facet.key, label.key), table.texts))}]")
        st.markdown("  ".join(head))
        st.markdown(plain(label.text("definition", table.texts.language)))
        if label.excludes:
            note(table.texts("codeboek.read.excludes", excludes=table.excludes(facet.key, label)))


def _decisions(number: int, texts: Texts) -> str:
    if not number:
        return texts("codeboek.read.no_decisions")
    if number == 1:
        return texts("codeboek.read.one_decision")
    return texts("codeboek.read.decisions", count=count(number, texts))
