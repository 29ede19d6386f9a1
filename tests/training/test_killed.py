"""Processes that are really killed, at every step of saving a model and of choosing one."""

import multiprocessing
import os
import resource
import signal
import sys
from dataclasses import replace

import pytest

from classifier.errors import UserMistake
from classifier.training.fitting import TrainedModel, save_model
from classifier.training.history import HISTORY_FILE, history
from classifier.training.promotion import check, promote, rollback
from classifier.training.registry import Registry
from tests.training.test_promotion import compared

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
# A process per step costs little when it starts with everything imported. Elsewhere than on Linux a fork of a
# process that has done other work is not safe.
processes = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
# More than either action takes; the last steps then kill nothing and the action is done.
MOST_STEPS = 40
FULL = 75


def kill_at(step: int, folder: str) -> None:
    """Kill this process just before its nth step with a file below ``folder``."""
    seen = 0

    def count(event: str, arguments: tuple) -> None:
        nonlocal seen
        if event in {"open", "os.rename", "os.mkdir", "os.remove", "os.rmdir"}:
            seen += str(arguments[0]).startswith(folder)
            if seen == step:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)


def save_until(step: int, folder, trained: TrainedModel) -> None:
    kill_at(step, str(folder))
    save_model(trained, Registry(folder), who="ans")


def save_with_room_for(room: int, folder, trained: TrainedModel) -> None:
    """The kernel kills the process at the byte that is one too many."""
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    save_model(trained, Registry(folder), who="ans")


def save_on_a_full_disk(room: int, folder, trained: TrainedModel) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    try:
        save_model(trained, Registry(folder), who="ans")
    except UserMistake as mistake:
        sys.exit(FULL if mistake.code == "model_not_saved" else 1)


def promote_on_a_full_disk(room: int, folder, model: str) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    try:
        promote(Registry(folder), model, check=check(compared(model)), who="bo")
    except UserMistake as mistake:
        sys.exit(FULL if mistake.code == "choice_not_saved" else 1)


def promote_until(step: int, folder, model: str) -> None:
    kill_at(step, str(folder))
    promote(Registry(folder), model, check=check(compared(model)), who="bo")


def ended(act, *arguments) -> int:
    process = processes.Process(target=act, args=arguments)
    process.start()
    process.join(60)
    assert process.exitcode is not None
    return process.exitcode


@pytest.fixture
def folder(tmp_path, small_model):
    save_model(small_model, Registry(tmp_path / "models"), who="ans")
    return tmp_path / "models"


def version(small_model: TrainedModel, number: int) -> TrainedModel:
    return replace(small_model, manifest=replace(small_model.manifest, version=str(number)))


def assert_whole(folder) -> None:
    """Every model that is to be seen is whole, the one in use can be loaded, the history ends with it."""
    registry = Registry(folder)
    for name in registry.names():
        registry.verify(name)
    assert registry.load().name == registry.current()
    assert history(registry)[-1].after == registry.current()


@pytest.mark.slow
def test_killed_while_saving_a_model_is_there_whole_or_not_at_all(folder, small_model):
    killed = 0
    for step in range(1, MOST_STEPS):
        ending = ended(save_until, step, folder, version(small_model, step + 1))
        assert ending in {-signal.SIGKILL, 0}
        assert_whole(folder)
        killed += ending != 0
        if not ending:
            break
    assert killed > 8 and ending == 0
    assert Registry(folder).current() == f"veilig/{step + 1}"


def test_killed_in_the_middle_of_a_file_leaves_no_half_model(folder, small_model):
    for room in (0, 1_000, 20_000):
        assert ended(save_with_room_for, room, folder, version(small_model, 2)) == -signal.SIGXFSZ
        assert Registry(folder).names() == ["veilig/1"]
        assert_whole(folder)
    save_model(version(small_model, 2), Registry(folder), who="ans")
    assert_whole(folder)


def test_a_disk_that_is_full_halfway_is_a_sentence_and_leaves_nothing_behind(folder, small_model):
    before = sorted(folder.rglob("*"))
    assert ended(save_on_a_full_disk, 1_000, folder, version(small_model, 2)) == FULL
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize("room", [0, 20])
def test_a_choice_that_cannot_be_written_down_is_a_sentence_and_not_made(room, folder, small_model):
    save_model(version(small_model, 2), Registry(folder), make_current=False)
    size = (folder / HISTORY_FILE).stat().st_size
    assert ended(promote_on_a_full_disk, size + room, folder, "veilig/2") == FULL
    assert Registry(folder).current() == "veilig/1"
    assert_whole(folder)
    promote(Registry(folder), "veilig/2", check=check(compared("veilig/2")), who="bo")
    assert rollback(Registry(folder), "cas").after == "veilig/1"


@pytest.mark.slow
def test_killed_while_promoting_the_old_or_the_new_model_is_in_use(folder, small_model):
    save_model(version(small_model, 2), Registry(folder), make_current=False)
    seen = set()
    for step in range(1, MOST_STEPS):
        ending = ended(promote_until, step, folder, "veilig/2")
        assert_whole(folder)
        seen.add(Registry(folder).current())
        if Registry(folder).current() == "veilig/2":
            # What was killed halfway before does not count as a choice.
            assert rollback(Registry(folder), "cas").after == "veilig/1"
        if not ending:
            break
    assert step > 4 and ending == 0
    assert seen == {"veilig/1", "veilig/2"}


def test_scratch_left_by_a_killed_process_is_cleared_away_later(folder, small_model):
    left = folder / "veilig" / ".new-left"
    left.mkdir()
    os.utime(left, (0, 0))
    save_model(version(small_model, 2), Registry(folder), who="ans")
    assert not left.exists()
