"""Asking for a training: what to learn from, what to measure on, and with which settings."""

import streamlit as st

from classifier import worker_process
from classifier.codebook import Codebook
from classifier.encoders.choice import packaged_encoders
from classifier.errors import UserMistake
from classifier.pages.parts.numbers import count
from classifier.pages.parts.plain import plain
from classifier.pages.parts.view import note
from classifier.retraining import own_file
from classifier.retraining.asking import Choice, ask_for_training, choices, usual_name
from classifier.retraining.frozen import HELD_OUT_SHARE
from classifier.retraining.request import (
    DEFAULT_REPEATS,
    HIGHEST_C,
    LOWEST_C,
    MOST_REPEATS,
    TrainingRequest,
)
from classifier.store.database import Database
from classifier.texts import Texts
from classifier.training.fitting import DEFAULT_C
from classifier.training.registry import Registry

_TURN, _MISTAKE, _ASKED = "research_turn", "research_mistake", "research_asked"


def ask(database: Database, codebook: Codebook, who: str, texts: Texts) -> None:
    """The form; a mistake in it stands below it."""
    st.header(texts("onderzoek.ask.title"), anchor=False)
    with st.form(key=_key("ask"), enter_to_submit=False):
        left, right = st.columns(2, gap="large")
        with left:
            shipped, workshops, upload = _data(choices(database, codebook), texts)
        with right:
            request = _settings(texts)
        go = st.form_submit_button(texts("onderzoek.ask.go"), type="primary")
    if go:
        _take(database, codebook, request | {"shipped": shipped, "workshops": workshops}, upload, who)
        st.rerun()
    _said(texts)


def _key(name: str) -> str:
    # After a training was asked for the form starts afresh.
    return f"research.{name}.{st.session_state.get(_TURN, 0)}"


def _data(found: list[Choice], texts: Texts):
    st.markdown(f"**{texts('onderzoek.ask.data')}**")
    shipped = st.checkbox(texts("onderzoek.ask.shipped"), value=True, key=_key("shipped"))
    by_id = {choice.workshop.id: choice for choice in found}
    workshops = st.multiselect(
        texts("onderzoek.ask.workshops"), list(by_id), format_func=lambda key: _named(by_id[key], texts),
        key=_key(f"workshops.{texts.language}"), placeholder=texts("onderzoek.ask.none"),
        help=texts("onderzoek.ask.workshops_help"),
    )  # fmt: skip
    upload = st.file_uploader(texts("onderzoek.ask.file"), key=_key("file"), help=texts("onderzoek.ask.file_help"))
    return shipped, tuple(workshops), upload


def _named(choice: Choice, texts: Texts) -> str:
    decided = count(choice.decided, texts)
    return texts("onderzoek.ask.workshop", name=choice.workshop.name, decided=decided, partly=choice.partly)


def _settings(texts: Texts) -> dict:
    st.markdown(f"**{texts('onderzoek.ask.measure')}**")
    note(texts("onderzoek.ask.frozen"))
    share = round(100 * HELD_OUT_SHARE)
    hold_out = st.checkbox(texts("onderzoek.ask.hold_out", share=share), value=True, key=_key("hold_out"))
    curve = st.checkbox(texts("onderzoek.ask.curve"), key=_key("curve"), help=texts("onderzoek.ask.curve_help"))
    with st.expander(texts("onderzoek.ask.settings")):
        return {"hold_out": hold_out, "learning_curve": curve, **_estimator(texts)}


def _estimator(texts: Texts) -> dict:
    name = st.text_input(texts("onderzoek.ask.name"), usual_name(Registry()), key=_key("name"))
    encoder = st.selectbox(
        texts("onderzoek.ask.encoder"), packaged_encoders(), key=_key("encoder"), accept_new_options=True,
        help=texts("onderzoek.ask.encoder_help"),
    )  # fmt: skip
    strength = st.number_input(
        texts("onderzoek.ask.strength"), LOWEST_C, HIGHEST_C, DEFAULT_C, key=_key("strength"),
        help=texts("onderzoek.ask.strength_help"),
    )  # fmt: skip
    repeats = st.number_input(
        texts("onderzoek.ask.repeats"), 1, MOST_REPEATS, DEFAULT_REPEATS, key=_key("repeats"),
        help=texts("onderzoek.ask.repeats_help"),
    )  # fmt: skip
    fill = st.checkbox(texts("onderzoek.ask.fill_up"), key=_key("fill"), help=texts("onderzoek.ask.fill_up_help"))
    return {"name": name, "encoder": encoder, "C": strength, "repeats": repeats, "fill_up": fill}


def _take(database: Database, codebook: Codebook, request: dict, upload, who: str) -> None:
    st.session_state.pop(_MISTAKE, None)
    try:
        kept = own_file.take_in(upload, upload.name, codebook).key if upload else ""
        st.session_state[_ASKED] = ask_for_training(database, TrainingRequest(**request, own_file=kept), who)
        worker_process.keep_going(database)
    except UserMistake as mistake:
        st.session_state[_MISTAKE] = mistake
        return
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1


def _said(texts: Texts) -> None:
    mistake, asked = st.session_state.get(_MISTAKE), st.session_state.pop(_ASKED, None)
    if mistake is not None:
        st.error(plain(mistake.message(texts)))
    elif asked is not None:
        st.success(texts("onderzoek.ask.asked", job=asked))
