"""Doubtful decisions come up to be looked at again."""

import pytest

from classifier import review as reviewing
from classifier.likely_errors import FEWEST, lacking, likely_errors


@pytest.fixture
def review(database, foreign_house, kept_workshop):
    house = foreign_house
    return reviewing.open_review(database, kept_workshop, house.codebook, house.version, house.model)


def test_a_decision_against_a_sure_model_comes_up(database, review):
    ernst = review.codebook.facet("ernst")
    everything = [reviewed.answer.id for reviewed in review.answers]
    surest = max(review.answers, key=lambda reviewed: reviewed.judgement.scores["ernst"]["laag"])
    reviewing.decide(database, review, {surest.answer.id: {"ernst": ("hoog",)}}, "Anna")
    review = reviewing.refresh(database, review)
    reviewing.accept(database, review, everything, "Anna")
    review = reviewing.refresh(database, review)
    found = likely_errors(review.answers, review.codebook)
    assert [(error.reviewed.answer.id, error.facet) for error in found] == [(surest.answer.id, ernst)]
    assert 0 <= found[0].quality < 0.5


def test_too_few_decisions_give_no_estimate(database, review):
    reviewing.accept(database, review, [reviewed.answer.id for reviewed in review.answers[: FEWEST - 1]], "Anna")
    assert likely_errors(reviewing.refresh(database, review).answers, review.codebook) == []


def test_every_facet_with_too_few_decisions_is_told_with_how_many_there_are(database, review):
    ernst = review.codebook.facet("ernst")
    labels = {own.answer.id: {"ernst": own.suggested(ernst)} for own in review.answers[:FEWEST]}
    reviewing.decide(database, review, labels, "Anna")
    review = reviewing.refresh(database, review)
    reviewing.decide(database, review, {review.answers[0].answer.id: {"incident": ("nee",)}}, "Anna")
    review = reviewing.refresh(database, review)
    assert lacking(review.answers, review.codebook) == {"onderwerp": 0, "incident": 1}
