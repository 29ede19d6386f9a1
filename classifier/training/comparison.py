"""A candidate beside the model in use, on the same answers that neither learned from.

Differences come with a paired percentile bootstrap over answers (Efron & Tibshirani 1993, "An Introduction to
the Bootstrap", ch. 13): both models are measured on the same resample, so what makes an answer hard for both
falls away. Answers are drawn one by one, although those of one sector resemble each other: for a sector not
in the test set the intervals are somewhat too narrow.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from classifier.codebook import Codebook, Facet
from classifier.errors import UserMistake
from classifier.labels import Indicator, LabelColumns
from classifier.training.calibration import CalibrationBin, calibration_table
from classifier.training.confusion import Confusion, confusion_of
from classifier.training.dataset import LabelledAnswer, data_hash, indicator_of, texts_of
from classifier.training.figures import Figure, weighted_figures

RESAMPLES = 1000
INTERVAL_SHARE = 0.95
SEED = 0
Floats = NDArray[np.float64]
Labels = Mapping[str, tuple[str, ...]]


class Judge(Protocol):
    """What is compared: a fitted AnswerClassifier, or anything that answers like one."""

    name: str

    def predict_proba(self, X: Sequence[str]) -> Floats: ...

    def decide(self, probabilities: Floats) -> Indicator: ...


@dataclass(frozen=True)
class Difference:
    """One figure of both models. ``low`` and ``high`` bound the 95 % interval of candidate minus current.

    ``label`` is empty for a figure of the whole facet; ``figure`` is ``f1``, ``micro_f1``, ``exact`` (all 0..1) or
    ``quadratic_kappa`` (-1..1). ``support`` is the number of answers that truly have the label, or all answers.
    """

    facet: str
    label: str
    figure: str
    current: float
    candidate: float
    low: float
    high: float
    support: int

    @property
    def difference(self) -> float:
        """Candidate minus current."""
        return round(self.candidate - self.current, 4)

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves zero out."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class ModelView:
    """What one model does on one facet."""

    calibration: tuple[CalibrationBin, ...]
    confusion: Confusion


@dataclass(frozen=True)
class FacetViews:
    """Both models on one facet."""

    current: ModelView
    candidate: ModelView


@dataclass(frozen=True)
class ChangedAnswer:
    """An answer that the two models label differently. ``row`` is its place in the test set; texts stay out."""

    row: int
    id: str
    before: Labels
    after: Labels
    truth: Labels

    @property
    def facets(self) -> tuple[str, ...]:
        """The facets that differ."""
        return tuple(key for key in self.before if self.before[key] != self.after[key])


@dataclass(frozen=True)
class Comparison:
    """All that is known of a candidate beside the current model; ``test_set`` is the sha256 of the answers."""

    current: str
    candidate: str
    answers: int
    test_set: str
    differences: tuple[Difference, ...]
    facets: Mapping[str, FacetViews]
    changed: tuple[ChangedAnswer, ...]

    @property
    def of_facets(self) -> tuple[Difference, ...]:
        """The figures that sum facets up."""
        return tuple(row for row in self.differences if not row.label)

    @property
    def of_labels(self) -> tuple[Difference, ...]:
        """The figures of single labels."""
        return tuple(row for row in self.differences if row.label)

    def to_json(self) -> dict[str, Any]:
        """Plain dictionaries and lists, ready for json."""
        return _form().dump_python(self, mode="json")

    @classmethod
    def from_json(cls, content: object) -> "Comparison":
        """Back from :meth:`to_json`. Raises ValueError when it is something else."""
        return _form().validate_python(content)


@cache
def _form() -> TypeAdapter[Comparison]:
    return TypeAdapter(Comparison)


def compare(
    candidate: Judge,
    current: Judge,
    answers: Sequence[LabelledAnswer],
    codebook: Codebook,
    *,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Comparison:
    """Compare two models that fit one codebook. Raises UserMistake when there are no answers."""
    if not answers:
        raise UserMistake("comparison_empty")
    truth = indicator_of(answers, codebook)
    said = [model.predict_proba(texts_of(answers)) for model in (current, candidate)]
    decided = [model.decide(own) for model, own in zip((current, candidate), said, strict=True)]
    return Comparison(
        current=current.name,
        candidate=candidate.name,
        answers=len(answers),
        test_set=data_hash(answers),
        differences=_differences(codebook, truth, decided[0], decided[1], _weights(len(answers), resamples, seed)),
        facets={facet.key: _views(facet, codebook, truth, said, decided) for facet in codebook},
        changed=_changed(answers, codebook, decided[0], decided[1]),
    )


def _weights(answers: int, resamples: int, seed: int) -> Floats:
    """First every answer once, then how often each was drawn; shape (1 + resamples, answers)."""
    drawn = np.random.default_rng(seed).multinomial(answers, np.full(answers, 1 / answers), size=resamples)
    return np.vstack([np.ones((1, answers)), drawn])


def _differences(
    codebook: Codebook, truth: Indicator, current: Indicator, candidate: Indicator, weights: Floats
) -> tuple[Difference, ...]:
    before = weighted_figures(codebook, truth, current, weights)
    after = weighted_figures(codebook, truth, candidate, weights)
    columns = LabelColumns(codebook)
    support = {
        Figure(facet, label, ""): int(count)
        for (facet, label), count in zip(columns.names, truth.sum(axis=0, dtype=int), strict=True)
    }
    return tuple(
        _difference(
            figure, before[figure], after[figure], support.get(Figure(figure.facet, figure.label, ""), len(truth))
        )
        for figure in before
    )


def _difference(figure: Figure, before: Floats, after: Floats, support: int) -> Difference:
    tail = 100 * (1 - INTERVAL_SHARE) / 2
    # With no resamples there is no interval but the point itself.
    drawn = (after - before)[1:] if len(before) > 1 else after - before
    low, high = np.percentile(drawn, [tail, 100 - tail])
    current, candidate, low, high = (round(float(value), 4) for value in (before[0], after[0], low, high))
    return Difference(figure.facet, figure.label, figure.name, current, candidate, low, high, support)


def _views(
    facet: Facet, codebook: Codebook, truth: Indicator, said: list[Floats], decided: list[Indicator]
) -> FacetViews:
    own = LabelColumns(codebook).of(facet)
    views = [
        ModelView(
            calibration_table(stated[:, own], truth[:, own]),
            confusion_of(facet, truth[:, own], labels[:, own]),
        )
        for stated, labels in zip(said, decided, strict=True)
    ]
    return FacetViews(*views)


def _changed(
    answers: Sequence[LabelledAnswer], codebook: Codebook, current: Indicator, candidate: Indicator
) -> tuple[ChangedAnswer, ...]:
    columns = LabelColumns(codebook)
    rows = np.flatnonzero((current != candidate).any(axis=1)).tolist()
    before, after = columns.decode(current[rows]), columns.decode(candidate[rows])
    return tuple(
        ChangedAnswer(row, answers[row].id, old, new, dict(answers[row].labels))
        for row, old, new in zip(rows, before, after, strict=True)
    )
