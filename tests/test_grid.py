"""The table of answers: filters find, edits become decisions, and repeated edits decide nothing twice."""

import pytest

from classifier import grid
from classifier import review as reviewing
from classifier.grid import GridFilter
from classifier.keeping import judge, keep_answers
from classifier.store.workshops import NewAnswer


@pytest.fixture
def review(database, foreign_house, kept_workshop):
    house = foreign_house
    return reviewing.open_review(database, kept_workshop, house.codebook, house.version, house.model)


def texts(found) -> list[str]:
    return [reviewed.answer.text for reviewed in found]


def test_search_ignores_case_and_a_group_narrows(review):
    assert texts(grid.filtered(review, GridFilter(search="VEGEN"))) == ["vegen na elke klus"]
    in_group = grid.filtered(review, GridFilter(group="A"))
    assert len(in_group) == 10
    assert set(grid.groups_of(review).names) == {"A", "B"}


def test_a_small_group_is_not_shown_on_its_own(database, foreign_house):
    answers = [NewAnswer(f"helm op {n}", str(n), {"ploeg": "klein" if n < 3 else "groot"}) for n in range(20)]
    workshop = keep_answers(database, "Klein", answers)
    judge(database, workshop, foreign_house)
    house = foreign_house
    review = reviewing.open_review(database, workshop, house.codebook, house.version, house.model)
    assert "klein" not in grid.groups_of(review).names


def test_states_follow_decisions(database, review):
    first = review.answers[0]
    ernst = review.codebook.facet("ernst")
    other = next(key for key in ernst.keys if key not in first.suggested(ernst))
    reviewing.decide(database, review, {first.answer.id: {"ernst": (other,)}}, "Anna")
    review = reviewing.refresh(database, review)
    assert len(grid.filtered(review, GridFilter(state=grid.OPEN))) == 20
    for state in (grid.DECIDED, grid.DIFFERENT):
        assert [found.answer.id for found in grid.filtered(review, GridFilter(state=state))] == [first.answer.id]
    assert first.answer.id in {
        found.answer.id for found in grid.filtered(review, GridFilter(labels={"ernst": [other]}))
    }


def test_edits_become_decisions_in_codebook_order(review):
    drawn = list(review.answers)
    wanted = list(reversed(review.codebook.facet("onderwerp").keys))
    changed = grid.edited_labels(drawn, review.codebook, {0: {"onderwerp": wanted}, 2: {}})
    assert changed == {drawn[0].answer.id: {"onderwerp": review.codebook.facet("onderwerp").keys}}


def test_an_emptied_cell_takes_all_of_many_labels_away_but_never_the_one_label(review):
    drawn = [found for found in review.answers if found.suggested(review.codebook.facet("onderwerp"))]
    changed = grid.edited_labels(drawn, review.codebook, {0: {"onderwerp": None, "ernst": None}})
    assert changed == {drawn[0].answer.id: {"onderwerp": ()}}


def test_the_same_edits_twice_decide_once(database, review):
    drawn = list(review.answers)
    ernst = review.codebook.facet("ernst")
    other = next(key for key in ernst.keys if key not in drawn[0].suggested(ernst))
    changed = grid.edited_labels(drawn, review.codebook, {0: {"ernst": other}})
    reviewing.decide(database, review, grid.not_yet_kept(review, changed), "Anna")
    review = reviewing.refresh(database, review)
    assert grid.not_yet_kept(review, grid.edited_labels(drawn, review.codebook, {0: {"ernst": other}})) == {}


def test_a_cell_that_is_put_back_is_decided_again(database, review):
    drawn = list(review.answers)
    ernst = review.codebook.facet("ernst")
    was = drawn[0].suggested(ernst)[0]
    other = next(key for key in ernst.keys if key != was)
    for cell in (other, was):
        changed = grid.edited_labels(drawn, review.codebook, {0: {"ernst": cell}})
        reviewing.decide(database, review, grid.not_yet_kept(review, changed), "Anna")
        review = reviewing.refresh(database, review)
    assert review.answers[0].decided["ernst"].new == (was,)
