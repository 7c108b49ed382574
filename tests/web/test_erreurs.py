"""Each error has one status and clear words: what happened, what to do; JSON for programs, a page for people."""

import pytest
from starlette.testclient import TestClient

from app.domain import erreurs
from app.domain.erreurs import ErreurMetier
from app.errors import PROBLEMES_MAX, REFUS, STATUTS
from app.main import Application
from tests.web.conftest import Envoi


def descendants(genre: type[ErreurMetier]) -> set[type[ErreurMetier]]:
    enfants = set(genre.__subclasses__())
    return enfants.union(*map(descendants, enfants))


def test_every_domain_error_is_in_the_table() -> None:
    assert set(STATUTS) == {
        genre for genre in descendants(ErreurMetier) if genre.__module__.startswith(erreurs.__name__)
    }
    codes = [code for _, code in STATUTS.values()] + [code for code, _ in REFUS.values()]
    assert len(codes) == len(set(codes))
    assert all(code.isascii() and code.replace("_", "a").islower() for code in codes)


def test_every_refusal_says_what_to_do() -> None:
    gestes = ("Revenez", "Ouvrez", "Envoyez", "Corrigez", "Recommencez", "recommencez")
    assert [statut for statut, (_, message) in REFUS.items() if not any(geste in message for geste in gestes)] == []


@pytest.mark.parametrize(("chemin", "mode"), [("/inconnue", "normal"), ("/falc/inconnue", "falc")])
def test_a_person_gets_a_page_in_the_way_they_read(client: TestClient, chemin: str, mode: str) -> None:
    reponse = client.get(chemin)
    assert reponse.status_code == 404
    assert reponse.headers["content-type"] == "text/html; charset=utf-8"
    assert reponse.text.startswith("<!doctype html>")
    assert "inconnue" not in reponse.text
    assert ('href="/falc' in reponse.text) or mode == "falc"


@pytest.mark.parametrize(
    ("methode", "chemin", "statut", "code"),
    [
        ("GET", "/api/v1/inconnue", 404, "introuvable"),
        ("GET", "/api/", 404, "introuvable"),
        ("GET", "/api/v1/conseils", 405, "methode_refusee"),
        ("DELETE", "/api/v1/version", 405, "methode_refusee"),
        ("POST", "/api/v1/conseils", 415, "type_refuse"),
    ],
)
def test_a_program_gets_json(client: TestClient, methode: str, chemin: str, statut: int, code: str) -> None:
    reponse = client.request(methode, chemin)
    assert reponse.status_code == statut
    erreur = reponse.json()["erreur"]
    assert (erreur["code"], erreur["message"], erreur["problemes"]) == (code, REFUS[statut][1], [])


def test_a_refused_method_says_which_are_not(client: TestClient) -> None:
    assert client.get("/api/v1/conseils").headers["allow"] == "POST"
    assert client.put("/api/v1/version").headers["allow"] == "GET, HEAD"


def test_every_fault_of_a_profile_is_told_at_once(send: Envoi) -> None:
    faux = {
        "date_naissance": "2030-01-01",
        "departement": "00",
        "reponses": {"fumeur": 3, "imc": 900, "age": 12},
        "historique": [{"id": "inconnu", "le": "2019"}],
    }
    champs = {probleme["champ"] for probleme in send(faux).json()["erreur"]["problemes"]}
    assert champs == {
        "profil.date_naissance", "profil.departement", "profil.reponses.fumeur", "profil.reponses.imc",
        "profil.historique[0].id", "profil.historique[0].le",
    }  # fmt: skip


def test_a_thousand_faults_are_not_all_told(send: Envoi) -> None:
    for profil in (
        {"historique": [{"id": f"inconnu-{n}", "le": "2019"} for n in range(150)]},
        {"historique": [{"id": 0} for _ in range(1000)]},
        {"reponses": {f"inconnu-{n}": True for n in range(1000)}},
    ):
        reponse = send(profil)
        assert reponse.status_code == 422
        assert 1 <= len(reponse.json()["erreur"]["problemes"]) <= PROBLEMES_MAX
        assert len(reponse.content) < 8000


def test_the_messages_are_french_sentences(send: Envoi) -> None:
    profil = {
        "sexe": 1,
        "departement": 2,
        "reponses": [],
        "historique": 3,
        "nombre_faits": {"tabac-arret": 9e9},
        "x": 1,
    }
    for probleme in send(profil).json()["erreur"]["problemes"]:
        assert probleme["message"].endswith((".", ")"))
        assert not {"should", "Input", "valid", "Field"} & set(probleme["message"].split())


def test_an_error_page_survives_any_host(application: Application) -> None:
    for hote in ("[::1", "", "a b", "é"):
        client = TestClient(application, base_url="https://testserver")
        assert client.get("/inconnue", headers={"host": hote.encode("latin-1")}).status_code == 404
