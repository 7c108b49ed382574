"""Places, professionals, openings, slots and appointments; the base refuses a place given twice."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ACTIF = sa.text("etat IN ('tenu', 'confirme')")


def upgrade() -> None:
    op.create_table(
        "lieu",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("nom", sa.String(length=120), nullable=False),
        sa.Column("adresse", sa.String(length=160), nullable=False),
        sa.Column("code_postal", sa.String(length=5), nullable=False),
        sa.Column("commune", sa.String(length=5), nullable=False),
        sa.Column("fuseau", sa.String(length=40), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("telephone", sa.String(length=20), nullable=True),
        sa.Column("agenda", sa.String(length=12), nullable=False),
        sa.Column("pmr", sa.Boolean(), nullable=True),
        sa.Column("lsf", sa.Boolean(), nullable=True),
        sa.Column("boucle", sa.Boolean(), nullable=True),
        sa.Column("parking", sa.Boolean(), nullable=True),
        sa.Column("transport", sa.Boolean(), nullable=True),
        sa.Column("langues", sa.String(length=60), nullable=True),
        sa.Column("vu_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("perime_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("demonstration", sa.Boolean(), nullable=False),
        sa.CheckConstraint("agenda IN ('en_ligne', 'telephone')", name=op.f("ck_lieu_agenda")),
        sa.PrimaryKeyConstraint("id", name="pk_lieu"),
    )
    op.create_index("ix_lieu_commune", "lieu", ["commune"], unique=False)
    op.create_index("ix_lieu_latitude", "lieu", ["latitude"], unique=False)
    op.create_table(
        "professionnel",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("prenom", sa.String(length=60), nullable=False),
        sa.Column("nom", sa.String(length=80), nullable=False),
        sa.Column("profession", sa.String(length=20), nullable=False),
        sa.Column("demonstration", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_professionnel"),
    )
    op.create_table(
        "absence",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("professionnel_id", sa.String(length=32), nullable=True),
        sa.Column("lieu_id", sa.String(length=32), nullable=True),
        sa.Column("debut", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fin", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("fin > debut", name=op.f("ck_absence_ordre")),
        sa.ForeignKeyConstraint(["lieu_id"], ["lieu.id"], name="fk_absence_lieu_id_lieu"),
        sa.ForeignKeyConstraint(
            ["professionnel_id"], ["professionnel.id"], name="fk_absence_professionnel_id_professionnel"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_absence"),
    )
    op.create_index("ix_absence_lieu_id", "absence", ["lieu_id"], unique=False)
    op.create_index("ix_absence_professionnel_id", "absence", ["professionnel_id"], unique=False)
    op.create_table(
        "creneau",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("professionnel_id", sa.String(length=32), nullable=False),
        sa.Column("lieu_id", sa.String(length=32), nullable=False),
        sa.Column("debut", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fin", sa.DateTime(timezone=True), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("prises", sa.Integer(), nullable=False),
        sa.Column("tranches", sa.String(length=40), nullable=False),
        sa.Column("vu_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("limite", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("fin > debut", name=op.f("ck_creneau_ordre")),
        sa.CheckConstraint("prises BETWEEN 0 AND places", name=op.f("ck_creneau_prises")),
        sa.ForeignKeyConstraint(["lieu_id"], ["lieu.id"], name="fk_creneau_lieu_id_lieu"),
        sa.ForeignKeyConstraint(
            ["professionnel_id"], ["professionnel.id"], name="fk_creneau_professionnel_id_professionnel"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_creneau"),
        sa.UniqueConstraint("professionnel_id", "debut", name="uq_creneau_professionnel_id_debut"),
    )
    op.create_index("ix_creneau_fin", "creneau", ["fin"], unique=False)
    op.create_index("ix_creneau_lieu_id_debut", "creneau", ["lieu_id", "debut"], unique=False)
    op.create_table(
        "plage",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("professionnel_id", sa.String(length=32), nullable=False),
        sa.Column("lieu_id", sa.String(length=32), nullable=False),
        sa.Column("jour", sa.Integer(), nullable=False),
        sa.Column("debut", sa.Time(), nullable=False),
        sa.Column("fin", sa.Time(), nullable=False),
        sa.Column("du", sa.Date(), nullable=False),
        sa.Column("au", sa.Date(), nullable=True),
        sa.Column("duree_minutes", sa.Integer(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("preavis_heures", sa.Integer(), nullable=False),
        sa.Column("tranches", sa.String(length=40), nullable=False),
        sa.CheckConstraint("duree_minutes BETWEEN 5 AND 480", name=op.f("ck_plage_duree")),
        sa.CheckConstraint("fin > debut", name=op.f("ck_plage_ordre")),
        sa.CheckConstraint("jour BETWEEN 0 AND 6", name=op.f("ck_plage_jour")),
        sa.CheckConstraint("places BETWEEN 1 AND 200", name=op.f("ck_plage_places")),
        sa.ForeignKeyConstraint(["lieu_id"], ["lieu.id"], name="fk_plage_lieu_id_lieu"),
        sa.ForeignKeyConstraint(
            ["professionnel_id"], ["professionnel.id"], name="fk_plage_professionnel_id_professionnel"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_plage"),
    )
    op.create_index("ix_plage_lieu_id", "plage", ["lieu_id"], unique=False)
    op.create_index("ix_plage_professionnel_id", "plage", ["professionnel_id"], unique=False)
    op.create_table(
        "rendez_vous",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("creneau_id", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("etat", sa.String(length=10), nullable=False),
        sa.Column("cle", sa.String(length=64), nullable=False),
        sa.Column("corps", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("personne", sa.String(length=64), nullable=True),
        sa.Column("prenom", sa.String(length=60), nullable=True),
        sa.Column("nom", sa.String(length=80), nullable=True),
        sa.Column("contact", sa.String(length=120), nullable=True),
        sa.Column("tenu_jusqu_a", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(etat = 'tenu') = (tenu_jusqu_a IS NOT NULL)", name=op.f("ck_rendez_vous_tenue")),
        sa.CheckConstraint(
            "etat <> 'annule' OR (prenom IS NULL AND nom IS NULL AND contact IS NULL AND personne IS NULL)",
            name=op.f("ck_rendez_vous_efface"),
        ),
        sa.CheckConstraint(
            "etat <> 'confirme' OR (prenom IS NOT NULL AND nom IS NOT NULL)", name=op.f("ck_rendez_vous_nomme")
        ),
        sa.CheckConstraint("etat IN ('tenu', 'confirme', 'annule')", name=op.f("ck_rendez_vous_etat")),
        sa.ForeignKeyConstraint(["creneau_id"], ["creneau.id"], name="fk_rendez_vous_creneau_id_creneau"),
        sa.PrimaryKeyConstraint("id", name="pk_rendez_vous"),
        sa.UniqueConstraint("cle", name="uq_rendez_vous_cle"),
        sa.UniqueConstraint("code", name="uq_rendez_vous_code"),
    )
    op.create_index("ix_rendez_vous_creneau_id", "rendez_vous", ["creneau_id"], unique=False)
    op.create_index("ix_rendez_vous_personne", "rendez_vous", ["personne"], unique=False)
    op.create_index("ix_rendez_vous_tenu_jusqu_a", "rendez_vous", ["tenu_jusqu_a"], unique=False)
    op.create_index(
        "uq_rendez_vous_personne",
        "rendez_vous",
        ["creneau_id", "personne"],
        unique=True,
        sqlite_where=ACTIF,
        postgresql_where=ACTIF,
    )
    op.create_index(
        "uq_rendez_vous_place",
        "rendez_vous",
        ["creneau_id", "place"],
        unique=True,
        sqlite_where=ACTIF,
        postgresql_where=ACTIF,
    )


def downgrade() -> None:
    op.drop_table("rendez_vous")
    op.drop_table("plage")
    op.drop_table("creneau")
    op.drop_table("absence")
    op.drop_table("professionnel")
    op.drop_table("lieu")
