"""A room: one live session as all its walls show it, kept in memory in one place and rebuilt from the database.

Answers are taken up in the order of their ids, also those that wait or are hidden: these take a place that
stays empty, so that letting one through or hiding one moves nothing. The same answers, judged by the same model,
therefore give the same picture, also after a restart. Another model or codebook in force builds the room anew.

Everything that a room shows or counts is what the model says; decisions by people are counted on the screens
where they are made. A merged answer counts with the one that stands for it.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock

from classifier.clusters import JudgedText, Picture, Wall, WallAnswer, WallReader
from classifier.codebook import Codebook
from classifier.errors import UserMistake
from classifier.in_force import InForce
from classifier.judgement import Judgement
from classifier.privacy import mask
from classifier.room_house import SharedHouse
from classifier.store import sessions as store
from classifier.store.database import Database
from classifier.store.predictions import hold_answers, predictions_of, save_predictions
from classifier.store.sessions import SHOWN, LiveAnswer, LiveSession
from classifier.workshop import read_together

# So many answers are judged and kept at a time, so that the wall grows while a crowd sends.
LOT = 64
# Walls that ask within so long of each other share one look in the database.
SHARED_S = 0.3
# So long a wall waits for another that is reading.
PATIENCE_S = 1.5
# So many rooms are kept; the one that was asked for longest ago is rebuilt when a wall asks again.
MOST_ROOMS = 8
# All rooms share a reader, whose vocabulary grows while it reads: one batch at a time. Always in the same thread,
# too: what a batch takes for a moment stays behind in the heap of each thread that ever read one.
_READING = ThreadPoolExecutor(1, "room")


@lru_cache(maxsize=2)
def _reader_of(codebook: Codebook) -> WallReader:
    return WallReader(codebook)


@dataclass(frozen=True)
class Heard:
    """An answer in a room. ``text`` has marks in the place of personal data."""

    id: str
    text: str
    at: int
    judgement: Judgement
    on_wall: WallAnswer


@dataclass(frozen=True)
class RoomState:
    """A room at one moment: what pictures, counts and quotes are made of. ``at`` of answers: Unix seconds."""

    session: LiveSession
    house: InForce
    picture: Picture
    heard: Mapping[str, Heard]

    @property
    def answers(self) -> int:
        """How many answers may be seen, merged ones included."""
        return sum(point.weight for point in self.picture.points)


@dataclass
class _Growing:
    """What one model makes of a session, and how far it has read."""

    house: InForce
    reader: WallReader
    wall: Wall
    heard: dict[str, Heard] = field(default_factory=dict)
    last: int = 0
    moderations: int = -1
    hidden: set[str] = field(default_factory=set)
    merged: dict[str, str] = field(default_factory=dict)
    # Whether something came in that no picture shows yet; it may have been taken up before a failure.
    is_ahead: bool = True

    @classmethod
    def of(cls, house: InForce, session: LiveSession) -> "_Growing":
        reader = _reader_of(house.codebook)
        return cls(house, reader, Wall(reader.facet, " ".join(asked.text for asked in session.questions)))

    def take_up(self, answers: Iterable[LiveAnswer], judgements: Iterable[Judgement]) -> None:
        """Give answers their place, in order."""
        pairs = list(zip(answers, judgements, strict=True))
        read = self.reader.read(JudgedText(str(own.id), own.text, judgement) for own, judgement in pairs)
        for (own, judgement), on_wall in zip(pairs, read, strict=True):
            self.wall.add(on_wall)
            masked = mask(own.text).text
            self.heard[on_wall.id] = Heard(on_wall.id, masked, int(own.at.timestamp()), judgement, on_wall)
            self.last = own.id
        self.is_ahead = True

    def moderate(self, moderations: int, answers: Iterable[LiveAnswer]) -> None:
        """Know of these answers whether they may be seen, and which stand for others, before any is shown."""
        self.is_ahead = self.is_ahead or moderations != self.moderations
        self.moderations = moderations
        for own in answers:
            key = str(own.id)
            (self.hidden.discard if own.visibility == SHOWN else self.hidden.add)(key)
            self.merged.pop(key, None)
            if own.merged_into_id is not None:
                self.merged[key] = str(own.merged_into_id)


class Room:
    """One live session. Safe for many threads; one of them reads, the others get what was read last."""

    def __init__(self, database: Database, session_id: int, houses: SharedHouse) -> None:
        self._database, self._session_id, self._houses = database, session_id, houses
        self._reading = Lock()
        self._growing: _Growing | None = None
        self._state: RoomState | None = None
        self._looked = -SHARED_S

    def catch_up(self) -> RoomState | None:
        """The room now; None while someone else is reading it for the first time. Raises UserMistake."""
        # Who only got what was read before would show an answer a whole round later.
        patience = PATIENCE_S if self._state else 0.0
        if not self._is_recent() and self._reading.acquire(timeout=patience):
            try:
                if not self._is_recent():
                    began = time.monotonic()
                    self._read()
                    self._looked = began
            finally:
                self._reading.release()
        return self._state

    def _is_recent(self) -> bool:
        return time.monotonic() - self._looked < SHARED_S

    def _read(self) -> None:
        house = _READING.submit(self._houses.now).result()
        growing = self._growing
        if growing is None or growing.house is not house:
            with self._database.reading() as connection:
                growing = _Growing.of(house, store.session_by_id(connection, self._session_id))
        session, answers = self._look(growing)
        growing.moderate(session.moderations, answers)
        fresh = [own for own in answers if own.id > growing.last]
        kept = self._kept(session, growing) if fresh and not growing.last else {}
        for start in range(0, len(fresh), LOT):
            _READING.submit(self._take_up, growing, fresh[start : start + LOT], kept).result()
            if growing is self._growing:
                self._publish(session, growing)
        self._growing = growing
        self._publish(session, growing)

    def _publish(self, session: LiveSession, growing: _Growing) -> None:
        """Let all walls see what was taken up; what did not change stays the same object."""
        before = self._state
        if before and before.session == session and before.house is growing.house and not growing.is_ahead:
            return
        picture = growing.wall.picture(frozenset(growing.hidden), growing.merged)
        self._state = RoomState(session, growing.house, picture, dict(growing.heard))
        growing.is_ahead = False

    def _look(self, growing: _Growing) -> tuple[LiveSession, list[LiveAnswer]]:
        """The session and its answers that are new; all of them after an act of moderation."""
        with self._database.reading() as connection:
            session = store.session_by_id(connection, self._session_id)
            after = growing.last if session.moderations == growing.moderations else 0
            return session, store.live_answers(connection, self._session_id, after=after, shown_only=False)

    def _take_up(self, growing: _Growing, lot: list[LiveAnswer], kept: Mapping[int, Judgement]) -> None:
        new = self._judge([own for own in lot if own.id not in kept], growing.house)
        growing.take_up(lot, (new[own.id] if own.id in new else kept[own.id] for own in lot))

    def _kept(self, session: LiveSession, growing: _Growing) -> dict[int, Judgement]:
        """What this model said before; after a restart nothing is judged twice."""
        house = growing.house
        with self._database.reading() as connection:
            return predictions_of(connection, session.workshop_id, house.model, house.version)

    def _judge(self, lot: list[LiveAnswer], house: InForce) -> dict[int, Judgement]:
        """Judgements by answer id; kept before anything of them is shown."""
        judgements = list(read_together(house.reader, [own.text for own in lot]))
        judged = dict(zip((own.id for own in lot), judgements, strict=True))
        if judged:
            with self._database.writing() as connection:
                here = hold_answers(connection, list(judged))
                save_predictions(
                    connection, ((one, said) for one, said in judged.items() if one in here), house.version
                )
        return judged


class Rooms:
    """All rooms of one process, shared by all walls."""

    def __init__(self, database: Callable[[], Database], houses: SharedHouse | None = None) -> None:
        self._database, self._houses = database, houses
        self._lock = Lock()
        self._rooms: dict[int, Room] = {}

    def state(self, session_id: int) -> RoomState | None:
        """A room now; None while it is being built. Raises UserMistake ``session_unknown`` among others."""
        room = self._room(session_id)
        try:
            return room.catch_up()
        except UserMistake as mistake:
            if mistake.code == "session_unknown":
                self.forget(session_id)
            raise

    def forget(self, session_id: int) -> None:
        """Let go of a room."""
        with self._lock, suppress(KeyError):
            del self._rooms[session_id]

    def _room(self, session_id: int) -> Room:
        with self._lock:
            if self._houses is None:
                self._houses = SharedHouse(self._database())
            room = self._rooms.pop(session_id, None) or Room(self._database(), session_id, self._houses)
            self._rooms[session_id] = room
            while len(self._rooms) > MOST_ROOMS:
                del self._rooms[next(iter(self._rooms))]
            return room
