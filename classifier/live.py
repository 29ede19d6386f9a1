"""Live sessions: open one, take in what phones send, moderate, and tell a wall what is new.

A code has 6 characters out of 30, about 729 million codes. Wrong codes are limited per client to 60 at once and
then one every five seconds: 2,220 guesses in a session of three hours, a chance of 1 in 330,000 to hit one open
session. Who guesses right can read the question and answer it, no more.
"""

import re
import secrets
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from classifier.errors import UserMistake
from classifier.store import sessions as store
from classifier.store.database import Database
from classifier.store.sessions import LiveAnswer, LiveSession, Options
from classifier.store.workshops import add_workshop, workshop_by_id

# Without 0 and O, 1, I and L, and U that is read as V.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 6
LONGEST_ANSWER = 2000
LONGEST_QUESTION = 300
MOST_QUESTIONS = 5
LONGEST_DEPARTMENT = 80
MOST_DEPARTMENTS = 60
# The column of the department among an answer's groups, as in imported files.
DEPARTMENT_COLUMN = "afdeling"
_FORM_KEY = re.compile(r"[A-Za-z0-9_-]{20,48}")


@dataclass(frozen=True)
class Sending:
    """What a phone sends: the key of its form, question id → text, and perhaps a department."""

    key: str
    texts: Mapping[int, str]
    department: str = ""


@dataclass(frozen=True)
class Acknowledged:
    """What was sent is in the database. ``new`` counts the answers that were not there before."""

    session: LiveSession
    new: int


@dataclass(frozen=True)
class Cursor:
    """How far a wall has read."""

    last: int = 0
    moderations: int = -1


@dataclass(frozen=True)
class Fresh:
    """What is new for a wall; ``everything``: these answers replace all that stood there."""

    answers: tuple[LiveAnswer, ...]
    cursor: Cursor
    everything: bool


def open_session(
    database: Database, workshop: int | str, questions: Sequence[str], options: Options | None = None
) -> LiveSession:
    """Open a session in a workshop: its id, or the name of a new one. Raises UserMistake."""
    asked, chosen = _checked_questions(questions), _checked_options(options or Options())
    with database.writing() as connection:
        if isinstance(workshop, str):
            workshop = add_workshop(connection, workshop)
        workshop_by_id(connection, workshop)
        code = new_code()
        while store.code_is_taken(connection, code):
            code = new_code()
        session_id = store.add_session(connection, workshop, code, asked, chosen)
        return store.session_by_id(connection, session_id)


def new_code() -> str:
    """A code that cannot be guessed from others."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def plain_code(typed: str) -> str:
    """A code as it is kept, from what someone typed; "" for what cannot be one."""
    code = re.sub(r"[\s-]", "", typed).upper()
    return code if len(code) == CODE_LENGTH and set(code) <= set(CODE_ALPHABET) else ""


def new_form_key() -> str:
    """The key of a form that is about to be shown."""
    return secrets.token_urlsafe(18)


def _checked_questions(questions: Sequence[str]) -> list[str]:
    asked = list(dict.fromkeys(text for each in questions if (text := " ".join(each.split()))))
    if not 1 <= len(asked) <= MOST_QUESTIONS or any(len(text) > LONGEST_QUESTION for text in asked):
        raise UserMistake("session_questions", most=MOST_QUESTIONS, limit=LONGEST_QUESTION)
    return asked


def _checked_options(options: Options) -> Options:
    names = tuple(dict.fromkeys(name for each in options.departments if (name := " ".join(each.split()))))
    if len(names) > MOST_DEPARTMENTS or any(len(name) > LONGEST_DEPARTMENT for name in names):
        raise UserMistake("session_departments", most=MOST_DEPARTMENTS, limit=LONGEST_DEPARTMENT)
    return Options(options.moderation, options.ask_department, names, options.allow_again)


# -- the facilitator ----------------------------------------------------------------------------------


def pause_session(database: Database, session_id: int) -> None:
    """Take in nothing until it is resumed. Raises UserMistake."""
    _set_state(database, session_id, store.PAUSED)


def resume_session(database: Database, session_id: int) -> None:
    """Take in answers again. Raises UserMistake for a closed session."""
    _set_state(database, session_id, store.OPEN)


def close_session(database: Database, session_id: int) -> None:
    """End a session for good; its code stops working. Raises UserMistake."""
    _set_state(database, session_id, store.CLOSED)


def _set_state(database: Database, session_id: int, state: str) -> None:
    with database.writing() as connection:
        store.set_state(connection, session_id, state)


def sessions(database: Database, workshop_id: int | None = None) -> list[LiveSession]:
    """All sessions, or those of one workshop, the newest first."""
    with database.reading() as connection:
        return store.sessions(connection, workshop_id)


def hide(database: Database, session_id: int, answer_ids: Iterable[int]) -> int:
    """Take answers off the wall; how many. Raises UserMistake."""
    with database.writing() as connection:
        return store.moderate(connection, session_id, answer_ids, visibility=store.HIDDEN)


def show(database: Database, session_id: int, answer_ids: Iterable[int]) -> int:
    """Put answers on the wall, waiting or hidden ones; how many. Raises UserMistake."""
    with database.writing() as connection:
        return store.moderate(connection, session_id, answer_ids, visibility=store.SHOWN)


def merge(database: Database, session_id: int, answer_ids: Iterable[int], into: int) -> int:
    """Let one answer stand for others on the wall; how many others. Raises UserMistake when it is not there."""
    with database.writing() as connection:
        here = {own.id: own for own in store.live_answers(connection, session_id, shown_only=False)}
        if into not in here:
            raise UserMistake("answer_gone")
        others = [own for own in answer_ids if own in here and own != into]
        others += [own for own in store.merged_into(connection, others) if own != into]
        store.moderate(connection, session_id, [into], merged_into_id=None)
        return store.moderate(connection, session_id, others, merged_into_id=into)


def unmerge(database: Database, session_id: int, answer_ids: Iterable[int]) -> int:
    """Let answers stand for themselves again; how many. Raises UserMistake."""
    with database.writing() as connection:
        return store.moderate(connection, session_id, answer_ids, merged_into_id=None)


def answers_to_moderate(database: Database, session_id: int) -> list[LiveAnswer]:
    """All answers of a session, also those that wait, are hidden or were merged."""
    with database.reading() as connection:
        return store.live_answers(connection, session_id, shown_only=False)


def answers_since(database: Database, session_id: int, cursor: Cursor | None = None) -> Fresh:
    """What is new on the wall since ``cursor``; all of it after an act of moderation. Raises UserMistake."""
    seen = cursor or Cursor()
    with database.reading() as connection:
        session = store.session_by_id(connection, session_id)
        everything = session.moderations != seen.moderations
        answers = store.live_answers(connection, session_id, after=0 if everything else seen.last)
        last = max([seen.last, *(own.id for own in answers)])
    return Fresh(tuple(answers), Cursor(last, session.moderations), everything)


# -- the phones ---------------------------------------------------------------------------------------


def session_of(database: Database, code: str) -> LiveSession:
    """The session with this code, also a paused or closed one. Raises UserMistake."""
    with database.reading() as connection:
        return store.session_by_code(connection, code)


def submit(database: Database, code: str, sending: Sending) -> Acknowledged:
    """Keep what a phone sent; when this returns, it is in the database. Sending again changes nothing.

    Raises UserMistake: ``session_unknown``, ``session_closed``, ``session_paused``, ``form_key``,
    ``form_already_sent``, ``answer_empty``, ``answer_too_long``, ``department_unknown``.
    """
    if not _FORM_KEY.fullmatch(sending.key):
        raise UserMistake("form_key")
    texts = _checked_texts(sending.texts)
    with database.writing() as connection:
        session = store.session_by_code(connection, code, hold=True)
        asked = {question.id for question in session.questions}
        mine = {number: text for number, text in texts.items() if number in asked}
        if not mine:
            raise UserMistake("answer_empty")
        new = store.not_yet_kept(connection, sending.key, mine)
        if new and session.state != store.OPEN:
            raise UserMistake("session_closed" if session.state == store.CLOSED else "session_paused")
        groups = _groups(session, sending.department)
        return Acknowledged(session, store.add_sent(connection, session, sending.key, new, groups))


def _checked_texts(texts: Mapping[int, str]) -> dict[int, str]:
    cleaned = {number: text.replace("\r\n", "\n").strip() for number, text in texts.items()}
    filled = {number: text for number, text in cleaned.items() if _says_something(text)}
    if not filled:
        raise UserMistake("answer_empty")
    longest = max(map(len, filled.values()))
    if longest > LONGEST_ANSWER:
        raise UserMistake("answer_too_long", limit=LONGEST_ANSWER, length=longest)
    return filled


def _says_something(text: str) -> bool:
    """Whether there is more than white space and invisible marks."""
    return any(unicodedata.category(character)[0] not in "ZC" for character in text)


def _groups(session: LiveSession, department: str) -> dict[str, str]:
    name = " ".join(department.split())[:LONGEST_DEPARTMENT]
    if not session.options.ask_department or not name:
        return {}
    if session.options.departments and name not in session.options.departments:
        raise UserMistake("department_unknown")
    return {DEPARTMENT_COLUMN: name}
