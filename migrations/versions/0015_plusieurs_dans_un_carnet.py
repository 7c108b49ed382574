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

    op.create_table(
        "suivi_personne",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("carnet_id", sa.String(length=32), nullable=False),
        sa.Column("numero", sa.Integer(), nullable=False),
        sa.Column("personne", sa.String(length=32), nullable=False),
        sa.Column("maitresse", sa.String(length=16), nullable=False),
        sa.Column("cle", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["carnet_id"], ["carnet.id"], name="fk_suivi_personne_carnet_id_carnet"),
        sa.ForeignKeyConstraint(
            ["personne"], ["personne_carnet.id"], name="fk_suivi_personne_personne_personne_carnet"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_suivi_personne"),
        sa.UniqueConstraint("carnet_id", "numero", name="uq_suivi_personne_carnet_id_numero"),
        sa.UniqueConstraint("personne", name="uq_suivi_personne_personne"),
    )
    op.create_index("ix_suivi_personne_maitresse", "suivi_personne", ["maitresse"], unique=False)


def downgrade() -> None:
    op.drop_table("suivi_personne")
    op.drop_table("invitation_carnet")
