"""Live sessions: people in a room answer on their phones."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, Row, Select, func, insert, select, update

from classifier.errors import UserMistake
from classifier.store.tables import answer, live_question, live_session, question, workshop
from classifier.store.workshops import question_ids, storable

OPEN, PAUSED, CLOSED = "open", "paused", "closed"
AT_ONCE, WAIT = "at_once", "wait"
SHOWN, WAITING, HIDDEN = "shown", "waiting", "hidden"


@dataclass(frozen=True)
class Options:
    """What a facilitator chooses. ``moderation``: answers are shown at once, or wait to be let through."""

    moderation: str = AT_ONCE
    ask_department: bool = False
    departments: tuple[str, ...] = ()
    allow_again: bool = True


@dataclass(frozen=True)
class LiveQuestion:
    """A question of a session; ``id`` is its number in the database."""

    id: int
    text: str


@dataclass(frozen=True)
class LiveSession:
    """A session as it is kept. ``moderations`` rises with every act of moderation."""

    id: int
    workshop_id: int
    workshop: str
    code: str
    state: str
    options: Options
    questions: tuple[LiveQuestion, ...]
    moderations: int
    at: datetime
    closed_at: datetime | None


@dataclass(frozen=True)
class LiveAnswer:
    """An answer from a phone. ``merged`` counts the answers it stands for besides itself."""

    id: int
    question_id: int | None
    text: str
    groups: Mapping[str, str]
    visibility: str
    merged_into_id: int | None
    merged: int
    at: datetime


def add_session(
    connection: Connection, workshop_id: int, code: str, questions: Sequence[str], options: Options
) -> int:
    """Keep a new, open session; its id."""
    row = {
        "workshop_id": workshop_id, "code": code, "state": OPEN, "moderation": options.moderation,
        "ask_department": options.ask_department, "departments": [storable(name) for name in options.departments],
        "allow_again": options.allow_again, "moderations": 0, "at": datetime.now(UTC),
    }  # fmt: skip
    session_id = connection.execute(insert(live_session).values(row).returning(live_session.c.id)).scalar_one()
    ids = question_ids(connection, workshop_id, questions)
    asked = [
        {"live_session_id": session_id, "question_id": ids[text], "position": position}
        for position, text in enumerate(questions, start=1)
    ]
    connection.execute(insert(live_question), asked)
    return session_id


def code_is_taken(connection: Connection, code: str) -> bool:
    """Whether a session, also a closed one, has this code."""
    return connection.execute(select(live_session.c.id).where(live_session.c.code == code)).first() is not None


def sessions(connection: Connection, workshop_id: int | None = None) -> list[LiveSession]:
    """All sessions, or those of one workshop, the newest first."""
    chosen = _sessions().order_by(live_session.c.id.desc())
    of_one = chosen.where(live_session.c.workshop_id == workshop_id)
    return [_session(connection, row) for row in connection.execute(chosen if workshop_id is None else of_one)]


def session_by_id(connection: Connection, session_id: int) -> LiveSession:
    """One session. Raises UserMistake when it is not there."""
    return _only(connection, _sessions().where(live_session.c.id == session_id))


def session_by_code(connection: Connection, code: str, *, hold: bool = False) -> LiveSession:
    """The session with this code. Raises UserMistake when there is none.

    ``hold``: nobody else sends or closes until this transaction ends, so that ids rise in the order in which
    answers become visible.
    """
    if hold:
        connection.execute(select(live_session.c.id).where(live_session.c.code == code).with_for_update())
    return _only(connection, _sessions().where(live_session.c.code == code))


def set_state(connection: Connection, session_id: int, state: str) -> None:
    """Open, pause or close; what is closed stays closed. Raises UserMistake."""
    session = session_by_id(connection, session_id)
    if session.state == CLOSED and state != CLOSED:
        raise UserMistake("session_closed")
    closed_at = session.closed_at or (datetime.now(UTC) if state == CLOSED else None)
    connection.execute(
        update(live_session).where(live_session.c.id == session_id).values(state=state, closed_at=closed_at)
    )


# -- answers ------------------------------------------------------------------------------------------


def not_yet_kept(connection: Connection, key: str, texts: Mapping[int, str]) -> dict[int, str]:
    """What this form (question id → text) holds that was not kept before.

    Raises UserMistake ``form_already_sent`` when it was sent before with another text.
    """
    wanted = {_submission_key(key, question_id): storable(text) for question_id, text in texts.items()}
    chosen = select(answer.c.submission_key, answer.c.text).where(answer.c.submission_key.in_(list(wanted)))
    kept = {row.submission_key: row.text for row in connection.execute(chosen)}
    if any(wanted[own] != text for own, text in kept.items()):
        raise UserMistake("form_already_sent")
    return {own: text for own, text in texts.items() if _submission_key(key, own) not in kept}


def add_sent(
    connection: Connection, session: LiveSession, key: str, texts: Mapping[int, str], groups: Mapping[str, str]
) -> int:
    """Keep what a phone sent (question id → text); how many answers."""
    if not texts:
        return 0
    last = connection.execute(
        select(func.coalesce(func.max(answer.c.position), 0)).where(answer.c.workshop_id == session.workshop_id)
    ).scalar_one()
    now = datetime.now(UTC)
    rows = [
        {
            "workshop_id": session.workshop_id, "question_id": question_id, "position": position,
            "external_id": str(position), "text": storable(text), "at": now, "live_session_id": session.id,
            "groups": {name: storable(value) for name, value in groups.items()},
            "submission_key": _submission_key(key, question_id),
            "visibility": WAITING if session.options.moderation == WAIT else SHOWN,
        }
        for position, (question_id, text) in enumerate(texts.items(), start=last + 1)
    ]  # fmt: skip
    connection.execute(insert(answer), rows)
    return len(rows)


def _submission_key(form_key: str, question_id: int) -> str:
    return f"{form_key}.{question_id}"


def live_answers(
    connection: Connection, session_id: int, *, after: int = 0, shown_only: bool = True
) -> list[LiveAnswer]:
    """The answers of a session with an id above ``after``, oldest first.

    ``shown_only`` leaves out what waits, is hidden or has been merged into another.
    """
    into = answer.alias("into_this")
    merged = select(func.count()).where(into.c.merged_into_id == answer.c.id).scalar_subquery()
    chosen = select(
        answer.c.id, answer.c.question_id, answer.c.text, answer.c.groups, answer.c.visibility,
        answer.c.merged_into_id, merged.label("merged"), answer.c.at,
    ).where(answer.c.live_session_id == session_id, answer.c.id > after).order_by(answer.c.id)  # fmt: skip
    if shown_only:
        chosen = chosen.where(answer.c.visibility == SHOWN, answer.c.merged_into_id.is_(None))
    return [LiveAnswer(**row._mapping) for row in connection.execute(chosen)]


def moderate(connection: Connection, session_id: int, ids: Iterable[int], **values: object) -> int:
    """Set ``visibility`` or ``merged_into_id`` of answers of this session; how many there were."""
    session_by_id(connection, session_id)
    mine = (answer.c.live_session_id == session_id) & answer.c.id.in_(list(ids))
    changed = connection.execute(update(answer).where(mine).values(**values)).rowcount
    acts = live_session.c.moderations + 1
    connection.execute(update(live_session).where(live_session.c.id == session_id).values(moderations=acts))
    return changed


def merged_into(connection: Connection, ids: Iterable[int]) -> list[int]:
    """The ids of the answers that were merged into one of these."""
    chosen = select(answer.c.id).where(answer.c.merged_into_id.in_(list(ids)))
    return list(connection.execute(chosen).scalars())


# -- rows ---------------------------------------------------------------------------------------------


def _sessions() -> Select:
    return select(live_session, workshop.c.name.label("workshop")).join_from(live_session, workshop)


def _only(connection: Connection, chosen: Select) -> LiveSession:
    row = connection.execute(chosen).one_or_none()
    if row is None:
        raise UserMistake("session_unknown")
    return _session(connection, row)


def _session(connection: Connection, row: Row) -> LiveSession:
    options = Options(row.moderation, row.ask_department, tuple(row.departments), row.allow_again)
    return LiveSession(
        id=row.id, workshop_id=row.workshop_id, workshop=row.workshop, code=row.code, state=row.state,
        options=options, questions=_questions(connection, row.id), moderations=row.moderations, at=row.at,
        closed_at=row.closed_at,
    )  # fmt: skip


def _questions(connection: Connection, session_id: int) -> tuple[LiveQuestion, ...]:
    rows = connection.execute(
        select(question.c.id, question.c.text)
        .join_from(live_question, question)
        .where(live_question.c.live_session_id == session_id)
        .order_by(live_question.c.position)
    )
    return tuple(LiveQuestion(row.id, row.text) for row in rows)
