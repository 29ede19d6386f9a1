"""How far two coders agree: Krippendorff's alpha, nominal per label and ordinal for levels.

Source: Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability"; ordinal distance as given there.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifier.codebook import Codebook, Facet
from classifier.labels import LabelSet

Floats = NDArray[np.float64]
BOOTSTRAP_SAMPLES = 1000
INTERVAL_SHARE = 0.95


@dataclass(frozen=True)
class Alpha:
    """Krippendorff's alpha (1 perfect, 0 chance, below 0 worse) with a bootstrap interval.

    ``value`` is None when nothing varies: then agreement is complete but says nothing.
    ``differing`` is the number of answers on which the coders differ.
    """

    value: float | None
    low: float | None
    high: float | None
    differing: int
    answers: int


def nominal_distance(values: int) -> Floats:
    """0 on the diagonal, 1 elsewhere, shape (values, values)."""
    return 1.0 - np.eye(values)


def ordinal_distance(counts: Floats) -> Floats:
    """Squared ordinal distance, which grows with how many answers lie between two ranks."""
    cumulative = np.cumsum(counts) - counts / 2
    return (cumulative[:, None] - cumulative[None, :]) ** 2


def krippendorff_alpha(
    first: NDArray[np.intp], second: NDArray[np.intp], values: int, *, ordinal: bool
) -> float | None:
    """Alpha of two coders without gaps; codes are 0..values-1, shape (n_answers,). None without variation."""
    coincidences = np.zeros((values, values))
    np.add.at(coincidences, (first, second), 1.0)
    coincidences += coincidences.T
    counts = coincidences.sum(axis=1)
    distance = ordinal_distance(counts) if ordinal else nominal_distance(values)
    total = counts.sum()
    expected = (np.outer(counts, counts) - np.diag(counts)) / (total - 1)
    disagreement = float((expected * distance).sum())
    if disagreement == 0:
        return None
    return 1.0 - float((coincidences * distance).sum()) / disagreement


def alpha_with_interval(
    first: NDArray[np.intp], second: NDArray[np.intp], values: int, *, ordinal: bool, seed: int = 0
) -> Alpha:
    """Alpha with a percentile bootstrap interval (95 %) over answers."""
    if len(first) < 2:
        return Alpha(None, None, None, int((first != second).sum()), len(first))
    rng = np.random.default_rng(seed)
    samples = []
    for _ in range(BOOTSTRAP_SAMPLES):
        rows = rng.integers(0, len(first), len(first))
        value = krippendorff_alpha(first[rows], second[rows], values, ordinal=ordinal)
        samples += [] if value is None else [value]
    value = krippendorff_alpha(first, second, values, ordinal=ordinal)
    tail = 100 * (1 - INTERVAL_SHARE) / 2
    low, high = np.percentile(samples, [tail, 100 - tail]) if samples else (None, None)
    return Alpha(_rounded(value), _rounded(low), _rounded(high), int((first != second).sum()), len(first))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(float(value), 3)


def agreement(
    codebook: Codebook, first: Sequence[LabelSet], second: Sequence[LabelSet]
) -> dict[tuple[str, str], Alpha]:
    """Alpha per (facet, label) for multilabel facets and per (facet, "") for the others.

    Raises ValueError when the coders did not label equally many answers.
    """
    if len(first) != len(second):
        raise ValueError(f"two coders must label the same answers; got {len(first)} and {len(second)}")
    result: dict[tuple[str, str], Alpha] = {}
    for facet in codebook:
        for name, codes_of in _codings(facet):
            one, other = (
                np.array([codes_of(labels) for labels in coder], dtype=np.intp) for coder in (first, second)
            )
            values = 2 if facet.takes_many else len(facet.keys)
            result[facet.key, name] = alpha_with_interval(one, other, values, ordinal=facet.kind == "ordinal")
    return result


def _codings(facet: Facet) -> list[tuple[str, Callable[[LabelSet], int]]]:
    if facet.takes_many:
        return [(key, lambda labels, key=key: int(key in labels[facet.key])) for key in facet.keys]  # type: ignore[misc]
    return [("", lambda labels: facet.keys.index(labels[facet.key][0]))]
