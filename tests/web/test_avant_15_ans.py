"""Before 15: advice without keeping, a carnet with a parent's act beside the child's, and nothing else asked."""

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from app.domain.consentement import ActeConsentement, Auteur, Finalite, Geste, agreed_together
from app.domain.falc import problemes_page
from app.main import Application
from app.models import ActeConsenti, Carnet
from app.routers.porte_carnet import TEMOIN
from app.services.consentements import is_whole, subject_of
from app.services.reponses_chiffrees import NOM
from tests.base.carnets import ACTE
from tests.rendering.conftest import phrases_falc, visible
from tests.web.carnets import answer, empreinte
from tests.web.conftest import Ouvre

ENFANT = "01/03/2013"  # 13 on the day of these tests


@pytest.fixture
def client(ouvre: Ouvre) -> TestClient:
    return ouvre()


def together(client: TestClient, prefixe: str = "", **cases: str) -> int:
    """The form of a child and a parent; the status."""
    page = client.get(f"{prefixe}/carnet").text
    donnees = {"age": "non", "empreinte": empreinte(page, f"{prefixe}/carnet/creer")} | cases
    statut: int = client.post(f"{prefixe}/carnet/creer", data=donnees).status_code
    return statut


@pytest.mark.parametrize("prefixe", ["", "/falc"])
@pytest.mark.parametrize("naissance", [ENFANT, ""])
def test_a_child_and_a_parent_each_say_yes(
    client: TestClient, service: Application, naissance: str, prefixe: str
) -> None:
    if naissance:
        answer(client, naissance)
    assert together(client, prefixe, enfant="oui", parent="oui") == 200
    assert [a["auteur"] for a in client.get("/mes-donnees/copie.json").json()["accords"]] == ["enfant", "parent"]
    answer(client, ENFANT)  # their own birth date may be written, now that both agreed
    assert client.get("/mes-donnees/copie.json").json()["personnes"][0]["profil"]["date_naissance"] == "2013-03-01"
    with Session(service.state.parties.engine) as session:
        assert is_whole(session, subject_of(session.exec(select(Carnet)).one()))


@pytest.mark.parametrize("cases", [{}, {"enfant": "oui"}, {"parent": "oui"}, {"enfant": "non", "parent": "oui"}])
def test_one_of_the_two_is_not_enough(client: TestClient, service: Application, cases: dict[str, str]) -> None:
    answer(client, ENFANT)
    for age in ("oui", "non"):
        assert together(client, **cases, age=age) == 422
    assert TEMOIN not in client.cookies
    with Session(service.state.parties.engine) as session:
        assert session.exec(select(ActeConsenti)).all() == []
    page = client.post("/carnet/creer", data={"age": "non"} | cases).text
    assert page.count('type="checkbox"') == 2
    assert " checked" not in page


def test_nothing_stays_on_this_device_before_15(client: TestClient) -> None:
    adresse = "/consentements"
    donnees = {"empreinte": empreinte(client.get(adresse).text, adresse), "geste": "donne"}
    assert client.post(adresse, data=donnees).status_code == 422  # the age is asked first
    refus = client.post(adresse, data=donnees | {"age": "non"})
    assert refus.status_code == 422
    assert "Avant 15 ans" in visible(refus.text)
    assert NOM not in client.cookies
    answer(client, ENFANT)
    assert client.post(adresse, data=donnees | {"age": "oui"}).status_code == 422
    assert "Max-Age=31536000" not in str(client.get(adresse).headers)


def test_a_birth_date_given_later_ends_what_was_kept(client: TestClient) -> None:
    adresse = "/consentements"
    donnees = {"empreinte": empreinte(client.get(adresse).text, adresse), "geste": "donne", "age": "oui"}
    assert "Max-Age=31536000" in client.post(adresse, data=donnees).headers["set-cookie"]
    plus_tard = client.post("/", data={"date_naissance": ENFANT, "sexe": "F"})
    assert plus_tard.status_code == 303
    assert "Max-Age" not in plus_tard.headers["set-cookie"]  # gone with the browser, as for anyone who said no
    assert "moins de 15 ans" in visible(client.get("/falc/consentements").text)
    assert client.get("/mes-donnees/copie.json").json()["accords"] == []


def test_in_the_carnet_of_a_child_no_other_purpose_is_asked(client: TestClient) -> None:
    answer(client, ENFANT)
    together(client, enfant="oui", parent="oui")
    page = client.get("/consentements").text
    assert 'value="statistiques"' not in page
    assert 'value="commune"' not in page
    for adresse in ("/consentements/carnet", "/partages", "/carnet/accord"):
        refus = client.post(adresse, data={"finalite": "statistiques", "geste": "donne", "fait": "oui"})
        assert refus.status_code == 422
        assert "Avant 15 ans" in visible(refus.text)
    assert len(client.get("/mes-donnees/copie.json").json()["accords"]) == 2
    assert client.post("/mes-donnees/effacer", data={"personne": "tout"}).status_code == 200  # alone, in one gesture


def test_both_acts_are_needed_and_only_those_of_the_carnet() -> None:
    def acte(auteur: Auteur, finalite: Finalite = Finalite.CARNET, geste: Geste = Geste.DONNE) -> ActeConsentement:
        return ActeConsentement(finalite, geste, 1, ACTE.empreinte, "normal", ACTE.le, auteur=auteur)

    assert agreed_together([acte(Auteur.ENFANT), acte(Auteur.PARENT)])
    assert not agreed_together([acte(Auteur.PARENT)])
    assert not agreed_together([acte(Auteur.SOI), acte(Auteur.ENFANT)])
    assert not agreed_together([acte(Auteur.ENFANT), acte(Auteur.PARENT, Finalite.COMMUNE)])
    assert not agreed_together([acte(Auteur.ENFANT), acte(Auteur.PARENT, geste=Geste.REFUSE)])


def test_the_easy_pages_are_easy(client: TestClient) -> None:
    sans_age = client.get("/falc/consentements").text
    answer(client, ENFANT)
    refuse = client.post("/falc/carnet/creer", data={"age": "non"}).text
    for page in (sans_age, refuse, client.get("/falc/consentements").text):
        assert [str(f) for f in problemes_page([], phrases_falc(page))] == []
