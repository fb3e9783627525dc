"""Sketches of each notebook, by which one that was taken out of a large course is found."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.create_table(
        "notebook_sketch",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("prints", sa.Integer(), nullable=False),
        sa.Column("signature", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_notebook_sketch_release_id_release")
        ),
        sa.PrimaryKeyConstraint("release_id", "path", name=op.f("pk_notebook_sketch")),
    )
    # Made anew at the portal's next start, with those of the notebooks.
    op.execute("DELETE FROM material_sketch")
