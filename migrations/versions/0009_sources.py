"""Outside platforms whose slots we pull, and what each pull brought."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
OUVERTE = sa.text("fermee_le IS NULL")


def upgrade() -> None:
    op.create_table(
        "source_agenda",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("lieu_id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("adresse", sa.String(length=300), nullable=False),
        sa.Column("jeton", sa.String(length=1200), nullable=True),
        sa.Column("prenom", sa.String(length=40), nullable=False),
        sa.Column("nom", sa.String(length=80), nullable=False),
        sa.Column("profession", sa.String(length=20), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("preavis_heures", sa.Integer(), nullable=False),
        sa.Column("tranches", sa.String(length=40), nullable=False),
        sa.Column("ajoutee_le", INSTANT, nullable=False),
        sa.Column("fermee_le", INSTANT, nullable=True),
        sa.Column("prochaine_le", INSTANT, nullable=False),
        sa.Column("vue_le", INSTANT, nullable=True),
        sa.Column("echecs", sa.Integer(), nullable=False),
        sa.Column("suspendue_jusqu_a", INSTANT, nullable=True),
        sa.CheckConstraint("places BETWEEN 1 AND 200", name="ck_source_agenda_places"),
        sa.ForeignKeyConstraint(["lieu_id"], ["lieu.id"], name="fk_source_agenda_lieu_id_lieu"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_source_agenda_organisation_id_organisation"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_source_agenda"),
    )
    op.create_index(
        "uq_source_agenda_lieu",
        "source_agenda",
        ["lieu_id"],
        unique=True,
        sqlite_where=OUVERTE,
        postgresql_where=OUVERTE,
    )
    op.create_index("ix_source_agenda_organisation_id", "source_agenda", ["organisation_id"], unique=False)
    op.create_index("ix_source_agenda_prochaine_le", "source_agenda", ["prochaine_le"], unique=False)
    op.create_table(
        "releve_source",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("source_id", sa.String(length=32), nullable=False),
        sa.Column("le", INSTANT, nullable=False),
        sa.Column("duree_ms", sa.Integer(), nullable=False),
        sa.Column("panne", sa.String(length=16), nullable=False),
        sa.Column("precision", sa.String(length=200), nullable=False),
        sa.Column("lus", sa.Integer(), nullable=False),
        sa.Column("acceptes", sa.Integer(), nullable=False),
        sa.Column("montres", sa.Integer(), nullable=False),
        sa.Column("raison", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source_agenda.id"], name="fk_releve_source_source_id_source_agenda"),
        sa.PrimaryKeyConstraint("id", name="pk_releve_source"),
    )
    op.create_index("ix_releve_source_source_id_le", "releve_source", ["source_id", "le"], unique=False)


def downgrade() -> None:
    op.drop_table("releve_source")
    op.drop_table("source_agenda")
