import numpy as np
import pytest
from hypothesis import given
from hypothesis.extra.numpy import arrays
from hypothesis.strategies import floats, integers
from sklearn.metrics import f1_score

from classifier.trust import (
    TARGET_ACCURACY,
    ReviewRule,
    best_threshold,
    best_thresholds,
    certainty,
    decide,
    give,
    is_right,
    micro_f1,
)


def test_the_threshold_is_where_held_out_f1_is_best():
    probabilities = np.array([[0.9], [0.35], [0.33], [0.1]])
    truth = np.array([[1], [1], [0], [0]])
    assert best_threshold(probabilities, truth) == pytest.approx(0.34)


def test_the_likeliest_label_is_given_sooner_when_there_would_be_none(codebook):
    (facet, *_) = codebook.by_chart("bars")
    probabilities = np.zeros((3, len(facet.keys)))
    probabilities[0, [1, 2]] = 0.3, 0.25
    probabilities[1, [1, 2]] = 0.6, 0.3
    probabilities[2, 1] = 0.1
    labels = decide(facet, probabilities, 0.5, 0.2)
    assert [np.flatnonzero(row).tolist() for row in labels] == [[1], [1], []]
    assert not decide(facet, probabilities, 0.7).any()


def test_both_thresholds_are_where_held_out_f1_is_best():
    # The likeliest label of each answer is right from 0.2 on; a second one is right from 0.5 on.
    probabilities = np.array([[0.2, 0.1], [0.25, 0.0], [0.9, 0.4], [0.8, 0.5], [0.15, 0.0]])
    truth = np.array([[1, 0], [1, 0], [1, 0], [1, 1], [0, 0]])
    threshold, least = best_thresholds(probabilities, truth)
    assert threshold == pytest.approx(0.42)
    assert least == pytest.approx(0.16)
    assert (give(probabilities, threshold, least) == truth).all()


@given(arrays(float, (6, 4), elements=floats(0, 1)), arrays(np.int8, (6, 4), elements=integers(0, 1)))
def test_micro_f1_is_that_of_scikit_learn(probabilities, truth):
    decisions = give(probabilities, 0.5, 0.3)
    assert micro_f1(decisions, truth) == pytest.approx(f1_score(truth, decisions, average="micro", zero_division=0))


def test_one_label_facets_get_exactly_one_label(codebook):
    rng = np.random.default_rng(0)
    for facet in codebook:
        if facet.takes_many:
            continue
        raw = rng.random((20, len(facet.keys)))
        decisions = decide(facet, raw / raw.sum(axis=1, keepdims=True), 0.5)
        assert (decisions.sum(axis=1) == 1).all()


def test_certainty_of_many_labels_is_that_all_are_right(codebook):
    (facet, *_) = codebook.by_chart("bars")
    probabilities = np.zeros((1, len(facet.keys)))
    probabilities[0, :2] = 0.9, 0.2
    assert certainty(facet, probabilities, decide(facet, probabilities, 0.5)) == pytest.approx(0.9 * 0.8)


def test_the_review_rule_keeps_what_is_right_often_enough():
    rng = np.random.default_rng(1)
    certainties = rng.random(2000)
    right = rng.random(2000) < certainties
    rule = ReviewRule.learn(certainties, right)
    kept = certainties >= rule.least_certainty
    assert right[kept].mean() >= TARGET_ACCURACY - 0.01
    assert rule.kept_share == pytest.approx(kept.mean(), abs=0.01)
    assert 0.1 < rule.kept_share < 0.6


def test_when_nothing_can_be_trusted_everything_is_reviewed():
    rule = ReviewRule.learn(np.linspace(0.2, 0.9, 100), np.zeros(100, dtype=bool))
    assert (rule.least_certainty, rule.kept_share) == (1.0, 0.0)


def test_right_means_all_labels_of_the_facet():
    assert is_right(np.array([[1, 0], [1, 1]]), np.array([[1, 0], [1, 0]])).tolist() == [True, False]
