"""A full room on one machine: ``python -m benchmarks.load``, and ``--kill`` for a server that is killed half-way.

Loopback only; it stops by itself. Phones come from one address, as a room behind one router does. Each fetches the
page and sends its answer, three times, at random moments; walls are stand-ins that ask the store what is new every
two seconds, from this process.
"""

import asyncio
import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import httpx
import typer

from benchmarks.report import machine, print_table, say
from classifier import live
from classifier.live import Cursor, LiveSession
from classifier.places import PROJECT
from classifier.store.database import Database
from classifier.store.tables import answer
from classifier.store.upgrade import open_database

ANSWERS_EACH = 3
WALLS = 5
WALL_PAUSE_S = 2.0
MOST_PHONES = 1000
MOST_SECONDS = 300
# A phone gives up after so many tries.
TRIES = 40
SEED = 0
_FIELD = re.compile(r'name="(key|answer-\d+)"(?: value="([^"]*)")?')


@dataclass
class Room:
    """What happened: seconds per acknowledged sending and per page, what was acknowledged, what went wrong."""

    sending: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    walls: list[float] = field(default_factory=list)
    acknowledged: set[str] = field(default_factory=set)
    forms: list[dict[str, str]] = field(default_factory=list)
    again: int = 0
    refused: dict[str, int] = field(default_factory=dict)

    def count(self, what: str) -> None:
        """One more thing that did not succeed."""
        self.refused[what] = self.refused.get(what, 0) + 1


@dataclass
class Server:
    """Our server in a process of its own."""

    url: str
    port: int
    process: subprocess.Popen | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start, and wait until it answers."""
        code = f"from classifier.server import serve; serve(port={self.port})"
        environment = {**os.environ, "KLANTKOMPAS_DATABASE_URL": self.url}
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen([sys.executable, "-c", code], cwd=PROJECT, env=environment, stdout=quiet)
        for _ in range(300):
            try:
                httpx.get(f"{self.address}/staff/_stcore/health", timeout=2).raise_for_status()
                return
            except httpx.HTTPError:
                time.sleep(0.1)
        raise RuntimeError("the server did not come up")

    def memory(self) -> str:
        """The most it held in memory; only Linux tells it in a file."""
        status = Path(f"/proc/{self.process.pid}/status")
        found = re.search(r"VmHWM:\s+(\d+)", status.read_text()) if status.exists() else None
        return f"{int(found[1]) / 1000:.0f} MB" if found else "unknown"

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Stop it, kindly or not."""
        self.process.send_signal(how)
        self.process.wait(timeout=30)


def main(
    phones: Annotated[int, typer.Option(min=1, max=MOST_PHONES)] = 300,
    seconds: Annotated[int, typer.Option(min=1, max=MOST_SECONDS)] = 60,
    kill: Annotated[bool, typer.Option("--kill", help="SIGKILL the server half-way, and start it again.")] = False,
) -> None:
    """Run a room and print what it took."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'klantkompas.sqlite'}"
        database = open_database(url)
        session = live.open_session(database, "Zaal", ["Wat doe jij morgen anders voor je klant?"])
        server = Server(url, _free_port())
        server.start()
        try:
            room = asyncio.run(_run(server, database, session, phones, seconds, kill))
            memory = server.memory()
        finally:
            server.end()
        _report(room, database, phones, seconds, memory, kill)
        database.close()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


async def _run(
    server: Server, database: Database, session: LiveSession, phones: int, seconds: int, kill: bool
) -> Room:
    room, done = Room(), asyncio.Event()
    walls = [asyncio.create_task(_wall(database, session, room, done)) for _ in range(WALLS)]
    helpers = [asyncio.create_task(_kill(server, seconds / 2))] if kill else []
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=server.address, timeout=30, limits=limits) as client:
        chance = random.Random(SEED)  # noqa: S311
        moments = [sorted(chance.uniform(0, seconds) for _ in range(ANSWERS_EACH)) for _ in range(phones)]
        begun = time.monotonic()
        await asyncio.gather(
            *(_phone(client, session, room, number, begun, own) for number, own in enumerate(moments))
        )
        if kill:
            await _send_all_again(client, session, room)
    done.set()
    await asyncio.gather(*walls, *helpers)
    return room


async def _phone(
    client: httpx.AsyncClient, session: LiveSession, room: Room, number: int, begun: float, moments: list[float]
) -> None:
    for turn, moment in enumerate(moments):
        await asyncio.sleep(max(0.0, begun + moment - time.monotonic()))
        form = await _until_answered(client, room, "GET", session.code, None, room.pages)
        if form is None:
            continue
        fields = {name: value or "" for name, value in _FIELD.findall(form.text)}
        text = f"antwoord {turn + 1} van telefoon {number + 1}: terugbellen als je dat hebt gezegd"
        fields |= {name: text for name in fields if name.startswith("answer-")}
        if await _until_answered(client, room, "POST", session.code, fields, room.sending):
            room.acknowledged.add(f"{fields['key']}.{session.questions[0].id}")
            room.forms.append(fields)


async def _until_answered(
    client: httpx.AsyncClient, room: Room, method: str, code: str, fields: dict | None, times: list[float]
) -> httpx.Response | None:
    """As a person does: when it fails, try again with the same form. The time is that of the try that succeeded."""
    for _ in range(TRIES):
        begun = time.monotonic()
        try:
            answered = await client.request(method, f"/d/{code}", data=fields)
        except httpx.TransportError as error:
            room.count(type(error).__name__)
            await asyncio.sleep(0.5)
            continue
        if answered.status_code == 200:
            times.append(time.monotonic() - begun)
            return answered
        room.count(str(answered.status_code))
        await asyncio.sleep(1)
    return None


async def _send_all_again(client: httpx.AsyncClient, session: LiveSession, room: Room) -> None:
    """Every phone is in doubt whether its answer arrived, and sends the same form once more."""
    for form in room.forms:
        room.again += bool(await _until_answered(client, room, "POST", session.code, form, []))


async def _wall(database: Database, session: LiveSession, room: Room, done: asyncio.Event) -> None:
    cursor = Cursor()
    while not done.is_set():
        begun = time.monotonic()
        fresh = await asyncio.to_thread(live.answers_since, database, session.id, cursor)
        room.walls.append(time.monotonic() - begun)
        cursor = fresh.cursor
        await asyncio.sleep(WALL_PAUSE_S)


async def _kill(server: Server, after: float) -> None:
    await asyncio.sleep(after)
    await asyncio.to_thread(server.end, signal.SIGKILL)
    await asyncio.to_thread(server.start)


def _report(room: Room, database: Database, phones: int, seconds: int, memory: str, kill: bool) -> None:
    with database.reading() as connection:
        kept = [row.submission_key for row in connection.execute(answer.select())]
    lost, doubles = room.acknowledged - set(kept), len(kept) - len(set(kept))
    rows = [
        ("sendings", str(phones * ANSWERS_EACH)),
        ("acknowledged", str(len(room.acknowledged))),
        ("rows in the database", str(len(kept))),
        ("acknowledged and not in the database", str(len(lost))),
        ("doubles", str(doubles)),
        ("acknowledged again, same form", str(room.again)),
        ("sending, p50 / p95 / worst", _times(room.sending)),
        ("page, p50 / p95 / worst", _times(room.pages)),
        ("wall, p50 / p95 / worst", _times(room.walls)),
        ("failed tries", ", ".join(f"{what} {count}" for what, count in room.refused.items()) or "0"),
        ("memory of the server at its highest", memory),
    ]
    print(f"{machine()}\n")
    print(
        f"{phones} phones, {ANSWERS_EACH} answers each in {seconds} s, {WALLS} walls{', killed' if kill else ''}\n"
    )
    print_table(("what", "measured"), rows)
    if lost or doubles or len(room.acknowledged) != phones * ANSWERS_EACH:
        say("not every answer was acknowledged, kept and kept once")
        raise typer.Exit(1)


def _times(found: list[float]) -> str:
    ordered = sorted(found)
    at = [ordered[min(len(ordered) - 1, int(len(ordered) * share))] for share in (0.5, 0.95, 1)]
    return " / ".join(f"{1000 * own:.0f}" for own in at) + " ms"


if __name__ == "__main__":
    typer.run(main)
