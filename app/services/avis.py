"""Counts what readers think of a unit and keeps the few words some send. Never commits, never knows who sent what."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import delete, func, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from app.domain.avis import GARDE, TEXTES_MAX, Avis
from app.models import AvisCompte, AvisTexte


class Unite(NamedTuple):
    """A unit in the version that was read."""

    id: str
    version: str


#: For each unit and version, how many times each opinion was given.
Comptes = Mapping[tuple[str, str], Mapping[str, int]]


def count_avis(session: Session, unite: Unite, avis: Avis) -> None:
    """Add one to the counter of this opinion, made the first time."""
    if _add_one(session, unite, avis):
        return
    try:
        # A savepoint: two first opinions may come together, and only one of them makes the row.
        with session.begin_nested():
            session.add(AvisCompte(unite=unite.id, version=unite.version, avis=avis.value, nombre=1))
    except IntegrityError:
        _add_one(session, unite, avis)


def _add_one(session: Session, unite: Unite, avis: Avis) -> bool:
    """Let the base add: a number read here could be old by the time it is written."""
    cle = (unite.id, unite.version, avis.value)
    ici = (col(AvisCompte.unite) == cle[0], col(AvisCompte.version) == cle[1], col(AvisCompte.avis) == cle[2])
    resultat = session.exec(update(AvisCompte).where(*ici).values(nombre=col(AvisCompte.nombre) + 1))
    return bool(resultat.rowcount)


def keep_texte(session: Session, unite: Unite, avis: Avis, texte: str, le: date) -> bool:
    """Keep the words; False when this unit already has as many as anyone will read."""
    ici = (col(AvisTexte.unite) == unite.id, col(AvisTexte.version) == unite.version)
    deja = session.exec(select(func.count()).select_from(AvisTexte).where(*ici)).one()
    if deja >= TEXTES_MAX:
        return False
    session.add(AvisTexte(unite=unite.id, version=unite.version, avis=avis.value, texte=texte, recu_le=le))
    return True


def purge_textes(session: Session, le: date) -> int:
    """Erase the words older than the stated time; the counters stay."""
    limite = le - timedelta(days=GARDE)
    return session.exec(delete(AvisTexte).where(col(AvisTexte.recu_le) < limite)).rowcount


def read_textes(session: Session, unite: str | None = None) -> Sequence[AvisTexte]:
    """The words kept, the newest first: for those who correct the content, and for no page."""
    ici = [col(AvisTexte.unite) == unite] if unite else []
    return session.exec(select(AvisTexte).where(*ici).order_by(col(AvisTexte.recu_le).desc(), col(AvisTexte.id))).all()


def read_comptes(session: Session) -> Comptes:
    """Every counter."""
    comptes: dict[tuple[str, str], dict[str, int]] = {}
    for ligne in session.exec(select(AvisCompte)):
        comptes.setdefault((ligne.unite, ligne.version), {})[ligne.avis] = ligne.nombre
    return comptes
