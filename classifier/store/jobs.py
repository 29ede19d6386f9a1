"""Long work that runs in a process of its own: asked for, waiting, running, ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, Row, insert, select, update

from classifier.errors import UserMistake
from classifier.store.tables import job

QUEUED, RUNNING, DONE, FAILED, CANCELLED = "queued", "running", "done", "failed", "cancelled"
ENDED = (DONE, FAILED, CANCELLED)


@dataclass(frozen=True)
class Job:
    """A piece of long work. ``progress`` is the share done, 0 to 1; ``mistake`` is a code with facts."""

    id: int
    kind: str
    settings: Mapping
    state: str
    step: str
    progress: float
    pid: int | None
    result: Mapping | None
    mistake: Mapping | None
    asked_by: str
    at: datetime
    started_at: datetime | None
    seen_at: datetime | None
    ended_at: datetime | None


def add_job(connection: Connection, kind: str, settings: Mapping, asked_by: str = "") -> int:
    """Put work in the queue; its id."""
    row = {"kind": kind, "settings": dict(settings), "state": QUEUED, "asked_by": asked_by, "at": datetime.now(UTC)}
    return connection.execute(insert(job).values(row).returning(job.c.id)).scalar_one()


def jobs(connection: Connection, *states: str) -> list[Job]:
    """All work, or that in these states, the newest first."""
    chosen = select(job).order_by(job.c.id.desc())
    return [_job(row) for row in connection.execute(chosen.where(job.c.state.in_(states)) if states else chosen)]


def job_by_id(connection: Connection, job_id: int) -> Job:
    """One piece of work. Raises UserMistake when it is not there."""
    row = connection.execute(select(job).where(job.c.id == job_id)).one_or_none()
    if row is None:
        raise UserMistake("job_unknown", job=job_id)
    return _job(row)


def take_next(connection: Connection, pid: int) -> Job | None:
    """Start the oldest waiting work, unless some is running; needs a writing connection."""
    waiting = select(job).where(job.c.state == QUEUED).order_by(job.c.id).limit(1).with_for_update()
    row = connection.execute(waiting).one_or_none()
    if row is None or connection.execute(select(job.c.id).where(job.c.state == RUNNING)).first():
        return None
    now = datetime.now(UTC)
    _set(connection, row.id, state=RUNNING, pid=pid, started_at=now, seen_at=now)
    return job_by_id(connection, row.id)


def report(connection: Connection, job_id: int, step: str, progress: float) -> None:
    """Say how far running work is: a step's code and the share done, 0 to 1."""
    _set(connection, job_id, step=step, progress=progress, seen_at=datetime.now(UTC))


def finish(connection: Connection, job_id: int, result: Mapping) -> None:
    """Running work has ended well."""
    _set(connection, job_id, state=DONE, result=dict(result), progress=1.0, ended_at=datetime.now(UTC))


def fail(connection: Connection, job_id: int, mistake: Mapping) -> None:
    """Work has ended without a result."""
    _set(connection, job_id, state=FAILED, mistake=dict(mistake), ended_at=datetime.now(UTC))


def cancel(connection: Connection, job_id: int) -> None:
    """Work that is no longer wanted."""
    _set(connection, job_id, state=CANCELLED, ended_at=datetime.now(UTC))


def queue_again(connection: Connection, job_id: int, mistake: Mapping | None = None) -> None:
    """Work whose process was killed waits for its turn again; ``mistake`` says that this happened."""
    fresh = {"pid": None, "step": "", "progress": 0.0, "started_at": None, "seen_at": None}
    _set(connection, job_id, state=QUEUED, mistake=dict(mistake) if mistake else None, **fresh)


def _set(connection: Connection, job_id: int, **values: object) -> None:
    # What has ended stays as it ended: a worker that was thought dead may still report.
    connection.execute(update(job).where(job.c.id == job_id, job.c.state.not_in(ENDED)).values(**values))


def _job(row: Row) -> Job:
    return Job(**row._mapping)
