"""Rounds of blind double coding: a sample, and what each coder gave without seeing the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, Row, func, insert, select

from classifier.errors import UserMistake
from classifier.store.tables import blind_code, coder, coding_round, round_answer

Labels = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class CodingRound:
    """A sample of a workshop that is coded blind; ``answers`` are ids in the order of coding."""

    id: int
    workshop_id: int
    name: str
    seed: int
    answers: tuple[int, ...]
    at: datetime


@dataclass(frozen=True)
class BlindCode:
    """What one coder gave one answer; the last one counts."""

    answer_id: int
    coder: str
    labels: Labels
    codebook_version: int
    at: datetime


def add_round(connection: Connection, workshop_id: int, name: str, seed: int, answers: Sequence[int]) -> int:
    """Keep a round; its id."""
    row = {"workshop_id": workshop_id, "name": name, "seed": seed, "at": datetime.now(UTC)}
    round_id = connection.execute(insert(coding_round).values(row).returning(coding_round.c.id)).scalar_one()
    members = [
        {"coding_round_id": round_id, "answer_id": answer_id, "position": number}
        for number, answer_id in enumerate(answers, start=1)
    ]
    connection.execute(insert(round_answer), members)
    return round_id


def rounds_of(connection: Connection, workshop_id: int) -> list[CodingRound]:
    """The rounds of a workshop, the newest first."""
    chosen = select(coding_round).where(coding_round.c.workshop_id == workshop_id)
    return [_round(connection, row) for row in connection.execute(chosen.order_by(coding_round.c.id.desc()))]


def round_by_id(connection: Connection, round_id: int) -> CodingRound:
    """One round. Raises UserMistake when it is not there."""
    row = connection.execute(select(coding_round).where(coding_round.c.id == round_id)).one_or_none()
    if row is None:
        raise UserMistake("coding_round_unknown", round=round_id)
    return _round(connection, row)


def _round(connection: Connection, row: Row) -> CodingRound:
    members = select(round_answer.c.answer_id).where(round_answer.c.coding_round_id == row.id)
    answers = connection.execute(members.order_by(round_answer.c.position)).scalars()
    return CodingRound(row.id, row.workshop_id, row.name, row.seed, tuple(answers), row.at)


def hold_round(connection: Connection, round_id: int) -> None:
    """Let nobody else add to a round until this transaction ends."""
    connection.execute(select(coding_round.c.id).where(coding_round.c.id == round_id).with_for_update())


def add_blind_code(
    connection: Connection, round_id: int, answer_id: int, coder_id: int, labels: Labels, codebook_version: int
) -> int:
    """Keep what a coder gave; rows are only added, the last one counts. Its id."""
    row = {
        "coding_round_id": round_id, "answer_id": answer_id, "coder_id": coder_id,
        "labels": {facet: list(keys) for facet, keys in labels.items()},
        "codebook_version_id": codebook_version, "at": datetime.now(UTC),
    }  # fmt: skip
    return connection.execute(insert(blind_code).values(row).returning(blind_code.c.id)).scalar_one()


def blind_codes(connection: Connection, round_id: int) -> list[BlindCode]:
    """The last code of every coder for every answer of a round, by coder and answer."""
    last = (
        select(func.max(blind_code.c.id))
        .where(blind_code.c.coding_round_id == round_id)
        .group_by(blind_code.c.coder_id, blind_code.c.answer_id)
    )
    rows = connection.execute(
        select(blind_code, coder.c.name.label("coder"))
        .join(coder)
        .where(blind_code.c.id.in_(last))
        .order_by(coder.c.name, blind_code.c.answer_id)
    )
    return [_blind_code(row) for row in rows]


def _blind_code(row: Row) -> BlindCode:
    labels = {facet: tuple(keys) for facet, keys in row.labels.items()}
    return BlindCode(row.answer_id, row.coder, labels, row.codebook_version_id, row.at)
