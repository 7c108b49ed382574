"""Writes one person's year as a table for a spreadsheet, French way. Computes nothing.

A cell a spreadsheet would take for a formula is made a text: only costs named by people could hold one.
"""

import csv
import io
from decimal import Decimal

from app.domain.annee import AnneePersonnelle, LigneAnnee
from app.domain.decompte_ouvert import Fourchette

COLONNES = (
    "Date", "Soin ou dépense", "Nombre", "Prix d'un seul", "Participation forfaitaire", "Franchise",
    "Reste à payer, au moins", "Reste à payer, au plus", "Remboursable", "Fait ou prévu",
)  # fmt: skip
#: What begins a formula, or hides one from a reader that trims.
_FORMULES = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")


def ecrit_csv(annee: AnneePersonnelle) -> bytes:
    """The lines in date order, in UTF-8 with the mark that tells it, semicolons and decimal commas."""
    flux = io.StringIO()
    table = csv.writer(flux, delimiter=";", lineterminator="\r\n")
    table.writerow(COLONNES)
    for ligne in annee.lignes:
        table.writerow(_cellules(ligne))
    return flux.getvalue().encode("utf-8-sig")


def _cellules(ligne: LigneAnnee) -> list[str]:
    depense, compte = ligne.depense, ligne.compte
    return [
        f"{depense.le:%d/%m/%Y}",
        sans_formule(ligne.acte.normal.libelle if ligne.acte else depense.libelle),
        str(depense.quantite),
        _nombre(depense.prix),
        _nombre(compte.participation_forfaitaire.maximum if compte else None),
        _nombre(compte.franchise.maximum if compte else None),
        *_bouts(ligne.reste),
        "oui" if compte else "non",
        "prévu" if ligne.prevue else "fait",
    ]


def sans_formule(texte: str) -> str:
    """The same text, after an apostrophe when a spreadsheet would compute it."""
    return f"'{texte}" if texte.lstrip().startswith(_FORMULES) or texte.startswith(_FORMULES) else texte


def _bouts(reste: Fourchette | None) -> tuple[str, str]:
    return (_nombre(reste.minimum), _nombre(reste.maximum)) if reste else ("", "")


def _nombre(valeur: Decimal | None) -> str:
    return "" if valeur is None else f"{valeur:.2f}".replace(".", ",")
