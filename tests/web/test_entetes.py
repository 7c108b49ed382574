"""Every answer bears the headers of the contract: pages, API, static files, errors, refusals."""

import re

import pytest
from fastapi.routing import iter_route_contexts
from starlette.testclient import TestClient

from app.main import Application
from app.rendering.gabarits import STYLE_SHA256
from app.rendering.ressources import STATIQUE, ressource

A_CHERCHER = (
    "/api/v1/rendez-vous/", "/agenda/", "/arret/", "/falc/arret/", "/reponse/", "/falc/reponse/", "/transparence",
    "/falc/transparence",
)  # fmt: skip
ATTENDUS = {
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
}
DIRECTIVES = {
    "default-src": "'none'",
    "style-src": f"'{STYLE_SHA256}'",
    "script-src": "'self'",
    "worker-src": "'self'",
    "img-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "manifest-src": "'self'",
}
#: The worker asks for pages and shows nothing.
DU_GARDIEN = {"default-src": "'none'", "connect-src": "'self'", "frame-ancestors": "'none'", "base-uri": "'none'"}


def addresses(application: Application) -> list[str]:
    """Every route, with an example in place of each parameter."""
    chemins = {contexte.path or "" for contexte in iter_route_contexts(application.routes)}
    return sorted(re.sub(r"\{[^}]+\}", "tabac-arret", chemin) for chemin in chemins if chemin.startswith("/"))


def check_headers(reponse: object, directives: dict[str, str] = DIRECTIVES, *, recherche: bool = False) -> None:
    entetes = reponse.headers  # type: ignore[attr-defined]
    assert {nom: entetes.get(nom) for nom in ATTENDUS} == ATTENDUS
    politique = entetes["content-security-policy"]
    assert politique.startswith("default-src 'none'; ")
    assert dict(directive.split(" ", 1) for directive in politique.split("; ")) == directives
    assert "geolocation=(" in entetes["permissions-policy"]
    assert "geolocation=()" in entetes["permissions-policy"] or recherche, "asked for on one page only"
    assert "camera=()" in entetes["permissions-policy"]
    for nom in (*ATTENDUS, "content-security-policy", "permissions-policy", "cache-control"):
        assert len(entetes.get_list(nom)) == 1, nom


def test_every_route_bears_them_whatever_the_method(application: Application, client: TestClient) -> None:
    chemins = addresses(application)
    assert {"/sante", "/pret", "/api/v1/conseils", "/api/v1/version", "/api/v1/openapi.json"} <= set(chemins)
    for chemin in chemins:
        for methode in ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "TRACE", "OPTIONS"):
            reponse = client.request(methode, chemin, follow_redirects=False)
            worker = chemin == "/sw.js" and reponse.status_code == 200
            check_headers(reponse, DU_GARDIEN if worker else DIRECTIVES, recherche=chemin.endswith("/creneaux"))
            # The base of these tests is empty: not being ready is the one expected failure, and so is a word that
            # happens to have the form of a code or of a link, or counts that are read there.
            sans_base = chemin == "/pret" or chemin.startswith(A_CHERCHER)
            assert reponse.status_code < 500 or sans_base, (methode, chemin)


@pytest.mark.parametrize(
    "chemin", ["/inconnue", "/falc/inconnue", "/api/v1/inconnue", "/static/inconnu.css", "/static/"]
)
def test_what_does_not_exist_bears_them(client: TestClient, chemin: str) -> None:
    reponse = client.get(chemin)
    assert reponse.status_code == 404
    check_headers(reponse)
    assert reponse.headers["cache-control"] == "no-store"


def test_static_files_bear_them_and_stay_for_good_at_their_own_address(client: TestClient) -> None:
    chemin = next(fichier for fichier in sorted(STATIQUE.rglob("*")) if fichier.is_file())
    adresse = ressource(chemin.relative_to(STATIQUE).as_posix())
    reponse = client.get(adresse)
    check_headers(reponse)
    assert reponse.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert not {"etag", "last-modified"} & set(reponse.headers)
    assert client.get(adresse.split("?")[0]).headers["cache-control"] == "no-cache"
    assert "etag" in client.get(adresse.split("?")[0]).headers
    assert client.get(adresse.split("=")[0] + "=0").headers["cache-control"] == "no-cache"


def test_the_api_is_never_kept(client: TestClient) -> None:
    assert client.get("/api/v1/version").headers["cache-control"] == "no-store"
    assert client.post("/api/v1/conseils", json={"profil": {}}).headers["cache-control"] == "no-store"


def test_https_is_remembered_and_plain_http_is_not(application: Application) -> None:
    assert (
        "max-age=31536000"
        in TestClient(application, base_url="https://a.fr").get("/sante").headers["strict-transport-security"]
    )
    assert "strict-transport-security" not in TestClient(application, base_url="http://a.fr").get("/sante").headers


def test_the_documentation_loads_nothing_from_elsewhere(client: TestClient) -> None:
    assert [client.get(chemin).status_code for chemin in ("/docs", "/redoc", "/docs/oauth2-redirect")] == [404] * 3
