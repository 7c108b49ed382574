"""The application as the tests of the web see it: real content, own settings, a browser on https. Tests nothing."""

import io
import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app import main
from app.domain.catalogue import Catalogue
from app.journal import configure_journal
from app.main import Application, create_app
from app.rendering.tirages import Tirages
from app.settings import Settings
from tests.bases import make_ready
from tests.factories import contenu_reel
from tests.horloge import Horloge

AUJOURDHUI = date(2026, 11, 22)
ORIGINE = "https://testserver"
JSON = {"content-type": "application/json"}

ECRIT = io.StringIO()
Journal = Callable[[], str]
Envoi = Callable[..., Any]
Ouvre = Callable[[], TestClient]


@pytest.fixture(scope="session")
def catalogue() -> Iterator[Catalogue]:
    """The real content. What writes it is made once for all the applications of these tests, not for each."""
    reel = contenu_reel()
    tirages = Tirages(reel)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(main, "Tirages", lambda contenu: tirages if contenu is reel else Tirages(contenu))
        yield reel


@pytest.fixture(scope="session")
def application(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    """The service on a preview day, with its base and its key in a folder of its own."""
    app = create_app(Settings(var=tmp_path_factory.mktemp("var")), catalogue, AUJOURDHUI)
    configure_journal(ECRIT)
    TestClient(app).get("/sante")  # the first request builds the guards, with the log that is configured then
    yield app
    app.state.parties.engine.dispose()


@pytest.fixture
def journal(application: Application) -> Journal:
    """Give what the shared application has logged since the test began."""
    debut = ECRIT.tell()
    return lambda: ECRIT.getvalue()[debut:]


@pytest.fixture
def client(application: Application) -> Iterator[TestClient]:
    """A browser that has never been here; an unforeseen error must become an answer, as in service."""
    with_errors = TestClient(application, base_url=ORIGINE, raise_server_exceptions=True)
    yield with_errors
    with_errors.close()


@pytest.fixture
def send(client: TestClient) -> Envoi:
    """Post a profile to the API; `corps` replaces the whole body, as bytes or as an object."""

    def send_(profil: object = None, *, au: object = None, corps: object = None, requete: str = "") -> Any:
        if corps is None:
            corps = {"profil": profil} if au is None else {"profil": profil, "au": au}
        octets = corps if isinstance(corps, bytes) else json.dumps(corps).encode()
        return client.post(f"/api/v1/conseils{requete}", content=octets, headers=JSON)

    return send_


@pytest.fixture
def own_folder(tmp_path: Path) -> Settings:
    """Settings for an application this test builds itself."""
    return Settings(var=tmp_path)


@pytest.fixture
def horloge() -> Horloge:
    """A clock a test can move."""
    return Horloge()


@pytest.fixture
def reglages(tmp_path: Path) -> Settings:
    """What a module may change of the service below."""
    return Settings(var=tmp_path)


@pytest.fixture
def service(reglages: Settings, catalogue: Catalogue, horloge: Horloge) -> Iterator[Application]:
    """The service with a migrated base of its own, at the hour of that clock."""
    app = create_app(reglages, catalogue, horloge=horloge)
    make_ready(app.state.parties.engine)
    yield app
    app.state.parties.engine.dispose()


@pytest.fixture
def ouvre(service: Application) -> Iterator[Ouvre]:
    """Opens one more browser."""
    ouverts: list[TestClient] = []

    def open_() -> TestClient:
        ouverts.append(TestClient(service, base_url=ORIGINE, headers={"origin": ORIGINE}, follow_redirects=False))
        return ouverts[-1]

    yield open_
    for navigateur in ouverts:
        navigateur.close()
