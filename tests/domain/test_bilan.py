"""The windows of the bilan: never another verdict than the engine's, dates on the birthday and its eve."""

from datetime import date, timedelta
from typing import Any

import pytest

from app.domain.bilan import DEJA_FAIT, EtatFenetre, MesFenetres, fiches_du_bilan, read_fenetres
from app.domain.verdicts import Verdict
from app.rendering.bilan import reste_en_mots
from tests.factories import AUJOURDHUI, contenu_reel, make_profil

REEL = contenu_reel()


def lire(naissance: str | None, au: date = AUJOURDHUI, **reste: Any) -> MesFenetres:
    profil = make_profil(date_naissance=naissance, **reste) if naissance else make_profil(**reste)
    return read_fenetres(REEL, profil, au)


def etats(lues: MesFenetres) -> list[str]:
    return [fenetre.etat.value for fenetre in lues.toutes]


def test_the_four_windows_are_there_in_order() -> None:
    assert [fiche.pour_qui.ages[0] for fiche in fiches_du_bilan(REEL)] == [(18, 25), (45, 50), (60, 65), (70, 75)]


@pytest.mark.parametrize(
    ("au", "attendu"),
    [
        (date(2021, 7, 24), "a-venir"),
        (date(2021, 7, 25), "ouverte"),
        (date(2027, 7, 24), "ouverte"),
        (date(2027, 7, 25), "passee"),
    ],
)
def test_a_window_opens_on_a_birthday_and_closes_on_an_eve(au: date, attendu: str) -> None:
    fenetre = lire("1976-07-25", au).toutes[1]
    assert fenetre.etat.value == attendu
    assert (fenetre.ouvre, fenetre.ferme) == (date(2021, 7, 25), date(2027, 7, 24))


def test_a_birthday_of_29_february() -> None:
    fenetre = lire("1976-02-29", date(2027, 2, 28)).toutes[1]
    assert (fenetre.etat, fenetre.ferme) == (EtatFenetre.OUVERTE, date(2027, 2, 28))
    assert lire("1976-02-29", date(2027, 3, 1)).toutes[1].etat is EtatFenetre.PASSEE


def test_done_by_the_history_or_by_the_answer_and_the_next_one_keeps_its_date() -> None:
    faite = [{"id": "mon-bilan-prevention-45-50", "le": "2025-03-10"}]
    for lues in (lire("1976-07-25", historique=faite), lire("1976-07-25", reponses={DEJA_FAIT: True})):
        assert etats(lues) == ["passee", "faite", "a-venir", "a-venir"]
        assert lues.prochaine is not None
        assert lues.prochaine.ouvre == date(2036, 7, 25)


def test_the_answer_says_nothing_of_a_window_to_come() -> None:
    """At 54 it can only speak of an older window: the next one stays to come."""
    assert etats(lire("1972-05-14", reponses={DEJA_FAIT: True})) == ["passee", "passee", "a-venir", "a-venir"]


def test_an_imprecise_birth_date_says_so() -> None:
    assert etats(lire("1975")) == ["passee", "a-preciser", "a-venir", "a-venir"]
    assert etats(lire(None)) == ["a-preciser"] * 4
    assert lire("1976").toutes[1].ferme is None


def test_never_a_second_rule() -> None:
    """Every age and half-year: open exactly when the engine says to do it, done exactly when it says up to date."""
    attendus = {Verdict.A_FAIRE: {EtatFenetre.OUVERTE}, Verdict.A_JOUR: {EtatFenetre.FAITE}}
    for mois in range(0, 12 * 100, 5):
        naissance = (AUJOURDHUI - timedelta(days=mois * 30)).isoformat()
        for lues in (lire(naissance), lire(naissance, historique=[{"id": "mon-bilan-prevention-60-65", "le": "2026"}])):
            for fenetre in lues.toutes:
                autres = {EtatFenetre.A_VENIR, EtatFenetre.PASSEE}
                if fenetre.fiche.id in lues.situation.historique:
                    autres = {EtatFenetre.FAITE, EtatFenetre.PASSEE}
                assert fenetre.etat in attendus.get(fenetre.resultat.verdict, autres)
                if fenetre.etat is EtatFenetre.A_VENIR:
                    dit = fenetre.resultat.a_partir_du or fenetre.resultat.echeance
                    assert fenetre.ouvre == dit


@pytest.mark.parametrize(
    ("ferme", "mots"),
    [
        (date(2026, 11, 22), "1 jour"),
        (date(2026, 11, 23), "2 jours"),
        (date(2027, 1, 20), "60 jours"),
        (date(2027, 1, 21), "2 mois"),
        (date(2027, 11, 21), "1 an"),
        (date(2029, 12, 30), "3 ans et 1 mois"),
    ],
)
def test_how_long_is_left_counts_today(ferme: date, mots: str) -> None:
    assert reste_en_mots(AUJOURDHUI, ferme) == mots
