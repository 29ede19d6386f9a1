"""Who is signed in: of each token only a hash is kept."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from classifier.store.tables import account, login


@dataclass(frozen=True)
class Login:
    """A sign-in that was not ended: ``at`` when it began, ``seen_at`` when it was last used."""

    id: int
    account_id: int
    name: str
    role: str
    at: datetime
    seen_at: datetime


def token_hash(token: str) -> str:
    """What is kept of a token. It is random and long, so that no slow hash is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def add_login(connection: Connection, account_id: int, token: str, now: datetime) -> None:
    """Keep a sign-in."""
    row = {"account_id": account_id, "token_hash": token_hash(token), "at": now, "seen_at": now}
    connection.execute(insert(login).values(row))


def login_of(connection: Connection, token: str) -> Login | None:
    """The sign-in with this token."""
    columns = (login.c.id, login.c.account_id, account.c.name, account.c.role, login.c.at, login.c.seen_at)
    chosen = select(*columns).join_from(login, account).where(login.c.token_hash == token_hash(token))
    row = connection.execute(chosen).one_or_none()
    return None if row is None else Login(**row._mapping)


def saw_login(connection: Connection, login_id: int, now: datetime) -> None:
    """It was used just now."""
    connection.execute(update(login).where(login.c.id == login_id).values(seen_at=now))


def end_login(connection: Connection, token: str) -> None:
    """Sign out."""
    connection.execute(delete(login).where(login.c.token_hash == token_hash(token)))


def end_logins(connection: Connection, account_id: int) -> int:
    """Sign someone out everywhere; how many sign-ins that were."""
    return connection.execute(delete(login).where(login.c.account_id == account_id)).rowcount


def forget_old_logins(connection: Connection, begun_before: datetime, seen_before: datetime) -> None:
    """Delete the sign-ins that ran out."""
    old = (login.c.at < begun_before) | (login.c.seen_at < seen_before)
    connection.execute(delete(login).where(old))
