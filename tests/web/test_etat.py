"""The addresses machines read: alive, ready, and what is served."""

import hashlib
from collections.abc import Iterator

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

import app as application_package
from app.content.loader import CONTENU
from app.domain.catalogue import Catalogue
from app.main import Application, create_app
from app.models import VersionContenu
from app.settings import Settings
from tests.bases import migrate
from tests.web.conftest import ORIGINE


@pytest.fixture
def neuve(own_folder: Settings, catalogue: Catalogue) -> Iterator[Application]:
    """A service whose base has not been made yet."""
    app = create_app(own_folder, catalogue)
    yield app
    app.state.parties.engine.dispose()


def test_alive_says_nothing_else(client: TestClient) -> None:
    reponse = client.get("/sante")
    assert (reponse.status_code, reponse.json()) == (200, {"etat": "vivant"})


def test_ready_only_once_the_base_is_made(neuve: Application) -> None:
    client = TestClient(neuve, base_url=ORIGINE)
    assert (client.get("/pret").status_code, client.get("/pret").json()) == (503, {"etat": "pas_pret"})
    migrate(neuve.state.parties.engine)
    assert (client.get("/pret").status_code, client.get("/pret").json()) == (200, {"etat": "pret"})


def test_the_version_is_that_of_the_files(client: TestClient, catalogue: Catalogue) -> None:
    version = client.get("/api/v1/version").json()
    assert set(version) == {"application", "version_contenu", "unites"}
    assert version["application"] == application_package.VERSION
    assert version["version_contenu"] == catalogue.version_contenu
    dossiers = ("recommandations", "campagnes", "reperes", "vaccins")
    fichiers = [fichier for dossier in dossiers for fichier in (CONTENU / dossier).glob("*.yaml")]
    fichiers += [CONTENU / "droits" / f"{id_}.yaml" for id_ in catalogue.droits]
    noms = {fichier.stem: fichier for fichier in fichiers}
    noms |= {f"actes/{fichier.stem}": fichier for fichier in (CONTENU / "actes").glob("*/*.yaml")}
    lignes = {f"parametres/{id_}" for id_ in catalogue.bareme.parametres.par_id}
    lignes |= {f"contacts/{id_}" for id_ in catalogue.contacts}
    assert version["unites"] == {nom: hashlib.sha256(f.read_bytes()).hexdigest() for nom, f in noms.items()} | {
        nom: catalogue.empreintes[nom] for nom in lignes
    }


def test_the_content_served_is_noted_at_the_start(neuve: Application, catalogue: Catalogue) -> None:
    migrate(neuve.state.parties.engine)
    for _ in range(2):
        with TestClient(neuve, base_url=ORIGINE) as client:
            assert client.get("/pret").status_code == 200
    with Session(neuve.state.parties.engine) as session:
        (version,) = session.exec(select(VersionContenu)).all()
    assert version.empreinte == catalogue.version_contenu


def test_a_base_that_does_not_answer_stops_no_one_from_reading_advice(neuve: Application) -> None:
    with TestClient(neuve, base_url=ORIGINE) as client:
        assert client.post("/api/v1/conseils", json={"profil": {}}).status_code == 200
        assert client.get("/sante").status_code == 200
        assert client.get("/pret").status_code == 503
