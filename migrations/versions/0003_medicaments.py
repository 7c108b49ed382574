"""The public list of medicines: one import, and its boxes."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lot_medicaments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fichier_du", sa.Date(), nullable=False),
        sa.Column("importe_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lignes", sa.Integer(), nullable=False),
        sa.Column("rejets", sa.Integer(), nullable=False),
        sa.Column("noms", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_lot_medicaments"),
    )
    op.create_table(
        "boite_medicament",
        sa.Column("cip13", sa.String(length=13), nullable=False),
        sa.Column("lot", sa.Integer(), nullable=False),
        sa.Column("cip7", sa.String(length=7), nullable=False),
        sa.Column("nom", sa.String(length=300), nullable=False),
        sa.Column("libelle", sa.String(length=600), nullable=False),
        sa.Column("recherche", sa.String(length=1000), nullable=False),
        sa.Column("taux", sa.String(length=40), nullable=False),
        sa.Column("prix", sa.Integer(), nullable=True),
        sa.Column("honoraire", sa.Integer(), nullable=True),
        sa.Column("en_vente", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("cip13", name="pk_boite_medicament"),
        sa.ForeignKeyConstraint(["lot"], ["lot_medicaments.id"], name="fk_boite_medicament_lot_lot_medicaments"),
    )
    op.create_index("ix_boite_medicament_cip7", "boite_medicament", ["cip7"])


def downgrade() -> None:
    op.drop_index("ix_boite_medicament_cip7", table_name="boite_medicament")
    op.drop_table("boite_medicament")
    op.drop_table("lot_medicaments")
