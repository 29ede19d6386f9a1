"""Brings the database to the tables of this version, after a backup copy; all of it or nothing."""

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from classifier.errors import UserMistake
from classifier.store.database import Database

MIGRATIONS = Path(__file__).resolve().parent / "migrations"
BACKUP_MARK = ".backup-"
# Any number, as long as every process of ours asks for the same lock.
_UPGRADE_LOCK = 7_061_525


def open_database(url: str | None = None) -> Database:
    """The database with the tables of this version.

    Raises UserMistake when it is of a newer version, cannot be reached or cannot be upgraded.
    """
    database = Database(url)
    upgrade(database)
    return database


def upgrade(database: Database, target: str = "head") -> None:
    """Run the revisions that are missing. Raises UserMistake; then everything is as it was."""
    if database.file and not database.file.exists():
        _private_folder(database.file.parent)
    with database.reading() as connection:
        now = _revision(connection)
    if now == _wanted(target):
        return
    _refuse_unknown(now, database)
    backup = _back_up(database, now) if now else None
    try:
        with database.writing() as connection:
            _wait_for_turn(connection, database)
            command.upgrade(_config(connection), target)
    except (SQLAlchemyError, OSError) as error:
        raise UserMistake("database_upgrade", place=database.place, backup=str(backup or "-")) from error


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _wanted(target: str) -> str | None:
    script = ScriptDirectory.from_config(_config())
    return script.get_current_head() if target == "head" else target


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _refuse_unknown(revision: str | None, database: Database) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if revision and revision not in known:
        raise UserMistake("database_newer", place=database.place)


def _wait_for_turn(connection: Connection, database: Database) -> None:
    """Two processes may start together: the second then finds nothing left to do."""
    if not database.is_sqlite:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _UPGRADE_LOCK})


# -- backup -------------------------------------------------------------------------------------


def _private_folder(folder: Path) -> None:
    """Answers are personal data: only their owner may look into the folder."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise UserMistake("database_folder", folder=str(folder)) from error


def _back_up(database: Database, revision: str) -> Path | None:
    """A copy of the SQLite file beside it; a server has backups of its own. Raises UserMistake."""
    if database.file is None:
        return None
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    copy = database.file.with_name(f"{database.file.name}{BACKUP_MARK}{revision}-{moment}")
    try:
        # Made first, so that nobody else may read it.
        os.close(os.open(copy, os.O_CREAT | os.O_WRONLY, 0o600))
        with closing(sqlite3.connect(database.file)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
    except (OSError, sqlite3.Error) as error:
        copy.unlink(missing_ok=True)
        raise UserMistake("database_backup", folder=str(database.file.parent)) from error
    return copy


def backups(database: Database) -> list[Path]:
    """The copies made before upgrades, oldest first. They hold answers too."""
    if database.file is None:
        return []
    return sorted(database.file.parent.glob(f"{database.file.name}{BACKUP_MARK}*"))
