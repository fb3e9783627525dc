"""Sessions prepared for classes: plans and their seats."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "prestart",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("course_id", sa.String(length=40), nullable=False),
        sa.Column("created_by", sa.String(length=255), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_by_operator", sa.Boolean(), nullable=False),
        sa.Column("start_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unused_minutes", sa.Integer(), nullable=False),
        sa.Column("choice", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("correlation_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_prestart_course_id_course")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prestart")),
    )
    op.create_index("ix_prestart_course_id", "prestart", ["course_id"], unique=False)
    op.create_index("ix_prestart_state", "prestart", ["state"], unique=False)
    op.create_table(
        "prestart_seat",
        sa.Column("prestart_id", sa.String(length=36), nullable=False),
        sa.Column("user", sa.String(length=255), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("live", sa.JSON(), nullable=False),
        sa.Column("running_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["prestart_id"], ["prestart.id"], name=op.f("fk_prestart_seat_prestart_id_prestart")
        ),
        sa.PrimaryKeyConstraint("prestart_id", "user", name=op.f("pk_prestart_seat")),
    )
    op.create_index("ix_prestart_seat_user", "prestart_seat", ["user"], unique=False)
