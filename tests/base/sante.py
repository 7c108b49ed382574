"""Whether a base is sound: whole files and indexes, no row that hangs on nothing. One judgement for every rig.

Tests nothing by itself. Asked of SQLite and of PostgreSQL after each kill, full disk, restore or rush.
"""

from collections.abc import Iterator

from sqlalchemy import Column, ColumnElement, Connection, Engine, ForeignKeyConstraint, exists, func, select, text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from app.domain.consentement import Geste
from app.models import ActeConsenti, Carnet, Envoi, PartageCarnet, PersonneCarnet, PieceRappel, Table
from app.services.consentements import subject_of

TABLES = Table.metadata.tables


def assert_sound(engine: Engine) -> None:
    """Nothing is wrong in this base."""
    assert list(faults_of(engine)) == []


def faults_of(engine: Engine) -> Iterator[str]:
    """What is wrong, in words."""
    try:
        # A refused query would end a transaction of ours: each question is asked alone.
        with engine.connect() as connexion:
            yield from _sqlite(connexion) if engine.dialect.name == "sqlite" else _postgresql(connexion)
            for quoi, seuls in _orphans():
                if nombre := connexion.execute(seuls).scalar_one():
                    yield f"{nombre} ligne(s) sans attache : {quoi}"
            connexion.rollback()
        yield from _consents_without_end(engine)
    except DatabaseError as erreur:
        yield f"illisible : {erreur.orig}"


def _sqlite(connexion: Connection) -> Iterator[str]:
    yield from (dit for dit in connexion.exec_driver_sql("PRAGMA integrity_check").scalars() if dit != "ok")
    yield from (f"clé étrangère : {ligne}" for ligne in connexion.exec_driver_sql("PRAGMA foreign_key_check").all())


def _postgresql(connexion: Connection) -> Iterator[str]:
    """Every table and every index read whole by the checker that comes with PostgreSQL; nothing of it is kept."""
    connexion.execute(text("CREATE EXTENSION IF NOT EXISTS amcheck"))
    ici = "FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind"
    for (nom,) in connexion.execute(text(f"SELECT oid::regclass::text {ici} = 'r'")).all():
        lignes = connexion.execute(text("SELECT msg FROM verify_heapam(:nom)"), {"nom": nom})
        yield from (f"{nom} : {dit}" for dit in lignes.scalars())
    connexion.execute(text(f"SELECT bt_index_check(oid, true) {ici} = 'i'")).all()
    douteuses = connexion.execute(text("SELECT conname FROM pg_constraint WHERE NOT convalidated")).scalars()
    yield from (f"contrainte jamais vérifiée : {nom}" for nom in douteuses)


def _orphans() -> Iterator[tuple[str, ColumnElement[int]]]:
    """How many rows name a row that is not there, one question for each link, declared or not."""
    for table in Table.metadata.sorted_tables:
        for contrainte in table.constraints:
            if isinstance(contrainte, ForeignKeyConstraint):
                paires = [(cle.parent, cle.column) for cle in contrainte.elements]
                yield f"{table.name} vers {contrainte.referred_table.name}", _alone(paires)
    yield "envoi vers personne_carnet", _alone([(_c(Envoi, "personne"), _c(PersonneCarnet, "id"))])
    yield "piece_rappel vers envoi", _alone([(_c(PieceRappel, "cle"), _c(Envoi, "cle"))])
    yield (
        "partage_carnet vers personne_carnet",
        _alone([(_c(PartageCarnet, nom), _c(PersonneCarnet, nom)) for nom in ("carnet_id", "numero")]),
    )


def _c(modele: type[Table], nom: str) -> Column[str]:
    return TABLES[str(modele.__tablename__)].c[nom]


def _alone(paires: list[tuple[Column[str], Column[str]]]) -> ColumnElement[int]:
    mere = paires[0][1].table.alias("mere")
    connue = exists().where(*(mere.c[vers.name] == de for de, vers in paires))
    table = paires[0][0].table
    nommee = [de.is_not(None) for de, _ in paires]
    return select(func.count()).select_from(table).where(*nommee, ~connue.correlate(table))  # type: ignore[return-value]


def _consents_without_end(engine: Engine) -> Iterator[str]:
    """A yes that nobody living can take back any more: the carnet went, and its end was not written."""
    with Session(engine) as session:
        vivants = {subject_of(carnet) for carnet in session.scalars(select(Carnet))}
        derniers = {
            (acte.sujet, acte.finalite): acte.geste
            for acte in session.scalars(select(ActeConsenti).order_by(_c(ActeConsenti, "rang")))
        }
    seuls = sum(geste == Geste.DONNE and sujet not in vivants for (sujet, _), geste in derniers.items())
    if seuls:
        yield f"{seuls} accord(s) donné(s) que plus personne ne peut retirer"
