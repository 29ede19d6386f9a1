"""Codebook and model in force, looked at now and then for all rooms."""

import time
from threading import Lock

from classifier.in_force import InForce
from classifier.loaded_house import loaded_house
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
        self._house: InForce | None = None

    def now(self) -> InForce:
        """The house as of at most ``LOOK_AGAIN_S`` ago; the same object until it changes. Raises UserMistake."""
        with self._lock:
            if self._house is None or time.monotonic() - self._looked >= LOOK_AGAIN_S:
                self._house = loaded_house(self._database, self._registry)
                self._looked = time.monotonic()
            return self._house
