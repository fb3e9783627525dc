"""Sketches of courses' material, by which near-copies are found."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0019"


def upgrade() -> None:
    op.create_table(
        "material_sketch",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("prints", sa.Integer(), nullable=False),
        sa.Column("signature", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_material_sketch_release_id_release")
        ),
        sa.PrimaryKeyConstraint("release_id", name=op.f("pk_material_sketch")),
    )
