"""Keeps the imported lists of places without booking and finds those around a commune. Never commits."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, func, insert, or_
from sqlmodel import Session, col, select

from app.domain.annuaire import LieuImporte
from app.domain.communes import Commune, Communes
from app.domain.creneaux import Agenda, LieuTrouve
from app.models import Lieu
from app.services.creneaux import carre, distance_du_lieu, lieu_vu

#: Past this age a list is shown as one to check.
FRAICHEUR = timedelta(days=365)
RAYON_KM = 40
LIEUX_MAX = 8
_TABLE = Lieu.metadata.tables["lieu"]


def count_liste(session: Session, liste: str) -> int:
    """How many places the list in place holds."""
    return session.exec(select(func.count()).select_from(Lieu).where(col(Lieu.liste) == liste)).one()


def replace_annuaire(session: Session, liste: str, lieux: Iterable[LieuImporte], vu_le: datetime) -> None:
    """Put these places in the place of the former ones of the same list, whole or not at all: the caller commits."""
    session.execute(delete(Lieu).where(col(Lieu.liste) == liste))
    session.connection().execute(insert(_TABLE), [_ligne(liste, lieu, vu_le) for lieu in lieux])


def find_lieux(
    session: Session, genre: str, commune: Commune, communes: Communes
) -> tuple[tuple[LieuTrouve, str, datetime], ...]:
    """The nearest places of a kind, each with its hours and the instant after which its list is old."""
    ici = col(Lieu.commune) == commune.code
    ou = ici if commune.centre is None else or_(ici, carre(commune.centre, RAYON_KM))
    trouves = []
    for lieu in session.exec(select(Lieu).where(col(Lieu.genre) == genre, ou)):
        distance = distance_du_lieu(commune.centre, lieu)
        if lieu.commune == commune.code or (distance is not None and distance <= RAYON_KM):
            trouves.append(
                (LieuTrouve(lieu_vu(lieu, communes), distance, (), None), lieu.horaires or "", lieu.perime_le)
            )
    trouves.sort(key=lambda trouve: (trouve[0].distance_km or 0.0, trouve[0].lieu.nom, trouve[0].lieu.id))
    return tuple(trouves[:LIEUX_MAX])


def _ligne(liste: str, lieu: LieuImporte, vu_le: datetime) -> dict[str, object]:
    return {
        "id": sha256(f"{liste}\0{lieu.identifiant}".encode()).hexdigest()[:32],
        "nom": lieu.nom,
        "adresse": lieu.adresse,
        "code_postal": lieu.code_postal,
        "commune": lieu.commune.code,
        "fuseau": lieu.commune.fuseau,
        "latitude": lieu.centre.latitude if lieu.centre else None,
        "longitude": lieu.centre.longitude if lieu.centre else None,
        "telephone": lieu.telephone or None,
        "agenda": Agenda.TELEPHONE.value,
        **{besoin.value: dit for besoin, dit in lieu.acces.items()},
        "langues": lieu.langues or None,
        "genre": lieu.genre,
        "liste": liste,
        "horaires": lieu.horaires or None,
        "vu_le": vu_le,
        "perime_le": vu_le + FRAICHEUR,
        "demonstration": False,
    }
