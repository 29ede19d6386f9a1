import joblib
import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.metrics import f1_score, make_scorer
from sklearn.model_selection import cross_validate
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer

from classifier.model import AnswerClassifier

WILD_TEXT = st.text(max_size=300) | st.text("aeioul n.,!\n\t", max_size=80)


def strip_all(texts):
    return [text.strip() for text in texts]


def test_it_learns_a_foreign_codebook_from_twenty_answers(foreign_model):
    helm, melden = foreign_model.classify(["zet je helm op", "meld het gevaar"])
    assert helm.labels["onderwerp"] == ("helm",)
    assert melden.labels["onderwerp"] == ("melden",)


def test_every_facet_of_one_label_sums_to_one(foreign_model):
    probabilities = foreign_model.predict_proba(["helm op", "iets heel anders"])
    for key in ("ernst", "incident"):
        own = probabilities[:, foreign_model.columns_.of(foreign_model.codebook.facet(key))]
        np.testing.assert_allclose(own.sum(axis=1), 1, atol=1e-5)


def test_it_can_be_cloned_and_tells_its_parameters(foreign_codebook):
    model = AnswerClassifier(foreign_codebook, C=2.0)
    assert clone(model).get_params()["C"] == 2.0
    assert model.set_params(C=3.0).C == 3.0


def test_it_works_in_a_pipeline_and_in_cross_validate(foreign_codebook, foreign_data):
    texts, labels = foreign_data
    pipeline = Pipeline(
        [("strip", FunctionTransformer(strip_all)), ("model", AnswerClassifier(foreign_codebook, folds=2))]
    )
    scorer = make_scorer(f1_score, average="micro", zero_division=0)
    result = cross_validate(pipeline, texts, labels, cv=2, scoring=scorer, error_score="raise")
    assert (result["test_score"] > 0.3).all()


def test_two_fits_give_the_same_model(foreign_codebook, foreign_data, foreign_model):
    again = AnswerClassifier(foreign_codebook, folds=3).fit(*foreign_data)
    texts = foreign_data[0]
    np.testing.assert_array_equal(again.predict_proba(texts), foreign_model.predict_proba(texts))


def test_the_number_of_processes_does_not_change_the_model(foreign_codebook, foreign_data, foreign_model):
    again = AnswerClassifier(foreign_codebook, folds=3, n_jobs=2).fit(*foreign_data)
    texts = foreign_data[0]
    np.testing.assert_array_equal(again.predict_proba(texts), foreign_model.predict_proba(texts))


def test_a_stored_model_says_the_same(foreign_model, foreign_data, tmp_path):
    joblib.dump(foreign_model, tmp_path / "model.joblib")
    again = joblib.load(tmp_path / "model.joblib")
    np.testing.assert_array_equal(
        again.predict_proba(foreign_data[0]), foreign_model.predict_proba(foreign_data[0])
    )


def test_company_does_not_change_an_answers_labels(model):
    texts = ["goed luisteren", "afspraken nakomen", "klant is koning", "x" * 500, "bel terug " * 40]
    together = [judgement.labels for judgement in model.classify(texts * 30)][: len(texts)]
    alone = [next(model.classify([text])).labels for text in texts]
    assert together == alone


def test_an_answer_without_a_word_gets_no_label(model):
    for judgement in model.classify(["", "   ", "\x00", "👍👍", "...", "1 2 3"]):
        assert judgement.labels["themas"] == () == judgement.labels["star"]
        assert [judgement.labels[key] for key in ("niveau", "stroom", "valkuil", "intern")] == [
            ("geen",), ("boven",), ("nee",), ("nee",),
        ]  # fmt: skip
        assert not judgement.review


def test_no_answers_give_no_judgements(model):
    assert list(model.classify([])) == []
    assert model.predict([]).shape == (0, len(model.classes_))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WILD_TEXT, max_size=5))
@example(["<script>alert(1)</script>", "\u202eomgekeerd", "a" * 100_000, "https://x.nl?q='; drop table"])
def test_any_text_is_judged_within_the_codebook(model, texts):
    judgements = list(model.classify(texts, evidence=True))
    assert len(judgements) == len(texts)
    for text, judgement in zip(texts, judgements, strict=True):
        for facet in model.codebook:
            keys = judgement.labels[facet.key]
            assert set(keys) <= set(facet.keys)
            assert facet.takes_many or len(keys) == 1
            assert all(0 <= score <= 1 for score in judgement.scores[facet.key].values())
        record = judgement.to_record(model.codebook, "1", text)
        assert list(record) == ["id", "text", *model.codebook.keys, "scores", "review", "model"]


@pytest.mark.parametrize(
    ("X", "y", "error", "message"),
    [
        (["a", "b"], np.zeros((2, 3)), ValueError, "shape"),
        ("one string", np.zeros((1, 8)), TypeError, "sequence"),
        ([1, 2], np.zeros((2, 8)), TypeError, "strings"),
        (["a", "b"], np.full((2, 8), 7), ValueError, "only 0 and 1"),
        (["a", "b"], np.zeros((2, 8)), ValueError, "exactly one label"),
    ],
)
def test_a_programmers_mistake_is_named(foreign_codebook, X, y, error, message):
    with pytest.raises(error, match=message):
        AnswerClassifier(foreign_codebook).fit(X, y)


def test_without_a_codebook_it_does_not_fit():
    with pytest.raises(ValueError, match="codebook"):
        AnswerClassifier().fit(["a"], np.zeros((1, 1)))


def test_before_fitting_it_does_not_predict(foreign_codebook):
    with pytest.raises(NotFittedError):
        AnswerClassifier(foreign_codebook).predict(["a"])
