"""The suppositions of a price: which exclude which, the situation they make, and only those that count are proposed."""

from datetime import date
from decimal import Decimal
from itertools import combinations

import pytest

from app.domain.dates import parse_date_approchee
from app.domain.decompte_ouvert import Demande, etablit
from app.domain.prix_suppose import PrixDemande, decompte_au_depart, etablit_prix
from app.domain.soins import SituationDeSoins
from app.domain.suppositions import (
    AUCUNE,
    Supposition,
    bascule,
    read_suppositions,
    situation_de,
    suppositions_de,
)
from tests.factories import AUJOURDHUI, contenu_reel
from tests.tables import each

BAREME = contenu_reel().bareme
S = Supposition
COUVERTURES = {S.SANS_COMPLEMENTAIRE, S.C2S, S.AME, S.INCONNUE}


def demande(acte: str, *faites: Supposition, prix: str | None = None, le: date = AUJOURDHUI) -> PrixDemande:
    return PrixDemande(BAREME.acte(acte), le, frozenset(faites), Decimal(prix) if prix else None)


@pytest.mark.parametrize("une", list(Supposition))
def test_toucher_deux_fois_ne_change_rien_et_deux_couvertures_ne_vont_pas_ensemble(une: Supposition) -> None:
    assert bascule(bascule(AUCUNE, une), une) == AUCUNE
    for autre in Supposition:
        ensemble = bascule(bascule(AUCUNE, autre), une)
        assert len(ensemble & COUVERTURES) <= 1
        assert une in ensemble or autre == une
        assert not {S.ENFANT, S.GROSSESSE} <= ensemble
        assert not (ensemble & COUVERTURES and ensemble & {S.DEPASSEMENT_COUVERT, S.MEDICAMENTS_COUVERTS})


def test_un_mot_inconnu_ne_suppose_rien() -> None:
    assert read_suppositions(["", "C2S", "<b>", "c2s ", "ald; c2s"]) == AUCUNE
    assert read_suppositions(["c2s", "sans-complementaire", "c2s", "ald"]) == {S.C2S, S.ALD}, "the last cover wins"


@each("faites", [AUCUNE, *map(frozenset, combinations(Supposition, 2))])
def test_une_situation_dit_tout_sauf_ce_que_la_personne_ne_sait_pas(faites: frozenset[Supposition]) -> None:
    lues = read_suppositions(sorted(faites))
    situation = situation_de(lues, AUJOURDHUI)
    inconnus = {nom for nom, valeur in situation.model_dump().items() if valeur is None}
    assert inconnus == ({"parcours", "complementaire"} if S.INCONNUE in lues else set())


@pytest.mark.parametrize(
    ("naissance", "enfant"),
    [("2016-01-01", True), ("2010-11-23", True), ("2010-11-22", False), ("2010", False), ("1972-05-14", False)],
)
def test_la_date_de_naissance_suppose_un_enfant_quand_elle_est_sure(naissance: str, enfant: bool) -> None:
    acte = BAREME.acte("consultation-generaliste")
    lues = suppositions_de(acte, parse_date_approchee(naissance), AUJOURDHUI)
    assert lues == (frozenset({S.ENFANT}) if enfant else AUCUNE)


def test_un_soin_d_enfant_est_montre_pour_un_enfant() -> None:
    depart = decompte_au_depart(BAREME.acte("consultation-generaliste-enfant"), AUJOURDHUI, BAREME)
    assert depart is not None
    assert depart.montants["reste_a_charge"].montant == 0


def test_la_consultation_faite_a_la_main() -> None:
    """30 €: 70 % = 21, less 2; the complementary pays 9. Outside the pathway 10.60 less; without any cover 9 more."""
    attendus = {
        S.SANS_COMPLEMENTAIRE: "9.00", S.C2S: "-2.00", S.ALD: "0.00", S.HORS_PARCOURS: "10.60", S.ENFANT: "-2.00",
        S.GROSSESSE: "-2.00", S.AME: "-2.00",
    }  # fmt: skip
    prix = etablit_prix(demande("consultation-generaliste"), BAREME)
    assert prix.decompte.montants["reste_a_charge"].montant == Decimal("2.00")
    assert {e.supposition: e.delta for e in prix.et_si if e.delta is not None} == {
        nom: Decimal(delta) for nom, delta in attendus.items()
    }
    inconnue = next(e for e in prix.et_si if e.supposition is S.INCONNUE)
    assert (inconnue.reste.minimum, inconnue.reste.maximum) == (Decimal("2.00"), Decimal("21.60"))


def test_avec_la_c2s_ce_qu_elle_eteint_n_est_pas_propose() -> None:
    """The contract's options would show a difference only because they turn the C2S off."""
    proposees = {e.supposition for e in etablit_prix(demande("consultation-generaliste", S.C2S), BAREME).et_si}
    assert S.C2S in proposees
    assert not proposees & {S.DEPASSEMENT_COUVERT, S.MEDICAMENTS_COUVERTS, S.ENFANT}


def test_tout_le_depassement_couvert_quel_que_soit_le_prix() -> None:
    for prix in ("60.00", "100000.00"):
        calcul = etablit_prix(demande("specialiste-secteur-2", S.DEPASSEMENT_COUVERT, prix=prix), BAREME)
        assert calcul.decompte.montants["reste_a_charge"].montant == Decimal("2.00")


@each("acte", sorted(BAREME.actes))
def test_un_et_si_est_le_prix_une_fois_touche(acte: str) -> None:
    """What is announced is what is shown after the touch, and what the engine says of the situation told."""
    depart = etablit_prix(demande(acte), BAREME)
    for et_si in depart.et_si:
        apres = etablit_prix(demande(acte, et_si.supposition), BAREME).decompte
        dit = etablit(
            Demande(AUJOURDHUI, situation_de(frozenset({et_si.supposition}), AUJOURDHUI), acte=BAREME.acte(acte)),
            BAREME,
        )
        assert et_si.reste == apres.montants["reste_a_charge"] == dit.montants["reste_a_charge"]
        assert et_si.a_payer == dit.montants["a_payer_sur_place"]


def test_les_si_du_moteur_donnent_les_memes_differences() -> None:
    """The engine's own suppositions, from the same person with the statuses not told."""
    noms = {S.C2S: "c2s", S.ALD: "ald", S.AT_MP: "at_mp", S.ALSACE_MOSELLE: "alsace_moselle", S.AME: "ame"}
    connue = {"parcours": "respecte", "complementaire": "aucune", "date_naissance": parse_date_approchee("1986-01-01")}
    for acte in ("consultation-generaliste", "doliprane-1000", "bilan-sanguin", "sejour-medecine"):
        ouvert = etablit(Demande(AUJOURDHUI, SituationDeSoins(**connue), acte=BAREME.acte(acte)), BAREME)
        deltas = {si.fait: si.delta.montant for si in ouvert.si if si.delta}
        nus = ouvert.montants["reste_a_charge"].montant
        for supposition, fait in noms.items():
            seule = situation_de(frozenset({supposition}), AUJOURDHUI).model_copy(update={"complementaire": "aucune"})
            reste = etablit(Demande(AUJOURDHUI, seule, acte=BAREME.acte(acte)), BAREME).montants["reste_a_charge"]
            assert nus is not None
            assert reste.montant is not None
            assert deltas[fait] == reste.montant - nus, (acte, fait)
