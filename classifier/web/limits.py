"""How often someone may do something: token buckets in memory, by a salted hash of the client's address.

Everyone in a room may share one address, so a client may do what a full room does.
"""

import hashlib
import ipaddress
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.types import Scope

# So many buckets are kept before the full ones are cleared away.
MOST_BUCKETS = 20_000


class Buckets:
    """One bucket per key: ``burst`` at once, and after that ``per_second``."""

    def __init__(self, burst: int, per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.burst = burst
        self.per_second = per_second
        self._clock = clock
        self._left: dict[str, tuple[float, float]] = {}

    def wait(self, key: str) -> float:
        """Seconds until this key may go on; 0 when it may now."""
        return max(0.0, (1 - self._tokens(key)) / self.per_second)

    def take(self, key: str) -> float:
        """Use one up, when there is one; seconds to wait otherwise."""
        waiting = self.wait(key)
        if not waiting:
            self._left[key] = (self._tokens(key) - 1, self._clock())
            self._clear_away()
        return waiting

    def give_back(self, key: str) -> None:
        """What was taken did not count."""
        self._left[key] = (min(self.burst, self._tokens(key) + 1), self._clock())

    def _tokens(self, key: str) -> float:
        left, at = self._left.get(key, (float(self.burst), 0.0))
        return min(self.burst, left + (self._clock() - at) * self.per_second)

    def _clear_away(self) -> None:
        if len(self._left) > MOST_BUCKETS:
            self._left = {key: own for key, own in self._left.items() if self._tokens(key) < self.burst}


@dataclass(frozen=True)
class Limits:
    """All limits of one process; the salt is forgotten with it."""

    salt: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    visits: Buckets = field(default_factory=lambda: Buckets(1200, 40))
    sendings: Buckets = field(default_factory=lambda: Buckets(600, 20))
    sendings_of_session: Buckets = field(default_factory=lambda: Buckets(1200, 40))
    # The odds of guessing a code with these stand in classifier/live.py.
    wrong_codes: Buckets = field(default_factory=lambda: Buckets(60, 0.2))
    # Signing in: this name from this client, this name from anywhere, any name from this client.
    name_from_client: Buckets = field(default_factory=lambda: Buckets(5, 1 / 60))
    name: Buckets = field(default_factory=lambda: Buckets(50, 1 / 20))
    names_of_client: Buckets = field(default_factory=lambda: Buckets(30, 1 / 10))

    def key(self, *parts: str) -> str:
        """What these parts are known by here; nothing can be read back from it."""
        return hashlib.blake2b("\0".join(parts).encode(), key=self.salt, digest_size=16).hexdigest()

    def client(self, scope: Scope) -> str:
        """The key of the client of a request."""
        return self.key("client", _network(scope))


def _network(scope: Scope) -> str:
    """The address; of IPv6 the network, as each phone there has countless addresses."""
    host = (scope.get("client") or ("", 0))[0]
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else host
