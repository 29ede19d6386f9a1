"""From a key to what stands there next on the screen Nakijken, in a real browser: ``python -m benchmarks.review``.

Keeps the sample workshop in a database of its own, starts the app, and presses keys one by one. The time
runs from the key event in the browser until the page has changed and is painted.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from playwright.sync_api import Page, sync_playwright

from benchmarks.report import print_table, say
from classifier import keeping, workshop
from classifier.in_force import in_force
from classifier.keyboard import assign_keys
from classifier.places import PROJECT
from classifier.store.upgrade import open_database
from classifier.texts import Texts
from classifier.web.headers import STAFF

KEYS = 60
BROWSER = os.environ.get("CHROMIUM", "/usr/bin/chromium")
NL = Texts("nl")
# The page must stand still this long before the next key, so that one measurement stays out of the other.
STILL_MS = 200
WATCH = """() => {
  addEventListener('keydown', () => { window.pressed = performance.now(); }, true);
  window.look = () => document.querySelector('[data-testid=stMain]').textContent;
}"""
STAND_STILL = """still => new Promise(done => {
  let last = look(), since = performance.now();
  const frame = () => {
    if (look() !== last) { last = look(); since = performance.now(); }
    if (performance.now() - since > still) done(); else requestAnimationFrame(frame);
  };
  frame();
})"""
ARM = """() => {
  const before = look();
  window.answer = new Promise(done => {
    const frame = () => window.pressed && look() !== before
      ? done(performance.now() - window.pressed) : requestAnimationFrame(frame);
    window.pressed = 0; frame();
  });
}"""


def keep_sample() -> tuple[int, list[str]]:
    """Keep the sample workshop; how many answers, and the keys of the themes."""
    database = open_database()
    house = in_force(database)
    source = workshop.from_sample()
    judged = workshop.classify(house.reader, source, workshop.guess_columns(source.table)).judged
    keeping.keep(database, source.name, judged, house, source=source.name)
    database.close()
    themes = house.codebook.by_chart("bars")[0].key
    return len(judged), [key for (facet, _), key in assign_keys(house.codebook).items() if facet == themes]


@contextmanager
def running_app() -> Iterator[str]:
    """The app in a process of its own; the address of its screens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    code = f"from classifier.server import serve; serve(port={port})"
    server = subprocess.Popen([sys.executable, "-c", code], cwd=PROJECT, stdout=subprocess.DEVNULL)
    try:
        yield _when_ready(f"http://127.0.0.1:{port}{STAFF}")
    finally:
        server.terminate()
        server.wait(timeout=20)


def _when_ready(address: str) -> str:
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):  # noqa: S310
                return address
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the app did not start")


@contextmanager
def seated(address: str) -> Iterator[Page]:
    """A page at the first answer of the queue."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=BROWSER, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.goto(f"{address}/")
        page.get_by_role("link", name=NL("nakijken.title")).click()
        page.get_by_label(NL("nakijken.who.name")).fill("Meting")
        page.keyboard.press("Enter")
        page.get_by_role("button", name=NL("nakijken.card.accept")).wait_for()
        page.wait_for_timeout(2000)
        page.evaluate(WATCH)
        yield page
        browser.close()


def press(page: Page, key: str) -> float:
    """Milliseconds from a key until the page shows what follows from it."""
    page.evaluate(STAND_STILL, STILL_MS)
    page.evaluate(ARM)
    page.keyboard.press(key)
    passed: Any = page.evaluate("() => window.answer")
    return float(passed)


def measure(page: Page, keys: list[str]) -> list[float]:
    """The times of the keys one after the other, after a few to warm up."""
    turn = cycle(keys)
    for key in islice(turn, len(keys) * 2):
        press(page, key)
    return [press(page, key) for key in islice(turn, KEYS)]


def row(name: str, times: list[float]) -> list[str]:
    """One line of the table."""
    middle, most = np.percentile(times, [50, 95])
    return [name, str(len(times)), f"{middle:.0f}", f"{most:.0f}", f"{min(times):.0f}"]


def main() -> None:
    """Measure and print a table in Markdown."""
    with TemporaryDirectory() as folder:
        os.environ["KLANTKOMPAS_DATA_DIR"] = str(Path(folder))
        say("keeping the sample workshop")
        answers, themes = keep_sample()
        with running_app() as address, seated(address) as page:
            say("pressing keys")
            load = os.getloadavg()[0]
            kinds = {"Enter: agree, next answer": ["Enter"], "a theme": themes[:4], "a level": ["1", "2", "3"],
                     "arrows": ["ArrowRight", "ArrowLeft"]}  # fmt: skip
            print(f"{answers} answers, {os.cpu_count()} cores, load average {load:.1f} at the start\n")
            measured = {name: measure(page, keys) for name, keys in kinds.items()}
    print_table(("key", "presses", "p50, ms", "p95, ms", "least, ms"), (row(*own) for own in measured.items()))


if __name__ == "__main__":
    main()
