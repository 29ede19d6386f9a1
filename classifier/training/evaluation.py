"""How good a model is on labelled answers; every figure with its definition."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import cohen_kappa_score, f1_score, precision_recall_fscore_support

from classifier.codebook import Codebook, Facet
from classifier.labels import Indicator, LabelColumns
from classifier.model import AnswerClassifier
from classifier.training.dataset import LabelledAnswer, indicator_of, texts_of

CALIBRATION_BINS = 10
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class LabelScore:
    """Precision, recall and F1 (0..1) of one label; support is the number of answers that have it."""

    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True)
class FacetScore:
    """All figures of one facet.

    ``micro_f1`` and ``macro_f1`` (0..1) over labels; ``exact`` share (0..1) of answers entirely right;
    ``calibration_error`` expected calibration error (0..1) over all labels, equal-width bins. For ordinal
    facets also ``adjacent`` share (0..1) at most one level off, ``quadratic_kappa`` (-1..1) and
    ``mean_absolute_error`` in levels; None for other kinds.
    """

    labels: Mapping[str, LabelScore]
    micro_f1: float
    macro_f1: float
    exact: float
    calibration_error: float
    adjacent: float | None = None
    quadratic_kappa: float | None = None
    mean_absolute_error: float | None = None


@dataclass(frozen=True)
class Evaluation:
    """The figures of one model on one set of answers."""

    model: str
    answers: int
    review_share: float
    facets: Mapping[str, FacetScore]

    def to_json(self) -> dict:
        """Plain dictionaries, ready for json."""
        return asdict(self)


def evaluate(model: AnswerClassifier, answers: list[LabelledAnswer], codebook: Codebook) -> Evaluation:
    """Compare what the model says with the labels of the answers."""
    probabilities = model.predict_proba(texts_of(answers))
    truth = indicator_of(answers, codebook)
    review = sum(judgement.review for judgement in model.judge(probabilities)) / max(1, len(answers))
    return Evaluation(
        model=model.name,
        answers=len(answers),
        review_share=_rounded(review),
        facets=score_facets(codebook, truth, model.decide(probabilities), probabilities),
    )


def score_facets(
    codebook: Codebook, truth: Indicator, decisions: Indicator, probabilities: Floats
) -> dict[str, FacetScore]:
    """Figures per facet from indicator matrices of equal shape (n_answers, n_labels)."""
    columns = LabelColumns(codebook)
    return {
        facet.key: _score(facet, truth[:, own], decisions[:, own], probabilities[:, own])
        for facet in codebook
        for own in [columns.of(facet)]
    }


def _score(facet: Facet, truth: Indicator, decisions: Indicator, probabilities: Floats) -> FacetScore:
    ordinal = _ordinal_figures(truth.argmax(axis=1), decisions.argmax(axis=1)) if facet.kind == "ordinal" else {}
    return FacetScore(
        labels=_label_scores(facet, truth, decisions),
        micro_f1=_rounded(_f1(facet, truth, decisions, "micro")),
        macro_f1=_rounded(_f1(facet, truth, decisions, "macro")),
        exact=_rounded((truth == decisions).all(axis=1).mean()),
        calibration_error=_rounded(expected_calibration_error(probabilities, truth)),
        **ordinal,
    )


def _f1(facet: Facet, truth: Indicator, decisions: Indicator, average: str) -> float:
    # Of a flag only the raised label counts: "nee" is nearly always right.
    if facet.kind == "flag":
        return float(f1_score(truth[:, -1], decisions[:, -1], zero_division=0))
    return float(f1_score(truth, decisions, average=average, zero_division=0))


def _label_scores(facet: Facet, truth: Indicator, decisions: Indicator) -> dict[str, LabelScore]:
    columns = precision_recall_fscore_support(truth, decisions, average=None, zero_division=0)
    return {
        key: LabelScore(_rounded(precision), _rounded(recall), _rounded(f1), int(support))
        for key, precision, recall, f1, support in zip(facet.keys, *columns, strict=True)
    }


def _ordinal_figures(truth: NDArray, chosen: NDArray) -> dict[str, float]:
    distance = np.abs(truth - chosen)
    # Kappa is undefined when nothing varies; perfect agreement then counts as 1.
    same = len({*truth.tolist(), *chosen.tolist()}) < 2
    kappa = 1.0 if same else float(cohen_kappa_score(truth, chosen, weights="quadratic"))
    return {
        "adjacent": _rounded((distance <= 1).mean()),
        "quadratic_kappa": _rounded(kappa),
        "mean_absolute_error": _rounded(distance.mean()),
    }


def expected_calibration_error(probabilities: Floats, truth: Indicator) -> float:
    """Mean gap (0..1) between stated probability and observed frequency, weighted by bin size.

    Source: Naeini et al. 2015, "Obtaining well calibrated probabilities using Bayesian binning".
    """
    stated, observed = probabilities.ravel(), truth.ravel()
    bins = np.minimum((stated * CALIBRATION_BINS).astype(int), CALIBRATION_BINS - 1)
    gaps = [
        np.sum(bins == index) * abs(stated[bins == index].mean() - observed[bins == index].mean())
        for index in np.unique(bins)
    ]
    return float(np.sum(gaps) / len(stated))


def _rounded(value: float) -> float:
    return round(float(value), 4)
