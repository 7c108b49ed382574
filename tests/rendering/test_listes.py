"""The list of one person: what comes first, what is told apart, what is kept silent, what is never kept."""

import pytest

from app.domain.faits import Fait
from app.domain.verdicts import Verdict
from app.rendering.fragments import Fragments
from app.rendering.gabarits import Mode
from app.rendering.liste import PREMIERS_MAX, points_de
from app.rendering.presentation import Presentation
from app.rendering.questionnaire import est_personnelle
from tests.rendering.conftest import Lire, visible


def test_le_titre_repond_et_la_date_est_redite_en_mots(presentation: Presentation, lire: Lire) -> None:
    lecture = lire()
    texte = visible(presentation.conseils(lecture, Mode.NORMAL).texte)
    compte = presentation.ranger(lecture).a_faire
    assert f"{min(compte, PREMIERS_MAX)} choses à faire" in texte
    assert "Femme, 54 ans, née le 14 mai 1972" in texte
    assert "Parce que vous avez entre 50 et 74 ans. Tous les 2 ans." in texte


def test_tout_ce_qui_est_juge_a_une_place(presentation: Presentation, lire: Lire) -> None:
    lecture = lire(ouvertes=True)
    rangement = presentation.ranger(lecture)
    places = [
        *rangement.premiers, *rangement.autres, *(resultat for _, resultat in rangement.suite), *rangement.a_preciser,
        *rangement.doutes_a_preciser, *rangement.a_verifier, *rangement.pas_concerne, *rangement.fermees,
    ]  # fmt: skip
    tus = {r.fiche.id for r in lecture.evaluation.resultats} - {r.fiche.id for r in places}
    assert len(places) == len({r.fiche.id for r in places}) == len(lecture.evaluation.resultats) - len(tus)
    sans_objet = lecture.evaluation.cellule.sans_objet
    for resultat in lecture.evaluation.resultats:
        if resultat.fiche.id in tus:
            assert {raison.critere for raison in resultat.raisons if raison.code == "fait_inconnu"} <= sans_objet


def test_les_premieres_choses_sont_certaines_et_peu_nombreuses(presentation: Presentation, lire: Lire) -> None:
    rangement = presentation.ranger(lire())
    assert 3 <= len(rangement.premiers) <= PREMIERS_MAX
    assert all(r.verdict is Verdict.A_FAIRE and r.fiche.certitude == "sure" for r in rangement.premiers)
    assert all(r.fiche.certitude == "a_verifier" for r in rangement.a_verifier + rangement.doutes_a_preciser)


def test_le_temps_se_voit_dans_l_ordre(presentation: Presentation, lire: Lire) -> None:
    rangement = presentation.ranger(lire())
    dates = [jour for jour, _ in rangement.suite]
    assert dates == sorted(dates)
    points = points_de(rangement)
    assert points[0].libelle == "Maintenant"
    assert len(points) <= 4
    texte = visible(presentation.conseils(lire(), Mode.NORMAL).texte)
    assert "Pas pour vous aujourd'hui" in texte
    assert "à partir du 14 mai 2032" in texte


def test_les_questions_personnelles_se_taisent_tant_qu_on_ne_les_ouvre_pas(
    presentation: Presentation, lire: Lire
) -> None:
    fermee = visible(presentation.conseils(lire(), Mode.NORMAL).texte)
    assert not {mot for mot in ("suicid", "mourir", "violences") if mot in fermee.lower()}
    silencieuses = presentation.ranger(lire())
    dites = presentation.ranger(lire(ouvertes=True))
    assert len(dites.a_preciser) > len(silencieuses.a_preciser)


def test_une_urgence_passe_avant_tout(presentation: Presentation, lire: Lire) -> None:
    contenu = presentation.conseils(lire(reponses={"symptome_sein": True}), Mode.NORMAL).texte
    principal = contenu.partition("<main")[2]
    assert principal.index('class="urgence"') < principal.index("<h1>")
    assert 'href="tel:15"' in principal.partition("<h1>")[0]


def test_ce_qui_est_fait_n_est_plus_a_faire(presentation: Presentation, lire: Lire) -> None:
    acte = {"id": "depistage-cancer-sein", "le": "2026-03-10"}
    texte = visible(presentation.conseils(lire(historique=(acte,)), Mode.NORMAL).texte)
    assert "prochaine fois en mars 2028" in texte


@pytest.mark.parametrize("gardees", [True, False])
@pytest.mark.parametrize("perdues", [True, False])
def test_la_page_dit_ce_que_deviennent_les_reponses(
    presentation: Presentation, lire: Lire, gardees: bool, perdues: bool
) -> None:
    texte = visible(presentation.conseils(lire(gardees=gardees, perdues=perdues), Mode.NORMAL).texte)
    assert ("Cette connexion n'est pas protégée" in texte) is not gardees
    assert ("Vos réponses ne sont plus lisibles" in texte) is perdues


def test_aucune_date_de_personne_ne_reste_dans_les_fragments(presentation: Presentation, lire: Lire) -> None:
    fragments = Fragments(presentation.catalogue)
    acte = {"id": "depistage-cancer-sein", "le": "2025-03-10"}
    for resultat in lire(historique=(acte,)).evaluation.resultats:
        fragments.write([resultat], Mode.NORMAL, "moment")
        fragments.write([resultat], Mode.FALC, "carte")
    autre = lire(date_naissance="1951-12-24", historique=({"id": "depistage-cancer-sein", "le": "2026-09-17"},))
    for resultat in autre.evaluation.resultats:
        ecrit = fragments.write([resultat], Mode.NORMAL, "moment")[0]
        assert "mars 2025" not in ecrit
        assert "14 mai 20" not in ecrit


def test_sans_question_possible_rien_n_est_propose(presentation: Presentation, lire: Lire) -> None:
    toutes: dict[str, Fait] = dict(presentation.catalogue.faits)
    passees = {nom: None for nom, fait in toutes.items() if fait.question and fait.definition.type == "bool"}
    passees |= {nom: None for nom, fait in toutes.items() if fait.question and fait.definition.type == "number"}
    texte = visible(presentation.conseils(lire(reponses=passees), Mode.NORMAL).texte)
    assert "Affiner ma liste" not in texte


def test_le_groupe_personnel_depend_du_sexe(presentation: Presentation) -> None:
    fait = presentation.catalogue.faits["symptome_col"]
    assert est_personnelle(fait, "M")
    assert not est_personnelle(fait, "F")
    assert not est_personnelle(fait, None)
