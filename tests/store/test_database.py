"""A database that does not work gives a sentence; one that works keeps what it acknowledged."""

import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest

from classifier.errors import UserMistake
from classifier.places import PROJECT
from classifier.store import database as databases
from classifier.store.database import Database
from classifier.store.upgrade import open_database
from classifier.store.workshops import NewAnswer, add_answers, add_workshop, workshops


def mistake_of(action) -> str:
    with pytest.raises(UserMistake) as caught:
        action()
    return caught.value.code


def keep_one(database: Database) -> None:
    with database.writing() as connection:
        add_workshop(connection, "Zorg")


@pytest.mark.parametrize("url", ["", "geen url", "mysql://x/y", "sqlite", "oracle+oracledb://a/b", "http://x"])
def test_a_url_that_is_no_database_is_a_sentence(url):
    assert mistake_of(lambda: Database(url or "nonsense")) == "database_url"


def test_a_password_is_never_shown():
    assert "geheim" not in Database("postgresql://jan:geheim@localhost/zorg").place


def test_a_server_that_is_away_is_a_sentence():
    away = Database("postgresql://jan@127.0.0.1:9/zorg")
    assert mistake_of(lambda: open_database(away.url.render_as_string())) == "database_unreachable"


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path):
    (tmp_path / "file").write_text("no folder")
    assert mistake_of(lambda: open_database(f"sqlite:///{tmp_path}/file/x/k.sqlite")) == "database_folder"


def test_a_file_that_is_no_database_is_a_sentence(tmp_path):
    file = tmp_path / "k.sqlite"
    file.write_bytes(b"this is a letter, not a database" * 200)
    assert mistake_of(lambda: open_database(f"sqlite:///{file}")) == "database_damaged"


def test_a_locked_database_is_a_sentence_and_nothing_is_kept(tmp_path, monkeypatch):
    monkeypatch.setitem(databases.SQLITE_PRAGMAS, "busy_timeout", 50)
    database = open_database(f"sqlite:///{tmp_path}/k.sqlite")
    with closing(sqlite3.connect(tmp_path / "k.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert mistake_of(lambda: keep_one(database)) == "database_locked"
        other.execute("ROLLBACK")
    keep_one(database)
    with database.reading() as connection:
        assert len(workshops(connection)) == 1


def test_a_full_disk_is_a_sentence_and_nothing_is_kept(tmp_path):
    database = open_database(f"sqlite:///{tmp_path}/k.sqlite")

    def keep_much() -> None:
        with database.writing() as connection:
            # As small as it can be: the same message as a disk without room.
            connection.exec_driver_sql("PRAGMA max_page_count = 1")
            workshop_id = add_workshop(connection, "Zorg")
            add_answers(connection, workshop_id, [NewAnswer("x" * 10_000, str(n)) for n in range(50)])

    assert mistake_of(keep_much) == "database_full"
    with database.reading() as connection:
        assert workshops(connection) == []


def test_a_read_only_file_is_a_sentence(tmp_path):
    file = tmp_path / "k.sqlite"
    open_database(f"sqlite:///{file}").close()
    read_only = open_database(f"sqlite:///file:{file.as_posix()}?mode=ro&uri=true")
    assert mistake_of(lambda: keep_one(read_only)) == "database_read_only"


WRITER = """
import sys
from classifier.store.upgrade import open_database
from classifier.store.workshops import add_workshop
database = open_database(sys.argv[1])
for number in range(100_000):
    with database.writing() as connection:
        add_workshop(connection, f"workshop {number}")
    print(number, flush=True)
"""


def test_what_was_acknowledged_survives_a_killed_process(database_address):
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, database_address], cwd=PROJECT, stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    acknowledged = [int(writer.stdout.readline()) for _ in range(25)]
    time.sleep(0.05)
    writer.send_signal(signal.SIGKILL)
    acknowledged += [int(line) for line in writer.stdout.read().split()]
    writer.wait(timeout=10)
    with open_database(database_address).reading() as connection:
        kept = {kept.name for kept in workshops(connection)}
    assert {f"workshop {number}" for number in acknowledged} <= kept
    # The one that was on its way may be there whole, and nothing beyond it.
    assert len(kept) <= len(acknowledged) + 1


def test_two_writers_wait_for_each_other(database_address):
    code = WRITER.replace("100_000", "40").replace("workshop {number}", "{sys.argv[2]} {number}")
    open_database(database_address).close()
    both = [
        subprocess.Popen(
            [sys.executable, "-c", code, database_address, name], cwd=PROJECT, stdout=subprocess.DEVNULL
        )
        for name in ("een", "twee")
    ]
    assert [writer.wait(timeout=60) for writer in both] == [0, 0]
    with open_database(database_address).reading() as connection:
        assert len(workshops(connection)) == 80
