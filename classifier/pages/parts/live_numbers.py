"""How many answers there are, and where they stand."""

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from classifier.pages.parts.numbers import count
from classifier.store.sessions import HIDDEN, SHOWN, WAITING, LiveAnswer
from classifier.texts import Texts

_MERGED = "merged"


def numbers(answers: Sequence[LiveAnswer], texts: Texts) -> None:
    """All of them, on the wall, waiting, hidden and merged; what is not there is left out."""
    places = Counter(_MERGED if own.merged_into_id else own.visibility for own in answers)
    names = {
        SHOWN: texts("live.numbers.shown"),
        WAITING: texts("live.numbers.waiting"),
        HIDDEN: texts("live.numbers.hidden"),
        _MERGED: texts("live.numbers.merged"),
    }
    with st.container(horizontal=True, gap="medium"):
        st.metric(texts("live.numbers.all"), count(len(answers), texts), width="content")
        for place, name in names.items():
            if places[place]:
                st.metric(name, count(places[place], texts), width="content")
