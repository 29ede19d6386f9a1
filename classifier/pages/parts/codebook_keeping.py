"""From a proposed change to a kept one: what will happen, agreeing to it, and what to do afterwards."""

from dataclasses import dataclass, replace
from pathlib import Path

import streamlit as st

from classifier.codebook_changes import AddLabel, Change, RecolourLabel, SplitLabel
from classifier.codebook_effects import Effect, effect_of
from classifier.codebook_versions import change_codebook
from classifier.errors import UserMistake
from classifier.pages.parts import house, keep_shelf
from classifier.pages.parts.codebook_forms import DRAFT, begin_anew, forget_draft
from classifier.pages.parts.codebook_past import what_changed
from classifier.pages.parts.codebook_table import Table, chip_and_name
from classifier.pages.parts.codebook_words import did, sure, will
from classifier.pages.parts.numbers import count
from classifier.pages.parts.plain import plain

PAGES = Path(__file__).resolve().parent.parent
_SEEN, _DONE, _MISTAKE = "codebook.seen", "codebook.done", "codebook.mistake"


@dataclass(frozen=True)
class Draft:
    """A change that someone asked about: made in this view, of this version of the codebook."""

    change: Change
    view: str
    after: int | None


@dataclass(frozen=True)
class Done:
    """A change that was just kept, and the version it became."""

    effect: Effect
    version: int


def propose(change: Change, view: str) -> None:
    """Show what a change will do."""
    st.session_state.pop(_DONE, None)
    st.session_state[DRAFT] = Draft(change, view, st.session_state.get(_SEEN))


def has_seen(table: Table) -> None:
    """The visit has now seen this version."""
    st.session_state[_SEEN] = table.house.version


def changed_by_others(table: Table) -> None:
    """Says, once, that the codebook was changed since the visit last looked."""
    seen = st.session_state.get(_SEEN, table.house.version)
    if seen == table.house.version:
        return
    newest = table.versions[-1]
    who = newest.coder or table.texts("codeboek.someone")
    what = what_changed(len(table.versions) - 1, table)
    st.warning(plain(table.texts("codeboek.meanwhile", who=who, what=what)))


# -- before ---------------------------------------------------------------------------------------


def proposal(table: Table, who: str, view: str) -> None:
    """What the proposed change will do, with the button that keeps it."""
    texts, draft = table.texts, st.session_state.get(DRAFT)
    with st.container(border=True):
        st.subheader(texts("codeboek.effect.title"), anchor=False)
        _mistake(table)
        if draft is None or draft.view != view:
            st.text(texts("codeboek.effect.empty"))
            return
        try:
            effect = effect_of(table.codebook, draft.change, table.counts, table.house.new_labels)
        except UserMistake as mistake:
            st.error(plain(mistake.message(texts)))
            return
        _effect(effect, draft, table, who)


def _mistake(table: Table) -> None:
    mistake = st.session_state.pop(_MISTAKE, None)
    if mistake is not None:
        st.error(plain(mistake.message(table.texts)))


def _effect(effect: Effect, draft: Draft, table: Table, who: str) -> None:
    texts = table.texts
    if effect.before.facets == effect.after.facets and not hasattr(effect.change, "examples"):
        st.text(texts("codeboek.effect.nothing"))
        return
    for color, name in _new_looks(effect, table):
        st.markdown(chip_and_name(color, name))
    for sentence in will(effect, texts):
        st.markdown(plain(sentence))
    st.markdown(plain(_judging(effect, table)))
    if draft.after not in (None, table.house.version):
        st.warning(plain(texts("codeboek.effect.stale")))
        st.button(texts("codeboek.effect.look_again"), on_click=_look_again, args=(table.house.version,))
        return
    _buttons(effect, table, who)


def _new_looks(effect: Effect, table: Table) -> list[tuple[str, str]]:
    """Colour and name of what will look different."""
    change, after = effect.change, effect.after.facet(effect.change.facet)
    if isinstance(change, AddLabel):
        return [(change.label.color, change.label.name)]
    if isinstance(change, SplitLabel):
        return [(part.color, part.name) for part in change.into]
    if isinstance(change, RecolourLabel):
        return [(change.color, after.label(change.label).text("name", table.texts.language))]
    return []


def _judging(effect: Effect, table: Table) -> str:
    if not effect.reads_otherwise:
        return table.texts("codeboek.effect.no_judging")
    return table.texts("codeboek.effect.judge_again", count=count(len(keep_shelf.shelf()), table.texts))


def _buttons(effect: Effect, table: Table, who: str) -> None:
    texts, agreement = table.texts, sure(effect, table.texts)
    agreed = st.checkbox(plain(agreement), key=f"codebook.sure.{effect.change}") if agreement else True
    with st.container(horizontal=True):
        st.button(
            texts("codeboek.effect.keep"), type="primary", disabled=not agreed, on_click=_keep,
            args=(effect, table, who), key="codebook.keep",
        )  # fmt: skip
        st.button(texts("codeboek.effect.drop"), on_click=forget_draft, key="codebook.drop")


def _look_again(version: int) -> None:
    st.session_state[DRAFT] = replace(st.session_state[DRAFT], after=version)


def _keep(effect: Effect, table: Table, who: str) -> None:
    same_judge = "" if effect.reads_otherwise else table.house.model
    after = st.session_state[DRAFT].after or table.house.version
    try:
        version = change_codebook(house.the_database(), effect.change, who, after, same_judge=same_judge)
    except UserMistake as mistake:
        st.session_state[_MISTAKE] = mistake
        return
    st.session_state[_DONE] = Done(effect, version)
    st.session_state[_SEEN] = version
    forget_draft()
    begin_anew()


# -- afterwards -----------------------------------------------------------------------------------


def said(table: Table) -> None:
    """What was just kept, and what has to be done now; stays until the next change."""
    done, texts = st.session_state.get(_DONE), table.texts
    if done is None or done.version != table.house.version:
        return
    what = did(done.effect.change, done.effect.before, texts)
    st.success(plain(texts("codeboek.done.kept", version=table.codebook.version, what=what)))
    if not done.effect.reads_otherwise:
        return
    with st.container(border=True):
        if isinstance(done.effect.change, AddLabel | SplitLabel):
            st.text(texts("codeboek.done.learn"))
        st.text(texts("codeboek.done.judge_again", count=count(len(keep_shelf.shelf()), texts)))
        with st.container(horizontal=True):
            st.page_link(PAGES / "workshops.py", label=texts("codeboek.done.to_workshops"))
            st.page_link(PAGES / "nakijken.py", label=texts("codeboek.done.to_review"))
            st.page_link(PAGES / "onderzoek.py", label=texts("codeboek.done.to_training"))
