"""Without network: what can be read, what is never kept, how a new version comes and an old one goes."""

import re
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.rendering.hors_ligne import adresses_copiees
from app.routers.pages_informations import SORTIE
from tests.parcours.gestes import Telephone
from tests.parcours.versions import LENTE, Deploiement, deployed

Open = Callable[..., BrowserContext]
OFFRE = re.compile("Une nouvelle version est prête")
SECOURS = ("Sans connexion", "Vous n'avez pas internet")
COPIES = """async () => {
  const tout = {};
  for (const nom of await caches.keys()) {
    const copies = await caches.open(nom);
    for (const demande of await copies.keys()) {
      tout[new URL(demande.url).pathname + new URL(demande.url).search] = await (await copies.match(demande)).text();
    }
  }
  return tout;
}"""
CACHES = "() => caches.keys()"
INSCRITS = "async () => (await navigator.serviceWorker.getRegistrations()).length"
CHERCHER = "async () => { await (await navigator.serviceWorker.getRegistration()).update(); }"
EN_ATTENTE = "async () => !!(await navigator.serviceWorker.getRegistration())?.waiting"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deploiement]:
    """The service, whose version can be changed."""
    with deployed(tmp_path_factory.mktemp("versions")) as deploiement:
        yield deploiement


@pytest.fixture
def deploiement(service: Deploiement) -> Iterator[Deploiement]:
    """The old version in place, fast."""
    service.en_place, service.lent = "ancienne", False
    service.demandes.clear()
    yield service
    service.en_place, service.lent = "ancienne", False


@pytest.fixture
def page(deploiement: Deploiement, open_context: Open) -> Page:
    """A visitor whose browser has kept the copies, on the page of the phone lines."""
    visiteur = open_context().new_page()
    visiteur.goto(f"{deploiement.adresse}/sans-internet")
    guarded(visiteur)
    return visiteur


def guarded(page: Page) -> None:
    """Wait for the worker, then for a page it serves."""
    page.evaluate("async () => { await navigator.serviceWorker.ready; }")
    page.reload()
    page.wait_for_function("() => navigator.serviceWorker.controller")


def until(page: Page, condition: str, attendu: object = True) -> None:
    limite = time.monotonic() + 10
    while (lu := page.evaluate(condition)) != attendu:
        assert time.monotonic() < limite, (condition, lu)
        page.wait_for_timeout(50)


def title(page: Page) -> str:
    return page.locator("h1").inner_text()


def test_sans_reseau_les_pages_publiques_se_lisent(deploiement: Deploiement, page: Page) -> None:
    page.context.set_offline(True)
    for chemin in ("/", "/falc", "/sans-internet", "/confidentialite", "/hors-ligne", "/falc/hors-ligne"):
        page.goto(deploiement.adresse + chemin)
        assert page.evaluate("location.pathname") == chemin
        assert page.locator("a[href='tel:15']").count() >= 1
    page.goto(f"{deploiement.adresse}/hors-ligne")
    assert title(page) == SECOURS[0]
    page.get_by_text("À partir de 45 ans").tap()
    expect(page.get_by_text("Mammographie de dépistage")).to_be_visible()
    # Any other address gives the same help, in the way of reading that was asked for.
    for chemin, attendu in (
        ("/conseils", SECOURS[0]),
        ("/falc/sans-internet?page=2", SECOURS[1]),
        ("/falca", SECOURS[0]),
    ):
        page.goto(deploiement.adresse + chemin)
        assert title(page).startswith(attendu)
    assert page.get_by_text("Page de secours").count() == 1
    page.context.set_offline(False)
    page.goto(f"{deploiement.adresse}/conseils")
    assert title(page) == "Les conseils, âge par âge"
    assert page.get_by_text("Page de secours").count() == 0


def test_aucune_page_personnelle_n_est_gardee(deploiement: Deploiement, page: Page) -> None:
    telephone = Telephone(page, deploiement.adresse, compte=False)
    telephone.va("/")
    telephone.repond("17/09/1963")
    for chemin in ("/", "/falc", "/conseils", "/falc/conseils", "/questions", "/imprimer", "/conseils/tabac-arret"):
        telephone.va(chemin)
        assert "17" in page.content()
    telephone.va("/questions")
    telephone.ouvre(telephone.bouton("Oui").first)
    copies = page.evaluate(COPIES)
    assert sorted(copies) == sorted(adresses_copiees())
    personnels = ("1963", "63 ans", "17 septembre", "17/09", "checked>", "Revenir à mes conseils")
    assert [(a, mot) for a, texte in copies.items() for mot in personnels if mot in texte] == []
    # The same search finds them in what is not kept.
    telephone.va("/conseils")
    assert [mot for mot in personnels if mot in page.content()] != []


def test_les_copies_se_font_sans_le_cookie(deploiement: Deploiement, page: Page) -> None:
    telephone = Telephone(page, deploiement.adresse, compte=False)
    telephone.va("/")
    telephone.repond()
    deploiement.demandes.clear()
    deploiement.en_place = "nouvelle"
    page.evaluate(CHERCHER)
    until(page, EN_ATTENTE)
    demandees = {(chemin, temoin) for _, chemin, temoin in deploiement.demandes}
    assert {("/", False), ("/falc", False), ("/hors-ligne", False)} <= demandees
    assert ("/", True) not in demandees
    assert "1972" not in page.evaluate(COPIES)["/"].replace("14/05/1972</p>", "")


@pytest.mark.parametrize("geste", ["effacer", "quitter"])
def test_tout_effacer_et_quitter_retirent_aussi_les_copies(deploiement: Deploiement, page: Page, geste: str) -> None:
    assert page.evaluate(CACHES) != []
    if geste == "quitter":
        # The way out leads elsewhere at once; here, to a blank page of our own.
        page.context.route(f"{SORTIE}**", lambda route: route.fulfill(body="ailleurs"))
        page.locator("form[action='/quitter'] button").tap()
        page.wait_for_url(SORTIE)
        page.goto(f"{deploiement.adresse}/static/favicon.svg")
    else:
        page.get_by_role("button", name="Tout effacer").tap()
        expect(page.locator("h1")).to_have_text("Tout est effacé")
        page.wait_for_timeout(300)
    until(page, CACHES, [])
    until(page, INSCRITS, 0)


def test_une_reponse_trop_lente_laisse_la_place_a_la_copie(deploiement: Deploiement, page: Page) -> None:
    deploiement.lent = True
    debut = time.monotonic()
    page.goto(f"{deploiement.adresse}/hors-ligne", wait_until="commit")
    attente = time.monotonic() - debut
    assert 1.9 < attente < LENTE - 0.5
    expect(page.locator("h1")).to_have_text(SECOURS[0])


def test_une_page_sans_copie_attend_le_reseau(deploiement: Deploiement, page: Page) -> None:
    """The page without network would say less than the person's own list, even late."""
    deploiement.lent = True
    page.goto(f"{deploiement.adresse}/conseils", wait_until="commit")
    expect(page.locator("h1")).to_have_text("Les conseils, âge par âge")


def test_une_nouvelle_version_attend_une_touche(deploiement: Deploiement, page: Page) -> None:
    (ancienne,) = page.evaluate(CACHES)
    page.evaluate("window.marque = 1")
    deploiement.en_place = "nouvelle"
    page.evaluate(CHERCHER)
    bouton = page.get_by_role("button", name=OFFRE)
    expect(bouton).to_be_visible()
    assert bouton.bounding_box()["height"] >= 44  # type: ignore[index]
    page.wait_for_timeout(300)
    assert page.evaluate(EN_ATTENTE), "rien ne change avant la touche"
    bouton.tap()
    until(page, EN_ATTENTE, attendu=False)
    until(page, "async () => (await caches.keys()).length", 1)
    assert page.evaluate(CACHES) != [ancienne]
    assert page.evaluate("window.marque") == 1, "la page n'est pas rechargée"
    expect(page.get_by_role("button", name="La nouvelle version est là")).to_be_visible()


def test_une_question_en_cours_n_est_jamais_interrompue(deploiement: Deploiement, page: Page) -> None:
    telephone = Telephone(page, deploiement.adresse, compte=False)
    telephone.va("/")
    telephone.repond()
    telephone.va("/questions")
    question = telephone.titre
    page.evaluate("window.marque = 1")
    deploiement.en_place = "nouvelle"
    autre = page.context.new_page()
    autre.goto(f"{deploiement.adresse}/accessibilite")
    autre.get_by_role("button", name=OFFRE).tap()
    until(autre, EN_ATTENTE, attendu=False)
    assert page.get_by_role("button", name=OFFRE).count() == 0
    assert (page.evaluate("window.marque"), telephone.titre) == (1, question)
    telephone.ouvre(telephone.bouton("Oui").first)
    assert telephone.chemin == "/questions"
    assert telephone.titre != question


def test_apres_un_retour_en_arriere_l_ancienne_version_revient(deploiement: Deploiement, page: Page) -> None:
    (ancienne,) = page.evaluate(CACHES)
    for version in ("nouvelle", "ancienne"):
        deploiement.en_place = version
        page.evaluate(CHERCHER)
        until(page, EN_ATTENTE)
        page.get_by_role("button", name=OFFRE).last.tap()
        until(page, EN_ATTENTE, attendu=False)
        until(page, "async () => (await caches.keys()).length", 1)
        assert (page.evaluate(CACHES) == [ancienne]) is (version == "ancienne")
        page.reload()
    page.context.set_offline(True)
    page.goto(f"{deploiement.adresse}/hors-ligne")
    assert title(page) == SECOURS[0]


def test_un_retour_en_arriere_avant_la_touche_aussi(deploiement: Deploiement, page: Page) -> None:
    """The new version was withdrawn while it waited: nothing of it is left once the old one takes over again."""
    (ancienne,) = page.evaluate(CACHES)
    deploiement.en_place = "nouvelle"
    page.evaluate(CHERCHER)
    until(page, EN_ATTENTE)
    deploiement.en_place = "ancienne"
    page.evaluate(CHERCHER)
    page.wait_for_timeout(300)
    page.reload()
    until(page, EN_ATTENTE)
    page.get_by_role("button", name=OFFRE).last.tap()
    until(page, CACHES, [ancienne])


def test_l_interrupteur_retire_tout_sans_rien_recharger(deploiement: Deploiement, page: Page) -> None:
    page.evaluate("window.marque = 1")
    deploiement.en_place = "eteinte"
    page.evaluate(CHERCHER)
    until(page, CACHES, [])
    assert page.evaluate("window.marque") == 1
    page.goto(f"{deploiement.adresse}/sans-internet")
    page.wait_for_timeout(500)
    page.goto(f"{deploiement.adresse}/conseils")
    assert page.evaluate(CACHES) == []
    deploiement.en_place = "ancienne"
    page.goto(f"{deploiement.adresse}/sans-internet")
    guarded(page)
    assert len(page.evaluate(CACHES)) == 1


def test_un_service_absent_est_remplace_par_la_copie(deploiement: Deploiement, page: Page) -> None:
    """A proxy whose service is down answers 502: the person still reads whom to call."""

    async def absent(_scope: object, _receive: object, send: Callable[..., object]) -> None:
        await send({"type": "http.response.start", "status": 502, "headers": []})  # type: ignore[misc]
        await send({"type": "http.response.body", "body": b"Bad Gateway"})  # type: ignore[misc]

    deploiement._versions["absente"] = absent
    deploiement.en_place = "absente"
    for chemin in ("/", "/conseils"):
        page.goto(deploiement.adresse + chemin)
        assert page.locator("a[href='tel:15']").count() >= 1


def test_sans_javascript_rien_n_est_garde_et_tout_marche(deploiement: Deploiement, open_context: Open) -> None:
    visiteur = open_context(java_script_enabled=False).new_page()
    for chemin in ("/", "/hors-ligne", "/falc/hors-ligne", "/conseils"):
        assert visiteur.goto(deploiement.adresse + chemin).status == 200  # type: ignore[union-attr]
    assert "/sw.js" not in {chemin for _, chemin, _ in deploiement.demandes}


def test_la_politique_n_est_jamais_enfreinte(deploiement: Deploiement, page: Page) -> None:
    plaintes: list[str] = []
    page.on("console", lambda message: plaintes.append(message.text))
    page.on("pageerror", lambda erreur: plaintes.append(str(erreur)))
    for chemin in ("/", "/hors-ligne", "/conseils"):
        page.goto(deploiement.adresse + chemin)
        page.wait_for_timeout(200)
    assert plaintes == []


def test_la_page_s_imprime_entiere(deploiement: Deploiement, page: Page) -> None:
    page.goto(f"{deploiement.adresse}/hors-ligne")
    dernier = page.locator("details.age li").last
    expect(dernier).to_be_hidden()
    page.emulate_media(media="print")
    expect(dernier).to_be_visible()
