"""The headers of every page are worth 150 points at the MDN HTTP Observatory, which asks for 100 to give its best mark.

150 is what a page without cookie can have by its headers: 10 for the content policy, 5 for the referrer, 5 for the
frames, 10 each for the resource, opener and embedder policies. The 15 points left are a cookie at the first visit (5,
which we do not want), pinning a script that is our own (5), and the list of browsers (5, asked for by the deployer).
"""

import httpx2
import pytest
from starlette.testclient import TestClient

from app.main import Application
from tests.parcours.pages import chemins
from tests.web.carnets import answer, make
from tests.web.conftest import ORIGINE, Ouvre
from tests.web.observatoire import details, score

VOULU = 150
#: By the rules before the opener and embedder policies counted, whose maximum was 145.
VOULU_AVANT = 130
DU_CARNET = (
    "/carnet", "/conseils", "/questions", "/historique", "/mes-donnees", "/consentements", "/proches", "/vaccins",
    "/mon-annee", "/rappels", "/bilan-prevention",
)  # fmt: skip


def with_headers(bonne: httpx2.Response, page: str, remplaces: dict[str, str | None]) -> httpx2.Response:
    """The same answer, a header replaced or, with None, taken away."""
    entetes = httpx2.Headers({nom: valeur for nom, valeur in bonne.headers.items() if nom != "content-encoding"})
    for nom, valeur in remplaces.items():
        entetes.pop(nom, None)
        if valeur is not None:
            entetes[nom] = valeur
    return httpx2.Response(200, headers=entetes, text=page)


def below(client: TestClient, adresses: list[str]) -> dict[str, dict[str, int]]:
    """The pages that are worth less, and why."""
    recues = {adresse: client.get(adresse, follow_redirects=False) for adresse in adresses}
    return {adresse: details(recue) for adresse, recue in recues.items() if score(recue) < VOULU}


def test_every_public_page_keeps_the_score(application: Application) -> None:
    adresses = chemins(complet=False)
    assert len(adresses) > 100
    assert below(TestClient(application, base_url=ORIGINE), adresses) == {}


def test_every_page_of_an_open_carnet_keeps_it(ouvre: Ouvre) -> None:
    client = ouvre()
    answer(client)
    assert make(client)
    assert below(client, [prefixe + page for prefixe in ("", "/falc") for page in DU_CARNET]) == {}


def test_the_answer_that_gives_the_cookie_is_worth_five_more(ouvre: Ouvre) -> None:
    reponse = ouvre().post("/", data={"date_naissance": "14/05/1972", "sexe": "F"})
    assert details(reponse)["cookies"] == 5
    assert score(reponse) == VOULU + 5


def test_by_the_rules_of_before_it_is_130_of_145(application: Application) -> None:
    points = details(TestClient(application, base_url=ORIGINE).get("/"))
    assert 100 + sum(points.values()) - points["fenetres"] - points["inclusions"] == VOULU_AVANT


@pytest.mark.parametrize(
    ("nom", "valeur"),
    [
        ("content-security-policy", None),
        ("content-security-policy", "default-src 'self'; frame-ancestors 'none'; form-action 'self'"),
        ("content-security-policy", "default-src 'none'; script-src 'unsafe-inline'; frame-ancestors 'none'"),
        ("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
        ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
        ("content-security-policy", "default-src 'none'; form-action 'self'"),
        ("referrer-policy", None),
        ("referrer-policy", "unsafe-url"),
        ("strict-transport-security", None),
        ("strict-transport-security", "max-age=3600"),
        ("x-content-type-options", None),
        ("cross-origin-resource-policy", "cross-origin"),
        ("cross-origin-opener-policy", "unsafe-none"),
        ("cross-origin-embedder-policy", None),
        ("access-control-allow-credentials", "true"),
        ("set-cookie", "a=b; HttpOnly; SameSite=Lax"),
        ("set-cookie", "a=b; Secure; SameSite=Lax"),
        ("set-cookie", "a=b; Secure; HttpOnly"),
    ],
)
def test_a_header_that_weakens_is_seen(application: Application, nom: str, valeur: str | None) -> None:
    """The planted bugs, each below the score."""
    bonne = TestClient(application, base_url=ORIGINE).get("/")
    assert score(bonne) >= VOULU
    assert score(with_headers(bonne, bonne.text, {})) == score(bonne)
    assert score(with_headers(bonne, bonne.text, {nom: valeur})) < VOULU


@pytest.mark.parametrize(
    "script", ["//ailleurs.example/a.js", "http://ailleurs.example/a.js", "https://a.example/a.js"]
)
def test_a_script_from_elsewhere_is_seen(application: Application, script: str) -> None:
    bonne = TestClient(application, base_url=ORIGINE).get("/")
    page = bonne.text.replace("</head>", f'<script src="{script}"></script></head>')
    assert score(with_headers(bonne, page, {})) < VOULU
