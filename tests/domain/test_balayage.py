"""Age bounds, exhaustively: every birth date since 1920, every window and sex of the content, the day before each
bound, the day itself and the day after, against a second reading written another way. 0 difference is accepted.

Three planted bugs prove that the same comparison sees what it must see.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest

from app.domain import moteur, regle, situation
from app.domain.dates import age_on, anniversaire
from app.domain.fiches import AGE_MAX, Fiche
from app.domain.regle import Place, Regle
from tests.domain import seconde_lecture as seconde
from tests.factories import contenu_reel, make_fiche, make_moteur, make_profil

PREMIERE, DERNIERE = 19200101, 20261122
NAISSANCES = seconde.jours_entre(PREMIERE, DERNIERE)
Fenetres = tuple[tuple[int, int], ...]
Age = Callable[[date, date], int]


def en_date(jour: int) -> date:
    return date(jour // 10000, jour // 100 % 100, jour % 100)


def en_entier(jour: date | None) -> int | None:
    return None if jour is None else jour.year * 10000 + jour.month * 100 + jour.day


def fenetres_du_contenu() -> list[Fenetres]:
    """Every distinct set of windows of the content."""
    return sorted({fiche.pour_qui.ages for fiche in contenu_reel().fiches})


def bornes(fenetres: Fenetres) -> list[int]:
    """The ages at which something changes."""
    return sorted({age for debut, fin in fenetres for age in (debut, fin + 1) if 0 < age <= AGE_MAX})


def difficiles() -> list[int]:
    """Birth dates where calendars go wrong: 29 February and its neighbours, ends of months and of years."""
    delicats = {228, 229, 301, 1231, 101, 131, 331, 430, 831, 1130}
    return [jour for jour in NAISSANCES if jour % 10000 in delicats]


def places_differentes(naissances: list[int], fenetres: Fenetres, age: Age = age_on, ecart: int = 0) -> int:
    """Days around a bound where the engine's reading and the second one do not put a person at the same place."""
    lue = Regle(make_fiche(ages=[[debut, fin - ecart] for debut, fin in fenetres]))
    noms = {Place.DEDANS: "dedans", Place.AVANT: "avant", Place.APRES: "apres"}
    places = [noms[lue.place(ans, ans)[0]] for ans in range(AGE_MAX + 3)]
    changements = bornes(fenetres)
    differences = 0
    for naissance in naissances:
        ne_le, intervalles = en_date(naissance), seconde.intervalles(naissance, fenetres)
        for borne in changements:
            autour = seconde.rang(naissance + borne * 10000)
            for jour in seconde.CALENDRIER[autour - 1 : autour + 2]:
                differences += places[age(ne_le, en_date(jour))] != seconde.place(intervalles, jour)
    return differences


def test_the_sweep_covers_all_birth_dates_and_windows() -> None:
    assert len(NAISSANCES) == (date(2026, 11, 22) - date(1920, 1, 1)).days + 1 == 39043
    assert len(fenetres_du_contenu()) >= 10
    assert sum(jour % 10000 == 229 for jour in difficiles()) == 27


@pytest.mark.parametrize("fenetres", fenetres_du_contenu(), ids=str)
def test_every_birth_date_stands_where_the_second_reading_puts_it(fenetres: Fenetres) -> None:
    assert places_differentes(NAISSANCES, fenetres) == 0


@pytest.mark.parametrize("age", sorted({borne for fenetres in fenetres_du_contenu() for borne in bornes(fenetres)}))
def test_every_birthday_that_opens_or_closes_is_that_of_the_second_reading(age: int) -> None:
    faux = [
        naissance
        for naissance in NAISSANCES
        if en_entier(anniversaire(en_date(naissance), age)) != seconde.jour_des(naissance, age)
    ]
    assert faux == []


def fiches_par_fenetre_et_sexe() -> list[Fiche]:
    """One bare recommendation for each distinct window and sex of the content."""
    distinctes = sorted({(fiche.pour_qui.ages, fiche.pour_qui.sexe or "") for fiche in contenu_reel().fiches})
    return [
        make_fiche(f"fenetre-{numero}", ages=ages, sexe=sexe or None, frequence="une_fois")
        for numero, (ages, sexe) in enumerate(distinctes)
    ]


def verdicts_differents(naissances: list[int], fiches: list[Fiche]) -> Iterator[tuple[int, int, str | None, str]]:
    """Every (birth date, day, sex, recommendation) where the whole engine and the second reading differ."""
    entier = make_moteur(*fiches)
    ages = sorted({borne for fiche in fiches for borne in bornes(fiche.pour_qui.ages)})
    for naissance in naissances:
        for sexe in ("F", "M", None):
            profil = make_profil(en_date(naissance), sexe)
            for borne in ages:
                for ecart in (-1, 0, 1):
                    jour = seconde.decale(seconde.jour_des(naissance, borne), ecart)
                    for resultat in entier.evaluate(profil, en_date(jour)).resultats:
                        trouve = resultat.verdict, en_entier(resultat.echeance), en_entier(resultat.a_partir_du)
                        pour_qui = resultat.fiche.pour_qui
                        if trouve != seconde.verdict(naissance, pour_qui.ages, pour_qui.sexe, sexe, jour):
                            yield naissance, jour, sexe, resultat.fiche.id


PAR_FENETRE_ET_SEXE = fiches_par_fenetre_et_sexe()


@pytest.mark.parametrize("fiche", PAR_FENETRE_ET_SEXE, ids=lambda f: f"{f.pour_qui.ages} {f.pour_qui.sexe or ''}")
def test_the_engine_agrees_with_the_second_reading_at_each_bound(fiche: Fiche, complet: bool) -> None:
    """All the birth dates under --complet; by default one in 1,301 and one difficult date in 23."""
    naissances = NAISSANCES if complet else sorted({*NAISSANCES[::1301], *difficiles()[::23]})
    assert list(verdicts_differents(naissances, [fiche])) == []


def test_it_agrees_for_all_the_recommendations_judged_together() -> None:
    naissances = sorted({*NAISSANCES[::4001], *difficiles()[::101]})
    assert list(verdicts_differents(naissances, PAR_FENETRE_ET_SEXE)) == []


# --- planted bugs ------------------------------------------------------------------------------------------------


def age_par_annee(naissance: date, au: date) -> int:
    """Planted bug: age by year of birth."""
    return au.year - naissance.year


def anniversaire_par_replace(naissance: date, ans: int) -> date:
    """Planted bug: the birthday found by changing the year, 29 February pushed back to the 28th."""
    try:
        return naissance.replace(year=naissance.year + ans)
    except ValueError:
        return naissance.replace(year=naissance.year + ans, day=28)


def age_par_replace(naissance: date, au: date) -> int:
    """Planted bug: the same, counting years."""
    return au.year - naissance.year - (au < anniversaire_par_replace(naissance, au.year - naissance.year))


CINQUANTE_74 = ((50, 74),)


@pytest.mark.parametrize(
    ("faux", "ecart", "naissances"),
    [
        (age_par_annee, 0, NAISSANCES[::613]),
        (age_par_replace, 0, difficiles()),
        (age_on, 1, NAISSANCES[::613]),
    ],
    ids=["année de naissance", "replace(year=)", "borne haute exclue"],
)
def test_a_planted_bug_is_seen_by_the_same_sweep(faux: Age, ecart: int, naissances: list[int]) -> None:
    assert places_differentes(naissances, CINQUANTE_74) == 0
    assert places_differentes(naissances, CINQUANTE_74, faux, ecart) > 0


@pytest.mark.parametrize(
    ("age", "fete", "jour_de_naissance"),
    [(age_par_annee, anniversaire, 701), (age_par_replace, anniversaire, 229), (age_on, anniversaire_par_replace, 229)],
    ids=["année de naissance", "replace(year=) dans l'âge", "replace(year=) dans l'ouverture"],
)
def test_a_bug_planted_in_the_engine_is_seen(
    monkeypatch: pytest.MonkeyPatch, age: Age, fete: Callable[[date, int], date], jour_de_naissance: int
) -> None:
    fiches = [make_fiche(ages=CINQUANTE_74, frequence="une_fois")]
    naissances = [jour for jour in NAISSANCES if jour % 10000 == jour_de_naissance]
    assert list(verdicts_differents(naissances, fiches)) == []
    monkeypatch.setattr(situation, "age_on", age)
    for module in (moteur, regle):
        monkeypatch.setattr(module, "anniversaire", fete)
    assert list(verdicts_differents(naissances, fiches)) != []


def test_the_second_reading_is_anchored_on_known_days() -> None:
    assert seconde.ans_le(20000229, 20270228) == 26
    assert seconde.ans_le(20000229, 20270301) == 27
    assert seconde.jour_des(20000229, 27) == 20270301
    assert seconde.jour_des(20000229, 28) == 20280229
    assert seconde.decale(20270228, 1) == 20270301
    assert seconde.apres_mois(20261130, 3) == 20270301
    assert len(seconde.CALENDRIER) == (date(2180, 12, 31) - date(1890, 1, 1) + timedelta(days=1)).days
    assert seconde.intervalles(19761123, CINQUANTE_74) == [(20261123, 20511123)]
    assert seconde.intervalles(20000229, ((18, 120),)) == [(20180301, None)]
    places = [seconde.place([(20261123, 20511123)], jour) for jour in (20261122, 20261123, 20511122, 20511123)]
    assert places == ["avant", "dedans", "dedans", "apres"]
