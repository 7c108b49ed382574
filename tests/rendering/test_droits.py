"""Every page about rights is written, in both ways and on paper, within the first flight, and stays easy to read."""

from datetime import date

import pytest

from app.domain import falc
from app.domain.catalogue import Catalogue
from app.domain.plafonds_c2s import Tranche
from app.rendering.aide_c2s import ReponsesC2s, page_test
from app.rendering.droits import page_carte, page_droit, page_droits
from app.rendering.gabarits import PICTOGRAMMES, Mode
from app.rendering.page import Page
from tests.factories import AUJOURDHUI, contenu_reel
from tests.rendering.conftest import phrases_falc, visible

IDS = list(contenu_reel().droits)
PREMIER_VOL = 14_600
PHRASES_PAR_PAGE = 30
PAGES_FALC = 7


def faciles(contenu: Page) -> None:
    phrases = [phrase for phrase in phrases_falc(contenu.texte) if not phrase.startswith("Page ")]
    assert 0 < len(phrases) <= PHRASES_PAR_PAGE
    titres = {visible(droit.falc.titre) for droit in contenu_reel().droits.values()}
    phrases = [phrase for phrase in phrases if phrase not in titres and not phrase.startswith("Feuille du ")]
    assert [str(p) for phrase in phrases for p in falc._phrase(falc._Phrase("page", phrase))] == []


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("id_", IDS)
def test_chaque_droit_dit_tout(catalogue: Catalogue, id_: str, mode: Mode) -> None:
    droit = catalogue.droits[id_]
    for contenu in (page_droit(catalogue, droit, mode, AUJOURDHUI), page_carte(catalogue, droit, mode, AUJOURDHUI)):
        assert len(contenu.gzip()) < PREMIER_VOL
        texte = visible(contenu.texte)
        textes = droit.falc if mode is Mode.FALC else droit.normal
        assert all(visible(point) in texte for point in textes.points)
        assert all(visible(etape) in texte for etape in textes.comment)
    complet = visible(page_droit(catalogue, droit, mode, AUJOURDHUI).texte)
    if mode is Mode.NORMAL:
        assert "Pas encore relu par un professionnel de santé ni une association." in complet
        assert droit.doute is None or visible(droit.doute) in complet
    else:
        assert "pas encore relu par les personnes concernées" in complet


@pytest.mark.parametrize("id_", [id_ for id_ in IDS if id_ != "avant-ma-consultation"])
def test_chaque_droit_montre_ses_sources(catalogue: Catalogue, id_: str) -> None:
    texte = visible(page_droit(catalogue, catalogue.droits[id_], Mode.NORMAL, AUJOURDHUI).texte)
    assert all(visible(source.titre) in texte for source in catalogue.droits[id_].sources)


@pytest.mark.parametrize("id_", IDS)
def test_chaque_droit_reste_facile(catalogue: Catalogue, id_: str) -> None:
    droit = catalogue.droits[id_]
    for numero in range(1, 5):
        faciles(page_droit(catalogue, droit, Mode.FALC, AUJOURDHUI, numero))
    faciles(page_carte(catalogue, droit, Mode.FALC, AUJOURDHUI))


def test_la_liste_range_tout_sous_des_questions(catalogue: Catalogue) -> None:
    contenu = page_droits(catalogue, Mode.NORMAL)
    assert len(contenu.gzip()) < PREMIER_VOL
    assert all(contenu.texte.count(f'href="{droit.chemin}"') == 1 for droit in catalogue.droits.values())
    assert 'href="/droits/test-c2s"' in contenu.texte


def test_la_liste_falc_va_trois_par_trois_sans_rien_oublier(catalogue: Catalogue) -> None:
    pages = [page_droits(catalogue, Mode.FALC, numero) for numero in range(1, PAGES_FALC + 1)]
    for contenu in pages:
        faciles(contenu)
        assert contenu.texte.count("Lire la suite") <= 3
    tout = "".join(contenu.texte for contenu in pages)
    assert all(tout.count(f'href="/falc{droit.chemin}"') == 1 for droit in catalogue.droits.values())
    assert f"Page {PAGES_FALC} sur {PAGES_FALC}" in pages[-1].texte
    assert page_droits(catalogue, Mode.FALC, 99).texte == pages[-1].texte


@pytest.mark.parametrize("mode", list(Mode))
def test_le_soir_montre_d_abord_les_signes_puis_ce_que_chacun_paie(catalogue: Catalogue, mode: Mode) -> None:
    soir = catalogue.droits["ou-aller-ce-soir"]
    pages = [page_droit(catalogue, soir, mode, AUJOURDHUI, numero).texte for numero in range(1, 5)]
    premiere = visible(pages[0])
    signes = soir.falc.points if mode is Mode.FALC else soir.normal.points
    rang = premiere.index(visible(signes[0]))
    assert all(
        premiere.find(lieu) == -1 or premiere.find(lieu) > rang for lieu in ("23 euros", "urgences de l'hôpital")
    )
    for lieu in catalogue.lieux:
        textes = lieu.falc if mode is Mode.FALC else lieu.normal
        assert any(visible(textes.nom) in visible(contenu) for contenu in pages)
    if mode is Mode.NORMAL:
        attendus = ("23 €", "30 €", "plus de 100 €")
        assert [montant for montant in attendus if montant not in premiere] == []


def test_avant_la_regle_le_montant_est_dit_autre(catalogue: Catalogue) -> None:
    soir = catalogue.droits["ou-aller-ce-soir"]
    assert "avant ce jour, les montants étaient différents" in visible(
        page_droit(catalogue, soir, Mode.NORMAL, date(2026, 2, 28)).texte
    )
    assert "avant ce jour" not in visible(page_droit(catalogue, soir, Mode.NORMAL, AUJOURDHUI).texte)
    assert "La date de relecture est passée" in visible(
        page_droit(catalogue, soir, Mode.NORMAL, date(2028, 1, 1)).texte
    )


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("tranche", list(Tranche))
@pytest.mark.parametrize("lieu", ["metropole", "outre-mer", "ailleurs"])
def test_le_test_dit_toujours_ou_demander_et_ne_refuse_jamais(
    catalogue: Catalogue, mode: Mode, tranche: Tranche, lieu: str
) -> None:
    reponses = ReponsesC2s(personnes=3, saisie="3", lieu=lieu, tranche=tranche, commence=True, tranche_demandee=True)
    contenu, statut = page_test(catalogue, mode, AUJOURDHUI, reponses)
    assert statut == 200
    assert len(contenu.gzip()) < PREMIER_VOL
    texte = visible(contenu.texte)
    assert "36 46" in texte
    assert not {mot for mot in ("refusé", "pas droit", "trop riche", "impossible") if mot in texte}
    if mode is Mode.FALC:
        faciles(contenu)


def test_sans_plafond_connu_le_test_ne_devine_pas(catalogue: Catalogue) -> None:
    reponses = ReponsesC2s(personnes=1, saisie="1", lieu="metropole", commence=True)
    for au in (date(2023, 3, 31), date(2000, 1, 1)):
        texte = visible(page_test(catalogue, Mode.NORMAL, au, reponses)[0].texte)
        assert "Nous n'avons pas de plafond sûr" in texte
        assert "868" not in texte


def test_un_plafond_trop_vieux_le_dit(catalogue: Catalogue) -> None:
    reponses = ReponsesC2s(personnes=1, saisie="1", lieu="metropole", commence=True)
    texte = visible(page_test(catalogue, Mode.NORMAL, date(2027, 4, 1), reponses)[0].texte)
    assert "n'a pas été lu" in texte
    assert "868 €" in texte


def test_chaque_pictogramme_des_droits_est_dessine(catalogue: Catalogue) -> None:
    noms = {chemin.stem for chemin in PICTOGRAMMES.glob("*.svg")}
    assert {unite.pictogramme for unite in (*catalogue.droits.values(), *catalogue.lieux)} <= noms
