"""What may be coded without a person: thresholds, certainty, and the rule that asks for review.

All of it is learned from held-out probabilities: each by a model that did not see the answer.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score

from classifier.codebook import Facet
from classifier.estimators import median_rank

Floats = NDArray[np.float64]
Decisions = NDArray[np.int8]

THRESHOLDS = np.round(np.arange(0.20, 0.61, 0.02), 2)
LEAST = np.round(np.arange(0.10, 0.61, 0.02), 2)
# Of the answers that nobody looks at, at least this share should be right, per facet.
TARGET_ACCURACY = 0.85
SMALLEST_KEPT = 50


def best_threshold(probabilities: Floats, truth: Decisions) -> float:
    """The probability (0..1) from which a label is given, for the best micro-F1 on held-out data."""
    scores = [
        f1_score(truth, (probabilities >= threshold).astype(int), average="micro", zero_division=0)
        for threshold in THRESHOLDS
    ]
    return float(THRESHOLDS[int(np.argmax(scores))])


def best_thresholds(
    probabilities: Floats, truth: Decisions, thresholds: Floats = THRESHOLDS, least: Floats = LEAST
) -> tuple[float, float]:
    """The threshold of every label and that of an answer's likeliest one, for the best micro-F1 on held-out data.

    Both 0..1. An answer about nothing is rare, so its likeliest label may be given sooner: a score threshold with
    a rank behind it (Yang 2001, "A study of thresholding strategies for text categorization").
    """
    pairs = [(one, other) for one in thresholds for other in least if other <= one]
    scores = [micro_f1(give(probabilities, *pair), truth) for pair in pairs]
    threshold, first = pairs[int(np.argmax(scores))]
    return float(threshold), float(first)


def micro_f1(decisions: Decisions, truth: Decisions) -> float:
    """F1 over all labels together, 0..1; 0 when there is nothing to find."""
    total = int(decisions.sum()) + int(truth.sum())
    return 2 * int((decisions & truth).sum()) / total if total else 0.0


def give(probabilities: Floats, threshold: float, least: float) -> Decisions:
    """Every label from ``threshold`` on; the likeliest alone, from ``least`` on, where there would be none."""
    decisions = (probabilities >= threshold).astype(np.int8)
    likeliest = probabilities.argmax(axis=1)
    rows = np.flatnonzero(~decisions.any(axis=1) & (probabilities.max(axis=1) >= least))
    decisions[rows, likeliest[rows]] = 1
    return decisions


def decide(facet: Facet, probabilities: Floats, threshold: float, least: float = 1.0) -> Decisions:
    """The labels given, as an indicator matrix of the facet, shape of ``probabilities``.

    ``least`` counts for facets that may have many labels, see :func:`give`; at 1.0 it changes nothing.
    """
    if facet.kind == "multilabel":
        return give(probabilities, threshold, least)
    if facet.kind == "flag":
        chosen = (probabilities[:, -1] >= threshold).astype(int)
    elif facet.kind == "ordinal":
        chosen = median_rank(probabilities)
    else:
        chosen = np.argmax(probabilities, axis=1)
    return np.eye(probabilities.shape[1], dtype=np.int8)[chosen]


def certainty(facet: Facet, probabilities: Floats, decisions: Decisions) -> Floats:
    """Estimated probability (0..1) per answer that all labels of the facet are right.

    Labels of a multilabel facet are taken as independent, which understates a little.
    """
    if facet.kind == "multilabel":
        return np.where(decisions == 1, probabilities, 1 - probabilities).prod(axis=1)
    return (probabilities * decisions).sum(axis=1)


def is_right(decisions: Decisions, truth: Decisions) -> NDArray[np.bool_]:
    """Per answer: whether the facet's labels are exactly the true ones."""
    return np.asarray((decisions == truth).all(axis=1))


@dataclass(frozen=True)
class ReviewRule:
    """An answer whose certainty on this facet is below ``least_certainty`` (0..1) goes to a person.

    ``kept_share`` and ``kept_accuracy`` (0..1) were measured on held-out answers at that bound.
    """

    least_certainty: float
    kept_share: float
    kept_accuracy: float

    @classmethod
    def learn(cls, certainties: Floats, right: NDArray[np.bool_]) -> "ReviewRule":
        """The lowest bound at which the answers kept are right often enough."""
        order = np.argsort(-certainties, kind="stable")
        accuracy = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
        good = np.flatnonzero(accuracy >= TARGET_ACCURACY)
        good = good[good >= min(SMALLEST_KEPT, len(order)) - 1]
        if not len(good):
            return cls(least_certainty=1.0, kept_share=0.0, kept_accuracy=0.0)
        last = int(good[-1])
        bound = float(certainties[order[last]])
        return cls(round(bound, 4), round((last + 1) / len(order), 4), round(float(accuracy[last]), 4))
