"""The vaccine pages: every line in its place once, the same dates in words and in the table, easy to read, light."""

import pytest
from markupsafe import escape

from app.domain import falc
from app.domain.catalogue import Catalogue
from app.rendering.carnet import empty_rows, page_carnet, page_feuille_vaccins
from app.rendering.gabarits import Mode
from app.rendering.groupes_vaccins import arrange
from app.rendering.lecture_vaccins import LectureVaccins
from app.rendering.page import Page
from app.rendering.presentation import Presentation
from app.rendering.questions_vaccins import open_questions, page_questions
from app.rendering.rappels_vaccins import rappels
from app.rendering.reperes_vaccins import page_regles
from app.rendering.vaccins import LISTES_FALC, page_ligne, page_pour_tous, page_vaccins
from app.rendering.voix import Destinataire, Voix
from app.rendering.vues import VueAccueil, VueChamp
from tests.factories import AUJOURDHUI, contenu_reel
from tests.rendering.conftest import Prevoir, phrases_falc, visible
from tests.tables import each
from tests.vaccins import doses

PREMIER_VOL, PHRASES_PAR_PAGE = 14_600, 25
LIGNES = sorted(contenu_reel().vaccins.par_id)
NOUVEAU = VueAccueil(VueChamp(), "", gardees=True, connu=False, perdues=False)
HEXA = doses("hexavalent", "2022-08-12", "2022-10-14", "2023-05-15")
BEAUCOUP = doses("hexavalent", "2026-11-10") + doses("dtp", "2005", "1990") + doses("grippe", "2025-10", "2026-10-20")
PERSONNES: list[tuple[dict[str, object], list[dict[str, str]]]] = [
    ({"date_naissance": "2026-11-02"}, []),
    ({"date_naissance": "2026-06-10", "sexe": "M"}, doses("hexavalent", "2026-08-12")),
    ({"date_naissance": "2022-06-10", "reponses": {"statut-inconnu": True}}, HEXA),
    ({"date_naissance": "2014-06-10"}, []),
    ({"date_naissance": "2009-06", "sexe": None}, []),
    ({"date_naissance": "2003-01-01", "reponses": {"grossesse": True}}, BEAUCOUP),
    ({"date_naissance": "1995-05-02", "dernieres_regles": "2026-04-15"}, []),
    ({"date_naissance": "1970", "sexe": "M", "reponses": {"diabete": True, "immunodepression": True}}, BEAUCOUP),
    ({"date_naissance": "1960-05-02"}, doses("dtp", "2005")),
    ({"date_naissance": "1940-05-02", "reponses": {"resident-ehpad": True}}, BEAUCOUP),
]


def faults(page: Page) -> list[str]:
    phrases = [
        phrase for phrase in phrases_falc(page.texte) if not phrase.startswith(("Page ", "Version ", "Changer "))
    ]
    longue = ["trop de phrases"] if len(phrases) > PHRASES_PAR_PAGE else []
    return [str(p) for phrase in phrases for p in falc._phrase(falc._Phrase("page", phrase))] + longue


@pytest.mark.parametrize(("personne", "recues"), PERSONNES, ids=str)
def test_chaque_ligne_est_dite_une_fois_et_la_page_est_legere(
    catalogue: Catalogue, prevoir: Prevoir, personne: dict[str, object], recues: list[dict[str, str]]
) -> None:
    lue = prevoir(personne, recues)
    page = page_vaccins(catalogue, lue, Mode.NORMAL)
    ranges = arrange(lue.previsions, lue.au, lue.tues)
    dites = [prevision.ligne.id for groupe in ranges.values() for prevision in groupe]
    assert len(dites) == len(set(dites))
    assert all(page.texte.count(f'id="{id_}"') == 1 for id_ in dites)
    assert all(p.remplacee_par is None for groupe in ranges.values() for p in groupe)
    for contenu in (
        page,
        page_carnet(catalogue, lue, Mode.NORMAL, empty_rows(Mode.NORMAL)),
        page_feuille_vaccins(catalogue, lue, Mode.NORMAL, grand=False),
        page_feuille_vaccins(catalogue, lue, Mode.FALC, grand=True),
        page_questions(catalogue, lue, Mode.NORMAL),
    ):
        assert len(contenu.gzip()) < PREMIER_VOL
    assert "calendrier des vaccinations 2026" in visible(page.texte)


@pytest.mark.parametrize(("personne", "recues"), PERSONNES, ids=str)
def test_les_pages_falc_sont_faciles_et_ne_perdent_aucune_ligne(
    catalogue: Catalogue, prevoir: Prevoir, personne: dict[str, object], recues: list[dict[str, str]]
) -> None:
    lue = prevoir(personne, recues)
    for liste, noms in LISTES_FALC.items():
        attendues = [p for nom in noms for p in arrange(lue.previsions, lue.au, lue.tues)[nom]]
        pages = [page_vaccins(catalogue, lue, Mode.FALC, numero, liste) for numero in range(1, 10)]
        assert [fault for page in pages for fault in faults(page)] == []
        assert all(len(page.gzip()) < PREMIER_VOL for page in pages)
        texte = "".join(page.texte for page in pages)
        assert [p.ligne.id for p in attendues if f'id="{p.ligne.id}"' not in texte] == []
    for page in (
        page_carnet(catalogue, lue, Mode.FALC, empty_rows(Mode.FALC)),
        page_questions(catalogue, lue, Mode.FALC),
    ):
        assert faults(page) == []


@each("id_", LIGNES)
def test_chaque_ligne_a_sa_page_avec_ses_sources(catalogue: Catalogue, prevoir: Prevoir, id_: str) -> None:
    ligne = catalogue.vaccins.par_id[id_]
    for lue in (None, prevoir({"date_naissance": "2009-06-10"})):
        normale, facile = (page_ligne(catalogue, ligne, lue, mode, AUJOURDHUI) for mode in Mode)
        texte = visible(normale.texte)
        assert all(visible(source.titre) in texte for source in ligne.sources)
        assert ligne.doute is None or visible(str(escape(ligne.doute))) in texte
        assert ("À vérifier avec un professionnel." in texte) is (ligne.certitude == "a_verifier")
        assert "Pas encore relu par un professionnel de santé ni une association." in texte
        assert faults(facile) == []
        assert max(len(normale.gzip()), len(facile.gzip())) < PREMIER_VOL


def test_sans_reponse_le_calendrier_par_age_et_les_regles_se_lisent(catalogue: Catalogue) -> None:
    tous = page_pour_tous(catalogue, NOUVEAU, Mode.NORMAL, 1, ages=False)
    regles = page_regles(catalogue, Mode.NORMAL, 1)
    assert max(len(tous.gzip()), len(regles.gzip())) < PREMIER_VOL
    texte = visible(tous.texte)
    assert "2 mois Vaccin hexavalent du nourrisson, dose 1 · obligatoire" in texte
    assert "65 ans Grippe : 65 ans et plus" in texte
    assert "J'accepte et je vois mes vaccins" in texte
    for repere in catalogue.vaccins.reperes:
        assert visible(repere.texte) in visible(regles.texte)
        assert repere.doute is None or visible(repere.doute) in visible(regles.texte)
    for numero in range(1, 12):
        assert faults(page_regles(catalogue, Mode.FALC, numero)) == []
        assert faults(page_pour_tous(catalogue, NOUVEAU, Mode.FALC, numero, ages=numero > 1)) == []


def test_le_calendrier_d_un_enfant_dit_ce_qui_est_fait_en_retard_obligatoire(
    catalogue: Catalogue, prevoir: Prevoir
) -> None:
    lue = prevoir({"date_naissance": "2022-06-10", "sexe": "M"}, HEXA + doses("ror", "2023-06-12"))
    texte = visible(page_vaccins(catalogue, lue, Mode.NORMAL).texte)
    assert "Le calendrier, de la naissance à 18 ans" in texte
    assert "11 mois Vaccin hexavalent du nourrisson, dose 3 · obligatoire Fait" in texte
    assert "dose 2 · obligatoire En retard octobre 2023" in texte
    assert "6 ans Rappel de 6 ans Plus tard juin 2028" in texte
    calendrier = texte.partition("Le calendrier, de la naissance")[2].partition("Vaccins pas utiles")[0]
    assert "Rappel de 25 ans" not in calendrier


def test_un_adulte_lit_les_memes_dates_en_tableau(catalogue: Catalogue, prevoir: Prevoir) -> None:
    lue = prevoir({"date_naissance": "1960-05-02"}, doses("dtp", "2005-05"))
    texte = visible(page_vaccins(catalogue, lue, Mode.NORMAL).texte)
    assert "5 vaccins à faire, dont 1 en retard" in texte
    tableau = texte.partition("Toutes les dates en tableau")[2]
    assert "Déjà notés Diphtérie, tétanos et polio, sans coqueluche Fait En mai 2005" in tableau
    assert "Rappels à 65 ans puis tous les 10 ans En retard depuis mai 2026" in tableau


def test_ce_qui_n_est_pas_confirme_le_dit(catalogue: Catalogue, prevoir: Prevoir) -> None:
    texte = visible(page_vaccins(catalogue, prevoir({"date_naissance": "1960-05-02"}), Mode.NORMAL).texte)
    grippe = texte.partition("Grippe : 65 ans et plus")[2]
    assert grippe.index("les dates de la campagne, du 13 octobre 2026") < grippe.index("Covid-19")
    enfant = prevoir({"date_naissance": "2022-06-10", "sexe": "M"})
    rangs = arrange(enfant.previsions, AUJOURDHUI)
    douteuses = {p.ligne.id for p in enfant.previsions if p.ligne.certitude_le(AUJOURDHUI) == "a_verifier"}
    assert not douteuses & {p.ligne.id for nom in ("en-retard", "a-faire") for p in rangs[nom]}
    assert douteuses & {p.ligne.id for p in rangs["a-verifier"]}


def test_une_femme_enceinte_voit_ses_vaccins_et_ce_qui_attend(catalogue: Catalogue, prevoir: Prevoir) -> None:
    lue = prevoir({"date_naissance": "1995-05-02", "sexe": "F", "dernieres_regles": "2026-04-15"})
    texte = visible(page_vaccins(catalogue, lue, Mode.NORMAL).texte)
    assert "Coqueluche pendant la grossesse" in texte.partition("Plus tard")[0]
    assert "VRS pendant la grossesse À partir du 25 novembre 2026" in texte
    assert "ROR : adultes nés depuis 1980" in texte.partition("Vaccins à éviter en ce moment : 1")[2]
    assert visible(str(rappels(catalogue, lue, Mode.NORMAL))).count("À partir du 25 novembre 2026") == 1


def test_les_conseils_rappellent_les_vaccins_sans_les_mettre_parmi_les_conseils(
    catalogue: Catalogue, presentation: Presentation, prevoir: Prevoir
) -> None:
    """No advice is about being vaccinated: what these rows say is said nowhere else on the page."""
    lue = prevoir({"date_naissance": "1960-05-02"}, doses("dtp", "2005"))
    section = rappels(catalogue, lue, Mode.NORMAL)
    page = presentation.conseils(lue.lecture, Mode.NORMAL, vaccins=section)
    assert len(page.gzip()) < PREMIER_VOL
    assert page.texte.count('href="/vaccins#grippe-65-et-plus"') == 1
    assert visible(page.texte).count("Grippe : 65 ans et plus") == 1
    assert "Tout le calendrier des vaccins" in visible(page.texte)
    facile = presentation.conseils(lue.lecture, Mode.FALC, vaccins=rappels(catalogue, lue, Mode.FALC))
    assert "Vous avez 5 vaccins à faire." in visible(facile.texte)
    assert faults(facile) == []
    assert rappels(catalogue, None, Mode.NORMAL) == ""


def test_on_parle_de_l_enfant_a_son_parent(catalogue: Catalogue, prevoir: Prevoir) -> None:
    lue = prevoir({"date_naissance": "2025-10-10", "sexe": "M"}, qui=Destinataire(Voix.ENFANT, "A.", 2))
    texte = visible(page_vaccins(catalogue, lue, Mode.NORMAL).texte)
    assert "Pour A. :" in texte
    assert "lisez « votre enfant »" in texte
    facile = page_vaccins(catalogue, lue, Mode.FALC)
    assert "Votre enfant est en retard depuis le" in visible(facile.texte)
    assert faults(facile) == []
    assert "A., Garçon" in visible(page_feuille_vaccins(catalogue, lue, Mode.NORMAL, grand=False).texte)


def test_les_faits_personnels_ne_se_nomment_pas_avant_d_etre_ouverts(catalogue: Catalogue, prevoir: Prevoir) -> None:
    lue = prevoir({"date_naissance": "1980-05-02", "sexe": "M"})
    assert "Mpox" not in page_vaccins(catalogue, lue, Mode.NORMAL).texte
    assert "risque-mpox" not in {fait.nom for fait, _ in open_questions(catalogue, lue)}
    ouverte = LectureVaccins(lue.lecture, lue.previsions, lue.carnet, lue.au)
    assert "Mpox" in page_vaccins(catalogue, ouverte, Mode.NORMAL).texte
    assert "risque-mpox" in {fait.nom for fait, _ in open_questions(catalogue, ouverte)}


def test_le_carnet_perdu_mene_a_un_professionnel(catalogue: Catalogue, prevoir: Prevoir) -> None:
    lue = prevoir({"date_naissance": "1980-05-02", "reponses": {"statut-inconnu": True}})
    texte = visible(page_vaccins(catalogue, lue, Mode.NORMAL).texte)
    assert "Si on ne retrouve plus le carnet" in texte
    assert "Sans carnet, nous comptons ce qui n'est pas noté comme pas fait." in texte
    assert "Le carnet est retrouvé" in page_carnet(catalogue, lue, Mode.NORMAL, empty_rows(Mode.NORMAL)).texte
