"""Starting the process that trains, and telling whether one is still alive."""

import os
import subprocess
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import BinaryIO

from classifier.errors import UserMistake
from classifier.places import PROJECT, data_folder
from classifier.retraining.asking import trainings
from classifier.store.database import Database
from classifier.store.jobs import QUEUED, RUNNING, Job
from classifier.store.upgrade import open_database

LOG_FILE = "training.log"
# A process that said nothing for so long is taken for dead.
SILENT_S = 90
# So long between two attempts to start a process, for when it stops at once.
BETWEEN_STARTS_S = 15


def is_dead(job: Job, database: Database) -> bool:
    """Whether the process of a running job is gone. A server's jobs may run on another machine: it has to speak."""
    silent = job.seen_at is None or datetime.now(UTC) - job.seen_at > timedelta(seconds=SILENT_S)
    return silent or (database.is_sqlite and os.name == "posix" and not _is_alive(job.pid))


def _is_alive(pid: int | None) -> bool:
    if pid is None:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _is_zombie(pid)


def _is_zombie(pid: int) -> bool:
    """Killed, and its parent did not take notice yet; only Linux tells it in a file."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return state.rpartition(")")[2].split()[0] == "Z"


# -- starting -----------------------------------------------------------------------------------


class _Started:
    """The process that this one started last."""

    lock = Lock()
    process: subprocess.Popen | None = None
    at = -float(BETWEEN_STARTS_S)


def keep_going(database: Database) -> None:
    """Start a process when work waits, or stopped halfway, and none is at it. Raises UserMistake."""
    running = [job for job in trainings(database, RUNNING) if not is_dead(job, database)]
    if not running and trainings(database, QUEUED, RUNNING):
        start_worker(database)


def start_worker(database: Database) -> subprocess.Popen | None:
    """Start a process of its own; None when one was started a moment ago. Raises UserMistake."""
    with _Started.lock:
        if _Started.process is not None and _Started.process.poll() is None:
            return None
        if time.monotonic() - _Started.at < BETWEEN_STARTS_S:
            return None
        _Started.at, _Started.process = time.monotonic(), _start(database)
        return _Started.process


def _start(database: Database) -> subprocess.Popen:
    url = database.url.set(database=str(database.file.resolve())) if database.file else database.url
    try:
        with _log_file() as log:
            return subprocess.Popen(
                [sys.executable, "-m", "classifier.worker"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=PROJECT,
                env={**os.environ, "KLANTKOMPAS_DATABASE_URL": url.render_as_string(hide_password=False),
                     **_absolute_places()},
                # Of its own session: stopping the app or closing the terminal leaves it running.
                start_new_session=True,
            )  # fmt: skip
    except OSError as error:
        raise UserMistake("training_not_started", reason=error.strerror or type(error).__name__) from error


def _absolute_places() -> dict[str, str]:
    """Relative folders, from where this process stands; the other one stands elsewhere."""
    names = ("KLANTKOMPAS_DATA_DIR", "KLANTKOMPAS_MODELS_DIR", "KLANTKOMPAS_TRAINING_DATA_DIR")
    return {name: str(Path(os.environ[name]).resolve()) for name in names if os.environ.get(name)}


def _log_file() -> BinaryIO:
    data_folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    return os.fdopen(os.open(data_folder() / LOG_FILE, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600), "ab")


def take_up_waiting() -> None:
    """When the app starts: go on with what waits in the queue. A database that does not work is told elsewhere."""
    with suppress(UserMistake):
        keep_going(open_database())
