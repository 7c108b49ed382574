"""Consents, the carnet and my data as a browser meets them: who may do what, what leaves, what is said."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from app.domain import falc
from app.domain.carnet_en_ligne import GARDE_MOIS
from app.domain.catalogue import Catalogue
from app.domain.copie import Copie
from app.domain.dossier import EtatNavigateur
from app.main import Application, create_app, each_day, each_minute
from app.models import AccesCarnet, ActeConsenti, Carnet, Effacement
from app.routers.pages import PAGES
from app.routers.porte_carnet import TEMOIN, network_of
from app.services.reponses_chiffrees import NOM
from app.settings import Settings
from tests.bases import make_ready
from tests.rendering.conftest import phrases_falc, visible
from tests.web.conftest import ORIGINE
from tests.web.test_pages_creneaux import Horloge

PREMIER_VOL = 14_600
NOTRE = {"origin": ORIGINE}
NAISSANCE = "14/05/1972"
Ouvre = Callable[[], TestClient]


@pytest.fixture
def horloge() -> Horloge:
    return Horloge()


@pytest.fixture
def service(tmp_path: Path, catalogue: Catalogue, horloge: Horloge) -> Iterator[Application]:
    app = create_app(Settings(var=tmp_path), catalogue, horloge=horloge)
    make_ready(app.state.parties.engine)
    yield app
    app.state.parties.engine.dispose()


@pytest.fixture
def ouvre(service: Application) -> Iterator[Ouvre]:
    """Opens one more browser."""
    ouverts: list[TestClient] = []

    def open_() -> TestClient:
        ouverts.append(TestClient(service, base_url=ORIGINE, headers=NOTRE, follow_redirects=False))
        return ouverts[-1]

    yield open_
    for navigateur in ouverts:
        navigateur.close()


@pytest.fixture
def client(ouvre: Ouvre) -> TestClient:
    return ouvre()


def empreinte(page: str, adresse: str) -> str:
    trouve = re.search(rf'action="{adresse}".*?name="empreinte" value="([0-9a-f]+)"', page, re.DOTALL)
    assert trouve
    return trouve[1]


def answer(client: TestClient, naissance: str = NAISSANCE) -> None:
    assert client.post("/", data={"date_naissance": naissance, "sexe": "F"}).status_code == 303


def make(client: TestClient, prefixe: str = "") -> list[str]:
    """A carnet made by this browser; its codes."""
    page = client.get(f"{prefixe}/carnet").text
    donnees = {"age": "oui", "empreinte": empreinte(page, f"{prefixe}/carnet/creer")}
    reponse = client.post(f"{prefixe}/carnet/creer", data=donnees)
    assert reponse.status_code == 200
    return re.findall(r"<li><b>([0-9A-Z-]{29})</b></li>", reponse.text)


def enter(client: TestClient, code: str) -> Any:
    return client.post("/carnet/ouvrir", data={"code": code})


def age_shown(client: TestClient) -> bool:
    return "54 ans" in client.get("/conseils").text


# --- consents on this device


def test_nothing_is_ticked_nor_asked_twice(client: TestClient) -> None:
    for chemin in ("/consentements", "/carnet", "/falc/consentements", "/falc/carnet"):
        page = client.get(chemin).text
        assert " checked" not in page
        assert "<select" not in page


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_a_yes_keeps_the_answers_on_this_device_and_a_withdrawal_erases_them(
    client: TestClient, horloge: Horloge, prefixe: str
) -> None:
    answer(client)
    adresse = f"{prefixe}/consentements"
    donnees = {"empreinte": empreinte(client.get(adresse).text, adresse), "geste": "donne"}
    oui = client.post(adresse, data=donnees)
    assert oui.status_code == 200
    assert "Max-Age=31536000" in oui.headers["set-cookie"]
    assert "Votre reçu" in oui.text
    horloge.instant += timedelta(days=200)
    assert age_shown(client) or "55 ans" in client.get("/conseils").text
    page = client.get(adresse).text
    assert "Vous avez dit oui le" in page
    assert page.count('name="geste"') == 1  # one gesture to give, one to take back
    non = client.post(adresse, data=donnees | {"geste": "retire"})
    assert '"cookies"' in non.headers["clear-site-data"]
    assert "Max-Age=0" in non.headers["set-cookie"]
    assert "55 ans" not in client.get("/conseils").text


def test_without_a_yes_the_answers_leave_within_the_day(client: TestClient, horloge: Horloge) -> None:
    answer(client)
    donnees = {"empreinte": empreinte(client.get("/consentements").text, "/consentements"), "geste": "refuse"}
    refus = client.post("/consentements", data=donnees)
    assert "set-cookie" not in refus.headers
    assert "Rien" in refus.text or "rien" in refus.text
    assert age_shown(client)
    horloge.instant += timedelta(hours=13)
    assert not age_shown(client)


def test_answers_given_later_stay_under_the_same_yes(client: TestClient, horloge: Horloge) -> None:
    donnees = {"empreinte": empreinte(client.get("/consentements").text, "/consentements"), "geste": "donne"}
    client.post("/consentements", data=donnees)
    answer(client)
    horloge.instant += timedelta(days=3)
    assert age_shown(client)
    client.post("/proches/retirer", data={"personne": "0"})
    answer(client)
    horloge.instant += timedelta(days=3)
    assert age_shown(client)
    horloge.instant += timedelta(days=366)
    assert "lisibles" in client.get("/proches").text


@pytest.mark.parametrize("fausse", ["", "0" * 64, "x"])
def test_a_yes_to_another_text_is_refused(client: TestClient, fausse: str) -> None:
    for adresse, donnees in (("/consentements", {"geste": "donne"}), ("/carnet/creer", {"age": "oui"})):
        reponse = client.post(adresse, data=donnees | {"empreinte": fausse})
        assert reponse.status_code == 409
        assert "texte" in reponse.text
        assert "set-cookie" not in reponse.headers


def test_the_receipt_says_the_text_the_time_and_the_answer(client: TestClient) -> None:
    donnees = {"empreinte": empreinte(client.get("/consentements").text, "/consentements"), "geste": "donne"}
    page = visible(client.post("/consentements", data=donnees).text)
    recu = json.loads(re.search(r"\{.*\}", page, re.DOTALL)[0])  # type: ignore[index]
    assert (recu["finalite"], recu["geste"], recu["version_du_texte"]) == ("garder-ici", "donne", 1)
    assert recu["empreinte_du_texte"] == donnees["empreinte"]
    assert recu["le"].endswith("+00:00")


# --- the carnet


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


def test_no_answer_nor_time_tells_whether_a_code_ever_existed(ouvre: Ouvre, horloge: Horloge) -> None:
    client = ouvre()
    answer(client)
    deja = make(client)[0]
    enter(ouvre(), deja)
    durees: dict[str, list[float]] = {}
    pages = set()
    for _ in range(15):
        horloge.instant += timedelta(minutes=2)
        for genre, code in (("servi", deja), ("jamais", "B" * 25), ("illisible", "pas un code !")):
            debut = perf_counter()
            reponse = enter(client, code)
            durees.setdefault(genre, []).append(perf_counter() - debut)
            pages.add((reponse.status_code, reponse.text))
    assert len(pages) == 1
    medianes = [median(mesures) for mesures in durees.values()]
    assert max(medianes) - min(medianes) < 0.010


# --- who may do what

#: Each route of the three routers, and what someone without an open carnet gets.
SANS_CARNET = {
    ("GET", "/consentements"): 200,
    ("POST", "/consentements"): 409,
    ("GET", "/carnet"): 200,
    ("POST", "/carnet/creer"): 422,
    ("POST", "/carnet/ouvrir"): 422,
    ("POST", "/carnet/fermer"): 303,
    ("POST", "/carnet/fermer-partout"): 409,
    ("POST", "/carnet/appareil"): 409,
    ("POST", "/carnet/codes"): 409,
    ("GET", "/mes-donnees"): 200,
    ("GET", "/mes-donnees/copie.json"): 200,
    ("GET", "/mes-donnees/schema.json"): 200,
    ("POST", "/mes-donnees/copie"): 422,
    ("POST", "/mes-donnees/effacer"): 409,
}


def routes() -> set[tuple[str, str]]:
    return {
        (methode, route.path.removeprefix("/falc"))  # type: ignore[attr-defined]
        for router in PAGES
        for route in router.routes
        for methode in route.methods - {"HEAD"}  # type: ignore[attr-defined]
        if re.match(r"(?:/falc)?/(?:consentements|carnet|mes-donnees)", route.path)  # type: ignore[attr-defined]
    }


def test_every_route_has_its_policy() -> None:
    assert routes() == set(SANS_CARNET)


@pytest.mark.parametrize("qui", ["personne", "jeton-faux", "ferme", "endormi", "efface"])
def test_nobody_but_the_owner_reads_or_changes_a_carnet(
    ouvre: Ouvre, service: Application, horloge: Horloge, qui: str
) -> None:
    owner = ouvre()
    answer(owner)
    codes = make(owner)
    temoin = {"personne": "", "jeton-faux": "x" * 43}.get(qui, owner.cookies[TEMOIN])
    if qui == "ferme":
        owner.post("/carnet/fermer")
    elif qui == "endormi":
        horloge.instant += timedelta(hours=3)
    elif qui == "efface":
        owner.post("/mes-donnees/effacer", data={"personne": "tout"})
    for (methode, chemin), attendu in SANS_CARNET.items():
        client = ouvre()
        if temoin:
            client.cookies.set(TEMOIN, temoin)
        reponse = client.request(
            methode, chemin, data={"personne": "tout", "appareil": "x"} if methode == "POST" else None
        )
        redirige = temoin and chemin.startswith("/mes-donnees")
        assert reponse.status_code == (303 if redirige else attendu), (methode, chemin)
        assert "1972" not in reponse.text
        assert "54 ans" not in reponse.text
    if qui != "efface":
        neuf = ouvre()
        assert enter(neuf, codes[0]).status_code == 303
        assert age_shown(neuf)


def test_one_owner_cannot_reach_another(ouvre: Ouvre, service: Application) -> None:
    moi, autre = ouvre(), ouvre()
    answer(moi)
    answer(autre, "01/02/1950")
    codes = make(moi)
    make(autre)
    enter(ouvre(), codes[0])
    page = moi.get("/carnet").text
    appareil = re.search(r'name="appareil" value="([0-9a-f]+)"', page)
    assert appareil
    autre.post("/carnet/appareil", data={"appareil": appareil[1]})
    assert appareil[1] in moi.get("/carnet").text
    assert autre.post("/mes-donnees/effacer", data={"personne": "0"}).status_code == 200
    assert age_shown(moi)


@pytest.mark.parametrize("origine", ["null", "https://evil.example", ""])
def test_no_other_site_makes_opens_or_erases(ouvre: Ouvre, service: Application, origine: str) -> None:
    owner = ouvre()
    answer(owner)
    make(owner)
    entetes = {"origin": origine} if origine else {}
    etranger = TestClient(service, base_url=ORIGINE, headers=entetes, follow_redirects=False, cookies=owner.cookies)
    for methode, chemin in SANS_CARNET:
        if methode == "POST":
            for prefixe in ("", "/falc"):
                assert etranger.post(prefixe + chemin, data={"personne": "tout"}).status_code == 403
    assert age_shown(owner)


def test_reading_with_get_changes_nothing(ouvre: Ouvre) -> None:
    owner = ouvre()
    answer(owner)
    make(owner)
    for methode, chemin in SANS_CARNET:
        if methode == "POST":
            # Where the same address is also a page, GET shows it; elsewhere it is refused.
            attendus = {200} if ("GET", chemin) in SANS_CARNET else {404, 405}
            assert owner.get(f"{chemin}?personne=tout").status_code in attendus
    assert age_shown(owner)


# --- my data


def everything(service: Application) -> bytes:
    dossier = service.state.parties.settings.var
    return b"".join(fichier.read_bytes() for fichier in sorted(dossier.iterdir()) if "mon-budget" in fichier.name)


def test_everything_kept_can_be_seen_in_words(client: TestClient) -> None:
    answer(client)
    make(client)
    client.post("/questions", data={"fait": "fumeur", "reponse": "oui"})
    client.post("/historique", data={"id": "depistage-cancer-sein", "le": "03/2025"})
    client.post("/mon-annee/ajouter", data={"acte": "", "libelle": "Lunettes", "le": "30/06/2026", "prix": "12"})
    texte = visible(client.get("/mes-donnees").text).replace("\u00a0", " ")
    for mot in ("14 mai 1972", "Femme", "mars 2025", "Lunettes", "Le carnet est créé", "Garder un carnet en ligne"):
        assert mot in texte


def test_a_copy_leaves_whole_and_comes_back(ouvre: Ouvre) -> None:
    avant, apres = ouvre(), ouvre()
    answer(avant)
    avant.post("/proches/ajouter", data={"naissance": "10/10/2022", "sexe": "F", "nom": "A."})
    avant.post("/questions", data={"fait": "fumeur", "reponse": "non"})
    brut = avant.get("/mes-donnees/copie.json")
    assert "no-store" in brut.headers["cache-control"]
    Copie.model_validate_json(brut.content)
    make(apres)
    retour = apres.post("/mes-donnees/copie", files={"fichier": ("x.json", brut.content, "application/json")})
    assert retour.status_code == 303
    assert apres.get("/mes-donnees/copie.json").json()["personnes"] == brut.json()["personnes"]
    encore = apres.post("/mes-donnees/copie", files={"fichier": ("x.json", brut.content, "application/json")})
    assert encore.status_code == 409


def test_the_copy_leaves_nothing_out() -> None:
    """The planted column: a field added to what is kept of a person must be copied too."""
    from dataclasses import fields

    from app.domain.copie import PersonneCopiee

    noms = {"depenses": {"depenses", "couverture"}}
    gardes = set().union(*(noms.get(champ.name, {champ.name}) for champ in fields(EtatNavigateur)))
    assert gardes == set(PersonneCopiee.model_fields)


@pytest.mark.parametrize(
    "brut",
    [
        b"",
        b"{}",
        b"[" * 20_000,
        b'{"format": "autre", "le": "2026-11-22T00:00:00Z", "personnes": []}',
        b"\xff\xfe",
        *(
            json.dumps(
                {
                    "format": "mon-budget-sante/copie/1",
                    "le": "2026-11-22T00:00:00Z",
                    "personnes": [{"numero": 0, "profil": {"date_naissance": "1972"}} | faute],
                }
            ).encode()
            for faute in (
                {"inconnu": 1},
                {"numero": 3},
                {"nom": "x" * 13},
                {"profil": {"date_naissance": "2999"}},
                {"profil": {"date_naissance": "1972", "reponses": {"inconnue": True}}},
                {"vaccinations": [{"vaccin": "inconnu", "le": "2020"}]},
                {"depenses": [{"le": "2026-01-01", "acte": "inconnu"}]},
                {"depenses": [{"le": "2026-01-01", "libelle": "1 72 05 75 123 456 78", "prix": "3.00"}]},
                {"profil": {"date_naissance": "1972", "historique": [{"id": "inconnu", "le": "2020"}]}},
            )
        ),
    ],
)
def test_what_is_not_our_copy_brings_nothing(client: TestClient, brut: bytes) -> None:
    reponse = client.post("/mes-donnees/copie", files={"fichier": ("x.json", brut, "application/json")})
    assert reponse.status_code == 422
    assert "Rien n'est ajouté" in visible(reponse.text).replace("’", "'")
    assert "set-cookie" not in reponse.headers


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_everything_is_erased_with_a_receipt(ouvre: Ouvre, service: Application, prefixe: str) -> None:
    client, reste = ouvre(), ouvre()
    answer(client)
    answer(reste, "01/02/1950")
    codes = make(client)
    make(reste)
    with Session(service.state.parties.engine) as session:
        ids = [carnet.id.encode() for carnet in session.exec(select(Carnet).order_by(Carnet.cree_le))]
    reponse = client.post(f"{prefixe}/mes-donnees/effacer", data={"personne": "tout"})
    texte = visible(reponse.text)
    assert "Votre reçu" in texte
    assert "copie technique" not in texte
    octets = everything(service)
    assert sum(id_ in octets for id_ in ids) == 1
    assert enter(client, codes[3]).status_code == 422
    assert reste.get("/mes-donnees").status_code == 200
    with Session(service.state.parties.engine) as session:
        assert all(session.exec(select(Effacement.balaye)))
        gestes = [ligne.geste for ligne in session.exec(select(ActeConsenti).order_by(ActeConsenti.le))]
    assert sorted(gestes) == ["donne", "donne", "retire"]


def test_one_person_is_erased_in_the_carnet(client: TestClient) -> None:
    answer(client)
    client.post("/proches/ajouter", data={"naissance": "10/10/2022", "sexe": "F", "nom": "A."})
    make(client)
    reponse = client.post("/mes-donnees/effacer", data={"personne": "1"})
    assert "1 personne" in visible(reponse.text).replace("\u00a0", " ")
    assert "A." not in visible(client.get("/mes-donnees").text)
    for qui in ("1", "9", "x", "", "99999"):
        assert client.post("/mes-donnees/effacer", data={"personne": qui}).status_code == 409


def test_the_job_erases_what_nobody_visits(client: TestClient, service: Application, horloge: Horloge) -> None:
    answer(client)
    codes = make(client)
    horloge.instant += timedelta(days=181)
    each_day(service.state.parties)
    with Session(service.state.parties.engine) as session:
        assert session.exec(select(AccesCarnet)).all() == []
    assert enter(client, codes[0]).status_code == 303
    horloge.instant += timedelta(days=31 * GARDE_MOIS)
    each_day(service.state.parties)
    each_minute(service.state.parties)
    assert enter(client, codes[1]).status_code == 422
    with Session(service.state.parties.engine) as session:
        assert session.exec(select(Carnet)).all() == []
        assert all(session.exec(select(Effacement.balaye)))


# --- the service itself


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


def test_the_pages_are_light_easy_to_read_and_say_no_answer_in_their_title(client: TestClient) -> None:
    answer(client)
    client.post("/proches/ajouter", data={"naissance": "10/10/2022", "sexe": "F", "nom": "A."})
    pages = {chemin: client.get(chemin).text for chemin in ("/falc/carnet", "/falc/consentements", "/falc/mes-donnees")}
    page = client.get("/falc/consentements").text
    donnees = {"empreinte": empreinte(page, "/falc/consentements"), "geste": "donne"}
    pages["oui"] = client.post("/falc/consentements", data=donnees).text
    pages["retire"] = client.post("/falc/consentements", data=donnees | {"geste": "retire"}).text
    answer(client)
    page = client.get("/falc/carnet").text
    pages["age"] = client.post("/falc/carnet/creer", data={"age": "non"}).text
    pages["code"] = client.post("/falc/carnet/ouvrir", data={"code": "x"}).text
    donnees = {"age": "oui", "empreinte": empreinte(page, "/falc/carnet/creer")}
    pages["codes"] = client.post("/falc/carnet/creer", data=donnees).text
    pages |= {f"{chemin} ouvert": client.get(chemin).text for chemin in ("/falc/carnet", "/falc/consentements")}
    pages["donnees ouvert"] = client.get("/falc/mes-donnees").text
    lourdes = {chemin: client.get(chemin) for chemin in ("/carnet", "/consentements", "/mes-donnees")}
    pages["efface"] = client.post("/falc/mes-donnees/effacer", data={"personne": "tout"}).text
    for nom, texte in pages.items():
        titres = [visible(titre) for titre in re.findall(r"<h[12][^>]*>(.*?)</h[12]>", texte)]
        assert [str(p) for p in falc.problemes_page(titres, phrases_falc(texte))] == [], nom
        assert not re.search(r"<title>[^<]*\d", texte)
    for reponse in lourdes.values():
        assert reponse.headers["cache-control"] == "no-store"
        assert int(reponse.headers.get("content-length", 0)) < PREMIER_VOL or len(reponse.text) < 4 * PREMIER_VOL
