"""The process that trains: takes jobs from the queue, one at a time over all processes, and ends when it is empty.

``python -m classifier.worker``. A closed browser or a stopped app leaves it running. A job whose process was
killed is taken up once more, by whichever process looks at the queue next.
"""

import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

from sqlalchemy import Connection

from classifier.errors import UserMistake
from classifier.places import data_folder
from classifier.retraining.asking import forget_upload
from classifier.retraining.learned import KIND
from classifier.retraining.request import TrainingRequest
from classifier.store import jobs
from classifier.store.database import Database
from classifier.store.jobs import ENDED, RUNNING, Job
from classifier.store.upgrade import open_database
from classifier.training.registry import Registry
from classifier.worker_process import LOG_FILE, is_dead

HEARTBEAT_S = 5
NICENESS = 10
_log = logging.getLogger("klantkompas.training")


def work_off(database: Database, registry: Registry | None = None) -> None:
    """Do the waiting work, oldest first, until there is none or another process is at it. Raises UserMistake."""
    while (job := _take(database)) is not None:
        _log.info("job %d begins", job.id)
        _do(job, database, registry or Registry())


def _take(database: Database) -> Job | None:
    with database.writing() as connection:
        for running in jobs.jobs(connection, RUNNING):
            if is_dead(running, database):
                _release(connection, running)
        return jobs.take_next(connection, os.getpid())


def _release(connection: Connection, job: Job) -> None:
    """A job whose process was killed: once more, and then no more."""
    if job.mistake:
        jobs.fail(connection, job.id, _as_json(UserMistake("training_killed_again")))
    else:
        jobs.queue_again(connection, job.id, _as_json(UserMistake("training_killed")))


def _do(job: Job, database: Database, registry: Registry) -> None:
    with Heartbeat(database, job.id) as heartbeat:
        outcome = _outcome(job, database, registry, heartbeat.tell)
    with database.writing() as connection:
        if isinstance(outcome, UserMistake):
            _log.info("job %d failed: %s", job.id, outcome.code)
            jobs.fail(connection, job.id, _as_json(outcome))
        else:
            _log.info("job %d done", job.id)
            jobs.finish(connection, job.id, outcome)
    forget_upload(job)


def _outcome(
    job: Job, database: Database, registry: Registry, tell: Callable[[str, float], None]
) -> dict | UserMistake:
    """The result, or why there is none."""
    # Slow imports: a process that finds nothing to do should be gone at once.
    from classifier.retraining.run import run_training

    try:
        if job.kind != KIND:
            return UserMistake("training_unknown_kind", kind=job.kind)
        return run_training(TrainingRequest.from_json(job.settings), database, registry, tell).to_json()
    except UserMistake as mistake:
        return mistake
    except MemoryError:
        return UserMistake("training_memory")
    except Exception as error:  # noqa: BLE001 - whatever it is, the queue goes on and the person gets a sentence
        # Its message may hold text of an answer, so only where it happened is written down.
        _log.error("job %d: %s at %s", job.id, type(error).__name__, _place(error))
        return UserMistake("training_broke", log=str(data_folder() / LOG_FILE))


def _as_json(mistake: UserMistake) -> dict[str, object]:
    return {"code": mistake.code, "facts": {key: str(value) for key, value in mistake.facts.items()}}


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"


class Heartbeat:
    """Says every few seconds that the work goes on, and how far it is."""

    def __init__(self, database: Database, job_id: int) -> None:
        self._database = database
        self._job_id = job_id
        self._now = ("", 0.0)
        self._over = Event()
        self._thread = Thread(target=self._beat, daemon=True)

    def __enter__(self) -> "Heartbeat":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def tell(self, step: str, share: float) -> None:
        """How far the work is: a step's code and the share done, 0 to 1."""
        self._now = (step, share)
        self._report()

    def _beat(self) -> None:
        while not self._over.wait(HEARTBEAT_S):
            self._report()

    def _report(self) -> None:
        try:
            with self._database.writing() as connection:
                jobs.report(connection, self._job_id, *self._now)
        except UserMistake as mistake:
            # A database that is busy for a moment does not stop the fitting.
            _log.warning("no report: %s", mistake.code)


# -- the process --------------------------------------------------------------------------------


def main() -> int:
    """Work off the queue; the exit code is 1 when the database does not work."""
    logging.basicConfig(stream=sys.stderr, format="%(asctime)s %(levelname)s %(message)s")
    _log.setLevel(logging.INFO)
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    try:
        work_off(open_database())
    except UserMistake as mistake:
        _log.error("stopped: %s", mistake.code)
        return 1
    except Exception as error:  # noqa: BLE001 - a traceback might print what it was working on
        _log.error("stopped: %s at %s", type(error).__name__, _place(error))
        return 1
    return 0


def wait_for(database: Database, job_id: int, registry: Registry, tell: Callable[[Job], object]) -> Job:
    """Do the waiting work here, or wait while another process does, until this job is over; the job as it ended.

    ``tell`` is told how the job stands, about once a second. Raises UserMistake.
    """
    over = Event()
    watching = Thread(target=_watch, args=(database, job_id, tell, over), daemon=True)
    watching.start()
    try:
        while (job := _job(database, job_id)).state not in ENDED:
            work_off(database, registry)
            over.wait(1)
    finally:
        over.set()
        watching.join()
    return job


def _watch(database: Database, job_id: int, tell: Callable[[Job], object], over: Event) -> None:
    while not over.wait(1):
        tell(_job(database, job_id))


def _job(database: Database, job_id: int) -> Job:
    with database.reading() as connection:
        return jobs.job_by_id(connection, job_id)


if __name__ == "__main__":
    sys.exit(main())
