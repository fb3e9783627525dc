"""Requests for access, what was said to them, and what is to be sent because of them."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "access_request",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("user", sa.String(length=255), nullable=False),
        sa.Column("key", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("offered_by", "purpose", "needs", "wanted", "firm", "contact")
        ),
        sa.Column("language", sa.String(length=32), nullable=False),
        sa.Column("courses", sa.JSON(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("searched", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("sent_at", moment, nullable=False),
        sa.Column("seen_at", moment, nullable=True),
        sa.Column("first_answer_at", moment, nullable=True),
        sa.Column("changed_at", moment, nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("read_steps", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_access_request")),
        sa.UniqueConstraint("id", name=op.f("uq_access_request_id")),
        sa.UniqueConstraint("user", "key", name=op.f("uq_access_request_user")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_access_request_user", "access_request", ["user", "number"], unique=False)
    op.create_index("ix_access_request_state", "access_request", ["state", "number"], unique=False)
    _steps()
    _letters()


def _steps() -> None:
    op.create_table(
        "access_request_step",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=255), nullable=False),
        sa.Column("deed", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["number"],
            ["access_request.number"],
            name=op.f("fk_access_request_step_number_access_request"),
        ),
        sa.PrimaryKeyConstraint("number", "step", name=op.f("pk_access_request_step")),
    )


def _letters() -> None:
    op.create_table(
        "request_letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=32), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("is_to_person", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["number"],
            ["access_request.number"],
            name=op.f("fk_request_letter_number_access_request"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_letter")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_request_letter_state", "request_letter", ["state", "not_before"], unique=False
    )
    op.create_index("ix_request_letter_number", "request_letter", ["number"], unique=False)
