"""Older decisions in terms of today's codebook.

================  =========================================================================
renamed, defined  nothing happens: a decision holds keys, and keys stay
merged            the label becomes the one it was merged into
split             the label stays where it was, and a person should look a second time
added             nothing happens: nobody has decided about the new label
================  =========================================================================
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from classifier.codebook import Codebook
from classifier.codebook_applying import apply, settled
from classifier.codebook_changes import (
    AddLabel,
    Change,
    EditDefinition,
    GiveExamples,
    MergeLabels,
    NewLabel,
    RenameLabel,
    SplitLabel,
)
from classifier.labels import LabelSet

LabelName = tuple[str, str]
"""Facet key and label key."""


@dataclass(frozen=True)
class Translated:
    """A decision in terms of a later codebook; ``needs_second_look`` holds the facets with a split label."""

    labels: dict[str, tuple[str, ...]]
    needs_second_look: frozenset[str] = frozenset()


@dataclass(frozen=True)
class UnlearnedLabel:
    """A label that came after the model was trained.

    ``key`` is the one it came with, ``now`` the one it has since become part of (the same unless merged).
    ``parent`` is the present key of the label it was split from, "" for one that was added.
    """

    facet: str
    key: str
    now: str
    description: NewLabel
    parent: str = ""


def translate(labels: LabelSet, changes: Iterable[Change]) -> Translated:
    """A decision made before ``changes`` (in order of time), as it stands after them.

    Facets with no label stay empty and a facet with one label keeps exactly one: no decision is lost.
    """
    now = {facet: tuple(keys) for facet, keys in labels.items()}
    doubtful: set[str] = set()
    for change in changes:
        own = now.get(change.facet, ())
        if isinstance(change, MergeLabels) and change.facet in now:
            now[change.facet] = merged(own, change)
        elif isinstance(change, SplitLabel) and change.label in own:
            doubtful.add(change.facet)
    return Translated(now, frozenset(doubtful))


def merged(keys: Iterable[str], change: MergeLabels) -> tuple[str, ...]:
    """Label keys after a merge, each once, in the order they stood."""
    return tuple(dict.fromkeys(change.into if key in change.sources else key for key in keys))


def key_now(facet: str, key: str, changes: Iterable[Change]) -> str:
    """The key that a label of an older codebook has after ``changes``."""
    return translate({facet: (key,)}, changes).labels[facet][0]


def settled_all(codebook: Codebook, changes: Iterable[Change]) -> tuple[Change, ...]:
    """All changes with their keys filled in, and so ready for the functions here. Raises UserMistake."""
    done = []
    for change in changes:
        done.append(settled(codebook, change))
        codebook = apply(codebook, done[-1])
    return tuple(done)


def unlearned_labels(changes: Sequence[Change]) -> tuple[UnlearnedLabel, ...]:
    """What came with settled ``changes``, unknown to every model trained before them, as described by now."""
    found = []
    for number, change in enumerate(changes):
        later = changes[number + 1 :]
        for parent, label in _new_in(change):
            now = key_now(change.facet, label.key, later)
            described = _as_described_later(label, change.facet, later)
            parent_now = key_now(change.facet, parent, later) if parent else ""
            found.append(UnlearnedLabel(change.facet, label.key, now, described, parent_now))
    return tuple(found)


def _as_described_later(label: NewLabel, facet: str, later: Iterable[Change]) -> NewLabel:
    """The label with the newest name, definition and examples it got under its own key."""
    for change in later:
        if change.facet != facet:
            continue
        if isinstance(change, MergeLabels) and label.key in change.sources:
            break
        if isinstance(change, RenameLabel | EditDefinition | GiveExamples) and change.label == label.key:
            label = replace(label, **_described(change))
        elif isinstance(change, SplitLabel) and change.label == label.key:
            label = replace(change.into[0], examples=change.into[0].examples or label.examples)
    return label


def _described(change: RenameLabel | EditDefinition | GiveExamples) -> dict[str, Any]:
    names = {field.name for field in fields(change)} & {"name", "definition", "examples"}
    return {name: getattr(change, name) for name in names}


def _new_in(change: Change) -> list[tuple[str, NewLabel]]:
    """The labels that a change brings, each with the label it was split from."""
    if isinstance(change, AddLabel):
        return [("", change.label)]
    return [(change.label, part) for part in change.into[1:]] if isinstance(change, SplitLabel) else []
