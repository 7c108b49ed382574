"""Keeps the public list of medicines and searches it. Never commits, computes no price, knows no person."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import NamedTuple

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from app.domain.bdpm import Boite, ListeLue
from app.domain.euros import CENTIME
from app.domain.medicaments import mots_cherches, read_cip, texte_de_recherche
from app.models import BoiteMedicament, LotMedicaments
from app.services.index_boites import IndexBoites

_RECHERCHE_MAX = 1000
_TABLE = BoiteMedicament.metadata.tables["boite_medicament"]


class ListeEnPlace(NamedTuple):
    """The list served: the day of its file, how many boxes, and whether it knows their names."""

    lot: int
    fichier_du: date
    boites: int
    noms: bool


class Trouvees(NamedTuple):
    """The boxes of one page of the search, and whether there are more."""

    boites: tuple[Boite, ...]
    suite: bool


def read_liste_en_place(session: Session) -> ListeEnPlace | None:
    """What is served; None when nothing was ever loaded."""
    lot = session.exec(select(LotMedicaments).order_by(col(LotMedicaments.id).desc())).first()
    if lot is None or lot.id is None:
        return None
    return ListeEnPlace(lot.id, lot.fichier_du, lot.lignes - lot.rejets, lot.noms)


def replace_liste(session: Session, liste: ListeLue, *, fichier_du: date, noms: bool, maintenant: datetime) -> int:
    """Put this list in the place of the former, whole or not at all: the caller commits. Give the number of the lot."""
    session.execute(delete(BoiteMedicament))
    lot = LotMedicaments(
        fichier_du=fichier_du, importe_le=maintenant, lignes=liste.lignes, rejets=len(liste.rejets), noms=noms
    )
    session.add(lot)
    session.flush()
    # Straight to the table: the objects of the ORM would take five times as long and say nothing more.
    session.connection().execute(insert(_TABLE), [_ligne(boite, lot.id) for boite in liste.boites])
    return lot.id or 0


def search_boites(session: Session, index: IndexBoites, lot: int, texte: str, *, page: int, par_page: int) -> Trouvees:
    """The boxes of this code, or holding each of these words, whole or in part; those on sale and named so first."""
    cip, mots = read_cip(texte), mots_cherches(texte)
    if cip:
        colonne = col(BoiteMedicament.cip13 if len(cip) == 13 else BoiteMedicament.cip7)
        return Trouvees(
            _boites(session.exec(select(BoiteMedicament).where(colonne == cip).limit(par_page))), suite=False
        )
    debut = (page - 1) * par_page
    codes = list(islice(index.cherche(session, lot, mots), debut, debut + par_page + 1)) if mots else []
    choisis = codes[:par_page]
    lignes = session.exec(select(BoiteMedicament).where(col(BoiteMedicament.cip13).in_(choisis))) if choisis else ()
    par_code = {boite.cip13: boite for boite in _boites(lignes)}
    boites = tuple(par_code[code] for code in choisis if code in par_code)
    return Trouvees(boites, suite=len(codes) > par_page)


def find_boite(session: Session, cip13: str) -> Boite | None:
    """The box of this code."""
    ligne = session.get(BoiteMedicament, cip13)
    return _boites([ligne])[0] if ligne else None


def _ligne(boite: Boite, lot: int | None) -> dict[str, object]:
    return {
        "cip13": boite.cip13,
        "lot": lot,
        "cip7": boite.cip7,
        "nom": boite.nom,
        "libelle": boite.libelle,
        "recherche": texte_de_recherche(boite)[:_RECHERCHE_MAX],
        "taux": ";".join(map(str, boite.taux)),
        "prix": _centimes(boite.prix),
        "honoraire": _centimes(boite.honoraire),
        "en_vente": boite.en_vente,
    }


def _boites(lignes: Iterable[BoiteMedicament]) -> tuple[Boite, ...]:
    return tuple(
        Boite(
            cip13=ligne.cip13,
            cip7=ligne.cip7,
            nom=ligne.nom,
            libelle=ligne.libelle,
            taux=tuple(int(taux) for taux in ligne.taux.split(";") if taux),
            prix=_euros(ligne.prix),
            honoraire=_euros(ligne.honoraire),
            en_vente=ligne.en_vente,
        )
        for ligne in lignes
    )


def _centimes(montant: Decimal | None) -> int | None:
    return None if montant is None else int(montant / CENTIME)


def _euros(centimes: int | None) -> Decimal | None:
    return None if centimes is None else centimes * CENTIME
