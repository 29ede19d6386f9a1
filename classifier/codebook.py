"""The codebook: which facets and labels exist, as data.

Read once from ``training_data/codebook.toml`` (``classifier/codebook_reader.py``). Nothing else in the
house knows a label by name: screens, exports and models follow what stands here.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

KINDS = ("multilabel", "ordinal", "single", "flag")
CHARTS = ("bars", "staircase", "iceberg", "shares", "flag", "parts")
DEFAULT_CHART = {"multilabel": "bars", "ordinal": "staircase", "single": "shares", "flag": "flag"}


@dataclass(frozen=True)
class Label:
    """One label of a facet. ``phrases`` are written as lemmas (see ``classifier/phrases.py``)."""

    key: str
    name: str
    name_en: str
    definition: str
    short: str = ""
    short_en: str = ""
    definition_en: str = ""
    excludes: str = ""
    color: str = "#666666"
    phrases: tuple[str, ...] = ()
    prompt: str = ""
    prompt_en: str = ""
    next: str = ""
    next_en: str = ""

    def text(self, attribute: str, language: str = "nl") -> str:
        """A text of this label in a language; falls back to Dutch, and from short to the full name."""
        in_language = getattr(self, f"{attribute}_en", "") if language == "en" else ""
        fallback = self.text("name", language) if attribute == "short" and not self.short else ""
        return in_language or fallback or getattr(self, attribute)


@dataclass(frozen=True)
class Facet:
    """One question asked of every answer, with its labels in order.

    ``kind`` is ``multilabel`` (any number of labels), ``ordinal`` (one, rising; the first means
    "none"), ``single`` (one) or ``flag`` (two labels, the last is the positive one).
    """

    key: str
    name: str
    kind: str
    labels: tuple[Label, ...]
    name_en: str = ""
    question: str = ""
    question_en: str = ""
    chart: str = ""

    @cached_property
    def keys(self) -> tuple[str, ...]:
        return tuple(label.key for label in self.labels)

    @property
    def positive(self) -> str:
        """Key of the label that a flag raises (the last one)."""
        return self.keys[-1]

    @property
    def neutral(self) -> str:
        """Key of the label that says "nothing to see here" (the first one)."""
        return self.keys[0]

    @property
    def takes_many(self) -> bool:
        return self.kind == "multilabel"

    def label(self, key: str) -> Label:
        """The label with this key. Raises KeyError when the facet has none such."""
        try:
            return self.labels[self.keys.index(key)]
        except ValueError:
            raise KeyError(f"facet {self.key!r} has no label {key!r}") from None

    def text(self, attribute: str, language: str = "nl") -> str:
        """The name or question of this facet in a language; falls back to Dutch."""
        in_language = getattr(self, f"{attribute}_en", "") if language == "en" else ""
        return in_language or getattr(self, attribute)


@dataclass(frozen=True)
class Codebook:
    """All facets, in order."""

    name: str
    version: str
    facets: tuple[Facet, ...]
    language: str = "nl"

    def __iter__(self) -> Iterator[Facet]:
        return iter(self.facets)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        return tuple(facet.key for facet in self.facets)

    def facet(self, key: str) -> Facet:
        """The facet with this key. Raises KeyError when there is none such."""
        try:
            return self.facets[self.keys.index(key)]
        except ValueError:
            raise KeyError(f"the codebook has no facet {key!r}") from None

    def by_chart(self, chart: str) -> tuple[Facet, ...]:
        """The facets drawn in this way, in order."""
        return tuple(facet for facet in self.facets if facet.chart == chart)

    @cached_property
    def fingerprint(self) -> str:
        """sha256 over all that a model depends on: keys, kinds, order and phrases.

        Names, colours and definitions may change without a new model.
        """
        content = [
            [facet.key, facet.kind, [[label.key, list(label.phrases)] for label in facet.labels]]
            for facet in self.facets
        ]
        canonical = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode("utf-8")).hexdigest()
