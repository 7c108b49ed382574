"""What an agenda that reads every day is told: days that stay, that come, and that do not come back too soon."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from app.domain.agenda_abonne import MOIS_DE_SILENCE, jour_tenu, rappels_abonnes
from app.domain.dates import add_mois
from app.domain.dossier import EtatNavigateur
from app.domain.rappels import DELAI, MAINTENANT, UN_JOUR, Echeance, Rappel, Rappels, regrouper, tenir
from tests.factories import contenu_reel, make_profil

FAIT = date(2026, 11, 22)


@pytest.mark.parametrize("fait", [FAIT, date(2027, 11, 22), date(2028, 2, 22), date(2028, 2, 29), date(2026, 12, 31)])
def test_a_day_proposed_stays_until_it_has_passed_then_waits(fait: date) -> None:
    vus = [jour_tenu(fait, fait + n * UN_JOUR) for n in range(800)]
    assert vus == sorted(vus)
    assert all(jour >= fait + n * UN_JOUR for n, jour in enumerate(vus))
    jours = list(dict.fromkeys(vus))
    assert jours == [add_mois(fait + DELAI, n * MOIS_DE_SILENCE) for n in range(len(jours))]
    assert min(apres - avant for avant, apres in pairwise(jours)) > timedelta(days=80)


def test_a_day_a_week_away_each_day_would_never_come() -> None:
    """The planted bug: the file that is downloaded, read every day."""
    telecharge = [regrouper([Echeance("a", None)], FAIT + n * UN_JOUR).liste[0].jour for n in range(30)]
    assert all(jour > FAIT + n * UN_JOUR for n, jour in enumerate(telecharge))
    tenus = [tenir(Rappels((Rappel(jour, MAINTENANT, (Echeance("a", None),)),)), jour_tenu(FAIT, au), au).liste[0].jour
             for n, jour in enumerate(telecharge) if (au := FAIT + n * UN_JOUR)]  # fmt: skip
    assert FAIT + DELAI in [FAIT + n * UN_JOUR for n in range(30) if tenus[n] == FAIT + n * UN_JOUR]


def test_what_ends_before_is_told_before_and_no_day_has_two() -> None:
    pris = Echeance("b", date(2026, 12, 15))
    finit = Echeance("a", None, date(2026, 12, 15))
    liste = regrouper([pris, finit], FAIT)
    tenue = tenir(liste, date(2027, 2, 28), FAIT)
    assert [r.jour for r in tenue.liste if r.maintenant] == [date(2026, 12, 14)]


def test_a_day_that_has_come_is_there_until_it_is_over() -> None:
    """On the day itself the list of advice says « now »: the agenda still shows the day, then no more."""
    catalogue = contenu_reel()
    historique = [{"id": "depistage-cancer-sein", "le": "2024-12-15"}]
    etat = EtatNavigateur(make_profil("1972-05-14", "F", historique=historique))
    jour = date(2026, 12, 15)
    vus = {
        au: [r.jour for r in rappels_abonnes(catalogue, etat, FAIT, au) if not r.maintenant]
        for au in (jour - UN_JOUR, jour, jour + UN_JOUR)
    }
    assert [jour in vus[au] for au in sorted(vus)] == [True, True, False]


def test_a_person_of_every_age_is_told_each_day_once() -> None:
    catalogue = contenu_reel()
    for naissance in ("2026-11-22", "2020-02-29", "2001-02-28", "1972-05-14", "1948"):
        etat = EtatNavigateur(make_profil(naissance, "F"))
        for au in (FAIT, date(2027, 2, 28), date(2028, 2, 29)):
            rappels = rappels_abonnes(catalogue, etat, FAIT, au)
            assert len({r.jour for r in rappels}) == len(rappels), naissance
            assert len({r.periode for r in rappels}) == len(rappels), naissance
            assert all(r.jour >= au for r in rappels), naissance
