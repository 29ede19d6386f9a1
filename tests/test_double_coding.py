"""Two coders: apart from each other, compared, and settled."""

from dataclasses import replace

import pytest

from classifier import double_coding
from classifier import review as reviewing
from classifier.codebook_changes import MergeLabels
from classifier.codebook_versions import change_codebook, codebook_of, history_of
from classifier.errors import UserMistake
from classifier.store.coding_rounds import round_by_id


@pytest.fixture
def review(database, foreign_house, kept_workshop):
    house = foreign_house
    return reviewing.open_review(database, kept_workshop, house.codebook, house.version, house.model)


@pytest.fixture
def coding_round(database, review):
    number = double_coding.draw_sample(database, review, 10, "Ronde 1", seed=3)
    with database.reading() as connection:
        return round_by_id(connection, number)


def code_all(database, review, coding_round, who, labels_of) -> None:
    for answer_id in double_coding.waiting_for(database, coding_round, who):
        labels = labels_of(review.by_id[answer_id])
        double_coding.code(database, coding_round, answer_id, labels, who, review.codebook, review.version)


def as_suggested(reviewed):
    return dict(reviewed.judgement.labels)


def everything_high(reviewed):
    return {**reviewed.judgement.labels, "ernst": ("hoog",)}


def test_a_sample_is_random_but_the_same_for_the_same_seed(database, review, coding_round):
    again = double_coding.draw_sample(database, review, 10, "Ronde 2", seed=3)
    with database.reading() as connection:
        assert round_by_id(connection, again).answers == coding_round.answers
    assert len(set(coding_round.answers)) == 10
    assert list(coding_round.answers) != sorted(coding_round.answers)


@pytest.mark.parametrize("size", [0, 1, 21])
def test_a_sample_fits_the_workshop(database, review, size):
    with pytest.raises(UserMistake, match="20"):
        double_coding.draw_sample(database, review, size, "Ronde")


def test_a_coder_sees_only_what_is_still_waiting(database, review, coding_round):
    code_all(database, review, coding_round, "Anna", as_suggested)
    assert double_coding.waiting_for(database, coding_round, "Anna") == []
    assert double_coding.waiting_for(database, coding_round, "Bea") == list(coding_round.answers)
    assert double_coding.finished_coders(database, coding_round) == ["Anna"]


def test_two_coders_who_give_the_same_agree_fully(database, review, coding_round):
    for who in ("Anna", "Bea"):
        code_all(database, review, coding_round, who, as_suggested)
    compared = double_coding.compare(database, coding_round, review, ["Anna", "Bea"])
    assert compared.differences == ()
    assert compared.alphas["ernst", ""].value == 1.0


def test_differences_are_listed_until_they_are_settled(database, review, coding_round):
    code_all(database, review, coding_round, "Anna", as_suggested)
    code_all(database, review, coding_round, "Bea", everything_high)
    compared = double_coding.compare(database, coding_round, review, ["Anna", "Bea"])
    assert compared.alphas["ernst", ""].value < 1
    waiting = double_coding.open_differences(review, compared)
    assert waiting == list(compared.differences)
    assert {found.facet.key for found in waiting} == {"ernst"}
    one = waiting[0]
    reviewing.decide(database, review, {one.answer_id: {"ernst": one.second}}, "Cor", why="val van hoogte")
    review = reviewing.refresh(database, review)
    assert one not in double_coding.open_differences(review, compared)


def test_what_both_gave_becomes_a_decision_and_a_decision_that_stands_is_left(database, review, coding_round):
    for who in ("Anna", "Bea"):
        code_all(database, review, coding_round, who, everything_high)
    stands = coding_round.answers[0]
    reviewing.decide(database, review, {stands: {"ernst": ("laag",)}}, "Cor")
    review = reviewing.refresh(database, review)
    compared = double_coding.compare(database, coding_round, review, ["Anna", "Bea"])
    double_coding.take_over_agreed(database, review, compared, "Cor", "beiden gelijk")
    review = reviewing.refresh(database, review)
    ernst = review.codebook.facet("ernst")
    assert review.by_id[stands].labels(ernst) == ("laag",)
    assert {review.by_id[one].labels(ernst) for one in coding_round.answers[1:]} == {("hoog",)}


def test_codes_that_do_not_fit_are_a_programmers_error(database, review, coding_round):
    with pytest.raises(ValueError, match="ernst"):
        labels = {**review.answers[0].judgement.labels, "ernst": ("laag", "hoog")}
        double_coding.code(
            database, coding_round, coding_round.answers[0], labels, "Anna", review.codebook, review.version
        )


# -- correcting within a round --------------------------------------------------------------------------


def test_a_coder_may_correct_until_the_other_is_done_too_and_the_last_time_counts(database, review, coding_round):
    first = coding_round.answers[0]
    code_all(database, review, coding_round, "Anna", as_suggested)
    wanted = everything_high(review.by_id[first])
    assert double_coding.is_open(database, coding_round, "Anna")
    double_coding.code(database, coding_round, first, wanted, "Anna", review.codebook, review.version)
    given = double_coding.coded_by(database, coding_round, review, "Anna")
    assert given[first]["ernst"] == ("hoog",)
    assert list(given) == list(coding_round.answers)
    assert double_coding.coded_by(database, coding_round, review, "Bea") == {}


def test_who_may_see_what_another_gave_corrects_no_more(database, review, coding_round):
    first = coding_round.answers[0]
    for who in ("Anna", "Bea"):
        code_all(database, review, coding_round, who, as_suggested)
    assert not double_coding.is_open(database, coding_round, "Anna")
    assert double_coding.is_open(database, coding_round, "Cor")
    before = double_coding.coded_by(database, coding_round, review, "Anna")
    with pytest.raises(UserMistake) as told:
        wanted = everything_high(review.by_id[first])
        double_coding.code(database, coding_round, first, wanted, "Anna", review.codebook, review.version)
    assert told.value.code == "round_closed"
    assert double_coding.coded_by(database, coding_round, review, "Anna") == before


def test_a_label_that_was_merged_within_a_round_counts_as_what_it_became(database, review, coding_round):
    code_all(database, review, coding_round, "Anna", everything_high)
    merge = MergeLabels("ernst", ("hoog",), "midden")
    version = change_codebook(database, merge, "Cor", review.version)
    history = history_of(database)
    review = replace(review, codebook=codebook_of(history.versions[-1]), version=version, history=history)
    given = double_coding.coded_by(database, coding_round, review, "Anna")
    assert {labels["ernst"] for labels in given.values()} == {("midden",)}
    code_all(database, review, coding_round, "Bea", lambda own: {**own.judgement.labels, "ernst": ("midden",)})
    assert double_coding.compare(database, coding_round, review, ["Anna", "Bea"]).differences == ()
