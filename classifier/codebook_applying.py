"""From one version of the codebook to the next."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from functools import reduce, singledispatch
from typing import Any

from classifier.codebook import Codebook, Facet, Label
from classifier.codebook_changes import (
    AddLabel,
    Change,
    EditDefinition,
    GiveExamples,
    MergeLabels,
    NewLabel,
    RecolourLabel,
    RenameLabel,
    SplitLabel,
)
from classifier.codebook_checks import (
    check_color,
    check_definition,
    check_examples,
    check_extra_texts,
    check_grows,
    check_known,
    check_merge,
    check_name,
    check_new_label,
    check_position,
    known_facet,
)
from classifier.errors import UserMistake
from classifier.label_colors import free_color

LONGEST_KEY_CHARS = 40
# Changes after which a decision can differ; the others only change what people see.
OF_MEANING = (MergeLabels, SplitLabel, AddLabel)
_NUMBERS = re.compile(r"(?P<lead>.*?)(?P<numbers>\d+(?:\.\d+){0,2})", re.DOTALL)
_TEXTS = tuple(field.name for field in fields(NewLabel) if field.name not in {"examples", "key"})


def apply(codebook: Codebook, change: Change) -> Codebook:
    """The codebook after a change, with a raised version. Raises UserMistake when the change cannot be."""
    facet = known_facet(codebook, change.facet)
    changed = replace(facet, labels=_changed(change, facet))
    facets = tuple(changed if each is facet else each for each in codebook)
    return replace(codebook, facets=facets, version=next_version(codebook.version, change))


def apply_all(codebook: Codebook, changes: Iterable[Change]) -> Codebook:
    """The codebook after a row of changes. Raises UserMistake."""
    return reduce(apply, changes, codebook)


def settled(codebook: Codebook, change: Change) -> Change:
    """The change with keys and colours of its new labels filled in; this is the form to keep.

    Raises UserMistake when the change cannot be.
    """
    facet = known_facet(codebook, change.facet)
    if isinstance(change, AddLabel):
        return replace(change, label=_settled_labels(facet, [change.label])[0])
    if isinstance(change, SplitLabel):
        check_known(facet, change.label)
        return replace(change, into=_settled_parts(facet, change))
    return change


def next_version(version: str, change: Change) -> str:
    """1.0.0 → 1.1.0 when decisions can differ after the change, 1.0.0 → 1.0.1 when they cannot.

    What stands before the number stays; a version without a number gets one.
    """
    found = _NUMBERS.fullmatch(version)
    lead, numbers = (found["lead"], found["numbers"]) if found else (f"{version} ", "1")
    main, middle, last = [int(number) for number in [*numbers.split("."), "0", "0"][:3]]
    raised = (main, middle + 1, 0) if isinstance(change, OF_MEANING) else (main, middle, last + 1)
    return lead + ".".join(map(str, raised))


def key_from(name: str, taken: Iterable[str]) -> str:
    """A key made of a name: lower-case ASCII with _ between words, and not one that is taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST_KEY_CHARS].strip("_") or "label"
    used, key, number = set(taken), stem, 2
    while key in used:
        key, number = f"{stem}_{number}", number + 1
    return key


@singledispatch
def _changed(change: Change, facet: Facet) -> tuple[Label, ...]:
    """The labels of the facet after the change."""
    raise TypeError(f"{type(change).__name__} is no change of a codebook")


@_changed.register
def _(change: RenameLabel, facet: Facet) -> tuple[Label, ...]:
    check_known(facet, change.label)
    check_name(facet, change.name, own=change.label)
    check_extra_texts(change.name_en, change.short, change.short_en)
    texts = {"name": change.name, "name_en": change.name_en or change.name}
    return _with(facet, change.label, **texts, short=change.short, short_en=change.short_en)


@_changed.register
def _(change: RecolourLabel, facet: Facet) -> tuple[Label, ...]:
    check_known(facet, change.label)
    check_color(facet, change.color, own=change.label)
    return _with(facet, change.label, color=change.color)


@_changed.register
def _(change: EditDefinition, facet: Facet) -> tuple[Label, ...]:
    check_known(facet, change.label)
    check_definition(change.definition)
    check_extra_texts(change.definition_en, change.excludes)
    texts = {name: getattr(change, name) for name in ("definition", "definition_en", "excludes")}
    return _with(facet, change.label, **texts)


@_changed.register
def _(change: GiveExamples, facet: Facet) -> tuple[Label, ...]:
    check_known(facet, change.label)
    check_examples(change.examples)
    return facet.labels


@_changed.register
def _(change: MergeLabels, facet: Facet) -> tuple[Label, ...]:
    check_merge(facet, change.sources, change.into)
    parts = (change.into, *(key for key in facet.keys if key in change.sources))
    phrases = dict.fromkeys(phrase for key in parts for phrase in facet.label(key).phrases)
    kept = tuple(label for label in facet.labels if label.key not in change.sources)
    return _with(replace(facet, labels=kept), change.into, phrases=tuple(phrases))


@_changed.register
def _(change: SplitLabel, facet: Facet) -> tuple[Label, ...]:
    check_known(facet, change.label)
    check_grows(facet)
    if len(change.into) < 2:
        raise UserMistake("change_split_parts", count=len(change.into))
    first, *rest = _settled_parts(facet, change)
    old = facet.label(change.label)
    moved = {phrase for part in rest for phrase in part.phrases}
    phrases = dict.fromkeys([*(phrase for phrase in old.phrases if phrase not in moved), *first.phrases])
    own = replace(old, **{**_texts(first), "phrases": tuple(phrases)})
    place = facet.keys.index(change.label)
    return (*facet.labels[:place], own, *map(_label, rest), *facet.labels[place + 1 :])


@_changed.register
def _(change: AddLabel, facet: Facet) -> tuple[Label, ...]:
    check_grows(facet)
    check_position(facet, change.position)
    place = len(facet.labels) if change.position is None else change.position
    added = _label(_settled_labels(facet, [change.label])[0])
    return (*facet.labels[:place], added, *facet.labels[place:])


def _with(facet: Facet, key: str, **values: Any) -> tuple[Label, ...]:
    """The labels of a facet with some fields of one of them changed."""
    return tuple(replace(label, **values) if label.key == key else label for label in facet.labels)


def _settled_labels(facet: Facet, labels: Sequence[NewLabel]) -> list[NewLabel]:
    """New labels with key and colour; each is checked beside the facet and those before it."""
    made: list[NewLabel] = []
    for label in labels:
        check_new_label(facet, label)
        key = label.key or key_from(label.name, facet.keys)
        made.append(replace(label, key=key, color=_settled_color(facet, label.color)))
        facet = replace(facet, labels=(*facet.labels, _label(made[-1])))
    return made


def _settled_color(facet: Facet, color: str, own: str = "") -> str:
    """The colour asked for, or a free one. The free one may stand even where no colour is far from the rest."""
    free = free_color(label.color for label in facet.labels)
    if color and color != free:
        check_color(facet, color, own)
    return color or free


def _settled_parts(facet: Facet, change: SplitLabel) -> tuple[NewLabel, ...]:
    """The parts of a split: the first with the key and colour that were there, the rest as new labels."""
    if not change.into:
        return ()
    first, *rest = change.into
    old = facet.label(change.label)
    check_new_label(facet, first, own=old.key)
    color = old.color if first.color in {"", old.color} else _settled_color(facet, first.color, own=old.key)
    kept = replace(first, key=old.key, color=color)
    # A phrase of the label may move to a part; a name of it may too when the first part has another.
    renamed = replace(old, **{**_texts(kept), "phrases": kept.phrases})
    beside = replace(facet, labels=tuple(renamed if label is old else label for label in facet.labels))
    return (kept, *_settled_labels(beside, rest))


def _texts(label: NewLabel) -> dict[str, Any]:
    """What a label of the codebook takes over of a described one."""
    return {**{name: getattr(label, name) for name in _TEXTS}, "name_en": label.name_en or label.name}


def _label(label: NewLabel) -> Label:
    return Label(key=label.key, **_texts(label))
