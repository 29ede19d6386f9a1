"""Decisions by people: rows are only added, and a person who saw an older state is told so."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Connection, Row, func, insert, select

from classifier.errors import UserMistake
from classifier.store.tables import answer, coder, decision

Keys = tuple[str, ...]
# Facet, labels and the version of the codebook they were given under → the labels as they stand today.
Translation = Callable[[str, Keys, int], Keys]


@dataclass(frozen=True)
class Decision:
    """What a person decided on one facet of one answer.

    ``new`` None: the decision before it was taken back. ``id`` rises with time.
    """

    id: int
    answer_id: int
    facet: str
    old: Keys | None
    new: Keys | None
    coder: str
    why: str
    codebook_version: int
    at: datetime


@dataclass(frozen=True)
class Change:
    """A decision to be kept: facet → labels (None takes the decision back).

    ``seen``: the id of the last decision on this answer that the person saw, 0 for none; None decides
    whatever others did.
    """

    answer_id: int
    labels: Mapping[str, Keys | None]
    seen: int | None = None
    # What stood on screen: facet → labels, from the model or from an earlier decision.
    shown: Mapping[str, Keys | None] = field(default_factory=dict)


def add_decisions(
    connection: Connection, changes: Iterable[Change], *, coder_id: int, codebook_version: int, why: str = ""
) -> list[int]:
    """Keep decisions, all or none; their ids.

    Raises UserMistake ``decision_conflict`` when someone else decided since, ``answer_gone`` for an answer
    that was deleted.
    """
    now = datetime.now(UTC)
    rows = []
    for change in changes:
        _refuse_unseen(connection, change)
        rows += [
            {
                "answer_id": change.answer_id, "facet": facet, "old": _plain(change.shown.get(facet)),
                "new": _plain(keys), "coder_id": coder_id, "why": why,
                "codebook_version_id": codebook_version, "at": now,
            }
            for facet, keys in change.labels.items()
        ]  # fmt: skip
    if not rows:
        return []
    adding = insert(decision).returning(decision.c.id, sort_by_parameter_order=True)
    return list(connection.execute(adding, rows).scalars())


def changes_back(connection: Connection, ids: Iterable[int], of_today: Translation) -> list[Change]:
    """What undoes these decisions: per answer the state before them, in terms of today's codebook.

    Raises UserMistake when someone decided on one of the answers after them.
    """
    undone = _by_id(connection, ids)
    last = {
        answer_id: max(own.id for own in undone if own.answer_id == answer_id) for answer_id in _answers(undone)
    }
    return [
        Change(
            answer_id,
            {own.facet: _before(connection, own, of_today) for own in undone if own.answer_id == answer_id},
            last[answer_id],
            {own.facet: own.new for own in undone if own.answer_id == answer_id},
        )
        for answer_id in last
    ]


def _by_id(connection: Connection, ids: Iterable[int]) -> list[Decision]:
    chosen = _with_names().where(decision.c.id.in_(list(ids))).order_by(decision.c.id.desc())
    return [_decision(row) for row in connection.execute(chosen)]


def _answers(decisions: Iterable[Decision]) -> set[int]:
    return {own.answer_id for own in decisions}


def _before(connection: Connection, own: Decision, of_today: Translation) -> Keys | None:
    """What people had decided before this decision; None for nothing."""
    same = (decision.c.answer_id == own.answer_id) & (decision.c.facet == own.facet)
    earlier = select(decision.c.new, decision.c.codebook_version_id).where(same, decision.c.id < own.id)
    row = connection.execute(earlier.order_by(decision.c.id.desc()).limit(1)).one_or_none()
    return None if row is None or row.new is None else of_today(own.facet, tuple(row.new), row.codebook_version_id)


def _refuse_unseen(connection: Connection, change: Change) -> None:
    # On PostgreSQL the row lock makes a second person wait here; on SQLite the transaction has the only one.
    held = select(answer.c.id).where(answer.c.id == change.answer_id).with_for_update()
    if connection.execute(held).one_or_none() is None:
        raise UserMistake("answer_gone")
    if change.seen is None:
        return
    latest = connection.execute(
        _with_names().where(decision.c.answer_id == change.answer_id).order_by(decision.c.id.desc()).limit(1)
    ).one_or_none()
    if latest is not None and latest.id > change.seen:
        raise UserMistake("decision_conflict", who=latest.coder, time=f"{latest.at.astimezone():%H:%M}")


def _plain(keys: Keys | None) -> list[str] | None:
    return None if keys is None else list(keys)


def decisions_of(connection: Connection, workshop_id: int, after: int = 0) -> list[Decision]:
    """All decisions on a workshop's answers with an id above ``after``, oldest first."""
    rows = connection.execute(
        _with_names()
        .join(answer, decision.c.answer_id == answer.c.id)
        .where(answer.c.workshop_id == workshop_id, decision.c.id > after)
        .order_by(decision.c.id)
    )
    return [_decision(row) for row in rows]


def decided_labels(connection: Connection) -> set[tuple[str, str]]:
    """Every (facet, label) that anyone ever decided."""
    rows = connection.execute(select(decision.c.facet, decision.c.new).where(decision.c.new.is_not(None)))
    return {(facet, key) for facet, keys in rows for key in keys}


def decided_sets(connection: Connection) -> Counter[tuple[str, Keys, int]]:
    """(facet, labels, codebook version) → answers of which this is the decision in force; no answer's text."""
    newest = select(func.max(decision.c.id)).group_by(decision.c.answer_id, decision.c.facet)
    in_force = decision.c.id.in_(newest) & decision.c.new.is_not(None)
    rows = connection.execute(
        select(decision.c.facet, decision.c.new, decision.c.codebook_version_id).where(in_force)
    )
    return Counter((facet, tuple(keys), version) for facet, keys, version in rows)


def latest_id(connection: Connection) -> int:
    """The id of the last decision of all, 0 for none."""
    return connection.execute(select(func.coalesce(func.max(decision.c.id), 0))).scalar_one()


def _with_names():
    return select(decision, coder.c.name.label("coder")).join_from(decision, coder)


def _decision(row: Row) -> Decision:
    return Decision(
        id=row.id, answer_id=row.answer_id, facet=row.facet, old=_keys(row.old), new=_keys(row.new),
        coder=row.coder, why=row.why, codebook_version=row.codebook_version_id, at=row.at,
    )  # fmt: skip


def _keys(stored: list[str] | None) -> Keys | None:
    return None if stored is None else tuple(stored)
