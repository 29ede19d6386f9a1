"""A candidate beside the model in use, on the same answers that neither learned from.

Differences come with a paired percentile bootstrap over answers (Efron & Tibshirani 1993, "An Introduction to
the Bootstrap", ch. 13): both models are measured on the same resample, so what makes an answer hard for both
falls away. Answers are drawn one by one, although those of one sector resemble each other: for a sector not
in the test set the intervals are somewhat too narrow.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from classifier.codebook import Codebook, Facet
from classifier.codebook_history import LabelName
from classifier.errors import UserMistake
from classifier.labels import Indicator, LabelColumns
from classifier.training.calibration import CalibrationBin, calibration_table
from classifier.training.confusion import Confusion, confusion_of
from classifier.training.dataset import LabelledAnswer, data_hash, indicator_of, texts_of
from classifier.training.figures import Figure, weighted_figures
from classifier.training.ground import Ground, NotCompared, ground_of
from classifier.working import Reader

RESAMPLES = 1000
INTERVAL_SHARE = 0.95
SEED = 0
Floats = NDArray[np.float64]
Labels = Mapping[str, tuple[str, ...]]


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
    """All that is known of a candidate beside the current model; ``test_set`` is the sha256 of the answers.

    ``facets`` holds those that could be compared; ``left_out`` says what could not, and why.
    """

    current: str
    candidate: str
    answers: int
    test_set: str
    differences: tuple[Difference, ...]
    facets: Mapping[str, FacetViews]
    changed: tuple[ChangedAnswer, ...]
    left_out: tuple[NotCompared, ...] = ()

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
    candidate: Reader,
    current: Reader,
    answers: Sequence[LabelledAnswer],
    codebook: Codebook,
    *,
    new: Set[LabelName] = frozenset(),
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Comparison:
    """Compare two models that judge in terms of one codebook. Raises UserMistake when there are no answers.

    ``new``: (facet, label) of what one of them never learned.
    """
    if not answers:
        raise UserMistake("comparison_empty")
    truth = indicator_of(answers, codebook)
    ground = ground_of(answers, truth, codebook, new)
    said, decided = zip(*(_read(model, answers, codebook) for model in (current, candidate)), strict=True)
    measured = [ground.trimmed(matrix) for matrix in (truth, *decided)]
    weights = _weights(len(answers), resamples, seed)
    compared = [facet for facet in codebook if ground.compared(facet)]
    return Comparison(
        current=current.name,
        candidate=candidate.name,
        answers=len(answers),
        test_set=data_hash(answers),
        differences=tuple(row for facet in compared for row in _differences(facet, measured, weights, ground)),
        facets={facet.key: _views(facet, measured, said, ground) for facet in compared},
        changed=_changed(answers, codebook, measured),
        left_out=ground.left_out(truth, decided[1]),
    )


def _read(model: Reader, answers: Sequence[LabelledAnswer], codebook: Codebook) -> tuple[Floats, Indicator]:
    """What a model states and gives, both of shape (n_answers, n_labels)."""
    columns = LabelColumns(codebook)
    judged = list(model.classify(texts_of(answers)))
    stated = [[own.scores[facet][label] for facet, label in columns.names] for own in judged]
    return np.array(stated), columns.encode([own.labels for own in judged])


def _weights(answers: int, resamples: int, seed: int) -> Floats:
    """First every answer once, then how often each was drawn; shape (1 + resamples, answers)."""
    drawn = np.random.default_rng(seed).multinomial(answers, np.full(answers, 1 / answers), size=resamples)
    return np.vstack([np.ones((1, answers)), drawn])


def _of(facet: Facet, matrices: Sequence[NDArray[Any]], ground: Ground) -> list[NDArray[Any]]:
    """The part of each matrix that holds a facet, in the answers that count for it."""
    own, rows = LabelColumns(ground.codebook).of(facet), ground.rows(facet)
    return [matrix[rows][:, own] for matrix in matrices]


def _differences(facet: Facet, measured: Sequence[Indicator], weights: Floats, ground: Ground) -> list[Difference]:
    truth, current, candidate = _of(facet, measured, ground)
    alone, own = replace(ground.codebook, facets=(facet,)), weights[:, ground.rows(facet)]
    before = weighted_figures(alone, truth, current, own)
    after = weighted_figures(alone, truth, candidate, own)
    support = {"": len(truth), **dict(zip(facet.keys, truth.sum(axis=0, dtype=int).tolist(), strict=True))}
    shown = {"", *ground.compared(facet)}
    return [
        _difference(figure, before[figure], after[figure], support[figure.label])
        for figure in before
        if figure.label in shown
    ]


def _difference(figure: Figure, before: Floats, after: Floats, support: int) -> Difference:
    tail = 100 * (1 - INTERVAL_SHARE) / 2
    # With no resamples there is no interval but the point itself.
    drawn = (after - before)[1:] if len(before) > 1 else after - before
    low, high = np.percentile(drawn, [tail, 100 - tail])
    current, candidate, low, high = (round(float(value), 4) for value in (before[0], after[0], low, high))
    return Difference(figure.facet, figure.label, figure.name, current, candidate, low, high, support)


def _views(facet: Facet, measured: Sequence[Indicator], said: Sequence[Floats], ground: Ground) -> FacetViews:
    truth, *given = _of(facet, measured, ground)
    counts = ground.of(facet)[ground.rows(facet)]
    views = [
        ModelView(calibration_table(stated[counts], truth[counts]), confusion_of(facet, truth, labels))
        for stated, labels in zip(_of(facet, said, ground), given, strict=True)
    ]
    return FacetViews(*views)


def _changed(
    answers: Sequence[LabelledAnswer], codebook: Codebook, measured: Sequence[Indicator]
) -> tuple[ChangedAnswer, ...]:
    columns = LabelColumns(codebook)
    rows = np.flatnonzero((measured[1] != measured[2]).any(axis=1)).tolist()
    truth, before, after = (columns.decode(matrix[rows]) for matrix in measured)
    return tuple(
        ChangedAnswer(row, answers[row].id, old, new, true)
        for row, old, new, true in zip(rows, before, after, truth, strict=True)
    )
