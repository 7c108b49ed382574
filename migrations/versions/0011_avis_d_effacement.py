"""The day a carnet nobody visits is about to be erased, once that was announced."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("carnet") as carnet:
        carnet.add_column(sa.Column("prevenu_pour", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("carnet") as carnet:
        carnet.drop_column("prevenu_pour")
