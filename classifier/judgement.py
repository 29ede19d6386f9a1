"""What the model says of one answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from classifier.codebook import Codebook, Facet
from classifier.labels import LabelSet


@dataclass(frozen=True)
class EvidenceWord:
    """A stretch of an answer that moved a label up; ``weight`` is its share (0..1) of all such."""

    start: int
    end: int
    weight: float


@dataclass(frozen=True)
class Judgement:
    """Labels, probabilities and evidence of one answer.

    ``labels``: facet → label keys. ``scores``: facet → label → probability 0..1. ``review``: a person
    should look. ``certainty``: facet → estimated probability (0..1) that the facet's labels are right.
    ``evidence``: facet → label → words that moved that label (only for given labels; may be empty).
    """

    labels: LabelSet
    scores: Mapping[str, Mapping[str, float]]
    certainty: Mapping[str, float]
    review: bool
    model: str
    evidence: Mapping[str, Mapping[str, tuple[EvidenceWord, ...]]] = field(default_factory=dict)

    def value(self, facet: Facet) -> list[str] | str:
        """The labels of a facet as they stand in exports: a list, or one key."""
        keys = self.labels[facet.key]
        return list(keys) if facet.takes_many else keys[0]

    def to_record(self, codebook: Codebook, answer_id: str, text: str) -> dict[str, object]:
        """The record of the command line's JSON Lines contract (docs/uitvoer.md)."""
        return {
            "id": answer_id,
            "text": text,
            **{facet.key: self.value(facet) for facet in codebook},
            "scores": {facet: dict(labels) for facet, labels in self.scores.items()},
            "review": self.review,
            "model": self.model,
        }
