"""A full room on one machine: ``python -m benchmarks.load``, and ``--kill`` for a server that is killed half-way.

Loopback only; it stops by itself. Phones fetch the page and send answers of the sample workshop and the training
data, each three times at random moments; walls of a signed-in facilitator ask for the state every two seconds.
"""

import asyncio
import resource
import secrets
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from benchmarks.load_phones import ANSWERS_EACH, Phones, Sent, new_phones
from benchmarks.load_server import Server, free_port
from benchmarks.load_walls import EVERY_S, Wall, new_wall
from benchmarks.material import load_material
from benchmarks.report import machine, print_table, say
from classifier import live, staff
from classifier.exchange.reading import read_table
from classifier.exchange.table import answers_from
from classifier.live import LONGEST_ANSWER, LiveSession
from classifier.places import sample_workshop_file
from classifier.roles import FACILITATOR
from classifier.store.database import Database
from classifier.store.tables import answer
from classifier.store.upgrade import open_database
from classifier.training.dataset import texts_of

WALLS = 5
MOST_PHONES = 1000
MOST_SECONDS = 300
# So long all may take beyond the sending itself, before the run is broken off.
MOST_BEYOND_S = 300
# So long walls may lag behind the last answer.
PATIENCE_S = 30.0
SENDING_GOAL_S, SEEN_GOAL_S, MEMORY_GOAL_MB = 0.250, 3.0, 700


@dataclass
class Room:
    """One run: the server, who came, and where the answers went."""

    server: Server
    database: Database
    session: LiveSession
    phones: Phones
    walls: list[Wall]

    @property
    def sent(self) -> Sent:
        return self.phones.sent

    def kept(self) -> list[tuple[str, int]]:
        """Form key and id of every row in the database."""
        with self.database.reading() as connection:
            rows = connection.execute(answer.select()).all()
        suffix = f".{self.session.questions[0].id}"
        return [(row.submission_key.removesuffix(suffix), row.id) for row in rows]


def main(
    phones: Annotated[int, typer.Option(min=1, max=MOST_PHONES)] = 300,
    seconds: Annotated[int, typer.Option(min=1, max=MOST_SECONDS)] = 60,
    kill: Annotated[bool, typer.Option("--kill", help="SIGKILL the server half-way, and start it again.")] = False,
) -> None:
    """Run a room and print what it took."""
    print(f"{machine()}\n")
    print(
        f"{phones} phones, {ANSWERS_EACH} answers each in {seconds} s, {WALLS} walls{', killed' if kill else ''}\n"
    )
    texts = _texts(phones * ANSWERS_EACH)
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'klantkompas.sqlite'}"
        database, server = open_database(url), Server(url, free_port())
        session = live.open_session(database, "Zaal", ["Wat doe jij morgen anders voor je klant?"])
        token = _facilitator(database)
        try:
            server.start()
            room = asyncio.run(_run(server, database, session, token, texts, (phones, seconds, kill)))
        finally:
            server.end()
        is_right = _report(room, len(texts))
        database.close()
    if not is_right:
        say("not every answer was acknowledged, kept once and seen")
        raise typer.Exit(1)


def _texts(number: int) -> list[str]:
    """Answers as people give them: the sample workshop, then training answers."""
    file = sample_workshop_file()
    sample = [own.text for own in answers_from(read_table(file, file.name)) if own.text]
    different = dict.fromkeys([*sample, *texts_of(load_material().train)])
    return list(islice(cycle(text for text in different if len(text) <= LONGEST_ANSWER), number))


def _facilitator(database: Database) -> str:
    name, password = "Zaal", secrets.token_urlsafe(16)
    staff.add_account(database, name, FACILITATOR, password)
    return staff.sign_in(database, name, password)


# -- the run ------------------------------------------------------------------------------------------


async def _run(
    server: Server, database: Database, session: LiveSession, token: str, texts: Sequence[str],
    size: tuple[int, int, bool],
) -> Room:  # fmt: skip
    phones, seconds, kill = size
    walls = [new_wall(server.address, session.id, token) for _ in range(WALLS)]
    room = Room(server, database, session, new_phones(server.address, session), walls)
    async with asyncio.timeout(seconds + MOST_BEYOND_S), asyncio.TaskGroup() as together:
        watching = [together.create_task(server.watch())]
        watching += [together.create_task(_open(wall, number)) for number, wall in enumerate(walls)]
        await _until(lambda: all(wall.looks for wall in walls), MOST_BEYOND_S)
        say("all walls have the state; phones begin")
        killing = together.create_task(_kill(server, seconds / 2)) if kill else None
        await room.phones.send(texts, phones, seconds)
        if killing:
            await killing
            await room.phones.send_all_again()
        await _until(lambda: all(len(wall.seen) >= len(room.sent.acknowledged) for wall in walls), PATIENCE_S)
        for task in watching:
            task.cancel()
    for client in [room.phones.client, *(wall.client for wall in walls)]:
        await client.aclose()
    return room


async def _open(wall: Wall, number: int) -> None:
    """Walls are not opened at the same moment."""
    await asyncio.sleep(number * EVERY_S / WALLS)
    await wall.poll()


async def _until(is_so, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not is_so() and time.monotonic() < end:
        await asyncio.sleep(0.1)


async def _kill(server: Server, after: float) -> None:
    await asyncio.sleep(after)
    await asyncio.to_thread(server.kill)


# -- the report ---------------------------------------------------------------------------------------


def _report(room: Room, sendings: int) -> bool:
    """Print what was measured; whether all answers were acknowledged, kept once, and seen by every wall."""
    kept = room.kept()
    ids, acknowledged = dict(kept), room.sent.acknowledged
    lost, doubles = acknowledged.keys() - ids.keys(), len(kept) - len(ids)
    lags = list(_lags(room, ids))
    unseen = len(acknowledged) * WALLS - len(lags)
    print_table(
        ("what", "measured", "goal"),
        [
            ("sendings", str(sendings), ""),
            ("acknowledged", str(len(acknowledged)), str(sendings)),
            ("rows in the database", str(len(kept)), str(sendings)),
            ("acknowledged and not in the database", str(len(lost)), "0"),
            ("doubles", str(doubles), "0"),
            *_speed_rows(room, lags),
            ("answers a wall never saw", str(unseen), "0"),
            *_kill_rows(room),
            *_cost_rows(room),
        ],
    )
    return not (lost or doubles or unseen) and len(acknowledged) == len(kept) == sendings


def _lags(room: Room, ids: dict[str, int]) -> Iterator[float]:
    """Seconds from every acknowledgement to every wall's data; a wall that was first waited 0."""
    for key, moment in room.sent.acknowledged.items():
        for wall in room.walls:
            if ids.get(key) in wall.seen:
                yield max(0.0, wall.seen[ids[key]] - moment)


def _speed_rows(room: Room, lags: list[float]) -> Iterator[tuple[str, str, str]]:
    looks = [seconds for wall in room.walls for _, seconds in wall.looks[1:]]
    yield "sending, p50 / p95 / worst", _times(room.sent.sending), f"p95 {1000 * SENDING_GOAL_S:.0f} ms"
    yield "page, p50 / p95 / worst", _times(room.sent.pages), ""
    yield "a wall's question answered, p50 / p95 / worst", _times(looks), ""
    yield "from acknowledged to seen on a wall, p50 / p95 / worst", _times(lags), f"p95 {1000 * SEEN_GOAL_S:.0f} ms"
    failed = ", ".join(f"{what} {count}" for what, count in sorted(room.sent.failed.items()))
    yield "failed tries of phones", failed or "0", ""
    walls = [(wall.unchanged, wall.building, wall.failed) for wall in room.walls]
    unchanged, building, broken = (sum(own) for own in zip(*walls, strict=True))
    yield "walls: new state / nothing new / being built / failed", (
        f"{len(looks) + WALLS - unchanged} / {unchanged} / {building} / {broken}"
    ), ""  # fmt: skip
    yield "largest state, as sent", f"{max(wall.most_bytes for wall in room.walls) / 1000:.0f} kB", ""


def _kill_rows(room: Room) -> Iterator[tuple[str, str, str]]:
    killed = room.server.killed_at
    if killed is None:
        return
    back = [wall.back_after(killed) for wall in room.walls]
    yield "acknowledged again, same form", str(room.sent.again), str(len(room.sent.forms))
    yield "from the kill to a server that answers", f"{room.server.up_at - killed:.1f} s", ""
    yield "from the kill to each wall's next state", _seconds(back), "all"


def _cost_rows(room: Room) -> Iterator[tuple[str, str, str]]:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    yield "processor time of the server, starting included", f"{used.ru_utime + used.ru_stime:.0f} s", ""
    most = room.server.most_mb
    yield "memory of the server at its highest", f"{most:.0f} MB" if most else "unknown", f"{MEMORY_GOAL_MB} MB"


def _seconds(found: Iterable[float | None]) -> str:
    return ", ".join("never" if own is None else f"{own:.1f}" for own in found) + " s"


def _times(found: list[float]) -> str:
    ordered = sorted(found)
    at = [ordered[min(len(ordered) - 1, int(len(ordered) * share))] for share in (0.5, 0.95, 1)] if found else []
    return " / ".join(f"{1000 * own:.0f}" for own in at) + " ms"


if __name__ == "__main__":
    typer.run(main)
