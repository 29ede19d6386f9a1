"""Codebook and model in force, loaded once for every screen and wall of this process."""

from collections import OrderedDict
from threading import Lock

from classifier.in_force import InForce, codebook_in_force, in_force
from classifier.store.database import Database
from classifier.training.registry import Registry

# The house in force and the one before it, for visits that are still busy.
_KEPT = 2
_loaded: OrderedDict[tuple[object, ...], InForce] = OrderedDict()
_loading = Lock()


def loaded_house(database: Database, registry: Registry | None = None) -> InForce:
    """Codebook and model as they are now; the same object until one of them changes. Raises UserMistake."""
    registry = registry or Registry()
    codebook = codebook_in_force(database)
    key = (str(database.url), registry.folder, registry.current(), codebook.id, codebook.fingerprint)
    with _loading:
        if key not in _loaded:
            _loaded[key] = _ready(in_force(database, registry))
        _loaded.move_to_end(key)
        while len(_loaded) > _KEPT:
            _loaded.popitem(last=False)
        return _loaded[key]


def _ready(house: InForce) -> InForce:
    # The first answer would wait for what is only read when it is needed.
    list(house.reader.classify(["klaarstaan"], evidence=True))
    return house
