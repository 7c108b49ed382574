"""The codes by which someone of a carnet goes to another one, or is followed by a second adult."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "invitation_carnet",
        sa.Column("condense", sa.String(length=64), nullable=False),
        sa.Column("carnet_id", sa.String(length=32), nullable=False),
        sa.Column("personne", sa.String(length=32), nullable=False),
        sa.Column("genre", sa.String(length=10), nullable=False),
        sa.Column("expire_le", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["carnet_id"], ["carnet.id"], name="fk_invitation_carnet_carnet_id_carnet"),
        sa.ForeignKeyConstraint(
            ["personne"], ["personne_carnet.id"], name="fk_invitation_carnet_personne_personne_carnet"
        ),
        sa.PrimaryKeyConstraint("condense", name="pk_invitation_carnet"),
        sa.UniqueConstraint("personne", "genre", name="uq_invitation_carnet_personne_genre"),
    )
    op.create_index("ix_invitation_carnet_carnet_id", "invitation_carnet", ["carnet_id"], unique=False)
    op.create_index("ix_invitation_carnet_expire_le", "invitation_carnet", ["expire_le"], unique=False)


def downgrade() -> None:
    op.drop_table("invitation_carnet")
