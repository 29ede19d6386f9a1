"""One answer to code blind: no suggestion of the model and nothing of the other coder."""

import streamlit as st

from classifier import double_coding
from classifier.blind_draft import BlindDraft
from classifier.codebook import Facet
from classifier.errors import UserMistake
from classifier.keyboard import ACCEPT, assign_keys, choices
from classifier.pages.parts import house
from classifier.pages.parts.numbers import count
from classifier.pages.parts.plain import plain
from classifier.pages.parts.review_labels import DECIDED, WIDTH
from classifier.review import Review, Reviewed
from classifier.store.coding_rounds import CodingRound
from classifier.texts import Texts

_DRAFT, _MISTAKE = "blind.draft", "blind.mistake"


@st.fragment
def blind_card(review: Review, coding_round: CodingRound, who: str, texts: Texts) -> None:
    """The next answer of the round for this coder; a key redraws this part and nothing else."""
    waiting = double_coding.waiting_for(house.the_database(), coding_round, who)
    if not waiting:
        st.rerun(scope="app")
    done, size = len(coding_round.answers) - len(waiting), len(coding_round.answers)
    st.progress(done / size, plain(texts("double.card.done", done=count(done, texts), all=count(size, texts))))
    reviewed, draft = review.by_id[waiting[0]], _draft(review, waiting[0])
    left, right = st.columns([9, 11], gap="large")
    # The buttons first: who sees the next answer and presses must not code the one before.
    with right:
        _labels(draft, reviewed.answer.id, texts)
    with left:
        _answer(reviewed, texts)
        _keep_button(review, coding_round, reviewed, who, texts)
        _problem(draft, texts)


def _draft(review: Review, answer_id: int) -> BlindDraft:
    kept = st.session_state.get(_DRAFT)
    if kept is None or kept[0] != answer_id:
        st.session_state[_DRAFT] = kept = (answer_id, BlindDraft(review.codebook))
    return kept[1]


def _answer(reviewed: Reviewed, texts: Texts) -> None:
    with st.container(border=True):
        if reviewed.answer.question:
            st.markdown(f":small[{plain(reviewed.answer.question)}]")
        st.markdown(f"### {plain(reviewed.answer.text)}")
    st.markdown(f":small[{plain(texts('double.card.blind'))}]")


def _keep_button(review: Review, coding_round: CodingRound, reviewed: Reviewed, who: str, texts: Texts) -> None:
    st.button(
        texts("double.card.keep"), type="primary", shortcut=ACCEPT, on_click=_keep,
        args=(review, coding_round, reviewed.answer.id, who), key=f"blind.keep.{reviewed.answer.id}",
    )  # fmt: skip


def _keep(review: Review, coding_round: CodingRound, answer_id: int, who: str) -> None:
    draft = _draft(review, answer_id)
    if draft.missing:
        st.session_state[_MISTAKE] = True
        return
    try:
        double_coding.code(
            house.the_database(), coding_round, answer_id, draft.complete(), who, review.codebook, review.version
        )
    except UserMistake as mistake:
        st.session_state[_MISTAKE] = mistake


def _problem(draft: BlindDraft, texts: Texts) -> None:
    wrong = st.session_state.pop(_MISTAKE, None)
    if isinstance(wrong, UserMistake):
        st.warning(plain(wrong.message(texts)))
    elif wrong and draft.missing:
        names = ", ".join(facet.text("name", texts.language) for facet in draft.missing)
        st.warning(plain(texts("double.card.missing", facets=names)))


def _labels(draft: BlindDraft, answer_id: int, texts: Texts) -> None:
    keys = assign_keys(draft.codebook)
    for facet in draft.codebook:
        with st.container(gap="xxsmall"):
            st.markdown(f"**{plain(facet.text('name', texts.language))}**")
            with st.container(horizontal=True, gap="xxsmall"):
                for label in choices(facet):
                    _button(draft, facet, label.key, answer_id, keys.get((facet.key, label.key)), texts)


def _button(draft: BlindDraft, facet: Facet, key: str, answer_id: int, shortcut: str | None, texts: Texts) -> None:
    stands = key in draft.labels(facet)
    name = plain(facet.label(key).text("name" if facet.kind == "flag" else "short", texts.language))
    st.button(
        f"**{name}**" if stands else name,
        key=f"blind.{answer_id}.{facet.key}.{key}",
        on_click=_press,
        args=(draft, facet, key, answer_id),
        type="primary" if stands else "tertiary",
        icon=DECIDED if stands else None,
        shortcut=shortcut,
        width=WIDTH,
    )


def _press(draft: BlindDraft, facet: Facet, key: str, answer_id: int) -> None:
    st.session_state[_DRAFT] = (answer_id, draft.pressed(facet, key))
