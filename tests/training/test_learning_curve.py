import pytest

from classifier.errors import UserMistake
from classifier.model import AnswerClassifier
from classifier.training.dataset import VALIDATION
from classifier.training.learning_curve import draws, learning_curve, sizes_up_to
from tests.training.conftest import foreign_labelled


def test_the_last_size_is_all_answers():
    assert sizes_up_to(600) == [250, 500, 600]
    assert sizes_up_to(100) == [100]
    assert sizes_up_to(30, [10, 20, 30, 40]) == [10, 20, 30]


def test_small_parts_are_drawn_more_often_and_the_same_on_every_run():
    answers = foreign_labelled() * 60
    small = list(draws(answers, 250))
    assert len(small) == 3 and all(len(part) == 250 for part in small)
    assert small == list(draws(answers, 250))
    assert small[0] != small[1]
    assert len(list(draws(answers, 1100))) == 2
    assert list(draws(answers, len(answers))) == [answers]


def test_a_point_gives_mean_and_spread_of_every_facet(foreign_codebook):
    model = AnswerClassifier(foreign_codebook, folds=2)
    points = list(learning_curve(model, foreign_labelled(), foreign_labelled(VALIDATION), sizes=(10,)))
    assert [(point.answers, point.draws) for point in points] == [(10, 3), (20, 1)]
    for point in points:
        assert set(point.mean) == set(foreign_codebook.keys)
        assert all(point.lowest[key] <= point.mean[key] + 1e-4 for key in point.mean)
        assert all(point.mean[key] <= point.highest[key] + 1e-4 for key in point.mean)
    # Measured on what all of it learned from.
    assert points[-1].mean["onderwerp"] > 0.8
    assert not hasattr(model, "estimators_")


def test_without_answers_set_apart_it_is_a_sentence(foreign_codebook):
    with pytest.raises(UserMistake, match="no answers set apart"):
        next(learning_curve(AnswerClassifier(foreign_codebook), foreign_labelled(), []))
