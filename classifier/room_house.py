"""Codebook and model in force, loaded once for all rooms and fresh after every change."""

import time
from threading import Lock

from classifier.in_force import InForce, codebook_in_force, in_force
from classifier.store.database import Database
from classifier.training.registry import Registry

# Another model or codebook is noticed within so long.
LOOK_AGAIN_S = 5.0


class SharedHouse:
    """What judges the answers of all rooms."""

    def __init__(self, database: Database, registry: Registry | None = None) -> None:
        self._database, self._registry = database, registry or Registry()
        self._lock = Lock()
        self._looked = -LOOK_AGAIN_S
        self._key: tuple[str, int] | None = None
        self._house: InForce | None = None

    def now(self) -> InForce:
        """The house as of at most ``LOOK_AGAIN_S`` ago; the same object until it changes. Raises UserMistake."""
        with self._lock:
            if self._house is None or time.monotonic() - self._looked >= LOOK_AGAIN_S:
                self._look()
            if self._house is None:
                raise RuntimeError("a house that was just loaded is gone")
            return self._house

    def _look(self) -> None:
        key = self._registry.current(), codebook_in_force(self._database).id
        if key != self._key:
            self._house = in_force(self._database, self._registry)
            # The first answer would wait for what is only read when it is needed.
            list(self._house.reader.classify(["klaarstaan"], evidence=True))
            self._key = key
        self._looked = time.monotonic()
