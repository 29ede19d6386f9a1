"""The label in focus and what it means, for screens on which labels are given by key."""

from typing import Protocol

import streamlit as st

from classifier.codebook import Codebook, Facet
from classifier.keyboard import EXPLAIN, FOCUS_DOWN, FOCUS_UP, Pair
from classifier.pages.parts.plain import plain
from classifier.store.decisions import Keys
from classifier.texts import Texts

_FOCUS, _EXPLAIN = "sitting.focus", "sitting.explain"


class Labelled(Protocol):
    """Anything on which labels stand: an answer that is checked, or the draft of a coder."""

    def labels(self, facet: Facet) -> Keys:
        """The labels of a facet that stand there now."""


def explains() -> bool:
    """Whether meanings are shown."""
    return st.session_state.get(_EXPLAIN, False)


def explain() -> None:
    """Show meanings, or no longer."""
    st.session_state[_EXPLAIN] = not explains()


def unfocus() -> None:
    """Back to the label that stands out most."""
    st.session_state.pop(_FOCUS, None)


def put_focus(facet_key: str, label_key: str) -> None:
    """Look at this label."""
    st.session_state[_FOCUS] = (facet_key, label_key)


def focus(labelled: Labelled, codebook: Codebook) -> Pair:
    """The label (facet, key) whose meaning is shown."""
    order = _order(labelled, codebook)
    wanted = st.session_state.get(_FOCUS)
    return wanted if wanted in order else order[0]


def walk(labelled: Labelled, codebook: Codebook, by: int) -> None:
    """Put the focus on the next or previous label and show what it means."""
    order = _order(labelled, codebook)
    place = order.index(focus(labelled, codebook))
    st.session_state[_FOCUS] = order[(place + by * explains()) % len(order)]
    st.session_state[_EXPLAIN] = True


def _order(labelled: Labelled, codebook: Codebook) -> list[Pair]:
    """All labels, those that stand there first."""
    every = [(facet, label.key) for facet in codebook for label in facet.labels]
    given = [(facet.key, key) for facet, key in every if key in labelled.labels(facet)]
    return given + [(facet.key, key) for facet, key in every if key not in labelled.labels(facet)]


def meaning(labelled: Labelled, codebook: Codebook, texts: Texts) -> None:
    """What the label in focus means, when asked for."""
    if explains():
        _definition(codebook, focus(labelled, codebook), texts)


def meaning_keys(labelled: Labelled, codebook: Codebook, texts: Texts) -> None:
    """The keys to ask with what labels mean."""
    with st.container(horizontal=True, gap="xsmall"):
        shown = texts("nakijken.card.explain_less") if explains() else texts("nakijken.card.explain")
        st.button(shown, key="explain", on_click=explain, type="tertiary", shortcut=EXPLAIN)
        for name, by, key in (("down", 1, FOCUS_DOWN), ("up", -1, FOCUS_UP)):
            st.button(
                texts("nakijken.card.next_label") if by > 0 else texts("nakijken.card.previous_label"),
                key=f"focus.{name}", on_click=walk, args=(labelled, codebook, by),
                type="tertiary", shortcut=key,
            )  # fmt: skip


def _definition(codebook: Codebook, pair: Pair, texts: Texts) -> None:
    facet, language = codebook.facet(pair[0]), texts.language
    label = facet.label(pair[1])
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{plain(facet.text('name', language))}: {plain(label.text('name', language))}**")
        st.text(label.text("definition", language))
        if label.excludes:
            st.text(texts("nakijken.card.excludes", text=label.excludes))
