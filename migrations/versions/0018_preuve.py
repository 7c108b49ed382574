"""When the owner of a carnet last proved to be one, on each device."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("session_carnet", sa.Column("prouve_le", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("session_carnet", "prouve_le")
