import pytest

from classifier.separable import SeparableVerbs, present_forms, split_infinitive

VERBS = SeparableVerbs(["doorvragen", "meedenken", "nakomen", "terugbellen", "bijvragen", "klaarstaan"])


def found(sentence: str) -> list[str]:
    words = sentence.split()
    return [verb.infinitive for verb in VERBS.find(words, words)]


@pytest.mark.parametrize(
    ("sentence", "verb"),
    [
        ("ik vraag altijd nog even door", "doorvragen"),
        ("gewoon door te vragen", "doorvragen"),
        ("dan denk ik met hem mee", "meedenken"),
        ("ik kom mijn afspraken na", "nakomen"),
        ("wij bellen binnen een dag terug", "terugbellen"),
        ("ik sta altijd voor ze klaar", "klaarstaan"),
    ],
)
def test_a_separable_verb_is_found_in_two_places(sentence, verb):
    assert found(sentence) == [verb]


@pytest.mark.parametrize(
    "sentence",
    [
        "ik vraag het bij een collega",
        "ik denk dat het klopt . mee eens",
        "ik bel maar hij komt terug",
        "hij komt bij ons",
    ],
)
def test_a_preposition_or_another_clause_makes_no_separable_verb(sentence):
    assert found(sentence) == []


@pytest.mark.parametrize(
    ("infinitive", "stem"),
    [
        ("vragen", "vraag"),
        ("bellen", "bel"),
        ("leven", "leef"),
        ("lezen", "lees"),
        ("luisteren", "luister"),
        ("komen", "kom"),
        ("staan", "sta"),
        ("zetten", "zet"),
    ],
)
def test_present_forms_follow_dutch_spelling(infinitive, stem):
    assert {stem, infinitive} <= present_forms(infinitive)


def test_an_ordinary_verb_is_not_split():
    assert split_infinitive("helpen") is None
    assert split_infinitive("meedenken") == ("mee", "denken")
