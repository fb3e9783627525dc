"""Signs by which records of several sources are seen as one, and looks at factories."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0018"


def upgrade() -> None:
    op.create_table(
        "catalogue_sign",
        sa.Column("record_id", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=48), nullable=False),
        sa.Column("source_id", sa.String(length=80), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["catalogue_record.id"],
            name=op.f("fk_catalogue_sign_record_id_catalogue_record"),
        ),
        sa.PrimaryKeyConstraint("record_id", "key", name=op.f("pk_catalogue_sign")),
    )
    op.create_index("ix_catalogue_sign_key", "catalogue_sign", ["key", "source_id"], unique=False)
    op.create_table(
        "catalogue_signs_taken",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_signs_taken")),
    )
    op.create_table(
        "catalogue_apart",
        sa.Column("one", sa.String(length=20), nullable=False),
        sa.Column("other", sa.String(length=20), nullable=False),
        sa.Column("by", sa.String(length=255), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by", sa.String(length=255), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["one"], ["catalogue_record.id"], name=op.f("fk_catalogue_apart_one_catalogue_record")
        ),
        sa.ForeignKeyConstraint(
            ["other"],
            ["catalogue_record.id"],
            name=op.f("fk_catalogue_apart_other_catalogue_record"),
        ),
        sa.PrimaryKeyConstraint("one", "other", name=op.f("pk_catalogue_apart")),
    )
    op.create_table(
        "federation_check",
        sa.Column("factory_id", sa.String(length=40), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("factory_id", name=op.f("pk_federation_check")),
    )
