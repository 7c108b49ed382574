"""A carnet without JavaScript: made, left, found again on another phone with a printed code, taken away, erased."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from tests.parcours.conftest import Site
from tests.parcours.gestes import Telephone

Open = Callable[..., BrowserContext]


def make(telephone: Telephone, prefixe: str) -> list[str]:
    """From the menu to the sheet of codes."""
    telephone.ouvre(telephone.lien("Mon carnet"))
    telephone.touche(telephone.page.get_by_text("Oui", exact=True))
    telephone.ouvre(telephone.bouton("Oui, (?:créer|je crée)"))
    codes = re.findall(r"\b[0-9A-Z]{5}(?:-[0-9A-Z]{5}){4}\b", telephone.texte)
    assert telephone.chemin == f"{prefixe}/carnet/creer"
    return codes


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_un_carnet_sans_javascript(site: Site, open_context: Open, prefixe: str) -> None:
    contexte = open_context(java_script_enabled=False)
    telephone = Telephone(contexte.new_page(), site.adresse, compte=False)
    telephone.va(prefixe or "/")
    telephone.repond()
    codes = make(telephone, prefixe)
    assert len(set(codes)) == 10
    telephone.ouvre(telephone.lien("J.ai mes codes"))
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
