"""Long work: one at a time, in the order of asking, and what has ended stays as it ended."""

import pytest

from classifier.errors import UserMistake
from classifier.store import jobs as store


def ask(database, kind: str = "train") -> int:
    with database.writing() as connection:
        return store.add_job(connection, kind, {"C": 8.0}, "Anna")


def take(database):
    with database.writing() as connection:
        return store.take_next(connection, pid=1)


def test_work_is_taken_in_the_order_of_asking_and_one_at_a_time(database):
    first, second = ask(database), ask(database)
    taken = take(database)
    assert (taken.id, taken.state, taken.settings) == (first, store.RUNNING, {"C": 8.0})
    assert take(database) is None
    with database.writing() as connection:
        store.finish(connection, first, {"model": "x/1"})
    assert take(database).id == second


def test_what_has_ended_stays_as_it_ended(database):
    job = ask(database)
    with database.writing() as connection:
        store.cancel(connection, job)
        store.report(connection, job, "fit", 0.5)
        store.finish(connection, job, {})
        assert store.job_by_id(connection, job).state == store.CANCELLED
    assert take(database) is None


def test_work_of_a_killed_process_can_wait_again(database):
    job = ask(database)
    take(database)
    with database.writing() as connection:
        store.queue_again(connection, job)
    assert take(database).id == job


def test_unknown_work_is_a_sentence(database):
    with database.reading() as connection, pytest.raises(UserMistake, match="not there"):
        store.job_by_id(connection, 7)
