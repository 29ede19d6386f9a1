"""Answers as a table in which labels can be changed: its rows, and the decisions that edits amount to.

The table stays as it was drawn while someone edits, so edits are read as differences with the rows drawn;
reading the same edits twice decides nothing twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from classifier import summary
from classifier.codebook import Codebook, Facet
from classifier.exchange.headers import normal
from classifier.exchange.table import Answer
from classifier.kept_results import group_of
from classifier.review import Review, Reviewed
from classifier.store.decisions import Keys
from classifier.summary import Groups, Judged

Cell = str | list[str]
EVERYTHING, OPEN, DECIDED, DIFFERENT = "everything", "open", "decided", "different"
STATES = (EVERYTHING, OPEN, DECIDED, DIFFERENT)


@dataclass(frozen=True)
class GridFilter:
    """Which answers to show: a word in the text, a state, labels (facet → keys, any of them), a group."""

    search: str = ""
    state: str = EVERYTHING
    labels: Mapping[str, Sequence[str]] = field(default_factory=dict)
    group: str = ""


def filtered(review: Review, wanted: GridFilter) -> list[Reviewed]:
    """The answers that fit, in order of the workshop."""
    return [reviewed for reviewed in review.answers if _fits(reviewed, review.codebook, wanted)]


def _fits(reviewed: Reviewed, codebook: Codebook, wanted: GridFilter) -> bool:
    if wanted.search and normal(wanted.search) not in normal(reviewed.answer.text):
        return False
    if wanted.group and wanted.group != group_of(reviewed.answer):
        return False
    if not _in_state(reviewed, codebook, wanted.state):
        return False
    return all(
        set(keys) & set(reviewed.labels(codebook.facet(facet))) for facet, keys in wanted.labels.items() if keys
    )


def _in_state(reviewed: Reviewed, codebook: Codebook, state: str) -> bool:
    return {
        EVERYTHING: lambda: True,
        OPEN: lambda: not reviewed.is_done(codebook),
        DECIDED: lambda: bool(reviewed.decided),
        DIFFERENT: lambda: any(reviewed.differs(facet) for facet in codebook),
    }[state]()


def groups_of(review: Review) -> Groups:
    """Which groups may be shown on their own: people of a small one would be recognised."""
    return summary.groups_of(
        Judged(
            Answer(reviewed.answer.external_id, reviewed.answer.text, group_of(reviewed.answer)), reviewed.judgement
        )
        for reviewed in review.answers
    )


def cell(reviewed: Reviewed, facet: Facet) -> Cell:
    """What stands in the column of a facet: the keys of many labels, or the one key."""
    keys = reviewed.labels(facet)
    return list(keys) if facet.takes_many else keys[0]


def edited_labels(
    drawn: Sequence[Reviewed], codebook: Codebook, edits: Mapping[int, Mapping[str, Cell | None]]
) -> dict[int, dict[str, Keys]]:
    """Answer id → facet → labels that someone changed; ``edits``: row drawn (from 0) → column → new cell.

    An emptied cell of a facet that takes one label changes nothing: there is no such answer.
    """
    changed: dict[int, dict[str, Keys]] = {}
    for row, columns in edits.items():
        labels = {facet.key: keys for facet in codebook if (keys := _edited(facet, columns)) is not None}
        if labels:
            changed[drawn[row].answer.id] = labels
    return changed


def _edited(facet: Facet, columns: Mapping[str, Cell | None]) -> Keys | None:
    """The labels after an edit, in codebook order; None when the facet was not edited.

    A cell that was put back counts as an edit too: a decision was kept in between.
    """
    if facet.key not in columns:
        return None
    new = columns[facet.key]
    if not facet.takes_many and not new:
        return None
    wanted = {new} if isinstance(new, str) else set(new or ())
    return tuple(key for key in facet.keys if key in wanted)


def not_yet_kept(review: Review, changed: Mapping[int, Mapping[str, Keys]]) -> dict[int, dict[str, Keys]]:
    """Of these changes those that do not stand there already: the table repeats earlier edits each time."""
    waiting: dict[int, dict[str, Keys]] = {}
    for answer_id, labels in changed.items():
        fresh = {facet: keys for facet, keys in labels.items() if set(keys) != _now(review, answer_id, facet)}
        if fresh:
            waiting[answer_id] = fresh
    return waiting


def _now(review: Review, answer_id: int, facet: str) -> set[str]:
    return set(review.by_id[answer_id].labels(review.codebook.facet(facet)))
