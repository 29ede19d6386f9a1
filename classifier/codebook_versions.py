"""The codebook of this installation through time: its versions, the changes between them, a change to come."""

from dataclasses import dataclass

from classifier.codebook import Codebook
from classifier.codebook_applying import apply, settled
from classifier.codebook_changes import Change, from_json, to_json
from classifier.codebook_history import translate
from classifier.codebook_reader import parse_codebook
from classifier.codebook_writer import write_codebook
from classifier.store.codebooks import CodebookVersion, add_version, all_versions
from classifier.store.coders import coder_id
from classifier.store.database import Database

Keys = tuple[str, ...]


@dataclass(frozen=True)
class CodebookHistory:
    """All versions, oldest first."""

    versions: tuple[CodebookVersion, ...]

    def changes_after(self, version_id: int) -> tuple[Change, ...]:
        """What was changed on screen since a version, in order of time."""
        later = (version for version in self.versions if version.id > version_id)
        return tuple(from_json(version.change) for version in later if version.change is not None)

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


def change_codebook(database: Database, change: Change, who: str, after: int) -> int:
    """Make a change the next version of the codebook; its id. ``after``: the version the person looked at.

    Raises UserMistake when the change cannot be, or when someone else changed the codebook meanwhile.
    """
    with database.writing() as connection:
        newest = all_versions(connection)[-1]
        codebook = codebook_of(newest)
        complete = settled(codebook, change)
        changed = apply(codebook, complete)
        return add_version(
            connection, write_codebook(changed), changed.fingerprint,
            change=to_json(complete), after=after, coder_id=coder_id(connection, who),
        )  # fmt: skip
