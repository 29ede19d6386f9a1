"""Figures of labels and facets on weighted answers, so that one multiplication serves a thousand resamples.

A flag is summed up by the F1 of the label it raises, levels by kappa and the share that is exactly right, the
other facets by micro-F1. Definitions are those of :mod:`classifier.training.evaluation`; a test holds this.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifier.codebook import Codebook, Facet
from classifier.labels import Indicator, LabelColumns
from classifier.training.evaluation import FacetScore

F1, MICRO_F1, EXACT, KAPPA = "f1", "micro_f1", "exact", "quadratic_kappa"
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Figure:
    """Which figure: of a label, or of the whole facet when ``label`` is empty."""

    facet: str
    label: str
    name: str


def facet_figures(facet: Facet) -> tuple[str, ...]:
    """Names of the figures that sum a facet up, the leading one first."""
    if facet.kind == "ordinal":
        return KAPPA, EXACT
    return (F1,) if facet.kind == "flag" else (MICRO_F1,)


def leading_figure(facet: Facet, score: FacetScore) -> float:
    """The figure of an evaluation that sums a facet up: kappa (-1..1) of levels, F1 (0..1) of the rest."""
    if facet.kind == "flag":
        return score.labels[facet.positive].f1
    return float(getattr(score, facet_figures(facet)[0]))


def weighted_figures(
    codebook: Codebook, truth: Indicator, decisions: Indicator, weights: Floats
) -> Mapping[Figure, Floats]:
    """Every figure under every weighting of the answers.

    ``truth`` and ``decisions`` have shape (n_answers, n_labels); ``weights`` (n_weightings, n_answers). Each
    figure has shape (n_weightings,).
    """
    columns = LabelColumns(codebook)
    found: dict[Figure, Floats] = {}
    for facet in codebook:
        own = columns.of(facet)
        found |= _of_facet(facet, truth[:, own], decisions[:, own], weights)
    return found


def _of_facet(facet: Facet, truth: Indicator, decisions: Indicator, weights: Floats) -> dict[Figure, Floats]:
    hits, given = weights @ (truth & decisions), weights @ (truth.astype(int) + decisions)
    whole = {
        F1: lambda: _f1(hits[:, -1], given[:, -1]),
        MICRO_F1: lambda: _f1(hits.sum(axis=1), given.sum(axis=1)),
        EXACT: lambda: weights @ (truth == decisions).all(axis=1) / weights.sum(axis=1),
        KAPPA: lambda: _quadratic_kappa(truth.argmax(axis=1), decisions.argmax(axis=1), truth.shape[1], weights),
    }
    figures = {Figure(facet.key, "", name): whole[name]() for name in facet_figures(facet)}
    labels = {
        Figure(facet.key, key, F1): column for key, column in zip(facet.keys, _f1(hits, given).T, strict=True)
    }
    return figures | labels


def _f1(hits: Floats, given: Floats) -> Floats:
    """2·hits / (given by one + given by the other); 0 where nobody gave the label."""
    return np.divide(2 * hits, given, out=np.zeros_like(given, dtype=float), where=given > 0)


def _quadratic_kappa(truth: NDArray, chosen: NDArray, ranks: int, weights: Floats) -> Floats:
    """Cohen's kappa with quadratic weights (Cohen 1968); 1 where nothing varies."""
    steps = np.arange(ranks)
    distance = (steps[:, None] - steps[None, :]) ** 2
    observed = weights @ distance[truth, chosen]
    rows, columns = weights @ np.eye(ranks)[truth], weights @ np.eye(ranks)[chosen]
    expected = np.einsum("ij,jk,ik->i", rows, distance, columns) / weights.sum(axis=1)
    return 1 - np.divide(observed, expected, out=np.zeros_like(expected), where=expected > 0)
