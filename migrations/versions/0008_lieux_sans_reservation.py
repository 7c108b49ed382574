"""Places where nothing is booked here: their kind, the imported list they come from, their opening hours."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("lieu") as lieu:
        lieu.add_column(sa.Column("genre", sa.String(length=24), nullable=False, server_default="bilan"))
        lieu.add_column(sa.Column("liste", sa.String(length=40), nullable=True))
        lieu.add_column(sa.Column("horaires", sa.String(length=200), nullable=True))
    with op.batch_alter_table("lieu") as lieu:
        lieu.alter_column("genre", server_default=None)
    op.create_index("ix_lieu_genre", "lieu", ["genre"], unique=False)
    op.create_index("ix_lieu_liste", "lieu", ["liste"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_lieu_liste", "lieu")
    op.drop_index("ix_lieu_genre", "lieu")
    with op.batch_alter_table("lieu") as lieu:
        lieu.drop_column("horaires")
        lieu.drop_column("liste")
        lieu.drop_column("genre")
