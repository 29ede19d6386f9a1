import numpy as np
import pytest
import spacy

from classifier.dutch import build_pipeline, has_statistical, load_statistical, readable
from classifier.errors import UserMistake
from classifier.lemmas import lemma_of

TEXTS = ["Ik vraag altijd even door.", "geen nummer maar een mens", "", "👍", "ge moet luisteren hé"]


@pytest.fixture(scope="module")
def nlp(codebook):
    return build_pipeline(codebook)


def test_pipe_says_the_same_as_one_by_one(nlp):
    for doc, alone in zip(nlp.pipe(TEXTS), map(nlp, TEXTS), strict=True):
        assert doc._.codebook_hits == alone._.codebook_hits
        assert [token.lemma_ for token in doc] == [token.lemma_ for token in alone]
        np.testing.assert_allclose(doc._.sentence_vector, alone._.sentence_vector, atol=1e-4)


def test_a_saved_pipeline_comes_back_the_same(nlp, tmp_path):
    nlp.to_disk(tmp_path / "pipeline")
    again = spacy.load(tmp_path / "pipeline")
    assert again.pipe_names == nlp.pipe_names
    for text in TEXTS:
        assert again(text)._.codebook_hits == nlp(text)._.codebook_hits


def test_bytes_bring_the_phrases_along(nlp, codebook):
    other = build_pipeline(codebook, vectors=False).from_bytes(nlp.to_bytes(), exclude=["sentence_vector"])
    assert other("niet afwimpelen")._.codebook_hits == nlp("niet afwimpelen")._.codebook_hits


def test_sentence_vectors_are_unit_vectors(nlp):
    vector = nlp("naar mensen luisteren")._.sentence_vector
    assert vector.shape == (512,)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        ("Wensen", "wens"),
        ("belt", "bellen"),
        ("meegedacht", "meedenken"),
        ("terugbellen", "terugbellen"),
        ("ff", "even"),
        ("jaaaa", "jaa"),
        ("gij", "jij"),
    ],
)
def test_lemmas_come_from_the_dictionary_and_from_workshop_shorthand(word, lemma):
    assert lemma_of(word) == lemma


def test_what_is_not_text_is_left_out_of_reading():
    assert readable("a\x00b\u200b\ud800c ") == "a b  c "
    assert len(readable("x" * 3_000_000)) == 20_000


def test_a_missing_statistical_pipeline_is_a_sentence_that_says_how_to_get_it():
    assert not has_statistical("nl_not_installed")
    with pytest.raises(UserMistake, match="README"):
        load_statistical("nl_not_installed")


def test_a_statistical_pipeline_is_used_when_it_is_there(shared_folder):
    nlp = load_statistical(str(shared_folder / "nl_ud_sm"))
    assert [token.pos_ for token in nlp("De monteur belt de klant terug")][1] == "NOUN"
