"""The pages of medicines over HTTP: found by a form, priced by the engine, nothing in an address, a log or a title."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from app.domain.bdpm import ListeLue
from app.domain.catalogue import Catalogue
from app.main import Application, create_app
from app.rendering import medicaments as rendu
from app.services.medicaments import replace_liste
from app.settings import Settings
from tests.base.test_medicaments import LISTE
from tests.bases import make_ready
from tests.rendering.conftest import visible
from tests.web.conftest import AUJOURDHUI, ORIGINE, Journal

MODES = ("", "/falc")
NOTRE = {"origin": ORIGINE}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Iterator[Application]:
    """A service with the extract loaded."""
    app = create_app(Settings(var=tmp_path_factory.mktemp("medicaments")), catalogue, AUJOURDHUI)
    engine = app.state.parties.engine
    make_ready(engine)
    with Session(engine) as session, session.begin():
        replace_liste(
            session, LISTE, fichier_du=date(2026, 7, 24), noms=True, maintenant=datetime(2026, 11, 22, tzinfo=UTC)
        )
    yield app
    engine.dispose()


@pytest.fixture
def lecteur(service: Application) -> Iterator[TestClient]:
    """A reader of that service."""
    with TestClient(service, base_url=ORIGINE, headers=NOTRE, follow_redirects=False) as client:
        yield client


@pytest.fixture
def sans_liste(tmp_path: Path, catalogue: Catalogue) -> Iterator[TestClient]:
    """A reader of a service where nothing was ever loaded."""
    app = create_app(Settings(var=tmp_path), catalogue, AUJOURDHUI)
    make_ready(app.state.parties.engine)
    with TestClient(app, base_url=ORIGINE, headers=NOTRE) as client:
        yield client
    app.state.parties.engine.dispose()


def demande(lecteur: TestClient, mode: str = "", statut: int = 200, **champs: str) -> str:
    """The words of the page a form leads to."""
    reponse = lecteur.post(f"{mode}/medicaments", data=champs)
    assert reponse.status_code == statut
    assert "set-cookie" not in reponse.headers
    assert reponse.headers["cache-control"] == "no-store"
    return visible(reponse.text)


@pytest.mark.parametrize("mode", MODES)
def test_the_search_is_a_form_whose_words_go_in_no_address(lecteur: TestClient, mode: str) -> None:
    texte = lecteur.get(f"{mode}/medicaments").text
    assert f'<form class="carte pile" method="post" action="{mode}/medicaments"' in texte
    assert "24 juillet 2026" in texte
    resultats = lecteur.post(f"{mode}/medicaments", data={"q": "dolinox"}).text
    assert "dolinox" not in "".join(re.findall(r'(?:href|action|src)="[^"]*"', resultats)).lower()
    for texte_page in (texte, resultats):
        titre = re.search(r"<title>(.*?)</title>", texte_page)
        assert titre is not None
        assert titre[1] == "Le prix d&#39;une boîte – Mon Budget Santé"


def test_a_name_leads_to_its_boxes_those_on_sale_first(lecteur: TestClient) -> None:
    page = demande(lecteur, q="dolinox")
    assert "Boîtes trouvées" in page
    assert page.index("2,74 €") < page.index("2,18 €") < page.index("plus vendue")
    assert "remboursée à 65 %" in page
    assert "pas remboursée" in page


@pytest.mark.parametrize("champs", [{"cip": "3400939000011"}, {"q": "3400939000011"}, {"q": "3900001"}])
def test_one_box_is_added_up_to_the_cent(lecteur: TestClient, champs: dict[str, str]) -> None:
    page = demande(lecteur, **champs)
    for morceau in (
        "DOLINOX 1000 mg, comprimé", "Remboursée à 65 %", "Prix 2,18 €", "Part de l'Assurance Maladie − 1,42 €",
        "Franchise + 1,00 €", "Part de votre complémentaire santé − 0,76 €",
        "Avec une complémentaire santé, il vous reste 1,00 €", "Sans complémentaire santé, il vous reste 1,76 €",
        "Si vous avez la Complémentaire santé solidaire (C2S) 0,00 €", "honoraire du pharmacien : 1,02 €",
        "50 € au plus", "fichier du 24 juillet 2026", "Sans ordonnance",
    ):  # fmt: skip
        assert morceau in page, morceau


def test_one_box_in_easy_words(lecteur: TestClient) -> None:
    page = demande(lecteur, "/falc", cip="3400939000011")
    for phrase in (
        "Une boîte coûte 2 euros 18.", "La Sécu paie 42 centimes.", "Votre complémentaire santé paie 76 centimes.",
        "Vous payez 1 euro à la fin.", "Sans complémentaire santé, vous payez 1 euro 76.",
    ):  # fmt: skip
        assert phrase in page, phrase
    assert "%" not in page.partition("Une boîte")[2].partition("Prix et taux")[0]


def test_a_rate_by_illness_gives_a_sum_for_each(lecteur: TestClient) -> None:
    page = demande(lecteur, cip="3400939000088")
    assert "Si elle est remboursée à 65 %" in page
    assert "Si elle est remboursée à 30 %" in page
    assert "Avec une complémentaire santé, il vous reste 1,00 €" in page
    assert "n'est pas obligée de payer le reste de ce soin 0,00 €" in page


@pytest.mark.parametrize(
    ("cip", "morceaux"),
    [
        ("3400939000077", ("ne rembourse pas cette boîte", "Son prix n'est pas dans la liste")),
        ("3400939000099", ("Son prix n'est pas dans la liste",)),
        ("3400939000100", ("ne rembourse pas cette boîte", "Prix 9,27 €", "Il vous reste 9,27 €")),
        ("3400939000033", ("n'est plus vendue",)),
        ("3400939000066", ("Remboursée à 100 %", "Prix 7 519,60 €", "Il vous reste 1,00 €")),
    ],
)
def test_what_is_not_known_is_said_and_never_zero(lecteur: TestClient, cip: str, morceaux: tuple[str, ...]) -> None:
    page = demande(lecteur, cip=cip)
    assert [morceau for morceau in morceaux if morceau not in page] == []
    assert (cip == "3400939000099") is (
        "ne rembourse pas" not in page and "Il vous reste" not in page and "reste 1" not in page
    )


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "champs", [{"q": "introuvable"}, {"cip": "3400999999999"}, {"cip": "' OR 1=1"}, {"q": "zz", "page": "9"}]
)
def test_what_is_not_found_says_what_to_do(lecteur: TestClient, mode: str, champs: dict[str, str]) -> None:
    assert "Nous ne trouvons pas cette boîte" in demande(lecteur, mode, **champs)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("q", ["", "   ", "!!!", "\x00", "💊", "a" * 500])
def test_a_bad_search_is_asked_again(lecteur: TestClient, mode: str, q: str) -> None:
    page = demande(lecteur, mode, 422, q=q)
    assert "Écrivez" in page
    assert "a" * 81 not in page


@pytest.mark.parametrize("page", ["0", "-1", "1e9", "9999", "abc", "²", ""])
def test_a_strange_page_is_the_first(lecteur: TestClient, page: str) -> None:
    assert "DOLINOX" in demande(lecteur, q="dolinox", page=page)


@pytest.mark.parametrize("mode", MODES)
def test_a_social_security_number_is_neither_shown_nor_logged(client: TestClient, journal: Journal, mode: str) -> None:
    reponse = client.post(f"{mode}/medicaments", data={"q": "1 85 05 78 006 084 36"}, headers=NOTRE)
    assert reponse.status_code == 422
    assert "Sécurité sociale" in reponse.text
    assert "78 006" not in reponse.text
    assert "78 006" not in journal()


def test_the_log_says_nothing_of_what_is_looked_for(client: TestClient, journal: Journal) -> None:
    client.post("/medicaments", data={"q": "dolinox"}, headers=NOTRE)
    client.post("/medicaments", data={"acte": "doliprane-1000"}, headers=NOTRE)
    assert "doli" not in journal().lower()
    assert '"route":"/medicaments"' in journal()


def test_what_was_typed_is_given_back_and_nothing_runs(lecteur: TestClient) -> None:
    reponse = lecteur.post("/medicaments", data={"q": '"><script>alert(1)</script>'})
    assert "<script>" not in reponse.text
    assert "&lt;script&gt;" in reponse.text


def test_easy_lists_go_three_by_three_and_lose_no_box(service: Application, lecteur: TestClient) -> None:
    vues: list[str] = []
    for numero in range(1, 9):
        texte = lecteur.post("/falc/medicaments", data={"q": "comprimés", "page": str(numero)}).text
        vues += re.findall(r'name="cip" value="(\d{13})"', texte)
        assert texte.count('name="cip"') <= rendu.PAR_PAGE[rendu.Mode.FALC]
        if 'name="page"' not in texte or "La page suivante" not in texte:
            break
    attendues = {boite.cip13 for boite in LISTE.boites if "comprimé" in f"{boite.nom} {boite.libelle}"}
    assert len(vues) == len(set(vues))
    assert set(vues) == attendues


@pytest.mark.parametrize("mode", MODES)
def test_without_the_list_the_small_one_is_shown_and_said(sans_liste: TestClient, mode: str) -> None:
    page = visible(sans_liste.get(f"{mode}/medicaments").text)
    assert "Doliprane 1000 mg" in page
    if not mode:
        assert "Cette liste n'est pas chargée sur ce service : voici notre petite liste." in page
    assert "Doliprane" in demande(sans_liste, mode, q="paracétamol")
    assert "n'est pas dans notre petite liste" in demande(sans_liste, mode, q="zolgensma") or not mode
    detail = demande(sans_liste, mode, acte="doliprane-1000")
    assert ("1 euro 76" if mode else "1,76 €") in detail


@pytest.mark.parametrize("acte", ["consultation-generaliste", "inconnu", "../x"])
def test_only_a_box_of_the_small_list_has_this_page(sans_liste: TestClient, acte: str) -> None:
    assert sans_liste.post("/medicaments", data={"acte": acte}).status_code == 404


@pytest.mark.parametrize("mode", MODES)
def test_a_base_that_does_not_answer_still_gives_prices(client: TestClient, mode: str) -> None:
    """The shared application's base was never migrated: every query fails."""
    page = visible(client.get(f"{mode}/medicaments").text)
    assert "Doliprane 1000 mg" in page
    if not mode:
        assert "La liste complète ne répond pas en ce moment" in page


def test_a_list_without_names_says_so(tmp_path: Path, catalogue: Catalogue) -> None:
    app = create_app(Settings(var=tmp_path), catalogue, AUJOURDHUI)
    engine = app.state.parties.engine
    make_ready(engine)
    with Session(engine) as session, session.begin():
        replace_liste(
            session, ListeLue(LISTE.boites[:2], ()), fichier_du=AUJOURDHUI, noms=False, maintenant=datetime.now(UTC)
        )
    with TestClient(app, base_url=ORIGINE, headers=NOTRE) as client:
        assert "cherchez avec le code de la boîte" in visible(client.get("/medicaments").text)
    engine.dispose()
