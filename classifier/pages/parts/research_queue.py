"""Trainings that wait, run or failed; fresh every two seconds, also when they were started elsewhere."""

import streamlit as st

from classifier import worker_process
from classifier.errors import UserMistake
from classifier.pages.parts import house
from classifier.pages.parts.plain import plain
from classifier.pages.parts.view import note
from classifier.retraining.asking import trainings, withdraw
from classifier.retraining.request import TrainingRequest
from classifier.store.jobs import CANCELLED, DONE, FAILED, QUEUED, RUNNING, Job
from classifier.texts import Texts

REFRESH_S = 2
MOST_FAILED = 3
_SEEN, _MISTAKE = "research_ended", "research_queue_mistake"


def queue(texts: Texts) -> None:
    """The queue; nothing when there never was a training."""
    database = house.the_database()
    if trainings(database):
        st.header(texts("onderzoek.queue.title"), anchor=False)
    active = bool(trainings(database, QUEUED, RUNNING))
    # Nothing changes without work, so then nobody has to look every two seconds.
    st.fragment(_queue, run_every=REFRESH_S if active else None)(texts, active)


def _queue(texts: Texts, was_active: bool) -> None:
    database = house.the_database()
    try:
        worker_process.keep_going(database)
        found = trainings(database)
    except UserMistake as mistake:
        st.error(plain(mistake.message(texts)))
        return
    active = [job for job in reversed(found) if job.state in (RUNNING, QUEUED)]
    ended = sum(job.state not in (RUNNING, QUEUED) for job in found)
    if was_active and (not active or ended != st.session_state.get(_SEEN, ended)):
        st.session_state[_SEEN] = ended
        st.rerun()
    st.session_state[_SEEN] = ended
    for job in active:
        _active(job, texts)
    if found and not active:
        st.text(texts("onderzoek.queue.empty"))
    _failed(found, texts)


def _active(job: Job, texts: Texts) -> None:
    with st.container(border=True):
        st.text(_title(job, texts))
        if job.mistake:
            note(_sentence(job, texts))
        if job.state == RUNNING:
            st.progress(min(max(job.progress, 0.0), 1.0), _step(job, texts))
            note(texts("onderzoek.queue.may_close"))
        else:
            st.text(texts("onderzoek.queue.waiting"))
            st.button(
                texts("onderzoek.queue.withdraw"), key=f"withdraw.{job.id}", on_click=_withdraw, args=(job.id,)
            )
    mistake = st.session_state.pop(_MISTAKE, None)
    if mistake is not None:
        st.warning(plain(mistake.message(texts)))


def _withdraw(job_id: int) -> None:
    try:
        withdraw(house.the_database(), job_id)
    except UserMistake as mistake:
        st.session_state[_MISTAKE] = mistake


def _title(job: Job, texts: Texts) -> str:
    name = TrainingRequest.from_json(job.settings).name
    return texts("onderzoek.queue.job", job=job.id, name=name, who=job.asked_by or "-")


def _step(job: Job, texts: Texts) -> str:
    steps = {
        "read": texts("onderzoek.step.read"),
        "fit": texts("onderzoek.step.fit"),
        "evaluate": texts("onderzoek.step.evaluate"),
        "compare": texts("onderzoek.step.compare"),
        "curve": texts("onderzoek.step.curve"),
        "save": texts("onderzoek.step.save"),
    }
    return steps.get(job.step, texts("onderzoek.step.begin"))


def _sentence(job: Job, texts: Texts) -> str:
    mistake = job.mistake or {}
    try:
        return UserMistake(mistake["code"], **mistake["facts"]).message(texts)
    except KeyError:
        # Written by a version with other sentences.
        return texts("onderzoek.queue.failed")


def _failed(found: list[Job], texts: Texts) -> None:
    """The last trainings, while they are those that failed: later success makes them old news."""
    for job in found[:MOST_FAILED]:
        if job.state == DONE:
            return
        if job.state == FAILED:
            st.error(plain(f"{_title(job, texts)}: {_sentence(job, texts)}"))
        elif job.state == CANCELLED:
            note(texts("onderzoek.queue.withdrawn", job=job.id))
