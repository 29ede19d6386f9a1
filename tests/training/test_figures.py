import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.training.evaluation import score_facets
from classifier.training.figures import Figure, facet_figures, leading_figure, weighted_figures
from tests.canteen import CANTEEN


def one_hot(rng, rows: int, labels: int):
    return np.eye(labels, dtype=np.int8)[rng.integers(0, labels, rows)]


def random_labels(seed: int, rows: int):
    """Labels on all facets of the canteen: many, ordinal, single, flag, many."""
    rng = np.random.default_rng(seed)
    blocks = [
        rng.integers(0, 2, (rows, len(facet.keys))).astype(np.int8)
        if facet.takes_many
        else one_hot(rng, rows, len(facet.keys))
        for facet in CANTEEN
    ]
    return np.hstack(blocks)


@given(st.integers(0, 10_000), st.integers(1, 40))
def test_they_are_the_figures_of_an_evaluation(seed, rows):
    truth, decisions = random_labels(seed, rows), random_labels(seed + 1, rows)
    figures = weighted_figures(CANTEEN, truth, decisions, np.ones((1, rows)))
    scores = score_facets(CANTEEN, truth, decisions, decisions.astype(float))
    for facet in CANTEEN:
        score = scores[facet.key]
        for key in facet.keys:
            assert figures[Figure(facet.key, key, "f1")][0] == pytest.approx(score.labels[key].f1, abs=1e-4)
        lead = figures[Figure(facet.key, "", facet_figures(facet)[0])][0]
        assert lead == pytest.approx(leading_figure(facet, score), abs=1e-4)
        if facet.kind == "ordinal":
            assert figures[Figure(facet.key, "", "exact")][0] == pytest.approx(score.exact, abs=1e-4)


@given(st.integers(0, 10_000))
def test_a_weight_of_two_is_the_same_answer_twice(seed):
    truth, decisions = random_labels(seed, 12), random_labels(seed + 1, 12)
    times = np.random.default_rng(seed).integers(0, 4, 12)
    times[0] = 1
    weighted = weighted_figures(CANTEEN, truth, decisions, times[None, :].astype(float))
    rows = np.repeat(np.arange(12), times)
    repeated = weighted_figures(CANTEEN, truth[rows], decisions[rows], np.ones((1, len(rows))))
    for figure, values in weighted.items():
        assert values[0] == pytest.approx(repeated[figure][0])
