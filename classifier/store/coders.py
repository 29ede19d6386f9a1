"""The people whose decisions are kept: a name, no more."""

from datetime import UTC, datetime

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from classifier.errors import UserMistake
from classifier.store.tables import coder

LONGEST_NAME = 80


def coder_id(connection: Connection, name: str) -> int:
    """The id of the coder with this name, who is added when new. Raises UserMistake for no or a long name."""
    cleaned = " ".join(name.split())
    if not cleaned or len(cleaned) > LONGEST_NAME:
        raise UserMistake("coder_name", limit=LONGEST_NAME)
    insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(coder)
    connection.execute(insert.values(name=cleaned, at=datetime.now(UTC)).on_conflict_do_nothing())
    return connection.execute(select(coder.c.id).where(coder.c.name == cleaned)).scalar_one()


def coder_names(connection: Connection) -> list[str]:
    """All coders, by name."""
    return list(connection.execute(select(coder.c.name).order_by(coder.c.name)).scalars())
