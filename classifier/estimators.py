"""Estimators for one facet: calibrated one-vs-rest and cumulative ordinal logistic regression.

Both keep scikit-learn's contract and calibrate on predictions for data that was not fitted on.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from scipy.special import expit, logit
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, KFold
from sklearn.preprocessing import LabelBinarizer
from sklearn.utils.multiclass import check_classification_targets, type_of_target
from sklearn.utils.validation import check_is_fitted, column_or_1d, validate_data

Floats = NDArray[np.float64]
Splits = list[tuple[NDArray[np.intp], NDArray[np.intp]]]
# A probability is never reported as certain: no amount of training data proves that.
SMALLEST_PROBABILITY = 1e-4
# Identical texts must get identical labels on every processor; the last bits of a sum differ.
REPORTED_DECIMALS = 6


@dataclass(frozen=True)
class BinaryFit:
    """A linear binary classifier with Platt scaling learned on held-out decision values."""

    coef: Floats
    intercept: float
    slope: float
    offset: float
    held_out: Floats
    """Calibrated probability of each training row, by a model that did not see the row (0..1)."""


def cross_fit(X, target: NDArray[np.bool_], splits: Splits, C: float) -> BinaryFit:
    """Fit on all rows; calibrate on decision values of rows left out of the fit.

    Platt's method with his prior-corrected targets (Platt 1999, "Probabilistic outputs for support
    vector machines"), which keeps rare labels from being pushed to 0 or 1.
    """
    coef, intercept = _fit_linear(X, target, C)
    decisions = np.empty(len(target))
    for train, test in splits:
        fold_coef, fold_intercept = _fit_linear(X[train], target[train], C)
        decisions[test] = np.asarray(X[test] @ fold_coef).ravel() + fold_intercept
    slope, offset = _platt(decisions, target)
    return BinaryFit(coef, intercept, slope, offset, _probability(slope * decisions + offset))


def _fit_linear(X, target: NDArray[np.bool_], C: float) -> tuple[Floats, float]:
    positives = int(target.sum())
    if positives in {0, len(target)}:
        # Nothing to learn: the smoothed frequency, whatever the text.
        return np.zeros(X.shape[1]), float(logit((positives + 0.5) / (len(target) + 1)))
    fitted = LogisticRegression(C=C, solver="liblinear", dual=True, tol=0.1, max_iter=2000, random_state=0).fit(
        X, target
    )
    return fitted.coef_[0], float(fitted.intercept_[0])


def _platt(decisions: Floats, target: NDArray[np.bool_]) -> tuple[float, float]:
    positives = int(target.sum())
    negatives = len(target) - positives
    if positives < 2 or negatives < 2 or np.ptp(decisions) < 1e-12:
        return 1.0, 0.0
    soft = np.where(target, (positives + 1) / (positives + 2), 1 / (negatives + 2))
    rows = np.concatenate([decisions, decisions])[:, None]
    classes = np.repeat([1, 0], len(decisions))
    scaling = LogisticRegression(C=1e6, max_iter=500).fit(
        rows, classes, sample_weight=np.concatenate([soft, 1 - soft])
    )
    # A negative slope would turn the order of answers around; that is noise of a tiny data set.
    return max(float(scaling.coef_[0, 0]), 1e-3), float(scaling.intercept_[0])


def _probability(log_odds: Floats) -> Floats:
    clipped = np.clip(expit(log_odds), SMALLEST_PROBABILITY, 1 - SMALLEST_PROBABILITY)
    return np.round(clipped, REPORTED_DECIMALS)


def make_splits(rows: int, folds: int, groups: Iterable | None, seed: int) -> Splits:
    """Folds for calibration: whole groups stay together when groups are given."""
    folds = min(folds, rows)
    listed = None if groups is None else np.asarray(list(groups))
    if listed is not None and len(set(listed.tolist())) >= max(2, folds):
        return list(GroupKFold(folds).split(np.zeros(rows), groups=listed))
    if folds < 2:
        return [(np.arange(rows), np.arange(rows))]
    return list(KFold(folds, shuffle=True, random_state=seed).split(np.zeros(rows)))


class _BinaryBank(ClassifierMixin, BaseEstimator):
    """Shared by both estimators: many binary problems on the same rows."""

    def __init__(self, C: float = 8.0, folds: int = 4, n_jobs: int | None = None, random_state: int = 0):
        self.C = C
        self.folds = folds
        self.n_jobs = n_jobs
        self.random_state = random_state

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags

    def __getstate__(self):
        # A stored model is for answers it never saw; what it said of its training answers stays behind.
        return {key: value for key, value in super().__getstate__().items() if key != "held_out_probabilities_"}

    def _fit_bank(
        self, X, targets: NDArray[np.bool_], groups: Iterable | None, told: NDArray[np.bool_] | None = None
    ) -> Floats:
        """Fit one binary problem per column; returns held-out probabilities, shape of targets.

        ``told``, same shape: which rows a column may learn from; None for all.
        """
        if told is not None:
            return self._fit_told(X, targets, groups, told)
        splits = make_splits(X.shape[0], self.folds, groups, self.random_state)
        # Processes, not threads: liblinear draws from one generator per process, and threads would
        # shuffle its numbers, so that two trainings differ in the last digits.
        fits = Parallel(n_jobs=self.n_jobs)(
            delayed(cross_fit)(X, targets[:, column], splits, self.C) for column in range(targets.shape[1])
        )
        self._keep(fits, X.shape[1])
        return np.array([fit.held_out for fit in fits]).reshape(len(fits), X.shape[0]).T

    def _keep(self, fits: list[BinaryFit], features: int) -> None:
        self.coef_ = np.array([fit.coef for fit in fits], dtype=np.float32).reshape(len(fits), features)
        self.intercept_ = np.array([fit.intercept for fit in fits])
        self.slope_ = np.array([fit.slope for fit in fits])
        self.offset_ = np.array([fit.offset for fit in fits])

    def _fit_told(self, X, targets: NDArray[np.bool_], groups: Iterable | None, told: NDArray[np.bool_]) -> Floats:
        """The same, each column on its own rows; what was not learned from is held out by nature."""
        listed = np.arange(X.shape[0]) if groups is None else np.asarray(list(groups))
        rows = [np.flatnonzero(told[:, column]) for column in range(targets.shape[1])]
        grouped = [None if groups is None else listed[own] for own in rows]
        splits = [
            make_splits(len(own), self.folds, of, self.random_state) if len(own) else []
            for own, of in zip(rows, grouped, strict=True)
        ]
        fits = Parallel(n_jobs=self.n_jobs)(
            delayed(cross_fit)(X[own], targets[own, column], splits[column], self.C)
            for column, own in enumerate(rows)
        )
        self._keep(fits, X.shape[1])
        held_out = self._binary_probabilities(X)
        for column, (own, fit) in enumerate(zip(rows, fits, strict=True)):
            held_out[own, column] = fit.held_out
        return held_out

    def _binary_probabilities(self, X) -> Floats:
        check_is_fitted(self)
        X = validate_data(self, X, accept_sparse="csr", reset=False)
        return _probability(self.slope_ * (X @ self.coef_.T + self.intercept_) + self.offset_)


class CalibratedOneVsRest(_BinaryBank):
    """One calibrated logistic regression per label.

    Takes a multilabel indicator matrix (labels independent of each other) or single labels
    (probabilities then sum to 1).

    Parameters
    ----------
    C : inverse regularisation strength, > 0.
    folds : number of calibration folds, at least 2.
    n_jobs : processes over labels.
    random_state : seed of the folds when no groups are given.

    Attributes
    ----------
    classes_ : the labels.
    held_out_probabilities_ : (n_samples, n_labels), calibrated, each row by a model that did not see it.
    """

    def fit(self, X, y, groups: Iterable | None = None, told: NDArray[np.bool_] | None = None):
        """Fit. ``groups`` (length n_samples) stay together in calibration.

        ``told``, of the shape of a multilabel ``y``: where False, nothing is known of that label in that
        sample, so it is not learned from; None when all is known. Raises ValueError.
        """
        X, y = validate_data(self, X, y, accept_sparse="csr", multi_output=True)
        if y.ndim == 2 and y.shape[1] == 1:
            y = column_or_1d(y, warn=True)
        check_classification_targets(y)
        self._is_multilabel = type_of_target(y) == "multilabel-indicator"
        self._binarizer = LabelBinarizer().fit(y)
        self.classes_ = self._binarizer.classes_
        targets = self._targets(y)
        if told is not None and (not self._is_multilabel or told.shape != targets.shape):
            raise ValueError(f"told goes with a multilabel y of shape {targets.shape}; got {told.shape}")
        self.held_out_probabilities_ = self._widen(self._fit_bank(X, targets, groups, told))
        return self

    def predict_proba(self, X) -> Floats:
        """Probabilities 0..1, shape (n_samples, n_labels)."""
        return self._widen(self._binary_probabilities(X))

    def predict(self, X):
        """Labels: an indicator matrix (n_samples, n_labels) or one label a sample."""
        probabilities = self.predict_proba(X)
        if self._is_multilabel:
            return (probabilities > 0.5).astype(int)
        return self.classes_[np.argmax(probabilities, axis=1)]

    def _targets(self, y) -> NDArray[np.bool_]:
        if len(self.classes_) < 2 and not self._is_multilabel:
            # One class in all the data: no binary problem is left.
            return np.empty((len(y), 0), dtype=bool)
        return np.asarray(self._binarizer.transform(y)).astype(bool)

    def _widen(self, probabilities: Floats) -> Floats:
        if self._is_multilabel:
            return probabilities
        if len(self.classes_) == 1:
            return np.ones((len(probabilities), 1))
        if len(self.classes_) == 2:
            return np.column_stack([1 - probabilities, probabilities])
        return probabilities / probabilities.sum(axis=1, keepdims=True)


class CumulativeOrdinal(_BinaryBank):
    """Ordinal regression by calibrated cumulative splits P(y > k), which use the order of the classes.

    Source: Frank & Hall 2001, "A simple approach to ordinal classification"; crossing cuts are made
    monotone.

    Parameters and attributes as in :class:`CalibratedOneVsRest`; ``classes_`` in rising order.
    """

    def fit(self, X, y, groups: Iterable | None = None):
        """Fit. ``y`` (n_samples,) with classes that sort in rising order. Raises ValueError."""
        X, y = validate_data(self, X, y, accept_sparse="csr")
        check_classification_targets(y)
        self.classes_, ranks = np.unique(y, return_inverse=True)
        targets = ranks[:, None] > np.arange(len(self.classes_) - 1)
        self.held_out_probabilities_ = class_probabilities(self._fit_bank(X, targets, groups))
        return self

    def predict_proba(self, X) -> Floats:
        """Probabilities 0..1 summing to 1, shape (n_samples, n_classes)."""
        return class_probabilities(self._binary_probabilities(X))

    def predict(self, X):
        """The most probable class, shape (n_samples,). See also :func:`median_rank`."""
        probabilities = self.predict_proba(X)
        return self.classes_[np.argmax(probabilities, axis=1)]


def class_probabilities(exceedance: Floats) -> Floats:
    """P(y = k) from P(y > k), shape (n, k) → (n, k + 1); crossing cuts are made monotone first."""
    falling = np.minimum.accumulate(exceedance, axis=1)
    edges = np.ones((len(falling), 1))
    steps: Floats = -np.diff(np.hstack([edges, falling, edges * 0]), axis=1)
    return np.round(steps, REPORTED_DECIMALS)


def median_rank(probabilities: Floats) -> NDArray[np.intp]:
    """Index of the median class per row: the one with the least expected absolute distance.

    Neighbours pull the decision their way, yet it never falls on a class between two likely ones.
    """
    cumulative = np.round(np.cumsum(probabilities, axis=1), REPORTED_DECIMALS - 1)
    return (cumulative < 0.5).sum(axis=1)
