"""The table of answers that can be changed in place; every change is kept at once."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from classifier import grid, summary
from classifier import review as reviewing
from classifier.codebook import Codebook, Facet
from classifier.errors import UserMistake
from classifier.grid import GridFilter
from classifier.kept_results import group_of
from classifier.pages.parts import figures, house
from classifier.pages.parts.new_marks import marked
from classifier.pages.parts.numbers import count
from classifier.pages.parts.plain import plain
from classifier.review import Review, Reviewed
from classifier.summary import Groups
from classifier.texts import Texts

_DRAWN, _MISTAKE, _TURN, _KEPT = "table_drawn", "table_mistake", "table_turn", "table_kept"
NUMBER, TEXT, GROUP, WHO = "number", "text", "group", "who"
ROW_HEIGHT, TALLEST = 42, 640
# Two beside each other on a phone; all filters in two rows on a laptop.
FILTER_WIDTH = 166


@dataclass
class Drawn:
    """The rows on screen: they stay as drawn while someone edits; ``review`` knows what was decided since."""

    choice: tuple
    rows: Sequence[Reviewed]
    review: Review
    who: str


@st.fragment
def table(review: Review, who: str, texts: Texts) -> None:
    """Filters, and the table of what they find."""
    wanted = _filters(review, texts)
    drawn = _drawn(review, wanted, who)
    _said(drawn, texts)
    if not drawn.rows:
        st.info(texts("grid.nothing"))
        return
    if not summary.may_list(drawn.rows, bool(wanted.group)):
        st.info(texts("indelen.list.too_few", least=summary.SMALLEST_GROUP))
        return
    st.data_editor(
        _frame(drawn, texts),
        hide_index=True,
        disabled=[NUMBER, TEXT, GROUP, WHO],
        column_config=_columns(drawn, texts),
        row_height=ROW_HEIGHT,
        height=min(TALLEST, ROW_HEIGHT * (len(drawn.rows) + 1) + 2),
        key=_key(),
        on_change=_keep,
        alt=texts("grid.alt"),
    )


def _key() -> str:
    return f"table_{st.session_state.get(_TURN, 0)}"


# -- which rows -----------------------------------------------------------------------------------


def _filters(review: Review, texts: Texts) -> GridFilter:
    names = {
        grid.EVERYTHING: texts("grid.state.everything"),
        grid.OPEN: texts("grid.state.open"),
        grid.DECIDED: texts("grid.state.decided"),
        grid.DIFFERENT: texts("grid.state.different"),
    }
    groups = sorted(grid.groups_of(review).names)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = st.text_input(texts("grid.search"), key="grid.search", width=240)
        state = st.selectbox(
            texts("grid.state.choose"), grid.STATES, format_func=lambda one: names[one],
            key=f"grid.state.{texts.language}", width=240,
        )  # fmt: skip
        labels = {facet.key: _label_filter(facet, texts) for facet in _shown(review, texts)}
        group = _group_filter(groups, texts) if groups else ""
    if not groups:
        figures.no_choice(Counter(group_of(reviewed.answer) for reviewed in review.answers), texts)
    return GridFilter(search or "", state, labels, group)


def _shown(review: Review, texts: Texts) -> Codebook:
    """The codebook with what the model has not learned yet marked as new."""
    return marked(review.codebook, house.the_house().new_labels, texts)


def _label_filter(facet: Facet, texts: Texts) -> list[str]:
    return st.multiselect(
        plain(facet.text("name", texts.language)), facet.keys, placeholder=texts("grid.any"), width=FILTER_WIDTH,
        format_func=lambda key: facet.label(key).text("short", texts.language),
        key=f"grid.{facet.key}.{texts.language}",
    )  # fmt: skip


def _group_filter(groups: list[str], texts: Texts) -> str:
    return st.selectbox(
        texts("grid.group"), ["", *groups], format_func=lambda one: one or texts("grid.all_groups"),
        key=f"grid.group.{texts.language}", width=FILTER_WIDTH,
    )  # fmt: skip


def _drawn(review: Review, wanted: GridFilter, who: str) -> Drawn:
    """The rows of this choice: those under way when nothing was chosen otherwise, else drawn anew."""
    choice = (review.workshop_id, review.version, len(review.answers), repr(wanted), who)
    kept = st.session_state.get(_DRAWN)
    if kept is None or kept.choice != choice:
        newest = reviewing.refresh(house.the_database(), review)
        kept = Drawn(choice, grid.filtered(newest, wanted), newest, who)
        _draw_anew(kept)
    return kept


def _draw_anew(drawn: Drawn) -> None:
    """A fresh table: one that was edited shows its edits over whatever rows it gets."""
    st.session_state[_DRAWN] = drawn
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1


def _said(drawn: Drawn, texts: Texts) -> None:
    """How many rows there are, and how the last edit went."""
    shown = texts("grid.count", shown=count(len(drawn.rows), texts), all=count(len(drawn.review.answers), texts))
    st.text(shown)
    mistake = st.session_state.pop(_MISTAKE, None)
    if mistake is not None:
        st.error(plain(mistake.message(texts)))
    elif kept := st.session_state.pop(_KEPT, 0):
        st.text(texts("grid.kept", count=count(kept, texts)))


# -- what stands in them --------------------------------------------------------------------------


def _frame(drawn: Drawn, texts: Texts) -> pd.DataFrame:
    """The rows as they were when drawn: an edited table must get the same rows again."""
    groups = grid.groups_of(drawn.review)
    return pd.DataFrame([_row(reviewed, drawn.review, groups, texts) for reviewed in drawn.rows])


def _row(reviewed: Reviewed, review: Review, groups: Groups, texts: Texts) -> dict[str, Any]:
    facets = {facet.key: grid.cell(reviewed, facet) for facet in review.codebook}
    names = sorted({decision.coder for decision in reviewed.decided.values()})
    return {
        NUMBER: reviewed.answer.position,
        TEXT: reviewed.answer.text,
        **facets,
        WHO: ", ".join(names) or texts("grid.model"),
        **({GROUP: groups.name_of(group_of(reviewed.answer)) or texts("grid.rest")} if groups.shown else {}),
    }


def _columns(drawn: Drawn, texts: Texts) -> Mapping[str, Any]:
    config = st.column_config
    facets = {facet.key: _facet_column(facet, texts) for facet in _shown(drawn.review, texts)}
    return {
        NUMBER: config.NumberColumn(texts("grid.column.number"), width=60, pinned=True),
        TEXT: config.TextColumn(texts("grid.column.text"), width=420, pinned=True),
        GROUP: config.TextColumn(texts("grid.column.group")),
        WHO: config.TextColumn(texts("grid.column.who"), help=texts("grid.column.who_help")),
        **facets,
    }


def _facet_column(facet: Facet, texts: Texts) -> Any:
    name = facet.text("name", texts.language)
    named = {label.key: label.text("short", texts.language) for label in facet.labels}
    if facet.takes_many:
        return st.column_config.MultiselectColumn(
            name, options=facet.keys, format_func=named.__getitem__, width="large"
        )
    return st.column_config.SelectboxColumn(
        name, options=facet.keys, format_func=lambda key: named[str(key)], required=True
    )


# -- keeping --------------------------------------------------------------------------------------


def _keep() -> None:
    """Keep what was edited; when someone else decided meanwhile, nothing is lost and the table is drawn anew."""
    drawn: Drawn = st.session_state[_DRAWN]
    edits = st.session_state[_key()]["edited_rows"]
    database = house.the_database()
    try:
        changed = grid.edited_labels(drawn.rows, drawn.review.codebook, edits)
        waiting = grid.not_yet_kept(drawn.review, changed)
        if waiting:
            reviewing.decide(database, drawn.review, waiting, drawn.who)
            st.session_state[_KEPT] = len(waiting)
        drawn.review = reviewing.refresh(database, drawn.review)
    except UserMistake as mistake:
        st.session_state[_MISTAKE] = mistake
        newest = reviewing.refresh(database, drawn.review)
        rows = [newest.by_id[reviewed.answer.id] for reviewed in drawn.rows]
        _draw_anew(Drawn(drawn.choice, rows, newest, drawn.who))
