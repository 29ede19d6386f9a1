"""Staff: accounts, signing in and out, and who is behind a token."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from classifier.errors import UserMistake
from classifier.roles import ROLES
from classifier.store import accounts as store
from classifier.store import logins
from classifier.store.accounts import Account
from classifier.store.database import Database

IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=12)
# Seen again within this time is not written down again.
SEEN_AGAIN = timedelta(minutes=1)
SHORTEST_PASSWORD = 12
# A longer one would only keep the hash busy.
LONGEST_PASSWORD = 200
# The defaults of argon2-cffi, which follow RFC 9106 (low memory).
_HASHER = PasswordHasher()


@dataclass(frozen=True)
class Identity:
    """Who is signed in, and what they are here for."""

    name: str
    role: str


# -- accounts -----------------------------------------------------------------------------------------


def has_accounts(database: Database) -> bool:
    """Whether anyone may sign in; then everyone has to. Raises UserMistake."""
    with database.reading() as connection:
        return store.number_of_accounts(connection) > 0


def accounts(database: Database) -> list[Account]:
    """All accounts, by name. Raises UserMistake."""
    with database.reading() as connection:
        return store.accounts(connection)


def add_account(database: Database, name: str, role: str, password: str | None, email: str | None = None) -> None:
    """Make an account; without a password only another service can sign its owner in. Raises UserMistake."""
    _refuse_role(role)
    if password is None and email is None:
        raise UserMistake("account_no_way_in")
    hashed = None if password is None else _hash(password, name)
    with database.writing() as connection:
        store.add_account(connection, name, role, hashed, email)


def remove_account(database: Database, name: str) -> None:
    """Delete an account; its owner is signed out. Raises UserMistake."""
    with database.writing() as connection:
        store.delete_account(connection, store.known_account(connection, name).id)


def set_role(database: Database, name: str, role: str) -> None:
    """Give an account another role, which holds from the next click. Raises UserMistake."""
    _refuse_role(role)
    with database.writing() as connection:
        store.change_account(connection, store.known_account(connection, name).id, role=role)


def set_password(database: Database, name: str, password: str) -> None:
    """Give an account another password and sign its owner out. Raises UserMistake."""
    hashed = _hash(password, name)
    with database.writing() as connection:
        found = store.known_account(connection, name)
        store.change_account(connection, found.id, password=hashed)
        logins.end_logins(connection, found.id)


def revoke(database: Database, name: str) -> int:
    """Sign someone out everywhere; how many sign-ins that were. Raises UserMistake."""
    with database.writing() as connection:
        return logins.end_logins(connection, store.known_account(connection, name).id)


def _refuse_role(role: str) -> None:
    if role not in ROLES:
        raise UserMistake("account_role", role=role, known=", ".join(ROLES))


def _hash(password: str, name: str) -> str:
    plain_enough = SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD and len(set(password)) > 3
    if not plain_enough or store.same_name(password) == store.same_name(name):
        raise UserMistake("account_password", shortest=SHORTEST_PASSWORD, longest=LONGEST_PASSWORD)
    return _HASHER.hash(password)


# -- signing in and out -------------------------------------------------------------------------------


def sign_in(database: Database, name: str, password: str, now: datetime | None = None) -> str:
    """A token for who knows this password. Raises UserMistake ``sign_in_refused``, whatever was wrong.

    An unknown name costs as much time as a wrong password.
    """
    nobody = _nobody()
    with database.reading() as connection:
        found = store.account_by_name(connection, name)
    hashed = (found and found.password) or nobody
    right = _verified(hashed, password)
    if found is None or found.password is None or not right:
        raise UserMistake("sign_in_refused")
    better = _HASHER.hash(password) if _HASHER.check_needs_rehash(hashed) else None
    return _begin(database, found.id, now, better)


def sign_in_elsewhere(database: Database, email: str, now: datetime | None = None) -> str:
    """A token for who was signed in by another service. Raises UserMistake when there is no such account."""
    with database.reading() as connection:
        found = store.account_by_email(connection, email)
    if found is None:
        raise UserMistake("sign_in_no_account")
    return _begin(database, found.id, now)


def _begin(database: Database, account_id: int, now: datetime | None, better_hash: str | None = None) -> str:
    token, moment = secrets.token_urlsafe(32), now or datetime.now(UTC)
    with database.writing() as connection:
        logins.forget_old_logins(connection, moment - LONGEST, moment - IDLE)
        if better_hash:
            store.change_account(connection, account_id, password=better_hash)
        logins.add_login(connection, account_id, token, moment)
    return token


def sign_out(database: Database, token: str) -> None:
    """The token is worth nothing any more. Raises UserMistake."""
    with database.writing() as connection:
        logins.end_login(connection, token)


def identity_of(database: Database, token: str, now: datetime | None = None) -> Identity | None:
    """Who is behind a token; None when it ran out or was revoked. Raises UserMistake."""
    moment = now or datetime.now(UTC)
    with database.reading() as connection:
        found = logins.login_of(connection, token)
    if found is None or moment - found.at > LONGEST or moment - found.seen_at > IDLE:
        return None
    if moment - found.seen_at > SEEN_AGAIN:
        with database.writing() as connection:
            logins.saw_login(connection, found.id, moment)
    return Identity(found.name, found.role)


def _verified(hashed: str, password: str) -> bool:
    try:
        return _HASHER.verify(hashed, password[: LONGEST_PASSWORD + 1])
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobody() -> str:
    """The hash of a password that nobody knows."""
    return _HASHER.hash(secrets.token_urlsafe(32))
