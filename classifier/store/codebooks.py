"""Versions of the codebook: each stays, and every decision names the one it was made under."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, Row, insert, select, text

from classifier.errors import UserMistake
from classifier.store.tables import codebook_version, coder


@dataclass(frozen=True)
class CodebookVersion:
    """A codebook as text, and the change that made it from the version before it (None: from a file).

    ``coder`` is the person who changed it, "" for a file.
    """

    id: int
    fingerprint: str
    toml: str
    change: Mapping | None
    previous_id: int | None
    at: datetime
    coder: str = ""


def newest_version(connection: Connection) -> CodebookVersion | None:
    """The codebook in force; None before there was one."""
    row = connection.execute(_with_names().order_by(codebook_version.c.id.desc()).limit(1)).one_or_none()
    return None if row is None else _version(row)


def version_by_id(connection: Connection, version_id: int) -> CodebookVersion:
    """One version. Raises UserMistake when there is none such."""
    row = connection.execute(_with_names().where(codebook_version.c.id == version_id)).one_or_none()
    if row is None:
        raise UserMistake("codebook_version_unknown", version=version_id)
    return _version(row)


def all_versions(connection: Connection) -> list[CodebookVersion]:
    """All versions, oldest first."""
    return [_version(row) for row in connection.execute(_with_names().order_by(codebook_version.c.id))]


def add_version(
    connection: Connection, toml: str, fingerprint: str, *, change: Mapping | None = None,
    after: int | None = None, coder_id: int | None = None,
) -> int:  # fmt: skip
    """Keep a version; its id. ``after``: the version it was made from.

    Raises UserMistake when another version came in between.
    """
    take_turn(connection)
    newest = newest_version(connection)
    if after is not None and newest is not None and newest.id != after:
        raise UserMistake("codebook_changed_meanwhile")
    row = {
        "toml": toml, "fingerprint": fingerprint, "change": change, "previous_id": after,
        "coder_id": coder_id, "at": datetime.now(UTC),
    }  # fmt: skip
    return connection.execute(insert(codebook_version).values(row).returning(codebook_version.c.id)).scalar_one()


def take_turn(connection: Connection) -> None:
    """Wait until no other transaction adds a version; in SQLite a writing transaction is alone already."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE codebook_version IN SHARE ROW EXCLUSIVE MODE"))


def _with_names():
    return select(codebook_version, coder.c.name.label("coder")).join_from(codebook_version, coder, isouter=True)


def _version(row: Row) -> CodebookVersion:
    return CodebookVersion(row.id, row.fingerprint, row.toml, row.change, row.previous_id, row.at, row.coder or "")
