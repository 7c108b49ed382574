"""Access keys as browsers and devices meet them: added, used, copied, late, replayed, limited, erased."""

import gzip
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from app.domain.carnet_en_ligne import CLES_MAX
from app.main import Application, each_minute
from app.routers.porte_carnet import TEMOIN
from app.routers.seuil_carnet import TEMOIN_ESSAI
from app.settings import Settings
from tests.horloge import Horloge
from tests.rendering.conftest import visible
from tests.web.carnets import age_shown, answer, make
from tests.web.cles import PRESENT, VERIFIE, Telephone, add_key, enter_with, problems_of
from tests.web.conftest import ORIGINE, Ouvre
from tests.web.test_mes_donnees import PREMIER_VOL


@pytest.fixture
def reglages(tmp_path: Path) -> Settings:
    """The service is at the address its keys are tied to."""
    return Settings(var=tmp_path, origine=ORIGINE)


@pytest.fixture
def chez_moi(ouvre: Ouvre) -> TestClient:
    """A browser whose carnet is open."""
    client = ouvre()
    answer(client)
    make(client)
    return client


@pytest.fixture
def telephone(chez_moi: TestClient) -> Telephone:
    """A device that has a key of that carnet."""
    telephone = Telephone()
    assert add_key(chez_moi, telephone).status_code == 303
    return telephone


def rows(service: Application, table: str) -> int:
    with service.state.parties.engine.connect() as connexion:
        return int(connexion.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def gestes(client: TestClient) -> list[str]:
    return [geste["geste"] for geste in client.get("/mes-donnees/copie.json").json()["gestes"]]


def test_what_is_asked_of_a_new_key(chez_moi: TestClient, telephone: Telephone) -> None:
    options = chez_moi.post("/carnet/cles/nouvelle").json()
    choix = options["authenticatorSelection"]
    assert (choix["residentKey"], choix["requireResidentKey"]) == ("required", True)
    assert choix["userVerification"] == "required"
    assert options["rp"] == {"name": "Mon Budget Santé", "id": "testserver"}
    assert options["user"]["name"] == options["user"]["displayName"] == "Mon carnet, clé du 22/11/2026"
    assert options["attestation"] == "none"
    assert len(options["excludeCredentials"]) == 1
    encore = chez_moi.post("/carnet/cles/nouvelle").json()
    assert encore["user"]["id"] == options["user"]["id"]
    assert encore["challenge"] != options["challenge"]


def test_what_is_asked_to_open_names_nobody(ouvre: Ouvre) -> None:
    reponse = ouvre().post("/carnet/cles/defi")
    options = reponse.json()
    assert (options["allowCredentials"], options["userVerification"]) == ([], "required")
    temoin = reponse.headers["set-cookie"]
    assert re.fullmatch(r"__Host-mbs-essai=\S{43}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=300", temoin)


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_a_key_opens_the_carnet_without_a_code(
    ouvre: Ouvre, chez_moi: TestClient, telephone: Telephone, prefixe: str
) -> None:
    ailleurs = ouvre()
    options = ailleurs.post("/carnet/cles/defi").json()
    recu = ailleurs.post(f"{prefixe}/carnet/cles/entrer", data={"reponse": telephone.sign(options)})
    assert (recu.status_code, recu.headers["location"]) == (303, f"{prefixe}/carnet")
    assert age_shown(ailleurs)
    page = visible(chez_moi.get(f"{prefixe}/carnet").text)
    assert re.search("Clé ajoutée le (dimanche )?22 novembre 2026.*servi", page)
    copie = chez_moi.get("/mes-donnees/copie.json").json()
    assert copie["acces"] == [{"cle": "ajoutée", "le": "2026-11-22", "servie_le": "2026-11-22"}]
    assert [geste["geste"] for geste in copie["gestes"]][1:3] == ["ouvert-cle", "cle-ajoutee"]
    assert "Ouvert avec une clé d'accès" in visible(chez_moi.get("/mes-donnees").text).replace("’", "'")


def test_the_token_is_new_and_the_former_one_is_dead(ouvre: Ouvre, chez_moi: TestClient, telephone: Telephone) -> None:
    avant = chez_moi.cookies[TEMOIN]
    assert enter_with(chez_moi, telephone).status_code == 303
    assert chez_moi.cookies[TEMOIN] != avant
    victime = ouvre()
    victime.cookies.set(TEMOIN, "plante-par-un-autre", domain="testserver.local", path="/")
    assert enter_with(victime, telephone).status_code == 303
    pendant = victime.cookies[TEMOIN]
    assert pendant != "plante-par-un-autre"
    victime.post("/carnet/fermer")
    for mort in (avant, "plante-par-un-autre", pendant):
        voleur = ouvre()
        voleur.cookies.set(TEMOIN, mort)
        assert voleur.get("/conseils").headers["location"] == "/carnet?ferme=oui"


def test_an_answer_serves_once_soon_and_in_its_own_browser(
    ouvre: Ouvre, telephone: Telephone, horloge: Horloge
) -> None:
    client, voleur = ouvre(), ouvre()
    reponse = telephone.sign(client.post("/carnet/cles/defi").json())
    temoin = client.cookies[TEMOIN_ESSAI]
    voleur.post("/carnet/cles/defi")
    assert voleur.post("/carnet/cles/entrer", data={"reponse": reponse}).status_code == 422
    assert client.post("/carnet/cles/entrer", data={"reponse": reponse}).status_code == 303
    client.cookies.set(TEMOIN_ESSAI, temoin)
    assert client.post("/carnet/cles/entrer", data={"reponse": reponse}).status_code == 422
    tardif = ouvre()
    tard = telephone.sign(tardif.post("/carnet/cles/defi").json())
    horloge.instant += timedelta(minutes=5)
    assert tardif.post("/carnet/cles/entrer", data={"reponse": tard}).status_code == 422


def test_a_wrong_answer_uses_up_what_was_drawn(ouvre: Ouvre, telephone: Telephone) -> None:
    client = ouvre()
    options = client.post("/carnet/cles/defi").json()
    temoin = client.cookies[TEMOIN_ESSAI]
    assert client.post("/carnet/cles/entrer", data={"reponse": "{}"}).status_code == 422
    client.cookies.set(TEMOIN_ESSAI, temoin)
    assert client.post("/carnet/cles/entrer", data={"reponse": telephone.sign(options)}).status_code == 422


def test_a_copied_key_is_refused_and_its_owner_reads_it(
    ouvre: Ouvre, chez_moi: TestClient, telephone: Telephone
) -> None:
    copie = replace(telephone)
    assert enter_with(ouvre(), telephone).status_code == 303
    assert enter_with(ouvre(), telephone).status_code == 303
    refus = enter_with(ouvre(), copie)
    assert refus.status_code == 422
    assert "n'ouvre aucun carnet" in visible(refus.text).replace("’", "'")
    assert gestes(chez_moi)[1] == "cle-refusee"
    # Without the secret half nobody can write that line.
    faux = replace(telephone, secrete=Telephone().secrete, compteur=0)
    assert enter_with(ouvre(), faux).status_code == 422
    assert gestes(chez_moi).count("cle-refusee") == 1


def test_a_device_that_never_counts_is_no_copy(ouvre: Ouvre, chez_moi: TestClient) -> None:
    telephone = Telephone()
    add_key(chez_moi, telephone)
    for _ in range(2):
        telephone.compteur = -1
        assert enter_with(ouvre(), telephone).status_code == 303


@pytest.mark.parametrize(
    "defaut",
    [
        {"origine": "https://testserver.example"},
        {"domaine": "example"},
        {"drapeaux": PRESENT},
        {"drapeaux": VERIFIE},
        {"poignee": b""},
        {"poignee": b"x" * 32},
        {"identifiant": b"y" * 32},
    ],
    ids=str,
)
def test_a_key_for_elsewhere_or_without_its_owner_opens_nothing(
    ouvre: Ouvre, chez_moi: TestClient, telephone: Telephone, defaut: dict[str, Any]
) -> None:
    client = ouvre()
    assert enter_with(client, replace(telephone, **defaut)).status_code == 422
    assert TEMOIN not in client.cookies
    if "poignee" not in defaut and "identifiant" not in defaut:
        assert add_key(chez_moi, Telephone(**defaut)).status_code == 422


def test_a_key_is_added_once_to_the_carnet_it_was_drawn_for(ouvre: Ouvre, service: Application) -> None:
    un, autre = ouvre(), ouvre()
    for client in (un, autre):
        answer(client)
        make(client)
    reponse = Telephone().make(un.post("/carnet/cles/nouvelle").json())
    autre.cookies.set(TEMOIN_ESSAI, un.cookies[TEMOIN_ESSAI])
    assert autre.post("/carnet/cles/ajouter", data={"reponse": reponse}).status_code == 422
    assert un.post("/carnet/cles/ajouter", data={"reponse": reponse}).status_code == 303
    assert un.post("/carnet/cles/ajouter", data={"reponse": reponse}).status_code == 422
    assert rows(service, "cle_acces") == 1


def test_a_number_already_known_is_not_taken_over(ouvre: Ouvre, telephone: Telephone) -> None:
    voleur, client = ouvre(), ouvre()
    answer(voleur, "01/01/1950")
    make(voleur)
    assert add_key(voleur, Telephone(identifiant=telephone.identifiant)).status_code == 422
    assert enter_with(client, telephone).status_code == 303
    assert age_shown(client)


def test_ten_keys_and_no_more(chez_moi: TestClient) -> None:
    statuts = [add_key(chez_moi, Telephone()).status_code for _ in range(CLES_MAX + 1)]
    assert statuts == [303] * CLES_MAX + [422]


def test_a_removed_key_opens_nothing_and_only_its_owner_removes_it(
    ouvre: Ouvre, chez_moi: TestClient, telephone: Telephone
) -> None:
    cle = re.findall(r'name="cle" value="([0-9a-f]{64})"', chez_moi.get("/carnet").text)[0]
    etranger = ouvre()
    answer(etranger)
    make(etranger)
    etranger.post("/carnet/cles/retirer", data={"cle": cle})
    assert enter_with(ouvre(), telephone).status_code == 303
    assert chez_moi.post("/falc/carnet/cles/retirer", data={"cle": cle}).status_code == 303
    assert enter_with(ouvre(), telephone).status_code == 422
    assert gestes(chez_moi)[1] == "cle-retiree"


def test_erasing_the_carnet_erases_its_keys(
    ouvre: Ouvre, chez_moi: TestClient, telephone: Telephone, service: Application
) -> None:
    assert rows(service, "cle_acces") == 1
    assert chez_moi.post("/mes-donnees/effacer", data={"personne": "tout"}).status_code == 200
    assert rows(service, "cle_acces") == 0
    assert enter_with(ouvre(), telephone).status_code == 422


def test_what_nobody_answers_is_gone_in_minutes(ouvre: Ouvre, service: Application, horloge: Horloge) -> None:
    for _ in range(3):
        ouvre().post("/carnet/cles/defi")
    assert rows(service, "defi_acces") == 3
    horloge.instant += timedelta(minutes=5)
    each_minute(service.state.parties)
    assert rows(service, "defi_acces") == 0


@pytest.mark.parametrize("route", ["nouvelle", "ajouter", "retirer", "defi", "entrer"])
def test_no_other_site_can_use_a_key(chez_moi: TestClient, route: str) -> None:
    for origine in ("null", "https://ailleurs.example", ""):
        entetes = {"origin": origine}
        assert chez_moi.post(f"/carnet/cles/{route}", data={"reponse": "x"}, headers=entetes).status_code == 403
    assert chez_moi.get(f"/carnet/cles/{route}").status_code == 405


@pytest.mark.parametrize("route", ["nouvelle", "ajouter", "retirer"])
def test_without_an_open_carnet_no_key_is_made_or_removed(ouvre: Ouvre, route: str) -> None:
    assert ouvre().post(f"/carnet/cles/{route}", data={"reponse": "x", "cle": "x"}).status_code == 409


def test_elsewhere_than_its_own_address_keys_do_not_exist(service: Application) -> None:
    client = TestClient(service, base_url="https://autre.example", headers={"origin": "https://autre.example"})
    page = client.get("/carnet")
    assert "cle-acces.js" not in page.text
    assert "connect-src" not in page.headers["content-security-policy"]
    assert client.post("/carnet/cles/defi").status_code == 404


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_the_page_asks_only_this_site_and_works_without_script(ouvre: Ouvre, prefixe: str) -> None:
    client = ouvre()
    page = client.get(f"{prefixe}/carnet")
    politique = page.headers["content-security-policy"]
    assert politique.endswith("; connect-src 'self'")
    assert "unsafe" not in politique
    assert re.search(r'<script src="/static/js/cle-acces\.js\?v=[0-9a-f]{12}" defer></script>', page.text)
    assert page.text.index('id="code"') < page.text.index('id="cle"')
    answer(client)
    make(client)
    assert re.search("pouvez pas ajouter de clé|peut pas ajouter de clé", visible(client.get(f"{prefixe}/carnet").text))


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_the_pages_are_light_easy_to_read_and_neutral(
    ouvre: Ouvre, chez_moi: TestClient, telephone: Telephone, prefixe: str
) -> None:
    enter_with(chez_moi, telephone)
    ferme = ouvre()
    pages = [client.get(f"{prefixe}/carnet") for client in (ferme, chez_moi)]
    ferme.post("/carnet/cles/defi")
    for page in (*pages, ferme.post(f"{prefixe}/carnet/cles/entrer")):
        assert "<title>Mon carnet – Mon Budget Santé</title>" in page.text
        assert len(gzip.compress(page.content)) <= PREMIER_VOL
        if prefixe:
            assert problems_of(page.text) == []
