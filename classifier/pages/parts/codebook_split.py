"""The form that lets a label fall apart."""

from dataclasses import replace

import streamlit as st

from classifier.codebook import Facet, Label
from classifier.codebook_changes import Change, NewLabel, SplitLabel
from classifier.pages.parts.codebook_table import Table
from classifier.pages.parts.view import note
from classifier.texts import Texts
from classifier.typed import lines, one_line

FEWEST, MOST = 2, 4


def split(table: Table, facet: Facet, label: Label, key: str) -> Change | None:
    """The change that was asked for, None until then."""
    texts = table.texts
    parts = st.segmented_control(
        texts("codeboek.form.parts"), range(FEWEST, MOST + 1), default=FEWEST, required=True, key=f"{key}.parts"
    )
    with st.form(f"{key}.{parts}"):
        into = [_first(label, texts), *(_next(number, texts) for number in range(2, (parts or FEWEST) + 1))]
        asked = st.form_submit_button(texts("codeboek.form.show"), type="primary")
    return SplitLabel(facet.key, label.key, tuple(into)) if asked else None


def _first(label: Label, texts: Texts) -> NewLabel:
    """The part that keeps the decisions; with the same name it keeps its other texts as well."""
    note(texts("codeboek.form.first_part"))
    name = one_line(st.text_input(texts("codeboek.form.part_name", number=1), label.name))
    definition = one_line(st.text_area(texts("codeboek.form.part_definition", number=1), label.definition))
    part = NewLabel(name, definition, excludes=label.excludes)
    if name == label.name:
        part = replace(part, name_en=label.name_en, short=label.short, short_en=label.short_en)
    return replace(part, definition_en=label.definition_en) if definition == one_line(label.definition) else part


def _next(number: int, texts: Texts) -> NewLabel:
    st.divider()
    note(texts("codeboek.form.next_part", number=number))
    name = st.text_input(texts("codeboek.form.part_name", number=number))
    definition = st.text_area(texts("codeboek.form.part_definition", number=number))
    examples = st.text_area(texts("codeboek.form.part_examples", number=number))
    return NewLabel(one_line(name), one_line(definition), lines(examples))
