"""Holds the suppositions a price is shown under, which exclude which, and the situation they make. Counts nothing.

A page shows one whole sum: an adult who goes through their doctor and has a contrat responsable, said on the page as
such, never as the person's answer. Each supposition moves one thing of it.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum

from app.domain.actes import Acte
from app.domain.dates import DateApprochee, age_on, parse_date_approchee
from app.domain.euros import MONTANT_MAX
from app.domain.soins import SituationDeSoins

AGE_ENFANT, AGE_ADULTE = 10, 40
#: Under this age nobody is bound by the care pathway: what an "enfant" is here (L162-5-3 CSS).
AGE_DU_PARCOURS = 16
SIXIEME_MOIS = 6
#: Above any price there can be: whoever is covered for all the excess is covered for this.
TOUT_LE_DEPASSEMENT = 2 * MONTANT_MAX


class Supposition(StrEnum):
    """One thing that may be true of the person; the value is its name in a form."""

    SANS_COMPLEMENTAIRE = "sans-complementaire"
    DEPASSEMENT_COUVERT = "depassement-couvert"
    MEDICAMENTS_COUVERTS = "medicaments-couverts"
    C2S = "c2s"
    ALD = "ald"
    HORS_PARCOURS = "hors-parcours"
    ENFANT = "enfant"
    GROSSESSE = "grossesse"
    ALSACE_MOSELLE = "alsace-moselle"
    AT_MP = "at-mp"
    AME = "ame"
    INCONNUE = "inconnue"


Suppositions = frozenset[Supposition]
AUCUNE: Suppositions = frozenset()
_CONTRATS = frozenset({Supposition.DEPASSEMENT_COUVERT, Supposition.MEDICAMENTS_COUVERTS})
_SEULES = frozenset({Supposition.SANS_COMPLEMENTAIRE, Supposition.C2S, Supposition.AME, Supposition.INCONNUE})
#: What cannot be true together: one cover at a time, and a child is not supposed pregnant.
_EXCLUS: tuple[tuple[Suppositions, Suppositions], ...] = (
    (_SEULES, _SEULES),
    (_SEULES, _CONTRATS),
    (_CONTRATS, _SEULES),
    (frozenset({Supposition.INCONNUE}), frozenset({Supposition.HORS_PARCOURS})),
    (frozenset({Supposition.HORS_PARCOURS}), frozenset({Supposition.INCONNUE})),
    (frozenset({Supposition.ENFANT}), frozenset({Supposition.GROSSESSE})),
    (frozenset({Supposition.GROSSESSE}), frozenset({Supposition.ENFANT})),
)


def read_suppositions(mots: Iterable[str]) -> Suppositions:
    """The suppositions these words name, taken one after the other; an unknown word names none."""
    connues = set(Supposition)
    lues = AUCUNE
    for mot in mots:
        if mot in connues and mot not in lues:
            lues = bascule(lues, Supposition(mot))
    return lues


def bascule(suppositions: Suppositions, choisie: Supposition) -> Suppositions:
    """The same suppositions with one turned over; turning it on turns off what it excludes."""
    if choisie in suppositions:
        return suppositions - {choisie}
    exclues = {autre for groupe, autres in _EXCLUS if choisie in groupe for autre in autres}
    return (suppositions - exclues) | {choisie}


def suppositions_de(acte: Acte, naissance: DateApprochee | None, le: date) -> Suppositions:
    """What is supposed at first: a child for an act of children, or when the birth date leaves no doubt."""
    enfant = naissance is not None and age_on(naissance.premier, le) < AGE_DU_PARCOURS
    return frozenset({Supposition.ENFANT}) if enfant or acte.pour_un_enfant else AUCUNE


def situation_de(suppositions: Suppositions, le: date) -> SituationDeSoins:
    """The situation these suppositions make on a day: every status is told, so that nothing is left open but what
    the person says not to know."""
    inconnue = Supposition.INCONNUE in suppositions
    age = AGE_ENFANT if Supposition.ENFANT in suppositions else AGE_ADULTE
    sans = suppositions & {Supposition.SANS_COMPLEMENTAIRE, Supposition.C2S, Supposition.AME}
    couvert = TOUT_LE_DEPASSEMENT if Supposition.DEPASSEMENT_COUVERT in suppositions else Decimal(0)
    return SituationDeSoins(
        date_naissance=parse_date_approchee(f"{le.year - age:04}-01-01"),
        parcours=None if inconnue else "hors_parcours" if Supposition.HORS_PARCOURS in suppositions else "respecte",
        ald=Supposition.ALD in suppositions,
        acte_en_lien_ald=Supposition.ALD in suppositions,
        c2s=Supposition.C2S in suppositions,
        ame=Supposition.AME in suppositions,
        mois_de_grossesse=SIXIEME_MOIS if Supposition.GROSSESSE in suppositions else 0,
        alsace_moselle=Supposition.ALSACE_MOSELLE in suppositions,
        at_mp=Supposition.AT_MP in suppositions,
        complementaire=None if inconnue else "aucune" if sans else "responsable",
        complementaire_medicaments_30_15=Supposition.MEDICAMENTS_COUVERTS in suppositions,
    ).model_copy(update={"complementaire_depassement": couvert})
