"""Checking answers: suggestions and decisions stay apart, and nothing a person decided is lost."""

import pytest

from classifier import review as reviewing
from classifier.errors import UserMistake
from classifier.store.decisions import decisions_of


@pytest.fixture
def review(database, foreign_house, kept_workshop):
    house = foreign_house
    return reviewing.open_review(database, kept_workshop, house.codebook, house.version, house.model)


def test_before_anyone_decided_the_labels_are_the_models(review):
    facet = review.codebook.facets[0]
    assert all(reviewed.labels(facet) == reviewed.suggested(facet) for reviewed in review.answers)
    assert review.done == 0


def test_accepting_decides_every_open_facet(database, review):
    first = review.answers[0].answer.id
    reviewing.accept(database, review, [first], "Anna")
    now = reviewing.refresh(database, review)
    assert now.by_id[first].is_done(review.codebook)
    assert now.done == 1


def test_a_decision_stands_whatever_a_newer_model_says(database, review):
    answer_id = review.answers[3].answer.id
    reviewing.decide(database, review, {answer_id: {"ernst": ("hoog",)}}, "Anna")
    again = reviewing.open_review(
        database, review.workshop_id, review.codebook, review.version, review.answers[0].judgement.model
    )
    assert again.by_id[answer_id].labels(review.codebook.facet("ernst")) == ("hoog",)


def test_undo_puts_back_what_stood_there_and_keeps_the_history(database, review):
    answer_id, facet = review.answers[0].answer.id, review.codebook.facet("ernst")
    first = reviewing.decide(database, review, {answer_id: {"ernst": ("midden",)}}, "Anna")
    review = reviewing.refresh(database, review)
    second = reviewing.decide(database, review, {answer_id: {"ernst": ("hoog",)}}, "Anna")
    reviewing.undo(database, review, second, "Anna")
    review = reviewing.refresh(database, review)
    assert review.by_id[answer_id].labels(facet) == ("midden",)
    with pytest.raises(UserMistake, match="decided otherwise"):
        reviewing.undo(database, review, first, "Anna")
    with database.reading() as connection:
        assert [kept.new for kept in decisions_of(connection, review.workshop_id)] == [
            ("midden",), ("hoog",), ("midden",),
        ]  # fmt: skip


def test_undoing_the_only_decision_leaves_the_suggestion(database, review):
    answer_id, facet = review.answers[0].answer.id, review.codebook.facet("ernst")
    done = reviewing.decide(database, review, {answer_id: {"ernst": ("hoog",)}}, "Anna")
    reviewing.undo(database, review, done, "Anna")
    review = reviewing.refresh(database, review)
    assert review.by_id[answer_id].labels(facet) == review.by_id[answer_id].suggested(facet)
    assert not review.by_id[answer_id].decided


def test_who_did_not_see_a_newer_decision_is_told_and_nothing_is_kept(database, review):
    one, two = (reviewed.answer.id for reviewed in review.answers[:2])
    reviewing.decide(database, review, {one: {"ernst": ("hoog",)}}, "Bea")
    with pytest.raises(UserMistake, match="Bea decided otherwise"):
        reviewing.decide(database, review, {two: {"ernst": ("laag",)}, one: {"ernst": ("laag",)}}, "Anna")
    now = reviewing.refresh(database, review)
    assert now.by_id[one].labels(review.codebook.facet("ernst")) == ("hoog",)
    assert not now.by_id[two].decided


def test_a_label_that_does_not_fit_is_refused(database, review):
    answer_id = review.answers[0].answer.id
    with pytest.raises(KeyError):
        reviewing.decide(database, review, {answer_id: {"ernst": ("enorm",)}}, "Anna")
    with pytest.raises(ValueError, match="exactly one label"):
        reviewing.decide(database, review, {answer_id: {"ernst": ("laag", "hoog")}}, "Anna")


def test_a_decision_needs_a_name(database, review):
    with pytest.raises(UserMistake, match="name"):
        reviewing.accept(database, review, [review.answers[0].answer.id], "  ")


def test_the_least_certain_come_first(review):
    certainties = [reviewed.certainty for reviewed in reviewing.least_certain(review.answers)]
    assert certainties == sorted(certainties)


def test_answers_where_a_person_differs_from_the_model_can_be_listed(database, review):
    facet = review.codebook.facet("ernst")
    one = review.answers[0]
    other = next(key for key in facet.keys if key not in one.suggested(facet))
    reviewing.decide(database, review, {one.answer.id: {"ernst": (other,)}}, "Anna")
    now = reviewing.refresh(database, review)
    assert [found.answer.id for found in reviewing.disagreeing(now.answers, now.codebook)] == [one.answer.id]
