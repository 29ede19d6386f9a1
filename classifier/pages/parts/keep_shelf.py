"""The kept workshops: choose one, see where the data lies, give another name, delete, judge again."""

from collections.abc import Callable

import streamlit as st

from classifier import keeping
from classifier.errors import UserMistake
from classifier.in_force import InForce
from classifier.keeping import Deletion
from classifier.pages.parts import house
from classifier.pages.parts.numbers import count
from classifier.pages.parts.plain import plain
from classifier.review import Review, open_review
from classifier.store import workshops as store
from classifier.store.workshops import KeptWorkshop
from classifier.texts import Texts

OPENED, _REVIEW, _SAID = "kept.opened", "kept.review", "kept.said"


def shelf() -> list[KeptWorkshop]:
    """All kept workshops, the newest first. Raises UserMistake when the database does not work."""
    with house.the_database().reading() as connection:
        return store.workshops(connection)


def opened(kept: list[KeptWorkshop]) -> KeptWorkshop | None:
    """The workshop that is open in this visit; the newest until someone chooses."""
    wanted = st.session_state.get(OPENED)
    return next((own for own in kept if own.id == wanted), kept[0] if kept else None)


def choose(texts: Texts) -> KeptWorkshop | None:
    """The field to choose a workshop with; None when none is kept. Raises UserMistake."""
    kept = shelf()
    now = opened(kept)
    if now is None:
        return None
    by_id = {own.id: own for own in kept}
    chosen = st.selectbox(
        texts("workshops.choose"),
        list(by_id),
        list(by_id).index(now.id),
        format_func=lambda key: _in_list(by_id[key], texts),
        # A key of its own per choice: a new field has no focus, so that the next key goes to the screen.
        key=f"kept.choice.{now.id}.{len(kept)}.{texts.language}",
        label_visibility="collapsed",
        width=520,
    )
    st.session_state[OPENED] = chosen
    if chosen != now.id:
        st.rerun()
    return now


def _in_list(kept: KeptWorkshop, texts: Texts) -> str:
    date = f"{kept.at.astimezone():%d-%m-%Y}"
    return texts("workshops.in_list", name=kept.name, date=date, answers=count(kept.answers, texts))


def place(texts: Texts) -> None:
    """Where the data lies."""
    st.markdown(f":small[{plain(texts('workshops.place', place=house.the_database().place))}]")


# -- the review that is kept in the visit ---------------------------------------------------------


def the_review(workshop: KeptWorkshop, now: InForce) -> Review:
    """The workshop with what the model in force says; opened once per visit. Raises UserMistake."""
    key = (workshop.id, now.version, now.model, house.the_database().place)
    kept = st.session_state.get(_REVIEW)
    if kept is None or kept[0] != key:
        kept = (key, open_review(house.the_database(), workshop.id, now.codebook, now.version, now.model))
        st.session_state[_REVIEW] = kept
    return kept[1]


def forget() -> None:
    """Open the workshop anew the next time."""
    st.session_state.pop(_REVIEW, None)


def judge_again(workshop: KeptWorkshop, review: Review, now: InForce, texts: Texts) -> None:
    """Offers to judge what the model in force has not judged yet; nothing when it judged all."""
    waiting = workshop.answers - len(review.answers)
    if not waiting:
        return
    with st.container(border=True):
        st.text(texts("workshops.judge.why", count=count(waiting, texts), model=now.model))
        if st.button(texts("workshops.judge.go"), type="primary", key="judge"):
            bar = st.progress(0.0, texts("workshops.judge.busy"))
            if tell(lambda: keeping.judge(house.the_database(), workshop.id, now, bar.progress), texts):
                forget()
                st.rerun()


def tell(work: Callable[[], object], texts: Texts) -> bool:
    """Do something; whether it went well. A user's mistake is shown as a sentence."""
    try:
        work()
    except UserMistake as mistake:
        st.error(plain(mistake.message(texts)))
        return False
    return True


# -- another name, and away -----------------------------------------------------------------------


def say(key: str, **facts: str) -> None:
    """Have the next run say what was done: a sentence of the catalogue."""
    st.session_state[_SAID] = (key, facts)


def said(texts: Texts) -> None:
    """What was just done, once."""
    key, facts = st.session_state.pop(_SAID, (None, {}))
    if key:
        st.success(plain(texts(key, **facts)))


def rename(workshop: KeptWorkshop, texts: Texts) -> None:
    """The form that gives a workshop another name."""
    with st.form(key=f"rename{workshop.id}", border=False):
        name = st.text_input(texts("workshops.rename.name"), workshop.name, max_chars=store.LONGEST_NAME)
        if st.form_submit_button(texts("workshops.rename.go")) and tell(lambda: _rename(workshop, name), texts):
            st.rerun()


def _rename(workshop: KeptWorkshop, name: str) -> None:
    with house.the_database().writing() as connection:
        store.rename_workshop(connection, workshop.id, name)
    say("workshops.rename.done", name=name)


def delete(workshop: KeptWorkshop, texts: Texts) -> None:
    """Says exactly what goes, asks whether that is meant, and deletes."""
    goes = keeping.what_goes(house.the_database(), workshop.id)
    st.text(texts("workshops.delete.what", **_facts(goes, texts)))
    if goes.backups:
        st.text(texts("workshops.delete.backups", count=count(goes.backups, texts)))
    sure = st.checkbox(plain(texts("workshops.delete.sure", name=workshop.name)), key=f"sure{workshop.id}")
    pressed = st.button(texts("workshops.delete.go"), disabled=not sure, key=f"delete{workshop.id}")
    if pressed and tell(lambda: _delete(workshop), texts):
        forget()
        st.rerun()


def _facts(goes: Deletion, texts: Texts) -> dict[str, str]:
    held = goes.contents
    return {
        "answers": count(held.answers, texts),
        "predictions": count(held.predictions, texts),
        "decisions": count(held.decisions, texts),
        "rounds": count(held.rounds, texts),
        "blind_codes": count(held.blind_codes, texts),
    }


def _delete(workshop: KeptWorkshop) -> None:
    keeping.delete(house.the_database(), workshop.id)
    say("workshops.delete.done", name=workshop.name)
