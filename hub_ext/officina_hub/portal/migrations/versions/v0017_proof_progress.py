"""How far the run of a course from elsewhere is, as its grader told last."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.add_column("course_import", sa.Column("progress", sa.JSON(), nullable=True))
