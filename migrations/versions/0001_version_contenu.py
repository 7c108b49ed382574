"""The content versions served, with the day each one was first put in service."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "version_contenu",
        sa.Column("empreinte", sa.String(length=64), nullable=False),
        sa.Column("application", sa.String(length=32), nullable=False),
        sa.Column("premiere_mise_en_service", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("empreinte", name="pk_version_contenu"),
    )


def downgrade() -> None:
    op.drop_table("version_contenu")
