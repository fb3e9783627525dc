"""Why the last try of a plan of prepared sessions came to nothing."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("prestart", sa.Column("trouble", sa.Text(), nullable=False, server_default=""))
