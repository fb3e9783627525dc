"""In which language a member takes a course; empty where they chose none."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0017"


def upgrade() -> None:
    column = sa.Column("language", sa.String(length=64), nullable=False, server_default="")
    op.add_column("membership", column)
