"""The answers as they come in, as the wall shows them: let through, hide, merge what says the same."""

from collections.abc import Sequence

import streamlit as st

from classifier import live
from classifier.duplicates import likely_duplicates
from classifier.errors import UserMistake
from classifier.pages.parts import house, keep_shelf, live_shelf
from classifier.pages.parts.live_door import EVERY_S
from classifier.pages.parts.live_numbers import numbers
from classifier.pages.parts.numbers import count
from classifier.pages.parts.plain import plain
from classifier.privacy import mask
from classifier.store.sessions import HIDDEN, SHOWN, WAITING, LiveAnswer, LiveSession
from classifier.texts import Texts

# Answers drawn at a time: every one of them is drawn again every two seconds.
STEP = 20
_MOST_PROPOSALS, _LINES = 3, 4
_HOLD, _LAST, _DRAWN, _APART = "hall.hold", "hall.last", "hall.drawn", "hall.apart"
_MISTAKE, _FOUND = "hall.moderation_mistake", "hall.found"


@st.fragment(run_every=EVERY_S)
def moderation(session: LiveSession, texts: Texts) -> None:
    """Numbers, proposals to merge, and the list; drawn again every two seconds."""
    try:
        now, answers = live_shelf.as_it_is(session.id)
    except UserMistake as mistake:
        st.error(plain(mistake.message(texts)))
        return
    if now.state != session.state:
        keep_shelf.forget()
        st.rerun()
    numbers(answers, texts)
    _mistake(texts)
    if not answers:
        st.text(texts("live.list.none"))
        return
    held = _hold(answers, texts)
    _proposals(session, held, texts)
    _list(session, held, texts)


def _hold(answers: list[LiveAnswer], texts: Texts) -> list[LiveAnswer]:
    """The answers of the list: all, or those that were there when someone held it still."""
    with st.container(horizontal=True, vertical_alignment="center"):
        hold = st.toggle(texts("live.list.hold"), key=_HOLD, help=texts("live.list.hold_help"))
        if not hold:
            st.session_state[_LAST] = answers[-1].id
        held = [own for own in answers if own.id <= st.session_state.get(_LAST, answers[-1].id)]
        if new := len(answers) - len(held):
            st.text(texts("live.list.new", count=count(new, texts)))
    st.markdown(f":small[{plain(texts('live.list.masked'))}]")
    return held


def _act(act, *arguments) -> None:
    try:
        act(house.the_database(), *arguments)
    except UserMistake as mistake:
        st.session_state[_MISTAKE] = mistake


def _mistake(texts: Texts) -> None:
    mistake = st.session_state.pop(_MISTAKE, None)
    if mistake is not None:
        st.error(plain(mistake.message(texts)))


# -- what says the same ---------------------------------------------------------------------------


def _proposals(session: LiveSession, answers: Sequence[LiveAnswer], texts: Texts) -> None:
    apart = st.session_state.setdefault(_APART, set())
    found = [group for group in _kept_duplicates(answers) if frozenset(own.id for own in group) not in apart]
    for group in found[:_MOST_PROPOSALS]:
        ids = [own.id for own in group]
        with st.container(border=True):
            st.text(texts("live.list.alike", count=count(len(group), texts)))
            for own in group[:_LINES]:
                st.text(mask(own.text, texts).text)
            with st.container(horizontal=True):
                st.button(
                    texts("live.list.merge"), key=f"hall.merge.{ids}", icon=":material/merge:",
                    on_click=_act, args=(live.merge, session.id, ids, ids[0]),
                )  # fmt: skip
                st.button(
                    texts("live.list.apart"), key=f"hall.apart.{ids}", type="tertiary",
                    on_click=apart.add, args=(frozenset(ids),),
                )  # fmt: skip


def _kept_duplicates(answers: Sequence[LiveAnswer]) -> list[list[LiveAnswer]]:
    """The same, looked for again only when something changed."""
    state = [(own.id, own.visibility, own.merged_into_id, own.merged) for own in answers]
    kept = st.session_state.get(_FOUND)
    if kept is None or kept[0] != state:
        kept = st.session_state[_FOUND] = (state, duplicates(answers))
    return kept[1]


def duplicates(answers: Sequence[LiveAnswer]) -> list[list[LiveAnswer]]:
    """Groups of answers to one question that look alike; the first of each is the one to keep."""
    standing = [own for own in answers if own.visibility != HIDDEN and own.merged_into_id is None]
    # What is on the wall stays there, and an answer that already stands for others goes on doing so.
    standing.sort(key=lambda own: (own.visibility != SHOWN, -own.merged, own.id))
    asked = dict.fromkeys(own.question_id for own in standing)
    of_each = [[own for own in standing if own.question_id == number] for number in asked]
    found = [(own, group) for own in of_each for group in likely_duplicates([each.text for each in own])]
    return [[own[place] for place in group] for own, group in found]


# -- the list -------------------------------------------------------------------------------------


def _list(session: LiveSession, answers: Sequence[LiveAnswer], texts: Texts) -> None:
    rows = in_order(answers)
    waiting = [own.id for own in rows if own.visibility == WAITING]
    if len(waiting) > 1:
        st.button(
            texts("live.list.show_all", count=count(len(waiting), texts)), key="hall.show_all",
            on_click=_act, args=(live.show, session.id, waiting),
        )  # fmt: skip
    drawn = st.session_state.get(_DRAWN, STEP)
    for own in rows[:drawn]:
        _row(session, own, answers, texts)
    if len(rows) > drawn:
        st.button(
            texts("live.list.more", count=count(len(rows) - drawn, texts)), key="hall.more",
            on_click=st.session_state.__setitem__, args=(_DRAWN, drawn + STEP),
        )  # fmt: skip


def in_order(answers: Sequence[LiveAnswer]) -> list[LiveAnswer]:
    """Those that stand for themselves: first what waits, then the rest, each the newest first."""
    standing = [own for own in answers if own.merged_into_id is None]
    return sorted(standing, key=lambda own: (own.visibility != WAITING, -own.id))


def _row(session: LiveSession, own: LiveAnswer, answers: Sequence[LiveAnswer], texts: Texts) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"hall.answer.{own.id}"):
        with st.container(width="stretch", gap=None):
            st.text(mask(own.text, texts).text)
            st.markdown(f":small[{plain(_about(session, own, texts))}]")
        _buttons(session, own, answers, texts)


def _about(session: LiveSession, own: LiveAnswer, texts: Texts) -> str:
    states = {
        WAITING: texts("live.list.waiting"),
        SHOWN: texts("live.list.shown"),
        HIDDEN: texts("live.list.hidden"),
    }
    asked = [each.text for each in session.questions if each.id == own.question_id and len(session.questions) > 1]
    merged = [texts("live.list.merged", count=count(own.merged, texts))] if own.merged else []
    time = f"{own.at.astimezone():%H:%M}"
    return " · ".join([time, states[own.visibility], *own.groups.values(), *merged, *asked])


def _buttons(session: LiveSession, own: LiveAnswer, answers: Sequence[LiveAnswer], texts: Texts) -> None:
    if own.visibility != SHOWN:
        st.button(
            texts("live.list.show"), key=f"hall.show.{own.id}", on_click=_act,
            args=(live.show, session.id, [own.id]), type="primary" if own.visibility == WAITING else "secondary",
        )  # fmt: skip
    if own.visibility != HIDDEN:
        st.button(
            texts("live.list.hide"),
            key=f"hall.hide.{own.id}",
            on_click=_act,
            args=(live.hide, session.id, [own.id]),
        )
    if own.merged:
        others = [other.id for other in answers if other.merged_into_id == own.id]
        st.button(
            texts("live.list.unmerge"), key=f"hall.unmerge.{own.id}", type="tertiary", on_click=_act,
            args=(live.unmerge, session.id, others),
        )  # fmt: skip
