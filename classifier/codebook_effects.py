"""What a change of the codebook will do, known before it is kept: to decisions, and to what is read."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from classifier.codebook import Codebook
from classifier.codebook_applying import OF_MEANING, apply, settled
from classifier.codebook_changes import AddLabel, Change, MergeLabels, RecolourLabel
from classifier.codebook_history import LabelName, translate
from classifier.codebook_versions import CodebookHistory
from classifier.store.database import Database
from classifier.store.decisions import Keys, decided_sets


@dataclass(frozen=True)
class DecisionCounts:
    """(facet, labels) → decisions in force that gave exactly these labels, in terms of today's codebook."""

    held: Mapping[tuple[str, Keys], int]

    def on(self, facet: str, *labels: str) -> int:
        """Decisions that gave at least one of these labels; a decision counts once."""
        return sum(
            count for (own, keys), count in self.held.items() if own == facet and not set(labels).isdisjoint(keys)
        )


def count_decisions(database: Database, history: CodebookHistory) -> DecisionCounts:
    """All decisions in force, of all kept workshops. Raises UserMistake when the database does not work."""
    with database.reading() as connection:
        found = decided_sets(connection)
    changes = {version: history.changes_after(version) for version in {own for *_, own in found}}
    held: Counter[tuple[str, Keys]] = Counter()
    for (facet, keys, version), count in found.items():
        held[facet, translate({facet: keys}, changes[version]).labels[facet]] += count
    return DecisionCounts(held)


@dataclass(frozen=True)
class Effect:
    """A change with all that follows from it.

    ``change`` has its keys and colours filled in. ``decisions``: how many gave a label that it is about.
    ``together``: how many will stand under the label that is merged into. ``reads_otherwise``: whether answers
    can be given other labels than before, so that kept workshops have to be judged again.
    """

    change: Change
    before: Codebook
    after: Codebook
    decisions: int
    together: int
    reads_otherwise: bool


def effect_of(
    codebook: Codebook, change: Change, counts: DecisionCounts, new_labels: Collection[LabelName] = ()
) -> Effect:
    """What a change will do. ``new_labels``: those that the model has not learned.

    Raises UserMistake when the change cannot be.
    """
    complete = settled(codebook, change)
    about = labels_of(change)
    into = (change.into,) if isinstance(change, MergeLabels) else ()
    return Effect(
        change=complete,
        before=codebook,
        after=apply(codebook, complete),
        decisions=counts.on(change.facet, *about),
        together=counts.on(change.facet, *about, *into),
        reads_otherwise=reads_otherwise(change, new_labels),
    )


def labels_of(change: Change) -> Keys:
    """Keys of the labels that a change is about; none for one that is added."""
    if isinstance(change, AddLabel):
        return ()
    return change.sources if isinstance(change, MergeLabels) else (change.label,)


def reads_otherwise(change: Change, new_labels: Collection[LabelName]) -> bool:
    """Whether answers can get other labels: a new label is read by its words and those of its neighbours."""
    if isinstance(change, OF_MEANING):
        return True
    return not isinstance(change, RecolourLabel) and any(facet == change.facet for facet, _ in new_labels)
