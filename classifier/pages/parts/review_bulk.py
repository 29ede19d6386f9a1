"""Deciding on many answers at once: choose which, see them, say what they become, confirm."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

import streamlit as st

from classifier import bulk as deciding
from classifier.bulk import Choice, NamedCluster
from classifier.clusters import wall_facet
from classifier.codebook import Codebook, Facet
from classifier.kept_results import judged_answers
from classifier.pages.parts import review_seat
from classifier.pages.parts.numbers import count
from classifier.pages.parts.plain import plain
from classifier.review import Review, Reviewed
from classifier.summary import groups_of
from classifier.texts import Texts

ROWS_SHOWN = 8
ACCEPT = "accept"
Value = TypeVar("Value")
_DONE, _CLUSTERS, _TURN = "bulk.done", "bulk.clusters", "bulk.turn"


@st.fragment
def bulk(texts: Texts) -> None:
    """The whole part; it redraws by itself."""
    sitting = review_seat.sitting()
    _said(texts)
    choice = _choice(sitting.review, texts)
    found = deciding.chosen(sitting.review, choice)
    if choice.is_empty:
        st.text(texts("nakijken.bulk.choose_first"))
        return
    st.subheader(texts("nakijken.bulk.found", count=count(len(found), texts)), anchor=False)
    if found:
        _list(found)
        _decide(found, sitting.review.codebook, texts)


def _said(texts: Texts) -> None:
    """What was just decided, with the way back; or what went wrong."""
    wrong = review_seat.mistake()
    if wrong is not None:
        st.warning(plain(wrong.message(texts)))
    decided, step = st.session_state.get(_DONE, (0, None))
    # Only as long as it is the last step: otherwise undo would take back something else.
    if step is not None and step is review_seat.sitting().latest:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.success(texts("nakijken.bulk.done", count=count(decided, texts)), width=420)
            st.button(texts("nakijken.card.undo"), key="bulk.undo", on_click=_undo)


def _undo() -> None:
    review_seat.undo()
    st.session_state.pop(_DONE, None)


# -- which answers --------------------------------------------------------------------------------


def _choice(review: Review, texts: Texts) -> Choice:
    """The four ways to choose; together they narrow."""
    first, second = st.columns(2)
    with first:
        cluster = _cluster(review, texts)
        search = st.text_input(texts("nakijken.bulk.search"), key="bulk.search")
    with second:
        label = _label(review.codebook, texts)
        group = _group(review, texts)
    return Choice(label, group, search or "", cluster.ids if cluster else None)


def _cluster(review: Review, texts: Texts) -> NamedCluster | None:
    found = _clusters(review)
    facet = wall_facet(review.codebook)

    def name(cluster: NamedCluster | None) -> str:
        if cluster is None:
            return texts("nakijken.bulk.any")
        about = facet.label(cluster.label).text("short", texts.language) if cluster.label else ""
        said = " · ".join(filter(None, [about, cluster.name])) or texts("nakijken.bulk.nameless")
        return texts("nakijken.bulk.with_count", name=said, count=count(len(cluster.ids), texts))

    return _optional(texts("nakijken.bulk.cluster"), found, name, f"bulk.cluster.{texts.language}")


def _clusters(review: Review) -> tuple[NamedCluster, ...]:
    key = (review.workshop_id, review.version, len(review.answers))
    kept = st.session_state.get(_CLUSTERS)
    if kept is None or kept[0] != key:
        kept = (key, deciding.clusters_of(review))
        st.session_state[_CLUSTERS] = kept
    return kept[1]


def _label(codebook: Codebook, texts: Texts) -> tuple[str, str] | None:
    every = [(facet.key, key) for facet in codebook for key in facet.keys]

    def name(pair: tuple[str, str] | None) -> str:
        if pair is None:
            return texts("nakijken.bulk.any")
        facet = codebook.facet(pair[0])
        label = facet.label(pair[1]).text("name", texts.language)
        return f"{facet.text('name', texts.language)}: {label}"

    return _optional(texts("nakijken.bulk.label"), every, name, f"bulk.label.{texts.language}")


def _group(review: Review, texts: Texts) -> str:
    """Only groups large enough to stay unrecognisable."""
    groups = groups_of(judged_answers(review, decisions=False))
    if not groups.shown:
        return ""

    def name(group: str | None) -> str:
        return group or texts("nakijken.bulk.any")

    return _optional(texts("nakijken.bulk.group"), groups.names, name, f"bulk.group.{texts.language}") or ""


def _optional(label: str, values: Sequence[Value], name: Callable[[Value | None], str], key: str) -> Value | None:
    return st.selectbox(label, [None, *values], format_func=name, key=key)


def _list(found: Sequence[Reviewed]) -> None:
    """The answers, so that nobody decides on what they did not see."""
    with st.container(border=True, height=260 if len(found) > ROWS_SHOWN else "content"):
        for reviewed in found:
            st.text(reviewed.answer.text)


# -- what they become -----------------------------------------------------------------------------


def _decide(found: Sequence[Reviewed], codebook: Codebook, texts: Texts) -> None:
    first, second, third = st.columns(3, vertical_alignment="bottom")
    with first:
        facet = _facet(codebook, texts)
    if facet is None:
        _confirm(_open(found, codebook), partial(_accept, found, codebook), texts)
        return
    with second:
        key = st.selectbox(
            texts("nakijken.bulk.which"), facet.keys, key=f"bulk.key.{facet.key}.{texts.language}",
            format_func=lambda own: facet.label(own).text("name", texts.language),
        )  # fmt: skip
    with third:
        action = _action(facet, texts)
    overrule = st.checkbox(texts("nakijken.bulk.overrule"), key="bulk.overrule")
    labels = deciding.decisions(found, facet, key, action, overrule=overrule)
    _confirm(len(labels), partial(review_seat.decide_many, labels), texts)


def _facet(codebook: Codebook, texts: Texts) -> Facet | None:
    """The facet to decide on; None to agree with what stands there."""

    def name(key: str) -> str:
        return texts("nakijken.bulk.agree") if key == ACCEPT else codebook.facet(key).text("name", texts.language)

    what = texts("nakijken.bulk.what")
    chosen = st.selectbox(what, [ACCEPT, *codebook.keys], format_func=name, key=f"bulk.facet.{texts.language}")
    return None if chosen == ACCEPT else codebook.facet(chosen)


def _action(facet: Facet, texts: Texts) -> str:
    names = {deciding.GIVE: texts("nakijken.bulk.give"), deciding.TAKE: texts("nakijken.bulk.take")}
    possible = deciding.actions(facet)
    if len(possible) == 1:
        return possible[0]
    chosen = st.segmented_control(
        texts("nakijken.bulk.action"), possible, required=True, default=possible[0],
        format_func=lambda own: names[own], key=f"bulk.action.{texts.language}",
    )  # fmt: skip
    return chosen or possible[0]


def _open(found: Sequence[Reviewed], codebook: Codebook) -> int:
    return sum(not reviewed.is_done(codebook) for reviewed in found)


def _accept(found: Sequence[Reviewed], codebook: Codebook) -> bool:
    return review_seat.accept_all([own.answer.id for own in found if not own.is_done(codebook)])


def _confirm(number: int, work: Callable[[], bool], texts: Texts) -> None:
    """The count, the tick, the button: nothing is decided by one slip."""
    if not number:
        st.text(texts("nakijken.bulk.nothing_open"))
        return
    # Another number or a decision asks for a new tick.
    turn = f"{number}.{st.session_state.get(_TURN, 0)}"
    sure = st.checkbox(texts("nakijken.bulk.sure", count=count(number, texts)), key=f"bulk.sure.{turn}")
    st.button(
        texts("nakijken.bulk.go", count=count(number, texts)), key=f"bulk.go.{turn}", type="primary",
        disabled=not sure, on_click=_go, args=(number, work),
    )  # fmt: skip


def _go(number: int, work: Callable[[], bool]) -> None:
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    st.session_state.pop(_DONE, None)
    if work():
        st.session_state[_DONE] = (number, review_seat.sitting().latest)
