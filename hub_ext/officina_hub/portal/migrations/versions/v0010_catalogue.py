"""The catalogue: sources, records, locked fields, changes, and the number of the last change."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    state = op.create_table(
        "catalogue_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_state")),
    )
    op.bulk_insert(state, [{"id": 1, "revision": 0}])
    op.create_table(
        "catalogue_source",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_source")),
    )
    _records()
    _deeds()


def _records() -> None:
    op.create_table(
        "catalogue_record",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("source_id", sa.String(length=80), nullable=False),
        sa.Column("iri", sa.Text(), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.Column("quality", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("retrieved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_by", sa.Text(), nullable=True),
        sa.Column("licence", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("missing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["catalogue_source.id"],
            name=op.f("fk_catalogue_record_source_id_catalogue_source"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_record")),
    )
    op.create_index(
        "ix_catalogue_record_source_id", "catalogue_record", ["source_id", "id"], unique=False
    )
    op.create_index(
        "ix_catalogue_record_revision", "catalogue_record", ["revision", "id"], unique=False
    )


def _deeds() -> None:
    op.create_table(
        "catalogue_lock",
        sa.Column("record_id", sa.String(length=20), nullable=False),
        sa.Column("field", sa.String(length=64), nullable=False),
        sa.Column("loaded", sa.JSON(), nullable=False),
        sa.Column("locked_by", sa.String(length=255), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["catalogue_record.id"],
            name=op.f("fk_catalogue_lock_record_id_catalogue_record"),
        ),
        sa.PrimaryKeyConstraint("record_id", "field", name=op.f("pk_catalogue_lock")),
    )
    op.create_table(
        "catalogue_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=255), nullable=False),
        sa.Column("deed", sa.String(length=32), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("state_before", sa.String(length=32), nullable=True),
        sa.Column("state_after", sa.String(length=32), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["catalogue_record.id"],
            name=op.f("fk_catalogue_change_record_id_catalogue_record"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_change")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_catalogue_change_record_id", "catalogue_change", ["record_id", "id"], unique=False
    )
