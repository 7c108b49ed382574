"""The waiting list of a place, and how many times an appointment changed, for the calendar of its owner."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("rendez_vous", sa.Column("version", sa.Integer(), server_default="0", nullable=False))
    op.create_table(
        "attente",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("lieu_id", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("tranche", sa.String(length=8), nullable=False),
        sa.Column("avant", sa.DateTime(timezone=True), nullable=True),
        sa.Column("depuis", sa.DateTime(timezone=True), nullable=False),
        sa.Column("jusqu_a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offre_id", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["lieu_id"], ["lieu.id"], name="fk_attente_lieu_id_lieu"),
        sa.ForeignKeyConstraint(
            ["offre_id"], ["rendez_vous.id"], name="fk_attente_offre_id_rendez_vous", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_attente"),
        sa.UniqueConstraint("code", name="uq_attente_code"),
        sa.UniqueConstraint("offre_id", name="uq_attente_offre_id"),
    )
    op.create_index("ix_attente_lieu_id_depuis", "attente", ["lieu_id", "depuis"])
    op.create_index("ix_attente_jusqu_a", "attente", ["jusqu_a"])


def downgrade() -> None:
    op.drop_table("attente")
    op.drop_column("rendez_vous", "version")
