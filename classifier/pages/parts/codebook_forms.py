"""The forms that describe a change of the codebook. Each gives the change once someone asks what it does."""

from collections.abc import Callable

import streamlit as st

from classifier.codebook import Facet, Label
from classifier.codebook_changes import (
    AddLabel,
    Change,
    EditDefinition,
    GiveExamples,
    MergeLabels,
    NewLabel,
    RecolourLabel,
    RenameLabel,
)
from classifier.codebook_checks import MOST_EXAMPLES, can_grow
from classifier.pages.parts.codebook_split import split
from classifier.pages.parts.codebook_table import Table
from classifier.pages.parts.view import note
from classifier.texts import Texts
from classifier.typed import lines, one_line

Form = Callable[[Table, Facet, Label, str], Change | None]
DRAFT, _TURN = "codebook.draft", "codebook.turn"


def begin_anew() -> None:
    """Empty fields the next time: a change was kept."""
    st.session_state[_TURN] = _turn() + 1


def forget_draft() -> None:
    """What was asked about is no longer what stands in the form."""
    st.session_state.pop(DRAFT, None)


def _turn() -> int:
    return st.session_state.get(_TURN, 0)


def change(table: Table) -> Change | None:
    """Choose a label and what to change of it; the change that was asked for, None until then."""
    texts = table.texts
    facet, label = _which(table)
    forms = _forms(table, facet, label)
    titles = {
        "rename": texts("codeboek.form.rename"), "recolour": texts("codeboek.form.recolour"),
        "define": texts("codeboek.form.define"), "examples": texts("codeboek.form.examples"),
        "merge": texts("codeboek.form.merge"), "split": texts("codeboek.form.split"),
    }  # fmt: skip
    what = st.segmented_control(
        texts("codeboek.form.what"), list(forms), default="rename", required=True,
        format_func=titles.__getitem__, key=_key("what", texts, str(list(forms))), wrap=True,
        on_change=forget_draft,
    )  # fmt: skip
    if not can_grow(facet):
        note(texts("codeboek.form.pair", facet=facet.text("name", texts.language)))
    what = what or "rename"
    return forms[what](table, facet, label, _key(what, texts, facet.key, label.key))


def _key(name: str, texts: Texts, *parts: str) -> str:
    return ".".join(["codebook", name, str(_turn()), texts.language, *parts])


def _which(table: Table) -> tuple[Facet, Label]:
    every = [(facet.key, key) for facet in table.codebook for key in facet.keys]
    facet, label = st.selectbox(
        table.texts("codeboek.form.which"), every, key=_key("which", table.texts, str(len(every))),
        on_change=forget_draft,
        format_func=lambda pair: table.texts(
            "codeboek.form.option", facet=table.codebook.facet(pair[0]).text("name", table.texts.language),
            label=table.name(*pair),
        ),
    )  # fmt: skip
    return table.codebook.facet(facet), table.codebook.facet(facet).label(label)


def _forms(table: Table, facet: Facet, label: Label) -> dict[str, Form]:
    """What can be changed of this label."""
    forms: dict[str, Form] = {"rename": _rename, "recolour": _recolour, "define": _define}
    if (facet.key, label.key) in table.house.new_labels:
        forms["examples"] = _examples
    if can_grow(facet):
        forms |= {"merge": _merge, "split": split}
    return forms


def _show(texts: Texts) -> bool:
    return st.form_submit_button(texts("codeboek.form.show"), type="primary")


def _rename(table: Table, facet: Facet, label: Label, key: str) -> Change | None:
    texts = table.texts
    with st.form(key):
        name = st.text_input(texts("codeboek.form.name"), label.name)
        short = st.text_input(texts("codeboek.form.short"), label.short)
        name_en = st.text_input(texts("codeboek.form.name_en"), label.name_en)
        short_en = st.text_input(texts("codeboek.form.short_en"), label.short_en)
        typed = (one_line(own) for own in (name, name_en, short, short_en))
        return RenameLabel(facet.key, label.key, *typed) if _show(texts) else None


def _recolour(table: Table, facet: Facet, label: Label, key: str) -> Change | None:
    with st.form(key):
        color = st.color_picker(table.texts("codeboek.form.color"), label.color.lower())
        return RecolourLabel(facet.key, label.key, color.upper()) if _show(table.texts) else None


def _define(table: Table, facet: Facet, label: Label, key: str) -> Change | None:
    texts = table.texts
    with st.form(key):
        definition = st.text_area(texts("codeboek.form.definition"), label.definition)
        excludes = st.text_area(texts("codeboek.form.excludes"), label.excludes, height=90)
        definition_en = st.text_area(texts("codeboek.form.definition_en"), label.definition_en)
        typed = (one_line(own) for own in (definition, definition_en, excludes))
        return EditDefinition(facet.key, label.key, *typed) if _show(texts) else None


def _examples(table: Table, facet: Facet, label: Label, key: str) -> Change | None:
    with st.form(key):
        typed = _example_list(table.texts)
        return GiveExamples(facet.key, label.key, lines(typed)) if _show(table.texts) else None


def _example_list(texts: Texts) -> str:
    typed = st.text_area(texts("codeboek.form.example_list", most=MOST_EXAMPLES), height=160)
    note(texts("codeboek.form.examples_why"))
    return typed


def _merge(table: Table, facet: Facet, label: Label, key: str) -> Change | None:
    others = [own for own in facet.keys if own != label.key]
    with st.form(key):
        into = st.selectbox(
            table.texts("codeboek.form.into"), others, format_func=lambda own: table.name(facet.key, own)
        )
        return MergeLabels(facet.key, (label.key,), into) if _show(table.texts) and into else None


# -- a label that was not there -------------------------------------------------------------------


def add(table: Table) -> Change | None:
    """Describe a new label; the change that was asked for, None until then."""
    texts = table.texts
    growing = [facet.key for facet in table.codebook if can_grow(facet)]
    chosen = st.selectbox(
        texts("codeboek.form.facet"), growing, key=_key("facet", texts), on_change=forget_draft,
        format_func=lambda key: table.codebook.facet(key).text("name", texts.language),
    )  # fmt: skip
    if chosen is None:
        return None
    facet = table.codebook.facet(chosen)
    with st.form(_key("add", texts, chosen)):
        name = st.text_input(texts("codeboek.form.name"))
        definition = st.text_area(texts("codeboek.form.definition"))
        excludes = st.text_input(texts("codeboek.form.excludes"))
        place = None if facet.takes_many else _place(table, facet)
        typed = _example_list(texts)
        if not _show(texts):
            return None
    label = NewLabel(one_line(name), one_line(definition), lines(typed), excludes=one_line(excludes))
    return AddLabel(facet.key, label, place)


def _place(table: Table, facet: Facet) -> int:
    """Where it comes in a facet whose labels have an order; never before the first, which says "none"."""
    after = st.selectbox(
        table.texts("codeboek.form.place"), facet.keys, len(facet.keys) - 1,
        format_func=lambda own: table.name(facet.key, own),
    )  # fmt: skip
    return facet.keys.index(after) + 1
