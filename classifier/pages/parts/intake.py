"""Bringing answers in: paste, upload, or the sample; and saying which column is which."""

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from classifier import workshop
from classifier.pages.parts import desk
from classifier.pages.parts.plain import plain
from classifier.texts import Texts

PASTED, UPLOAD = "pasted", "upload"


def intake(texts: Texts) -> None:
    """The ways in; folded away once there is something to look at."""
    folded = desk.source() is not None
    with (
        st.expander(texts("indelen.intake.again"), key=f"again{desk.turn()}")
        if folded
        else st.container(border=True)
    ):
        left, right = st.columns([3, 2], gap="large")
        with left:
            _paste(texts)
        with right:
            _upload(texts)
            _sample(texts)


def _paste(texts: Texts) -> None:
    with st.form(key="paste", enter_to_submit=False, border=False):
        st.text_area(
            texts("indelen.intake.paste"),
            key=PASTED,
            height=170,
            placeholder=texts("indelen.intake.placeholder"),
        )
        st.form_submit_button(texts("indelen.intake.submit"), type="primary", on_click=_take_pasted)


def _take_pasted() -> None:
    desk.bring_in(lambda: workshop.from_pasted(st.session_state.get(PASTED) or ""))


def _upload(texts: Texts) -> None:
    st.file_uploader(texts("indelen.intake.upload"), key=UPLOAD, on_change=_take_upload)


def _take_upload() -> None:
    file = st.session_state.get(UPLOAD)
    if file is None:
        desk.clear()
        return
    desk.bring_in(lambda: workshop.from_file(file, file.name))


def _sample(texts: Texts) -> None:
    st.text(texts("indelen.intake.or_sample"))
    st.button(
        texts("indelen.intake.sample"),
        help=texts("indelen.intake.sample_help"),
        key="sample",
        on_click=_take_sample,
    )


def _take_sample() -> None:
    desk.bring_in(workshop.from_sample)


def mistake(texts: Texts) -> None:
    """What went wrong with the last source, as a sentence."""
    wrong = desk.mistake()
    if wrong is not None:
        st.error(plain(wrong.message(texts)))


def column_choice(texts: Texts, first: DeltaGenerator, second: DeltaGenerator) -> None:
    """Which column holds the answers and which the group; only when there is a choice."""
    source = desk.source()
    if source is None or len(source.table.columns) < 2:
        return
    now, names = desk.columns(), source.table.columns
    text = first.selectbox(
        texts("indelen.intake.text_column"), names, names.index(now.text), key=f"text_column{desk.turn()}"
    )
    others = ["", *(name for name in names if name != text)]
    group = second.selectbox(
        texts("indelen.intake.group_column"),
        others,
        others.index(now.group) if now.group in others else 0,
        format_func=lambda name: name or texts("indelen.intake.no_group"),
        key=f"group_column{desk.turn()}{texts.language}",
    )
    if (text, group or None) != (now.text, now.group):
        desk.choose_columns(replace(now, text=text, group=group or None, id=None if now.id == text else now.id))


def promise(texts: Texts) -> None:
    """What someone who has not brought anything yet may expect."""
    st.text(texts("indelen.intake.privacy"))
    st.text(texts("indelen.intake.nothing_yet"))
    lines = (
        texts("indelen.intake.promise_themes"),
        texts("indelen.intake.promise_levels"),
        texts("indelen.intake.promise_iceberg"),
        texts("indelen.intake.promise_flags"),
    )
    for column, line in zip(st.columns(len(lines), border=True), lines, strict=True):
        column.markdown(line)
