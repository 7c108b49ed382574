"""Holds one year of care for one settled situation: the caps applied in the order of reimbursement. Knows no cause.

The law counts by calendar year and by day of reimbursement: D160-6 (participations a year), D160-8 (a day, same
professional), D160-10 and D160-11 CSS (franchises a year and a day).
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from app.domain.actes import Acte
from app.domain.calcul import calcule
from app.domain.decompte import Decompte
from app.domain.euros import ZERO
from app.domain.familles import REGLES
from app.domain.soins import LecteurDeChiffres, Soin, Statuts

Plafond = Literal["", "jour", "annee"]
#: The franchises that have a daily cap of their own.
_PLAFONDS_JOUR = {
    "franchise-auxiliaire": "franchise-plafond-jour-auxiliaire",
    "franchise-transport": "franchise-plafond-jour-transport",
}


@dataclass(frozen=True, slots=True)
class Prevu:
    """One line of the year: the care, read on its day, how many times, and by whom."""

    rang: int
    rembourse_le: date
    quantite: int
    #: An opaque label; None is a professional unlike any other, for each act.
    professionnel: str | None
    soin: Soin
    #: Whether its price is known: without it only what is held back can be counted.
    a_un_prix: bool
    acte: Acte | None = None


@dataclass(frozen=True, slots=True)
class Compte:
    """What one line of the year holds back and leaves. `plafond`: the cap that lowered it, if one did."""

    prevu: Prevu
    participation_forfaitaire: Decimal
    franchise: Decimal
    reste_a_charge: Decimal | None
    plafond: Plafond


@dataclass(frozen=True, slots=True)
class Annee:
    """The whole year. The `reste` of a cap is what may still be held back before it."""

    comptes: tuple[Compte, ...]
    participation_atteinte_le: date | None
    franchise_atteinte_le: date | None
    participations_restantes: int
    participation_restante: Decimal
    franchise_restante: Decimal
    doutes: tuple[str, ...]


@dataclass(slots=True)
class _Compteurs:
    """What has been held back since 1 January, and on each day."""

    participations: int = 0
    franchise: Decimal = ZERO
    du_jour: dict[tuple[str, date], int] = field(default_factory=lambda: defaultdict(int))
    franchise_du_jour: dict[tuple[str, date], Decimal] = field(default_factory=lambda: defaultdict(lambda: ZERO))
    participation_atteinte_le: date | None = None
    franchise_atteinte_le: date | None = None


def compte_annee(
    annee: int, prevus: Sequence[Prevu], statuts: Statuts, lecteurs: dict[date, LecteurDeChiffres]
) -> Annee:
    """Apply the caps in date order to what is reimbursed that year; `lecteurs` reads the figures of each day."""
    compteurs = _Compteurs()
    du_calendrier = sorted((p for p in prevus if p.rembourse_le.year == annee), key=lambda p: (p.rembourse_le, p.rang))
    comptes = tuple(_compte(prevu, statuts, compteurs, lecteurs[prevu.rembourse_le]) for prevu in du_calendrier)
    dernier = lecteurs[comptes[-1].prevu.rembourse_le if comptes else date(annee, 12, 31)]
    nombre = max(0, int(dernier.lis("participation-plafond-annuel").valeur) - compteurs.participations)
    return Annee(
        comptes=comptes,
        participation_atteinte_le=compteurs.participation_atteinte_le,
        franchise_atteinte_le=compteurs.franchise_atteinte_le,
        participations_restantes=nombre,
        participation_restante=nombre * dernier.lis("participation-forfaitaire").valeur,
        franchise_restante=max(ZERO, dernier.lis("franchise-plafond-annuel").valeur - compteurs.franchise),
        doutes=tuple(dict.fromkeys(doute for lecteur in lecteurs.values() for doute in lecteur.doutes)),
    )


def _compte(prevu: Prevu, statuts: Statuts, compteurs: _Compteurs, lecteur: LecteurDeChiffres) -> Compte:
    seul = calcule(prevu.soin, statuts, lecteur)
    participation, plafond_p = _participations(prevu, seul, compteurs, lecteur)
    franchise, plafond_f = _franchises(prevu, seul, compteurs, lecteur)
    sans_retenue = seul.reste_a_charge - seul.participation_forfaitaire - seul.franchise
    return Compte(
        prevu=prevu,
        participation_forfaitaire=participation,
        franchise=franchise,
        reste_a_charge=sans_retenue * prevu.quantite + participation + franchise if prevu.a_un_prix else None,
        plafond=plafond_p or plafond_f,
    )


def _participations(
    prevu: Prevu, seul: Decompte, compteurs: _Compteurs, lecteur: LecteurDeChiffres
) -> tuple[Decimal, Plafond]:
    """The cap is a number, not a sum: twenty at 1 € leave five of the twenty-five that follow at 2 €."""
    if not seul.participation_forfaitaire:
        return ZERO, ""
    unitaire = lecteur.lis("participation-forfaitaire").valeur
    par_jour = int(lecteur.lis("participation-plafond-jour").valeur)
    par_an = int(lecteur.lis("participation-plafond-annuel").valeur)
    par_acte = min(prevu.soin.participations, par_jour)
    voulues = du_jour = par_acte * prevu.quantite
    cle = (prevu.professionnel or "", prevu.rembourse_le)
    if prevu.professionnel is not None:
        du_jour = min(voulues, max(0, par_jour - compteurs.du_jour[cle]))
    retenues = min(du_jour, max(0, par_an - compteurs.participations))
    compteurs.du_jour[cle] += retenues
    compteurs.participations += retenues
    if compteurs.participations >= par_an and compteurs.participation_atteinte_le is None:
        compteurs.participation_atteinte_le = prevu.rembourse_le
    entiers, autres = divmod(retenues, par_acte)
    montant = entiers * seul.participation_forfaitaire + min(autres * unitaire, seul.participation_forfaitaire)
    return montant, "annee" if retenues < du_jour else "jour" if retenues < voulues else ""


def _franchises(
    prevu: Prevu, seul: Decompte, compteurs: _Compteurs, lecteur: LecteurDeChiffres
) -> tuple[Decimal, Plafond]:
    """One cap for the year, shared by boxes, acts and trips; one a day for acts and one for trips, whoever they are."""
    genre = REGLES[prevu.soin.famille].franchise
    if genre is None or not seul.franchise:
        return ZERO, ""
    voulue = du_jour = seul.franchise * prevu.quantite
    cle = (genre, prevu.rembourse_le)
    if genre in _PLAFONDS_JOUR:
        du_jour = min(voulue, lecteur.lis(_PLAFONDS_JOUR[genre]).valeur - compteurs.franchise_du_jour[cle])
    par_an = lecteur.lis("franchise-plafond-annuel").valeur
    retenue = min(du_jour, par_an - compteurs.franchise)
    compteurs.franchise_du_jour[cle] += retenue
    compteurs.franchise += retenue
    if compteurs.franchise >= par_an and compteurs.franchise_atteinte_le is None:
        compteurs.franchise_atteinte_le = prevu.rembourse_le
    return retenue, "annee" if retenue < du_jour else "jour" if retenue < voulue else ""
