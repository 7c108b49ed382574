"""The pages of the campaigns and of the landmarks, and the quiet line of the month: whole, easy, light."""

from datetime import date, timedelta

import pytest

from app.domain import falc
from app.domain.campagnes import Quand
from app.domain.catalogue import Catalogue
from app.domain.profil import Profil
from app.rendering.campagnes import PAR_PAGE, ce_mois_ci, page_campagnes, quand_en_mots
from app.rendering.fiche import page_fiche
from app.rendering.gabarits import Mode
from app.rendering.informations import page_accueil
from app.rendering.presentation import Presentation
from app.rendering.reperes import SUJETS, page_repere, page_reperes
from app.rendering.vues import VueAccueil, VueChamp
from tests.factories import AUJOURDHUI, contenu_reel
from tests.rendering.conftest import Lire, phrases_falc, visible
from tests.tables import each

REEL = contenu_reel()
PREMIER_VOL = 14_600
PHRASES_PAR_PAGE = 25


@pytest.mark.parametrize(
    ("regle", "mots"),
    [
        ({"mois": 10}, "en octobre"),
        ({"mois": 2, "jour": 4}, "le 4 février"),
        ({"mois": 12, "jour": 1}, "le 1er décembre"),
        ({"mois": 1, "semaine": "derniere"}, "la dernière semaine de janvier"),
        ({"mois": 4, "semaine": "derniere"}, "la dernière semaine d'avril"),
        ({"mois": 3, "semaine": 1}, "la 1re semaine de mars"),
        ({"mois": 8, "semaine": 2}, "la 2e semaine d'août"),
        ({"mois": 10, "jour": 10, "semaines": 2}, "2 semaines en octobre"),
        ({"mois": 10, "jour": 10, "semaines": 1}, "une semaine en octobre"),
        ({"mois": 6, "jour": 1, "jusqu_au": {"mois": 9, "jour": 15}}, "du 1er juin au 15 septembre"),
    ],
)
def test_une_regle_se_dit_sans_annee(regle: dict[str, object], mots: str) -> None:
    assert quand_en_mots(Quand.model_validate(regle)) == mots


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("id_", REEL.reperes)
def test_chaque_repere_dit_tout(catalogue: Catalogue, id_: str, mode: Mode) -> None:
    repere = catalogue.reperes[id_]
    contenu = page_repere(catalogue, repere, mode, AUJOURDHUI)
    assert len(contenu.gzip()) < PREMIER_VOL
    texte = visible(contenu.texte)
    textes = repere.falc if mode is Mode.FALC else repere.normal
    assert all(visible(phrase) in texte for phrase in (*textes.points, *textes.comment))
    assert all(f"{mode.prefixe}/conseils/{conseil}" in contenu.texte for conseil in repere.conseils)
    if mode is Mode.NORMAL:
        assert all(visible(source.titre) in texte for source in repere.sources)
        assert repere.doute is None or visible(repere.doute) in texte
        assert "Pas encore relu par un professionnel de santé ni une association." in texte
    else:
        phrases = phrases_falc(contenu.texte)
        assert [str(p) for phrase in phrases for p in falc._phrase(falc._Phrase("page", phrase))] == []


@pytest.mark.parametrize("mode", list(Mode))
def test_tous_les_reperes_sont_sur_la_liste(catalogue: Catalogue, mode: Mode) -> None:
    pages = [page_reperes(catalogue, mode, numero) for numero in range(1, 9)]
    textes = "".join(page.texte for page in pages)
    assert all(f'"{mode.prefixe}/reperes/{id_}"' in textes for id_ in catalogue.reperes)
    assert all(len(page.gzip()) < PREMIER_VOL for page in pages)
    assert {repere.sujet for repere in catalogue.reperes.values()} == set(SUJETS)


@pytest.mark.parametrize("mode", list(Mode))
@each("id_", sorted({conseil for repere in REEL.reperes.values() for conseil in repere.conseils}))
def test_le_conseil_mene_au_repere(catalogue: Catalogue, id_: str, mode: Mode) -> None:
    page = page_fiche(
        catalogue, catalogue.par_id[id_], mode, au=AUJOURDHUI, lecture=None, champ=VueChamp(), gardees=True
    )
    lies = [repere for repere in catalogue.reperes.values() if id_ in repere.conseils]
    assert lies
    assert all(f'href="{mode.prefixe}/reperes/{repere.id}"' in page.texte for repere in lies)


def test_un_texte_a_relire_se_dit_a_verifier(catalogue: Catalogue) -> None:
    sur = next(repere for repere in catalogue.reperes.values() if repere.certitude == "sure")
    apres = sur.a_relire_avant + timedelta(days=1)
    assert "À vérifier" not in page_repere(catalogue, sur, Mode.NORMAL, sur.a_relire_avant).texte
    assert "À vérifier" in page_repere(catalogue, sur, Mode.NORMAL, apres).texte


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("mois", range(1, 13))
def test_l_annee_entiere_est_sur_la_page(catalogue: Catalogue, mois: int, mode: Mode) -> None:
    au = date(2027, mois, 15)
    pages = [page_campagnes(catalogue, au, mode, numero) for numero in range(1, 7)]
    assert all(len(page.gzip()) < PREMIER_VOL for page in pages)
    utiles = pages[: -(-len(catalogue.campagnes) // PAR_PAGE[mode])]
    textes = "".join(page.texte for page in utiles)
    assert all(textes.count(f'<li id="{c.id}"') + textes.count(f'id="{c.id}"><h2>') == 1 for c in catalogue.campagnes)
    if mode is Mode.FALC:
        for page in utiles:
            phrases = [phrase for phrase in phrases_falc(page.texte) if not phrase.startswith("Page ")]
            assert len(phrases) <= PHRASES_PAR_PAGE
            assert [str(p) for phrase in phrases for p in falc._phrase(falc._Phrase("page", phrase))] == []


DIABETE = "Journée mondiale du diabète (le 14 novembre)"
LIGNES = {
    date(2026, 9, 30): "",
    date(2026, 10, 1): "Semaines d'information sur la santé mentale et Octobre rose",
    date(2026, 10, 31): "Octobre rose et Semaines d'information sur la santé mentale",
    date(
        2026, 11, 1
    ): "Journée mondiale du diabète (le 14 novembre), Mois sans tabac et Semaine nationale de la dénutrition",
    date(
        2026, 11, 22
    ): "Mois sans tabac, Semaine nationale de la dénutrition et Journée mondiale du diabète (le 14 novembre)",
    date(2026, 12, 1): "Journée mondiale de lutte contre le sida (le 1er décembre)",
    date(2027, 1, 1): "Semaine européenne de prévention du col de l'utérus et Défi de janvier",
    date(2027, 2, 28): "Journée mondiale contre le cancer (le 4 février)",
    date(2028, 2, 29): "Journée mondiale contre le cancer (le 4 février)",
    date(2027, 3, 1): "Mars bleu",
    date(2027, 5, 31): "Journée mondiale sans tabac (le 31 mai)",
    date(2027, 9, 15): "Veille canicule",
    date(2027, 9, 16): "",
    date(2027, 10, 1): "Semaines d'information sur la santé mentale et Octobre rose",
}


@pytest.mark.parametrize("jour", LIGNES)
def test_la_ligne_du_mois(catalogue: Catalogue, jour: date) -> None:
    attendue = f"Ce mois-ci : {LIGNES[jour]}. En savoir plus sur les campagnes" if LIGNES[jour] else ""
    assert visible(str(ce_mois_ci(catalogue, jour, Mode.NORMAL))) == attendue


def test_une_campagne_discrete_n_est_que_sur_sa_page(catalogue: Catalogue) -> None:
    au = date(2026, 11, 25)
    for mode in Mode:
        assert "violences" not in str(ce_mois_ci(catalogue, au, mode)).lower()
    assert "violences" in page_campagnes(catalogue, au, Mode.NORMAL, 1).texte


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("mois", range(1, 13))
def test_les_premieres_pages_montrent_la_ligne(
    presentation: Presentation, catalogue: Catalogue, lire: Lire, mois: int, mode: Mode
) -> None:
    au = date(2027, mois, 2)
    ligne = presentation.ce_mois_ci(au, mode)
    accueil = page_accueil(VueAccueil(VueChamp(), "", True, False, False, ligne), mode)
    pour_tous = presentation.conseils_pour_tous(Profil(), au, mode)
    assert all(str(ligne) in page.texte and len(page.gzip()) < PREMIER_VOL for page in (accueil, pour_tous))
    du_jour = str(presentation.ce_mois_ci(AUJOURDHUI, mode))
    assert "Mois sans tabac" in du_jour or "mois sans tabac" in du_jour
    assert du_jour in presentation.conseils(lire(), mode).texte
    if mode is Mode.FALC:
        assert du_jour not in presentation.conseils(lire(), mode, 2).texte
        phrases = phrases_falc(accueil.texte)
        assert [str(p) for phrase in phrases for p in falc._phrase(falc._Phrase("page", phrase))] == []
