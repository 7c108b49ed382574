"""Bad requests, whatever they carry: types, lengths, paths, headers, methods, forms. Numbered as in the list."""

from collections.abc import Iterator

import pytest
from fastapi.routing import iter_route_contexts
from starlette.testclient import TestClient

from app.main import Application
from app.securite import CORPS_MAX
from tests.web.conftest import JSON, ORIGINE

MEME = {"origin": ORIGINE}


@pytest.mark.parametrize(
    "entetes",
    [
        {"content-type": "text/plain"},
        {"content-type": "application/x-www-form-urlencoded"},
        {"content-type": "multipart/form-data; boundary=x"},
        {"content-type": "application/json; charset=latin-1"},
        {"content-type": "application/json; charset=utf-16"},
        {"content-type": "application/jsonp"},
        {"content-type": ""},
        {},
        {**JSON, "content-encoding": "gzip"},
        {**JSON, "content-encoding": "br"},
        {**JSON, "content-encoding": "identity, gzip"},
    ],
)
def test_25_only_plain_json_is_read(client: TestClient, entetes: dict[str, str]) -> None:
    reponse = client.post("/api/v1/conseils", content=b'{"profil": {}}', headers=entetes)
    assert (reponse.status_code, reponse.json()["erreur"]["code"]) == (415, "type_refuse")


@pytest.mark.parametrize(
    "genre", ["application/json; charset=utf-8", 'application/json;charset="UTF-8"', "APPLICATION/JSON"]
)
def test_25_however_it_is_announced(client: TestClient, genre: str) -> None:
    reponse = client.post("/api/v1/conseils", content=b'{"profil": {}}', headers={"content-type": genre})
    assert reponse.status_code == 200


def padded(taille: int) -> bytes:
    """A valid body of exactly this size."""
    return b'{"profil": {}}'.ljust(taille)


def test_25_the_limit_is_64_kib_announced_or_not(client: TestClient) -> None:
    def in_pieces(corps: bytes) -> Iterator[bytes]:
        yield from (corps[debut : debut + 1000] for debut in range(0, len(corps), 1000))

    for envoi in (lambda corps: corps, in_pieces):
        assert client.post("/api/v1/conseils", content=envoi(padded(CORPS_MAX)), headers=JSON).status_code == 200
        reponse = client.post("/api/v1/conseils", content=envoi(padded(CORPS_MAX + 1)), headers=JSON)
        assert (reponse.status_code, reponse.json()["erreur"]["code"]) == (413, "corps_trop_grand")


@pytest.mark.parametrize("longueur", ["-1", "1e9", "99999999999999999999", "0x10", "65537", "+1"])
def test_25_a_false_length_is_refused(client: TestClient, longueur: str) -> None:
    reponse = client.post("/api/v1/conseils", content=b"{}", headers={**JSON, "content-length": longueur})
    assert reponse.status_code == 413


def test_25_a_form_that_is_too_long_is_told_so_in_a_page(client: TestClient) -> None:
    reponse = client.post("/questions", content=b"a" * (CORPS_MAX + 1), headers=MEME)
    assert reponse.status_code == 413
    assert "text/html" in reponse.headers["content-type"]


@pytest.mark.parametrize(
    "chemin",
    [
        "/conseils/%00", "/conseils/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "/conseils/%ff", "/conseils/" + "a" * 5000,
        "/conseils/%c0%ae%c0%ae", "/conseils/%ed%a0%80", "/%0d%0aX:%20y", f"{ORIGINE}//evil.example/", "/falc//",
        "/static/%2e%2e/app/main.py", "/static/..%2fapp/main.py", "/static/%00", "/static/css/",
        "/static/" + "a" * 5000, "/.git/config", "/.env", "/var/cle-cookie",
    ],
)  # fmt: skip
def test_26_a_crooked_path_leads_nowhere(client: TestClient, chemin: str) -> None:
    reponse = client.get(chemin, follow_redirects=False)
    assert 400 <= reponse.status_code < 500
    assert "x" not in reponse.headers


def test_26_repeated_or_unknown_parameters_are_ignored(client: TestClient) -> None:
    for requete in ("?mode=falc&mode=print", "?%00=1", "?a[]=1&a[]=2", "?" + "a" * 5000, "?%ff=%fe"):
        assert client.get(f"/sante{requete}").status_code == 200
        assert client.post(f"/api/v1/conseils{requete}", json={"profil": {}}).status_code == 200


@pytest.mark.parametrize(
    "entetes",
    [
        {"host": "evil.example"}, {"host": ""}, {"host": "[::1"}, {"host": "a" * 5000}, {"host": "exemple.fr:port"},
        {"x-forwarded-for": "1.2.3.4"}, {"x-forwarded-host": "evil.example"}, {"x-forwarded-proto": "gopher"},
        {"forwarded": "host=evil.example;proto=http"}, {"x-original-url": "/admin"},
        {"x-http-method-override": "DELETE"},
    ],
)  # fmt: skip
def test_27_forged_headers_change_nothing(client: TestClient, entetes: dict[str, str]) -> None:
    for chemin in ("/sante", "/inconnue", "/api/v1/inconnue"):
        reponse = client.get(chemin, headers=entetes, follow_redirects=False)
        assert reponse.status_code == (200 if chemin == "/sante" else 404)
        assert "evil.example" not in reponse.text + str(reponse.headers)


#: Those who publish meet their door before anything else, whatever they ask.
PORTES = {"/api/v1/partenaires": 401, "/operateurs": 303}
#: Addresses that ask for more than this test gives them: a search, a code.
SANS_CE_QU_IL_FAUT = ("/api/v1/creneaux", "/carnet/identite/retour")


def test_28_a_method_that_is_not_declared_is_refused_and_reads_change_nothing(
    application: Application, client: TestClient
) -> None:
    declarees: dict[str, set[str]] = {}
    for contexte in iter_route_contexts(application.routes):
        methodes = set(contexte.methods or ())
        declarees.setdefault(contexte.path or "", set()).update(methodes | ({"HEAD"} if "GET" in methodes else set()))
    for chemin, methodes in declarees.items():
        if chemin.startswith("/static") or "{" in chemin:
            continue
        for methode in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "PROPFIND"} - methodes:
            reponse = client.request(methode, chemin, headers=MEME, follow_redirects=False)
            porte = next((statut for debut, statut in PORTES.items() if chemin.startswith(debut)), 405)
            assert reponse.status_code in {405, porte}, (methode, chemin)
            if reponse.status_code == porte != 405:
                continue
            assert reponse.status_code == 405, (methode, chemin)
            assert set(reponse.headers["allow"].split(", ")) == methodes, (methode, chemin)
        if "GET" in methodes:
            assert "set-cookie" not in client.get(chemin, follow_redirects=False).headers, chemin


FORMULAIRES = [
    b"", b"a=1", b"%ff=%fe", b"x" * 60_000, b"&" * 60_000, b"a=%00", b"=", b"fait=fumeur&fait=ald&reponse=oui",
    b"date_naissance=31/02/1976&sexe=F", "date_naissance=１/1/1976".encode(), b"date_naissance=9999-12-31&sexe=X",
    b"fait=%3Cimg src=x onerror=alert(1)%3E&reponse=oui", b"fait=__proto__&reponse=%0d%0aSet-Cookie:%20a=b",
    b"id=../../etc/passwd&le=2020", b"id=tabac-arret&le=2099", b"--x\r\nContent-Disposition: form-data; name=a\r\n",
]  # fmt: skip
GENRES = [
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    *JSON.values(),
    "",
]


@pytest.mark.parametrize("genre", GENRES)
def test_29_a_hostile_form_is_answered_and_never_obeyed(service: Application, genre: str) -> None:
    client = TestClient(service, base_url=ORIGINE, raise_server_exceptions=True)
    chemins = {
        contexte.path
        for contexte in iter_route_contexts(service.routes)
        if "POST" in (contexte.methods or ()) and contexte.path and not contexte.path.startswith("/api/")
    }
    assert {"/", "/falc", "/questions"} <= chemins
    for chemin in sorted(chemins):
        for corps in FORMULAIRES:
            reponse = client.post(
                chemin, content=corps, headers={**MEME, "content-type": genre}, follow_redirects=False
            )
            assert reponse.status_code < 500, (chemin, corps[:40])
            assert "onerror=alert(1)>" not in reponse.text
            assert "a=b" not in reponse.headers.get("set-cookie", "")


@pytest.mark.parametrize("hote", ["[::1", "a b", "é", "", "x:port", "[::1]:99999999"])
def test_27_every_page_survives_any_host(application: Application, client: TestClient, hote: str) -> None:
    for contexte in iter_route_contexts(application.routes):
        connu = {"droits": "c2s", "reperes": "suivi-diabete", "vaccins": "grippe-65-et-plus"}
        *_, genre, _dernier = ("", *(contexte.path or "/").split("/"))
        chemin = (contexte.path or "").replace("{id}", connu.get(genre, "tabac-arret"))
        chemin = chemin.replace("{acte}", "consultation-generaliste")
        if "GET" in (contexte.methods or ()) and chemin not in {"/pret", ""}:
            if "{jeton}" in chemin or "/transparence" in chemin:
                continue  # looked up in the base, which is empty here
            reponse = client.get(chemin, headers={"host": hote.encode("latin-1")}, follow_redirects=False)
            if chemin in SANS_CE_QU_IL_FAUT or chemin.startswith("/api/v1/partenaires"):
                assert reponse.status_code in {401, 404, 422}, chemin
                continue
            assert reponse.status_code < 400, chemin
