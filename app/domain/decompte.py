"""Holds one décompte: its signed lines from the price to what remains, and the way to it. Everything is known here.

Conservation, to the cent: Assurance Maladie + complementary + person = price + forfait journalier not imputed, and
the lines add up to what remains.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from app.domain.euros import ZERO
from app.domain.familles import REGLES
from app.domain.parametres import Chiffre
from app.domain.soins import LecteurDeChiffres, Soin, Statuts

CodeLigne = Literal[
    "tarif", "amo", "majoration_hors_parcours", "participation_forfaitaire", "franchise",
    "forfait_journalier", "part_complementaire",
]  # fmt: skip
#: The order in which a décompte is read.
ORDRE: tuple[CodeLigne, ...] = (
    "tarif", "forfait_journalier", "amo", "majoration_hors_parcours", "participation_forfaitaire", "franchise",
    "part_complementaire",
)  # fmt: skip
#: Every amount of a décompte, in the order of the contract.
MONTANTS = (
    "tarif", "base", "amo_brut", "majoration_hors_parcours", "ticket_moderateur", "participation_forfaitaire",
    "franchise", "forfait_journalier", "forfait", "amo_net", "depassement", "reste_avant_complementaire",
    "part_complementaire", "reste_a_charge",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ligne:
    """One signed step. `raison` says in one word why it is so; `chiffres` are the figures it was made with."""

    code: CodeLigne
    montant: Decimal
    raison: str = ""
    chiffres: tuple[Chiffre, ...] = ()


@dataclass(frozen=True, slots=True)
class Decompte:
    """All the amounts of one care for one settled situation, and the lines that explain them."""

    tarif: Decimal
    base: Decimal
    taux: Decimal
    amo_brut: Decimal = ZERO
    majoration_hors_parcours: Decimal = ZERO
    ticket_moderateur: Decimal = ZERO
    participation_forfaitaire: Decimal = ZERO
    franchise: Decimal = ZERO
    forfait_journalier: Decimal = ZERO
    #: The part of the forfait journalier owed on top of the ticket modérateur.
    forfait_non_impute: Decimal = ZERO
    forfait: Decimal = ZERO
    depassement: Decimal = ZERO
    part_complementaire: Decimal = ZERO
    #: At the counter, from `a_payer_min` (the Sécu and the complementary pay directly) to `a_payer_max`.
    a_payer_min: Decimal = ZERO
    a_payer_max: Decimal = ZERO
    lignes: tuple[Ligne, ...] = field(default=())
    doutes: tuple[str, ...] = ()

    @property
    def amo_net(self) -> Decimal:
        """What the Assurance Maladie really pays back."""
        return self.amo_brut - self.participation_forfaitaire - self.franchise

    @property
    def reste_avant_complementaire(self) -> Decimal:
        """What the Assurance Maladie leaves, the forfait journalier not imputed included."""
        return self.tarif + self.forfait_non_impute - self.amo_net

    @property
    def reste_a_charge(self) -> Decimal:
        """What the person pays in the end."""
        return self.reste_avant_complementaire - self.part_complementaire


@dataclass(frozen=True, slots=True)
class Prise:
    """The rate at which a care is taken charge of, why, and the figures that say so."""

    taux: Decimal
    raison: str
    chiffres: tuple[Chiffre, ...]


def exoneration(soin: Soin, statuts: Statuts, lecteur: LecteurDeChiffres) -> Prise | None:
    """The full rate the law gives whatever the family, or None.

    Accident at work (L431-1 CSS), maternity from the sixth month or a compulsory examination (L160-9), care linked to
    a long-term illness (L160-14 3°): 100 % of the base, never of the excess.
    """
    mois = lecteur.est_en_maternite(statuts)
    if statuts.at_mp:
        raison = "at_mp"
    elif mois or soin.maternite:
        raison = "maternite"
    elif statuts.ald_liee:
        raison = "ald"
    else:
        return None
    plein = lecteur.lis("taux-exoneration")
    return Prise(plein.valeur, raison, (plein, mois) if mois and raison == "maternite" else (plein,))


def couverture(
    soin: Soin, statuts: Statuts, dans_la_base: Decimal, depassement: Decimal, *, tenue: bool
) -> tuple[Decimal, str]:
    """What the complementary pays, and which: the C2S, the AME, a contrat responsable, or none.

    L861-3 CSS: the C2S pays all within the base. L251-2 CASF: so does the AME. L871-1 and R871-2 CSS: a contrat
    responsable pays it too where it is bound to (`tenue`); the excess only as the contract says, and whole in the
    100 % Santé basket. None of them pays the participation, the franchise or the extra for leaving the care pathway.
    """
    if statuts.ame and not statuts.c2s:
        return dans_la_base, "ame"
    if not (statuts.c2s or statuts.responsable):
        return ZERO, "aucune"
    couvert = min(depassement, max(statuts.depassement_couvert or ZERO, soin.panier))
    if statuts.c2s:
        return dans_la_base + couvert, "c2s"
    return (dans_la_base if tenue else ZERO) + couvert, "responsable" if tenue else "non_tenue"


def au_comptoir(
    soin: Soin, statuts: Statuts, du: Decimal, amo: Decimal, part: Decimal, *, plein: bool
) -> tuple[Decimal, Decimal]:
    """The least and the most that can be asked at the counter for `du`.

    Paid directly by law (tiers payant): L861-3 for the C2S, L251-2 CASF, L160-14 and L161-36-2 CSS for care at 100 %.
    The participation and the franchise are then taken on another reimbursement, not at the counter.
    """
    mode = soin.tiers_payant or REGLES[soin.famille].tiers_payant
    direct = du - amo - part
    if statuts.c2s or statuts.ame or (statuts.responsable and soin.panier > ZERO):
        return direct, direct
    if plein or soin.prevention or mode == "obligatoire":
        return direct, du - amo
    return (direct, du) if mode == "usuel" else (du, du)
