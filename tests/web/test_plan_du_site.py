"""The site map: every page that opens by itself is on it, each of its links opens that page, each frame leads to it."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.domain import falc
from app.main import Application
from app.rendering.gabarits import Mode
from app.rendering.informations import page_plan
from app.rendering.menu import MENU, PIED, PLAN
from tests.rendering.conftest import phrases_falc
from tests.web.politiques import POLITIQUES, Politique

GABARITS = Path(__file__).resolve().parents[2] / "app/templates"
CHEMINS = [lieu.chemin for partie in PLAN for lieu in partie.lieux]
#: Files and addresses of programs: nobody reads them as a page.
PAS_DES_PAGES = ("/api/", "/sante", "/pret", "/sw.js", "/manifest.webmanifest")
FICHIERS = (".json", ".csv", ".ics", ".pdf")
#: Pages that need an answer, a carnet or a yes first: without it, another page of the map opens in their place.
APRES_UN_GESTE = {
    "/vaccins/carnet", "/vaccins/questions", "/bilan-prevention/questionnaire", "/imprimer/vaccins",
    "/imprimer/mon-annee", "/imprimer/mes-donnees", "/proches/ajouter", "/proches/modifier", "/carnet/rappels",
    "/carnet/reponse", "/carnet/personnes", "/carnet/preuve", "/carnet/identite/retour", "/partages",
}  # fmt: skip


def pages_of_the_site() -> set[str]:
    """The address of each page for citizens that names nothing in particular, as the table of policies knows them."""
    chemins = set()
    for route, politique in POLITIQUES.items():
        methode, _, chemin = route.partition(" ")
        est_page = not chemin.startswith(PAS_DES_PAGES) and not chemin.endswith(FICHIERS) and "{" not in chemin
        if methode == "GET" and est_page and politique is not Politique.ORGANISATION:
            chemins.add(chemin)
    return chemins


def test_the_map_holds_every_page_that_opens_by_itself(service: Application) -> None:
    """A new page goes on the map, or says here what it waits for. Each link opens its own page, not another."""
    assert set(CHEMINS) | APRES_UN_GESTE == pages_of_the_site()
    assert len(CHEMINS) == len(set(CHEMINS))
    assert not set(CHEMINS) & APRES_UN_GESTE
    with TestClient(service, base_url="https://testserver", follow_redirects=False) as passant:
        statuts = {chemin: passant.get(chemin).status_code for chemin in CHEMINS}
    assert {chemin: statut for chemin, statut in statuts.items() if statut != 200} == {}


def test_every_page_leads_to_the_map(client: TestClient) -> None:
    assert PIED[-1].chemin == "/plan-du-site"
    assert set(MENU) | set(PIED) <= {lieu for partie in PLAN for lieu in partie.lieux}
    for cadre in ("normal", "falc", "imprimable"):
        assert "parties.pied(" in (GABARITS / f"gabarit_{cadre}.html").read_text("utf-8")
    for chemin in ("/", "/conseils", "/imprimer", "/inconnue"):
        assert '<a href="/plan-du-site">Plan du site</a></nav>' in client.get(chemin).text
        falc_ = client.get(f"/falc{chemin}".rstrip("/")).text
        assert '<a href="/falc/plan-du-site">Toutes les pages</a></nav>' in falc_


@pytest.mark.parametrize("mode", list(Mode))
def test_the_map_is_neutral_light_and_whole(mode: Mode) -> None:
    plan = page_plan(mode)
    assert "<title>Plan du site – Mon Budget Santé</title>" in plan.texte
    assert len(plan.gzip()) < 14_600
    corps = plan.texte.partition("<main")[2].partition("</main>")[0]
    for chemin in CHEMINS:
        assert f'href="{f"{mode.prefixe}{chemin}".rstrip("/") or "/"}"' in corps


def test_the_easy_to_read_map_follows_its_rules() -> None:
    noms = [nom for partie in PLAN for nom in (partie.falc, *(lieu.falc for lieu in partie.lieux))]
    phrases = [*phrases_falc(page_plan(Mode.FALC).texte), *(f"{nom}." for nom in noms)]
    assert [str(p) for phrase in phrases for p in falc._phrase(falc._Phrase("plan-du-site", phrase))] == []
