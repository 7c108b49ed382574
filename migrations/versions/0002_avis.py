"""What readers think of each unit: counts by version, and the words some send, kept for a while."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "avis_compte",
        sa.Column("unite", sa.String(length=80), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("avis", sa.String(length=12), nullable=False),
        sa.Column("nombre", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("unite", "version", "avis", name="pk_avis_compte"),
    )
    op.create_table(
        "avis_texte",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unite", sa.String(length=80), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("avis", sa.String(length=12), nullable=False),
        sa.Column("texte", sa.String(length=300), nullable=False),
        sa.Column("recu_le", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_avis_texte"),
    )
    op.create_index("ix_avis_texte_recu_le", "avis_texte", ["recu_le"])


def downgrade() -> None:
    op.drop_index("ix_avis_texte_recu_le", table_name="avis_texte")
    op.drop_table("avis_texte")
    op.drop_table("avis_compte")
