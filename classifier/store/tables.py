"""The tables. Predictions and decisions are rows of their own; decisions are only ever added.

The live schema is made by the migrations in ``store/migrations``; a test compares the two.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMING)


class UtcTime(TypeDecorator[datetime]):
    """Moments in UTC, with their zone; SQLite itself would drop it."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a zone. Raises ValueError."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a stored moment needs a time zone")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        return None if value is None else value.replace(tzinfo=UTC) if value.tzinfo is None else value


def _id() -> Column:
    return Column("id", Integer, primary_key=True)


def _belongs_to(parent: str, name: str | None = None, *, nullable: bool = False, indexed: bool = True) -> Column:
    """A row that goes when its parent goes."""
    target = ForeignKey(f"{parent}.id", ondelete="CASCADE")
    return Column(name or f"{parent}_id", Integer, target, nullable=nullable, index=indexed)


def _names(other: str, *, nullable: bool = False) -> Column:
    """A row that names another, which then may not go."""
    return Column(f"{other}_id", Integer, ForeignKey(f"{other}.id"), nullable=nullable, index=True)


def _at(name: str = "at", *, nullable: bool = False) -> Column:
    return Column(name, UtcTime, nullable=nullable)


coder = Table("coder", metadata, _id(), Column("name", String(80), nullable=False, unique=True), _at())

codebook_version = Table(
    "codebook_version",
    metadata,
    _id(),
    Column("fingerprint", String(64), nullable=False),
    Column("toml", Text, nullable=False),
    # How it came from the version before it; None for one that came from a file.
    Column("change", JSON(none_as_null=True)),
    Column("previous_id", Integer, ForeignKey("codebook_version.id")),
    Column("coder_id", Integer, ForeignKey("coder.id")),
    _at(),
)

workshop = Table(
    "workshop",
    metadata,
    _id(),
    Column("name", String(200), nullable=False),
    Column("organisation", String(200), nullable=False, default=""),
    Column("source", String(300), nullable=False, default=""),
    _at(),
)

question = Table(
    "question",
    metadata,
    _id(),
    _belongs_to("workshop"),
    Column("position", Integer, nullable=False),
    Column("text", Text, nullable=False),
)

live_session = Table(
    "live_session",
    metadata,
    _id(),
    _belongs_to("workshop"),
    # What people type or scan; never given out twice, so that an old one can be told from a wrong one.
    Column("code", String(12), nullable=False, unique=True),
    Column("state", String(10), nullable=False),
    Column("moderation", String(10), nullable=False),
    Column("ask_department", Boolean, nullable=False),
    Column("departments", JSON, nullable=False, default=list),
    Column("allow_again", Boolean, nullable=False),
    # Rises with every act of moderation, so that a wall knows when to draw everything again.
    Column("moderations", Integer, nullable=False, default=0),
    _at(),
    _at("closed_at", nullable=True),
)

live_question = Table(
    "live_question",
    metadata,
    _id(),
    _belongs_to("live_session"),
    _belongs_to("question"),
    Column("position", Integer, nullable=False),
)

answer = Table(
    "answer",
    metadata,
    _id(),
    _belongs_to("workshop"),
    Column("question_id", Integer, ForeignKey("question.id", ondelete="SET NULL"), index=True),
    Column("position", Integer, nullable=False),
    Column("external_id", String(300), nullable=False),
    Column("text", Text, nullable=False),
    # Column of the source → value, such as the department.
    Column("groups", JSON, nullable=False, default=dict),
    _at(),
    # The rest is for answers that came from a phone.
    Column("live_session_id", Integer, ForeignKey("live_session.id")),
    # One per question of a form that was shown: what is sent twice is kept once.
    Column("submission_key", String(80)),
    Column("visibility", String(10), nullable=False, default="shown", server_default="shown"),
    # The answer that stands for this one on the wall.
    Column("merged_into_id", Integer, ForeignKey("answer.id"), index=True),
    Index("ix_answer_submission_key", "submission_key", unique=True),
    Index("ix_answer_live_session_id_id", "live_session_id", "id"),
)

prediction = Table(
    "prediction",
    metadata,
    _id(),
    _belongs_to("answer"),
    Column("model", String(200), nullable=False),
    _names("codebook_version"),
    Column("labels", JSON, nullable=False),
    Column("scores", JSON, nullable=False),
    Column("certainty", JSON, nullable=False),
    Column("evidence", JSON, nullable=False),
    Column("review", Boolean, nullable=False),
    _at(),
    UniqueConstraint("answer_id", "model", "codebook_version_id"),
)

decision = Table(
    "decision",
    metadata,
    _id(),
    _belongs_to("answer", indexed=False),
    Column("facet", String(80), nullable=False),
    # Labels before and after; None: no person's decision (yet, or any more).
    Column("old", JSON(none_as_null=True)),
    Column("new", JSON(none_as_null=True)),
    _names("coder"),
    Column("why", Text, nullable=False, default=""),
    _names("codebook_version"),
    _at(),
    Index("ix_decision_answer_id_facet_id", "answer_id", "facet", "id"),
)

coding_round = Table(
    "coding_round",
    metadata,
    _id(),
    _belongs_to("workshop"),
    Column("name", String(200), nullable=False),
    Column("seed", Integer, nullable=False),
    _at(),
)

round_answer = Table(
    "round_answer",
    metadata,
    _id(),
    _belongs_to("coding_round"),
    _belongs_to("answer"),
    Column("position", Integer, nullable=False),
    UniqueConstraint("coding_round_id", "answer_id"),
)

blind_code = Table(
    "blind_code",
    metadata,
    _id(),
    _belongs_to("coding_round", indexed=False),
    _belongs_to("answer"),
    _names("coder"),
    Column("labels", JSON, nullable=False),
    _names("codebook_version"),
    _at(),
    Index("ix_blind_code_coding_round_id_coder_id", "coding_round_id", "coder_id"),
)

model = Table(
    "model",
    metadata,
    _id(),
    Column("name", String(200), nullable=False, unique=True),
    Column("manifest", JSON, nullable=False),
    _at(),
)

evaluation = Table(
    "evaluation",
    metadata,
    _id(),
    _belongs_to("model"),
    Column("data", String(200), nullable=False),
    Column("figures", JSON, nullable=False),
    _at(),
)

job = Table(
    "job",
    metadata,
    _id(),
    Column("kind", String(40), nullable=False),
    Column("settings", JSON, nullable=False),
    Column("state", String(20), nullable=False, index=True),
    Column("step", String(80), nullable=False, default=""),
    # Share done, 0 to 1.
    Column("progress", Float, nullable=False, default=0.0),
    Column("pid", Integer),
    Column("result", JSON(none_as_null=True)),
    # Code and facts of the user's mistake that ended it.
    Column("mistake", JSON(none_as_null=True)),
    Column("asked_by", String(80), nullable=False, default=""),
    _at(),
    _at("started_at", nullable=True),
    _at("seen_at", nullable=True),
    _at("ended_at", nullable=True),
)

account = Table(
    "account",
    metadata,
    _id(),
    Column("name", String(80), nullable=False),
    # The name as it is compared: in lower case.
    Column("sign_in_name", String(80), nullable=False, unique=True),
    # For a sign-in elsewhere (OpenID Connect), in lower case.
    Column("email", String(200), unique=True),
    Column("role", String(20), nullable=False),
    # An argon2 hash; None when this account signs in elsewhere only.
    Column("password", String(200)),
    _at(),
)

login = Table(
    "login",
    metadata,
    _id(),
    _belongs_to("account"),
    # SHA-256 of the token, which only the browser has.
    Column("token_hash", String(64), nullable=False, unique=True),
    _at(),
    _at("seen_at"),
)
