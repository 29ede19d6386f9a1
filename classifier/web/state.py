"""What the plain pages share: the database, the limits, and who was seen a moment ago."""

import time
from asyncio import Semaphore
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from threading import Lock
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

from classifier.errors import UserMistake
from classifier.staff import Identity, has_accounts, identity_of
from classifier.store.database import Database
from classifier.store.logins import token_hash
from classifier.store.upgrade import open_database
from classifier.web.limits import Limits

# A sign-in that another process revoked still holds for so long.
SEEN_FOR_S = 2.0
# Writers take turns anyway; more threads would only wait for the same lock.
STORE_THREADS = 8
Result = TypeVar("Result")


@dataclass
class WebState:
    """``url``: an SQLAlchemy URL, the installation's own database when left out."""

    url: str | None = None
    limits: Limits = field(default_factory=Limits)
    # Checking a password takes 64 MB and a core: two at a time.
    hashing: Semaphore = field(default_factory=lambda: Semaphore(2), repr=False)
    _database: Database | None = field(default=None, repr=False)
    _opening: Lock = field(default_factory=Lock, repr=False)
    _seen: dict[str, tuple[float, Identity | None]] = field(default_factory=dict, repr=False)
    _accounts: tuple[float, bool] = (-SEEN_FOR_S, False)
    _threads: CapacityLimiter | None = field(default=None, repr=False)

    @property
    def database(self) -> Database:
        """The database, opened when it is first needed. Raises UserMistake."""
        with self._opening:
            if self._database is None:
                self._database = open_database(self.url)
            return self._database

    async def in_thread(self, function: Callable[..., Result], *arguments: object) -> Result:
        """``function(database, *arguments)`` outside the event loop. Raises what it raises."""
        if self._threads is None:
            self._threads = CapacityLimiter(STORE_THREADS)
        return await to_thread.run_sync(partial(self._call, function, arguments), limiter=self._threads)

    def _call(self, function: Callable[..., Result], arguments: tuple) -> Result:
        return function(self.database, *arguments)

    async def identity(self, token: str) -> Identity | None:
        """Who is behind a token, as of at most ``SEEN_FOR_S`` ago. Raises UserMistake."""
        key, now = token_hash(token), time.monotonic()
        at, found = self._seen.get(key, (-SEEN_FOR_S, None))
        if now - at < SEEN_FOR_S:
            return found
        found = await self.in_thread(identity_of, token)
        self._seen = {own: kept for own, kept in self._seen.items() if now - kept[0] < SEEN_FOR_S}
        self._seen[key] = (now, found)
        return found

    async def has_accounts(self) -> bool:
        """Whether signing in is asked of everyone, as of at most ``SEEN_FOR_S`` ago. Raises UserMistake."""
        at, found = self._accounts
        if not found and time.monotonic() - at >= SEEN_FOR_S:
            found = await self.in_thread(has_accounts)
            self._accounts = (time.monotonic(), found)
        return found

    def forget(self, token: str) -> None:
        """Look again next time: this token was just ended."""
        self._seen.pop(token_hash(token), None)

    def close(self) -> None:
        """Let go of the database."""
        if self._database is not None:
            with suppress(UserMistake):
                self._database.forget_deleted()
            self._database.close()
