"""The address at which an agenda reads the dates of a carnet."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agenda_abonne",
        sa.Column("condense", sa.String(length=64), nullable=False),
        sa.Column("carnet_id", sa.String(length=32), nullable=False),
        sa.Column("fait_le", sa.Date(), nullable=False),
        sa.Column("lu_le", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["carnet_id"], ["carnet.id"], name="fk_agenda_abonne_carnet_id_carnet"),
        sa.PrimaryKeyConstraint("condense", name="pk_agenda_abonne"),
        sa.UniqueConstraint("carnet_id", name="uq_agenda_abonne_carnet_id"),
    )


def downgrade() -> None:
    op.drop_table("agenda_abonne")
