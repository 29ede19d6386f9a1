"""Which round of blind coding: one that is there, or a new one."""

import streamlit as st

from classifier import double_coding
from classifier.errors import UserMistake
from classifier.pages.parts import house
from classifier.pages.parts.plain import plain
from classifier.review import Review
from classifier.store.coding_rounds import CodingRound, rounds_of
from classifier.texts import Texts

NEW = 0
USUAL_SIZE = 50
_CHOSEN = "round.chosen"


def choose_round(workshop_id: int, texts: Texts) -> CodingRound | None:
    """The round to work on; None while a new one is being set up. Raises UserMistake."""
    rounds = {one.id: one for one in _rounds(workshop_id)}
    options = [*rounds, NEW]
    wanted = st.session_state.get(_CHOSEN)
    now = wanted if wanted in options else options[0]
    chosen = st.selectbox(
        texts("double.round.choose"), options, options.index(now), label_visibility="collapsed",
        format_func=lambda one: _name(rounds.get(one), texts), width=400,
        # A key of its own per choice: a new field has no focus, so that the next key goes to the answer.
        key=f"round.{workshop_id}.{now}.{len(rounds)}.{texts.language}",
    )  # fmt: skip
    if chosen != now:
        st.session_state[_CHOSEN] = chosen
        st.rerun()
    return rounds.get(chosen)


def _rounds(workshop_id: int) -> list[CodingRound]:
    with house.the_database().reading() as connection:
        return rounds_of(connection, workshop_id)


def _name(one: CodingRound | None, texts: Texts) -> str:
    if one is None:
        return texts("double.round.new")
    return texts(
        "double.round.in_list", name=one.name, size=len(one.answers), date=f"{one.at.astimezone():%d-%m-%Y}"
    )


def new_round(review: Review, texts: Texts) -> None:
    """The form that starts a round. Raises UserMistake."""
    number = len(_rounds(review.workshop_id)) + 1
    most = min(double_coding.MOST, len(review.answers))
    if most < double_coding.FEWEST:
        st.info(texts("double.round.too_small"))
        return
    with st.form(key=f"new_round.{number}"):
        st.text(texts("double.round.about"))
        left, right = st.columns(2)
        name = left.text_input(
            texts("double.round.name"), texts("double.round.usual_name", number=number), max_chars=80
        )
        size = right.number_input(
            texts("double.round.size"),
            double_coding.FEWEST,
            most,
            min(USUAL_SIZE, most),
            help=texts("double.round.size_help"),
        )
        if st.form_submit_button(texts("double.round.start"), type="primary"):
            _start(review, int(size), name, number, texts)


def _start(review: Review, size: int, name: str, seed: int, texts: Texts) -> None:
    wanted = name.strip() or texts("double.round.usual_name", number=seed)
    try:
        chosen = double_coding.draw_sample(house.the_database(), review, size, wanted, seed)
    except UserMistake as mistake:
        st.error(plain(mistake.message(texts)))
        return
    st.session_state[_CHOSEN] = chosen
    st.rerun()
