"""Judging all kept workshops that the model and codebook in force did not judge yet, with one button."""

import streamlit as st

from classifier import keeping
from classifier.pages.parts import house, keep_shelf
from classifier.pages.parts.numbers import count
from classifier.texts import Texts


def all_waiting(model: str, version: int, texts: Texts, *, but: int = 0) -> bool:
    """Offers to judge all that waits for this model and codebook version; whether there is anything.

    Nothing when only workshop ``but`` waits: a screen that shows it offers that by itself. Raises UserMistake.
    """
    todo = keeping.waiting(house.the_database(), model, version)
    if all(one.workshop.id == but for one in todo):
        return False
    answers = count(sum(one.answers for one in todo), texts)
    with st.container(border=True):
        facts = {"workshops": count(len(todo), texts), "answers": answers, "model": model}
        st.text(texts("workshops.judge_all.why", **facts))
        if st.button(texts("workshops.judge_all.go"), type="primary", key="judge_all"):
            bar = st.progress(0.0, texts("workshops.judge.busy"))
            if keep_shelf.tell(lambda: _judge(bar.progress, texts), texts):
                st.rerun()
    return True


def _judge(progress, texts: Texts) -> None:
    judged = keeping.judge_all(house.the_database(), house.the_house(), progress)
    keep_shelf.forget()
    keep_shelf.say("workshops.judge_all.done", answers=count(judged, texts))
