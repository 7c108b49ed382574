"""The carnets, sealed, and the acts of consent, which the base itself refuses to change."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_REFUS_SQLITE = """
CREATE TRIGGER acte_consentement_fige BEFORE UPDATE ON acte_consentement
BEGIN SELECT RAISE(ABORT, 'acte_consentement: append only'); END
"""
_REFUS_POSTGRESQL = (
    """
CREATE FUNCTION refuse_acte_consentement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'acte_consentement: append only'; END $$
""",
    """
CREATE TRIGGER acte_consentement_fige BEFORE UPDATE ON acte_consentement
FOR EACH ROW EXECUTE FUNCTION refuse_acte_consentement()
""",
)


def upgrade() -> None:
    op.create_table(
        "carnet",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("crees", sa.Integer(), nullable=False),
        sa.Column("sel", sa.String(length=32), nullable=False),
        sa.Column("cree_le", sa.Date(), nullable=False),
        sa.Column("utilise_le", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_carnet"),
    )
    op.create_index("ix_carnet_utilise_le", "carnet", ["utilise_le"], unique=False)
    op.create_table(
        "personne_carnet",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("carnet_id", sa.String(length=32), nullable=False),
        sa.Column("numero", sa.Integer(), nullable=False),
        sa.Column("maitresse", sa.String(length=16), nullable=False),
        sa.Column("cle", sa.LargeBinary(), nullable=False),
        sa.Column("profil", sa.LargeBinary(), nullable=False),
        sa.Column("historique", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["carnet_id"], ["carnet.id"], name="fk_personne_carnet_carnet_id_carnet"),
        sa.PrimaryKeyConstraint("id", name="pk_personne_carnet"),
        sa.UniqueConstraint("carnet_id", "numero", name="uq_personne_carnet_carnet_id_numero"),
    )
    op.create_index("ix_personne_carnet_maitresse", "personne_carnet", ["maitresse"], unique=False)
    op.create_table(
        "code_carnet",
        sa.Column("condense", sa.String(length=64), nullable=False),
        sa.Column("carnet_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["carnet_id"], ["carnet.id"], name="fk_code_carnet_carnet_id_carnet"),
        sa.PrimaryKeyConstraint("condense", name="pk_code_carnet"),
    )
    op.create_index("ix_code_carnet_carnet_id", "code_carnet", ["carnet_id"], unique=False)
    op.create_table(
        "session_carnet",
        sa.Column("condense", sa.String(length=64), nullable=False),
        sa.Column("carnet_id", sa.String(length=32), nullable=False),
        sa.Column("appareil", sa.String(length=16), nullable=False),
        sa.Column("ouvert_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("vu_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("montre", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["carnet_id"], ["carnet.id"], name="fk_session_carnet_carnet_id_carnet"),
        sa.PrimaryKeyConstraint("condense", name="pk_session_carnet"),
        sa.UniqueConstraint("appareil", name="uq_session_carnet_appareil"),
    )
    op.create_index("ix_session_carnet_carnet_id", "session_carnet", ["carnet_id"], unique=False)
    op.create_index("ix_session_carnet_vu_le", "session_carnet", ["vu_le"], unique=False)
    op.create_table(
        "acces_carnet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("carnet_id", sa.String(length=32), nullable=False),
        sa.Column("le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("geste", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["carnet_id"], ["carnet.id"], name="fk_acces_carnet_carnet_id_carnet"),
        sa.PrimaryKeyConstraint("id", name="pk_acces_carnet"),
    )
    op.create_index("ix_acces_carnet_carnet_id", "acces_carnet", ["carnet_id"], unique=False)
    op.create_index("ix_acces_carnet_le", "acces_carnet", ["le"], unique=False)
    op.create_table(
        "effacement",
        sa.Column("condense", sa.String(length=64), nullable=False),
        sa.Column("le", sa.Date(), nullable=False),
        sa.Column("balaye", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("condense", name="pk_effacement"),
    )
    op.create_index("ix_effacement_balaye", "effacement", ["balaye"], unique=False)
    op.create_index("ix_effacement_le", "effacement", ["le"], unique=False)
    op.create_table(
        "acte_consentement",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("sujet", sa.String(length=64), nullable=False),
        sa.Column("rang", sa.Integer(), nullable=False),
        sa.Column("finalite", sa.String(length=20), nullable=False),
        sa.Column("geste", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("empreinte", sa.String(length=64), nullable=False),
        sa.Column("mode", sa.String(length=10), nullable=False),
        sa.Column("le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("canal", sa.String(length=12), nullable=False),
        sa.Column("auteur", sa.String(length=20), nullable=False),
        sa.Column("sceau", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_acte_consentement"),
        sa.UniqueConstraint("sujet", "rang", name="uq_acte_consentement_sujet_rang"),
    )
    refus = (_REFUS_SQLITE,) if op.get_bind().dialect.name == "sqlite" else _REFUS_POSTGRESQL
    for instruction in refus:
        op.execute(instruction)


def downgrade() -> None:
    op.drop_table("acte_consentement")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION refuse_acte_consentement()")
    op.drop_table("effacement")
    op.drop_table("acces_carnet")
    op.drop_table("session_carnet")
    op.drop_table("code_carnet")
    op.drop_table("personne_carnet")
    op.drop_table("carnet")
