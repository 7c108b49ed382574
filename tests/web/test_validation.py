"""The public addresses of trust: summary, families, units, changes; their twins, their refusals."""

import pytest
from starlette.testclient import TestClient

from tests.rendering.conftest import visible
from tests.web.conftest import ORIGINE

PAGES = (
    "/validation", "/validation?sujet=cancers", "/validation/depistage-cancer-sein", "/ce-qui-a-change",
    "/ce-qui-a-change?tout=oui", "/conseils/depistage-cancer-sein/avis",
)  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_each_page_has_its_twin_one_touch_away(client: TestClient, page: str) -> None:
    normale, simple = client.get(page), client.get(f"/falc{page}")
    assert (normale.status_code, simple.status_code) == (200, 200)
    sans_etat = page.replace("?tout=oui", "")  # who did not answer sees everything anyway
    assert f'class="pastille" href="/falc{sans_etat}"' in normale.text
    assert f'class="pastille allumee" href="{sans_etat}"' in simple.text
    assert "set-cookie" not in normale.headers
    titre = normale.text.partition("<title>")[2].partition("</title>")[0]
    assert titre.split(" – ")[0] in {"Vérification", "Ce qui a changé", "Votre avis"}


@pytest.mark.parametrize(
    "page", ["/validation/inconnu", "/validation?sujet=inconnu", "/validation?sujet=", "/validation/"]
)
def test_what_does_not_exist_is_not_found(client: TestClient, page: str) -> None:
    for prefixe in ("", "/falc"):
        assert client.get(prefixe + page).status_code == 404


def test_every_family_and_unit_is_reached_from_the_summary(client: TestClient) -> None:
    catalogue = client.app.state.parties.catalogue  # type: ignore[attr-defined]
    resume = client.get("/validation").text
    for famille in {fiche.famille for fiche in catalogue.fiches}:
        assert f'href="/validation?sujet={famille}"' in resume
    accueil = client.get("/").text
    assert 'href="/validation"' in accueil
    assert 'href="/ce-qui-a-change"' in accueil
    assert 'href="/validation/tabac-arret"' in client.get("/conseils/tabac-arret").text


def test_a_page_number_out_of_range_shows_the_last(client: TestClient) -> None:
    for numero in ("99", "0", "-1", "x", "9" * 50):
        assert client.get(f"/falc/validation?sujet=cancers&page={numero}").status_code == 200
        assert client.get(f"/ce-qui-a-change?page={numero}").status_code == 200


def test_who_answered_reads_their_own_changes(client: TestClient) -> None:
    client.post("/", data={"date_naissance": "14/05/1972", "sexe": "F"}, headers={"origin": ORIGINE})
    miens = visible(client.get("/ce-qui-a-change").text)
    assert "Ce qui a changé pour vous" in miens
    assert "Voir tous les changements" in miens
    assert "1972" not in miens
    tous = client.get("/ce-qui-a-change?tout=oui")
    assert "pour vous" not in visible(tous.text).partition("Ce qui a changé")[2]
    assert 'href="/falc/ce-qui-a-change?tout=oui"' in tous.text
