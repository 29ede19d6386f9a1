"""What is in force in this installation: the codebook, the model, and what reads answers with both."""

from dataclasses import dataclass
from pathlib import Path

from classifier.codebook import Codebook
from classifier.codebook_reader import read_codebook, read_text
from classifier.codebook_versions import NO_HISTORY, CodebookHistory, codebook_of, history_of
from classifier.errors import UserMistake
from classifier.places import codebook_file
from classifier.store.codebooks import CodebookVersion, add_version, newest_version, take_turn
from classifier.store.database import Database
from classifier.store.decisions import decided_labels
from classifier.training.registry import Registry
from classifier.working import Reader, WorkingReader


@dataclass(frozen=True)
class InForce:
    """The codebook of this moment with its number in the database, and what reads answers in its terms.

    ``new_labels``: (facet, label) of what the model has not learned yet and finds by nearest meaning.
    ``history``: the versions before this one.
    """

    codebook: Codebook
    version: int
    reader: Reader
    new_labels: frozenset[tuple[str, str]] = frozenset()
    history: CodebookHistory = NO_HISTORY

    @property
    def model(self) -> str:
        """``name/version`` of the model."""
        return self.reader.name


def in_force(database: Database, registry: Registry | None = None) -> InForce:
    """Codebook and model as they are now. Raises UserMistake when they do not fit each other."""
    version = codebook_in_force(database)
    codebook, history = codebook_of(version), history_of(database)
    registry = registry or Registry()
    trained_on = history.version_of(registry.manifest().codebook_fingerprint)
    if trained_on is None or trained_on.fingerprint == codebook.fingerprint:
        return InForce(codebook, version.id, registry.load(codebook=codebook), history=history)
    earlier = codebook_of(trained_on)
    reader = WorkingReader(registry.load(codebook=earlier), earlier, history.changes_after(trained_on.id))
    return InForce(codebook, version.id, reader, reader.new_labels, history)


def codebook_in_force(database: Database) -> CodebookVersion:
    """The newest version; a codebook file that was edited since is taken in as a version of its own.

    Raises UserMistake when people decided on labels that the edited file no longer knows.
    """
    with database.reading() as connection:
        newest = newest_version(connection)
    if newest is not None and _still_holds(newest, codebook_file()):
        return newest
    return _take_in(database, codebook_file())


def _still_holds(newest: CodebookVersion, file: Path) -> bool:
    return newest.change is not None or newest.toml == read_text(file)


def _take_in(database: Database, file: Path) -> CodebookVersion:
    codebook = read_codebook(file)
    with database.writing() as connection:
        take_turn(connection)
        newest = newest_version(connection)
        if newest is not None and _still_holds(newest, file):
            # Another visit took it in meanwhile.
            return newest
        if newest is not None:
            _refuse_lost(codebook, file, decided_labels(connection))
        add_version(connection, read_text(file), codebook.fingerprint, after=newest.id if newest else None)
        kept = newest_version(connection)
    if kept is None:
        raise RuntimeError("a version that was just kept is gone")
    return kept


def _refuse_lost(codebook: Codebook, file: Path, decided: set[tuple[str, str]]) -> None:
    known = {(facet.key, key) for facet in codebook for key in facet.keys}
    lost = sorted(label for facet, label in decided - known)
    if lost:
        raise UserMistake("codebook_no_longer_fits", file=file.name, count=len(lost), label=lost[0])
