import numpy as np
import pytest

from classifier.trust import TARGET_ACCURACY, ReviewRule, best_threshold, certainty, decide, is_right


def test_the_threshold_is_where_held_out_f1_is_best():
    probabilities = np.array([[0.9], [0.35], [0.33], [0.1]])
    truth = np.array([[1], [1], [0], [0]])
    assert best_threshold(probabilities, truth) == pytest.approx(0.34)


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
