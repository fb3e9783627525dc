"""What will be done with data, beside the purpose and the country, in each agreement on them."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    # Those of before were judged for use at large, which is what none means.
    column = sa.Column("actions", sa.JSON(), nullable=False, server_default="[]")
    op.add_column("data_agreement", column)
