"""One answer to code blind: no suggestion of the model and nothing of the other coder."""

from collections.abc import Mapping

import streamlit as st

from classifier.blind_draft import BlindDraft
from classifier.codebook import Facet
from classifier.errors import UserMistake
from classifier.keyboard import ACCEPT, BACK, FORWARD, Pair, choices
from classifier.label_keys import label_keys
from classifier.pages.parts import blind_seat
from classifier.pages.parts.blind_seat import Seat
from classifier.pages.parts.late_keys import now_drawn
from classifier.pages.parts.numbers import count
from classifier.pages.parts.plain import plain
from classifier.pages.parts.review_card import BESIDE
from classifier.pages.parts.review_grid import Face, places, widths
from classifier.pages.parts.review_labels import DECIDED, faces
from classifier.pages.parts.review_meaning import meaning, meaning_keys
from classifier.pages.parts.review_text import in_large_type
from classifier.review import Review, Reviewed
from classifier.store.coding_rounds import CodingRound
from classifier.texts import Texts


@st.fragment
def blind_card(review: Review, coding_round: CodingRound, who: str, texts: Texts) -> None:
    """The answer of this coder at this moment; a key redraws this part and nothing else."""
    try:
        seat = blind_seat.sit_down(review, coding_round, who)
    except UserMistake as mistake:
        st.error(plain(mistake.message(texts)))
        return
    answer_id = seat.at
    if answer_id is None:
        st.rerun(scope="app")
    draft = seat.draft(answer_id)
    left, right = st.columns(BESIDE, gap="small")
    place = left.container(gap="xsmall")
    with place:
        _progress(seat, answer_id, texts)
    # The buttons before the answer: who sees the next one and presses must not code the one before.
    with right:
        _labels(seat, answer_id, draft, texts)
    with place:
        _answer(review.by_id[answer_id])
        meaning(draft, review.codebook, texts)
        _steps(seat, answer_id, texts)
        _problem(draft, texts)
        _about(answer_id in seat.coded, texts)
        meaning_keys(draft, review.codebook, texts)
    now_drawn(answer_id)


def _progress(seat: Seat, answer_id: int, texts: Texts) -> None:
    done, size = len(seat.coded), len(seat.coding_round.answers)
    place = count(seat.coding_round.answers.index(answer_id) + 1, texts)
    said = texts("double.card.done", done=count(done, texts), all=count(size, texts), place=place)
    st.progress(done / size, plain(said))


def _answer(reviewed: Reviewed) -> None:
    with st.container(border=True):
        if reviewed.answer.question:
            st.markdown(f":small[{plain(reviewed.answer.question)}]")
        in_large_type(plain(reviewed.answer.text), len(reviewed.answer.text))


def _steps(seat: Seat, answer_id: int, texts: Texts) -> None:
    """Keep and go on; one back or forward along what is coded."""
    coded = answer_id in seat.coded
    with st.container(horizontal=True, gap="xsmall"):
        st.button(
            texts("double.card.go_on") if coded else texts("double.card.keep"), type="primary", shortcut=ACCEPT,
            on_click=blind_seat.keep, args=(seat, answer_id), key=f"blind.keep.{answer_id}",
        )  # fmt: skip
    with st.container(horizontal=True, gap="xsmall"):
        st.button(
            texts("nakijken.card.back"), key="blind.back", on_click=blind_seat.move, args=(seat, -1),
            type="tertiary", shortcut=BACK, disabled=not seat.can_go_back,
        )  # fmt: skip
        st.button(
            texts("nakijken.card.forward"), key="blind.forward", on_click=blind_seat.move, args=(seat, 1),
            type="tertiary", shortcut=FORWARD, disabled=not coded,
        )  # fmt: skip


def _about(coded: bool, texts: Texts) -> None:
    said = texts("double.card.coded") if coded else texts("double.card.blind")
    st.markdown(f":small[{plain(said)}]")


def _problem(draft: BlindDraft, texts: Texts) -> None:
    wrong = blind_seat.mistake()
    if isinstance(wrong, UserMistake):
        st.warning(plain(wrong.message(texts)))
    elif wrong and draft.missing:
        names = ", ".join(facet.text("name", texts.language) for facet in draft.missing)
        st.warning(plain(texts("double.card.missing", facets=names)))


def _labels(seat: Seat, answer_id: int, draft: BlindDraft, texts: Texts) -> None:
    shown = faces(draft.codebook, label_keys(seat.review), texts)
    with st.container(gap="xxsmall"):
        for facet, place in places(draft.codebook, shown):
            with place, st.container(gap="xxsmall"):
                st.markdown(f"**{plain(facet.text('name', texts.language))}**")
                _facet(seat, answer_id, facet, draft, shown)


def _facet(seat: Seat, answer_id: int, facet: Facet, draft: BlindDraft, shown: Mapping[Pair, Face]) -> None:
    own = [shown[facet.key, label.key] for label in choices(facet)]
    with st.container(horizontal=True, gap="xxsmall"):
        for label, face, width in zip(choices(facet), own, widths(own), strict=True):
            stands = label.key in draft.labels(facet)
            st.button(
                f"**{plain(face.name)}**" if stands else plain(face.name),
                key=f"blind.{answer_id}.{facet.key}.{label.key}",
                on_click=blind_seat.press,
                args=(seat, answer_id, facet, label.key),
                type="primary" if stands else "tertiary",
                icon=DECIDED if stands else None,
                shortcut=face.key,
                width=width,
            )
