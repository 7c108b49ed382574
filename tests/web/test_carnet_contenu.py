"""A carnet outlives the content it was written with: what changed is asked again, and nothing else is lost."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.domain.catalogue import Catalogue
from app.main import create_app
from app.settings import Settings
from tests.bases import make_ready
from tests.horloge import Horloge
from tests.web.carnets import answer, enter, make
from tests.web.conftest import ORIGINE

PAGES = (
    "/conseils",
    "/questions",
    "/mes-donnees",
    "/vaccins",
    "/mon-annee",
    "/bilan-prevention",
    "/rappels",
    "/carnet",
)


def revised(catalogue: Catalogue, **faits: dict[str, Any] | None) -> Catalogue:
    """The same content, some facts defined otherwise, or taken away."""
    revus = dict(catalogue.faits)
    for nom, definition in faits.items():
        fait = revus.pop(nom)
        if definition is not None:
            revus[nom] = fait.model_copy(update={"definition": type(fait.definition)(**definition)})
    return replace(catalogue, faits=revus, version_contenu="e" * 64)


@pytest.fixture
def ecrit(tmp_path: Path, catalogue: Catalogue, horloge: Horloge) -> Iterator[TestClient]:
    """A browser whose carnet holds answers and an act, written with today's content."""
    app = create_app(Settings(var=tmp_path), catalogue, horloge=horloge)
    make_ready(app.state.parties.engine)
    client = TestClient(app, base_url=ORIGINE, headers={"origin": ORIGINE}, follow_redirects=False)
    answer(client)
    make(client)
    for fait, reponse in (("fumeur", {"reponse": "oui"}), ("imc", {"reponse": "nombre", "nombre": "24"})):
        assert client.post("/questions", data={"fait": fait, **reponse}).status_code == 303
    acte = {"id": "depistage-cancer-sein", "le": "03/2026"}
    assert client.post("/historique", data=acte).status_code == 303
    yield client
    app.state.parties.engine.dispose()


@pytest.fixture
def later(ecrit: TestClient, tmp_path: Path, horloge: Horloge) -> Iterator[Any]:
    """The same browser and the same base, served with another content."""
    ouverts = []

    def later_(contenu: Catalogue) -> TestClient:
        app = create_app(Settings(var=tmp_path), contenu, horloge=horloge)
        ouverts.append(app)
        client = TestClient(app, base_url=ORIGINE, headers={"origin": ORIGINE}, follow_redirects=False)
        client.cookies.update(ecrit.cookies)
        return client

    yield later_
    for app in ouverts:
        app.state.parties.engine.dispose()


def kept(client: TestClient) -> dict[str, Any]:
    """What the carnet reads of the reader's answers."""
    copie = client.get("/mes-donnees/copie.json").json()
    lues: dict[str, Any] = copie["personnes"][0]["profil"]
    return lues


@pytest.mark.parametrize(
    ("changes", "perdues"),
    [
        ({}, set()),
        ({"imc": {"type": "number", "min": 30, "max": 60}}, {"imc"}),
        ({"fumeur": {"type": "number", "min": 0, "max": 60}}, {"fumeur"}),
        ({"imc": None}, {"imc"}),
        ({"fumeur": None, "imc": {"type": "bool"}}, {"fumeur", "imc"}),
    ],
)
def test_what_changed_is_asked_again_and_the_rest_is_there(
    ecrit: TestClient, later: Any, catalogue: Catalogue, changes: dict[str, Any], perdues: set[str]
) -> None:
    avant = kept(ecrit)
    client = later(revised(catalogue, **changes))
    for page in PAGES:
        for prefixe in ("", "/falc"):
            assert client.get(prefixe + page).status_code == 200, page
    apres = kept(client)
    assert apres["reponses"] == {nom: valeur for nom, valeur in avant["reponses"].items() if nom not in perdues}
    assert {"fumeur", "imc"} <= set(avant["reponses"])
    assert {cle: valeur for cle, valeur in apres.items() if cle != "reponses"} == {
        cle: valeur for cle, valeur in avant.items() if cle != "reponses"
    }
    assert "mars 2026" in client.get("/conseils/depistage-cancer-sein").text


def test_a_content_taken_back_finds_everything_again(ecrit: TestClient, later: Any, catalogue: Catalogue) -> None:
    """As long as nothing was written meanwhile: reading never rewrites."""
    avant = kept(ecrit)
    later(revised(catalogue, imc=None, fumeur=None)).get("/conseils")
    assert kept(later(catalogue)) == avant


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_what_is_new_since_the_last_visit_is_said(
    tmp_path: Path, catalogue: Catalogue, horloge: Horloge, prefixe: str
) -> None:
    """A visit before the only dated change, one after, and one more: it is new once."""
    horloge.instant = datetime(2026, 11, 3, 9, tzinfo=UTC)
    app = create_app(Settings(var=tmp_path), catalogue, horloge=horloge)
    make_ready(app.state.parties.engine)
    client = TestClient(app, base_url=ORIGINE, headers={"origin": ORIGINE}, follow_redirects=False)
    answer(client)
    assert "visite" not in client.get(f"{prefixe}/ce-qui-a-change").text
    codes = make(client)
    assert "visite" not in client.get(f"{prefixe}/ce-qui-a-change").text
    for jour, mot, nouveau in ((25, "3 novembre", True), (28, "25 novembre", False)):
        horloge.instant = datetime(2026, 11, jour, 9, tzinfo=UTC)
        assert enter(client, codes.pop()).status_code == 303
        page = client.get(f"{prefixe}/ce-qui-a-change").text.replace("\u00a0", " ")
        assert mot in page
        assert ("nouveau pour vous" in page) is nouveau
        assert ("rien n'a changé" in unescape(page)) is not nouveau
    app.state.parties.engine.dispose()


def test_the_open_carnet_leads_to_all_its_prevention(ecrit: TestClient) -> None:
    for prefixe in ("", "/falc"):
        page = ecrit.get(f"{prefixe}/carnet").text
        for chemin in ("/conseils", "/vaccins", "/mon-annee", "/bilan-prevention", "/rappels", "/ce-qui-a-change"):
            assert f'href="{prefixe}{chemin}"' in page
            assert ecrit.get(prefixe + chemin).status_code == 200
