"""Data that come under terms: who agreed to what when, and how far both sides are."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.create_table(
        "data_agreement",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("user", sa.String(length=255), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("record_id", sa.String(length=20), nullable=False),
        sa.Column("partner", sa.String(length=40), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("dataset", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("offer", sa.JSON(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("by_person", sa.Boolean(), nullable=False),
        sa.Column("negotiation", sa.Text(), nullable=False),
        sa.Column("agreement", sa.JSON(), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stated_sha256", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("bytes", sa.BigInteger(), nullable=True),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_agreement")),
    )
    op.create_index("ix_data_agreement_user", "data_agreement", ["user", "begun_at"], unique=False)
    op.create_table(
        "dataspace_process",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("agreement", sa.String(length=64), nullable=True),
        sa.Column("process", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_dataspace_process")),
    )
    op.create_index(
        "ix_dataspace_process_agreement", "dataspace_process", ["agreement"], unique=False
    )
