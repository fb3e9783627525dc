"""Grading again: fingerprints of tests, previews and their lines, the history of marks."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    for table in ("exercise", "grade"):
        column = sa.Column("tests", sa.String(length=64), nullable=False, server_default="")
        op.add_column(table, column)
    _make_regrade()
    _make_line()
    op.create_table(
        "mark_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("by", sa.String(length=255), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_mark_change_submission_id_submission"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark_change")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_mark_change_submission_id", "mark_change", ["submission_id"], unique=False)


def _make_regrade() -> None:
    op.create_table(
        "regrade",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("course_id", sa.String(length=40), nullable=False),
        sa.Column("exercise_id", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("tests", sa.String(length=64), nullable=False),
        sa.Column("created_by", sa.String(length=255), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(length=255), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.String(length=255), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_regrade_course_id_course")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regrade")),
    )
    op.create_index(
        "ix_regrade_course_id_exercise_id", "regrade", ["course_id", "exercise_id"], unique=False
    )


def _make_line() -> None:
    op.create_table(
        "regrade_line",
        sa.Column("regrade_id", sa.String(length=36), nullable=False),
        sa.Column("submission_id", sa.String(length=36), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("before_tests", sa.String(length=64), nullable=False),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.Column("after_tests", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_regrade_line_job_id_job")),
        sa.ForeignKeyConstraint(
            ["regrade_id"], ["regrade.id"], name=op.f("fk_regrade_line_regrade_id_regrade")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_regrade_line_submission_id_submission"),
        ),
        sa.PrimaryKeyConstraint("regrade_id", "submission_id", name=op.f("pk_regrade_line")),
    )
    op.create_index("ix_regrade_line_job_id", "regrade_line", ["job_id"], unique=False)
    op.create_index(
        "ix_regrade_line_submission_id", "regrade_line", ["submission_id"], unique=False
    )
