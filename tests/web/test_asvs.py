"""Points of ASVS 5.0 that no other file proves: kinds of answers, redirections, methods, passwords, drawn secrets."""

import ast
import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pyotp
import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from app.main import Application
from app.routers.pages_informations import SORTIE
from app.services.operateurs import MOT_DE_PASSE_MAX, create_operateur, create_organisation
from tests.agendas import MAINTENANT
from tests.horloge import Horloge
from tests.operateurs import MEME_SITE, make_equipe_in, registre, sign_in
from tests.web.conftest import ORIGINE
from tests.web.politiques import POLITIQUES
from tests.web.test_entetes import addresses

APP = Path(__file__).resolve().parents[2] / "app"
AILLEURS = "https://ailleurs.example/"
#: A drawing is XML, which is UTF-8 by itself.
GENRE = re.compile(r"text/[a-z-]+; charset=utf-8(; .*)?|application/[a-z.+-]+.*|image/[a-z+]+")
CASSES = re.compile(r"hashlib\.(md5|sha1|new)|hashes\.(MD5|SHA1)|modes\.(ECB|CBC)")
#: Every name under which a page might be asked to lead somewhere.
SUITES = ("vers", "retour", "suite", "next", "url", "page", "chemin", "redirect", "pour", "lieu")


@pytest.fixture
def horloge() -> Horloge:
    return Horloge(MAINTENANT)


def test_each_answer_says_its_kind_and_its_alphabet(application: Application, client: TestClient) -> None:
    """4.1.1, 3.2.1: no answer is left for a browser to guess."""
    muettes = {}
    for chemin in [*addresses(application), "/inconnue", "/api/v1/inconnue", "/static/favicon.svg", "/robots.txt"]:
        reponse = client.get(chemin, follow_redirects=False)
        genre = reponse.headers.get("content-type", "")
        if reponse.content and not GENRE.fullmatch(genre):
            muettes[chemin] = genre
    assert muettes == {}


def test_trace_is_refused_everywhere(application: Application, client: TestClient) -> None:
    """13.4.4: what was sent is never sent back; behind a door, the door answers first."""
    for chemin in addresses(application):
        reponse = client.request("TRACE", chemin, headers={"x-secret": "zyxwv"}, follow_redirects=False)
        assert reponse.status_code in {303, 401, 404, 405}, chemin
        assert "zyxwv" not in reponse.text


@pytest.mark.parametrize(
    "chemin",
    [
        "/.git/config", "/.git/HEAD", "/static/../.git/config", "/static/%2e%2e/pyproject.toml",
        "/static/..%2fapp/main.py", "/pyproject.toml", "/app/main.py", "/var/base.db", "/.env",
        "/static/css/../../var/cle",
    ],
)  # fmt: skip
def test_no_file_of_the_checkout_is_served(client: TestClient, chemin: str) -> None:
    """13.4.1: only `static/` is, file by file."""
    assert client.get(chemin).status_code == 404


def test_no_redirection_leaves_the_site(application: Application, client: TestClient) -> None:
    """3.7.2: wherever a form asks to go, the answer stays here; the way out has one address, ours to choose."""
    corps = dict.fromkeys(SUITES, AILLEURS)
    dehors = {}
    for route in POLITIQUES:
        methode, _, chemin = route.partition(" ")
        chemin = re.sub(r"\{[^}]+\}", "tabac-arret", chemin)
        if methode not in {"GET", "POST"} or chemin.startswith("/api/"):
            continue
        donnees = corps if methode == "POST" else None
        reponse = client.request(methode, chemin, params=corps, data=donnees, headers=MEME_SITE, follow_redirects=False)
        suite = urlsplit(reponse.headers.get("location", ""))
        if suite.netloc not in {"", urlsplit(ORIGINE).netloc} and reponse.headers["location"] != SORTIE:
            dehors[route] = reponse.headers["location"]
    assert dehors == {}


def test_a_password_is_hidden_and_may_be_filled_by_the_phone(client: TestClient) -> None:
    """6.2.6, 6.2.7: no script is there to forbid pasting."""
    (champ,) = re.findall(r"<input[^>]*mot_de_passe[^>]*>", client.get("/operateurs/connexion").text)
    assert 'type="password"' in champ
    assert 'autocomplete="current-password"' in champ
    assert f'maxlength="{MOT_DE_PASSE_MAX}"' in champ


def test_a_long_password_is_read_whole(service: Application, horloge: Horloge) -> None:
    """6.2.5, 6.2.8, 6.2.9: no rule but the length, and every character counts."""
    long = "é" * 63 + " aaaa"
    parties = service.state.parties
    with Session(parties.engine) as session, session.begin():
        la = registre(session, parties.coffre)
        organisation = create_organisation(la, "Maison Longue")
        secret = create_operateur(la, organisation, "long@longue", long)
    equipe = make_equipe_in(service, "Maison Autre")
    client = TestClient(service, base_url=ORIGINE)
    for essai, attendu in ((long[:-1], 422), (long + "a", 422), (long.upper(), 422), (long, 303)):
        horloge.instant += timedelta(minutes=1)
        code = pyotp.TOTP(secret).at(horloge())
        assert sign_in(client, equipe, horloge(), identifiant="long@longue", mot_de_passe=essai, code=code) == attendu


def test_a_password_does_not_grow_old(service: Application, horloge: Horloge) -> None:
    """6.2.10."""
    equipe = make_equipe_in(service)
    horloge.instant += timedelta(days=900)
    assert sign_in(TestClient(service, base_url=ORIGINE), equipe, horloge()) == 303


def imports_and_calls() -> dict[str, set[str]]:
    """In each file of the application, the modules imported and the names called on them."""
    vus: dict[str, set[str]] = {}
    for fichier in APP.rglob("*.py"):
        for noeud in ast.walk(ast.parse(fichier.read_text("utf-8"))):
            noms: list[str] = []
            if isinstance(noeud, ast.Import):
                noms = [alias.name for alias in noeud.names]
            elif isinstance(noeud, ast.ImportFrom):
                noms = [f"{noeud.module}.{alias.name}" for alias in noeud.names]
            elif isinstance(noeud, ast.Attribute) and isinstance(noeud.value, ast.Name):
                noms = [f"{noeud.value.id}.{noeud.attr}"]
            for nom in noms:
                vus.setdefault(nom, set()).add(fichier.relative_to(APP).as_posix())
    return vus


def test_what_must_not_be_guessed_is_drawn_by_the_system() -> None:
    """6.5.3, 7.2.3, 11.5.1: `random` is not even imported, outside the workshop that draws populations."""
    vus = imports_and_calls()
    tires = {nom: ou for nom, ou in vus.items() if nom.split(".")[0] == "random"}
    assert {fichier for ou in tires.values() for fichier in ou if not fichier.startswith("atelier/")} == set()
    assert any(nom.startswith("secrets.token_") for nom in vus)


def test_no_broken_hash_is_used() -> None:
    """11.4.1."""
    vus = imports_and_calls()
    assert {
        nom for nom in vus if re.fullmatch(r"hashlib\.(md5|sha1|new)|hashes\.(MD5|SHA1)|modes\.(ECB|CBC)", nom)
    } == set()
    assert "hashlib.sha256" in vus
