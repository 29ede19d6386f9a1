import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.utils.estimator_checks import parametrize_with_checks

from classifier.estimators import (
    CalibratedOneVsRest,
    CumulativeOrdinal,
    class_probabilities,
    make_splits,
    median_rank,
)


@parametrize_with_checks([CalibratedOneVsRest(), CumulativeOrdinal()])
def test_estimators_keep_scikit_learns_contract(estimator, check):
    check(estimator)


def blobs(classes: int, rows: int = 300, seed: int = 0):
    """Points on a line of overlapping classes, so that the order carries information."""
    rng = np.random.default_rng(seed)
    y = rng.integers(0, classes, rows)
    return np.column_stack([y + rng.normal(0, 1.0, rows), rng.normal(0, 1, rows)]), y


def test_an_ordinal_estimator_errs_to_neighbours_more_than_to_far_classes():
    X, y = blobs(5)
    wrong = CumulativeOrdinal().fit(X, y).predict(X) - y
    assert np.abs(wrong).mean() < 0.8
    assert (np.abs(wrong) == 1).sum() > 3 * (np.abs(wrong) > 2).sum()


def test_held_out_probabilities_are_calibrated():
    X, y = blobs(2, rows=2000)
    stated = CalibratedOneVsRest().fit(X, y).held_out_probabilities_[:, 1]
    for low in (0.0, 0.25, 0.5, 0.75):
        inside = (stated >= low) & (stated < low + 0.25)
        assert abs(stated[inside].mean() - y[inside].mean()) < 0.1


def test_labels_of_a_multilabel_target_are_independent():
    X, y = blobs(4)
    target = np.column_stack([y > 1, y == 0, np.zeros(len(y))]).astype(int)
    probabilities = CalibratedOneVsRest().fit(X, target).predict_proba(X)
    assert probabilities.shape == target.shape
    assert probabilities[:, 2].max() < 0.05
    assert (probabilities[:, 0] > 0.5).mean() > 0.2


def test_whole_groups_stay_together_in_calibration():
    groups = np.repeat(["a", "b", "c", "d", "e"], 4)
    for train, test in make_splits(20, 4, groups, seed=0):
        assert not set(groups[train]) & set(groups[test])


def test_folds_without_groups_are_the_same_every_time():
    first, again = make_splits(50, 4, None, seed=3), make_splits(50, 4, None, seed=3)
    assert all(np.array_equal(one[1], other[1]) for one, other in zip(first, again, strict=True))


@given(arrays(float, (6, 4), elements=st.floats(0, 1)))
def test_class_probabilities_sum_to_one_even_when_cuts_cross(exceedance):
    probabilities = class_probabilities(exceedance)
    assert probabilities.shape == (6, 5)
    assert (probabilities >= 0).all()
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, atol=1e-5)


@pytest.mark.parametrize(
    ("probabilities", "rank"),
    [([1, 0, 0], 0), ([0.45, 0.1, 0.45], 1), ([0, 0.2, 0.8], 2), ([0.6, 0.0, 0.4], 0)],
)
def test_the_median_rank_weighs_neighbours_and_avoids_empty_classes(probabilities, rank):
    assert median_rank(np.array([probabilities], dtype=float))[0] == rank
