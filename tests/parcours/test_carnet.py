"""A carnet without JavaScript: made, left, found again on another phone with a printed code, taken away, erased."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from playwright.sync_api import BrowserContext

from tests.parcours.conftest import Site
from tests.parcours.gestes import Telephone

Open = Callable[..., BrowserContext]


def codes_of(telephone: Telephone) -> list[str]:
    """The sheet on the screen."""
    return re.findall(r"\b[0-9A-Z]{5}(?:-[0-9A-Z]{5}){4}\b", telephone.texte)


def make(telephone: Telephone, prefixe: str) -> list[str]:
    """From the menu to the sheet of codes."""
    telephone.ouvre(telephone.lien("Mon carnet"))
    telephone.touche(telephone.page.get_by_text("Oui", exact=True))
    telephone.ouvre(telephone.bouton("Oui, (?:créer|je crée)"))
    assert telephone.chemin == f"{prefixe}/carnet/creer"
    return codes_of(telephone)


def let_proofs_age(site: Site) -> None:
    """Ten minutes pass: whoever holds a telephone has proved nothing lately."""
    with closing(sqlite3.connect(site.dossier / "var/mon-budget-sante.db")) as base, base:
        base.execute("UPDATE session_carnet SET prouve_le = NULL")


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_un_carnet_sans_javascript(site: Site, open_context: Open, prefixe: str) -> None:
    contexte = open_context(java_script_enabled=False)
    telephone = Telephone(contexte.new_page(), site.adresse, compte=False)
    telephone.va(prefixe or "/")
    telephone.repond()
    codes = make(telephone, prefixe)
    assert len(set(codes)) == 10
    telephone.ouvre(telephone.lien("J.ai mes codes"))
    # Borrowed for a while: a new sheet asks for a code first, then comes at once.
    let_proofs_age(site)
    telephone.va(f"{prefixe}/carnet")
    telephone.touche(telephone.page.locator("summary", has_text="nouvelle feuille"))
    telephone.ouvre(telephone.bouton("Oui, de nouveaux codes"))
    assert telephone.titre.replace("’", "'").startswith("C'est bien vous")
    for code, nouveaux in (("0" * 25, 0), (codes[0], 10)):
        telephone.page.locator("#code").fill(code)
        telephone.ouvre(telephone.bouton("Continuer"))
        assert len(codes_of(telephone)) == nouveaux
    codes = codes_of(telephone)
    telephone.va(f"{prefixe}/conseils")
    assert "54" in telephone.texte
    telephone.va(f"{prefixe}/carnet")
    telephone.ouvre(telephone.bouton("Fermer le carnet ici"))
    telephone.page.go_back()
    telephone.va(f"{prefixe}/conseils")
    assert "54 ans" not in telephone.texte.replace("\u00a0", " ")

    autre = Telephone(open_context(java_script_enabled=False).new_page(), site.adresse, compte=False)
    autre.va(f"{prefixe}/carnet")
    autre.page.locator("#code").fill(codes[0].lower().replace("-", " "))
    autre.ouvre(autre.bouton("Ouvrir mon carnet"))
    assert autre.titre == "Mon carnet"
    autre.va(f"{prefixe}/mes-donnees")
    assert "1972" in autre.texte
    with autre.page.expect_download() as copie:
        autre.lien("Télécharger mes données").tap()
    assert "1972-05-14" in copie.value.path().read_text("utf-8")
    # Erased in three touches from my data, with a receipt.
    autre.touche(autre.page.locator("summary", has_text="Effacer mon carnet"))
    autre.ouvre(autre.bouton("Oui, effacer mon carnet"))
    assert "Votre reçu" in autre.texte
    autre.va(f"{prefixe}/carnet")
    autre.page.locator("#code").fill(codes[1])
    autre.ouvre(autre.bouton("Ouvrir mon carnet"))
    assert autre.page.locator("[role=alert]").is_visible()


def test_dire_oui_et_le_retirer_demandent_autant_de_gestes(telephone: Telephone) -> None:
    telephone.va("/")
    telephone.repond()
    telephone.va("/consentements")
    telephone.touches = 0
    telephone.ouvre(telephone.bouton("Oui, garder"))
    oui = telephone.touches
    telephone.va("/consentements")
    telephone.touches = 0
    telephone.ouvre(telephone.bouton("Je retire mon accord"))
    assert telephone.touches <= oui == 1
    telephone.va("/mes-donnees")
    assert "Rien n'est gardé sur personne" in telephone.texte.replace("’", "'")


def test_avant_15_ans_un_carnet_se_fait_a_deux_sans_javascript(site: Site, open_context: Open) -> None:
    prefixe = "/falc"
    telephone = Telephone(open_context(java_script_enabled=False).new_page(), site.adresse, compte=False)
    telephone.va(prefixe or "/")
    telephone.repond("01/03/2013")
    telephone.va(f"{prefixe}/consentements")
    assert telephone.bouton("Oui, (garder|je garde)").count() == 0
    telephone.va(f"{prefixe}/carnet")
    telephone.touche(telephone.page.get_by_text("Non", exact=True))
    telephone.ouvre(telephone.bouton("Oui, (?:créer le carnet$|créer mon|je crée)"))
    assert "Avant 15 ans" in telephone.texte
    telephone.touche(telephone.page.get_by_text("J'ai moins de 15 ans"))
    telephone.ouvre(telephone.bouton("créer le carnet ensemble"))
    assert codes_of(telephone) == [], "one of the two has not agreed"
    telephone.touche(telephone.page.get_by_text("J'ai moins de 15 ans"))
    telephone.touche(telephone.page.get_by_text("Je suis son parent"))
    telephone.ouvre(telephone.bouton("créer le carnet ensemble"))
    assert len(codes_of(telephone)) == 10


def test_deux_onglets_disent_oui_puis_non_et_le_dernier_gagne(site: Site, open_context: Open) -> None:
    contexte = open_context()
    un, autre = (Telephone(contexte.new_page(), site.adresse, compte=False) for _ in range(2))

    def keeps() -> bool:
        """Whether this browser still has the answers once it was closed."""
        return any(temoin["name"] == "__Host-mbs" and temoin["expires"] > 0 for temoin in contexte.cookies())

    un.va("/")
    un.repond()
    un.va("/consentements")
    autre.va("/consentements")
    un.ouvre(un.bouton("Oui, garder"))
    assert keeps()
    # The other tab still shows the question: its own no is the last word, and it is told what it did.
    autre.ouvre(autre.bouton("Non"))
    assert "Votre reçu" in autre.texte
    assert "retir" in autre.texte
    assert not keeps()
    # A page of answers that was open meanwhile gives nothing again: what it keeps ends with the browser.
    un.va("/")
    un.repond()
    assert not keeps()
    un.va("/consentements")
    assert un.bouton("Oui, garder").is_visible()
    # The stale way back: a page the browser remembers says yes again only if it is touched.
    autre.va("/consentements")
    un.ouvre(un.bouton("Oui, garder"))
    un.va("/consentements")
    autre.page.reload()
    un.ouvre(un.bouton("Je retire mon accord"))
    autre.ouvre(autre.bouton("Je retire mon accord"))
    assert not keeps()
    assert autre.page.locator("main").is_visible()
