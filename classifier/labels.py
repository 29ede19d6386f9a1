"""Labels of answers as an indicator matrix, the shape scikit-learn works with, and back.

One column per label of every facet, in codebook order. ``LabelSet`` is the readable form: facet key →
label keys (always a tuple; exactly one key for facets that take one label).
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from classifier.codebook import Codebook, Facet

LabelSet = Mapping[str, tuple[str, ...]]
Indicator = NDArray[np.int8]


class LabelColumns:
    """Which column of an indicator matrix belongs to which label."""

    def __init__(self, codebook: Codebook) -> None:
        self.codebook = codebook
        self.names = tuple((facet.key, label) for facet in codebook for label in facet.keys)
        self._start: dict[str, int] = {}
        position = 0
        for facet in codebook:
            self._start[facet.key] = position
            position += len(facet.keys)

    def __len__(self) -> int:
        return len(self.names)

    def of(self, facet: Facet) -> slice:
        """The columns of one facet."""
        start = self._start[facet.key]
        return slice(start, start + len(facet.keys))

    def column(self, facet: str, label: str) -> int:
        """The column of one label. Raises KeyError for a label the codebook does not hold."""
        known = self.codebook.facet(facet)
        known.label(label)
        return self._start[facet] + known.keys.index(label)

    def encode(self, label_sets: Sequence[LabelSet]) -> Indicator:
        """Indicator matrix, shape (n_answers, n_labels). Raises KeyError for unknown labels."""
        matrix = np.zeros((len(label_sets), len(self)), dtype=np.int8)
        for row, labels in enumerate(label_sets):
            for facet, keys in labels.items():
                for key in keys:
                    matrix[row, self.column(facet, key)] = 1
        return matrix

    def decode(self, matrix: Indicator) -> list[dict[str, tuple[str, ...]]]:
        """The readable form of an indicator matrix."""
        return [{facet.key: self._keys(row, facet) for facet in self.codebook} for row in np.asarray(matrix)]

    def _keys(self, row: NDArray, facet: Facet) -> tuple[str, ...]:
        return tuple(facet.keys[index] for index in np.flatnonzero(row[self.of(facet)]))


def label_set_from_record(record: Mapping[str, object], codebook: Codebook) -> dict[str, tuple[str, ...]]:
    """The labels of a stored answer: lists for multilabel facets, strings for the others.

    Raises KeyError for a missing facet or an unknown label.
    """
    labels: dict[str, tuple[str, ...]] = {}
    for facet in codebook:
        value = record[facet.key]
        keys = tuple(value) if isinstance(value, list | tuple) else (str(value),)
        for key in keys:
            facet.label(key)
        labels[facet.key] = keys
    return labels
