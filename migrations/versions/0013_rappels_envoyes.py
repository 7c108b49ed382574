"""The reminders that are sent: sealed addresses, reminders on their way, tokens of answers."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_EN_COURS = sa.text("etat IN ('prevu', 'pris')")


def upgrade() -> None:
    op.create_table(
        "adresse_rappel",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("personne", sa.String(length=32), nullable=False),
        sa.Column("canal", sa.String(length=10), nullable=False),
        sa.Column("adresse", sa.LargeBinary(), nullable=False),
        sa.Column("suivi", sa.LargeBinary(), nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("heure", sa.Integer(), nullable=False),
        sa.Column("rythme", sa.Integer(), nullable=False),
        sa.Column("confirme_le", sa.Date(), nullable=True),
        sa.Column("revoir_le", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["personne"], ["personne_carnet.id"], name="fk_adresse_rappel_personne_personne_carnet"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_adresse_rappel"),
        sa.UniqueConstraint("personne", "canal", name="uq_adresse_rappel_personne_canal"),
    )
    op.create_index("ix_adresse_rappel_revoir_le", "adresse_rappel", ["revoir_le"], unique=False)
    op.create_table(
        "envoi",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("cle", sa.String(length=64), nullable=False),
        sa.Column("personne", sa.String(length=32), nullable=True),
        sa.Column("canal", sa.String(length=10), nullable=False),
        sa.Column("genre", sa.String(length=12), nullable=False),
        sa.Column("jour", sa.Date(), nullable=False),
        sa.Column("prevu_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("etat", sa.String(length=10), nullable=False),
        sa.Column("motif", sa.String(length=16), nullable=True),
        sa.Column("essais", sa.Integer(), nullable=False),
        sa.Column("prise", sa.String(length=32), nullable=True),
        sa.Column("pris_jusqu_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recu", sa.String(length=64), nullable=True),
        sa.Column("fini_le", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("etat IN ('prevu', 'pris', 'remis', 'echoue', 'supprime')", name="ck_envoi_etat"),
        sa.CheckConstraint("(etat = 'remis') = (recu IS NOT NULL)", name="ck_envoi_recu"),
        sa.CheckConstraint("(etat IN ('echoue', 'supprime')) = (motif IS NOT NULL)", name="ck_envoi_motif"),
        sa.CheckConstraint("(etat IN ('prevu', 'pris')) = (fini_le IS NULL)", name="ck_envoi_fini"),
        sa.PrimaryKeyConstraint("id", name="pk_envoi"),
        sa.UniqueConstraint("cle", name="uq_envoi_cle"),
    )
    op.create_index("ix_envoi_personne", "envoi", ["personne"], unique=False)
    op.create_index("ix_envoi_jour", "envoi", ["jour"], unique=False)
    op.create_index("ix_envoi_fini_le", "envoi", ["fini_le"], unique=False)
    op.create_index("ix_envoi_etat_prevu_le", "envoi", ["etat", "canal", "prevu_le"], unique=False)
    op.create_index(
        "uq_envoi_en_cours",
        "envoi",
        ["personne", "canal"],
        unique=True,
        sqlite_where=_EN_COURS,
        postgresql_where=_EN_COURS,
    )
    op.create_table(
        "jeton_reponse",
        sa.Column("condense", sa.String(length=64), nullable=False),
        sa.Column("usage", sa.String(length=12), nullable=False),
        sa.Column("envoi_id", sa.String(length=32), nullable=False),
        sa.Column("personne", sa.String(length=32), nullable=False),
        sa.Column("canal", sa.String(length=10), nullable=False),
        sa.Column("expire_le", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["envoi_id"], ["envoi.id"], name="fk_jeton_reponse_envoi_id_envoi"),
        sa.ForeignKeyConstraint(["personne"], ["personne_carnet.id"], name="fk_jeton_reponse_personne_personne_carnet"),
        sa.PrimaryKeyConstraint("condense", name="pk_jeton_reponse"),
    )
    op.create_index("ix_jeton_reponse_envoi_id", "jeton_reponse", ["envoi_id"], unique=False)
    op.create_index("ix_jeton_reponse_personne", "jeton_reponse", ["personne"], unique=False)
    op.create_index("ix_jeton_reponse_expire_le", "jeton_reponse", ["expire_le"], unique=False)


def downgrade() -> None:
    op.drop_table("jeton_reponse")
    op.drop_table("envoi")
    op.drop_table("adresse_rappel")
