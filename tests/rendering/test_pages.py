"""Every page of every advice is written, in both ways and on paper, within the first flight of bytes."""

from dataclasses import replace

import pytest

from app.domain import falc
from app.domain.catalogue import Catalogue
from app.rendering.feuille import Tirage, page_feuille
from app.rendering.fiche import page_fiche
from app.rendering.gabarits import Mode
from app.rendering.informations import page_information, page_sans_internet
from app.rendering.lecture import Lecture
from app.rendering.page import Page
from app.rendering.presentation import Presentation
from app.rendering.questionnaire import page_question, restantes
from app.rendering.voix import LECTEUR
from app.rendering.vues import VueChamp
from tests.factories import AUJOURDHUI, contenu_reel
from tests.rendering.conftest import Lire, phrases_falc, visible
from tests.tables import each

IDS = sorted(contenu_reel().par_id)
PREMIER_VOL = 14_600
#: What a page may say in easy-to-read lines beside sentences.
PHRASES_PAR_PAGE = 25


def fiche(catalogue: Catalogue, id_: str, mode: Mode, lecture: Lecture | None) -> Page:
    qui = lecture.qui if lecture else LECTEUR
    return page_fiche(
        catalogue, catalogue.par_id[id_], mode, au=AUJOURDHUI, lecture=lecture, champ=VueChamp(), gardees=True, qui=qui
    )


@pytest.mark.parametrize("mode", list(Mode))
@each("id_", IDS)
def test_chaque_fiche_dit_tout(catalogue: Catalogue, lire: Lire, id_: str, mode: Mode) -> None:
    lecture = lire()
    for lue in (None, lecture):
        contenu = fiche(catalogue, id_, mode, lue)
        assert len(contenu.gzip()) < PREMIER_VOL
        texte = visible(contenu.texte)
        unite = catalogue.par_id[id_]
        for phrase in unite.falc.sans_internet if mode is Mode.FALC else (unite.normal.sans_internet,):
            assert visible(phrase) in texte
        if mode is Mode.NORMAL:
            pas_relu = "Pas encore relu par un professionnel de santé ni une association."
            assert (pas_relu in texte) is (id_ not in catalogue.relectures)
            assert all(visible(source.titre) in texte for source in unite.sources)
            assert unite.doute is None or visible(unite.doute) in texte
        titre = contenu.texte.partition("<title>")[2].partition("</title>")[0]
        assert (titre == "Un conseil – Mon Budget Santé") is (lue is not None)


@each("id_", IDS)
def test_chaque_fiche_falc_reste_facile(catalogue: Catalogue, lire: Lire, id_: str) -> None:
    lecture = lire()
    phrases = phrases_falc(fiche(catalogue, id_, Mode.FALC, lecture).texte)
    assert [str(p) for phrase in phrases for p in falc._phrase(falc._Phrase("page", phrase))] == []


PERSONNES = [
    {},
    {"sexe": "M", "date_naissance": "1958-03-02"},
    {"sexe": None},
    {"date_naissance": "2019-06-01", "sexe": "M"},
    {"date_naissance": "1999-01-31", "reponses": {"fumeur": True, "grossesse": True}},
    {"date_naissance": "1946", "sexe": "F"},
    {"reponses": {"symptome_sein": True, "symptome_colorectal": True}},
]


@pytest.mark.parametrize("personne", PERSONNES, ids=str)
def test_les_listes_tiennent_dans_le_premier_vol(
    presentation: Presentation, lire: Lire, personne: dict[str, object]
) -> None:
    lecture = lire(**personne)
    for contenu in (
        presentation.conseils(lecture, Mode.NORMAL),
        presentation.conseils(lecture, Mode.FALC),
        page_feuille(presentation, [lecture], AUJOURDHUI, Mode.NORMAL),
        page_feuille(presentation, [lecture], AUJOURDHUI, Mode.FALC, Tirage(grand=True)),
    ):
        assert len(contenu.gzip()) < PREMIER_VOL


@pytest.mark.parametrize("personne", PERSONNES, ids=str)
def test_les_pages_falc_ont_peu_de_phrases_et_des_phrases_simples(
    presentation: Presentation, lire: Lire, personne: dict[str, object]
) -> None:
    lecture = lire(**personne)
    for autres in (False, True):
        for numero in range(1, 6):
            phrases = phrases_falc(presentation.conseils(lecture, Mode.FALC, numero, autres=autres).texte)
            phrases = [phrase for phrase in phrases if not phrase.startswith(("Page ", "Changer "))]
            assert len(phrases) <= PHRASES_PAR_PAGE
            assert [str(p) for phrase in phrases for p in falc._phrase(falc._Phrase("page", phrase))] == []


@pytest.mark.parametrize("nom", ["confidentialite", "effacer"])
def test_les_pages_fixes_sont_faciles_a_lire(nom: str) -> None:
    phrases = phrases_falc(page_information(nom, Mode.FALC).texte)
    assert phrases
    assert [str(p) for phrase in phrases for p in falc._phrase(falc._Phrase(nom, phrase))] == []


@pytest.mark.parametrize("mode", list(Mode))
def test_tous_les_numeros_sont_donnes(catalogue: Catalogue, mode: Mode) -> None:
    pages = range(1, len(catalogue.contacts) + 1 if mode is Mode.FALC else 2)
    texte = "".join(visible(page_sans_internet(catalogue, mode, AUJOURDHUI, numero).texte) for numero in pages)
    assert all(contact.numero in texte for contact in catalogue.contacts.values() if contact.numero)


@pytest.mark.parametrize("mode", list(Mode))
def test_la_feuille_dit_ce_qu_il_faut_faire_et_combien_elle_ne_dit_pas(
    presentation: Presentation, lire: Lire, mode: Mode
) -> None:
    lecture = lire()
    texte = visible(page_feuille(presentation, [lecture], AUJOURDHUI, mode).texte)
    rangement = presentation.ranger(lecture)
    montres = [
        *rangement.premiers, *rangement.autres, *(r for _, r in rangement.suite), *rangement.a_verifier,
    ]  # fmt: skip
    titres = [r.fiche.falc.titre if mode is Mode.FALC else r.fiche.normal.titre for r in montres]
    assert [titre for titre in titres if visible(titre) not in texte] == []
    assert "22 novembre 2026" in texte
    assert presentation.catalogue.version_contenu[:8] in texte
    assert f"{len(rangement.a_preciser) + len(rangement.doutes_a_preciser)} autres conseils" in texte
    assert f"{len(rangement.pas_concerne) + len(rangement.fermees)} conseils : ce n'est pas pour vous" in texte


def test_une_question_dit_pourquoi_et_ce_qu_elle_change(catalogue: Catalogue, lire: Lire) -> None:
    lecture = lire()
    reste = restantes(catalogue.moteur.questions(lecture.evaluation), lecture.profil, ouvertes=False)
    posee = reste.a_poser[0].fait.question
    assert posee is not None
    texte = visible(page_question(catalogue, lecture, reste, Mode.NORMAL).texte)
    assert visible(posee.question) in texte
    assert visible(posee.pourquoi) in texte
    assert f"Cette réponse peut changer {reste.a_poser[0].peut_changer} conseil" in texte
    assert reste.personnelles > 0


def test_la_derniere_page_propose_les_questions_personnelles_sans_les_nommer(catalogue: Catalogue, lire: Lire) -> None:
    lecture = lire()
    reste = restantes(catalogue.moteur.questions(lecture.evaluation), lecture.profil, ouvertes=False)
    fin = page_question(catalogue, lecture, replace(reste, a_poser=()), Mode.NORMAL)
    texte = visible(fin.texte)
    assert f"Ouvrir ces {reste.personnelles} questions" in texte
    assert not {mot for mot in ("violence", "suicid", "drogue", "sexuel") if mot in texte.lower()}
