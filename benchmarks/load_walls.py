"""Walls in a full room: they ask the server for the state as ``classifier/web/static/wall/poll.js`` does."""

import asyncio
import time
from dataclasses import dataclass, field

import httpx

from classifier.web.cookies import SESSION_COOKIE

EVERY_S, SHORTEST_S, LONGEST_S, PATIENCE_S = 2.0, 0.5, 10.0, 20.0
SLOWER_BY = 1.5


@dataclass
class Wall:
    """One wall. ``looks``: moment and seconds of every look that brought the state, also when that was unchanged.

    ``seen``: answer id → the moment it was in the data. Moments are of ``time.monotonic``.
    """

    client: httpx.AsyncClient
    address: str
    looks: list[tuple[float, float]] = field(default_factory=list)
    seen: dict[int, float] = field(default_factory=dict)
    unchanged: int = 0
    building: int = 0
    failed: int = 0
    most_bytes: int = 0
    etag: str = ""
    failures: int = 0

    async def poll(self) -> None:
        """Ask again and again, until cancelled."""
        while True:
            began = time.monotonic()
            self.failures = 0 if await self._look() else self.failures + 1
            pause = min(EVERY_S * SLOWER_BY**self.failures, LONGEST_S) - (time.monotonic() - began)
            await asyncio.sleep(max(pause, SHORTEST_S))

    async def _look(self) -> bool:
        """Ask once; whether the server answered as it should."""
        began = time.monotonic()
        try:
            answer = await self.client.get(self.address, headers={"If-None-Match": self.etag} if self.etag else {})
        except httpx.TransportError:
            self.failed += 1
            return False
        if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE and "Retry-After" in answer.headers:
            self.building += 1
            return True
        if answer.status_code not in (httpx.codes.OK, httpx.codes.NOT_MODIFIED):
            self.failed += 1
            return False
        self._keep(answer)
        self.looks.append((time.monotonic(), time.monotonic() - began))
        return True

    def _keep(self, answer: httpx.Response) -> None:
        if answer.status_code == httpx.codes.NOT_MODIFIED:
            self.unchanged += 1
            return
        points = answer.json()["map"]["points"]
        self.etag = answer.headers.get("ETag", "")
        self.most_bytes = max(self.most_bytes, answer.num_bytes_downloaded)
        now = time.monotonic()
        for point in points:
            self.seen.setdefault(point[0], now)

    def back_after(self, moment: float) -> float | None:
        """Seconds from a moment to the first state after it; None when none came."""
        return next((at - moment for at, _ in self.looks if at > moment), None)


def new_wall(address: str, session_id: int, token: str) -> Wall:
    """A wall of someone who is signed in with this token, in a browser of its own."""
    client = httpx.AsyncClient(base_url=address, timeout=PATIENCE_S, cookies={SESSION_COOKIE: token})
    return Wall(client, f"/wand/{session_id}/stand")
