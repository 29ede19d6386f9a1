"""A real server in a process of its own, with a database of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import httpx
import pytest
from web_visitors import NAME, PASSWORD, House

from classifier import staff
from classifier.places import PROJECT
from classifier.roles import HR
from classifier.store.database import Database
from classifier.store.upgrade import open_database


@pytest.fixture(scope="session")
def start(tmp_path_factory) -> Iterator[Callable[..., House]]:
    """Starts servers, and stops them at the end."""
    running: list[subprocess.Popen] = []

    def started(prepare: Callable[[Database], None] = lambda _: None, **environment: str) -> House:
        folder = tmp_path_factory.mktemp("house")
        url = f"sqlite:///{folder / 'klantkompas.sqlite'}"
        database = open_database(url)
        prepare(database)
        house = House(_free_port(), database, folder / "log.txt")
        code = f"from classifier.server import serve; serve(port={house.port})"
        with house.log.open("wb") as log:
            server = subprocess.Popen(
                [sys.executable, "-c", code], cwd=PROJECT, stdout=log, stderr=log,
                env={**os.environ, "KLANTKOMPAS_DATABASE_URL": url, **environment},
            )  # fmt: skip
        running.append(server)
        _wait_until_ready(house, server)
        return house

    yield started
    for server in running:
        server.terminate()
        server.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _wait_until_ready(house: House, server: subprocess.Popen) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and server.poll() is None:
        try:
            if httpx.get(f"{house.address}/staff/_stcore/health", timeout=2).text == "ok":
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise AssertionError(f"the server did not come up: {house.log.read_text()}")


@pytest.fixture(scope="session")
def open_house(start) -> House:
    """Nobody has an account: this machine may look at everything."""
    return start(KLANTKOMPAS_HOSTS="kompas.voorbeeld.nl")


@pytest.fixture(scope="session")
def guarded_house(start) -> House:
    """There is an account, so everyone has to sign in."""
    return start(lambda database: staff.add_account(database, NAME, HR, PASSWORD))
