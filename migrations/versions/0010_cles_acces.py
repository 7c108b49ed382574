"""Keys of devices and accounts elsewhere that open a carnet, and what is drawn for a browser to prove them."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cle_acces",
        sa.Column("condense", sa.String(length=64), nullable=False),
        sa.Column("carnet_id", sa.String(length=32), nullable=False),
        sa.Column("identifiant", sa.LargeBinary(), nullable=False),
        sa.Column("publique", sa.LargeBinary(), nullable=False),
        sa.Column("compteur", sa.BigInteger(), nullable=False),
        sa.Column("cree_le", sa.Date(), nullable=False),
        sa.Column("utilise_le", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["carnet_id"], ["carnet.id"], name="fk_cle_acces_carnet_id_carnet"),
        sa.PrimaryKeyConstraint("condense", name="pk_cle_acces"),
    )
    op.create_index("ix_cle_acces_carnet_id", "cle_acces", ["carnet_id"], unique=False)
    op.create_table(
        "lien_identite",
        sa.Column("carnet_id", sa.String(length=32), nullable=False),
        sa.Column("empreinte", sa.String(length=64), nullable=False),
        sa.Column("cree_le", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["carnet_id"], ["carnet.id"], name="fk_lien_identite_carnet_id_carnet"),
        sa.PrimaryKeyConstraint("carnet_id", name="pk_lien_identite"),
        sa.UniqueConstraint("empreinte", name="uq_lien_identite_empreinte"),
    )
    op.create_table(
        "defi_acces",
        sa.Column("condense", sa.String(length=64), nullable=False),
        sa.Column("valeur", sa.LargeBinary(), nullable=False),
        sa.Column("finit_le", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("condense", name="pk_defi_acces"),
    )
    op.create_index("ix_defi_acces_finit_le", "defi_acces", ["finit_le"], unique=False)


def downgrade() -> None:
    op.drop_table("defi_acces")
    op.drop_table("lien_identite")
    op.drop_table("cle_acces")
