"""Writes a décompte, a budget and the acts found as the JSON of the contract. Decides no amount."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from app.domain.actes import Acte
from app.domain.bareme import Bareme
from app.domain.budget_ouvert import Budget, LigneDuBudget, MoisDuBudget
from app.domain.decompte_ouvert import DecompteOuvert, Fourchette, LigneOuverte, Si
from app.domain.euros import ecrit_euros, ecrit_taux
from app.domain.fiches import Source
from app.rendering.mots_couts import libelle, libelle_si

Objet = dict[str, Any]


def montant(valeur: Decimal | None) -> str | None:
    """An amount as the API writes it; null when it is not known."""
    return None if valeur is None else ecrit_euros(valeur)


def fourchette(valeur: Fourchette) -> Objet:
    """The two ends of a range; null is an end nobody knows."""
    return {"min": montant(valeur.minimum), "max": montant(valeur.maximum)}


def source(origine: Source) -> Objet:
    """A public source and the day it was seen."""
    return {
        "editeur": origine.editeur,
        "titre": origine.titre,
        "url": str(origine.url),
        "date": origine.date,
        "verifie_le": origine.vu_le,
    }


def write_decompte(decompte: DecompteOuvert, version: str) -> Objet:
    """The whole answer of POST /api/v1/decomptes."""
    return {
        "au": decompte.le,
        "version_contenu": version,
        "le": decompte.le,
        "acte": decompte.acte.id if decompte.acte else None,
        "libelle": decompte.acte.normal.libelle if decompte.acte else None,
        **{nom: montant(valeur.montant) for nom, valeur in decompte.montants.items()},
        "taux": None if decompte.taux is None else ecrit_taux(decompte.taux),
        "fourchettes": {nom: fourchette(valeur) for nom, valeur in decompte.montants.items() if valeur.montant is None},
        "lignes": [_ligne(ligne) for ligne in decompte.lignes],
        "si": [_si(si) for si in decompte.si],
        "certitude": decompte.certitude,
        "doutes": decompte.doutes,
    }


def _ligne(ligne: LigneOuverte) -> Objet:
    """One line: the figure that made it comes first in `chiffres`, and gives its source and its day."""
    premier = ligne.chiffres[0] if ligne.chiffres else None
    return {
        "code": ligne.code,
        "libelle": libelle(ligne),
        "montant": montant(ligne.montant.montant),
        "fourchette": None if ligne.montant.montant is not None else fourchette(ligne.montant),
        "raison": ligne.raison or None,
        "source": source(premier.source) if premier else None,
        "depuis": premier.depuis if premier else None,
        "chiffres": [
            {
                "id": chiffre.id,
                "libelle": chiffre.libelle,
                "valeur": f"{chiffre.valeur:f}",
                "depuis": chiffre.depuis,
                "article": chiffre.article,
            }
            for chiffre in ligne.chiffres
        ],
    }


def _si(si: Si) -> Objet:
    """What an unknown answer would add to what remains; null when the ends differ or nobody knows."""
    connu = si.delta.montant if si.delta else None
    return {
        "fait": si.fait,
        "libelle": libelle_si(si),
        "delta": montant(connu),
        "fourchette": fourchette(si.delta) if si.delta and connu is None else None,
    }


def write_actes(actes: Iterable[Acte], bareme: Bareme, au: date, version: str) -> Objet:
    """The acts found, best first, with the words of a list; the whole price is asked for one act at a time."""
    return {
        "au": au,
        "version_contenu": version,
        "actes": [
            {
                "id": acte.id,
                "libelle": acte.normal.libelle,
                "libelle_falc": acte.falc.libelle,
                "resume": acte.normal.resume,
                "famille": acte.famille,
                "frequent": acte.frequent is not None,
                "tarif": montant(bareme.tarif_le(acte, au)),
                "certitude": "a_verifier" if acte.doute_le(au) else "sure",
            }
            for acte in actes
        ],
    }


def write_budget(budget: Budget, au: date, version: str) -> Objet:
    """The whole answer of POST /api/v1/budgets."""
    totaux = {
        "participation_forfaitaire": budget.participation_forfaitaire,
        "franchise": budget.franchise,
        "reste_a_charge": budget.reste_a_charge,
    }
    return {
        "au": au,
        "version_contenu": version,
        "annee": budget.annee,
        **{nom: _connu(valeur) for nom, valeur in totaux.items()},
        "fourchettes": {nom: fourchette(valeur) for nom, valeur in totaux.items() if valeur and valeur.montant is None},
        "plafonds": {
            nom: {
                "atteint_le": plafond.atteint_le,
                "reste": montant(plafond.reste.montant),
                "reste_nombre": plafond.reste_nombre,
            }
            for nom, plafond in budget.plafonds.items()
        },
        "mois": [_mois(mois) for mois in budget.mois],
        "lignes": [_ligne_budget(ligne) for ligne in budget.lignes],
        "autres_annees": budget.autres_annees,
        "certitude": budget.certitude,
        "doutes": budget.doutes,
    }


def _connu(valeur: Fourchette | None) -> str | None:
    return montant(valeur.montant) if valeur else None


def _retenues(ligne: LigneDuBudget | MoisDuBudget) -> Objet:
    return {
        "participation_forfaitaire": _connu(ligne.participation_forfaitaire),
        "franchise": _connu(ligne.franchise),
        "reste_a_charge": _connu(ligne.reste_a_charge),
    }


def _mois(mois: MoisDuBudget) -> Objet:
    return {"mois": f"{mois.premier:%Y-%m}", "lignes": mois.lignes, **_retenues(mois)}


def _ligne_budget(ligne: LigneDuBudget) -> Objet:
    prevu = ligne.prevu
    return {
        "rang": prevu.rang,
        "acte": prevu.acte.id if prevu.acte else None,
        "famille": prevu.soin.famille,
        "libelle": prevu.acte.normal.libelle if prevu.acte else None,
        "rembourse_le": prevu.rembourse_le,
        "quantite": prevu.quantite,
        **_retenues(ligne),
        "plafond": ligne.plafond or None,
    }
