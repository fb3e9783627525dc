"""Attempts in whose place a newer one was graded: they have a state of their own.

They were called ungradable, as are those that no grader could grade.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

# What their learners were told since there are such attempts.
TOLD = "A newer attempt was handed in before this one was graded,%"


def upgrade() -> None:
    submission = sa.table("submission", sa.column("state"), sa.column("message"))
    told_so = submission.c.message.like(TOLD)
    op.execute(
        submission.update()
        .where(submission.c.state == "ungradable", told_so)
        .values(state="superseded")
    )
