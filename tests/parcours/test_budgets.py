"""How many touches a question costs: the first list, why not me and when, the same page in easy words."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from tests.parcours.conftest import PETIT_TELEPHONE, Site, answered_client
from tests.parcours.gestes import Telephone
from tests.parcours.pages import chemins

Open = Callable[..., BrowserContext]
NORMALES = [chemin for chemin in chemins(complet=False) if not chemin.startswith("/falc")]
NORMALES += ["/imprimer?taille=grand", "/imprimer?pour=tous&amp;taille=grand"]
#: An address that leads nowhere is not repeated in the page that says so.
PERDUES = ("/conseils/inconnu", "/couts/acte-inconnu", "/inconnue")
VERS_LE_FALC, VERS_LE_TEXTE = 'class="pastille" href="', 'class="pastille allumee" href="'


def on_the_first_screen(element: Locator) -> bool:
    """Seen whole, on a small phone, without scrolling."""
    boite = element.bounding_box()
    assert boite is not None
    return boite["y"] + boite["height"] <= PETIT_TELEPHONE["height"]


def reply(telephone: Telephone, prefixe: str) -> None:
    telephone.va(prefixe or "/")
    telephone.repond()
    assert telephone.chemin == f"{prefixe}/conseils"


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_la_premiere_liste_en_trois_touches_dans_les_deux_lectures(telephone: Telephone, prefixe: str) -> None:
    """J1."""
    reply(telephone, prefixe)
    assert telephone.touches == 3
    assert "54 ans" in telephone.texte.replace("\u00a0", " ")


def test_le_premier_ecran_montre_l_essentiel(telephone: Telephone) -> None:
    """The two questions with their button, then the first advice with its reason and its price."""
    telephone.va("/")
    assert on_the_first_screen(telephone.bouton("J.accepte"))
    telephone.repond()
    premier = telephone.page.locator(".cartes > li").first
    assert on_the_first_screen(premier.get_by_text("entre 50 et 74"))
    assert on_the_first_screen(premier.locator(".prix").first)
    assert on_the_first_screen(premier.get_by_role("link", name="Comment faire"))


def test_en_facile_a_lire_le_premier_ecran_montre_le_premier_conseil(telephone: Telephone) -> None:
    reply(telephone, "/falc")
    premier = telephone.page.locator(".cartes > li").first
    assert on_the_first_screen(premier.locator("h2"))
    assert on_the_first_screen(premier.locator(".etat"))


@pytest.mark.parametrize("javascript", [True, False])
def test_pourquoi_pas_moi_et_quand_sans_toucher_ou_en_une_touche(
    site: Site, open_context: Open, javascript: bool
) -> None:
    """J7: what will come says its day at once; what is for others says why after one touch."""
    contexte = open_context(java_script_enabled=javascript)
    telephone = Telephone(contexte.new_page(), site.adresse, compte=javascript)
    reply(telephone, "")
    telephone.touches = 0
    expect(telephone.page.get_by_text("à partir du 14 mai 2032").first).to_be_visible()
    assert telephone.touches == 0
    ferme = telephone.page.get_by_text("Ce conseil va jusqu'à 25 ans.").first
    expect(ferme).to_be_hidden()
    telephone.touche(telephone.page.locator("summary", has_text="pour un autre âge"))
    expect(ferme).to_be_visible()
    assert telephone.touches == int(javascript)


def test_pourquoi_pas_moi_en_une_touche_en_facile_a_lire(telephone: Telephone) -> None:
    """J7 in easy words: the other list, its reasons and its dates."""
    reply(telephone, "/falc")
    telephone.touches = 0
    telephone.ouvre(telephone.lien("autres conseils"))
    assert telephone.touches == 1
    assert "Nous avons besoin d'une réponse." in telephone.texte or "pas pour vous" in telephone.texte


def test_pourquoi_pas_moi_au_clavier(site: Site, open_context: Open) -> None:
    telephone = Telephone(open_context(has_touch=False).new_page(), site.adresse)
    telephone.va("/")
    telephone.page.locator("#naissance").fill("14/05/1972")
    telephone.page.locator("[value=F]").focus()
    telephone.page.keyboard.press("Space")
    telephone.page.keyboard.press("Enter")
    telephone.page.wait_for_url("**/conseils")
    telephone.page.locator("summary", has_text="pour un autre âge").focus()
    telephone.page.keyboard.press("Enter")
    expect(telephone.page.get_by_text("Ce conseil va jusqu'à 25 ans.").first).to_be_visible()
    assert telephone.touches == 0


def test_le_facile_a_lire_est_a_une_touche_de_chaque_page_et_en_revient(site: Site) -> None:
    """J6: the same place, not the home page. Easy words cut a page in parts the other reading does not have."""
    ailleurs = {}
    with answered_client(site) as visiteur:
        for chemin in sorted({re.sub(r"[?](page|liste)=.*", "", normale) for normale in NORMALES}):
            falc = "/falc" + chemin.removesuffix("/") if chemin == "/" else f"/falc{chemin}"
            for depart, bouton, arrivee in ((chemin, VERS_LE_FALC, falc), (falc, VERS_LE_TEXTE, chemin)):
                lien = visiteur.get(depart.replace("&amp;", "&")).text.partition(bouton)[2].partition('"')[0]
                if lien != arrivee and chemin not in PERDUES:
                    ailleurs[depart] = lien
    assert ailleurs == {}


@pytest.mark.parametrize("depart", ["/ou-aller-ce-soir", "/proches", "/conseils/depistage-cancer-sein"])
def test_changer_de_lecture_garde_les_reponses(telephone: Telephone, depart: str) -> None:
    """J6, touched: there and back, and the answers still give the list."""
    reply(telephone, "")
    telephone.va(depart)
    telephone.touches = 0
    lecture = telephone.page.get_by_role("banner").get_by_role("link", name="FALC")
    telephone.ouvre(lecture)
    assert (telephone.chemin, telephone.touches) == (f"/falc{depart}", 1)
    telephone.ouvre(lecture)
    assert (telephone.chemin, telephone.touches) == (depart, 2)
    telephone.va("/conseils")
    assert "54 ans" in telephone.texte
