"""Letters to print and calls to make: the pieces and the batches they leave in."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lot_rappel",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("canal", sa.String(length=10), nullable=False),
        sa.Column("fait_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("nombre", sa.Integer(), nullable=False),
        sa.Column("recu_nombre", sa.Integer(), nullable=True),
        sa.Column("recu_le", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_lot_rappel"),
    )
    op.create_index("ix_lot_rappel_canal", "lot_rappel", ["canal"], unique=False)
    op.create_index("ix_lot_rappel_fait_le", "lot_rappel", ["fait_le"], unique=False)
    op.create_table(
        "piece_rappel",
        sa.Column("cle", sa.String(length=64), nullable=False),
        sa.Column("canal", sa.String(length=10), nullable=False),
        sa.Column("reference", sa.String(length=9), nullable=False),
        sa.Column("phrase", sa.String(length=120), nullable=False),
        sa.Column("lot_id", sa.String(length=32), nullable=True),
        sa.Column("expire_le", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["lot_id"], ["lot_rappel.id"], name="fk_piece_rappel_lot_id_lot_rappel"),
        sa.PrimaryKeyConstraint("cle", name="pk_piece_rappel"),
        sa.UniqueConstraint("reference", name="uq_piece_rappel_reference"),
    )
    op.create_index("ix_piece_rappel_canal", "piece_rappel", ["canal"], unique=False)
    op.create_index("ix_piece_rappel_lot_id", "piece_rappel", ["lot_id"], unique=False)
    op.create_index("ix_piece_rappel_expire_le", "piece_rappel", ["expire_le"], unique=False)


def downgrade() -> None:
    op.drop_table("piece_rappel")
    op.drop_table("lot_rappel")
