"""Many answers at once, and a kept workshop as results: who decided is never lost."""

import pytest

from classifier import bulk
from classifier import review as reviewing
from classifier.bulk import GIVE, TAKE, Choice
from classifier.kept_results import decided_count, decided_records, judged_answers


@pytest.fixture
def database_address(tmp_path):
    return f"sqlite:///{tmp_path / 'klantkompas.sqlite'}"


@pytest.fixture
def review(database, foreign_house, kept_workshop):
    house = foreign_house
    return reviewing.open_review(database, kept_workshop, house.codebook, house.version, house.model)


def texts(found) -> list[str]:
    return [reviewed.answer.text for reviewed in found]


def test_text_label_and_group_narrow_together(review):
    assert all("helm" in text for text in texts(bulk.chosen(review, Choice(search=" HELM "))))
    facet = review.codebook.facet("ernst")
    found = bulk.chosen(review, Choice(label=("ernst", "laag"), group="A", search="helm"))
    assert 0 < len(found) < len(bulk.chosen(review, Choice(search="helm")))
    assert all("laag" in own.labels(facet) and own.answer.groups == {"ploeg": "A"} for own in found)


def test_choosing_nothing_is_known_to_be_nothing():
    assert Choice().is_empty
    assert not Choice(search="x").is_empty


def test_a_label_is_given_or_taken_and_the_others_stay(review):
    facet = review.codebook.facet("onderwerp")
    one = next(own for own in review.answers if len(own.labels(facet)) == 1)
    (now,) = one.labels(facet)
    other = next(key for key in facet.keys if key != now)
    assert set(bulk.after(one, facet, other, GIVE)) == {now, other}
    assert bulk.after(one, facet, now, TAKE) == ()
    assert bulk.after(one, review.codebook.facet("ernst"), "hoog", GIVE) == ("hoog",)


def test_what_a_person_decided_stays_unless_asked(database, review):
    one, two = review.answers[:2]
    reviewing.decide(database, review, {one.answer.id: {"ernst": ("laag",)}}, "Anna")
    review = reviewing.refresh(database, review)
    facet = review.codebook.facet("ernst")
    assert list(bulk.decisions(review.answers[:2], facet, "hoog", GIVE)) == [two.answer.id]
    assert len(bulk.decisions(review.answers[:2], facet, "hoog", GIVE, overrule=True)) == 2


def test_clusters_hold_answers_of_this_workshop_once(review):
    found = bulk.clusters_of(review)
    members = [answer_id for cluster in found for answer_id in cluster.ids]
    assert len(members) == len(set(members))
    assert set(members) <= set(review.by_id)


# -- results ------------------------------------------------------------------------------------------


def test_figures_count_decisions_or_only_the_model(database, review):
    one, facet = review.answers[0], review.codebook.facet("ernst")
    other = next(key for key in facet.keys if key not in one.suggested(facet))
    reviewing.decide(database, review, {one.answer.id: {"ernst": (other,)}}, "Anna")
    review = reviewing.refresh(database, review)
    assert judged_answers(review)[0].has(facet, other)
    assert not judged_answers(review, decisions=False)[0].has(facet, other)
    assert decided_count(review) == 1


def test_an_answer_that_was_checked_no_longer_asks_for_it(database, review):
    reviewing.accept(database, review, [own.answer.id for own in review.answers], "Anna")
    review = reviewing.refresh(database, review)
    assert not any(item.judgement.review for item in judged_answers(review))


def test_every_record_says_per_facet_who_decided(database, review):
    one = review.answers[0]
    reviewing.decide(database, review, {one.answer.id: {"ernst": ("hoog",)}}, "Anna")
    review = reviewing.refresh(database, review)
    first, second, *_ = decided_records(review)
    assert first["ernst"] == "hoog"
    assert first["decided_by"] == {"onderwerp": "model", "ernst": "person", "incident": "model"}
    assert set(second["decided_by"].values()) == {"model"}
    assert set(decided_records(review, decisions=False)[0]["decided_by"].values()) == {"model"}
