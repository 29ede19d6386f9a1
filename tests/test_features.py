import numpy as np
import pytest
from sklearn.base import clone

from classifier.dutch import build_pipeline
from classifier.features import PhraseCounts, SentenceVectors, answer_features, read_answers

TEXTS = ["goed luisteren", "niet luisteren", "  afspraken nakomen\nen terugbellen ", ""]


@pytest.fixture(scope="module")
def readings(codebook):
    return list(read_answers(build_pipeline(codebook), TEXTS))


def test_words_lemmas_and_offsets_run_in_step(readings):
    for reading, text in zip(readings, TEXTS, strict=True):
        assert len(reading.words) == len(reading.lemmas) == len(reading.offsets)
        spans = reading.spans(range(len(reading.words)))
        assert [text[start:end].lower() for start, end in spans] == list(reading.words)


def test_affirmed_and_denied_phrases_have_their_own_columns(readings, codebook):
    counts = PhraseCounts(codebook).fit(readings)
    names = list(counts.get_feature_names_out())
    matrix = counts.transform(readings).toarray()
    affirmed, denied = names.index("themas.luisteren"), names.index("themas.luisteren.denied")
    assert matrix[0, affirmed] > 0 and matrix[0, denied] == 0
    assert matrix[1, affirmed] == 0 and matrix[1, denied] > 0


def test_feature_names_fit_the_matrix(readings, codebook):
    features = answer_features(codebook, 1.0, 2.0).fit(readings)
    assert features.transform(readings).shape == (len(TEXTS), len(features.get_feature_names_out()))


def test_weights_scale_their_block(readings, codebook):
    single = answer_features(codebook, 1.0, 1.0).fit_transform(readings)
    double = answer_features(codebook, 1.0, 2.0).fit_transform(readings)
    axes = len(TEXTS)
    np.testing.assert_allclose(double[:, -axes:].toarray(), 2 * single[:, -axes:].toarray())


def test_transformers_can_be_cloned(codebook):
    assert clone(PhraseCounts(codebook)).codebook == codebook
    assert isinstance(clone(SentenceVectors()), SentenceVectors)


def test_readings_without_vectors_are_refused_as_a_programmers_error(codebook):
    readings = list(read_answers(build_pipeline(codebook, vectors=False), TEXTS))
    with pytest.raises(ValueError, match="vectors=True"):
        SentenceVectors().fit(readings)


def test_phrases_need_a_codebook(readings):
    with pytest.raises(ValueError, match="codebook"):
        PhraseCounts().fit(readings)
