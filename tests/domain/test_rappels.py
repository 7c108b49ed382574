"""Which advice is worth a reminder, on what day, and never two in one day: cases by hand, each bound on its eve."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import rappels as domaine
from app.domain.dates import add_mois
from app.domain.dossier import Dossier, EtatNavigateur
from app.domain.rappels import MAINTENANT, Echeance, Rappels, marque_de, rappels_de, regrouper
from tests.domain.strategies import jours, reglage
from tests.factories import AUJOURDHUI, evalue, make_fiche, make_profil

AU = AUJOURDHUI
UNE_SEMAINE = date(2026, 11, 29)


def rappels(*fiches: Any, au: date = AU, naissance: str = "1972-05-14", **profil: Any) -> Rappels:
    evaluation = evalue(make_profil(naissance, "F", **profil), au, *fiches)
    return rappels_de(evaluation.resultats, evaluation.situation.naissance, au)


def lus(resultat: Rappels) -> list[tuple[str, str]]:
    return [(rappel.jour.isoformat(), rappel.periode) for rappel in resultat.liste]


def fait(le: str) -> dict[str, Any]:
    return {"historique": [{"id": "conseil", "le": le}]}


# --- which day -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quand", "frequence", "le", "attendu"),
    [
        ("jamais fait", "P2Y", None, ("2026-11-29", MAINTENANT)),
        ("dû demain", "P2Y", "2024-11-23", ("2026-11-23", "2026-11-23")),
        ("dû aujourd'hui", "P2Y", "2024-11-22", ("2026-11-29", MAINTENANT)),
        ("en retard", "P2Y", "2020-01-01", ("2026-11-29", MAINTENANT)),
        ("à jour", "P2Y", "2026-03-10", ("2028-03-10", "2028-03-10")),
        ("29 février, année courte", "P3Y", "2024-02-29", ("2027-03-01", "2027-03-01")),
        ("29 février, année longue", "P4Y", "2024-02-29", ("2028-02-29", "2028-02-29")),
        ("le jour n'est pas dit", "P2Y", "2025-03", ("2027-03-31", "2027-03-31")),
        ("février, année longue", "P4Y", "2024-02", ("2028-02-29", "2028-02-29")),
        ("le mois n'est pas dit", "P5Y", "2025", None),
        ("une seule fois, fait", "une_fois", "2025-03-10", None),
        ("une seule fois, fait un mois", "une_fois", "2025-03", None),
        ("au plus loin", "P3Y", "2026-11-22", ("2029-11-22", "2029-11-22")),
    ],
)  # fmt: skip
def test_the_day_follows_the_verdict(
    quand: str, frequence: str, le: str | None, attendu: tuple[str, str] | None
) -> None:
    resultat = rappels(make_fiche(genre="depistage", frequence=frequence), **(fait(le) if le else {}))
    assert lus(resultat) == ([attendu] if attendu else [])


def test_what_opens_later_is_told_on_its_birthday() -> None:
    jeune = make_fiche(genre="depistage", ages=[[50, 74]], frequence="P2Y")
    assert lus(rappels(jeune, naissance="1978-02-28")) == [("2028-02-28", "2028-02-28")]
    assert lus(rappels(jeune, naissance="1976-02-29", au=date(2026, 2, 28))) == [("2026-03-01", "2026-03-01")]


def test_a_next_date_after_the_window_closes_is_none() -> None:
    """The 75th birthday is 14 May 2027: an act of February 2026 would come back in February 2028."""
    fiche = make_fiche(genre="depistage", ages=[[50, 74]], frequence="P2Y")
    for le in ("2026-02-10", "2026-02"):
        assert lus(rappels(fiche, naissance="1952-05-14", **fait(le))) == []
    assert lus(rappels(fiche, naissance="1952-05-14", **fait("2025-04"))) == [("2027-04-30", "2027-04-30")]


def test_another_act_that_counts_hides_the_day_of_a_month() -> None:
    """The delay after another act is not the rhythm the reasons tell: no date is better than a wrong one."""
    fiche = make_fiche(genre="depistage", frequence="P2Y", frequence_apres={"autre": "P5Y"})
    assert lus(rappels(fiche, make_fiche("autre"), **fait("2025-03"))) == [("2026-11-29", MAINTENANT)]
    seul = make_fiche(genre="depistage", frequence="P2Y")
    assert lus(rappels(seul, **fait("2025-03"))) == [("2027-03-31", "2027-03-31")]


@pytest.mark.parametrize("genre", ["habitude", "information", "orientation", "droit", "alerte"])
def test_only_errands_are_reminded(genre: str) -> None:
    """A habit has no date, and a sign that cannot wait is never put off by a week."""
    assert rappels(make_fiche(genre=genre, frequence="P1Y")) == Rappels()


@pytest.mark.parametrize(("frequence", "nombre"), [("P1M", 0), ("P31D", 0), ("P1W", 0), ("P2M", 1), (None, 1)])
def test_what_comes_back_all_the_time_is_a_habit(frequence: str | None, nombre: int) -> None:
    assert len(rappels(make_fiche(frequence=frequence)).liste) == nombre


def test_a_campaign_comes_on_its_month() -> None:
    campagne = make_fiche(mois=3, frequence="P1Y", conditions=[{"fait": "fumeur"}])
    assert lus(rappels(campagne, reponses={"fumeur": True})) == [("2027-03-01", "2027-03-01")]
    assert lus(rappels(campagne, reponses={})) == []


def test_what_is_not_certain_is_counted_and_never_dated() -> None:
    doute = make_fiche("doute", frequence="P2Y", certitude="a_verifier", doute="Deux textes se contredisent.")
    resultat = rappels(doute, make_fiche(frequence="P2Y"))
    assert lus(resultat) == [("2026-11-29", MAINTENANT)]
    assert resultat.a_verifier == 1
    apres = date(2028, 1, 1)
    assert rappels(make_fiche(frequence="P2Y"), au=apres) == Rappels(a_verifier=1), "past its review date"


# --- the calendar of a child ---------------------------------------------------------------------------------------

EXAMENS = [
    {"nom": "dans les 8 jours", "a_partir": "P0D", "avant": "P8D"},
    {"nom": "à 1 mois", "a_partir": "P1M", "avant": "P2M"},
    {"nom": "à 2 ans", "a_partir": "P2Y", "avant": "P3Y"},
]


def enfant(naissance: str, au: date = AU) -> Rappels:
    return rappels(make_fiche(ages=[[0, 2]], calendrier=EXAMENS), naissance=naissance, au=au)


def test_each_date_of_a_calendar_has_its_reminder() -> None:
    resultat = enfant("2026-11-18")
    assert lus(resultat) == [
        ("2026-11-25", MAINTENANT),  # the last day, which comes before the week is over
        ("2026-12-18", "2026-12-18"),
        ("2028-11-18", "2028-11-18"),
    ]
    (premier, *_) = resultat.liste
    assert premier.echeances == (Echeance("conseil", None, date(2026, 11, 25), "dans les 8 jours"),)


def test_the_last_day_is_today() -> None:
    assert lus(enfant("2026-11-15"))[0] == ("2026-11-22", MAINTENANT)


def test_a_birth_known_by_its_year_has_no_calendar() -> None:
    assert lus(enfant("2025")) == [("2026-11-29", MAINTENANT)]


# --- never two in one day ------------------------------------------------------------------------------------------


def test_one_reminder_a_day() -> None:
    jour = date(2027, 3, 14)
    resultat = regrouper([Echeance("a", jour), Echeance("b", date(2028, 1, 1)), Echeance("c", jour)], AU)
    assert [[e.unite for e in rappel.echeances] for rappel in resultat.liste] == [["a", "c"], ["b"]]


def test_now_takes_a_day_of_its_own() -> None:
    """The day proposed is ours: it gives way to a day that is not, a little sooner first."""
    semaine = [AU + timedelta(days=n) for n in range(1, 9)]
    for pris, attendu in (
        (semaine[6:7], date(2026, 11, 28)),
        (semaine[2:7], date(2026, 11, 24)),
        (semaine, AU),
        ([], UNE_SEMAINE),
    ):
        resultat = regrouper([Echeance("a", None), *(Echeance("b", jour) for jour in pris)], AU)
        assert resultat.liste[0].jour == attendu
        assert resultat.liste[0].maintenant


@given(
    au=jours(date(2024, 1, 1), date(2032, 12, 31)),
    ecarts=st.lists(st.none() | st.integers(1, 2000), max_size=40),
    dernier=st.integers(0, 9),
)
@reglage(200, 5000)
def test_whatever_is_due_every_day_is_told_once(au: date, ecarts: list[int | None], dernier: int) -> None:
    echeances = [Echeance(str(n), None if e is None else au + timedelta(days=e)) for n, e in enumerate(ecarts)]
    echeances.append(Echeance("dernier", None, au + timedelta(days=dernier)))
    resultat = regrouper(echeances, au)
    dates = [rappel.jour for rappel in resultat.liste]
    assert len(set(dates)) == len(dates)
    assert len({rappel.periode for rappel in resultat.liste}) == len(dates)
    assert sum(len(rappel.echeances) for rappel in resultat.liste) + resultat.plus_tard == len(echeances)
    assert all(jour >= au for jour in dates)


def test_two_on_a_day_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted bug: the day proposed does not look at the others."""
    monkeypatch.setattr(domaine, "_jour_libre", lambda *_: UNE_SEMAINE)
    with pytest.raises(AssertionError):
        test_now_takes_a_day_of_its_own()


@pytest.mark.parametrize(("ecart", "gardes"), [(-1, 2), (0, 2), (1, 1)])
def test_what_is_too_far_is_counted(ecart: int, gardes: int) -> None:
    limite = add_mois(AU, 36) + timedelta(days=ecart)
    resultat = regrouper([Echeance("a", date(2027, 1, 1)), Echeance("b", limite)], AU)
    assert (len(resultat.liste), resultat.plus_tard) == (gardes, 2 - gardes)


def test_someone_who_has_nothing_for_years_is_told_the_next_date() -> None:
    loin = [Echeance("a", date(2040, 1, 1)), Echeance("b", date(2041, 1, 1))]
    for tot in ([], [Echeance("c", None)]):
        resultat = regrouper([*loin, *tot], AU)
        assert [r.jour.year for r in resultat.liste if not r.maintenant] == [2040]
        assert resultat.plus_tard == 1


def test_asked_another_day_the_periods_are_the_same() -> None:
    """What a calendar updates: the dates keep their periods, what can be done now keeps its own and moves."""
    echeances = [Echeance("a", date(2027, 3, 14)), Echeance("b", None)]
    premiere, seconde = (regrouper(echeances, au).liste for au in (AU, AU + timedelta(days=40)))
    assert [r.periode for r in premiere] == [r.periode for r in seconde] == [MAINTENANT, "2027-03-14"]
    assert premiere[0].jour != seconde[0].jour


# --- whose reminders -----------------------------------------------------------------------------------------------


def personne(naissance: str | None, **champs: Any) -> EtatNavigateur:
    return EtatNavigateur(make_profil(naissance), **champs)


def test_everyone_of_a_browser_has_a_mark_of_their_own() -> None:
    jumeaux = Dossier().ajouter(personne("1986-05-14"))
    for nom in ("A.", "B."):
        jumeaux = jumeaux.ajouter(personne("2022-10-10", nom=nom, proche=True))
    jumeaux = jumeaux.ajouter(personne(None, proche=True))
    marques = [marque_de(jumeaux.choisir(numero)) for numero in (0, 1, 2, 3)]
    assert marques == ["1986-05-14/0", "2022-10-10/0", "2022-10-10/1", "/0"]


def test_a_mark_survives_the_evening() -> None:
    """The browser forgets everything: who comes back next year, alone or with others, under a name, is the same."""
    seul = Dossier().ajouter(personne("2022-10-10", proche=True))
    autre_jour = Dossier().ajouter(personne("1986-05-14")).ajouter(personne("2022-10-10", nom="A.", proche=True))
    assert marque_de(seul) == marque_de(autre_jour)
