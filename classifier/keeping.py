"""Workshops that are kept: put one in the database, judge it again, delete it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from classifier.in_force import InForce
from classifier.store import workshops as store
from classifier.store.database import Database
from classifier.store.predictions import predictions_of, save_predictions
from classifier.store.upgrade import backups
from classifier.store.workshops import Contents, KeptAnswer, NewAnswer
from classifier.summary import Judged
from classifier.workshop import read_together

# So many answers are judged and kept at a time: a killed process loses no more than the last lot.
LOT = 256


@dataclass(frozen=True)
class Deletion:
    """What deleting a workshop takes away; backup copies of the database go too, as they hold it."""

    contents: Contents
    backups: int


def keep(
    database: Database, name: str, judged: Sequence[Judged], house: InForce, *, column: str = "", source: str = ""
) -> int:
    """Keep answers that were judged on screen, with what the model said; the workshop's id.

    ``column``: name of the column that the groups came from. Raises UserMistake.
    """
    answers = [
        NewAnswer(item.answer.text, item.answer.id, {column: item.answer.group} if item.answer.group else {})
        for item in judged
    ]
    with database.writing() as connection:
        workshop_id = store.add_workshop(connection, name, source=source)
        ids = store.add_answers(connection, workshop_id, answers)
        save_predictions(connection, zip(ids, (item.judgement for item in judged), strict=True), house.version)
    return workshop_id


def keep_answers(database: Database, name: str, answers: Sequence[NewAnswer], *, source: str = "") -> int:
    """Keep answers that nobody judged yet; the workshop's id. Raises UserMistake."""
    with database.writing() as connection:
        workshop_id = store.add_workshop(connection, name, source=source)
        store.add_answers(connection, workshop_id, answers)
    return workshop_id


def judge(
    database: Database, workshop_id: int, house: InForce, progress: Callable[[float], object] = lambda _: None
) -> int:
    """Judge the answers that the model in force did not judge yet; how many. Raises UserMistake."""
    waiting = _not_judged(database, workshop_id, house)
    for start in range(0, len(waiting), LOT):
        lot = waiting[start : start + LOT]
        judgements = list(read_together(house.reader, [answer.text for answer in lot]))
        with database.writing() as connection:
            judged = zip((answer.id for answer in lot), judgements, strict=True)
            save_predictions(connection, judged, house.version)
        progress((start + len(lot)) / len(waiting))
    return len(waiting)


def _not_judged(database: Database, workshop_id: int, house: InForce) -> list[KeptAnswer]:
    with database.reading() as connection:
        store.workshop_by_id(connection, workshop_id)
        done = predictions_of(connection, workshop_id, house.model, house.version)
        return [answer for answer in store.answers_of(connection, workshop_id) if answer.id not in done]


def what_goes(database: Database, workshop_id: int) -> Deletion:
    """What deleting this workshop would take away. Raises UserMistake when it is not there."""
    with database.reading() as connection:
        return Deletion(store.contents(connection, workshop_id), len(backups(database)))


def delete(database: Database, workshop_id: int) -> Deletion:
    """Delete a workshop with all that belongs to it, also from backup copies; what went. Raises UserMistake."""
    copies = backups(database)
    with database.writing() as connection:
        gone = store.delete_workshop(connection, workshop_id)
    for copy in copies:
        copy.unlink(missing_ok=True)
    database.forget_deleted()
    return Deletion(gone, len(copies))
