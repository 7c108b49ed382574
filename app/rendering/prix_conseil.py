"""Writes the price of an advice that names its cares: the amounts of the day, and the way to each whole sum."""

from dataclasses import replace
from datetime import date

from app.domain.catalogue import Catalogue
from app.domain.cout_conseil import CoutConseil, cout_conseil
from app.domain.erreurs import ParametreInconnu
from app.domain.fiches import Fiche
from app.rendering.formats import typographie
from app.rendering.fragments import prix_de
from app.rendering.gabarits import Mode
from app.rendering.montants import phrase
from app.rendering.voix import Voix
from app.rendering.vues import VuePrix


def prix_du_conseil(catalogue: Catalogue, fiche: Fiche, mode: Mode, au: date, voix: Voix) -> VuePrix:
    """What the content writes, its amounts those of the day; a range is said where the content knows no amount."""
    ecrit = prix_de(fiche, mode, voix)
    falc = mode is Mode.FALC
    actes = [catalogue.bareme.acte(id_) for id_ in fiche.cout.actes]
    liens = tuple(
        (f"{mode.prefixe}/couts/{acte.id}", typographie(acte.falc.libelle if falc else acte.normal.libelle))
        for acte in actes
    )
    try:
        calcule = cout_conseil(fiche, catalogue.bareme, au)
    except ParametreInconnu:
        calcule = None  # the page of the care says which figure is missing
    if calcule is None or falc:
        return replace(ecrit, liens=liens)
    return replace(ecrit, lignes=_lignes(calcule, voix), liens=liens)


def _lignes(calcule: CoutConseil, voix: Voix) -> tuple[tuple[str, str], ...]:
    """What is paid on the spot, then what remains; one line when both are the same known amount."""
    a_payer, reste = calcule.a_payer, calcule.reste_a_charge
    if a_payer.montant is not None and a_payer == reste:
        return ((voix.choisir("Vous payez", "À payer"), phrase(a_payer)),)
    return (("À payer sur place", phrase(a_payer)), (voix.choisir("Reste à vous", "Reste à payer"), phrase(reste)))
