"""Live sessions, accounts and logins; what an answer from a phone needs"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Bring the tables a step further."""
    _live_tables()
    _account_tables()
    _answers_from_phones()


def _live_tables() -> None:
    op.create_table(
        "live_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("moderation", sa.String(length=10), nullable=False),
        sa.Column("ask_department", sa.Boolean(), nullable=False),
        sa.Column("departments", sa.JSON(), nullable=False),
        sa.Column("allow_again", sa.Boolean(), nullable=False),
        sa.Column("moderations", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name="fk_live_session_workshop_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_live_session"),
        sa.UniqueConstraint("code", name="uq_live_session_code"),
    )
    op.create_index("ix_live_session_workshop_id", "live_session", ["workshop_id"])
    op.create_table(
        "live_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("live_session_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["live_session_id"], ["live_session.id"], name="fk_live_question_live_session_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name="fk_live_question_question_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_live_question"),
    )
    op.create_index("ix_live_question_live_session_id", "live_question", ["live_session_id"])
    op.create_index("ix_live_question_question_id", "live_question", ["question_id"])


def _account_tables() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("sign_in_name", sa.String(length=80), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=True),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("password", sa.String(length=200), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
        sa.UniqueConstraint("email", name="uq_account_email"),
        sa.UniqueConstraint("sign_in_name", name="uq_account_sign_in_name"),
    )
    op.create_table(
        "login",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_login_account_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_login"),
        sa.UniqueConstraint("token_hash", name="uq_login_token_hash"),
    )
    op.create_index("ix_login_account_id", "login", ["account_id"])


def _answers_from_phones() -> None:
    # Column by column: were SQLite to copy the table, dropping the old one would take along all that refers to it.
    of_session = sa.ForeignKey("live_session.id", name="fk_answer_live_session_id")
    into = sa.ForeignKey("answer.id", name="fk_answer_merged_into_id")
    for column in (
        sa.Column("live_session_id", sa.Integer(), of_session, nullable=True),
        sa.Column("submission_key", sa.String(length=80), nullable=True),
        sa.Column("visibility", sa.String(length=10), server_default="shown", nullable=False),
        sa.Column("merged_into_id", sa.Integer(), into, nullable=True),
    ):
        op.add_column("answer", column, inline_references=True)
    op.create_index("ix_answer_live_session_id_id", "answer", ["live_session_id", "id"])
    op.create_index("ix_answer_merged_into_id", "answer", ["merged_into_id"])
    op.create_index("ix_answer_submission_key", "answer", ["submission_key"], unique=True)
