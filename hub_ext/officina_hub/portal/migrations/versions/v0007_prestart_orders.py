"""By what a plan of prepared sessions is known when it is asked for again."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0005"


def upgrade() -> None:
    column = sa.Column("digest", sa.String(length=64), nullable=False, server_default="")
    op.add_column("prestart", column)
