"""Which model was in use when, and who chose it: ``history.jsonl`` in the models folder, append-only.

A line is written before the choice takes effect, and ``current.json`` then names the line. Every line names
the one that was in force when it was written, so that following them back from ``current.json`` gives
exactly what happened: a line whose process was killed before the choice took effect is passed over.
"""

import json
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime

from classifier.errors import UserMistake
from classifier.training.durable import append_line
from classifier.training.registry import Registry

HISTORY_FILE = "history.jsonl"
TRAINED, PROMOTED, ROLLED_BACK = "train", "promote", "rollback"
# facet → figure → value before and after, as measured for the choice
Figures = Mapping[str, Mapping[str, tuple[float, float]]]


@dataclass(frozen=True)
class Change:
    """One choice of the model in use.

    ``before`` and ``after`` are ``name/version`` (``before`` is empty for the first). ``what`` is ``train``,
    ``promote`` or ``rollback``. ``previous`` is the ``id`` of the change in force until then. ``test_set`` is the
    sha256 of the answers that ``figures`` were measured on.
    """

    when: str
    who: str
    what: str
    before: str
    after: str
    reason: str = ""
    figures: Figures = field(default_factory=dict)
    test_set: str = ""
    previous: str = ""
    id: str = ""


def history(registry: Registry) -> list[Change]:
    """The changes that led to the model in use, oldest first; empty when nothing is known of it.

    Raises UserMistake when a change that must be there is not.
    """
    known = _read(registry)
    found: list[Change] = []
    wanted = registry.current_change()
    while wanted:
        # Ids are unique and a line names an earlier one; a ring can only be forged.
        if wanted not in known or len(found) > len(known):
            raise UserMistake("history_broken", file=str(registry.folder / HISTORY_FILE))
        found.append(known[wanted])
        wanted = known[wanted].previous
    return found[::-1]


def _read(registry: Registry) -> dict[str, Change]:
    try:
        lines = (registry.folder / HISTORY_FILE).read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise UserMistake("history_broken", file=str(registry.folder / HISTORY_FILE)) from error
    return {change.id: change for line in lines if (change := _parsed(line))}


def _parsed(line: str) -> Change | None:
    """None for a half line, which a process left that was killed while writing it."""
    try:
        return Change(**json.loads(line))
    except (ValueError, TypeError):
        return None


def _last(registry: Registry) -> str:
    """The change in force. A history that cannot be followed cannot be carried on: a new one begins."""
    try:
        changes = history(registry)
    except UserMistake:
        return ""
    return changes[-1].id if changes else ""


def choose(
    registry: Registry,
    model: str,
    *,
    who: str,
    what: str,
    reason: str = "",
    figures: Figures | None = None,
    test_set: str = "",
) -> Change:
    """Make a model the one in use and write down that it was done. Raises UserMistake."""
    registry.verify(model)
    change = Change(
        when=datetime.now(UTC).isoformat(timespec="seconds"),
        who=who,
        what=what,
        before=registry.current() if registry.has_current() else "",
        after=model,
        reason=reason,
        figures=figures or {},
        test_set=test_set,
        previous=_last(registry),
        id=uuid.uuid4().hex,
    )
    try:
        append_line(registry.folder / HISTORY_FILE, json.dumps(asdict(change), ensure_ascii=False))
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserMistake("choice_not_saved", model=model, folder=str(registry.folder), reason=reason) from error
    registry.set_current(model, change.id)
    return change
