"""The running site and the phone that visits it. Tests nothing."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.base.postgresql import free_port
from tests.parcours.gestes import Telephone

RACINE = Path(__file__).resolve().parents[2]
AUJOURDHUI = "2026-11-22"
PETIT_TELEPHONE = {"width": 360, "height": 640}


@dataclass(frozen=True)
class Site:
    """A running service: where it answers, and every place where it could have written something."""

    adresse: str
    dossier: Path

    @property
    def journal(self) -> Path:
        """Everything the process printed."""
        return self.dossier / "journal.txt"


@contextmanager
def running_site(dossier: Path, **reglages: str) -> Iterator[Site]:
    """The service as `scripts/serve` starts it, on a preview day, in a folder of its own."""
    temporaire = dossier / "tmp"
    temporaire.mkdir()
    port = free_port()
    environnement = os.environ | {
        "MBS_VAR": str(dossier / "var"),
        "MBS_AUJOURDHUI": AUJOURDHUI,
        "PORT": str(port),
        "TMPDIR": str(temporaire),
        **reglages,
    }
    (dossier / "var").mkdir()
    subprocess.run([sys.executable, "-m", "alembic", "upgrade", "head"], cwd=RACINE, env=environnement, check=True)
    site = Site(f"http://127.0.0.1:{port}", dossier)
    commande = [sys.executable, "-m", "uvicorn", "app.main:create_app", "--factory", "--port", str(port)]
    with site.journal.open("ab") as journal:
        serveur = subprocess.Popen(
            [*commande, "--no-access-log"], cwd=RACINE, env=environnement, stdout=journal, stderr=journal
        )
        try:
            wait_until_ready(site, serveur)
            yield site
        finally:
            serveur.terminate()
            serveur.wait(timeout=60)


@contextmanager
def answered_client(site: Site) -> Iterator[httpx2.Client]:
    """A program that answered for two persons, as a browser would."""
    meme = {"Sec-Fetch-Site": "same-origin"}
    with httpx2.Client(base_url=site.adresse, headers=meme) as visiteur:
        for chemin, donnees in (
            ("/", {"date_naissance": "14/05/1972", "sexe": "F"}),
            ("/proches/ajouter", {"naissance": "1948", "sexe": "F"}),
        ):
            recu = visiteur.post(chemin, data=donnees)
            assert recu.status_code == 303
            # The cookie asks for https, which a program on plain http does not claim: hand it over by hand.
            visiteur.headers["Cookie"] = recu.headers["set-cookie"].partition(";")[0]
        yield visiteur


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The running service, as most journeys see it."""
    with running_site(tmp_path_factory.mktemp("site")) as ouvert:
        yield ouvert


def wait_until_ready(site: Site, serveur: "subprocess.Popen[bytes]") -> None:
    limite = time.monotonic() + 120
    while time.monotonic() < limite and serveur.poll() is None:
        try:
            if httpx2.get(f"{site.adresse}/sante").status_code == 200:
                return
        except httpx2.TransportError:
            time.sleep(0.1)
    raise RuntimeError(site.journal.read_text("utf-8", errors="replace"))


@pytest.fixture
def open_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Opens a fresh visitor, a small touch phone unless told otherwise; each is closed at the end."""
    ouverts: list[BrowserContext] = []

    def open_(**options: object) -> BrowserContext:
        reglages: dict[str, object] = {"viewport": PETIT_TELEPHONE, "has_touch": True, "locale": "fr-FR"}
        contexte = browser.new_context(**(reglages | options))  # type: ignore[arg-type]
        contexte.set_default_timeout(20_000)
        ouverts.append(contexte)
        return contexte

    yield open_
    for contexte in ouverts:
        contexte.close()


@pytest.fixture
def telephone(site: Site, open_context: Callable[..., BrowserContext]) -> Telephone:
    """A phone that has never been here."""
    return Telephone(open_context().new_page(), site.adresse)


@pytest.fixture
def page_simple(site: Site, open_context: Callable[..., BrowserContext]) -> Page:
    """A page for checks that are not journeys."""
    return open_context(bypass_csp=True).new_page()
