"""The page read without network says everything by itself; the menu leads to pages that exist, in both ways."""

import re

import pytest

from app.domain import falc
from app.domain.catalogue import Catalogue
from app.rendering.gabarits import Cadre, Mode, frame
from app.rendering.hors_ligne import adresses_copiees, page_hors_ligne
from app.rendering.menu import MENU
from app.rendering.presentation import Presentation
from tests.factories import AUJOURDHUI
from tests.rendering.conftest import phrases_falc, visible

#: The first flight of bytes, less the small script, the icon and the headers of the three answers.
PLACE = 14_600 - 1_700 - 1_300 - 800


@pytest.mark.parametrize("mode", list(Mode))
def test_tout_y_est(catalogue: Catalogue, presentation: Presentation, mode: Mode) -> None:
    contenu = page_hors_ligne(presentation, AUJOURDHUI, mode)
    texte = visible(contenu.texte)
    assert len(contenu.gzip()) < PLACE
    assert "22 novembre 2026" in texte
    for contact in catalogue.contacts.values():
        assert contact.numero is None or contact.numero in texte
        assert contact.numero is None or f'href="tel:{contact.numero.replace(" ", "")}"' in contenu.texte
    titres = [visible(f.falc.titre if mode is Mode.FALC else f.normal.titre) for f in catalogue.fiches]
    assert [titre for titre in titres if titre not in texte] == []


def test_les_urgences_d_abord_et_rien_de_douteux_tu(catalogue: Catalogue, presentation: Presentation) -> None:
    texte = visible(page_hors_ligne(presentation, AUJOURDHUI, Mode.NORMAL).texte)
    assert texte.index("SAMU") < texte.index("Tabac info service") < texte.index("Enfants et adolescents")
    doutes = [contact for contact in catalogue.contacts.values() if contact.doute]
    assert doutes
    assert texte.count("À vérifier.") == len(doutes)


def test_le_falc_est_facile(presentation: Presentation) -> None:
    lues = phrases_falc(page_hors_ligne(presentation, AUJOURDHUI, Mode.FALC).texte)
    phrases = [phrase for phrase in lues if not re.search(r" : [0-9 ]+$", phrase)]  # a name and its number
    assert len(phrases) > 10
    assert [str(p) for phrase in phrases for p in falc._phrase(falc._Phrase("page", phrase))] == []


def test_aucun_lien_ne_mene_a_une_page_absente_hors_connexion(presentation: Presentation) -> None:
    principal = (
        page_hors_ligne(presentation, AUJOURDHUI, Mode.NORMAL).texte.partition("<main")[2].partition("</main")[0]
    )
    liens = {lien for lien in re.findall(r'href="([^"]+)"', principal) if not lien.startswith("tel:")}
    assert liens
    assert liens <= set(adresses_copiees())


@pytest.mark.parametrize("mode", list(Mode))
def test_le_menu_est_le_meme_partout_et_dit_ou_l_on_est(mode: Mode) -> None:
    for lieu in MENU:
        contenu = frame(Cadre("Essai", lieu.chemin, mode), "").texte
        menu = contenu.partition('id="menu"')[2].partition("</nav>")[0]
        assert re.findall(r'href="([^"]+)"', menu) == [mode.prefixe + autre.chemin for autre in MENU]
        assert re.findall(r'href="([^"]+)" aria-current="page"', menu) == [mode.prefixe + lieu.chemin]
        assert (lieu.falc if mode is Mode.FALC else lieu.normal) in visible(menu)
    assert "aria-current" not in frame(Cadre("Essai", "/ailleurs", mode), "").texte.partition("</style>")[2]
