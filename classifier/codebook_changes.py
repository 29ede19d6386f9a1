"""What a researcher may change in a codebook at work, as data that can be kept beside each version.

A change names labels by key; :func:`classifier.codebook_applying.apply` makes the next codebook of it, and
:mod:`classifier.codebook_history` carries older decisions along. There is no change that throws a label
away: a decision under it would have nowhere to go. Merge it instead.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from classifier.errors import UserMistake


@dataclass(frozen=True)
class NewLabel:
    """A label as a person describes it. ``key`` and ``color`` may be left empty: applying fills them in.

    ``examples`` are 0 to 8 answers that belong here. They stay with the change and out of the codebook
    file, which people hand to others.
    """

    name: str
    definition: str
    examples: tuple[str, ...] = ()
    name_en: str = ""
    short: str = ""
    short_en: str = ""
    definition_en: str = ""
    excludes: str = ""
    color: str = ""
    phrases: tuple[str, ...] = ()
    key: str = ""


@dataclass(frozen=True)
class RenameLabel:
    """Another name; the key stays. An empty ``name_en`` becomes the name, an empty ``short`` falls back to it."""

    facet: str
    label: str
    name: str
    name_en: str = ""
    short: str = ""
    short_en: str = ""


@dataclass(frozen=True)
class RecolourLabel:
    """Another colour, ``#rrggbb``."""

    facet: str
    label: str
    color: str


@dataclass(frozen=True)
class EditDefinition:
    """Another definition, and what does not belong to the label."""

    facet: str
    label: str
    definition: str
    definition_en: str = ""
    excludes: str = ""


@dataclass(frozen=True)
class GiveExamples:
    """The examples (0 to 8 answers) of a label that is not learned yet, in place of earlier ones."""

    facet: str
    label: str
    examples: tuple[str, ...]


@dataclass(frozen=True)
class MergeLabels:
    """``sources`` become part of ``into``, which keeps its key, name, colour and definition."""

    facet: str
    sources: tuple[str, ...]
    into: str


@dataclass(frozen=True)
class SplitLabel:
    """A label falls apart in two or more. The first part keeps the key, and with it every earlier decision."""

    facet: str
    label: str
    into: tuple[NewLabel, ...]


@dataclass(frozen=True)
class AddLabel:
    """A label that was not there. ``position`` counts from 0; None puts it last."""

    facet: str
    label: NewLabel
    position: int | None = None


Change = RenameLabel | RecolourLabel | EditDefinition | GiveExamples | MergeLabels | SplitLabel | AddLabel
KINDS: dict[str, type] = {
    "rename": RenameLabel, "recolour": RecolourLabel, "define": EditDefinition, "examples": GiveExamples,
    "merge": MergeLabels, "split": SplitLabel, "add": AddLabel,
}  # fmt: skip
_NAMES = {kind: name for name, kind in KINDS.items()}


def to_json(change: Change) -> dict[str, Any]:
    """A change as JSON holds it: ``{"kind": "merge", "facet": …}``."""
    return {"kind": _NAMES[type(change)], **TypeAdapter(type(change)).dump_python(change, mode="json")}


def from_json(content: Mapping[str, Any]) -> Change:
    """A change back from JSON. Raises UserMistake when it is none."""
    try:
        kind = KINDS[content["kind"]]
        rest = {name: value for name, value in content.items() if name != "kind"}
        return TypeAdapter(kind).validate_python(rest)
    except (KeyError, TypeError, ValidationError) as error:
        raise UserMistake("change_unreadable", kinds=", ".join(KINDS)) from error
