"""The screen "Nakijken": check what the model suggests, answer by answer or many at once."""

from pathlib import Path

import streamlit as st

from classifier.codebook import Codebook
from classifier.errors import UserMistake
from classifier.pages.parts import house, keep_shelf, review_seat
from classifier.pages.parts.language import page_texts
from classifier.pages.parts.plain import plain
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
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        workshop = keep_shelf.choose(texts)
        if workshop is None:
            _nothing_yet(texts)
            return
        name = who(texts) if is_known() else ""
    review = keep_shelf.the_review(workshop, now)
    keep_shelf.judge_again(workshop, review, now, texts)
    if review.answers and (name or who(texts)):
        _check(review, name, texts)


def _nothing_yet(texts: Texts) -> None:
    with st.container():
        st.title(texts("nakijken.title"), anchor=False)
        st.text(texts("nakijken.none_kept"))
        st.page_link(PAGES / "indelen.py", label=texts("nakijken.to_classify"))


def _check(review: Review, name: str, texts: Texts) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        queue = _queue(texts)
        label = _label(review.codebook, texts) if queue and queue.takes_label else None
        about = texts(queue.about) if queue else texts("nakijken.queue.many_about")
        st.markdown(f":small[{plain(about)}]", width="content")
    review_seat.sit_down(review, queue or QUEUES[0], label, name)
    if queue:
        card(texts)
    else:
        bulk(texts)


def _queue(texts: Texts) -> Queue | None:
    """The way of looking; None to decide on many at once.

    Plain buttons, as a press of Enter on one still reaches the answer; a segmented control keeps it to itself.
    """
    titles = {queue.name: texts(queue.title) for queue in QUEUES} | {MANY: texts("nakijken.queue.many")}
    chosen = st.session_state.get(_QUEUE, QUEUES[0].name)
    for name, title in titles.items():
        st.button(
            f"**{title}**" if name == chosen else title, key=f"queue.{name}", on_click=_take_queue, args=(name,),
            type="secondary" if name == chosen else "tertiary",
        )  # fmt: skip
    return next((queue for queue in QUEUES if queue.name == chosen), None)


def _take_queue(name: str) -> None:
    st.session_state[_QUEUE] = name


def _label(codebook: Codebook, texts: Texts) -> tuple[str, str]:
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


def _in_full(codebook: Codebook, pair: tuple[str, str], texts: Texts) -> str:
    facet, language = codebook.facet(pair[0]), texts.language
    return f"{facet.text('name', language)}: {facet.label(pair[1]).text('name', language)}"


page(page_texts())
