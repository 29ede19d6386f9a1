"""Workshops that are kept: put one in the database, judge it again, delete it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from classifier.errors import UserMistake
from classifier.in_force import InForce
from classifier.store import workshops as store
from classifier.store.database import Database
from classifier.store.predictions import hold_answers, judged_counts, predictions_of, save_predictions
from classifier.store.upgrade import backups
from classifier.store.workshops import Contents, KeptAnswer, KeptWorkshop, NewAnswer
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
    waiting, done = _not_judged(database, workshop_id, house), 0
    for start in range(0, len(waiting), LOT):
        lot = waiting[start : start + LOT]
        judgements = list(read_together(house.reader, [answer.text for answer in lot]))
        with database.writing() as connection:
            here = hold_answers(connection, [answer.id for answer in lot])
            judged = zip((answer.id for answer in lot), judgements, strict=True)
            save_predictions(connection, (own for own in judged if own[0] in here), house.version)
        done += len(here)
        progress((start + len(lot)) / len(waiting))
        if not here:
            break
    return done


def _not_judged(database: Database, workshop_id: int, house: InForce) -> list[KeptAnswer]:
    with database.reading() as connection:
        store.workshop_by_id(connection, workshop_id)
        done = predictions_of(connection, workshop_id, house.model, house.version)
        return [answer for answer in store.answers_of(connection, workshop_id) if answer.id not in done]


@dataclass(frozen=True)
class Waiting:
    """A workshop of which so many answers were not judged by the model and codebook in force."""

    workshop: KeptWorkshop
    answers: int


def waiting(database: Database, model: str, version: int) -> list[Waiting]:
    """The workshops that this model did not judge wholly under this codebook version, the newest first."""
    with database.reading() as connection:
        judged = judged_counts(connection, model, version)
        kept = store.workshops(connection)
    left = [Waiting(workshop, workshop.answers - judged.get(workshop.id, 0)) for workshop in kept]
    return [one for one in left if one.answers > 0]


def judge_all(database: Database, house: InForce, progress: Callable[[float], object] = lambda _: None) -> int:
    """Judge every workshop that waits, the newest first; how many answers. Raises UserMistake.

    What is judged is kept at once: stopped halfway, the next time goes on where this one ended. Decisions of people
    stay as they are. ``progress`` is told the share done, 0 to 1.
    """
    todo = waiting(database, house.model, house.version)
    total, done, judged = sum(one.answers for one in todo), 0, 0
    for one in todo:
        before = done

        def tell(share: float, before: int = before, own: int = one.answers) -> None:
            progress((before + share * own) / total)

        judged += _judge_if_there(database, one.workshop.id, house, tell)
        done += one.answers
    return judged


def _judge_if_there(
    database: Database, workshop_id: int, house: InForce, progress: Callable[[float], object]
) -> int:
    """0 for a workshop that someone deleted meanwhile."""
    try:
        return judge(database, workshop_id, house, progress)
    except UserMistake as mistake:
        if mistake.code != "workshop_unknown":
            raise
        return 0


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
