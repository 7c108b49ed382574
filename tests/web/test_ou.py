"""Where to go: asked by form only, empty lists say whom to call, an advice leads there without naming itself."""

import asyncio
import html
from collections.abc import Iterator

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from app.atelier.navigation import Navigateur
from app.atelier.textes_falc import textes_des_pages
from app.content.loader import CONTENU
from app.domain.annuaire import read_annuaire
from app.domain.catalogue import Catalogue
from app.main import Application, create_app
from app.models import Table
from app.rendering.gabarits import PICTOGRAMMES
from app.services.annuaire import replace_annuaire
from app.settings import Settings
from tests.agendas import MAINTENANT, communes_reelles
from tests.web.conftest import AUJOURDHUI, ORIGINE, Journal

AILLEURS = {"Sec-Fetch-Site": "same-origin"}
LISTE = (
    "identifiant;genre;nom;adresse;code_postal;commune;telephone;horaires;pmr\n"
    "1;cegidd;Centre <d'essai>;1 place de l'Essai;71000;71270;0385000000;Lundi, 14 h-18 h;oui\n"
)


@pytest.fixture(scope="module")
def avec_liste(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    """A service whose list of one kind holds one place."""
    app = create_app(Settings(var=tmp_path_factory.mktemp("var")), catalogue, AUJOURDHUI)
    engine = app.state.parties.engine
    Table.metadata.create_all(engine)
    with Session(engine) as session, session.begin():
        lu = read_annuaire(LISTE, communes_reelles(), catalogue.genres_de_lieux)
        replace_annuaire(session, "essai", lu.lieux, MAINTENANT)
    yield app
    engine.dispose()


@pytest.fixture
def voisin(avec_liste: Application) -> TestClient:
    return TestClient(avec_liste, base_url=ORIGINE, headers=AILLEURS)


def lu(client: TestClient, statut: int = 200, prefixe: str = "", **champs: str) -> str:
    reponse = client.post(f"{prefixe}/ou", data=champs)
    assert reponse.status_code == statut
    return html.unescape(reponse.text).replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_a_place_is_found_with_all_it_says(voisin: TestClient, prefixe: str) -> None:
    brut = voisin.post(f"{prefixe}/ou", data={"ou": "Mâcon", "genre": "cegidd"}).text
    assert "Centre &lt;d&#39;essai&gt;" in brut
    page = lu(voisin, prefixe=prefixe, ou="Mâcon", genre="cegidd")
    for texte in (
        "1 place de l'Essai, 71000 Mâcon",
        "03 85 00 00 00",
        "Accès en fauteuil roulant",
        "Cette liste est du",
    ):
        assert texte in page


@pytest.mark.parametrize("genre", ["pmi", "maison-de-garde", "radiologue-agree"])
def test_an_empty_list_says_whom_to_call(voisin: TestClient, genre: str) -> None:
    assert "La liste n'est pas encore remplie ici : appelez le" in lu(voisin, ou="Mâcon", genre=genre)
    assert 'href="tel:3646"' in lu(voisin, ou="Mâcon", genre=genre)
    assert "Nous n'avons pas encore la liste ici." in lu(voisin, prefixe="/falc", ou="Mâcon", genre=genre)


def test_what_is_missing_is_asked_again_and_nothing_is_lost(voisin: TestClient) -> None:
    assert "Écrivez une commune ou un code postal" in lu(voisin, 422, ou="", genre="cegidd")
    assert 'value="cegidd" checked' in lu(voisin, 422, ou="zzzzz", genre="cegidd")
    page = lu(voisin, 422, ou="Mâcon", genre="hopital")
    assert "Choisissez ce que vous cherchez" in page
    assert 'value="Mâcon"' in page
    assert "1850714001001" not in lu(voisin, 422, ou="1 85 07 14 001 001 01", genre="cegidd").replace(" ", "")
    assert "Plusieurs communes" in lu(voisin, ou="Saint-Denis", genre="cegidd")
    assert "Autour de Mâcon" in lu(voisin, commune="71270", genre="cegidd")


def test_an_advice_leads_there_without_saying_so_in_an_address(voisin: TestClient, journal: Journal) -> None:
    fiche = voisin.get("/conseils/vih-une-fois-dans-la-vie").text
    assert 'action="/ou"' in fiche
    page = lu(voisin, genre="cegidd")
    assert 'value="cegidd" checked' in page
    assert "<title>Où aller – " in page
    assert "Écrivez une commune" not in page
    assert "cegidd" not in journal()


def test_every_kind_is_shown_somewhere_and_drawn(catalogue: Catalogue) -> None:
    genres = catalogue.genres_de_lieux
    assert len(genres) == 9
    documentes = (CONTENU.parents[1] / "docs/importer-lieux.md").read_text("utf-8")
    for genre in genres.values():
        assert f"`{genre.id}`" in documentes
        assert (PICTOGRAMMES / f"{genre.pictogramme}.svg").exists()
        assert "tel-3646" in genre.contacts


def test_a_silent_base_is_said(client: TestClient) -> None:
    """The shared application of these tests has no table: as a base that does not answer."""
    reponse = client.post("/ou", data={"ou": "Mâcon", "genre": "cegidd"}, headers=AILLEURS)
    assert reponse.status_code in {200, 503}
    if reponse.status_code == 503:
        assert "retry-after" in reponse.headers


def test_the_pages_are_easy_to_read(avec_liste: Application) -> None:
    async def visit() -> list[str]:
        navigateur = Navigateur(avec_liste)
        cherches = ({"genre": "cegidd"}, {"ou": "Mâcon", "genre": "pmi"}, {"ou": "Saint-Denis", "genre": "pmi"})
        pages = [await navigateur.get("/falc/ou"), *[await navigateur.post("/falc/ou", champs) for champs in cherches]]
        return [str(constat) for constat in textes_des_pages(("/falc/ou", page) for page in pages)]

    assert asyncio.run(visit()) == []
