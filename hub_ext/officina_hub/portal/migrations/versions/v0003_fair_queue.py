"""The queue's order: lanes, learners' turns, deadlines, and which course was served last."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

NO_DEADLINE = "9999-01-01 00:00:00.000000"


def upgrade() -> None:
    op.add_column("job", sa.Column("lane", sa.Integer(), nullable=False, server_default="2"))
    op.add_column("job", sa.Column("turn", sa.Integer(), nullable=False, server_default="0"))
    op.add_column(
        "job",
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False, server_default=NO_DEADLINE),
    )
    op.add_column("job", sa.Column("claimed", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE job SET lane = 1 WHERE kind = 'prepare'")
    op.create_index(
        "ix_job_line",
        "job",
        ["state", "lane", "course_id", "turn", "due_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_job_learner", "job", ["state", "lane", "course_id", "user", "turn"], unique=False
    )
    op.create_index("ix_job_served", "job", ["lane", "course_id", "claimed"], unique=False)
    op.create_index("ix_job_claimed", "job", ["claimed"], unique=False)
