"""What is taken for what: a matrix where one label is given, pairs of labels where many may be."""

from dataclasses import dataclass

import numpy as np

from classifier.codebook import Facet
from classifier.labels import Indicator

MOST_PAIRS = 10


@dataclass(frozen=True)
class ConfusedPair:
    """In ``answers`` answers ``missed`` should have been given and ``given`` was, wrongly."""

    missed: str
    given: str
    answers: int


@dataclass(frozen=True)
class Confusion:
    """Of one facet and one model.

    ``matrix`` has a row per true and a column per given label, in codebook order, and counts answers; empty for
    a facet that takes many labels. ``pairs`` are the labels most taken for each other, most first.
    """

    matrix: tuple[tuple[int, ...], ...]
    pairs: tuple[ConfusedPair, ...]


def confusion_of(facet: Facet, truth: Indicator, decisions: Indicator) -> Confusion:
    """Confusion from indicator matrices of the facet, shape (n_answers, n_labels)."""
    missed, wrong = truth & (1 - decisions), decisions & (1 - truth)
    # Wide enough to count in: indicators are bytes.
    counts = missed.astype(np.int64).T @ wrong.astype(np.int64)
    matrix = () if facet.takes_many else _rows(truth.astype(np.int64).T @ decisions.astype(np.int64))
    return Confusion(matrix, _pairs(facet, counts))


def _rows(counts: np.ndarray) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(int(count) for count in row) for row in counts)


def _pairs(facet: Facet, counts: np.ndarray) -> tuple[ConfusedPair, ...]:
    order = np.argsort(-counts, axis=None, kind="stable")[:MOST_PAIRS]
    places = zip(*np.unravel_index(order, counts.shape), strict=True)
    return tuple(
        ConfusedPair(facet.keys[row], facet.keys[column], int(counts[row, column]))
        for row, column in places
        if counts[row, column]
    )
