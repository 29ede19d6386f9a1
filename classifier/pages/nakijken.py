"""The screen "Nakijken": check what the model suggests, answer by answer or many at once."""

from pathlib import Path

import streamlit as st

from classifier.codebook import Codebook
from classifier.errors import UserMistake
from classifier.keyboard import Pair
from classifier.pages.parts import house, keep_shelf, review_seat
from classifier.pages.parts.language import page_texts
from classifier.pages.parts.plain import plain
from classifier.pages.parts.review_about import about
from classifier.pages.parts.review_bulk import bulk
from classifier.pages.parts.review_card import card
from classifier.pages.parts.who import is_known, who
from classifier.queues import QUEUES, Queue
from classifier.review import Review
from classifier.texts import Texts

PAGES = Path(__file__).resolve().parent
MANY = "many"
_QUEUE, _LABEL = "queue", "chosen_label"


def page(texts: Texts) -> None:
    """The whole screen, from top to bottom."""
    try:
        _page(texts)
    except UserMistake as mistake:
        st.error(plain(mistake.message(texts)))


def _page(texts: Texts) -> None:
    now = house.the_house()
    with st.container(gap="xxsmall"):
        queue, label = _chosen_queue(), None
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            workshop = keep_shelf.choose(texts)
            if workshop is None:
                _nothing_yet(texts)
                return
            if queue and queue.takes_label:
                label = _label(now.codebook, texts)
            name = who(texts) if is_known() else ""
        review = keep_shelf.the_review(workshop, now)
        keep_shelf.judge_again(workshop, review, now, texts)
        if review.answers and (name or who(texts)):
            _check(review, queue, label, name, texts)


def _nothing_yet(texts: Texts) -> None:
    with st.container():
        st.title(texts("nakijken.title"), anchor=False)
        st.text(texts("nakijken.none_kept"))
        st.page_link(PAGES / "indelen.py", label=texts("nakijken.to_classify"))


def _check(review: Review, queue: Queue | None, label: Pair | None, name: str, texts: Texts) -> None:
    _queues(queue, texts)
    sitting = review_seat.sit_down(review, queue, label, name)
    if queue:
        card(about(queue, sitting.review, texts), texts)
    else:
        bulk(texts)


def _chosen_queue() -> Queue | None:
    """The way of looking; None to decide on many at once."""
    chosen = st.session_state.get(_QUEUE, QUEUES[0].name)
    return next((queue for queue in QUEUES if queue.name == chosen), None)


def _queues(now: Queue | None, texts: Texts) -> None:
    """The ways of looking.

    Plain buttons, as a press of Enter on one still reaches the answer; a segmented control keeps it to itself.
    """
    titles = {queue.name: texts(queue.title) for queue in QUEUES} | {MANY: texts("nakijken.queue.many")}
    chosen = now.name if now else MANY
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for name, title in titles.items():
            st.button(
                f"**{title}**" if name == chosen else title, key=f"queue.{name}", on_click=_take_queue,
                args=(name,), type="secondary" if name == chosen else "tertiary",
            )  # fmt: skip
        line = texts(now.about) if now else texts("nakijken.queue.many_about")
        st.markdown(f":small[{plain(line)}]", width="content")


def _take_queue(name: str) -> None:
    st.session_state[_QUEUE] = name


def _label(codebook: Codebook, texts: Texts) -> Pair:
    every = [(facet.key, key) for facet in codebook for key in facet.keys]
    now = st.session_state.get(_LABEL)
    now = now if now in every else every[0]
    chosen = st.selectbox(
        texts("nakijken.queue.which_label"), every, every.index(now), width=380, label_visibility="collapsed",
        # A key of its own per choice: a new field has no focus, so that the next key goes to the answer.
        key=f"queue.label.{now}.{texts.language}", format_func=lambda pair: _in_full(codebook, pair, texts),
    )  # fmt: skip
    if chosen != now:
        st.session_state[_LABEL] = chosen
        st.rerun()
    return chosen


def _in_full(codebook: Codebook, pair: Pair, texts: Texts) -> str:
    facet, language = codebook.facet(pair[0]), texts.language
    return f"{facet.text('name', language)}: {facet.label(pair[1]).text('name', language)}"


page(page_texts())
