"""One person at a queue: what is decided is kept, the way back is safe, and the order stands still."""

import pytest

from classifier import review as reviewing
from classifier.errors import UserMistake
from classifier.queues import QUEUES, Ask
from classifier.sitting import Sitting
from classifier.store.decisions import decisions_of


@pytest.fixture
def database_address(tmp_path):
    """SQLite alone: what differs per database is tested with the store."""
    return f"sqlite:///{tmp_path / 'klantkompas.sqlite'}"


@pytest.fixture
def review(database, foreign_house, kept_workshop):
    house = foreign_house
    return reviewing.open_review(database, kept_workshop, house.codebook, house.version, house.model)


@pytest.fixture
def sit(database, review):
    def someone(name: str) -> Sitting:
        return Sitting(database, review, [reviewed.answer.id for reviewed in review.answers], name)

    return someone


def queue(name: str):
    return next(own for own in QUEUES if own.name == name)


def test_accepting_goes_on_to_the_end(sit):
    anna = sit("Anna")
    while anna.now:
        anna.accept(anna.now.answer.id)
    assert anna.review.done == len(anna.review.answers)
    assert anna.position == len(anna.queue)


def test_a_label_is_decided_at_once_and_the_answer_stays(sit, database):
    anna = sit("Anna")
    one = anna.now.answer.id
    anna.choose(one, "ernst", "hoog")
    assert anna.now.answer.id == one
    assert anna.now.labels(anna.review.codebook.facet("ernst")) == ("hoog",)
    with database.reading() as connection:
        assert [own.new for own in decisions_of(connection, anna.review.workshop_id)] == [("hoog",)]


def test_pressing_twice_puts_a_theme_on_and_off_and_a_flag_up_and_down(sit):
    anna = sit("Anna")
    one, facets = anna.now.answer.id, anna.review.codebook
    themes, flag = facets.facet("onderwerp"), facets.facet("incident")
    before = anna.now.labels(themes), anna.now.labels(flag)
    for facet, key in ((themes, "opruimen"), (flag, flag.positive)):
        anna.choose(one, facet.key, key)
    assert ("opruimen" in anna.now.labels(themes)) != ("opruimen" in before[0])
    assert anna.now.labels(flag) != before[1]
    for facet, key in ((themes, "opruimen"), (flag, flag.positive)):
        anna.choose(one, facet.key, key)
    assert (anna.now.labels(themes), anna.now.labels(flag)) == before


def test_steps_on_one_answer_are_taken_back_one_by_one(sit):
    anna = sit("Anna")
    one, facet = anna.now.answer.id, anna.review.codebook.facet("ernst")
    for key in ("midden", "hoog"):
        anna.choose(one, "ernst", key)
    anna.accept(one)
    anna.undo()
    assert anna.now.answer.id == one
    assert set(anna.now.decided) == {"ernst"}
    anna.undo()
    assert anna.now.labels(facet) == ("midden",)
    anna.undo()
    assert not anna.now.decided
    assert not anna.can_undo


def test_who_saw_an_older_state_is_told_and_then_sees_the_new_one(sit):
    anna, bea = sit("Anna"), sit("Bea")
    one = anna.now.answer.id
    anna.choose(one, "ernst", "hoog")
    with pytest.raises(UserMistake) as told:
        bea.choose(one, "ernst", "laag")
    assert told.value.code == "decision_conflict"
    assert bea.now.decided["ernst"].coder == "Anna"
    bea.choose(one, "ernst", "laag")
    assert bea.now.decided["ernst"].new == ("laag",)


def test_undo_never_takes_away_what_someone_else_decided(sit):
    anna, bea = sit("Anna"), sit("Bea")
    one, facet = anna.now.answer.id, anna.review.codebook.facet("ernst")
    anna.choose(one, "ernst", "hoog")
    bea.refresh()
    bea.choose(one, "ernst", "laag")
    with pytest.raises(UserMistake) as told:
        anna.undo()
    assert told.value.code == "undo_overtaken"
    assert anna.now.labels(facet) == ("laag",)
    anna.choose(one, "ernst", "hoog")
    anna.undo()
    assert anna.now.decided["ernst"].new == ("laag",)
    assert not anna.can_undo


def test_many_answers_are_decided_and_taken_back_together(sit):
    anna = sit("Anna")
    anna.accept_all(anna.queue[:5])
    assert anna.review.done == 5
    anna.undo()
    assert anna.review.done == 0


# -- queues -------------------------------------------------------------------------------------------


def test_the_least_certain_come_first_and_what_is_done_is_left_out(sit, database):
    anna = sit("Anna")
    anna.accept(anna.queue[0])
    found = queue("least_certain").find(Ask(database, anna.review))
    certainties = [reviewed.certainty for reviewed in found]
    assert certainties == sorted(certainties)
    assert anna.queue[0] not in {reviewed.answer.id for reviewed in found}


def test_a_queue_of_a_label_holds_the_answers_that_have_it(review, database):
    found = queue("label").find(Ask(database, review, ("ernst", "hoog")))
    assert found
    assert all("hoog" in reviewed.labels(review.codebook.facet("ernst")) for reviewed in found)


def test_where_person_and_model_differ_can_be_looked_at(sit, database):
    anna = sit("Anna")
    one, facet = anna.now, anna.review.codebook.facet("ernst")
    other = next(key for key in facet.keys if key not in one.suggested(facet))
    anna.choose(one.answer.id, "ernst", other)
    assert queue("disagreeing").ids(Ask(database, anna.review)) == (one.answer.id,)


# -- the way back through several queues ----------------------------------------------------------------


def test_a_step_of_an_earlier_queue_is_taken_back_and_its_answer_comes_into_view(sit):
    anna = sit("Anna")
    everything = anna.queue
    anna.accept(everything[0])
    anna.look_at(everything[5:])
    anna.choose(everything[6], "ernst", "hoog")
    anna.move(1)
    anna.undo()
    assert (anna.now.answer.id, anna.now.decided) == (everything[6], {})
    anna.move(2)
    stood = anna.now.answer.id
    anna.undo()
    assert (anna.now.answer.id, anna.now.decided) == (everything[0], {})
    assert not anna.can_undo
    anna.move(1)
    assert anna.now.answer.id == stood


def test_undo_at_the_end_of_a_queue_or_in_an_empty_one_shows_the_answer(sit):
    anna = sit("Anna")
    one = anna.queue[0]
    anna.accept(one)
    anna.look_at(())
    assert anna.now is None
    anna.undo()
    assert anna.now.answer.id == one


def test_many_at_once_are_taken_back_from_another_queue_and_the_first_that_is_there_is_shown(sit):
    anna = sit("Anna")
    many, rest = anna.queue[:5], anna.queue[3:]
    anna.accept_all(many)
    anna.look_at(rest)
    anna.move(4)
    assert len(anna.undo().answer_ids) == 5
    assert anna.now.answer.id == many[3]
    assert anna.review.done == 0


def test_who_was_overtaken_in_an_earlier_queue_sees_what_stands_there_now(sit):
    anna, bea = sit("Anna"), sit("Bea")
    one, rest = anna.queue[0], anna.queue[1:]
    anna.choose(one, "ernst", "hoog")
    anna.look_at(rest)
    bea.refresh()
    bea.choose(one, "ernst", "laag")
    with pytest.raises(UserMistake):
        anna.undo()
    assert anna.now.answer.id == one
    assert anna.now.decided["ernst"].coder == "Bea"
