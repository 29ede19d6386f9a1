"""Upgrades: after a backup, all of it or nothing, and never over a newer version."""

import shutil
import sqlite3
import stat
from contextlib import closing

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from classifier.errors import UserMistake
from classifier.store import upgrade as upgrading
from classifier.store.tables import metadata
from classifier.store.upgrade import backups, open_database
from classifier.store.workshops import NewAnswer, add_answers, add_workshop, answers_of, workshops

FIRST = "0001"


@pytest.fixture
def old(database_address):
    """A database with the tables of the first version and one answer in it."""
    database = upgrading.Database(database_address)
    upgrading.upgrade(database, FIRST)
    with database.writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO workshop (name, organisation, source, at) VALUES ('Oud', '', '', '2026-01-02 03:04:05')"
        )
    yield database
    database.close()


def test_the_migrations_make_exactly_the_tables_that_the_code_expects(database):
    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_opening_twice_changes_nothing(database, database_address):
    open_database(database_address)
    assert backups(database) == []


def test_every_revision_can_be_reached_from_the_first_with_its_data(old, database_address):
    with open_database(database_address).reading() as connection:
        assert [kept.name for kept in workshops(connection)] == ["Oud"]


def test_a_new_database_is_for_its_owner_only(tmp_path):
    database = open_database(f"sqlite:///{tmp_path}/kept/k.sqlite")
    assert stat.S_IMODE(database.file.parent.stat().st_mode) == 0o700


def test_a_newer_database_is_left_alone(database, database_address):
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(UserMistake, match="newer version"):
        open_database(database_address)


BROKEN = """
from alembic import op
import sqlalchemy as sa
revision, down_revision = "broken", "{head}"
def upgrade():
    op.create_table("half_way", sa.Column("id", sa.Integer))
    op.execute("UPDATE answer SET text = 'weg'")
    op.execute("SELECT * FROM there_is_no_such_table")
"""


@pytest.fixture
def broken_revision(tmp_path, monkeypatch):
    """One more revision, which fails after it has changed things."""
    copy = tmp_path / "migrations"
    shutil.copytree(upgrading.MIGRATIONS, copy)
    head = ScriptDirectory(str(copy)).get_current_head()
    (copy / "versions" / "9999_broken.py").write_text(BROKEN.format(head=head))
    monkeypatch.setattr(upgrading, "MIGRATIONS", copy)


@pytest.fixture
def filled(database):
    with database.writing() as connection:
        add_answers(connection, add_workshop(connection, "Zorg"), [NewAnswer("luisteren", "1")])
    return database


def test_a_failed_upgrade_leaves_everything_as_it_was(filled, broken_revision, database_address):
    with pytest.raises(UserMistake, match="left as it was"):
        open_database(database_address)
    with filled.reading() as connection:
        (kept,) = workshops(connection)
        assert [answer.text for answer in answers_of(connection, kept.id)] == ["luisteren"]
        assert not inspect(connection).has_table("half_way")


@pytest.mark.parametrize("database_address", ["sqlite"], indirect=True)
def test_before_an_upgrade_of_a_file_a_copy_is_made_for_the_owner_only(filled, broken_revision, database_address):
    with pytest.raises(UserMistake):
        open_database(database_address)
    (backup,) = backups(filled)
    with closing(sqlite3.connect(backup)) as copy:
        assert copy.execute("SELECT text FROM answer").fetchall() == [("luisteren",)]
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
