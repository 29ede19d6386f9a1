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


def choose_round(review: Review, texts: Texts) -> CodingRound | None:
    """The round to work on; None while a new one is being set up. Raises UserMistake."""
    with house.the_database().reading() as connection:
        rounds = {one.id: one for one in rounds_of(connection, review.workshop_id)}
    options = [*rounds, NEW]
    wanted = st.session_state.get(_CHOSEN)
    chosen = st.selectbox(
        texts("double.round.choose"), options, options.index(wanted) if wanted in options else 0,
        format_func=lambda one: _name(rounds.get(one), texts),
        key=f"round.{review.workshop_id}.{len(rounds)}.{texts.language}", width=520,
    )  # fmt: skip
    if chosen != NEW:
        return rounds[chosen]
    _new_round(review, len(rounds) + 1, texts)
    return None


def _name(one: CodingRound | None, texts: Texts) -> str:
    if one is None:
        return texts("double.round.new")
    return texts(
        "double.round.in_list", name=one.name, size=len(one.answers), date=f"{one.at.astimezone():%d-%m-%Y}"
    )


def _new_round(review: Review, number: int, texts: Texts) -> None:
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
