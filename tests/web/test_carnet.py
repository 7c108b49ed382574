"""The carnet as a browser meets it: device to device, closed, limited, refused before 15, and when all goes wrong."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.domain.catalogue import Catalogue
from app.domain.consentement import Accord, Finalite
from app.main import Application, create_app
from app.routers.porte_carnet import TEMOIN, network_of
from app.services.reponses_chiffrees import NOM
from app.settings import Settings
from tests.bases import make_ready
from tests.horloge import Horloge
from tests.rendering.conftest import visible
from tests.web.carnets import NOTRE, age_shown, answer, empreinte, enter, make
from tests.web.conftest import ORIGINE, Ouvre


@pytest.fixture
def client(ouvre: Ouvre) -> TestClient:
    return ouvre()


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_a_carnet_follows_its_owner_from_device_to_device(ouvre: Ouvre, prefixe: str) -> None:
    chez_moi, ailleurs = ouvre(), ouvre()
    answer(chez_moi)
    codes = make(chez_moi, prefixe)
    assert len(set(codes)) == 10
    assert NOM not in chez_moi.cookies
    assert age_shown(chez_moi)
    assert enter(ailleurs, codes[0].lower()).status_code == 303
    assert age_shown(ailleurs)
    ajout = {"naissance": "10/10/2022", "sexe": "F", "nom": "A."}
    assert ailleurs.post("/proches/ajouter", data=ajout).headers["location"] == "/conseils"
    assert "A., 4" in chez_moi.get("/proches").text
    assert age_shown(chez_moi)  # who is shown is each device's own choice
    assert "set-cookie" not in chez_moi.get("/conseils").headers


def test_an_answer_is_written_in_the_carnet_and_not_in_the_browser(client: TestClient) -> None:
    answer(client)
    make(client)
    reponse = client.post("/questions", data={"fait": "fumeur", "reponse": "oui"})
    assert reponse.status_code == 303
    assert "set-cookie" not in reponse.headers
    assert "fumeur" in client.get("/mes-donnees/copie.json").json()["personnes"][0]["profil"]["reponses"]


def test_the_token_changes_at_each_opening_and_a_planted_one_opens_nothing(ouvre: Ouvre) -> None:
    owner, victim = ouvre(), ouvre()
    answer(owner)
    codes = make(owner)
    avant = owner.cookies[TEMOIN]
    victim.cookies.set(TEMOIN, "plante-par-un-autre", domain="testserver.local", path="/")
    assert enter(victim, codes[0]).status_code == 303
    assert victim.cookies[TEMOIN] not in {"plante-par-un-autre", avant}
    enter(owner, codes[1])
    assert owner.cookies[TEMOIN] != avant
    rejoue = ouvre()
    rejoue.cookies.set(TEMOIN, avant)
    assert rejoue.get("/conseils").headers["location"] == "/carnet?ferme=oui"


@pytest.mark.parametrize("sortie", ["/carnet/fermer", "/carnet/fermer-partout", "/effacer", "/quitter"])
def test_leaving_kills_the_token_on_our_side(ouvre: Ouvre, sortie: str) -> None:
    client, voleur = ouvre(), ouvre()
    answer(client)
    make(client)
    voleur.cookies.set(TEMOIN, client.cookies[TEMOIN])
    assert age_shown(voleur)
    reponse = client.post(sortie)
    assert TEMOIN not in client.cookies
    assert "clear-site-data" in reponse.headers
    refuse = voleur.get("/conseils")
    assert (refuse.status_code, refuse.headers["location"]) == (303, "/carnet?ferme=oui")
    assert "Max-Age=0" in refuse.headers["set-cookie"]
    assert "54 ans" not in client.get("/conseils").text  # the back button finds nothing


def test_after_erase_the_page_says_that_the_carnet_still_exists(client: TestClient) -> None:
    answer(client)
    make(client)
    assert "il existe toujours" in client.post("/effacer").text


def test_a_carnet_that_slept_says_so(client: TestClient, horloge: Horloge) -> None:
    answer(client)
    make(client)
    horloge.instant += timedelta(hours=2)
    parti = client.get("/conseils")
    assert parti.headers["location"] == "/carnet?ferme=oui"
    assert "refermé" in client.get(parti.headers["location"]).text
    assert client.get("/conseils").status_code == 200


@pytest.mark.parametrize("naissance", ["01/03/2012", "01/01/2020"])
def test_under_15_advice_works_and_nothing_is_kept(client: TestClient, naissance: str) -> None:
    answer(client, naissance)
    donnees = {"age": "oui", "empreinte": empreinte(client.get("/carnet").text, "/carnet/creer")}
    for age in ("oui", "non"):
        refus = client.post("/carnet/creer", data=donnees | {"age": age})
        assert refus.status_code == 422
        assert "Avant 15 ans" in visible(refus.text)
        assert TEMOIN not in client.cookies
    assert client.get("/conseils").status_code == 200


def test_age_must_be_said(client: TestClient) -> None:
    donnees = {"empreinte": empreinte(client.get("/carnet").text, "/carnet/creer")}
    refus = client.post("/carnet/creer", data=donnees)
    assert refus.status_code == 422
    assert "Dites si vous avez 15 ans" in visible(refus.text)


def test_a_birth_date_under_15_is_not_written_in_a_carnet(client: TestClient) -> None:
    answer(client)
    make(client)
    refus = client.post("/", data={"date_naissance": "01/01/2020", "sexe": "F"})
    assert refus.status_code == 422
    assert "Avant 15 ans" in visible(refus.text)
    assert age_shown(client)


def test_guesses_are_limited_and_a_network_apart_is_not(ouvre: Ouvre, service: Application) -> None:
    client = ouvre()
    answer(client)
    code = make(client)[0]
    essais = [enter(ouvre(), "A" * 25).status_code for _ in range(40)]
    assert essais.count(422) == 20
    assert essais.count(429) == 20
    assert enter(ouvre(), code).status_code == 429  # from the attacker's own network
    ailleurs = TestClient(service, base_url=ORIGINE, headers=NOTRE, follow_redirects=False, client=("203.0.113.9", 1))
    assert enter(ailleurs, code).status_code == 303


def test_only_the_neighbourhood_of_an_address_is_counted() -> None:
    assert network_of("203.0.113.9") == network_of("203.0.113.200") == "203.0.113.0/24"
    assert network_of("2001:db8:1:2::3") == network_of("2001:db8:1:9::1") == "2001:db8:1::/48"


def test_production_without_a_key_keeps_no_carnet(tmp_path: Path, catalogue: Catalogue, horloge: Horloge) -> None:
    cle = "A" * 43 + "="
    reglages = Settings(var=tmp_path, environnement="production", cle_cookie_base64=cle)  # type: ignore[arg-type]
    app = create_app(reglages, catalogue, horloge=horloge)
    client = TestClient(app, base_url=ORIGINE, headers=NOTRE, follow_redirects=False)
    assert "ne garde pas de carnet" in client.get("/carnet").text
    assert client.post("/carnet/ouvrir", data={"code": "A" * 25}).status_code == 409
    client.cookies.set(TEMOIN, "x" * 43)
    assert client.get("/conseils").status_code == 200
    assert not (tmp_path / "cle-carnet").exists()
    app.state.parties.engine.dispose()


def test_a_silent_base_says_so_and_lets_people_leave(client: TestClient, service: Application, tmp_path: Path) -> None:
    answer(client)
    make(client)
    moteur = service.state.parties.engine
    with moteur.begin() as connexion:
        connexion.exec_driver_sql("ALTER TABLE session_carnet RENAME TO ailleurs")
    assert client.get("/conseils").status_code == 503
    assert "rien n'a été noté" in visible(client.get("/conseils").text).replace("’", "'")
    assert client.get("/sante").status_code == 200
    assert client.post("/quitter").status_code == 200
    assert client.get("/conseils").status_code == 200


def test_a_connection_that_is_not_protected_says_that_it_cannot(service: Application) -> None:
    clair = TestClient(service, base_url="http://sante.example", headers={"origin": "http://sante.example"})
    assert "protégée" in clair.get("/carnet").text
    assert "protégée" in clair.get("/consentements").text
    assert clair.post("/carnet/ouvrir", data={"code": "A" * 25}).status_code == 409


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_a_text_that_changes_in_substance_asks_again(
    tmp_path: Path, catalogue: Catalogue, horloge: Horloge, prefixe: str
) -> None:
    accord = catalogue.consentements[Finalite.CARNET]
    suivante = accord.versions[0].model_copy(update={"numero": 2, "depuis": date(2027, 1, 1)})
    accords = {**catalogue.consentements, Finalite.CARNET: Accord(id=accord.id, versions=(*accord.versions, suivante))}
    assert catalogue.brut is not None
    suivant = replace(catalogue, consentements=accords, brut=replace(catalogue.brut, consentements=accords))
    app = create_app(Settings(var=tmp_path), suivant, horloge=horloge)
    make_ready(app.state.parties.engine)
    client = TestClient(app, base_url=ORIGINE, headers=NOTRE, follow_redirects=False)
    answer(client)
    codes = make(client)
    assert "votre accord a changé" not in client.get(f"{prefixe}/carnet").text
    horloge.instant += timedelta(days=60)
    assert enter(client, codes[0]).status_code == 303
    assert "votre accord a changé" in client.get(f"{prefixe}/carnet").text
    page = client.get(f"{prefixe}/consentements").text
    nouveau = empreinte(page, f"{prefixe}/carnet/accord")
    assert nouveau == suivante.empreinte(Finalite.CARNET, prefixe[1:] or "normal")
    assert client.post(f"{prefixe}/carnet/accord", data={"empreinte": "0" * 64}).status_code == 409
    assert client.post(f"{prefixe}/carnet/accord", data={"empreinte": nouveau}).status_code == 303
    assert "votre accord a changé" not in client.get(f"{prefixe}/carnet").text
    versions = [a["version_du_texte"] for a in client.get("/mes-donnees/copie.json").json()["accords"]]
    assert versions == [1, 2]
    app.state.parties.engine.dispose()
