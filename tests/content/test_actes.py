"""Every act of the catalogue can be found by its everyday words, adds up for very different people, and says no lie.

That each act is easy to read is checked act by act in test_falc.
"""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.domain.actes import Acte
from app.domain.bareme import Bareme
from app.domain.decompte_ouvert import DecompteOuvert, Demande, etablit
from app.domain.familles import FAMILLES
from app.domain.soins import SituationDeSoins
from app.main import create_app
from app.settings import Settings
from tests.factories import AUJOURDHUI, contenu_reel
from tests.tables import each

BAREME = contenu_reel().bareme
ACTES = BAREME.actes
AU_MOINS = 130
ZERO_EURO = "Vous payez 0 euro."

ADULTE: dict[str, Any] = {
    "date_naissance": "1980-01-01", "parcours": "respecte", "complementaire": "responsable", "ald": False,
    "c2s": False, "ame": False, "mois_de_grossesse": 0, "alsace_moselle": False, "at_mp": False,
}  # fmt: skip
SITUATIONS: dict[str, dict[str, Any]] = {
    "un adulte avec une complémentaire": {},
    "un adulte sans complémentaire": {"complementaire": "aucune"},
    "un adulte hors parcours": {"parcours": "hors_parcours", "complementaire": "aucune"},
    "un enfant": {"date_naissance": "2020-06-01"},
    "un nouveau-né": {"date_naissance": "2026-11-10"},
    "une personne à la C2S": {"c2s": True, "complementaire": "aucune"},
    "une personne à l'AME": {"ame": True, "complementaire": "aucune"},
    "une longue maladie": {"ald": True, "acte_en_lien_ald": True},
    "une grossesse de sept mois": {"mois_de_grossesse": 7},
    "l'Alsace-Moselle": {"alsace_moselle": True},
    "un accident du travail": {"at_mp": True},
    "un dépassement couvert": {"complementaire_depassement": "50.00"},
}


def prix_d_essai(acte: Acte) -> Decimal | None:
    """A price a person could be asked when the act has none of its own."""
    if acte.prix_constate is None:
        return None
    return acte.prix_constate.min or acte.prix_constate.max or Decimal("70.00")


def pose(acte: Acte, prix: Decimal | None = None, bareme: Bareme = BAREME, **dits: Any) -> DecompteOuvert:
    """The décompte of an act today."""
    situation = SituationDeSoins.model_validate({**ADULTE, **dits})
    return etablit(Demande(le=AUJOURDHUI, situation=situation, acte=acte, prix=prix), bareme)


def ecarts(decompte: DecompteOuvert) -> list[str]:
    """What does not add up, in words; nothing when every cent is accounted for."""
    montants = {nom: fourchette.montant for nom, fourchette in decompte.montants.items()}
    du = {nom: montant for nom, montant in montants.items() if nom != "a_payer_sur_place" and montant is not None}
    trouves = [f"{nom} inconnu" for nom in montants if nom != "a_payer_sur_place" and nom not in du]
    trouves += [f"{nom} négatif" for nom, montant in du.items() if montant < 0]
    lignes = [ligne.montant.montant for ligne in decompte.lignes]
    if None in lignes:
        trouves.append("une ligne sans montant")
    elif sum(montant for montant in lignes if montant is not None) != du.get("reste_a_charge"):
        trouves.append("les lignes ne font pas le reste à charge")
    if not trouves and du["reste_avant_complementaire"] - du["part_complementaire"] != du["reste_a_charge"]:
        trouves.append("le reste n'est pas ce que la complémentaire laisse")
    return trouves


def test_the_catalogue_is_large_enough_and_leaves_no_family_out() -> None:
    assert len(ACTES) >= AU_MOINS
    assert {acte.famille for acte in ACTES.values()} == set(FAMILLES)


@each("id_", ACTES)
def test_act_adds_up_for_everyone(id_: str) -> None:
    acte = ACTES[id_]
    prix = prix_d_essai(acte)
    trouves = {nom: ecarts(pose(acte, prix, **dits)) for nom, dits in SITUATIONS.items()}
    assert {nom: faux for nom, faux in trouves.items() if faux} == {}


@each("id_", ACTES)
def test_act_answers_someone_who_says_nothing(id_: str) -> None:
    muet = etablit(Demande(le=AUJOURDHUI, situation=SituationDeSoins(), acte=ACTES[id_]), BAREME)
    assert muet.lignes
    assert muet.certitude == ("a_verifier" if muet.doutes else "sure")


@each("id_", ACTES)
def test_unknown_price_stays_unknown(id_: str) -> None:
    acte = ACTES[id_]
    bornes = acte.prix_constate
    fixe = bornes is None or (bornes.min is not None and bornes.min == bornes.max)
    assert (pose(acte).montants["tarif"].montant is not None) is fixe


@pytest.mark.parametrize("id_", [id_ for id_, acte in ACTES.items() if ZERO_EURO in acte.falc.texte])
def test_zero_euro_is_said_only_when_it_is_true(id_: str) -> None:
    """Also for the person who has no complementary: nothing else in the text would tell them."""
    decompte = pose(ACTES[id_], complementaire="aucune", mois_de_grossesse=0)
    assert decompte.montants["reste_a_charge"].montant == 0


@pytest.mark.parametrize("id_", [id_ for id_, acte in ACTES.items() if acte.regles.cent_pour_cent_sante])
def test_hundred_percent_basket_leaves_nothing_with_a_contract(id_: str) -> None:
    assert pose(ACTES[id_]).montants["reste_a_charge"].montant == 0


@pytest.mark.parametrize("id_", [id_ for id_, acte in ACTES.items() if acte.jours == 0])
def test_stay_without_a_night_owes_no_daily_sum(id_: str) -> None:
    assert pose(ACTES[id_]).montants["forfait_journalier"].montant == 0


def test_every_rate_of_medicines_has_an_act() -> None:
    taux = {pose(acte).taux for acte in ACTES.values() if acte.famille == "medicament"}
    assert {Decimal(t) for t in ("1.00", "0.65", "0.30", "0.15")} <= taux


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """The real service over the real content."""
    app = create_app(Settings(var=tmp_path_factory.mktemp("var")), contenu_reel(), date(2026, 11, 22))
    return TestClient(app, base_url="https://testserver")


@each("id_", ACTES)
def test_act_is_found_by_each_of_its_words(id_: str, api: TestClient) -> None:
    perdus = []
    for mot in ACTES[id_].mots:
        reponse = api.get("/api/v1/actes", params={"q": mot})
        assert reponse.status_code == 200, mot
        if id_ not in [acte["id"] for acte in reponse.json()["actes"]]:
            perdus.append(mot)
    assert perdus == []


@pytest.mark.parametrize(
    ("mots", "attendu"),
    [
        ("prise de sang", "bilan-sanguin"),
        ("toubib", "consultation-generaliste"),
        ("lunettes progressives", "lunettes-progressives-100-sante"),
        ("radio du dos", "radio-dos"),
        ("dentiste gratuit enfant", "mt-dents"),
        ("sida", "depistage-vih"),
        ("pilule du lendemain", "pilule-du-lendemain"),
        ("accoucher", "accouchement"),
        ("VACCIN GRIPPE", "vaccin-grippe-bon"),
        ("médecin la nuit", "consultation-generaliste-nuit"),
        ("mal de dos", "osteopathe"),
        ("fauteuil roulant", "taxi-fauteuil-roulant"),
    ],
)
def test_everyday_words_find_the_act(mots: str, attendu: str) -> None:
    assert attendu in [acte.id for acte in BAREME.index.cherche(mots)]


def test_frequent_acts_have_a_rank_of_their_own() -> None:
    rangs = [acte.frequent for acte in ACTES.values() if acte.frequent is not None]
    assert len(rangs) == len(set(rangs))


def test_a_lost_cent_is_seen() -> None:
    """The additions above do catch a line that does not belong: the guard is worth something."""
    decompte = pose(ACTES["consultation-generaliste"])
    assert ecarts(decompte) == []
    tronque = DecompteOuvert(
        le=decompte.le, acte=decompte.acte, montants=decompte.montants, taux=decompte.taux,
        lignes=decompte.lignes[:-1], si=(), doutes=(),
    )  # fmt: skip
    assert ecarts(tronque) == ["les lignes ne font pas le reste à charge"]
