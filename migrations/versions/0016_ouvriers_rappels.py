"""The jobs of the workers that send reminders: procrastinate's own tables, on PostgreSQL only. They name nobody."""

from alembic import op
from procrastinate.schema import SchemaManager

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

#: Everything procrastinate made is named after it.
DEFAIRE = """
DO $$
DECLARE chose record;
BEGIN
    FOR chose IN SELECT oid::regclass AS nom FROM pg_class
        WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND starts_with(relname, 'procrastinate_')
    LOOP EXECUTE 'DROP TABLE ' || chose.nom || ' CASCADE'; END LOOP;
    FOR chose IN SELECT oid::regprocedure AS nom FROM pg_proc
        WHERE pronamespace = current_schema()::regnamespace AND starts_with(proname, 'procrastinate_')
    LOOP EXECUTE 'DROP FUNCTION ' || chose.nom; END LOOP;
    FOR chose IN SELECT oid::regtype AS nom FROM pg_type
        WHERE typtype IN ('e', 'c') AND typnamespace = current_schema()::regnamespace
        AND starts_with(typname, 'procrastinate_')
    LOOP EXECUTE 'DROP TYPE ' || chose.nom; END LOOP;
END;
$$
"""


def upgrade() -> None:
    _run(SchemaManager.get_schema())


def downgrade() -> None:
    _run(DEFAIRE)


def _run(ordres: str) -> None:
    """Through the driver itself: the text holds several statements, and signs that are not parameters."""
    base = op.get_bind()
    if base.dialect.name == "postgresql":
        base.connection.cursor().execute(ordres)
