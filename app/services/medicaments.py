"""Keeps the public list of medicines and searches it. Never commits, computes no price, knows no person."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import case, delete, insert
from sqlmodel import Session, col, select

from app.domain.bdpm import Boite, ListeLue
from app.domain.euros import CENTIME
from app.domain.medicaments import mots_cherches, read_cip, texte_de_recherche
from app.models import BoiteMedicament, LotMedicaments

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


def search_boites(session: Session, texte: str, *, page: int, par_page: int) -> Trouvees:
    """The boxes of this code, or holding each of these words, whole or in part; those on sale and named so first.

    A scan of one short column: at twenty thousand rows no index answers faster than what it costs to keep.
    """
    cip = read_cip(texte)
    mots = () if cip else mots_cherches(texte)
    if not (cip or mots):
        return Trouvees((), suite=False)
    recherche = col(BoiteMedicament.recherche)
    demande = select(BoiteMedicament)
    if cip:
        demande = demande.where(col(BoiteMedicament.cip13 if len(cip) == 13 else BoiteMedicament.cip7) == cip)
    else:
        demande = demande.where(*(recherche.contains(mot, autoescape=True) for mot in mots))
    debut = f" {mots[0]}" if mots else ""
    demande = demande.order_by(
        col(BoiteMedicament.en_vente).desc(),
        case(
            (recherche.startswith(debut, autoescape=True), 0), (recherche.contains(debut, autoescape=True), 1), else_=2
        ),
        col(BoiteMedicament.nom),
        col(BoiteMedicament.libelle),
        col(BoiteMedicament.cip13),
    )
    lignes = session.exec(demande.offset((page - 1) * par_page).limit(par_page + 1)).all()
    return Trouvees(_boites(lignes[:par_page]), suite=len(lignes) > par_page)


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
