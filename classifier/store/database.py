"""The database of this installation: SQLite in a file, or PostgreSQL by a URL."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from classifier.errors import UserMistake
from classifier.places import database_url

BUSY_TIMEOUT_S = 10
# An acknowledged row must survive a power cut, so every commit is synced. Deleted answers are overwritten.
SQLITE_PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "busy_timeout": BUSY_TIMEOUT_S * 1000,
    "secure_delete": "ON",
}
_IMMEDIATE = "klantkompas_immediate"


class Database:
    """Where everything is kept. ``url``: an SQLAlchemy URL; the installation's own when left out.

    Raises UserMistake for a URL that is none. Nothing is opened before it is needed.
    """

    def __init__(self, url: str | None = None) -> None:
        self.url = _checked(url or database_url())

    @property
    def file(self) -> Path | None:
        """The SQLite file; None for a server."""
        name = self.url.database
        return Path(name) if self.is_sqlite and name and not name.startswith(("file:", ":memory:")) else None

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @property
    def place(self) -> str:
        """Where it is, for a person: a path, or a URL without its password."""
        return str(self.file) if self.file else self.url.render_as_string(hide_password=True)

    @cached_property
    def engine(self) -> Engine:
        """The connections. Raises UserMistake when the folder of an SQLite file cannot be made."""
        if not self.is_sqlite:
            return create_engine(self.url, pool_pre_ping=True, connect_args={"connect_timeout": BUSY_TIMEOUT_S})
        self._make_folder()
        engine = create_engine(self.url, connect_args={"timeout": BUSY_TIMEOUT_S})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine

    def _make_folder(self) -> None:
        if self.file is None:
            return
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UserMistake("database_folder", folder=str(self.file.parent)) from error

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one moment. Raises UserMistake when the database does not work."""
        with mistakes_of(self), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: all of it is kept or nothing. Raises UserMistake when the database does not work."""
        engine = self.engine.execution_options(**{_IMMEDIATE: True})
        with mistakes_of(self), engine.begin() as connection:
            yield connection

    def forget_deleted(self) -> None:
        """Empty SQLite's write-ahead log, which may still hold deleted answers. Nobody waits for it."""
        if self.is_sqlite:
            with mistakes_of(self), self.engine.connect() as connection:
                connection.rollback()
                cursor = connection.connection.cursor()
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()


def _checked(url: str) -> URL:
    try:
        parsed = make_url(url)
        if parsed.drivername in ("postgresql", "postgres"):
            parsed = parsed.set(drivername="postgresql+psycopg")
        parsed.get_dialect()
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise UserMistake("database_url") from error
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise UserMistake("database_url")
    return parsed


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # The driver would begin transactions by itself, too late to hold the lock that _begin_sqlite asks for.
    connection.isolation_level = None
    for name, value in SQLITE_PRAGMAS.items():
        connection.execute(f"PRAGMA {name}={value}")


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes its lock at once: one that began as a reader could not wait for another writer.
    immediate = connection.get_execution_options().get(_IMMEDIATE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


# What the driver says → the sentence for a person.
_SQLITE_MISTAKES = {
    "locked": "database_locked",
    "busy": "database_locked",
    "disk is full": "database_full",
    "disk i/o error": "database_full",
    "readonly": "database_read_only",
    "unable to open": "database_read_only",
    "malformed": "database_damaged",
    "not a database": "database_damaged",
}


@contextmanager
def mistakes_of(database: Database) -> Iterator[None]:
    """Turn what a person can mend (a lock, a full disk, a server that is away) into a UserMistake."""
    try:
        yield
    except DBAPIError as error:
        code = _mistake_code(database, error)
        if code is None:
            raise
        raise UserMistake(code, place=database.place) from error


def _mistake_code(database: Database, error: DBAPIError) -> str | None:
    said = str(error.orig).lower()
    if not database.is_sqlite:
        away = error.connection_invalidated or "connection" in said
        return "database_full" if "no space left" in said else "database_unreachable" if away else None
    return next((code for words, code in _SQLITE_MISTAKES.items() if words in said), None)
