"""One answer to check: the text, what stands there, and the keys to decide with."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from classifier.codebook import Codebook
from classifier.keyboard import ACCEPT, BACK, FORWARD, UNDO
from classifier.label_keys import label_keys
from classifier.pages.parts import review_seat
from classifier.pages.parts.late_keys import now_drawn
from classifier.pages.parts.numbers import count
from classifier.pages.parts.plain import plain
from classifier.pages.parts.review_about import About
from classifier.pages.parts.review_labels import labels
from classifier.pages.parts.review_meaning import explains, focus, meaning, meaning_keys
from classifier.pages.parts.review_text import answer_text
from classifier.review import Reviewed
from classifier.sitting import Sitting
from classifier.texts import Texts

# The answer beside its labels: on a screen of 1366 wide six levels stand beside each other.
BESIDE = (100, 256)


@st.fragment
def card(about: About, texts: Texts) -> None:
    """The answer of this moment; a key redraws this part and nothing else. ``about``: the words of this queue."""
    sitting = review_seat.sitting()
    codebook, now = sitting.review.codebook, sitting.now
    left, right = _places(now is not None)
    place = left.container(gap="xsmall")
    with place:
        _progress(about.note, sitting, texts)
        _said(texts)
    if now is None:
        with place:
            _finished(about.empty, sitting, texts)
        return
    # The buttons before the answer: who sees the next one and presses must not change the one before.
    with right:
        labels(now, codebook, label_keys(sitting.review), texts)
    with place:
        _answer(now, codebook, texts)
        meaning(now, codebook, texts)
        _steps(now, sitting, texts)
        meaning_keys(now, codebook, texts)
    now_drawn(now.answer.id)


def _places(beside: bool) -> Sequence[Any]:
    """Where the answer stands and where its labels; without an answer all is for what is said of it."""
    return st.columns(BESIDE, gap="small") if beside else (st.container(width=800), st.container())


def _progress(note: str, sitting: Sitting, texts: Texts) -> None:
    done, everything = sitting.review.done, len(sitting.review.answers)
    said = texts("nakijken.card.done", done=count(done, texts), all=count(everything, texts))
    if sitting.now is not None:
        place, length = count(sitting.position + 1, texts), count(len(sitting.queue), texts)
        said = " · ".join([said, texts("nakijken.card.place", place=place, length=length)])
    st.progress(done / everything if everything else 0.0, plain(said))
    if note:
        st.markdown(f":small[{plain(note)}]")


def _said(texts: Texts) -> None:
    """What went wrong with the last key, or what it took back."""
    wrong, back = review_seat.mistake(), review_seat.taken_back()
    if back > 1:
        st.info(texts("nakijken.card.taken_back", count=count(back, texts)))
    if wrong is not None:
        st.warning(plain(wrong.message(texts)), icon=":material/sync_problem:")


def _answer(now: Reviewed, codebook: Codebook, texts: Texts) -> None:
    looked_at = focus(now, codebook) if explains() else None
    with st.container(border=True):
        if now.answer.question:
            st.markdown(f":small[{plain(now.answer.question)}]")
        if answer_text(now, codebook, looked_at):
            st.markdown(f":small[{plain(texts('nakijken.card.marked'))}]")


def _steps(now: Reviewed, sitting: Sitting, texts: Texts) -> None:
    """Agree and go on; one back; take back."""
    answer_id = now.answer.id
    with st.container(horizontal=True, gap="xsmall"):
        st.button(
            texts("nakijken.card.accept"), key=f"accept.{answer_id}", on_click=review_seat.accept,
            args=(answer_id,), type="primary", shortcut=ACCEPT, help=texts("nakijken.card.accept_help"),
        )  # fmt: skip
        _undo(sitting, texts)
    with st.container(horizontal=True, gap="xsmall"):
        _back(sitting, texts)
        st.button(
            texts("nakijken.card.forward"), key="forward", on_click=review_seat.move, args=(1,),
            type="tertiary", shortcut=FORWARD,
        )  # fmt: skip


def _undo(sitting: Sitting, texts: Texts) -> None:
    st.button(
        texts("nakijken.card.undo"), key="undo", on_click=review_seat.undo, shortcut=UNDO,
        disabled=not sitting.can_undo,
    )  # fmt: skip


def _back(sitting: Sitting, texts: Texts) -> None:
    st.button(
        texts("nakijken.card.back"), key="back", on_click=review_seat.move, args=(-1,),
        type="tertiary", shortcut=BACK, disabled=not sitting.position,
    )  # fmt: skip


def _finished(empty: str, sitting: Sitting, texts: Texts) -> None:
    if sitting.queue:
        st.success(texts("nakijken.card.finished"))
    else:
        st.info(plain(empty))
    with st.container(horizontal=True, gap="xsmall"):
        _undo(sitting, texts)
        _back(sitting, texts)
