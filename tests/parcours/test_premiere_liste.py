"""The main journey: two answers, then the list with its reasons; refined, in FALC, on paper, then erased."""

import re
from collections.abc import Callable

import httpx2
import pytest
from playwright.sync_api import BrowserContext, Route, expect

from tests.parcours.conftest import Site
from tests.parcours.gestes import Telephone

Open = Callable[..., BrowserContext]


def without_javascript(site: Site, open_context: Open) -> Telephone:
    return Telephone(open_context(java_script_enabled=False).new_page(), site.adresse, compte=False)


def then_the_first_list_is_there(telephone: Telephone) -> None:
    assert telephone.chemin == "/conseils"
    assert "chose" in telephone.titre
    assert "54 ans" in telephone.texte
    assert "14 mai 1972" in telephone.texte
    expect(telephone.page.get_by_text("entre 50 et 74 ans").first).to_be_visible()


def test_la_premiere_liste_en_trois_touches(telephone: Telephone) -> None:
    telephone.va("/")
    telephone.repond()
    then_the_first_list_is_there(telephone)
    assert telephone.touches == 3


def test_la_premiere_liste_sans_javascript(site: Site, open_context: Open) -> None:
    telephone = without_javascript(site, open_context)
    telephone.va("/")
    telephone.repond()
    then_the_first_list_is_there(telephone)


def test_la_premiere_liste_au_clavier_seul(site: Site, open_context: Open) -> None:
    telephone = Telephone(open_context(has_touch=False).new_page(), site.adresse)
    telephone.va("/")
    clavier = telephone.page.keyboard
    for _ in range(20):
        clavier.press("Tab")
        if telephone.page.evaluate("document.activeElement.id") == "naissance":
            break
    clavier.type("14/05/1972")
    clavier.press("Tab")
    clavier.press("Space")
    clavier.press("Tab")
    while "accepte" not in telephone.page.evaluate("document.activeElement.textContent"):
        clavier.press("Tab")
    clavier.press("Enter")
    telephone.page.wait_for_url("**/conseils")
    then_the_first_list_is_there(telephone)
    assert telephone.touches == 0


def test_le_premier_tab_mene_au_contenu_et_le_focus_se_voit(site: Site, open_context: Open) -> None:
    telephone = Telephone(open_context(has_touch=False).new_page(), site.adresse)
    telephone.va("/conseils")
    telephone.page.keyboard.press("Tab")
    evitement = telephone.page.get_by_role("link", name="Aller au contenu")
    expect(evitement).to_be_focused()
    expect(evitement).to_be_in_viewport()
    telephone.page.keyboard.press("Enter")
    expect(telephone.page.locator("main")).to_be_focused()


@pytest.mark.parametrize("saisie", ["", "31/04/1972", "1er mai", "14/05/2199", "abc", "03/04/60", "14/05/1899"])
def test_une_date_impossible_revient_avec_un_message_et_la_saisie(telephone: Telephone, saisie: str) -> None:
    telephone.va("/")
    telephone.repond(saisie, "Un homme")
    assert telephone.chemin == "/"
    champ = telephone.page.locator("#naissance")
    expect(champ).to_have_value(saisie)
    expect(champ).to_have_attribute("aria-invalid", "true")
    expect(telephone.page.get_by_role("radio", name="Un homme")).to_be_checked()
    assert telephone.page.get_by_role("alert").or_(telephone.page.locator("#naissance-erreur")).count() >= 1


def test_sans_repondre_on_lit_les_conseils_generaux(telephone: Telephone) -> None:
    telephone.va("/")
    telephone.ouvre(telephone.lien("sans répondre"))
    assert telephone.chemin == "/conseils"
    assert "À partir de 45 ans" in telephone.texte
    assert telephone.page.context.cookies() == []


def test_le_facile_a_lire_garde_la_page_et_les_reponses(telephone: Telephone) -> None:
    telephone.va("/")
    telephone.repond()
    telephone.ouvre(telephone.page.get_by_role("banner").get_by_role("link", name="FALC"))
    assert telephone.chemin == "/falc/conseils"
    assert telephone.touches == 4
    expect(telephone.page.get_by_text("pas encore relu").first).to_be_visible()
    assert "%" not in telephone.texte
    telephone.ouvre(telephone.page.get_by_role("banner").get_by_role("link", name="FALC"))
    then_the_first_list_is_there(telephone)


def unknown_to_the_end(telephone: Telephone, *, jusqu_a: str = "") -> list[str]:
    """The rest of the questions answered "Je ne sais pas" by a program that holds this phone's cookie, which it gives
    back: each page as it was sent, up to the one that names this."""
    (temoin,) = telephone.page.context.cookies()
    lues: list[str] = []
    with httpx2.Client(base_url=telephone.adresse, headers={"Sec-Fetch-Site": "same-origin"}) as visiteur:
        for _ in range(150):
            note = {"Cookie": f"{temoin['name']}={temoin['value']}"}
            lues.append(visiteur.get("/questions", headers=note).text)
            fait = re.search(r'name="fait" value="([^"]+)">(?=.*value="ne-sais-pas")', lues[-1], re.DOTALL)
            if fait is None or (jusqu_a and jusqu_a in lues[-1]):
                break
            reponse = {"personne": "0", "fait": fait[1], "reponse": "ne-sais-pas"}
            recu = visiteur.post("/questions", data=reponse, headers=note)
            assert recu.status_code == 303
            temoin["value"] = recu.headers["set-cookie"].partition("=")[2].partition(";")[0]
    telephone.page.context.add_cookies([temoin])  # type: ignore[list-item]
    return lues


def test_une_question_par_page_dit_pourquoi_et_ce_qu_elle_change(telephone: Telephone) -> None:
    """The first ones by touch; the others, the same page with other words, are read as they are sent."""
    telephone.va("/")
    telephone.repond()
    telephone.va("/questions")
    for _ in range(4):
        assert "conseil" in telephone.texte
        expect(telephone.bouton("préfère ne pas dire")).to_be_visible()
        telephone.ouvre(telephone.bouton("^Je ne sais pas"))
    *questions, fin = unknown_to_the_end(telephone)
    assert len(questions) > 20
    for question in questions:
        principal = question.partition("<main")[2].partition("</main")[0]
        assert len(re.findall(r'name="reponse" value="ne-(?:sais-pas|dis-pas)"', principal)) == 2
        assert "Je préfère ne pas dire</button>" in principal
        assert "conseil" in re.sub(r"<[^>]+>", " ", principal)
    telephone.va("/questions")
    assert "Ouvrir" in fin
    assert telephone.bouton("^Je ne sais pas").count() == 0
    assert telephone.bouton("Ouvrir").count() == 1
    assert not {mot for mot in ("violence", "suicid", "drogue", "sexuel") if mot in telephone.texte.lower()}


def test_les_sujets_intimes_ne_se_nomment_pas_sur_le_premier_ecran(telephone: Telephone) -> None:
    """The list of what stopped with age is public knowledge; what waits for an intimate answer is not named."""
    telephone.va("/")
    telephone.repond()
    pour_elle = telephone.texte.lower().split("pas pour vous aujourd'hui\n")[0]
    assert "mammographie" in pour_elle
    assert not {mot for mot in ("violence", "suicid", "drogue", "sexuel") if mot in pour_elle}


def test_un_signe_au_sein_montre_d_abord_qui_appeler(site: Site, telephone: Telephone) -> None:
    telephone.va("/")
    telephone.repond()
    unknown_to_the_end(telephone, jusqu_a="boule")
    telephone.va("/questions")
    assert "sein" in telephone.titre
    assert "boule" in telephone.titre
    telephone.ouvre(telephone.bouton("^Oui"))
    telephone.va("/conseils")
    main = telephone.page.locator("main")
    debut = main.inner_text().split(telephone.titre)[0]
    assert "15" in debut
    assert "112" in debut
    assert main.get_by_role("link", name="112").first.is_visible()
    telephone.va("/imprimer")
    assert "112" in telephone.texte


def test_noter_une_date_met_a_jour_le_conseil(telephone: Telephone) -> None:
    telephone.va("/")
    telephone.repond()
    telephone.va("/conseils/depistage-cancer-sein")
    telephone.saisit(telephone.page.locator("#le"), "03/2026")
    telephone.ouvre(telephone.bouton("Noter cette date"))
    telephone.va("/conseils/depistage-cancer-sein")
    assert "mars 2026" in telephone.texte
    assert "À jour" in telephone.texte


def test_tout_effacer_ne_laisse_rien(telephone: Telephone) -> None:
    telephone.va("/")
    telephone.repond()
    assert len(telephone.page.context.cookies()) == 1
    telephone.ouvre(telephone.bouton("Tout effacer"))
    assert telephone.page.context.cookies() == []
    telephone.va("/conseils")
    assert "54 ans" not in telephone.texte
    telephone.va("/")
    expect(telephone.page.locator("#naissance")).to_have_value("")


def test_apres_effacement_le_bouton_retour_ne_montre_rien(telephone: Telephone) -> None:
    telephone.va("/")
    telephone.repond()
    telephone.ouvre(telephone.bouton("Tout effacer"))
    telephone.page.go_back()
    assert "54 ans" not in telephone.texte


def test_quitter_vite_efface_et_s_en_va(site: Site, telephone: Telephone) -> None:
    dehors: list[str] = []

    def outside(route: Route) -> None:
        dehors.append(route.request.url)
        assert "referer" not in route.request.headers
        route.fulfill(body="<title>ailleurs</title>", content_type="text/html")

    telephone.va("/")
    telephone.repond()
    telephone.page.route(lambda url: not url.startswith(site.adresse), outside)
    telephone.touche(telephone.bouton("Quitter"))
    telephone.page.wait_for_url(lambda url: not url.startswith(site.adresse))
    assert len(dehors) == 1
    assert telephone.page.context.cookies() == []


def test_un_conseil_inconnu_aide_a_revenir(telephone: Telephone) -> None:
    reponse = telephone.page.goto(f"{telephone.adresse}/conseils/depistage-inconnu")
    assert reponse is not None
    assert reponse.status == 404
    assert telephone.lien("onseils").count() >= 1
