"""What two models are compared on: labels that both learned, in answers that tell about them.

A label that one of them never learned is new: what it says of it is a guess, so there is no difference to see. An
answer in which nobody looked for a label, or for the parts it was split into since, does not tell about it. In a
facet with one label they exclude each other: an answer that does not tell about one of them tells about none.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifier.codebook import Codebook, Facet
from classifier.codebook_history import LabelName
from classifier.labels import Indicator, LabelColumns
from classifier.training.dataset import LabelledAnswer, told_in

# Fewer say nothing: one answer would be more than three hundredths.
FEWEST_TOLD = 30
NEW, UNTOLD = "new", "untold"
Cells = NDArray[np.bool_]


@dataclass(frozen=True)
class NotCompared:
    """What has no difference: a label, or a whole facet when ``label`` is empty.

    ``why``: ``new`` when one of the models never learned it, ``untold`` when too few answers tell about it.
    ``candidate`` is the candidate's F1 (0..1) on the answers that do, of which ``support`` have the label; None
    when none has, and for a facet.
    """

    facet: str
    label: str
    why: str
    support: int = 0
    candidate: float | None = None


@dataclass(frozen=True)
class Ground:
    """Which labels of which answers count. ``told`` and ``cells`` have shape (n_answers, n_labels).

    ``cells`` is what is measured; in a facet with one label an answer counts wholly or not at all.
    """

    codebook: Codebook
    new: Set[LabelName]
    told: Cells
    cells: Cells

    def of(self, facet: Facet) -> Cells:
        """What is measured of a facet, shape (n_answers, n_labels of the facet)."""
        return self.cells[:, LabelColumns(self.codebook).of(facet)]

    def rows(self, facet: Facet) -> Cells:
        """The answers that count for a facet, shape (n_answers,)."""
        return np.any(self.of(facet), axis=1)

    def compared(self, facet: Facet) -> tuple[str, ...]:
        """The labels of a facet that get a difference."""
        measured = np.any(self.of(facet), axis=0).tolist()
        return tuple(
            key
            for key, is_measured in zip(facet.keys, measured, strict=True)
            if is_measured and (facet.key, key) not in self.new
        )

    def trimmed(self, matrix: Indicator) -> Indicator:
        """The matrix without what does not count: no hit and no miss for any measure of F1."""
        return np.where(self.cells, matrix, 0).astype(np.int8)

    def left_out(self, truth: Indicator, candidate: Indicator) -> tuple[NotCompared, ...]:
        """What gets no difference, in codebook order."""
        return tuple(one for facet in self.codebook for one in self._left_out(facet, truth, candidate))

    def _left_out(self, facet: Facet, truth: Indicator, candidate: Indicator) -> list[NotCompared]:
        compared = self.compared(facet)
        names = [(facet.key, key) for key in facet.keys if key not in compared]
        if not compared:
            # Once for all of it; what is new is still named.
            whole = [NotCompared(facet.key, "", UNTOLD)]
            names = [name for name in names if name in self.new]
        else:
            whole = []
        return [*whole, *(self._alone(*name, truth, candidate) for name in names)]

    def _alone(self, facet: str, label: str, truth: Indicator, candidate: Indicator) -> NotCompared:
        column = LabelColumns(self.codebook).column(facet, label)
        told = self.told[:, column]
        true, given = truth[told, column].astype(int), candidate[told, column].astype(int)
        support, both = int(true.sum()), int((true * given).sum())
        figure = round(2 * both / (support + int(given.sum())), 4) if support else None
        return NotCompared(facet, label, NEW if (facet, label) in self.new else UNTOLD, support, figure)


def ground_of(
    answers: Sequence[LabelledAnswer], truth: Indicator, codebook: Codebook, new: Set[LabelName]
) -> Ground:
    """What can be compared on these answers; ``new``: labels that one of the models never learned."""
    told = told_in(answers, codebook)
    told = np.ones(truth.shape, dtype=bool) if told is None else told
    cells, columns = np.zeros(truth.shape, dtype=bool), LabelColumns(codebook)
    for facet in codebook:
        own = columns.of(facet)
        is_new = np.array([(facet.key, key) in new for key in facet.keys])
        of_facet = _many if facet.takes_many else _one
        cells[:, own] = of_facet(told[:, own], truth[:, own], is_new)
    return Ground(codebook, new, told, cells)


def _many(told: Cells, truth: Indicator, is_new: Cells) -> Cells:
    enough = told.sum(axis=0) >= min(FEWEST_TOLD, len(told))
    # With nobody left who has the label only its false alarms would count.
    one_has_it = (truth & told).any(axis=0) | told.all(axis=0)
    return told & enough & one_has_it & ~is_new


def _one(told: Cells, truth: Indicator, is_new: Cells) -> Cells:
    rows = told.all(axis=1) & ~truth[:, is_new].any(axis=1)
    is_enough = rows.sum() >= min(FEWEST_TOLD, len(told))
    return np.repeat((rows & is_enough)[:, None], told.shape[1], axis=1)
