"""What a model says of one facet, in terms of labels that were merged, split or added since."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from classifier.codebook import Facet
from classifier.judgement import EvidenceWord, Judgement
from classifier.nearest_meaning import THRESHOLD
from classifier.new_labels import strongest
from classifier.trust import certainty, decide

DECIMALS = 4
Floats = NDArray[np.float64]
Words = dict[str, tuple[EvidenceWord, ...]]


def at_least_one(probabilities: Floats) -> Floats:
    """Noisy-or: the chance that one or more of independent labels hold, shape (n, labels) → (n,)."""
    return 1 - np.prod(1 - probabilities, axis=1)


@dataclass(frozen=True)
class NewPart:
    """An unlearned label: its number among all of them, its present key and that of its parent ("" for none)."""

    number: int
    now: str
    parent: str = ""


@dataclass(frozen=True)
class FacetSaid:
    """As in a judgement, of one facet. ``by_meaning``: unlearned labels (numbers) that made a label be given."""

    labels: tuple[str, ...]
    scores: Mapping[str, float]
    certainty: float
    by_meaning: tuple[NewPart, ...] = ()


@dataclass(frozen=True)
class FacetAtWork:
    """A facet of the present codebook. ``learned``: label key of the model → its present key."""

    facet: Facet
    learned: Mapping[str, str]
    new: tuple[NewPart, ...] = field(default=())

    @property
    def is_as_learned(self) -> bool:
        """Whether the model's own words can stand."""
        return not self.new and all(key == now for key, now in self.learned.items())

    def judge(self, judgement: Judgement, new: Sequence[float]) -> FacetSaid:
        """``new``: probability of every unlearned label, by its number."""
        key = self.facet.key
        if self.is_as_learned:
            return FacetSaid(judgement.labels[key], judgement.scores[key], judgement.certainty[key])
        said = self._many if self.facet.takes_many else self._one
        return said(judgement, new)

    def _many(self, judgement: Judgement, new: Sequence[float]) -> FacetSaid:
        own = judgement.scores[self.facet.key]
        given = {self.learned[key] for key in judgement.labels[self.facet.key]}
        fired = tuple(part for part in self.new if new[part.number] >= THRESHOLD)
        given |= {part.now for part in fired}
        parts: dict[str, list[float]] = {key: [] for key in self.facet.keys}
        for key, now in self.learned.items():
            parts[now].append(own[key])
        for part in self.new:
            parts[part.now].append(new[part.number])
        chances = np.array([at_least_one(np.array([parts[key]]))[0] for key in self.facet.keys])
        return self._said(chances, tuple(key for key in self.facet.keys if key in given), fired)

    def _one(self, judgement: Judgement, new: Sequence[float]) -> FacetSaid:
        chances = self._shared_out(judgement.scores[self.facet.key], new)
        chosen = decide(self.facet, chances[None], threshold=0.5)[0]
        labels = tuple(key for key, is_given in zip(self.facet.keys, chosen, strict=True) if is_given)
        learned = set(self.learned.values())
        fired = tuple(
            part
            for part in self.new
            if part.now in labels and (part.now not in learned or new[part.number] >= THRESHOLD)
        )
        return self._said(chances, labels, fired)

    def _shared_out(self, own: Mapping[str, float], new: Sequence[float]) -> Floats:
        """Probabilities that sum to 1: a new label takes its share of its parent, or of all."""
        place = {key: index for index, key in enumerate(self.facet.keys)}
        chances = np.zeros(len(place))
        for key, now in self.learned.items():
            chances[place[now]] += own[key]
        for part in self.new:
            giving = [place[part.parent]] if part.parent else list(place.values())
            taken = new[part.number] * chances[giving]
            chances[giving] -= taken
            chances[place[part.now]] += taken.sum()
        return chances / max(float(chances.sum()), 1e-9)

    def _said(self, chances: Floats, labels: tuple[str, ...], fired: tuple[NewPart, ...]) -> FacetSaid:
        decisions = np.array([[key in labels for key in self.facet.keys]], dtype=np.int8)
        sure = float(certainty(self.facet, chances[None], decisions)[0])
        rounded = np.round(chances, DECIMALS).tolist()
        scores = dict(zip(self.facet.keys, rounded, strict=True))
        return FacetSaid(labels, scores, round(sure, DECIMALS), fired)

    def words(self, found: Mapping[str, tuple[EvidenceWord, ...]], labels: Iterable[str]) -> Words:
        """The words behind every given label: those of all labels that were merged into it."""
        joined: dict[str, list[tuple[EvidenceWord, ...]]] = {key: [] for key in labels}
        for key, words in found.items():
            if self.learned[key] in joined:
                joined[self.learned[key]].append(words)
        return {key: join_words(parts) for key, parts in joined.items()}


def join_words(parts: Iterable[tuple[EvidenceWord, ...]]) -> tuple[EvidenceWord, ...]:
    """The words behind several labels that became one; a word counts as it weighed most."""
    listed = [words for words in parts if words]
    if len(listed) < 2:
        return listed[0] if listed else ()
    heaviest: dict[tuple[int, int], float] = {}
    for word in (word for words in listed for word in words):
        place = (word.start, word.end)
        heaviest[place] = max(word.weight, heaviest.get(place, 0.0))
    total = max(sum(heaviest.values()), 1.0)
    return strongest(EvidenceWord(*place, round(weight / total, 3)) for place, weight in heaviest.items())
