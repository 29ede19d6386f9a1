"""What a model states beside what is so, in bins of stated probability."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifier.labels import Indicator
from classifier.training.evaluation import CALIBRATION_BINS


@dataclass(frozen=True)
class CalibrationBin:
    """Decisions whose stated probability lies from ``low`` up to ``high`` (0..1).

    ``stated`` is their mean probability, ``observed`` the share (0..1) that is so, ``decisions`` their number.
    """

    low: float
    high: float
    decisions: int
    stated: float
    observed: float


def calibration_table(probabilities: NDArray[np.float64], truth: Indicator) -> tuple[CalibrationBin, ...]:
    """The bins that hold anything, over all labels; arrays of shape (n_answers, n_labels)."""
    stated, observed = probabilities.ravel(), truth.ravel()
    bins = np.minimum((stated * CALIBRATION_BINS).astype(int), CALIBRATION_BINS - 1)
    return tuple(
        CalibrationBin(
            low=index / CALIBRATION_BINS,
            high=(index + 1) / CALIBRATION_BINS,
            decisions=int(inside.sum()),
            stated=round(float(stated[inside].mean()), 4),
            observed=round(float(observed[inside].mean()), 4),
        )
        for index in range(CALIBRATION_BINS)
        for inside in [bins == index]
        if inside.any()
    )
