import numpy as np
import pytest

from classifier.encoder import PieceAverageEncoder, UniversalSentenceEncoder

TEXTS = ["luisteren naar de klant", "", "een klant aanhoren", "koffie was koud", "x" * 100_000]


@pytest.fixture(scope="module", params=[PieceAverageEncoder, UniversalSentenceEncoder])
def encoder(request):
    return request.param()


def test_vectors_have_unit_length_or_are_zero(encoder):
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), encoder.size)
    lengths = np.linalg.norm(vectors, axis=1)
    assert all(length == pytest.approx(1, abs=1e-3) or length == 0 for length in lengths)


def test_nothing_gives_nothing(encoder):
    assert encoder.encode([]).shape == (0, encoder.size)


def test_in_context_what_means_the_same_lies_much_nearer():
    listening, _, hearing, coffee, _ = UniversalSentenceEncoder().encode(TEXTS)
    assert listening @ hearing > listening @ coffee + 0.2


def test_piece_averages_are_all_alike_but_rank_meaning_right():
    """They share the pieces of common words, so only their order counts; features centre them (PCA)."""
    listening, _, hearing, coffee, _ = PieceAverageEncoder().encode(TEXTS)
    assert listening @ coffee > 0.5
    assert listening @ hearing > listening @ coffee


def test_company_does_not_change_a_piece_average():
    encoder = PieceAverageEncoder()
    together = encoder.encode(TEXTS)
    alone = np.vstack([encoder.encode([text]) for text in TEXTS])
    np.testing.assert_array_equal(together, alone)
