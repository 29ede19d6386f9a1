"""Workshops: what goes in comes out, and what is deleted is gone."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classifier.errors import UserMistake
from classifier.keeping import delete, what_goes
from classifier.review import accept, open_review
from classifier.store import workshops as store
from classifier.store.coding_rounds import add_round
from classifier.store.tables import metadata
from classifier.store.workshops import NewAnswer, storable

WILD = st.text(st.characters(codec=None), max_size=60)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(
    answers=st.lists(st.builds(NewAnswer, WILD, WILD, st.dictionaries(WILD, WILD, max_size=2), WILD), max_size=6)
)
def test_any_text_comes_back_as_it_went_in(database, answers):
    with database.writing() as connection:
        workshop_id = store.add_workshop(connection, "Wild")
        store.add_answers(connection, workshop_id, answers)
        kept = store.answers_of(connection, workshop_id)
    assert [answer.text for answer in kept] == [storable(new.text) for new in answers]
    assert [answer.question for answer in kept] == [storable(new.question) for new in answers]
    assert [answer.position for answer in kept] == list(range(1, len(answers) + 1))


def test_more_answers_come_after_those_that_are_there(database):
    with database.writing() as connection:
        workshop_id = store.add_workshop(connection, "Zorg")
        store.add_answers(connection, workshop_id, [NewAnswer("een", "1")])
        store.add_answers(connection, workshop_id, [NewAnswer("twee", "2", question="Wat dan?")])
        assert [answer.text for answer in store.answers_of(connection, workshop_id)] == ["een", "twee"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 201])
def test_a_workshop_needs_a_name_of_some_length(database, name):
    with pytest.raises(UserMistake, match="name"), database.writing() as connection:
        store.add_workshop(connection, name)


def test_a_workshop_that_is_gone_is_a_sentence(database):
    with database.reading() as connection, pytest.raises(UserMistake, match="not there"):
        store.workshop_by_id(connection, 12)


def test_deleting_says_what_goes_and_leaves_nothing(database, foreign_house, kept_workshop):
    house = foreign_house
    review = open_review(database, kept_workshop, house.codebook, house.version, house.model)
    accept(database, review, [review.answers[0].answer.id], "Anna")
    with database.writing() as connection:
        add_round(connection, kept_workshop, "Ronde 1", 0, [reviewed.answer.id for reviewed in review.answers[:5]])
    said = what_goes(database, kept_workshop)
    assert (said.contents.answers, said.contents.predictions, said.contents.rounds) == (20, 20, 1)
    assert said.contents.decisions == len(house.codebook.facets)
    assert delete(database, kept_workshop) == said
    with database.reading() as connection:
        for table in metadata.sorted_tables:
            if table.name not in ("codebook_version", "coder"):
                assert connection.execute(table.select()).first() is None, table.name


@pytest.mark.parametrize("database_address", ["sqlite"], indirect=True)
def test_the_text_of_a_deleted_workshop_is_nowhere_in_the_folder_of_the_file(database):
    with database.writing() as connection:
        workshop_id = store.add_workshop(connection, "Zorg")
        store.add_answers(connection, workshop_id, [NewAnswer("onvergetelijkwoord " * 400, "1")])
    delete(database, workshop_id)
    for file in database.file.parent.iterdir():
        assert b"onvergetelijkwoord" not in file.read_bytes(), file.name
