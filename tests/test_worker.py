"""The process that trains: real processes, killed in the middle, one job at a time."""

import errno
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from organisation import FOREIGN_ANSWERS
from sqlalchemy import update

from classifier import worker_process
from classifier.places import PROJECT
from classifier.retraining.asking import ask_for_training, trainings
from classifier.retraining.request import TrainingRequest
from classifier.store.database import Database
from classifier.store.jobs import DONE, FAILED, RUNNING, Job, take_next
from classifier.store.models import evaluations_of
from classifier.store.tables import job as job_table
from classifier.training.history import history
from classifier.worker import wait_for, work_off

REQUEST = TrainingRequest("veilig")


def process(database: Database) -> subprocess.Popen:
    env = {**os.environ, "KLANTKOMPAS_DATABASE_URL": database.url.render_as_string(hide_password=False)}
    return subprocess.Popen(
        [sys.executable, "-m", "classifier.worker"], cwd=PROJECT, env=env,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip


def job_of(database: Database, job_id: int) -> Job:
    return next(job for job in trainings(database) if job.id == job_id)


def until_it_fits(database: Database, job_id: int, by: subprocess.Popen, seconds: float = 60) -> Job:
    """Wait until this process is halfway the job."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        job = job_of(database, job_id)
        if job.pid == by.pid and job.step in {"fit", "evaluate", "compare"}:
            return job
        time.sleep(0.02)
    raise AssertionError(f"job {job_id} did not get so far: {job}")


def kill(running: subprocess.Popen) -> None:
    with suppress(ProcessLookupError):
        os.killpg(running.pid, signal.SIGKILL)
    running.wait(30)


# -- a real process -----------------------------------------------------------------------------


@pytest.mark.slow
def test_a_killed_training_leaves_no_model_is_taken_up_once_and_then_given_up(own_database, organisation):
    first = ask_for_training(own_database, REQUEST, "Ada")
    killed = process(own_database)
    until_it_fits(own_database, first, killed)
    kill(killed)
    assert [manifest.id for manifest in organisation.registry.manifests()] == ["veilig/1"]
    assert organisation.registry.names() == ["veilig/1"]
    assert job_of(own_database, first).state == RUNNING, "nobody was left to say otherwise"

    again = process(own_database)
    until_it_fits(own_database, first, again)
    assert job_of(own_database, first).mistake == {"code": "training_killed", "facts": {}}
    kill(again)

    second = ask_for_training(own_database, REQUEST, "Ada")
    output, _ = process(own_database).communicate(timeout=90)
    given_up, done = job_of(own_database, first), job_of(own_database, second)
    assert (given_up.state, given_up.mistake["code"]) == (FAILED, "training_killed_again")
    assert (done.state, done.result["model"]) == (DONE, "veilig/2"), output
    assert organisation.registry.current() == "veilig/1"
    assert not any(text.encode() in output for text, *_ in FOREIGN_ANSWERS), "no answer in the log"
    assert evaluations_of_model(own_database, "veilig/2")


def evaluations_of_model(database: Database, model: str) -> list:
    with database.reading() as connection:
        return evaluations_of(connection, model)


@pytest.mark.slow
def test_two_trainings_wait_for_each_other_also_with_two_processes(own_database, organisation):
    jobs = [ask_for_training(own_database, REQUEST) for _ in range(2)]
    both = [process(own_database) for _ in range(2)]
    outputs = [own.communicate(timeout=120)[0] for own in both]
    first, second = (job_of(own_database, job_id) for job_id in jobs)
    assert (first.state, second.state) == (DONE, DONE), outputs
    assert second.started_at >= first.ended_at
    assert [manifest.id for manifest in organisation.registry.manifests()] == ["veilig/1", "veilig/2", "veilig/3"]


@pytest.mark.slow
def test_a_process_is_started_once_and_outlives_who_started_it(own_database, organisation, monkeypatch):
    monkeypatch.setattr(worker_process._Started, "process", None)
    monkeypatch.setattr(worker_process._Started, "at", -1e9)
    job = ask_for_training(own_database, REQUEST)
    worker_process.keep_going(own_database)
    started = worker_process._Started.process
    worker_process.keep_going(own_database)
    assert worker_process._Started.process is started
    assert os.getsid(started.pid) == started.pid != os.getsid(0)
    assert started.wait(90) == 0
    assert job_of(own_database, job).state == DONE
    log = organisation.folder / "data" / worker_process.LOG_FILE
    assert "done" in log.read_text(encoding="utf-8") and log.stat().st_mode & 0o077 == 0


# -- the queue, on both databases ---------------------------------------------------------------


@pytest.fixture
def quick(monkeypatch) -> list[TrainingRequest]:
    """Trainings that take no time; what was asked of them."""
    asked: list[TrainingRequest] = []

    class Result:
        def to_json(self) -> dict:
            return {"model": f"veilig/{len(asked)}"}

    def run(request, database, registry, tell):
        tell("fit", 0.5)
        asked.append(request)
        return Result()

    monkeypatch.setattr("classifier.retraining.run.run_training", run)
    return asked


def test_jobs_are_done_in_the_order_they_were_asked(database, quick):
    jobs = [ask_for_training(database, TrainingRequest(name)) for name in ("een", "twee", "drie")]
    work_off(database)
    assert [request.name for request in quick] == ["een", "twee", "drie"]
    assert [job_of(database, job_id).state for job_id in jobs] == [DONE] * 3


def test_a_silent_job_is_taken_up_and_a_living_one_left_alone(database, quick):
    job_id = ask_for_training(database, REQUEST)
    with database.writing() as connection:
        take_next(connection, os.getpid())
    work_off(database)
    assert not quick and job_of(database, job_id).state == RUNNING
    long_ago = datetime.now(UTC) - timedelta(seconds=worker_process.SILENT_S + 1)
    with database.writing() as connection:
        connection.execute(update(job_table).values(seen_at=long_ago))
    work_off(database)
    assert len(quick) == 1 and job_of(database, job_id).state == DONE


def test_a_fault_of_ours_is_a_sentence_and_the_queue_goes_on(database, quick, monkeypatch, caplog):
    def broken(request, *_):
        raise KeyError("geheim antwoord")

    bad = ask_for_training(database, REQUEST)
    with monkeypatch.context() as patch:
        patch.setattr("classifier.retraining.run.run_training", broken)
        work_off(database)
    good = ask_for_training(database, REQUEST)
    work_off(database)
    assert (job_of(database, bad).state, job_of(database, good).state) == (FAILED, DONE)
    assert job_of(database, bad).mistake["code"] == "training_broke"
    assert "geheim" not in caplog.text + json.dumps(job_of(database, bad).mistake)


def test_waiting_for_a_job_tells_how_it_stands(database, quick):
    job_id = ask_for_training(database, REQUEST)
    assert wait_for(database, job_id, None, lambda job: None).state == DONE


# -- faults of the machine ----------------------------------------------------------------------


def test_a_disk_that_fills_up_while_saving_is_a_sentence_and_leaves_no_model(
    own_database, organisation, monkeypatch
):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("classifier.training.registry.joblib.dump", full)
    job_id = ask_for_training(own_database, REQUEST)
    work_off(own_database, organisation.registry)
    job = job_of(own_database, job_id)
    assert (job.state, job.mistake["code"]) == (FAILED, "model_not_saved")
    assert organisation.registry.names() == ["veilig/1"]
    assert len(history(organisation.registry)) == 1


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("classifier.retraining.run.os.access", lambda *_: False, "models_folder_unusable"),
        ("classifier.retraining.run.ROOM_NEEDED", 2**60, "models_folder_full"),
    ],
)
def test_a_folder_that_cannot_take_a_model_is_said_before_training(
    own_database, organisation, monkeypatch, name, value, code
):
    monkeypatch.setattr(name, value)
    monkeypatch.setattr("classifier.retraining.run.gather", lambda *_, **__: pytest.fail("it read on"))
    job_id = ask_for_training(own_database, REQUEST)
    work_off(own_database, organisation.registry)
    job = job_of(own_database, job_id)
    assert (job.state, job.mistake["code"]) == (FAILED, code)


def test_a_models_folder_that_is_no_folder_is_a_sentence_in_a_real_process(own_database, organisation, monkeypatch):
    monkeypatch.setenv("KLANTKOMPAS_MODELS_DIR", str(organisation.folder / "training" / "codebook.toml"))
    job_id = ask_for_training(own_database, REQUEST)
    process(own_database).communicate(timeout=60)
    job = job_of(own_database, job_id)
    assert (job.state, job.mistake["code"]) == (FAILED, "models_folder_unusable")
