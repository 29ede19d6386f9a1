import json
import time
from dataclasses import replace

import numpy as np
import pytest

from classifier.errors import UserMistake
from classifier.judgement import Judgement
from classifier.labels import LabelColumns
from classifier.training.calibration import calibration_table
from classifier.training.comparison import Comparison, compare
from classifier.training.confusion import confusion_of
from classifier.training.dataset import LabelledAnswer
from classifier.training.evaluation import expected_calibration_error
from tests.canteen import APPETITE, CANTEEN, DISHES


class Oracle:
    """Knows the truth of every answer but for a share it gets wrong."""

    def __init__(self, name: str, truth: np.ndarray, wrong: float, seed: int = 0) -> None:
        self.name = name
        rng = np.random.default_rng(seed)
        other = truth[rng.permutation(len(truth))]
        self._said = np.where(rng.random((len(truth), 1)) < wrong, other, truth).astype(np.int8)
        self.codebook = CANTEEN

    def classify(self, X, *, evidence=False):
        columns = LabelColumns(CANTEEN)
        for labels, row in zip(columns.decode(self._said), self._said * 0.9 + 0.05, strict=True):
            scores = {facet.key: dict(zip(facet.keys, row[columns.of(facet)], strict=True)) for facet in CANTEEN}
            yield Judgement(labels, scores, {}, False, self.name)


def answers_of(count: int, seed: int = 0) -> list[LabelledAnswer]:
    rng = np.random.default_rng(seed)
    return [
        LabelledAnswer(str(row), f"antwoord {row}", {facet.key: drawn(facet, rng) for facet in CANTEEN})
        for row in range(count)
    ]


def drawn(facet, rng) -> tuple[str, ...]:
    if facet.takes_many:
        return tuple(key for key in facet.keys if rng.random() < 0.4)
    return (facet.keys[rng.integers(len(facet.keys))],)


ANSWERS = answers_of(662)
TRUTH = LabelColumns(CANTEEN).encode([answer.labels for answer in ANSWERS])


def comparison(wrong_now: float = 0.4, wrong_then: float = 0.1) -> Comparison:
    current, candidate = Oracle("kantine/1", TRUTH, wrong_now), Oracle("kantine/2", TRUTH, wrong_then, seed=1)
    return compare(candidate, current, ANSWERS, CANTEEN)


def test_a_better_model_is_clearly_better_on_every_facet():
    found = comparison()
    assert (found.current, found.candidate, found.answers) == ("kantine/1", "kantine/2", 662)
    assert {row.facet for row in found.of_facets} == set(CANTEEN.keys)
    assert all(row.difference > 0 and row.is_clear for row in found.of_facets)
    assert [row.figure for row in found.of_facets if row.facet == "trek"] == ["quadratic_kappa", "exact"]


def test_a_model_beside_itself_differs_nowhere():
    found = comparison(0.3, 0.3)
    same = compare(Oracle("a/1", TRUTH, 0.3), Oracle("b/1", TRUTH, 0.3), ANSWERS, CANTEEN)
    assert all((row.difference, row.low, row.high) == (0, 0, 0) for row in same.differences)
    assert same.changed == ()
    assert found.changed


def test_the_interval_holds_the_difference_and_is_the_same_every_time():
    found = comparison()
    assert all(row.low <= row.difference <= row.high for row in found.differences)
    assert found == comparison()


@pytest.mark.slow
def test_the_interval_holds_what_is_true_about_as_often_as_it_says():
    """Two models that are wrong equally often: in 95 of 100 test sets zero lies inside."""
    held = 0
    for seed in range(100):
        answers = answers_of(150, seed)
        truth = LabelColumns(CANTEEN).encode([answer.labels for answer in answers])
        one, other = Oracle("a/1", truth, 0.3, seed), Oracle("b/1", truth, 0.3, seed + 1000)
        rows = compare(one, other, answers, CANTEEN, resamples=200).of_facets
        held += next(row for row in rows if row.facet == "plek").is_clear
    assert held <= 12


def test_answers_that_change_are_named_with_before_after_and_truth_but_never_by_their_text():
    found = comparison()
    for answer in found.changed:
        assert ANSWERS[answer.row].id == answer.id
        assert dict(answer.truth) == ANSWERS[answer.row].labels
        assert answer.facets and all(answer.before[key] != answer.after[key] for key in answer.facets)
    assert "antwoord" not in json.dumps(found.to_json())


def test_it_comes_back_from_json_as_it_was():
    found = comparison()
    assert Comparison.from_json(json.loads(json.dumps(found.to_json()))) == found


@pytest.mark.parametrize("content", [None, {}, [], {"current": "a/1"}, "text"])
def test_something_else_is_no_comparison(content):
    with pytest.raises(ValueError, match="validation error"):
        Comparison.from_json(content)


def test_without_answers_it_is_a_sentence():
    with pytest.raises(UserMistake, match="no answers set apart"):
        compare(Oracle("a/1", TRUTH, 0), Oracle("b/1", TRUTH, 0), [], CANTEEN)


def test_the_test_set_is_recognised_by_its_content():
    other = [replace(ANSWERS[0], text="iets anders"), *ANSWERS[1:]]
    one, two = Oracle("a/1", TRUTH, 0.1), Oracle("b/1", TRUTH, 0.2)
    first, second = (compare(one, two, answers, CANTEEN, resamples=2) for answers in (ANSWERS, other))
    assert first.test_set != second.test_set


def test_six_hundred_answers_a_thousand_times_take_a_second_or_two():
    started = time.process_time()
    comparison()
    assert time.process_time() - started < 4


def test_calibration_bins_add_up_to_the_calibration_error():
    stated = np.random.default_rng(0).random((50, 3))
    truth = (np.random.default_rng(1).random((50, 3)) < stated).astype(np.int8)
    bins = calibration_table(stated, truth)
    assert sum(one.decisions for one in bins) == 150
    gap = sum(one.decisions * abs(one.stated - one.observed) for one in bins) / 150
    assert gap == pytest.approx(expected_calibration_error(stated, truth), abs=1e-4)
    assert all(one.low <= one.stated <= one.high for one in bins)


def test_confusion_of_levels_is_a_matrix_and_of_many_labels_its_pairs():
    truth = np.array([[1, 0, 0], [0, 1, 0], [0, 1, 0]], dtype=np.int8)
    given = np.array([[1, 0, 0], [0, 0, 1], [0, 0, 1]], dtype=np.int8)
    levels = confusion_of(APPETITE, truth, given)
    assert levels.matrix == ((1, 0, 0), (0, 0, 2), (0, 0, 0))
    dishes = confusion_of(DISHES, truth, given)
    assert dishes.matrix == ()
    (pair,) = dishes.pairs
    assert (pair.missed, pair.given, pair.answers) == ("brood", "koffie", 2)
