"""Colours of labels can be told apart."""

from itertools import combinations

import pytest

from classifier.label_colors import LEAST_DISTANCE, distance, free_color, nearest


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [("#000000", "#FFFFFF", 100.0), ("#1F6FB2", "#1F6FB2", 0.0), ("#FF0000", "#00FF00", 170.6)],
)
def test_distances_are_those_of_the_textbook(one, other, apart):
    assert distance(one, other) == pytest.approx(apart, abs=0.1)


def test_the_labels_that_ship_can_be_told_apart(codebook):
    for facet in codebook:
        closest = min(distance(one.color, other.color) for one, other in combinations(facet.labels, 2))
        assert closest > LEAST_DISTANCE


def test_a_free_colour_is_far_from_all_that_are_taken_and_always_the_same():
    taken: list[str] = []
    for _ in range(20):
        color = free_color(taken)
        assert color == free_color(list(reversed(taken)))
        assert nearest(color, taken) > LEAST_DISTANCE
        taken.append(color)
