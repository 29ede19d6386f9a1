"""Labels that came after the model was trained, read by nearest meaning beside what the model says."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifier.codebook import Codebook
from classifier.codebook_history import UnlearnedLabel
from classifier.evidence import MOST_WORDS, SMALLEST_SHARE
from classifier.judgement import EvidenceWord
from classifier.nearest_meaning import Meanings, meaning_encoder, weighing_for

Floats = NDArray[np.float64]
Scores = Mapping[str, Mapping[str, float]]
# In a facet with one label the model always explains an answer wholly.
WHOLLY_EXPLAINED = 1.0


class NewLabelReader:
    """Nearest meaning for all unlearned labels of a codebook; costs nothing when there are none.

    ``keys_now``: facet → label key of the model → its present key.
    """

    def __init__(
        self,
        codebook: Codebook,
        unlearned: Sequence[UnlearnedLabel],
        keys_now: Mapping[str, Mapping[str, str]],
    ) -> None:
        self._unlearned = tuple(unlearned)
        if not self._unlearned:
            return
        beside = [
            [other for other in codebook.facet(label.facet).labels if other.key != label.now] for label in unlearned
        ]
        self._meanings = Meanings([label.description for label in unlearned], beside, meaning_encoder())
        self._weighings = [weighing_for(len(label.description.examples)) for label in unlearned]
        self._explaining = [
            _explaining(label, keys_now[label.facet]) if codebook.facet(label.facet).takes_many else None
            for label in unlearned
        ]

    def similarities(self, texts: Sequence[str]) -> list[Floats | None]:
        """Per text the similarities to all unlearned labels, shape (n_labels, 2); None for one without a letter."""
        if not self._unlearned:
            return [None] * len(texts)
        rows = self._meanings.similarities(texts)
        return [row if any(map(str.isalpha, text)) else None for text, row in zip(texts, rows, strict=True)]

    def probabilities(self, similarities: Floats | None, scores: Scores) -> list[float]:
        """Probability 0..1 of every unlearned label, given what the model says of the answer."""
        if similarities is None:
            return [0.0] * len(self._unlearned)
        explained = self._explained(scores)
        return [
            float(weighing.probability(row, own))
            for weighing, row, own in zip(self._weighings, similarities, explained, strict=True)
        ]

    def _explained(self, scores: Scores) -> Floats:
        return np.array(
            [
                WHOLLY_EXPLAINED if keys is None else sum(scores[label.facet][key] for key in keys)
                for label, keys in zip(self._unlearned, self._explaining, strict=True)
            ]
        )

    def words(self, text: str, number: int) -> tuple[EvidenceWord, ...]:
        """The words of an answer that lie nearest to one unlearned label; may be empty."""
        near = [_Word(*word) for word in self._meanings.word_weights(text, number) if word[2] > 0]
        total = sum(word.weight for word in near)
        return strongest(
            EvidenceWord(word.start, word.end, round(word.weight / total, 3))
            for word in near
            if word.weight >= SMALLEST_SHARE * total
        )


@dataclass(frozen=True)
class _Word:
    start: int
    end: int
    weight: float


def strongest(words: Iterable[EvidenceWord]) -> tuple[EvidenceWord, ...]:
    """At most so many words as are shown, those that weigh most, in reading order."""
    best = sorted(words, key=lambda word: (-word.weight, word.start))[:MOST_WORDS]
    return tuple(sorted(best, key=lambda word: word.start))


def _explaining(label: UnlearnedLabel, keys_now: Mapping[str, str]) -> tuple[str, ...]:
    """Labels of the model that speak against a new one: all but what it is part of and was split from."""
    return tuple(key for key, now in keys_now.items() if now not in {label.now, label.parent})
