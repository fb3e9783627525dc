"""Checks before handing in, each kept for an hour."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "check",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("course_id", sa.String(length=40), nullable=False),
        sa.Column("exercise_id", sa.String(length=64), nullable=False),
        sa.Column("user", sa.String(length=255), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["course_id", "exercise_id"],
            ["exercise.course_id", "exercise.id"],
            name=op.f("fk_check_course_id_exercise"),
        ),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_check_job_id_job")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check")),
    )
    op.create_index("ix_check_user", "check", ["user", "asked_at"], unique=False)
    op.create_index("ix_check_gone_at", "check", ["gone_at"], unique=False)
    op.create_index("ix_check_job_id", "check", ["job_id"], unique=False)
