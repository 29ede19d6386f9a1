import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.dutch import build_pipeline
from classifier.phrases import PhraseMatcher


@pytest.fixture(scope="module")
def read(codebook):
    nlp = build_pipeline(codebook, vectors=False)
    return lambda text: nlp(text)._.codebook_hits


def themes(hits, *, negated=False) -> set[str]:
    return {hit.label for hit in hits if hit.facet == "themas" and hit.negated == negated}


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("Ik luister naar bewoners", "luisteren"),
        ("ik vraag altijd even door", "luisteren"),
        ("kom je afspraken altijd na", "betrouwbaar"),
        ("we kwamen onze afspraken na", "betrouwbaar"),
        ("er is met de buurt meegedacht", "proactief"),
        ("kijken naar de bewonersbehoefte", "klant_centraal"),
        ("geduldig blijven", "bejegening"),
        ("niet afwimpelen", "behulpzaam"),
    ],
)
def test_a_phrase_is_found_inflected_split_and_compounded(read, text, theme):
    assert theme in themes(read(text))


def test_a_typing_error_in_a_long_word_is_forgiven(read):
    assert "luisteren" in themes(read("goed luisetren"))


@pytest.mark.parametrize("text", ["niet vriendelijk", "nooit echt vriendelijk zijn", "zonder vriendelijk te doen"])
def test_a_denied_phrase_is_marked_as_denied(read, text):
    hits = read(text)
    assert "bejegening" in themes(hits, negated=True)
    assert "bejegening" not in themes(hits)


@pytest.mark.parametrize("text", ["niet alleen vriendelijk", "niet zeuren, vriendelijk blijven"])
def test_a_negation_stays_within_its_reach(read, text):
    assert "bejegening" in themes(read(text))


def test_hits_point_at_the_tokens_that_carry_them(codebook):
    doc = build_pipeline(codebook, vectors=False)("Dan vraag ik gewoon nog wat door")
    words = [{doc[token].text for token in hit.tokens} for hit in doc._.codebook_hits if hit.phrase == "doorvragen"]
    assert words
    assert all(carried == {"vraag", "door"} for carried in words)


@given(
    st.lists(st.sampled_from(["niet", "luisteren", "door", "vraag", "ik", ",", "klant", "na", "kom"]), max_size=12)
)
def test_any_order_of_words_gives_hits_within_the_answer(codebook, words):
    for hit in _matcher(codebook).find(words, words):
        assert hit.tokens == tuple(sorted(set(hit.tokens)))
        assert all(0 <= token < len(words) for token in hit.tokens)


_matchers: dict[str, PhraseMatcher] = {}


def _matcher(codebook) -> PhraseMatcher:
    return _matchers.setdefault(codebook.fingerprint, PhraseMatcher(codebook))
