"""Workshops with their questions and answers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Connection, Row, Select, delete, func, insert, select, update

from classifier.errors import UserMistake
from classifier.store.tables import answer, blind_code, coding_round, decision, prediction, question, workshop

LONGEST_NAME = 200


@dataclass(frozen=True)
class NewAnswer:
    """An answer to be kept. ``groups``: column → value, such as the department. ``question``: its text."""

    text: str
    external_id: str
    groups: Mapping[str, str] = field(default_factory=dict)
    question: str = ""


@dataclass(frozen=True)
class KeptAnswer:
    """An answer as it is kept; ``id`` is its number in the database, ``position`` its place (from 1)."""

    id: int
    position: int
    external_id: str
    text: str
    groups: Mapping[str, str]
    question: str
    at: datetime


@dataclass(frozen=True)
class KeptWorkshop:
    """A workshop as it is kept, and how many answers it has."""

    id: int
    name: str
    organisation: str
    source: str
    at: datetime
    answers: int


@dataclass(frozen=True)
class Contents:
    """How much a workshop holds: what goes when it is deleted. ``decisions`` counts those that stand."""

    answers: int
    predictions: int
    decisions: int
    rounds: int
    blind_codes: int


def storable(text: str) -> str:
    """``text`` without the two things a database cannot hold: NUL and halves of surrogate pairs."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def add_workshop(connection: Connection, name: str, *, organisation: str = "", source: str = "") -> int:
    """Keep a new workshop; its id. Raises UserMistake for no or a long name."""
    row = {
        "name": _checked_name(name),
        "organisation": storable(organisation.strip())[:LONGEST_NAME],
        "source": storable(source)[:LONGEST_NAME],
        "at": datetime.now(UTC),
    }
    return connection.execute(insert(workshop).values(row).returning(workshop.c.id)).scalar_one()


def _checked_name(name: str) -> str:
    cleaned = storable(" ".join(name.split()))
    if not cleaned or len(cleaned) > LONGEST_NAME:
        raise UserMistake("workshop_name", limit=LONGEST_NAME)
    return cleaned


def rename_workshop(connection: Connection, workshop_id: int, name: str) -> None:
    """Give a workshop another name. Raises UserMistake."""
    changed = connection.execute(
        update(workshop).where(workshop.c.id == workshop_id).values(name=_checked_name(name))
    )
    if not changed.rowcount:
        raise UserMistake("workshop_unknown", workshop=workshop_id)


def add_answers(connection: Connection, workshop_id: int, answers: Sequence[NewAnswer]) -> list[int]:
    """Keep answers after those that are there; their ids, in order."""
    if not answers:
        return []
    last = connection.execute(
        select(func.coalesce(func.max(answer.c.position), 0)).where(answer.c.workshop_id == workshop_id)
    ).scalar_one()
    questions = question_ids(
        connection, workshop_id, dict.fromkeys(new.question for new in answers if new.question)
    )
    now = datetime.now(UTC)
    rows = [
        {
            "workshop_id": workshop_id,
            "question_id": questions.get(new.question),
            "position": last + number,
            "external_id": storable(new.external_id)[:300],
            "text": storable(new.text),
            "groups": {storable(key): storable(value) for key, value in new.groups.items()},
            "at": now,
        }
        for number, new in enumerate(answers, start=1)
    ]
    adding = insert(answer).returning(answer.c.id, sort_by_parameter_order=True)
    return list(connection.execute(adding, rows).scalars())


def question_ids(connection: Connection, workshop_id: int, texts: Iterable[str]) -> dict[str, int]:
    """The id of each question, which is kept when new."""
    here = connection.execute(select(question.c.text, question.c.id).where(question.c.workshop_id == workshop_id))
    ids = {row.text: row.id for row in here}
    adding = insert(question).returning(question.c.id)
    found = {}
    for text in texts:
        kept = storable(text)
        if kept not in ids:
            row = {"workshop_id": workshop_id, "position": len(ids) + 1, "text": kept}
            ids[kept] = connection.execute(adding.values(row)).scalar_one()
        found[text] = ids[kept]
    return found


def workshops(connection: Connection) -> list[KeptWorkshop]:
    """All workshops, the newest first."""
    return [_workshop(row) for row in connection.execute(_workshops().order_by(workshop.c.id.desc()))]


def workshop_by_id(connection: Connection, workshop_id: int) -> KeptWorkshop:
    """One workshop. Raises UserMistake when it is not (or no longer) there."""
    row = connection.execute(_workshops().where(workshop.c.id == workshop_id)).one_or_none()
    if row is None:
        raise UserMistake("workshop_unknown", workshop=workshop_id)
    return _workshop(row)


def _workshops() -> Select:
    answers = select(func.count()).where(answer.c.workshop_id == workshop.c.id).scalar_subquery()
    return select(workshop, answers.label("answers"))


def _workshop(row: Row) -> KeptWorkshop:
    return KeptWorkshop(**row._mapping)


def answers_of(connection: Connection, workshop_id: int) -> list[KeptAnswer]:
    """The answers of a workshop, in order."""
    columns = (
        answer.c.id, answer.c.position, answer.c.external_id, answer.c.text, answer.c.groups,
        func.coalesce(question.c.text, "").label("question"), answer.c.at,
    )  # fmt: skip
    rows = connection.execute(
        select(*columns)
        .select_from(answer.outerjoin(question))
        .where(answer.c.workshop_id == workshop_id)
        .order_by(answer.c.position)
    )
    return [KeptAnswer(**row._mapping) for row in rows]


def contents(connection: Connection, workshop_id: int) -> Contents:
    """How much a workshop holds. Raises UserMistake when it is not there."""
    answers = workshop_by_id(connection, workshop_id).answers

    def of_answers(table) -> int:
        own = select(func.count()).select_from(table.join(answer, table.c.answer_id == answer.c.id))
        return connection.execute(own.where(answer.c.workshop_id == workshop_id)).scalar_one()

    rounds = select(func.count()).where(coding_round.c.workshop_id == workshop_id)
    return Contents(
        answers=answers,
        predictions=of_answers(prediction),
        decisions=_standing_decisions(connection, workshop_id),
        rounds=connection.execute(rounds).scalar_one(),
        blind_codes=of_answers(blind_code),
    )


def _standing_decisions(connection: Connection, workshop_id: int) -> int:
    """Facets of answers on which a decision of a person stands; not what was taken back or decided anew."""
    newest = (
        select(func.max(decision.c.id))
        .join_from(decision, answer, decision.c.answer_id == answer.c.id)
        .where(answer.c.workshop_id == workshop_id)
        .group_by(decision.c.answer_id, decision.c.facet)
    )
    standing = select(func.count()).where(decision.c.id.in_(newest), decision.c.new.is_not(None))
    return connection.execute(standing).scalar_one()


def delete_workshop(connection: Connection, workshop_id: int) -> Contents:
    """Delete a workshop with everything that belongs to it; what went. Raises UserMistake."""
    gone = contents(connection, workshop_id)
    connection.execute(delete(workshop).where(workshop.c.id == workshop_id))
    return gone
