"""An account elsewhere opens a carnet: the whole trip through a real provider, and every way it can go wrong."""

import base64
import hashlib
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from app.domain.carnet_en_ligne import PREUVE
from app.domain.catalogue import Catalogue
from app.main import Application, create_app
from app.routers.porte_carnet import TEMOIN
from app.routers.seuil_carnet import TEMOIN_ESSAI
from app.services.identite import Fournisseur
from app.settings import ReglageInvalide, Settings, load_settings
from tests.base.postgresql import free_port
from tests.bases import make_ready
from tests.horloge import Horloge
from tests.rendering.conftest import visible
from tests.web.carnets import age_shown, answer, enter, make
from tests.web.cles import problems_of
from tests.web.conftest import ORIGINE, Ouvre
from tests.web.voyages import (
    AILLEURS,
    SENTINELLES,
    SUJET,
    leave,
    running_provider,
    set_account,
    sign_in,
    travel,
    with_,
)


@pytest.fixture(scope="session")
def emetteur(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The provider's address."""
    with running_provider(tmp_path_factory.mktemp("oidc")) as adresse:
        yield adresse


def settings_of(dossier: Path, emetteur: str, **autres: Any) -> Settings:
    secret = SecretStr("un-secret")
    return Settings(
        var=dossier, origine=ORIGINE, oidc_emetteur=emetteur, oidc_client="mbs", oidc_secret=secret, **autres
    )


def start(reglages: Settings, catalogue: Catalogue, horloge: Horloge) -> Application:
    app = create_app(reglages, catalogue, horloge=horloge)
    make_ready(app.state.parties.engine)
    return app


@pytest.fixture
def reglages(tmp_path: Path, emetteur: str) -> Settings:
    """The service has that provider."""
    return settings_of(tmp_path, emetteur, oidc_nom="Mon compte")


@pytest.fixture
def relie(ouvre: Ouvre, emetteur: str) -> TestClient:
    """A browser whose open carnet is joined to the account."""
    client = ouvre()
    answer(client)
    make(client)
    set_account(emetteur)
    assert travel(client, "/carnet/identite/relier").status_code == 303
    return client


def test_what_the_provider_is_asked(ouvre: Ouvre, service: Application) -> None:
    client = ouvre()
    dits = {nom: valeurs[0] for nom, valeurs in parse_qs(urlsplit(leave(client)).query).items()}
    assert {nom: dits[nom] for nom in ("scope", "response_type", "code_challenge_method", "acr_values")} == {
        "scope": "openid",
        "response_type": "code",
        "code_challenge_method": "S256",
        "acr_values": "eidas1",
    }
    assert dits["redirect_uri"] == f"{ORIGINE}/carnet/identite/retour"
    assert min(len(dits["state"]), len(dits["nonce"])) >= 20
    with service.state.parties.engine.connect() as connexion:
        valeur = connexion.exec_driver_sql("SELECT valeur FROM defi_acces").scalar_one()
    garde = json.loads(json.loads(valeur)["etat"])
    defi = base64.urlsafe_b64encode(hashlib.sha256(garde["code_verifier"].encode()).digest()).decode().rstrip("=")
    assert defi == dits["code_challenge"]


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_a_joined_account_opens_the_carnet_then_is_signed_out(
    ouvre: Ouvre, relie: TestClient, emetteur: str, prefixe: str
) -> None:
    ailleurs = ouvre()
    retour = travel(ailleurs, f"{prefixe}/carnet/identite")
    assert retour.status_code == 303
    sortie = urlsplit(retour.headers["location"])
    dits = parse_qs(sortie.query)
    assert sortie.geturl().startswith(f"{emetteur}/oauth2/end_session?")
    assert dits["post_logout_redirect_uri"] == [f"{ORIGINE}/carnet"]
    assert dits["id_token_hint"][0].count(".") == 2
    assert age_shown(ailleurs)
    gestes = relie.get("/mes-donnees/copie.json").json()
    assert [geste["geste"] for geste in gestes["gestes"]][1:3] == ["ouvert-identite", "identite-liee"]
    assert gestes["acces"] == [{"compte": "relié", "le": "2026-11-22"}]
    assert "relié depuis le 22 novembre 2026" in visible(relie.get("/carnet").text)


def test_nothing_of_the_account_is_kept(ouvre: Ouvre, relie: TestClient, tmp_path: Path) -> None:
    travel(ouvre())
    octets = b"".join(fichier.read_bytes() for fichier in tmp_path.iterdir() if fichier.is_file())
    assert len(octets) > 100_000
    assert [mot for mot in SENTINELLES if mot.encode() in octets] == []


def test_the_token_is_new_and_the_former_one_is_dead(ouvre: Ouvre, relie: TestClient) -> None:
    avant, victime = relie.cookies[TEMOIN], ouvre()
    travel(relie)
    assert relie.cookies[TEMOIN] != avant
    victime.cookies.set(TEMOIN, "plante-par-un-autre", domain="testserver.local", path="/")
    travel(victime)
    assert victime.cookies[TEMOIN] != "plante-par-un-autre"
    for mort in (avant, "plante-par-un-autre"):
        voleur = ouvre()
        voleur.cookies.set(TEMOIN, mort)
        assert voleur.get("/conseils").headers["location"] == "/carnet?ferme=oui"


@pytest.mark.parametrize(
    "change",
    [{"state": "un-autre"}, {"state": ""}, {"code": ""}, {"code": "invente"}, {"iss": "https://ailleurs.example"}],
    ids=str,
)
def test_a_way_back_that_is_not_ours_is_refused(ouvre: Ouvre, relie: TestClient, change: dict[str, str]) -> None:
    client = ouvre()
    retour = sign_in(leave(client))
    refus = client.get(with_(retour, **change))
    assert refus.status_code == 422
    assert "ne peut pas servir ici" in visible(refus.text)
    assert TEMOIN not in client.cookies
    assert client.get(retour).status_code == 422, "what was drawn has served"


def test_a_way_back_serves_once_soon_and_in_its_own_browser(ouvre: Ouvre, relie: TestClient, horloge: Horloge) -> None:
    client, voleur = ouvre(), ouvre()
    retour = sign_in(leave(client))
    temoin = client.cookies[TEMOIN_ESSAI]
    assert voleur.get(retour).status_code == 422
    leave(voleur)
    assert voleur.get(retour).status_code == 422
    assert client.get(retour).status_code == 303
    client.cookies.set(TEMOIN_ESSAI, temoin)
    assert client.get(retour).status_code == 422
    # The same code with a trip of the thief's own: the provider has seen it already.
    voleur = ouvre()
    code = parse_qs(urlsplit(retour).query)["code"][0]
    assert voleur.get(with_(sign_in(leave(voleur)), code=code)).status_code == 422


def test_a_nonce_or_a_client_that_is_not_ours_is_refused(ouvre: Ouvre, relie: TestClient) -> None:
    for change in ({"nonce": "celui-d-un-autre"}, {"client_id": "un-autre-site"}):
        client = ouvre()
        assert client.get(sign_in(with_(leave(client), **change))).status_code == 422
        assert TEMOIN not in client.cookies


@pytest.mark.parametrize(("acr", "statut"), [("eidas0", 422), ("", 422), ("eidas1", 303), ("eidas3", 303)])
def test_a_weaker_proof_than_asked_is_refused(
    ouvre: Ouvre, relie: TestClient, emetteur: str, acr: str, statut: int
) -> None:
    set_account(emetteur, acr=acr)
    assert travel(ouvre()).status_code == statut


def forged(entete: dict[str, str], dit: dict[str, Any], signature: bytes = b"") -> str:
    morceaux = (json.dumps(entete).encode(), json.dumps(dit).encode(), signature)
    return ".".join(base64.urlsafe_b64encode(morceau).decode().rstrip("=") for morceau in morceaux)


@pytest.mark.parametrize("alg", ["none", "None", "HS256", "RS256", ""])
def test_a_proof_nobody_signed_is_refused(
    ouvre: Ouvre, service: Application, relie: TestClient, emetteur: str, monkeypatch: pytest.MonkeyPatch, alg: str
) -> None:
    """Even when the provider is said to accept `none`."""
    client, fournisseur = ouvre(), service.state.parties.fournisseur
    adresse = leave(client)
    nonce = parse_qs(urlsplit(adresse).query)["nonce"][0]
    maintenant = int(time.time())
    dit = {"iss": emetteur, "sub": SUJET, "aud": "mbs", "acr": "eidas1", "nonce": nonce}
    preuve = forged({"alg": alg, "typ": "JWT"}, dit | {"iat": maintenant, "exp": maintenant + 60})

    async def answer_forged(**_quoi: str) -> dict[str, str]:
        return {"access_token": "x", "token_type": "Bearer", "id_token": preuve}

    fournisseur._client.server_metadata["id_token_signing_alg_values_supported"] = ["none", "HS256", "RS256"]
    monkeypatch.setattr(fournisseur._client, "fetch_access_token", answer_forged)
    assert client.get(sign_in(adresse)).status_code == 422
    assert TEMOIN not in client.cookies


def test_an_account_just_signed_in_proves_and_another_does_not(
    relie: TestClient, emetteur: str, horloge: Horloge
) -> None:
    """The service must have asked who is there: a browser it still knows proves nothing."""
    horloge.instant += PREUVE
    la = int(horloge.instant.timestamp())
    assert "prompt=login" in leave(relie, "/carnet/identite/prouver")
    for dit in ({"auth_time": 1}, {"auth_time": la - 61}, {"auth_time": str(la)}):
        set_account(emetteur, **dit)
        assert travel(relie, "/carnet/identite/prouver").status_code == 422
    set_account(emetteur, "un-autre", auth_time=la)
    assert travel(relie, "/carnet/identite/prouver", "un-autre").status_code == 422
    assert "C'est bien vous" in visible(relie.post("/carnet/codes").text).replace("’", "'")
    set_account(emetteur, auth_time=la)
    assert travel(relie, "/falc/carnet/identite/prouver").status_code == 303
    assert relie.post("/carnet/identite/delier").status_code == 303
    horloge.instant += PREUVE
    assert "C'est bien vous" in visible(relie.post("/carnet/identite/relier").text).replace("’", "'")


def test_a_service_that_still_knows_the_browser_opens_and_proves_nothing(ouvre: Ouvre, relie: TestClient) -> None:
    """Whoever borrows a telephone could close the carnet, open it again by the account, and pass for its owner."""
    assert travel(relie).status_code == 303
    assert age_shown(relie)
    assert "C'est bien vous" in visible(relie.post("/carnet/codes").text).replace("’", "'")


def test_an_account_joined_to_nothing_says_so_once(ouvre: Ouvre, service: Application, emetteur: str) -> None:
    set_account(emetteur, "personne")
    client = ouvre()
    assert travel(client, sujet="personne").status_code == 303
    assert TEMOIN not in client.cookies
    assert "relié à aucun carnet" in visible(client.get("/carnet").text)
    assert "relié à aucun carnet" not in visible(client.get("/carnet").text)


def test_one_account_opens_one_carnet(ouvre: Ouvre, relie: TestClient) -> None:
    autre = ouvre()
    answer(autre, "01/01/1950")
    make(autre)
    assert travel(autre, "/carnet/identite/relier").status_code == 422
    assert "n'est plus relié" not in visible(relie.get("/mes-donnees").text)
    assert relie.post("/carnet/identite/delier").status_code == 303
    client = ouvre()
    travel(client)
    assert TEMOIN not in client.cookies
    assert travel(autre, "/carnet/identite/relier").status_code == 303


def test_an_account_is_joined_to_the_carnet_that_asked(ouvre: Ouvre, emetteur: str, service: Application) -> None:
    """Another carnet opened meanwhile in the same browser does not get it, nor does a closed one."""
    set_account(emetteur)
    client, autre = ouvre(), ouvre()
    answer(autre, "01/01/1950")
    codes = make(autre)
    answer(client)
    make(client)
    for geste in (lambda: enter(client, codes[0]), lambda: client.post("/carnet/fermer")):
        retour = sign_in(leave(client, "/carnet/identite/relier"))
        geste()
        assert client.get(retour).status_code == 422
    assert client.post("/carnet/identite/relier").status_code == 409


def test_erasing_the_carnet_erases_the_link(relie: TestClient, service: Application) -> None:
    relie.post("/mes-donnees/effacer", data={"personne": "tout"})
    with service.state.parties.engine.connect() as connexion:
        assert connexion.exec_driver_sql("SELECT count(*) FROM lien_identite").scalar_one() == 0


def test_someone_who_says_no_comes_back_without_a_fuss(ouvre: Ouvre, service: Application) -> None:
    client = ouvre()
    adresse = leave(client, "/falc/carnet/identite")
    retour = AILLEURS.post(adresse, data={"action": "deny"}).headers["location"].removeprefix(ORIGINE)
    assert client.get(retour).headers["location"] == "/falc/carnet"


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_a_provider_that_is_down_is_said_in_french(
    tmp_path: Path, catalogue: Catalogue, horloge: Horloge, prefixe: str
) -> None:
    app = start(settings_of(tmp_path, f"http://127.0.0.1:{free_port()}"), catalogue, horloge)
    client = TestClient(app, base_url=ORIGINE, headers={"origin": ORIGINE})
    assert "Ouvrir avec 127.0.0.1" in visible(client.get(f"{prefixe}/carnet").text)
    refus = client.post(f"{prefixe}/carnet/identite")
    assert (refus.status_code, refus.headers["retry-after"]) == (503, "10")
    attendu = "avec un code" if not prefixe else "Service indisponible"  # the easy error page says no detail
    assert attendu in visible(refus.text)
    app.state.parties.engine.dispose()


def test_a_provider_that_goes_down_on_the_way_is_said_too(
    ouvre: Ouvre, relie: TestClient, service: Application
) -> None:
    client = ouvre()
    retour = sign_in(leave(client))
    service.state.parties.fournisseur._client.server_metadata["token_endpoint"] = f"http://127.0.0.1:{free_port()}/x"
    assert client.get(retour).status_code == 503
    assert TEMOIN not in client.cookies


def test_another_issuer_behind_the_same_address_is_not_believed(
    tmp_path: Path, catalogue: Catalogue, horloge: Horloge, emetteur: str
) -> None:
    app = start(settings_of(tmp_path, emetteur.replace("127.0.0.1", "localhost")), catalogue, horloge)
    fournisseur: Fournisseur = app.state.parties.fournisseur
    fournisseur._client._server_metadata_url = f"{emetteur}/.well-known/openid-configuration"
    client = TestClient(app, base_url=ORIGINE, headers={"origin": ORIGINE})
    assert client.post("/carnet/identite").status_code == 503
    app.state.parties.engine.dispose()


def test_the_easy_pages_are_easy(ouvre: Ouvre, relie: TestClient) -> None:
    client = ouvre()
    answer(client)
    make(client)
    pages = [client.post("/falc/carnet/identite"), *(un.get("/falc/carnet") for un in (client, relie, ouvre()))]
    for page in pages:
        assert "<title>Mon carnet – Mon Budget Santé</title>" in page.text
        assert "Mon compte" in visible(page.text)
        assert problems_of(page.text) == []


@pytest.mark.parametrize("route", ["identite", "identite/relier", "identite/delier"])
def test_no_other_site_can_start_or_undo_it(relie: TestClient, route: str) -> None:
    for origine in ("null", "https://ailleurs.example", ""):
        assert relie.post(f"/carnet/{route}", headers={"origin": origine}).status_code == 403
    assert relie.get("/carnet/identite").status_code == 405


def test_without_the_settings_it_does_not_exist(client: TestClient) -> None:
    entetes = {"origin": ORIGINE}
    assert "/carnet/identite" not in client.get("/carnet").text
    assert client.post("/carnet/identite", headers=entetes).status_code == 404
    assert client.get("/carnet/identite/retour?code=x&state=y").status_code == 404


@pytest.mark.parametrize(
    "reglages",
    [
        {"MBS_OIDC_EMETTEUR": "https://compte.example"},
        {"MBS_OIDC_EMETTEUR": "https://c.example", "MBS_OIDC_CLIENT": "x", "MBS_OIDC_SECRET": "y"},
        {"MBS_OIDC_EMETTEUR": "http://compte.example"},
        {"MBS_ORIGINE": "exemple.fr"},
        {"MBS_ORIGINE": "http://exemple.fr"},
        {"MBS_ORIGINE": "https://exemple.fr/site"},
    ],
    ids=str,
)
def test_settings_that_cannot_work_are_said_at_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reglages: dict[str, str]
) -> None:
    for nom, valeur in ({"MBS_VAR": str(tmp_path)} | reglages).items():
        monkeypatch.setenv(nom, valeur)
    with pytest.raises(ReglageInvalide, match="MBS_O"):
        load_settings()
