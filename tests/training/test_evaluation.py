import numpy as np
import pytest

from classifier.labels import LabelColumns
from classifier.training.dataset import LabelledAnswer
from classifier.training.evaluation import evaluate, expected_calibration_error, score_facets


def test_figures_of_a_hand_made_case(foreign_codebook):
    """Four answers, worked out on paper."""
    truth = np.array(
        [
            [1, 0, 0, 1, 0, 0, 1, 0],
            [0, 1, 0, 0, 1, 0, 1, 0],
            [0, 1, 1, 0, 0, 1, 0, 1],
            [0, 0, 0, 1, 0, 0, 1, 0],
        ]
    )
    decisions = truth.copy()
    decisions[1, :3] = [1, 1, 0]  # one theme too many
    decisions[2, :3] = [0, 1, 0]  # one theme missed
    decisions[2, 3:6] = [1, 0, 0]  # level two steps too low
    scores = score_facets(foreign_codebook, truth, decisions, decisions.astype(float))
    themes, level, flag = (scores[key] for key in ("onderwerp", "ernst", "incident"))
    assert themes.micro_f1 == pytest.approx(2 * 3 / (4 + 4), abs=1e-4)
    assert themes.labels["helm"].precision == 0.5
    assert themes.labels["opruimen"].recall == 0
    assert (level.exact, level.adjacent, level.mean_absolute_error) == (0.75, 0.75, 0.5)
    assert flag.micro_f1 == 1
    assert themes.exact == 0.5


def test_perfect_agreement_has_kappa_one_even_when_nothing_varies(foreign_codebook):
    truth = np.tile([1, 0, 0, 1, 0, 0, 1, 0], (3, 1))
    assert score_facets(foreign_codebook, truth, truth, truth.astype(float))["ernst"].quadratic_kappa == 1


def test_calibration_error_is_the_gap_between_said_and_seen():
    stated = np.array([[0.9]] * 10)
    assert expected_calibration_error(stated, np.array([[1]] * 9 + [[0]])) == pytest.approx(0, abs=1e-9)
    assert expected_calibration_error(stated, np.array([[1]] * 4 + [[0]] * 6)) == pytest.approx(0.5)


def test_a_model_is_measured_on_labelled_answers(foreign_model, foreign_codebook):
    answers = [
        LabelledAnswer("1", "helm op", {"onderwerp": ("helm",), "ernst": ("laag",), "incident": ("nee",)}),
        LabelledAnswer("2", "gevaar melden", {"onderwerp": ("melden",), "ernst": ("hoog",), "incident": ("nee",)}),
    ]
    figures = evaluate(foreign_model, answers, foreign_codebook)
    assert figures.answers == 2
    assert figures.model == "veilig/1"
    assert set(figures.to_json()["facets"]["onderwerp"]["labels"]) == {"helm", "melden", "opruimen"}


def test_of_a_flag_only_the_raised_label_counts(foreign_codebook):
    columns = LabelColumns(foreign_codebook)
    raised = {"onderwerp": (), "ernst": ("laag",), "incident": ("ja",)}
    down = {**raised, "incident": ("nee",)}
    truth = columns.encode([raised, raised, *[down] * 8])
    found = columns.encode([raised, down, *[down] * 8])
    score = score_facets(foreign_codebook, truth, found, found.astype(float))["incident"]
    assert score.micro_f1 == score.macro_f1 == score.labels["ja"].f1 == pytest.approx(0.6667)
