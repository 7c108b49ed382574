"""Holds the price of an advice or of one vaccine dose, summed from the acts it names by the same engine as any care."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from app.domain.bareme import Bareme
from app.domain.dates import parse_date_approchee
from app.domain.decompte_ouvert import Demande, Fourchette, etablit
from app.domain.erreurs import ParametreInconnu
from app.domain.fiches import Euros, Fiche
from app.domain.soins import SituationDeSoins
from app.domain.vaccination_lignes import LigneVaccin

_MAJORITE, _UN_ENFANT = 18, 8


@dataclass(frozen=True, slots=True)
class CoutConseil:
    """The price, what is paid at the counter, what remains in the end, and what may still be billed."""

    tarif: Fourchette
    a_payer: Fourchette
    reste_a_charge: Fourchette
    peut_etre_facture: tuple[str, ...]
    doutes: tuple[str, ...]


def cout_conseil(
    fiche: Fiche, bareme: Bareme, le: date, situation: SituationDeSoins | None = None
) -> CoutConseil | None:
    """The price of an advice that day, for what is known of the person; None when it names no act."""
    if not fiche.cout.actes:
        return None
    return _cout(fiche.cout.actes, fiche.cout.peut_etre_facture, bareme, Demande(le, situation or SituationDeSoins()))


def cout_vaccin(ligne: LigneVaccin, bareme: Bareme, le: date) -> CoutConseil | None:
    """The price of one dose of a line that day, for anyone it concerns; None when it names no act.

    A line for children alone has the price of a child, who owes no franchise: nothing else of the person is read.
    """
    if not ligne.actes:
        return None
    avant = ligne.pour_qui.avant
    enfant = avant is not None and (avant.mois, avant.jours) <= (_MAJORITE * 12, 0)
    naissance = parse_date_approchee(str(le.year - _UN_ENFANT)) if enfant else None
    return _cout(ligne.actes, (), bareme, Demande(le, SituationDeSoins(date_naissance=naissance)))


def cout_vaccin_connu(ligne: LigneVaccin, bareme: Bareme, le: date) -> CoutConseil | None:
    """The same; None too on a day before the first known figure."""
    try:
        return cout_vaccin(ligne, bareme, le)
    except ParametreInconnu:
        return None


def _cout(ids: Iterable[str], factures: Iterable[str], bareme: Bareme, demande: Demande) -> CoutConseil:
    decomptes = [etablit(replace(demande, acte=bareme.acte(id_)), bareme) for id_ in ids]
    des_actes = [texte for d in decomptes if d.acte for texte in d.acte.normal.peut_etre_facture]
    return CoutConseil(
        tarif=_somme(decompte.montants["tarif"] for decompte in decomptes),
        a_payer=_somme(decompte.montants["a_payer_sur_place"] for decompte in decomptes),
        reste_a_charge=_somme(decompte.montants["reste_a_charge"] for decompte in decomptes),
        peut_etre_facture=tuple(dict.fromkeys((*factures, *des_actes))),
        doutes=tuple(dict.fromkeys(doute for decompte in decomptes for doute in decompte.doutes)),
    )


def ecarts_de_prix(fiche: Fiche, bareme: Bareme) -> Iterator[str]:
    """Where the amounts an advice writes are not those of its acts, for anyone, on the day it was checked."""
    calcule = cout_conseil(fiche, bareme, fiche.verifie_le)
    if calcule is None:
        return
    for nom, ecrit, fourchette in (
        ("a_payer", fiche.cout.a_payer, calcule.a_payer),
        ("reste_a_charge", fiche.cout.reste_a_charge, calcule.reste_a_charge),
    ):
        if ecrit != fourchette.montant:
            yield f"cout.{nom} : {_dit(ecrit)} écrit, {_dit(fourchette.montant)} calculé d'après les actes"


def _dit(montant: Euros | None) -> str:
    return "null" if montant is None else f'"{montant:.2f}"'


def _somme(fourchettes: Iterable[Fourchette]) -> Fourchette:
    bas, haut = zip(*((f.minimum, f.maximum) for f in fourchettes), strict=True)
    return Fourchette(
        None if None in bas else sum(bas),
        None if None in haut else sum(haut),
    )
