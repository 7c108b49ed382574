"""What readers think: three buttons, words if they wish, nobody known, and clear words when something fails."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from app.domain.avis import TEXTE_MAX, Debit
from app.domain.catalogue import Catalogue
from app.main import Application, create_app
from app.models import AvisTexte
from app.settings import Settings
from tests.bases import make_ready
from tests.rendering.conftest import visible
from tests.web.conftest import AUJOURDHUI, ORIGINE

NOTRE = {"origin": ORIGINE}
ADRESSE = "/conseils/tabac-arret/avis"


@pytest.fixture
def service(tmp_path: Path, catalogue: Catalogue) -> Iterator[Application]:
    """A service whose base is ready."""
    app = create_app(Settings(var=tmp_path), catalogue, AUJOURDHUI)
    make_ready(app.state.parties.engine)
    yield app
    app.state.parties.engine.dispose()


@pytest.fixture
def lecteur(service: Application) -> Iterator[TestClient]:
    """A reader without any cookie."""
    with TestClient(service, base_url=ORIGINE, headers=NOTRE, follow_redirects=False) as client:
        yield client


def textes(service: Application) -> list[str]:
    with Session(service.state.parties.engine) as session:
        return [ligne.texte for ligne in session.exec(select(AvisTexte))]


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_an_answer_is_counted_and_shown_to_all(lecteur: TestClient, prefixe: str) -> None:
    assert f'action="{prefixe}{ADRESSE}"' in lecteur.get(f"{prefixe}/conseils/tabac-arret").text
    for avis in ("faux", "faux", "utile"):
        reponse = lecteur.post(prefixe + ADRESSE, data={"avis": avis})
        assert (reponse.status_code, reponse.headers["location"]) == (303, f"{prefixe}{ADRESSE}?avis={avis}")
        assert "set-cookie" not in reponse.headers
        assert "Merci" in lecteur.get(reponse.headers["location"]).text
    page = visible(lecteur.get(f"{prefixe}/validation/tabac-arret").text)
    assert "C'est faux : 2" in page or "C'est faux 2" in page
    assert "Avis de lecteurs 3" in visible(lecteur.get("/validation").text)
    assert "3 avis." in visible(lecteur.get("/validation?sujet=addictions").text)


def test_the_counter_belongs_to_the_version_read(service: Application, lecteur: TestClient) -> None:
    lecteur.post(ADRESSE, data={"avis": "faux"})
    catalogue = service.state.parties.catalogue
    empreintes = dict(catalogue.empreintes)
    object.__setattr__(catalogue, "empreintes", empreintes | {"tabac-arret": "f" * 64})
    try:
        page = visible(lecteur.get("/validation/tabac-arret").text)
    finally:
        object.__setattr__(catalogue, "empreintes", empreintes)
    assert "C'est faux 0" in page
    assert "Et 1 avis sur des versions d'avant." in page


def test_words_are_kept_only_when_they_are_sent(service: Application, lecteur: TestClient) -> None:
    lecteur.post(ADRESSE, data={"avis": "faux"})
    assert textes(service) == []
    reponse = lecteur.post(ADRESSE, data={"avis": "faux", "texte": " le numéro\r\n ne\x00 répond\tpas "})
    assert reponse.headers["location"] == f"{ADRESSE}?avis=recu"
    assert textes(service) == ["le numéro ne répond pas"]
    assert "C'est faux 1" in visible(lecteur.get("/validation/tabac-arret").text), "words are not a second answer"
    assert "le numéro" not in lecteur.get("/validation/tabac-arret").text, "words are not published"


@pytest.mark.parametrize(
    ("texte", "message", "rendu"),
    [
        ("", "Écrivez votre message", ""),
        ("x" * (TEXTE_MAX + 1), "300 caractères au plus", "x" * (TEXTE_MAX + 1)),
        ("mon numéro 1 85 05 78 006 084 36", "numéro de Sécurité sociale", None),
        ("écrivez à moi@exemple.fr", "adresse e-mail", None),
    ],
)
@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_words_that_cannot_be_kept_are_given_back_or_refused(
    service: Application, lecteur: TestClient, prefixe: str, texte: str, message: str, rendu: str | None
) -> None:
    reponse = lecteur.post(prefixe + ADRESSE, data={"avis": "faux", "texte": texte})
    assert reponse.status_code == 422
    assert message in visible(reponse.text)
    assert f">{rendu or ''}</textarea>" in reponse.text
    assert textes(service) == []


def test_words_are_shown_back_as_words(lecteur: TestClient) -> None:
    reponse = lecteur.post(ADRESSE, data={"avis": "faux", "texte": "</textarea><b>" + "x" * TEXTE_MAX})
    assert "</textarea><b>" not in reponse.text


@pytest.mark.parametrize("avis", ["", "oui", "FAUX", "recu", "<b>"])
def test_another_answer_is_asked_again(lecteur: TestClient, avis: str) -> None:
    reponse = lecteur.post(ADRESSE, data={"avis": avis})
    assert reponse.status_code == 422
    assert "Choisissez une des trois réponses." in visible(reponse.text)
    assert "<b>" not in reponse.text.partition("<main")[2].partition("Utile")[0]


def test_an_unknown_unit_has_no_counter(lecteur: TestClient) -> None:
    assert lecteur.post("/conseils/inconnu/avis", data={"avis": "faux"}).status_code == 404
    assert lecteur.get("/conseils/inconnu/avis").status_code == 404


def test_another_site_cannot_vote(lecteur: TestClient) -> None:
    for entetes in (
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "https://testserver.evil.example"},
    ):
        assert lecteur.post(ADRESSE, data={"avis": "faux"}, headers=entetes).status_code == 403
    assert "C'est faux 0" in visible(lecteur.get("/validation/tabac-arret").text)


def test_too_many_at_once_are_refused_in_clear_words(service: Application, lecteur: TestClient) -> None:
    object.__setattr__(service.state.parties, "debit", Debit(par_unite=2))
    statuts = [lecteur.post(ADRESSE, data={"avis": "faux"}).status_code for _ in range(3)]
    assert statuts == [303, 303, 429]
    refus = lecteur.post(ADRESSE, data={"avis": "faux", "texte": "le prix a changé"})
    assert refus.status_code == 429
    assert "le prix a changé</textarea>" in refus.text
    assert "Recommencez dans une minute" in visible(refus.text)
    assert lecteur.post("/conseils/soleil-uv/avis", data={"avis": "utile"}).status_code == 303


def test_a_base_that_does_not_answer_is_said_and_loses_nothing(tmp_path: Path, catalogue: Catalogue) -> None:
    """The base was never made: every write fails."""
    app = create_app(Settings(var=tmp_path), catalogue, AUJOURDHUI)
    with TestClient(app, base_url=ORIGINE, headers=NOTRE, follow_redirects=False) as client:
        refus = client.post(ADRESSE, data={"avis": "faux"})
        assert refus.status_code == 503
        assert "notre base ne répond pas" in visible(refus.text)
        rendu = client.post(ADRESSE, data={"avis": "faux", "texte": "le prix a changé"})
        assert rendu.status_code == 503
        assert "le prix a changé</textarea>" in rendu.text
        assert client.get("/conseils/tabac-arret").status_code == 200
        assert "indisponible" in visible(client.get("/validation").text)
        assert "ne sont pas disponibles" in visible(client.get("/validation/tabac-arret").text)
        assert client.get("/falc/validation/tabac-arret").status_code == 200


def test_no_word_reaches_the_log(lecteur: TestClient, capsys: pytest.CaptureFixture[str]) -> None:
    lecteur.post(ADRESSE, data={"avis": "faux", "texte": "sentinelle-8c1f"})
    lecteur.get(f"{ADRESSE}?avis=sentinelle-8c1f")
    sortie = capsys.readouterr()
    assert "sentinelle-8c1f" not in sortie.out + sortie.err


def test_old_words_are_erased_as_soon_as_the_service_starts(tmp_path: Path, catalogue: Catalogue) -> None:
    app = create_app(Settings(var=tmp_path), catalogue, AUJOURDHUI)
    make_ready(app.state.parties.engine)
    with Session(app.state.parties.engine) as session, session.begin():
        for age in (91, 90):
            jour = AUJOURDHUI - timedelta(days=age)
            session.add(AvisTexte(unite="tabac-arret", version="a", avis="faux", texte=f"{age}", recu_le=jour))
    with TestClient(app, base_url=ORIGINE) as client:
        for _ in range(50):
            client.get("/sante")
            if textes(app) == ["90"]:
                break
        assert textes(app) == ["90"]
