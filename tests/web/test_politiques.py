"""Every route has a declared policy; without the right code nobody reads or changes somebody else's appointment."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts
from sqlalchemy import Engine, text
from sqlmodel import Session
from starlette.testclient import TestClient

from app.domain.catalogue import Catalogue
from app.domain.rendez_vous import GARDE, Personne
from app.main import Application, create_app, each_day
from app.services.attente import wait_for_an_earlier
from app.services.places import Guichet
from app.services.rendez_vous import Demande, cancel, take
from app.settings import Settings
from tests.agendas import MAINTENANT, demain, make_creneaux, make_lieu, make_professionnel
from tests.horloge import Horloge
from tests.web.conftest import ORIGINE
from tests.web.politiques import POLITIQUES, Politique

SENTINELLES = ("Sentinelle-7f3a", "0611223344")
#: Ways to ask about the appointment of somebody else: without a code, one nobody has, one's own, one that is over.
PORTEURS = ("personne", "inconnu", "autre", "annule", "efface")
AVEC_CODE = sorted(route for route, politique in POLITIQUES.items() if politique is Politique.CODE)


def routes_of(app: Application) -> set[str]:
    """Every route of ours, easy-to-read twins joined to their page, HEAD to its GET."""
    trouvees = set()
    for route in iter_route_contexts(app.routes):
        chemin = str(getattr(route, "path", ""))
        if chemin != "/static":
            nue = chemin.removeprefix("/falc") or "/"
            trouvees |= {f"{methode} {nue}" for methode in (route.methods or set()) - {"HEAD"}}
    return trouvees


@pytest.fixture
def horloge() -> Horloge:
    return Horloge(MAINTENANT)


@pytest.fixture
def client(service: Application) -> Iterator[TestClient]:
    navigateur = TestClient(service, base_url=ORIGINE, headers={"origin": ORIGINE}, follow_redirects=False)
    yield navigateur
    navigateur.close()


def test_every_route_has_a_policy_and_every_policy_a_route(application: Application) -> None:
    routes = routes_of(application)
    assert routes - set(POLITIQUES) == set(), "say in tests/web/politiques.py what this route may read or write"
    assert set(POLITIQUES) - routes == set(), "these routes are gone"


def test_a_planted_route_without_a_policy_is_caught(catalogue: Catalogue, tmp_path: Path) -> None:
    app = create_app(Settings(var=tmp_path), catalogue)

    @app.get("/falc/oubliee")
    def oubliee() -> str:
        return ""

    assert routes_of(app) - set(POLITIQUES) == {"GET /oubliee"}


def rows(engine: Engine) -> list[Any]:
    """What the base holds about the victim."""
    with engine.connect() as connexion:
        ici = text("SELECT * FROM rendez_vous WHERE nom = :nom")
        return list(connexion.execute(ici, {"nom": SENTINELLES[0]})) + list(
            connexion.execute(text("SELECT lieu_id, avant, depuis FROM attente"))
        )


@pytest.fixture
def codes(service: Application, horloge: Horloge) -> dict[str, str]:
    """The victim has an appointment and waits for an earlier one; others hold codes of their own."""
    ensemble = service.state.parties

    def desk(session: Session, quand: datetime = MAINTENANT) -> Guichet:
        return Guichet(session, ensemble.empreintes, ensemble.communes, quand)

    with Session(ensemble.engine) as session, session.begin():
        lieu, qui = make_lieu(session), make_professionnel(session)
        slots = [c.id for c in make_creneaux(session, lieu, qui, [demain(9, jours=n) for n in (30, 1, 31, 32)])]
        victime = take(desk(session), Demande(slots[0], "v", Personne("Ana", *SENTINELLES))).code
        wait_for_an_earlier(desk(session), victime)
        efface = take(desk(session), Demande(slots[1], "e", Personne("Vieux", "Rendez-vous"))).code
        autre = take(desk(session), Demande(slots[2], "a", Personne("Bo", "Li"))).code
        annule = take(desk(session), Demande(slots[3], "n", Personne("Cy", "Fa"))).code
        cancel(desk(session), annule)
    horloge.instant = demain(10) + timedelta(days=GARDE + 1)
    each_day(ensemble)
    return {
        "personne": "",
        "inconnu": "0000000000",
        "autre": autre,
        "annule": annule,
        "efface": efface,
        "victime": victime,
    }


def ask(client: TestClient, route: str, code: str, mode: str = "") -> Any:
    methode, chemin = route.split(" ")
    if methode == "DELETE":
        return client.delete(chemin.format(code=code or "-"))
    champs = {"code": code, "tenu": code, "prenom": "Eve", "nom": "Intruse", "contact": ""}
    return client.post(mode + chemin, data=champs)


@pytest.mark.parametrize("porteur", PORTEURS)
@pytest.mark.parametrize("route", AVEC_CODE)
def test_without_the_code_nothing_is_read_or_written(
    service: Application, client: TestClient, codes: dict[str, str], route: str, porteur: str
) -> None:
    engine = service.state.parties.engine
    avant = rows(engine)
    assert len(avant) == 2, "an appointment, and its request that waits"
    for mode in ("", "/falc") if not route.endswith("{code}") else ("",):
        reponse = ask(client, route, codes[porteur], mode)
        assert reponse.status_code < 500
        for sentinelle in (*SENTINELLES, codes["victime"]):
            assert sentinelle not in reponse.text
        assert codes[porteur] == "" or codes[porteur] not in str(reponse.headers)
    assert [ligne for ligne in rows(engine) if ligne in avant] == avant


@pytest.mark.parametrize("route", AVEC_CODE)
def test_with_the_code_it_is_theirs(client: TestClient, codes: dict[str, str], route: str) -> None:
    """The check above would pass on routes that never answer anything."""
    assert ask(client, route, codes["victime"]).status_code in {200, 303, 409}


@pytest.mark.parametrize("route", sorted(r for r in POLITIQUES if r.startswith(("POST", "DELETE"))))
def test_a_page_of_another_site_changes_nothing(client: TestClient, route: str) -> None:
    methode, chemin = route.split(" ")
    adresse = chemin.format(id="x", acte="x", lieu="x", code="0000000000", jeton="x")
    entetes = {"origin": "https://ailleurs.example", "sec-fetch-site": "cross-site"}
    assert client.request(methode, adresse, headers=entetes).status_code == 403
