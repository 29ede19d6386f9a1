"""``klantkompas user``: who may sign in."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from classifier.commands.frame import mistakes_as_sentences, say
from classifier.errors import UserMistake
from classifier.roles import ROLES

users_app = typer.Typer(help="Who may sign in: add, list, remove.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="Name to sign in with.")]
Role = Annotated[str, typer.Option(help=f"One of {', '.join(ROLES)}.")]


@contextmanager
def _database() -> Iterator:
    """The database of this installation; mistakes become sentences."""
    from classifier.store.upgrade import open_database

    with mistakes_as_sentences():
        database = open_database()
        try:
            yield database
        finally:
            database.close()


def _password() -> str:
    """Asked twice without echo; one line of standard input when that is no terminal. Raises UserMistake."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = typer.prompt("Password", hide_input=True, err=True)
    if typer.prompt("The same password again", hide_input=True, err=True) != first:
        raise UserMistake("account_passwords_differ")
    return first


@users_app.command("add")
def add(
    name: Name,
    role: Role,
    email: Annotated[str | None, typer.Option(help="Address that another service (OIDC) signs in with.")] = None,
    no_password: Annotated[bool, typer.Option("--no-password", help="Sign in with that service only.")] = False,
) -> None:
    """Make an account. The password is asked for, or read from standard input."""
    from classifier.staff import add_account

    with _database() as database:
        add_account(database, name, role, None if no_password else _password(), email)
        say(f"{name} may sign in as {role}")


@users_app.command("list")
def list_users() -> None:
    """All accounts."""
    from classifier.staff import accounts

    with _database() as database:
        table = Table(Column("name", no_wrap=True), "role", "e-mail", "password", "since")
        for own in accounts(database):
            row = own.name, own.role, own.email or "", "yes" if own.password else "no", f"{own.at:%Y-%m-%d}"
            table.add_row(*map(Text, row))
        Console().print(table)


@users_app.command("remove")
def remove(name: Name) -> None:
    """Delete an account and sign its owner out."""
    from classifier.staff import remove_account

    with _database() as database:
        remove_account(database, name)
        say(f"{name} may not sign in any more")


@users_app.command("role")
def role_of(name: Name, role: Annotated[str, typer.Argument(help=f"One of {', '.join(ROLES)}.")]) -> None:
    """Give an account another role."""
    from classifier.staff import set_role

    with _database() as database:
        set_role(database, name, role)
        say(f"{name} is {role} from now on")


@users_app.command("password")
def password_of(name: Name) -> None:
    """Give an account another password and sign its owner out."""
    from classifier.staff import set_password

    with _database() as database:
        set_password(database, name, _password())
        say(f"{name} has another password")


@users_app.command("revoke")
def revoke(name: Name) -> None:
    """Sign someone out on every device."""
    from classifier.staff import revoke as sign_out_everywhere

    with _database() as database:
        ended = sign_out_everywhere(database, name)
        say(f"{name} was signed out {ended} times")
