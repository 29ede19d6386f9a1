"""One answer to check: the text, what stands there, and the keys to decide with."""

import streamlit as st

from classifier.codebook import Codebook
from classifier.keyboard import ACCEPT, BACK, EXPLAIN, FOCUS_DOWN, FOCUS_UP, FORWARD, UNDO, assign_keys
from classifier.pages.parts import review_seat
from classifier.pages.parts.numbers import count
from classifier.pages.parts.plain import plain
from classifier.pages.parts.review_labels import labels
from classifier.pages.parts.review_text import answer_text
from classifier.review import Reviewed
from classifier.sitting import Sitting
from classifier.texts import Texts


@st.fragment
def card(texts: Texts) -> None:
    """The answer of this moment; a key redraws this part and nothing else."""
    sitting = review_seat.sitting()
    codebook, now = sitting.review.codebook, sitting.now
    _progress(sitting, texts)
    _mistake(texts)
    if now is None:
        _finished(sitting, texts)
        return
    left, right = st.columns([7, 12], gap="medium")
    # The buttons first: who sees the next answer and presses must not change the one before.
    with right:
        labels(now, codebook, assign_keys(codebook), texts)
    with left:
        _answer(now, codebook, texts)
        _steps(now, sitting, texts)
        _meaning(now, codebook, texts)


def _progress(sitting: Sitting, texts: Texts) -> None:
    done, everything = sitting.review.done, len(sitting.review.answers)
    said = texts("nakijken.card.done", done=count(done, texts), all=count(everything, texts))
    if sitting.now is not None:
        place, length = count(sitting.position + 1, texts), count(len(sitting.queue), texts)
        said = " · ".join([said, texts("nakijken.card.place", place=place, length=length)])
    st.progress(done / everything if everything else 0.0, plain(said))


def _mistake(texts: Texts) -> None:
    wrong = review_seat.mistake()
    if wrong is not None:
        st.warning(plain(wrong.message(texts)), icon=":material/sync_problem:")


def _answer(now: Reviewed, codebook: Codebook, texts: Texts) -> None:
    focus = review_seat.focus(now, codebook) if review_seat.explains() else None
    with st.container(border=True):
        if now.answer.question:
            st.markdown(f":small[{plain(now.answer.question)}]")
        if answer_text(now, codebook, focus):
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


def _meaning(now: Reviewed, codebook: Codebook, texts: Texts) -> None:
    """What the label in focus means, when asked for."""
    if review_seat.explains():
        facet_key, label_key = review_seat.focus(now, codebook)
        facet = codebook.facet(facet_key)
        label, language = facet.label(label_key), texts.language
        with st.container(border=True, gap="xsmall"):
            st.markdown(f"**{plain(facet.text('name', language))}: {plain(label.text('name', language))}**")
            st.text(label.text("definition", language))
            if label.excludes:
                st.text(texts("nakijken.card.excludes", text=label.excludes))
    with st.container(horizontal=True, gap="xsmall"):
        shown = texts("nakijken.card.explain_less") if review_seat.explains() else texts("nakijken.card.explain")
        st.button(shown, key="explain", on_click=review_seat.explain, type="tertiary", shortcut=EXPLAIN)
        for name, by, key in (("down", 1, FOCUS_DOWN), ("up", -1, FOCUS_UP)):
            st.button(
                texts("nakijken.card.next_label") if by > 0 else texts("nakijken.card.previous_label"),
                key=f"focus.{name}", on_click=review_seat.walk, args=(now, codebook, by),
                type="tertiary", shortcut=key,
            )  # fmt: skip


def _finished(sitting: Sitting, texts: Texts) -> None:
    st.success(texts("nakijken.card.finished") if sitting.queue else texts("nakijken.card.empty"))
    with st.container(horizontal=True, gap="xsmall"):
        _undo(sitting, texts)
        _back(sitting, texts)
