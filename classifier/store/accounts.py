"""Accounts of staff: a name, a role, and the hash of a password."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from classifier.errors import UserMistake
from classifier.store.tables import account

LONGEST_NAME = 80
LONGEST_EMAIL = 200


@dataclass(frozen=True)
class Account:
    """Someone who may sign in. ``password``: its hash, None when only another service signs them in."""

    id: int
    name: str
    sign_in_name: str
    email: str | None
    role: str
    password: str | None
    at: datetime


def same_name(name: str) -> str:
    """A name as it is compared: white space and capitals make no difference."""
    return " ".join(name.split()).casefold()


def add_account(
    connection: Connection, name: str, role: str, password: str | None, email: str | None = None
) -> int:
    """Keep a new account; its id. Raises UserMistake."""
    shown = " ".join(name.split())
    if not shown or len(same_name(name)) > LONGEST_NAME or not shown.isprintable():
        raise UserMistake("account_name", limit=LONGEST_NAME)
    if email is not None and ("@" not in email or len(email) > LONGEST_EMAIL):
        raise UserMistake("account_email")
    if account_by_name(connection, name) or (email and account_by_email(connection, email)):
        raise UserMistake("account_exists", name=shown)
    row = {
        "name": shown, "sign_in_name": same_name(name), "email": email and same_name(email), "role": role,
        "password": password, "at": datetime.now(UTC),
    }  # fmt: skip
    return connection.execute(insert(account).values(row).returning(account.c.id)).scalar_one()


def accounts(connection: Connection) -> list[Account]:
    """All accounts, by name."""
    return [_account(row) for row in connection.execute(select(account).order_by(account.c.sign_in_name))]


def number_of_accounts(connection: Connection) -> int:
    """How many people may sign in."""
    return connection.execute(select(func.count()).select_from(account)).scalar_one()


def account_by_name(connection: Connection, name: str) -> Account | None:
    """The account with this name."""
    row = connection.execute(select(account).where(account.c.sign_in_name == same_name(name))).one_or_none()
    return None if row is None else _account(row)


def account_by_email(connection: Connection, email: str) -> Account | None:
    """The account with this e-mail address."""
    row = connection.execute(select(account).where(account.c.email == same_name(email))).one_or_none()
    return None if row is None else _account(row)


def known_account(connection: Connection, name: str) -> Account:
    """The account with this name. Raises UserMistake when there is none."""
    found = account_by_name(connection, name)
    if found is None:
        raise UserMistake("account_unknown", name=name)
    return found


def change_account(connection: Connection, account_id: int, **values: object) -> None:
    """Give an account another ``role`` or ``password``."""
    connection.execute(update(account).where(account.c.id == account_id).values(**values))


def delete_account(connection: Connection, account_id: int) -> None:
    """Delete an account and its logins."""
    connection.execute(delete(account).where(account.c.id == account_id))


def _account(row: Row) -> Account:
    return Account(**row._mapping)
