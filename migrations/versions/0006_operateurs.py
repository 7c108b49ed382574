"""Organisations, operators, sessions, keys of programs; a journal of actions that the base itself will not rewrite."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

REFUS = "le journal ne se change pas"
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "organisation",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("nom", sa.String(length=120), nullable=False),
        sa.Column("creee_le", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_organisation"),
        sa.UniqueConstraint("nom", name="uq_organisation_nom"),
    )
    op.create_table(
        "operateur",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("identifiant", sa.String(length=60), nullable=False),
        sa.Column("mot_de_passe", sa.String(length=160), nullable=False),
        sa.Column("secret_totp", sa.String(length=160), nullable=False),
        sa.Column("pas_totp", sa.Integer(), nullable=False),
        sa.Column("cree_le", INSTANT, nullable=False),
        sa.Column("ferme_le", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_operateur_organisation_id_organisation"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_operateur"),
        sa.UniqueConstraint("identifiant", name="uq_operateur_identifiant"),
    )
    op.create_index("ix_operateur_organisation_id", "operateur", ["organisation_id"], unique=False)
    op.create_table(
        "session_operateur",
        sa.Column("empreinte", sa.String(length=64), nullable=False),
        sa.Column("operateur_id", sa.String(length=32), nullable=False),
        sa.Column("vue_le", INSTANT, nullable=False),
        sa.Column("finit_le", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["operateur_id"], ["operateur.id"], name="fk_session_operateur_operateur_id_operateur"),
        sa.PrimaryKeyConstraint("empreinte", name="pk_session_operateur"),
    )
    op.create_index("ix_session_operateur_operateur_id", "session_operateur", ["operateur_id"], unique=False)
    op.create_index("ix_session_operateur_finit_le", "session_operateur", ["finit_le"], unique=False)
    op.create_table(
        "essai_connexion",
        sa.Column("empreinte", sa.String(length=64), nullable=False),
        sa.Column("nombre", sa.Integer(), nullable=False),
        sa.Column("depuis", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("empreinte", name="pk_essai_connexion"),
    )
    op.create_index("ix_essai_connexion_depuis", "essai_connexion", ["depuis"], unique=False)
    op.create_table(
        "cle_partenaire",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("empreinte", sa.String(length=64), nullable=False),
        sa.Column("nom", sa.String(length=60), nullable=False),
        sa.Column("creee_le", INSTANT, nullable=False),
        sa.Column("fermee_le", INSTANT, nullable=True),
        sa.Column("minute", INSTANT, nullable=False),
        sa.Column("demandes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_cle_partenaire_organisation_id_organisation"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_cle_partenaire"),
    )
    op.create_index("ix_cle_partenaire_organisation_id", "cle_partenaire", ["organisation_id"], unique=False)
    op.create_table(
        "lieu_publie",
        sa.Column("lieu_id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("horizon_semaines", sa.Integer(), nullable=False),
        sa.CheckConstraint("horizon_semaines BETWEEN 1 AND 26", name=op.f("ck_lieu_publie_horizon")),
        sa.ForeignKeyConstraint(["lieu_id"], ["lieu.id"], name="fk_lieu_publie_lieu_id_lieu"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_lieu_publie_organisation_id_organisation"
        ),
        sa.PrimaryKeyConstraint("lieu_id", name="pk_lieu_publie"),
    )
    op.create_index("ix_lieu_publie_organisation_id", "lieu_publie", ["organisation_id"], unique=False)
    op.create_table(
        "journal_actions",
        sa.Column("numero", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("le", INSTANT, nullable=False),
        sa.Column("acteur", sa.String(length=50), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=True),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("objet", sa.String(length=80), nullable=False),
        sa.Column("precedent", sa.String(length=64), nullable=False),
        sa.Column("sceau", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("numero", name="pk_journal_actions"),
    )
    tete = op.create_table(
        "tete_journal",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("nombre", sa.Integer(), nullable=False),
        sa.Column("dernier", sa.String(length=64), nullable=False),
        sa.Column("sceau", sa.String(length=64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_tete_journal_une_seule")),
        sa.PrimaryKeyConstraint("id", name="pk_tete_journal"),
    )
    op.bulk_insert(tete, [{"id": 1, "nombre": 0, "dernier": "", "sceau": ""}])
    _seal_journal()


def _seal_journal() -> None:
    """Lines are added, never changed or taken away, whatever the code does."""
    if op.get_bind().dialect.name == "sqlite":
        for geste in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER journal_actions_{geste.lower()} BEFORE {geste} ON journal_actions "
                f"BEGIN SELECT RAISE(ABORT, '{REFUS}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION journal_actions_refus() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUS}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER journal_actions_fige BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_actions "
        "FOR EACH STATEMENT EXECUTE FUNCTION journal_actions_refus()"
    )


def downgrade() -> None:
    op.drop_table("tete_journal")
    op.drop_table("journal_actions")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION journal_actions_refus()")
    for nom in ("lieu_publie", "cle_partenaire", "essai_connexion", "session_operateur", "operateur", "organisation"):
        op.drop_table(nom)
