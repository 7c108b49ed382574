"""For a relative: on paper in six touches, from one person to another in one, gone in three; nothing left behind."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.parcours.conftest import Site
from tests.parcours.gestes import Telephone

Open = Callable[..., BrowserContext]


def add(telephone: Telephone, naissance: str, sexe: str, nom: str = "") -> None:
    """The form about a relative, name included when there is one."""
    telephone.saisit(telephone.page.locator("#naissance"), naissance)
    telephone.touche(telephone.page.get_by_text(sexe, exact=True))
    if nom:
        telephone.saisit(telephone.page.locator("#nom"), nom)
    telephone.ouvre(telephone.bouton("accord"))


def me_and_my_son(telephone: Telephone) -> None:
    telephone.va("/")
    telephone.repond("14/05/1986", "Un homme")
    telephone.va("/proches/ajouter")
    add(telephone, "10/10/2022", "Homme ou garçon", "A.")


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_une_feuille_pour_ma_mere_en_six_touches(telephone: Telephone, prefixe: str) -> None:
    """J5: the sixth touch is the telephone's own "print"."""
    telephone.va(prefixe or "/")
    telephone.ouvre(telephone.lien("proche").first)
    add(telephone, "1948", "Femme ou fille")
    assert telephone.chemin == f"{prefixe}/conseils"
    assert "proche" in telephone.texte
    telephone.ouvre(telephone.lien("[Ii]mprimer").first)
    assert telephone.touches == 5
    assert telephone.chemin == f"{prefixe}/imprimer"
    telephone.page.emulate_media(media="print")
    papier = telephone.page.locator("body").inner_text()
    assert "1948" in papier
    assert "votre proche" not in papier
    telephone.page.emulate_media(media="screen")


def test_la_feuille_de_ma_mere_sans_javascript(site: Site, open_context: Open) -> None:
    telephone = Telephone(open_context(java_script_enabled=False).new_page(), site.adresse, compte=False)
    telephone.va("/")
    telephone.ouvre(telephone.lien("Pour un proche"))
    add(telephone, "1948", "Femme ou fille", "M.")
    assert telephone.titre.startswith("Pour M.")
    telephone.ouvre(telephone.lien("à imprimer"))
    assert "M., Femme" in telephone.texte


@pytest.mark.parametrize("page", ["/conseils", "/questions", "/conseils/soleil-uv", "/imprimer", "/falc/conseils"])
def test_changer_de_personne_en_une_touche_sur_la_meme_page(telephone: Telephone, page: str) -> None:
    me_and_my_son(telephone)
    telephone.va(page)
    expect(telephone.bouton("A\\., 4").first).to_have_attribute("aria-current", "true")
    telephone.touches = 0
    telephone.ouvre(telephone.bouton("Vous$"))
    assert telephone.touches == 1
    assert telephone.chemin == page
    expect(telephone.bouton("Vous$")).to_have_attribute("aria-current", "true")


def test_retirer_un_proche_en_trois_touches(telephone: Telephone) -> None:
    me_and_my_son(telephone)
    telephone.touches = 0
    telephone.ouvre(telephone.lien("Gérer"))
    carte = telephone.page.locator("section.carte", has_text="A., 4")
    telephone.touche(carte.locator("summary"))
    telephone.ouvre(carte.get_by_role("button", name="Oui, retirer"))
    assert telephone.touches == 3
    assert "A., 4" not in telephone.texte
    telephone.va("/conseils")
    assert "40 ans" in telephone.texte


def test_tout_effacer_ne_laisse_personne(telephone: Telephone) -> None:
    me_and_my_son(telephone)
    telephone.ouvre(telephone.bouton("Tout effacer"))
    assert telephone.page.context.cookies() == []
    for chemin in ("/proches", "/conseils", "/imprimer?pour=tous", "/proches/ajouter"):
        telephone.va(chemin)
        assert "A., " not in telephone.texte
        assert "4 ans," not in telephone.texte
    telephone.page.go_back()
    assert "A., " not in telephone.texte


def test_tous_les_gestes_au_clavier(site: Site, open_context: Open) -> None:
    telephone = Telephone(open_context(has_touch=False).new_page(), site.adresse)
    telephone.va("/proches/ajouter")
    clavier = telephone.page.keyboard
    for _ in range(20):
        clavier.press("Tab")
        if telephone.page.evaluate("document.activeElement.id") == "naissance":
            break
    clavier.type("10/10/2022")
    clavier.press("Tab")
    clavier.press("Space")
    clavier.press("Tab")
    clavier.type("A.")
    while "accord" not in telephone.page.evaluate("document.activeElement.textContent"):
        clavier.press("Tab")
    clavier.press("Enter")
    telephone.page.wait_for_url("**/conseils")
    assert telephone.titre.startswith("Pour A.")
    assert telephone.touches == 0


def test_une_page_par_personne_sur_le_papier(telephone: Telephone) -> None:
    me_and_my_son(telephone)
    telephone.va("/imprimer?pour=tous")
    telephone.page.emulate_media(media="print")
    feuilles = telephone.page.locator(".une-feuille")
    assert feuilles.count() == 2
    assert telephone.page.evaluate(
        "[...document.querySelectorAll('.une-feuille')].map(e => getComputedStyle(e).breakBefore)"
    ) == ["auto", "page"]
    assert "A., " not in feuilles.first.inner_text()
    assert not telephone.page.locator("form[action='/proches/choisir']").is_visible()


def test_les_dates_des_examens_d_un_bebe(telephone: Telephone) -> None:
    telephone.va("/proches/ajouter")
    add(telephone, "01/09/2026", "Femme ou fille")
    telephone.va("/conseils/examens-enfant-0-2-ans")
    texte = telephone.texte.replace("\u00a0", " ")
    assert "À 2 mois : maintenant, jusqu'au 30 novembre 2026." in texte
    assert "À 3 mois : du 1er décembre 2026 au 31 décembre 2026." in texte
    telephone.va("/falc/conseils/examens-enfant-0-2-ans")
    assert "C'est le moment de l'examen à 2 mois." in telephone.texte.replace("\u00a0", " ")
