"""Who may open what: every address of those who publish has a declared policy, and nobody passes who should not.

Each is tried as nobody, as another organisation, with a session that is over, and with a password but no second factor.
"""

from datetime import timedelta
from typing import NamedTuple

import pytest
from fastapi import APIRouter
from fastapi.routing import APIRoute
from sqlalchemy import text
from starlette.requests import Request
from starlette.responses import Response
from starlette.testclient import TestClient

from app.main import Application
from app.models import Table
from app.routers.garde_operateurs import NOM, RouteOperateur, RoutePartenaire
from app.routers.route_directe import RouteDirecte
from app.services.operateurs import DUREE
from tests.agendas import MAINTENANT
from tests.horloge import Horloge
from tests.operateurs import MEME_SITE, Equipe, make_equipe_in, sign_in
from tests.web.conftest import ORIGINE

CSV = "prenom;nom;profession;date;debut;fin;duree\nAna;Roy;medecin;2026-11-24;09:00;10:00;20\n"
SEMAINE = {
    "prenom": "Ana", "nom": "Roy", "profession": "medecin", "duree": "20", "places": "1", "preavis": "2",
    "tranches": "45-50", "0m-debut": "09:00", "0m-fin": "10:00",
}  # fmt: skip
#: What may be written by a request that is refused: how often a key or a name was tried, and no more.
COMPTEURS = {"cle_partenaire", "essai_connexion", "session_operateur"}


class Acces(NamedTuple):
    """Who may use an address (anyone, an operator, a program), whether it names a place, what it is sent."""

    a_qui: str
    d_un_lieu: bool = False
    formulaire: dict[str, str] | None = None
    corps: str = ""


#: The policy of each address. One that is missing here fails the suite.
POLITIQUES = {
    ("GET", "/operateurs/connexion"): Acces("tous"),
    ("POST", "/operateurs/connexion"): Acces("tous", formulaire={"identifiant": "x"}),
    ("GET", "/operateurs"): Acces("operateur"),
    ("GET", "/operateurs/rappels"): Acces("operateur"),
    ("POST", "/operateurs/deconnexion"): Acces("operateur", formulaire={}),
    ("GET", "/operateurs/mot-de-passe"): Acces("operateur"),
    ("POST", "/operateurs/mot-de-passe"): Acces("operateur", formulaire={"nouveau": "x"}),
    ("GET", "/operateurs/sources"): Acces("operateur"),
    ("GET", "/operateurs/lieux/{lieu}"): Acces("operateur", d_un_lieu=True),
    ("POST", "/operateurs/lieux/{lieu}/confirmer"): Acces("operateur", d_un_lieu=True, formulaire={"horizon": "12"}),
    ("GET", "/operateurs/lieux/{lieu}/horaires"): Acces("operateur", d_un_lieu=True),
    ("POST", "/operateurs/lieux/{lieu}/horaires"): Acces("operateur", d_un_lieu=True, formulaire=SEMAINE),
    ("GET", "/operateurs/lieux/{lieu}/rendez-vous"): Acces("operateur", d_un_lieu=True),
    ("GET", "/operateurs/bureau"): Acces("operateur"),
    ("POST", "/operateurs/bureau"): Acces("operateur", formulaire={"action": "lot", "canal": "lettre"}),
    ("POST", "/operateurs/bureau/fichier"): Acces("operateur", formulaire={"canal": "appel", "lot": "x"}),
    ("GET", "/api/v1/partenaires/lieux"): Acces("programme"),
    ("GET", "/api/v1/partenaires/lieux/{lieu}"): Acces("programme", d_un_lieu=True),
    ("PUT", "/api/v1/partenaires/lieux/{lieu}/agenda"): Acces("programme", d_un_lieu=True, corps=CSV),
}
PORTES = {"operateur": RouteOperateur, "programme": RoutePartenaire}
FERMEES = [adresse for adresse, acces in POLITIQUES.items() if acces.a_qui != "tous"]
D_UN_LIEU = [adresse for adresse, acces in POLITIQUES.items() if acces.d_un_lieu]


@pytest.fixture
def horloge() -> Horloge:
    return Horloge(MAINTENANT)


@pytest.fixture
def client(service: Application) -> TestClient:
    return TestClient(service, base_url=ORIGINE, follow_redirects=False)


@pytest.fixture
def a(service: Application) -> Equipe:
    return make_equipe_in(service, "Maison Alpha")


@pytest.fixture
def b(service: Application, client: TestClient, horloge: Horloge) -> Equipe:
    """The other organisation, with an agenda of its own."""
    autre = make_equipe_in(service, "Pharmacie Beta", adresse="9 rue de Beta")
    envoi = {"content-type": "text/csv", **autre.entetes}
    assert client.put(f"/api/v1/partenaires/lieux/{autre.lieu}/agenda", content=CSV, headers=envoi).status_code == 200
    return autre


def ask(
    client: TestClient, adresse: tuple[str, str], lieu: str, entetes: dict[str, str] | None = None
) -> tuple[int, str]:
    """Send what the address expects, about this place."""
    methode, chemin = adresse
    acces = POLITIQUES[adresse]
    envoi = {**(MEME_SITE if chemin.startswith("/operateurs") else {}), **(entetes or {})}
    if acces.corps:
        envoi["content-type"] = "text/csv"
    reponse = client.request(
        methode, chemin.format(lieu=lieu), data=acces.formulaire, content=acces.corps or None, headers=envoi
    )
    return reponse.status_code, reponse.text


def whole_base(app: Application) -> dict[str, list[str]]:
    """Every row of every table a refused request may not touch."""
    noms = sorted(set(Table.metadata.tables) - COMPTEURS)
    with app.state.parties.engine.connect() as connexion:
        return {nom: sorted(str(tuple(x)) for x in connexion.execute(text(f"SELECT * FROM {nom}"))) for nom in noms}


def of_those_who_publish(app: Application) -> dict[tuple[str, str], APIRoute]:
    return {
        (methode, route.path): route
        for route in app.router.routes
        if isinstance(route, APIRoute) and route.path.startswith(("/operateurs", "/api/v1/partenaires"))
        for methode in route.methods
    }


def faults(routes: dict[tuple[str, str], APIRoute]) -> list[tuple[str, str]]:
    """The addresses without a policy, and those whose door is not that of their policy."""
    fautes = sorted(set(routes) ^ set(POLITIQUES))
    for adresse in set(routes) & set(POLITIQUES):
        porte = PORTES.get(POLITIQUES[adresse].a_qui, RouteDirecte)
        if type(routes[adresse]) is not porte or ("{lieu}" in adresse[1]) is not POLITIQUES[adresse].d_un_lieu:
            fautes.append(adresse)
    return fautes


def test_every_address_has_a_declared_policy_and_its_door(service: Application) -> None:
    assert faults(of_those_who_publish(service)) == []


def test_an_address_without_policy_or_without_door_is_caught(service: Application) -> None:
    """The planted bugs: a new address nobody declared, and a known one written without its door."""
    routes = of_those_who_publish(service)
    oubliee = APIRouter(route_class=RouteOperateur)
    oubliee.get("/operateurs/nouvelle")(endpoint)
    ouverte = APIRouter(route_class=RouteDirecte)
    ouverte.get("/operateurs")(endpoint)
    (nouvelle,), (sans_porte,) = oubliee.routes, ouverte.routes
    assert faults(routes | {("GET", "/operateurs/nouvelle"): nouvelle}) == [("GET", "/operateurs/nouvelle")]  # type: ignore[dict-item]
    assert faults(routes | {("GET", "/operateurs"): sans_porte}) == [("GET", "/operateurs")]  # type: ignore[dict-item]


async def endpoint(request: Request) -> Response:
    return Response()


@pytest.mark.parametrize("adresse", FERMEES, ids=" ".join)
def test_nobody_passes_without_proof(
    service: Application, client: TestClient, a: Equipe, b: Equipe, horloge: Horloge, adresse: tuple[str, str]
) -> None:
    """Nobody; a session or a key made up; a password without its second factor; a session that is over."""
    avant = whole_base(service)
    ferme = 401 if adresse[1].startswith("/api") else 303
    for entetes in (
        {},
        {"authorization": "Bearer mbs_000000000000_x"},
        {"authorization": b.cle},
        {"cookie": f"{NOM}=x"},
    ):
        assert ask(client, adresse, b.lieu, entetes)[0] == ferme
    assert sign_in(client, b, horloge(), code="") == 422
    assert ask(client, adresse, b.lieu)[0] == ferme
    assert whole_base(service) == avant
    assert sign_in(client, b, horloge()) == 303
    jeton, apres = client.cookies[NOM], whole_base(service)
    horloge.instant += DUREE
    assert ask(client, adresse, b.lieu, {"cookie": f"{NOM}={jeton}"})[0] == ferme
    assert whole_base(service) == apres


@pytest.mark.parametrize("adresse", D_UN_LIEU, ids=" ".join)
def test_an_organisation_neither_reads_nor_writes_another_s_place(
    service: Application, client: TestClient, a: Equipe, b: Equipe, horloge: Horloge, adresse: tuple[str, str]
) -> None:
    assert sign_in(client, a, horloge()) == 303
    avant = whole_base(service)
    refus = ask(client, adresse, b.lieu, a.entetes)
    assert refus[0] == 404
    assert refus == ask(client, adresse, "0" * 32, a.entetes)
    assert "Beta" not in refus[1]
    assert whole_base(service) == avant
    # And one's own place answers: the refusal above is no closed door.
    assert ask(client, adresse, a.lieu, a.entetes)[0] in {200, 303}


def test_the_lists_hold_one_s_own_places_only(client: TestClient, a: Equipe, b: Equipe, horloge: Horloge) -> None:
    sign_in(client, a, horloge())
    for adresse in (("GET", "/operateurs"), ("GET", "/api/v1/partenaires/lieux")):
        statut, texte = ask(client, adresse, "", a.entetes)
        assert statut == 200
        assert a.lieu in texte
        assert "Beta" not in texte
        assert b.lieu not in texte


def test_a_key_opens_no_page_and_a_session_no_api(client: TestClient, a: Equipe, horloge: Horloge) -> None:
    assert ask(client, ("GET", "/operateurs"), "", a.entetes)[0] == 303
    sign_in(client, a, horloge())
    assert ask(client, ("GET", "/api/v1/partenaires/lieux"), "")[0] == 401


def test_another_site_makes_an_operator_do_nothing(client: TestClient, a: Equipe, horloge: Horloge) -> None:
    sign_in(client, a, horloge())
    chemin = f"/operateurs/lieux/{a.lieu}/horaires"
    for origine in ({"origin": "https://ailleurs.example"}, {"origin": "null"}, {}):
        assert client.post(chemin, data=SEMAINE, headers=origine).status_code == 403


def test_no_operator_reads_what_a_citizen_s_browser_keeps(
    service: Application, client: TestClient, a: Equipe, horloge: Horloge
) -> None:
    """The answers are in the citizen's own cookie; no table has any, and no page of operators opens that cookie."""
    sign_in(client, a, horloge())
    client.post("/", data={"date_naissance": "14/05/1972", "sexe": "F"}, headers=MEME_SITE)
    for adresse in (x for x in FERMEES if x[0] == "GET" and x[1].startswith("/operateurs")):
        assert "1972" not in ask(client, adresse, a.lieu)[1]
    horloge.instant += timedelta(minutes=1)
    assert "1972" not in str(whole_base(service))
