"""Journeys about the bilan: from the window to a sheet to bring along, without JavaScript, with the numbers first."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from tests.parcours.conftest import Site
from tests.parcours.gestes import Telephone


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_de_la_fenetre_a_la_feuille(site: Site, open_context: Callable[..., BrowserContext], prefixe: str) -> None:
    telephone = Telephone(open_context(java_script_enabled=False).new_page(), site.adresse, compte=False)
    telephone.va(f"{prefixe}/bilan-prevention")
    telephone.repond("25/07/1976")
    assert telephone.chemin == f"{prefixe}/bilan-prevention"
    assert "8\u00a0mois" in telephone.texte
    telephone.ouvre(telephone.lien("Préparer mes réponses"))
    for _ in range(8):
        telephone.touche(telephone.page.get_by_text("Je ne sais pas").first)
        telephone.ouvre(telephone.bouton("Garder et continuer"))
    assert telephone.titre == "Vos réponses sont prêtes"
    telephone.ouvre(telephone.lien("Ouvrir ces 4 thèmes|Voir ces questions"))
    telephone.touche(telephone.page.locator("input[name=idees-de-mort][value=parfois]"))
    telephone.ouvre(telephone.bouton("Garder et continuer"))
    assert telephone.texte.startswith("À faire maintenant")
    assert telephone.page.locator("main a[href='tel:3114']").first.is_visible()
    telephone.va(f"{prefixe}/imprimer/questionnaire-bilan")
    telephone.page.emulate_media(media="print")
    assert "Je ne sais pas" in telephone.texte
    assert "3114" not in telephone.texte  # the sheet that is shown to others says nothing of it
    telephone.page.emulate_media(media="screen")
    telephone.ouvre(telephone.bouton("Tout effacer"))
    telephone.va(f"{prefixe}/bilan-prevention/questionnaire")
    assert telephone.chemin == f"{prefixe}/bilan-prevention"
