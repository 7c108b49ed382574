"""Every purpose on or off, given and taken back: nothing else changes, what it kept goes, and the last answer wins."""

import re

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from app.domain.falc import problemes_page
from app.main import Application
from app.models import ActeConsenti, Carnet, CodeCarnet, PartageCarnet, PersonneCarnet, SessionCarnet
from app.routers.porte_carnet import TEMOIN
from app.services.consentements import is_whole, subject_of
from tests.rendering.conftest import phrases_falc, visible
from tests.web.carnets import age_shown, answer, empreinte, make, say
from tests.web.conftest import Ouvre

PAGES = ("/", "/conseils", "/vaccins", "/couts", "/couts/consultation-generaliste", "/mon-annee", "/bilan-prevention",
         "/rappels", "/droits", "/questions", "/imprimer")  # fmt: skip
MACON = "71000 Mâcon"


@pytest.fixture
def client(ouvre: Ouvre) -> TestClient:
    return ouvre()


@pytest.fixture
def owner(client: TestClient) -> TestClient:
    answer(client)
    make(client)
    return client


def share(client: TestClient) -> str:
    donnees = {"empreinte": empreinte(client.get("/partages").text, "/partages"), "fait": "oui", "duree": "1-heure"}
    trouve = re.search(r'<p class="titre">([0-9A-Z-]{17})</p>', client.post("/partages", data=donnees).text)
    assert trouve
    return trouve[1]


def keep_here(client: TestClient, geste: str) -> None:
    donnees = {"empreinte": empreinte(client.get("/consentements").text, "/consentements"), "geste": geste}
    assert client.post("/consentements", data=donnees).status_code == 200


def main_pages(client: TestClient) -> list[str]:
    """What the main pages say, each answered."""
    reponses = [client.get(chemin) for chemin in PAGES]
    assert {reponse.status_code for reponse in reponses} == {200}
    return [visible(reponse.text) for reponse in reponses]


def test_with_a_carnet_or_without_all_purposes_or_none_the_pages_say_the_same(ouvre: Ouvre) -> None:
    """Every combination with a carnet is in test_tous_les_accords.py; here, what a carnet itself changes."""
    dites: dict[bool, list[list[str]]] = {False: [], True: []}
    for ici in (False, True):
        client = ouvre()
        answer(client)
        keep_here(client, "donne" if ici else "refuse")
        dites[False].append(main_pages(client)[1:])  # the first page says that answers are kept
    client = ouvre()
    answer(client)
    make(client)
    for oui in (False, True):
        assert say(client, "commune", "donne" if oui else "retire", commune="Mâcon") == 200
        assert say(client, "statistiques", "donne" if oui else "retire") == 200
        if oui:
            share(client)
        assert (MACON in client.get("/creneaux").text) is oui
        dites[True].append(main_pages(client)[1:])
    for pages in dites.values():
        assert all(autre == pages[0] for autre in pages)
    assert len(dites[True]) == 2
    communes = [un == autre for un, autre in zip(dites[False][0], dites[True][0], strict=True)]
    assert communes[0]  # the advice is the same with a carnet and without


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_a_commune_is_remembered_sealed_and_erased_in_one_gesture(
    owner: TestClient, service: Application, prefixe: str
) -> None:
    assert say(owner, "commune", "donne", prefixe, commune="macon") == 200
    for chemin in ("/creneaux", "/ou"):
        assert f'value="{MACON}"' in owner.get(prefixe + chemin).text
    assert owner.get("/mes-donnees/copie.json").json()["personnes"][0]["commune"] == MACON
    assert MACON in visible(owner.get("/mes-donnees").text).replace("\u00a0", " ")
    with Session(service.state.parties.engine) as session:
        for ligne in session.exec(select(PersonneCarnet)):
            assert "Mâcon".encode() not in ligne.profil + ligne.historique
    assert say(owner, "commune", "retire", prefixe) == 200
    for chemin in ("/creneaux", "/ou"):
        assert MACON not in owner.get(prefixe + chemin).text
    assert owner.get("/mes-donnees/copie.json").json()["personnes"][0]["commune"] == ""


@pytest.mark.parametrize("saisie", ["", "Zzzville", "Saint-Martin", "2 84 05 76 451 089 46", "x" * 500])
def test_a_commune_that_is_not_one_is_asked_again(owner: TestClient, saisie: str) -> None:
    assert say(owner, "commune", "donne", commune=saisie) == 422
    assert say(owner, "commune", "donne", "/falc", commune=saisie) == 422
    copie = owner.get("/mes-donnees/copie.json").json()
    assert copie["personnes"][0]["commune"] == ""
    assert len(copie["accords"]) == 1


def test_a_copy_brings_no_commune_back_without_its_own_yes(ouvre: Ouvre, owner: TestClient) -> None:
    say(owner, "commune", "donne", commune="71000")
    brut = owner.get("/mes-donnees/copie.json").content
    ailleurs = ouvre()
    assert (
        ailleurs.post("/mes-donnees/copie", files={"fichier": ("x.json", brut, "application/json")}).status_code == 303
    )
    assert ailleurs.get("/mes-donnees/copie.json").json()["personnes"][0]["commune"] == ""


def test_taking_back_never_asks_for_more_than_giving(owner: TestClient) -> None:
    """Boxes, fields and buttons between the page and the receipt."""
    for finalite, a_donner in (("commune", 2), ("statistiques", 1)):
        gestes = {}
        for geste in ("donne", "retire"):
            page = owner.get("/consentements").text
            formulaire = re.search(rf'<form[^>]*>(?=<input[^>]*value="{finalite}")(.*?)</form>', page, re.DOTALL)
            assert formulaire
            assert f'value="{geste}"' in formulaire[1]
            gestes[geste] = formulaire[1].count('type="text"') + 1
            assert say(owner, finalite, geste, commune="71000") == 200
        assert gestes == {"donne": a_donner, "retire": 1}
    share(owner)
    assert owner.get("/partages").text.count('formaction="/partages/arreter"') == 0
    assert owner.get("/partages").text.count('action="/partages/arreter"') == 1  # one button, no other field


def test_two_tabs_give_and_take_back_and_the_last_wins(ouvre: Ouvre, owner: TestClient, service: Application) -> None:
    autre = ouvre()
    autre.cookies.set(TEMOIN, owner.cookies[TEMOIN])
    for onglet, geste in ((owner, "donne"), (autre, "retire"), (owner, "donne"), (autre, "donne"), (owner, "retire")):
        assert say(onglet, "statistiques", geste) == 200
    assert say(autre, "statistiques", "retire") == 200  # twice: already over, noted as a no
    gestes = [a["geste"] for a in owner.get("/mes-donnees/copie.json").json()["accords"][1:]]
    assert gestes == ["donne", "retire", "donne", "donne", "retire", "refuse"]
    with Session(service.state.parties.engine) as session:
        carnet = session.exec(select(Carnet)).one()
        assert is_whole(session, subject_of(carnet))


def test_a_form_left_open_while_the_carnet_changed_is_refused_whole(ouvre: Ouvre, owner: TestClient) -> None:
    """The act and what it lets keep go together: never one without the other."""
    owner.post("/mes-donnees/effacer", data={"personne": "0"})
    assert say(owner, "commune", "donne", commune="71000") == 422
    assert len(owner.get("/mes-donnees/copie.json").json()["accords"]) == 1


def test_withdrawing_one_purpose_ends_that_one_alone(ouvre: Ouvre, service: Application) -> None:
    """The table of effects: what each withdrawal erases, and what it leaves."""
    ici = ouvre()
    answer(ici)
    keep_here(ici, "donne")
    donnees = {"empreinte": empreinte(ici.get("/consentements").text, "/consentements"), "geste": "retire"}
    retrait = ici.post("/consentements", data=donnees)
    assert '"storage"' in retrait.headers["clear-site-data"]  # P1: everything on the device
    assert not age_shown(ici)

    owner, medecin = ouvre(), ouvre()
    answer(owner)
    make(owner)
    say(owner, "commune", "donne", commune="71000")
    say(owner, "statistiques", "donne")
    code = share(owner)
    say(owner, "commune", "retire")  # P4: the commune, and nothing else
    assert MACON not in owner.get("/creneaux").text
    assert medecin.post("/partage", data={"code": code}).status_code == 200
    say(owner, "statistiques", "retire")  # P5: nobody to count any more
    assert medecin.post("/partage", data={"code": code}).status_code == 200
    owner.post("/partages/arreter", data={"partage": "tout"})  # P6: the code
    assert medecin.post("/partage", data={"code": code}).status_code == 422
    assert age_shown(owner)
    code = share(owner)
    fin = owner.post("/mes-donnees/effacer", data={"personne": "tout"})  # P2: the carnet, and all it held
    assert "Votre reçu" in fin.text
    assert medecin.post("/partage", data={"code": code}).status_code == 422
    with Session(service.state.parties.engine) as session:
        for table in (Carnet, PersonneCarnet, CodeCarnet, SessionCarnet, PartageCarnet):
            assert session.exec(select(table)).all() == []
        derniers = {acte.finalite: acte.geste for acte in session.exec(select(ActeConsenti).order_by("rang"))}
    assert set(derniers.values()) == {"retire"}


def test_the_easy_page_is_easy_with_a_fault_too(owner: TestClient) -> None:
    say(owner, "statistiques", "donne")
    for page in ("", "?sujet=commune", "?sujet=statistiques", "?sujet=x"):
        texte = owner.get(f"/falc/consentements{page}").text
        assert [str(f) for f in problemes_page([], phrases_falc(texte))] == [], page
