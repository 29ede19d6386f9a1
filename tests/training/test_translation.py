"""Training answers follow the codebook."""

import numpy as np
import pytest

from classifier.codebook_applying import apply_all
from classifier.codebook_changes import AddLabel, MergeLabels, NewLabel
from classifier.codebook_history import settled_all
from classifier.labels import LabelColumns
from classifier.model import AnswerClassifier
from classifier.training.dataset import LabelledAnswer, indicator_of, texts_of
from classifier.training.translation import told_columns, translate_answers
from classifier.working import WorkingReader

CHANGES = [
    MergeLabels("onderwerp", ("melden",), "opruimen"),
    MergeLabels("ernst", ("hoog",), "midden"),
    AddLabel("onderwerp", NewLabel("Vallen", "Iemand valt van een steiger of leuning.")),
]


@pytest.fixture
def answers(foreign_codebook, foreign_data) -> list[LabelledAnswer]:
    texts, matrix = foreign_data
    labels = LabelColumns(foreign_codebook).decode(matrix)
    return [
        LabelledAnswer(str(number), text, own) for number, (text, own) in enumerate(zip(texts, labels, strict=True))
    ]


@pytest.fixture
def reader(foreign_model, foreign_codebook) -> WorkingReader:
    return WorkingReader(foreign_model, foreign_codebook, CHANGES)


def test_a_model_for_the_newest_codebook_learns_from_older_answers(answers, reader):
    now = translate_answers(answers, reader.changes)
    assert [answer.text for answer in now] == texts_of(answers)
    model = AnswerClassifier(reader.codebook, folds=3).fit(texts_of(now), indicator_of(now, reader.codebook))
    (judgement,) = model.classify(["losse leuning doorgeven"])
    assert "opruimen" in judgement.labels["onderwerp"]
    assert set(judgement.scores["ernst"]) == {"laag", "midden"}


def test_older_answers_tell_nothing_about_a_label_that_came_later(answers, reader):
    now = translate_answers(answers, reader.changes)
    told = told_columns(reader.codebook, reader.changes)
    names = LabelColumns(reader.codebook).names
    assert [name for name, known in zip(names, told, strict=True) if not known] == [("onderwerp", "vallen")]
    assert not indicator_of(now, reader.codebook)[:, ~told].any()


def test_a_label_that_took_in_a_new_one_may_be_missing_from_older_answers(foreign_codebook):
    merged = MergeLabels("onderwerp", ("vallen",), "helm")
    changes = settled_all(foreign_codebook, [*CHANGES, merged])
    newest = apply_all(foreign_codebook, changes)
    column = LabelColumns(newest).column("onderwerp", "helm")
    assert np.flatnonzero(~told_columns(newest, changes)).tolist() == [column]
