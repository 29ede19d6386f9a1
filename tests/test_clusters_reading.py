"""From judged answers to the wall: regions, words, names; with the shipped model and a foreign codebook."""

import csv
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from classifier.clusters import (
    JudgedText,
    Term,
    Wall,
    WallAnswer,
    WallReader,
    arrived_since,
    count_words,
    wall_facet,
)
from classifier.clusters.names import TermCounts, choose_name, rank_terms
from classifier.clusters.reading import main_label
from classifier.clusters.words import stop_lemmas, subject_words
from classifier.dutch import load_statistical
from classifier.judgement import Judgement
from classifier.places import sample_workshop_file


def judged(model, texts: list[str]) -> list[JudgedText]:
    judgements = model.classify(texts, evidence=True)
    return [
        JudgedText(str(index), text, one) for index, (text, one) in enumerate(zip(texts, judgements, strict=True))
    ]


@pytest.fixture(scope="module")
def reader(codebook):
    return WallReader(codebook)


@pytest.fixture(scope="module")
def workshop(model, reader):
    """The first 200 answers of the sample workshop, ready for the wall."""
    with sample_workshop_file().open(encoding="utf-8") as stream:
        texts = [row["antwoord"] for row in csv.DictReader(stream)][:200]
    return reader.read(judged(model, texts))


def test_names_are_words_of_the_room_and_never_empty_or_the_subject_itself(workshop, reader, codebook):
    picture = Wall.replay(reader.facet, workshop).picture()
    forms = {term.form for answer in workshop for term in answer.terms}
    words = [word for cluster in picture.clusters if cluster.name for word in cluster.name.split(", ")]
    assert words
    assert set(words) <= forms
    assert not set(words) & (stop_lemmas() | subject_words(codebook, reader.facet))


def test_reading_one_by_one_gives_the_same_picture_as_reading_all_at_once(workshop, reader, model):
    with sample_workshop_file().open(encoding="utf-8") as stream:
        texts = [row["antwoord"] for row in csv.DictReader(stream)][:40]
    one_by_one = [reader.read([item])[0] for item in judged(model, texts)]
    together = Wall.replay(reader.facet, workshop[:40]).picture()
    assert Wall.replay(reader.facet, one_by_one).picture() == together


def test_an_answer_of_one_word_lands_in_its_theme(model, reader):
    texts = ["luisteren", "vriendelijk", "klachten", "maatwerk", "vertrouwen"]
    read = reader.read(judged(model, texts))
    assert len({answer.label for answer in read}) == len(texts)
    assert None not in {answer.label for answer in read}


def test_answers_without_a_word_have_a_place_too(model, reader):
    read = reader.read(judged(model, ["", "???", "😀", "de het een", "x" * 5000]))
    assert len(Wall.replay(reader.facet, read).picture().points) == 5


def test_personal_names_never_reach_the_wall(model, reader):
    read = reader.read(judged(model, ["Fatima van de balie luistert", "collega Fatima luistert goed"] * 3))
    assert "fatima" not in {term.form for answer in read for term in answer.terms}
    assert all("fatima" not in cluster.name for cluster in Wall.replay(reader.facet, read).picture().clusters)


def test_a_foreign_codebook_has_a_wall_of_its_own(foreign_model, foreign_codebook, foreign_data):
    reader = WallReader(foreign_codebook)
    read = reader.read(judged(foreign_model, foreign_data[0]))
    assert reader.facet == wall_facet(foreign_codebook)
    assert {answer.label for answer in read} <= {*reader.facet.keys, None}
    assert len(Wall.replay(reader.facet, read).picture().points) == len(read)


def test_noun_phrases_name_a_group_and_move_nobody(model, reader, codebook, shared_folder):
    texts = ["korte lijnen", "korte lijnen met de klant", "wij hebben korte lijnen", "korte lijnen houden",
             "korte lijnen naar de afdeling"]  # fmt: skip
    nlp = load_statistical(str(shared_folder / "nl_ud_sm"))
    plain, phrased = (one.read(judged(model, texts)) for one in (reader, WallReader(codebook, nlp)))
    assert "korte lijnen" in {term.form for answer in phrased for term in answer.terms}
    places = [
        [(point.id, point.x, point.y) for point in Wall.replay(reader.facet, read).picture().points]
        for read in (plain, phrased)
    ]
    assert places[0] == places[1]


def test_the_main_label_is_the_most_probable_of_those_given(foreign_codebook):
    facet = wall_facet(foreign_codebook)
    first, second, third = facet.keys
    scores = {first: 0.6, second: 0.7, third: 0.9}
    judgement = Judgement({facet.key: (first, second)}, {facet.key: scores}, {}, False, "")
    assert main_label(judgement, facet) == second
    assert main_label(Judgement({facet.key: ()}, {}, {}, False, ""), facet) is None


# -- names --------------------------------------------------------------------------------------


def counts(*answers: str) -> TermCounts:
    return TermCounts.of([Term(word, word) for word in answer.split()] for answer in answers)


def test_a_word_that_every_group_uses_weighs_less():
    own, other = counts("soep zout", "soep zout", "zout"), counts("zout", "zout peper", "zout")
    room = counts("soep zout", "soep zout", "zout", "zout", "zout peper", "zout")
    ranked = dict(rank_terms(own, room, 2))
    # c-TF-IDF, by hand: 9 uses in 2 classes; "soep" 2 × ln(1 + 4.5 / 2), "zout" 3 × ln(1 + 4.5 / 6).
    assert ranked == pytest.approx({"soep": 2 * np.log(3.25), "zout": 3 * np.log(1.75)})
    assert set(dict(rank_terms(other, room, 2))) == {"zout"}


def test_a_taken_word_is_not_used_again():
    own = counts("soep zout", "soep zout")
    ranked = rank_terms(own, own, 1)
    assert choose_name(ranked, own, {"soep"}).text == "zout"
    assert choose_name(ranked, own, {"soep", "zout"}) is None


def test_a_name_shows_the_form_that_is_used_most():
    own = TermCounts.of([[Term("luisteren", form)] for form in ("luister", "luistert", "luistert")])
    assert choose_name(rank_terms(own, own, 1), own, ()).text == "luistert"


def test_a_phrase_takes_the_place_of_its_word():
    phrase = [Term("lijn", "lijnen"), Term("kort", "korte"), Term("kort lijn", "korte lijnen")]
    own = TermCounts.of([phrase, phrase, [Term("lijn", "lijn")]])
    assert choose_name(rank_terms(own, own, 1), own, ()).text == "korte lijnen"


@pytest.mark.parametrize(("text", "phrases"), [
    ("begrip tonen", {"begrip tonen"}),
    ("altijd netjes te woord staan", {"te woord staan"}),
    ("open en eerlijk", {"open en eerlijk"}),
    ("niet oordelen, geen fouten maken", {"niet oordelen", "geen fouten", "geen fouten maken"}),
    ("de het een", set()),
    ("zijn en doen", set()),
])  # fmt: skip
def test_what_people_say_in_two_words_is_a_phrase(model, reader, text, phrases):
    (read,) = reader.read(judged(model, [text]))
    assert {term.form for term in read.terms if " " in term.form} == phrases


def test_a_phrase_that_people_used_names_their_group(model, reader):
    texts = ["te woord staan", "mensen te woord staan", "netjes te woord staan", "iedereen te woord staan"]
    read = reader.read(judged(model, texts))
    own = TermCounts.of(answer.terms for answer in read)
    assert choose_name(rank_terms(own, own, 1), own, {"woord"}).text.startswith("te woord staan")


def test_a_word_that_did_not_carry_the_label_is_no_name_unless_half_the_group_uses_it():
    carrying, chance = Term("snel", "snel", carries=True), Term("mail", "mail")
    few = TermCounts.of([[carrying], [carrying], [chance], [chance], []])
    assert set(dict(rank_terms(few, few, 1))) == {"snel"}
    many = TermCounts.of([[carrying], [carrying], [chance], [chance]])
    assert set(dict(rank_terms(many, many, 1))) == {"snel", "mail"}


# -- words and what is new ----------------------------------------------------------------------


def test_words_are_counted_once_per_answer_and_without_empty_words(workshop):
    counted = count_words(workshop, least=2)
    assert [item.count for item in counted] == sorted((item.count for item in counted), reverse=True)
    assert all(item.count >= 2 for item in counted)
    assert not {item.word for item in counted} & {"de", "een", "klant"}


def test_the_word_view_shows_the_form_used_most():
    read = [
        WallAnswer(str(n), None, np.zeros(2), (Term("bellen", form),))
        for n, form in enumerate(["bel", "bellen", "bellen"])
    ]
    assert [(item.word, item.count) for item in count_words(read)] == [("bellen", 3)]


def test_new_is_what_came_in_the_last_minutes():
    now = datetime(2026, 1, 1, 12, tzinfo=UTC)
    arrivals = {
        "old": now - timedelta(minutes=6),
        "new": now - timedelta(minutes=4),
        "later": now + timedelta(minutes=1),
    }
    assert arrived_since(arrivals, now, minutes=5) == {"new"}


def test_a_name_does_not_repeat_a_word_in_a_phrase():
    said = [
        ["luisteren"],
        ["luisteren"],
        ["luisteren"],
        ["klant", "luisteren naar klant"],
        ["klant", "luisteren naar klant"],
    ]
    own = TermCounts.of([Term(word, word) for word in words] for words in said)
    name = choose_name([("luisteren", 2.0), ("klant", 1.9), ("luisteren naar klant", 1.0)], own, ())
    words = name.text.replace(",", "").split()
    assert len(words) == len(set(words))
