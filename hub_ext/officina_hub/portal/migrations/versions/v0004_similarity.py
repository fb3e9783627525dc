"""Similar solutions: the newest comparison of each exercise, and what trainers said to pairs."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "similarity_report",
        sa.Column("course_id", sa.String(length=40), nullable=False),
        sa.Column("exercise_id", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id", "exercise_id"],
            ["exercise.course_id", "exercise.id"],
            name=op.f("fk_similarity_report_course_id_exercise"),
        ),
        sa.PrimaryKeyConstraint("course_id", "exercise_id", name=op.f("pk_similarity_report")),
    )
    op.create_table(
        "similarity_note",
        sa.Column("one", sa.String(length=36), nullable=False),
        sa.Column("other", sa.String(length=36), nullable=False),
        sa.Column("course_id", sa.String(length=40), nullable=False),
        sa.Column("exercise_id", sa.String(length=64), nullable=False),
        sa.Column("noted_by", sa.String(length=255), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["one"], ["submission.id"], name=op.f("fk_similarity_note_one_submission")
        ),
        sa.ForeignKeyConstraint(
            ["other"], ["submission.id"], name=op.f("fk_similarity_note_other_submission")
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_similarity_note_course_id_course")
        ),
        sa.PrimaryKeyConstraint("one", "other", name=op.f("pk_similarity_note")),
    )
    op.create_index("ix_similarity_note_course_id", "similarity_note", ["course_id", "exercise_id"])
