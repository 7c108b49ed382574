"""A second reading of the sums outside a stay, in whole cents and rational numbers, written from the articles alone.

It shares no line with app/domain: figures are written here by hand, for one day (22 November 2026).
"""

from fractions import Fraction

from app.domain.soins import Soin, Statuts

TAUX = {
    "medecin": 70, "imagerie": 70, "sage_femme": 70, "dentaire": 60, "auxiliaire": 60, "biologie": 60,
    "medicament": 65, "transport": 55, "vehicule_personnel": 55, "psychologue": 60, "appareillage": 60, "ivg": 100,
}  # fmt: skip
FRANCHISE = {"medicament": 100, "auxiliaire": 100, "transport": 400}
AVEC_PARTICIPATION = ("medecin", "imagerie", "biologie")


def arrondi(fraction: Fraction) -> int:
    """Whole cents, a half upwards."""
    return (2 * fraction.numerator + fraction.denominator) // (2 * fraction.denominator)


def reste_en_centimes(soin: Soin, statuts: Statuts, *, mineur: bool, enfant: bool) -> tuple[int, int]:
    """What the Assurance Maladie pays and what remains, in cents."""
    prix, base = int(soin.prix * 100), min(int(soin.base * 100), int(soin.prix * 100))
    taux = Fraction(soin.taux) if soin.taux is not None else Fraction(TAUX[soin.famille], 100)
    nominal, enceinte = taux, statuts.mois_de_grossesse >= 6
    faible = soin.famille == "medicament" and nominal < Fraction(65, 100)
    ame = statuts.ame and not statuts.c2s
    if taux == 0 or (ame and soin.famille == "medicament" and nominal <= Fraction(15, 100)):
        couvert_ame = False
        taux = Fraction(0)
    else:
        couvert_ame = True
        exonere = statuts.at_mp or enceinte or soin.maternite or statuts.ald_liee
        if exonere or (soin.famille == "imagerie" and soin.base >= 120):
            taux = Fraction(1)
        elif statuts.alsace_moselle:
            taux = max(taux, Fraction(8 if faible else 9, 10))
    amo = arrondi(base * taux)
    if soin.acte_lourd and 0 < taux < 1 and not (statuts.alsace_moselle and taux > nominal):
        amo = base - min(3200, base)
    retenue = 0
    if (
        soin.famille in ("medecin", "imagerie")
        and statuts.hors_parcours
        and not (enfant or statuts.at_mp or statuts.ame)
    ):
        retenue = min(arrondi(Fraction(base * 40, 100)), 1060, amo)
    amo -= retenue
    ticket = base - amo - retenue
    if not (statuts.c2s or statuts.ame or mineur or enceinte or soin.maternite):
        amo -= min(amo, 200 if soin.famille in AVEC_PARTICIPATION else 0)
        amo -= min(amo, FRANCHISE.get(soin.famille, 0))
    part, exces = 0, min(prix - base, int((statuts.depassement_couvert or 0) * 100))
    if ame:
        part = ticket if couvert_ame or nominal == 0 else 0
    elif statuts.c2s:
        part = ticket + exces
    elif statuts.responsable:
        part = (ticket if not faible or statuts.medicaments_couverts else 0) + exces
    return amo, prix - amo - part
