import pytest

from classifier.model import AnswerClassifier
from classifier.training.dataset import LabelledAnswer, indicator_of, texts_of
from classifier.training.label_errors import suspects
from tests.conftest import FOREIGN_ANSWERS


def labelled(turned: int | None = None) -> list[LabelledAnswer]:
    """The foreign answers four times over, one of them with its theme turned around."""
    answers = []
    for number, (text, themes, level, incident) in enumerate(FOREIGN_ANSWERS * 4):
        given = ("opruimen",) if number == turned else themes
        labels = {"onderwerp": given, "ernst": (level,), "incident": (incident,)}
        answers.append(LabelledAnswer(str(number), text, labels))
    return answers


def test_a_label_turned_around_is_the_first_suspect(foreign_codebook):
    answers = labelled(turned=4)
    model = AnswerClassifier(foreign_codebook).fit(texts_of(answers), indicator_of(answers, foreign_codebook))
    found = suspects(model, answers, limit=0.3)
    assert {(one.answer.id, one.label) for one in found[:2]} == {("4", "melden"), ("4", "opruimen")}


def test_a_model_fitted_on_other_answers_is_refused(foreign_codebook):
    answers = labelled()
    model = AnswerClassifier(foreign_codebook).fit(texts_of(answers), indicator_of(answers, foreign_codebook))
    with pytest.raises(ValueError, match="not on these 3"):
        suspects(model, answers[:3])
