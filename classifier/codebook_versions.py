"""The codebook of this installation through time: its versions, the changes between them, a change to come."""

from dataclasses import dataclass
from functools import cached_property

from classifier.codebook import Codebook
from classifier.codebook_applying import apply, settled
from classifier.codebook_changes import Change, from_json, to_json
from classifier.codebook_history import translate
from classifier.codebook_reader import parse_codebook
from classifier.codebook_writer import write_codebook
from classifier.store.codebooks import CodebookVersion, add_version, all_versions
from classifier.store.coders import coder_id
from classifier.store.database import Database
from classifier.store.predictions import carry_over

Keys = tuple[str, ...]


@dataclass(frozen=True)
class CodebookHistory:
    """All versions, oldest first."""

    versions: tuple[CodebookVersion, ...]

    def changes_after(self, version_id: int) -> tuple[Change, ...]:
        """What was changed on screen since a version, in order of time."""
        return tuple(change for number, change in self._changes if number > version_id)

    @cached_property
    def _changes(self) -> tuple[tuple[int, Change], ...]:
        """Every change with the id of its version; read once, as each older decision asks for them."""
        return tuple((own.id, from_json(own.change)) for own in self.versions if own.change is not None)

    def version_of(self, fingerprint: str) -> CodebookVersion | None:
        """The newest version that a model with this fingerprint fits; None when there is none such."""
        fitting = [version for version in self.versions if version.fingerprint == fingerprint]
        return fitting[-1] if fitting else None

    def now(self, facet: str, keys: Keys, version_id: int) -> Keys:
        """Labels that were given under an older version, as they stand today."""
        return translate({facet: keys}, self.changes_after(version_id)).labels[facet]

    def needs_second_look(self, facet: str, keys: Keys, version_id: int) -> bool:
        """Whether a label that was given has been split since."""
        return facet in translate({facet: keys}, self.changes_after(version_id)).needs_second_look


NO_HISTORY = CodebookHistory(())


def history_of(database: Database) -> CodebookHistory:
    """All versions of the codebook. Raises UserMistake when the database does not work."""
    with database.reading() as connection:
        return CodebookHistory(tuple(all_versions(connection)))


def codebook_of(version: CodebookVersion) -> Codebook:
    """The codebook of a version. Raises UserMistake."""
    return parse_codebook(version.toml, f"codebook {version.id}")


def change_codebook(database: Database, change: Change, who: str, after: int, *, same_judge: str = "") -> int:
    """Make a change the next version of the codebook; its id. ``after``: the version the person looked at.

    ``same_judge``: the model that says the same before and after the change, so that what it said stays
    (see :mod:`classifier.codebook_effects`). Raises UserMistake when the change cannot be, or when someone else
    changed the codebook meanwhile.
    """
    with database.writing() as connection:
        newest = all_versions(connection)[-1]
        codebook = codebook_of(newest)
        complete = settled(codebook, change)
        changed = apply(codebook, complete)
        version = add_version(
            connection, write_codebook(changed), changed.fingerprint,
            change=to_json(complete), after=after, coder_id=coder_id(connection, who),
        )  # fmt: skip
        if same_judge:
            carry_over(connection, same_judge, after, version)
        return version
