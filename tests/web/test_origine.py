"""Unsafe requests are obeyed only when they come from our own pages, or from a program on an address without cookie."""

import pytest
from starlette.testclient import TestClient
from starlette.types import Scope

from app.securite import is_same_origin

NOTRE = "https://sante.example"


def scope(*entetes: tuple[str, str], chemin: str = "/questions", schema: str = "https") -> Scope:
    """A POST received by the host sante.example."""
    tous = (("host", "sante.example"), *entetes)
    bruts = [(nom.encode(), valeur.encode()) for nom, valeur in tous]
    return {"type": "http", "method": "POST", "scheme": schema, "path": chemin, "headers": bruts}


@pytest.mark.parametrize(
    "entetes",
    [
        [("sec-fetch-site", "same-origin")],
        [("sec-fetch-site", "same-origin"), ("origin", NOTRE)],
        # With some privacy settings a browser hides the origin of our own form, but not that it is ours.
        [("sec-fetch-site", "same-origin"), ("origin", "null")],
        [("origin", NOTRE)],
        [("origin", "HTTPS://SANTE.EXAMPLE")],
        [("sec-fetch-site", "none"), ("origin", NOTRE)],
    ],
)
def test_our_own_forms_are_accepted(entetes: list[tuple[str, str]]) -> None:
    assert is_same_origin(scope(*entetes))


@pytest.mark.parametrize(
    "entetes",
    [
        [],
        [("origin", "null")],
        [("origin", "")],
        [("origin", "https://sante.example.evil.example")],
        [("origin", "https://sante.example:8443")],
        [("origin", "https://evil.example")],
        [("origin", "http://sante.example")],
        [("origin", NOTRE), ("origin", "https://evil.example")],
        [("sec-fetch-site", "cross-site")],
        [("sec-fetch-site", "same-site")],
        [("sec-fetch-site", "none")],
        [("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")],
        [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")],
        # What a proxy would add is never read: it cannot make a foreign origin ours.
        [("origin", "https://evil.example"), ("x-forwarded-host", "evil.example"), ("x-forwarded-proto", "https")],
        [("origin", "https://evil.example"), ("forwarded", "host=evil.example"), ("x-original-host", "evil.example")],
        [("origin", "https://evil.example"), ("host", "evil.example")],
    ],
)
def test_the_others_are_refused(entetes: list[tuple[str, str]]) -> None:
    assert not is_same_origin(scope(*entetes))


def test_behind_a_proxy_that_ends_https_our_forms_still_pass() -> None:
    assert is_same_origin(scope(("origin", NOTRE), schema="http"))
    assert is_same_origin(scope(("origin", "http://sante.example"), schema="http"))


@pytest.mark.parametrize("chemin", ["/api/v1/conseils", "/sante", "/pret"])
def test_a_program_may_call_what_reads_no_cookie(chemin: str) -> None:
    assert is_same_origin(scope(chemin=chemin))
    assert not is_same_origin(scope(("origin", "https://evil.example"), chemin=chemin))
    assert not is_same_origin(scope(("origin", "null"), chemin=chemin))
    assert not is_same_origin(scope(("sec-fetch-site", "cross-site"), chemin=chemin))


def test_a_program_may_not_call_an_address_that_looks_like_the_api() -> None:
    assert not is_same_origin(scope(chemin="/apiculture"))
    assert not is_same_origin(scope(chemin="/falc/api/"))
    assert not is_same_origin(scope(chemin="/sante-mentale"))


def test_the_refusal_is_a_page_that_says_what_to_do(client: TestClient) -> None:
    reponse = client.post("/questions", data={"fumeur": "oui"}, headers={"origin": "https://evil.example"})
    assert reponse.status_code == 403
    assert "text/html" in reponse.headers["content-type"]
    assert "Ouvrez la page du site" in reponse.text
    assert "set-cookie" not in reponse.headers


def test_the_api_refuses_another_site_s_page(client: TestClient) -> None:
    reponse = client.post("/api/v1/conseils", json={"profil": {}}, headers={"origin": "https://evil.example"})
    assert (reponse.status_code, reponse.json()["erreur"]["code"]) == (403, "origine_refusee")
    assert "access-control-allow-origin" not in reponse.headers


def test_no_page_may_read_the_api_from_elsewhere(client: TestClient) -> None:
    demande = {"origin": "https://evil.example", "access-control-request-method": "POST"}
    reponse = client.options("/api/v1/conseils", headers=demande)
    assert reponse.status_code == 405
    assert not [nom for nom in reponse.headers if nom.startswith("access-control-")]


def test_reading_with_get_changes_nothing_so_it_needs_no_origin(client: TestClient) -> None:
    assert client.get("/sante", headers={"origin": "https://evil.example"}).status_code == 200
