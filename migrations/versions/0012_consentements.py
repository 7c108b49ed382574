"""The published numbers, the month a carnet was counted in, the summaries shown to a professional."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("carnet", sa.Column("compte_en", sa.String(length=7), nullable=True))
    with op.batch_alter_table("carnet") as carnet:
        carnet.add_column(sa.Column("oublier_commune", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("carnet") as carnet:
        carnet.alter_column("oublier_commune", server_default=None)
    op.create_table(
        "case_publiee",
        sa.Column("mois", sa.String(length=7), nullable=False),
        sa.Column("tableau", sa.String(length=40), nullable=False),
        sa.Column("ligne", sa.String(length=40), nullable=False),
        sa.Column("colonne", sa.String(length=20), nullable=False),
        sa.Column("nombre", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("mois", "tableau", "ligne", "colonne", name="pk_case_publiee"),
    )

    op.create_table(
        "partage_carnet",
        sa.Column("condense", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("carnet_id", sa.String(length=32), nullable=False),
        sa.Column("numero", sa.Integer(), nullable=False),
        sa.Column("cree_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expire_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ouvertures", sa.Integer(), nullable=False),
        sa.Column("vu_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("contenu", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["carnet_id"], ["carnet.id"], name="fk_partage_carnet_carnet_id_carnet"),
        sa.PrimaryKeyConstraint("condense", name="pk_partage_carnet"),
        sa.UniqueConstraint("id", name="uq_partage_carnet_id"),
    )
    op.create_index("ix_partage_carnet_carnet_id", "partage_carnet", ["carnet_id"], unique=False)
    op.create_index("ix_partage_carnet_expire_le", "partage_carnet", ["expire_le"], unique=False)


def downgrade() -> None:
    op.drop_table("partage_carnet")
    op.drop_table("case_publiee")
    with op.batch_alter_table("carnet") as carnet:
        carnet.drop_column("oublier_commune")
        carnet.drop_column("compte_en")
