"""Decisions that the model finds hard to believe: a queue to look at again, most doubtful first.

Source: Northcutt et al. 2021, "Confident Learning: Estimating Uncertainty in Dataset Labels", as in cleanlab.
The model's probabilities should be its first impression; one that learned from these very decisions believes
them too easily and finds fewer.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifier.codebook import Codebook, Facet
from classifier.review import Reviewed

Floats = NDArray[np.float64]
# Below this many decided answers the estimate of how often a label is wrong means nothing.
FEWEST = 20
# Probabilities are shifted away from 0 and 1: the estimate takes logarithms and needs rows that sum to 1.
_EDGE = 1e-6


@dataclass(frozen=True)
class LikelyError:
    """A decision to look at again; ``quality`` 0..1, the lower the more doubtful."""

    reviewed: Reviewed
    facet: Facet
    quality: float


def lacking(answers: Sequence[Reviewed], codebook: Codebook) -> dict[str, int]:
    """The facets with too few decisions to say anything of: facet key → how many answers are decided."""
    decided = {facet.key: sum(facet.key in one.decided for one in answers) for facet in codebook}
    return {facet: number for facet, number in decided.items() if number < FEWEST}


def likely_errors(answers: Sequence[Reviewed], codebook: Codebook) -> list[LikelyError]:
    """The doubtful decisions, the most doubtful first; none of a facet with fewer than 20 decided answers."""
    found = [error for facet in codebook for error in _of_facet(answers, facet)]
    return sorted(found, key=lambda error: (error.quality, error.reviewed.answer.position))


def _of_facet(answers: Sequence[Reviewed], facet: Facet) -> list[LikelyError]:
    decided = [reviewed for reviewed in answers if facet.key in reviewed.decided]
    if len(decided) < FEWEST:
        return []
    probabilities = np.array([[one.judgement.scores[facet.key][key] for key in facet.keys] for one in decided])
    given = np.array([[key in one.labels(facet) for key in facet.keys] for one in decided], dtype=int)
    quality = _many(given, probabilities) if facet.takes_many else _one(given.argmax(axis=1), probabilities)
    return [
        LikelyError(one, facet, round(float(worth), 4))
        for one, worth in zip(decided, quality, strict=True)
        if worth < 1 and one.differs(facet)
    ]


def _many(given: NDArray[np.intp], probabilities: Floats) -> Floats:
    """Quality (0..1) per answer: that of its most doubtful label; 1 where nothing is doubtful."""
    columns = [
        _one(given[:, column], np.column_stack([1 - probabilities[:, column], probabilities[:, column]]))
        for column in range(given.shape[1])
    ]
    return np.min(columns, axis=0)


def _one(given: NDArray[np.intp], probabilities: Floats) -> Floats:
    """Quality (0..1) per answer of one label out of several; 1 where it is not doubtful."""
    # Only labels that occur: cleanlab estimates a rate for each.
    present, labels = np.unique(given, return_inverse=True)
    if len(present) < 2:
        return np.ones(len(given))
    own = np.clip(probabilities, _EDGE, 1 - _EDGE)[:, present]
    own /= own.sum(axis=1, keepdims=True)
    # Imported here: it takes seconds, and no other screen needs it.
    from cleanlab.filter import find_label_issues
    from cleanlab.rank import get_label_quality_scores

    doubtful = find_label_issues(labels, own, filter_by="confident_learning", n_jobs=1)
    return np.where(doubtful, get_label_quality_scores(labels, own), 1.0)
