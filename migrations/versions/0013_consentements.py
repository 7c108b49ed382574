"""The published numbers, and the month a carnet was counted in."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("carnet", sa.Column("compte_en", sa.String(length=7), nullable=True))
    op.create_table(
        "case_publiee",
        sa.Column("mois", sa.String(length=7), nullable=False),
        sa.Column("tableau", sa.String(length=40), nullable=False),
        sa.Column("ligne", sa.String(length=40), nullable=False),
        sa.Column("colonne", sa.String(length=20), nullable=False),
        sa.Column("nombre", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("mois", "tableau", "ligne", "colonne", name="pk_case_publiee"),
    )


def downgrade() -> None:
    op.drop_table("case_publiee")
    with op.batch_alter_table("carnet") as carnet:
        carnet.drop_column("compte_en")
