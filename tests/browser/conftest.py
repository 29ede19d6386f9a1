"""The app in a process of its own and a real Chromium to visit it with."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from classifier.places import PROJECT
from classifier.web.headers import STAFF

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# Several people look at once: none of their pages rests because another one is in front.
ARGUMENTS += ["--disable-backgrounding-occluded-windows", "--disable-renderer-backgrounding"]
ARGUMENTS += ["--disable-background-timer-throttling"]


def chromium() -> str:
    names = ("chromium", "chromium-browser", "google-chrome")
    found = [path for path in ("/usr/bin/chromium", *map(shutil.which, names)) if path and Path(path).exists()]
    if not found:
        # On CI a browser is installed; there its absence is a failure, not a reason to skip.
        assert not os.environ.get("CI"), "no Chromium on CI"
        pytest.skip("no Chromium at /usr/bin/chromium or on PATH")
    return found[0]


@pytest.fixture(scope="module")
def server_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server of these tests keeps its data."""
    return tmp_path_factory.mktemp("server")


@pytest.fixture(scope="module")
def address(server_data: Path) -> Iterator[str]:
    """The screens of an app in a process of its own, on a free port."""
    with running({"KLANTKOMPAS_DATA_DIR": str(server_data)}) as address:
        yield address


@pytest.fixture(scope="session")
def run_app() -> Callable[[dict[str, str]], AbstractContextManager[str]]:
    """Runs an app of its own for tests that need another environment; gives the address of its screens."""
    return running


@contextmanager
def running(environment: dict[str, str]) -> Iterator[str]:
    """An app in a process of its own, with these environment variables besides the usual ones."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    code = f"from classifier.server import serve; serve(port={port})"
    env = {**os.environ, **environment}
    server = subprocess.Popen([sys.executable, "-c", code], cwd=PROJECT, env=env, stdout=subprocess.DEVNULL)
    try:
        yield _when_ready(f"http://127.0.0.1:{port}{STAFF}", server)
    finally:
        server.terminate()
        server.wait(timeout=20)


def _when_ready(address: str, server: subprocess.Popen) -> str:
    end = time.monotonic() + 60
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):  # noqa: S310
                return address
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server did not come up")


@pytest.fixture
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser, address):
    """Opens the app as someone new: a page with a session of its own, prepared before it is opened."""

    def open_page(prepare=lambda page: None):
        page = browser.new_page(viewport={"width": 1366, "height": 768}, accept_downloads=True)
        page.set_default_timeout(60_000)
        prepare(page)
        page.goto(f"{address}/")
        return page

    return open_page


@pytest.fixture
def page(visit):
    return visit()
