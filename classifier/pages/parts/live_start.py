"""Starting a session: a workshop, one to three questions and how answers come in. And the sessions there are."""

from datetime import date

import streamlit as st

from classifier import live
from classifier.pages.parts import house, keep_shelf, live_shelf
from classifier.pages.parts.plain import plain
from classifier.store.sessions import AT_ONCE, CLOSED, WAIT, LiveSession, Options
from classifier.store.workshops import LONGEST_NAME
from classifier.texts import Texts

MOST_QUESTIONS = 3
_NEW = 0
# Earlier sessions that are listed.
_LISTED = 20


def start(texts: Texts) -> None:
    """Sessions that run, the form for a new one, and earlier sessions. Raises UserMistake."""
    st.title(texts("live.heading"), anchor=False)
    st.text(texts("live.lead"))
    every = live_shelf.sessions()
    _running([own for own in every if own.state != CLOSED], texts)
    _form(texts)
    _earlier([own for own in every if own.state == CLOSED], texts)


def _running(sessions: list[LiveSession], texts: Texts) -> None:
    if not sessions:
        return
    st.header(texts("live.start.running"), anchor=False)
    for session in sessions:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            says = texts("live.start.one", name=session.workshop, code=session.code, date=_date(session))
            st.markdown(plain(says))
            st.button(
                texts("live.start.go_on"), key=f"hall.go_on.{session.id}", type="primary",
                on_click=live_shelf.take, args=(session.id,),
            )  # fmt: skip


def _earlier(sessions: list[LiveSession], texts: Texts) -> None:
    if not sessions:
        return
    with st.expander(texts("live.start.earlier")):
        for session in sessions[:_LISTED]:
            says = texts("live.start.one_closed", name=session.workshop, date=_date(session))
            st.button(
                plain(says), key=f"hall.look.{session.id}", type="tertiary",
                on_click=live_shelf.take, args=(session.id,),
            )  # fmt: skip


def _date(session: LiveSession) -> str:
    return f"{session.at.astimezone():%d-%m-%Y %H:%M}"


# -- the form -------------------------------------------------------------------------------------


def _form(texts: Texts) -> None:
    st.header(texts("live.start.new"), anchor=False)
    with st.container(border=True):
        left, right = st.columns([3, 2], gap="large")
        with left:
            workshop = _workshop(texts)
            questions = _questions(texts)
        with right:
            options = _options(texts)
        if st.button(texts("live.start.go"), type="primary", key="hall.start"):
            _open(workshop, questions, options, texts)


def _workshop(texts: Texts) -> int | str:
    """The id of a kept workshop, or the name of a new one."""
    kept = {own.id: own.name for own in keep_shelf.shelf()}
    chosen = _NEW
    if kept:
        chosen = st.selectbox(
            texts("live.start.workshop"), [_NEW, *kept], key=f"hall.workshop.{texts.language}",
            format_func=lambda number: kept.get(number) or texts("live.start.new_workshop"),
        )  # fmt: skip
    if chosen != _NEW:
        return chosen
    today = texts("workshops.keep.of_today", date=f"{date.today():%d-%m-%Y}")
    return st.text_input(texts("live.start.name"), today, max_chars=LONGEST_NAME, key=f"hall.name.{texts.language}")


def _questions(texts: Texts) -> list[str]:
    asked = [
        st.text_area(
            texts("live.start.question"), texts("live.start.default_question"), height=80,
            max_chars=live.LONGEST_QUESTION, key=f"hall.question.{texts.language}",
        )
    ]  # fmt: skip
    for number in range(2, MOST_QUESTIONS + 1):
        label = texts("live.start.more_questions", number=number)
        asked.append(st.text_input(label, max_chars=live.LONGEST_QUESTION, key=f"hall.question{number}"))
    return asked


def _options(texts: Texts) -> Options:
    names = {AT_ONCE: texts("live.start.at_once"), WAIT: texts("live.start.wait")}
    moderation = st.radio(
        texts("live.start.moderation"), names, format_func=names.__getitem__, key="hall.moderation"
    )
    again = st.checkbox(texts("live.start.again"), value=True, key="hall.again")
    ask = st.checkbox(texts("live.start.department"), key="hall.department")
    departments: tuple[str, ...] = ()
    if ask:
        typed = st.text_area(
            texts("live.start.departments"), help=texts("live.start.departments_help"), height=120,
            key="hall.departments",
        )  # fmt: skip
        departments = tuple((typed or "").splitlines())
    return Options(moderation, ask, departments, again)


def _open(workshop: int | str, questions: list[str], options: Options, texts: Texts) -> None:
    def open_it() -> None:
        live_shelf.take(live.open_session(house.the_database(), workshop, questions, options).id)

    if keep_shelf.tell(open_it, texts):
        st.rerun()
