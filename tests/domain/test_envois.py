"""When a reminder leaves: fourteen clocks, the days the hour changes, rhythm, silence, pauses. Pure."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.envois import (
    PAUSES,
    ZONES,
    CanalRappel,
    Envoi,
    EtatEnvoi,
    GenreEnvoi,
    Rythme,
    Suivi,
    a_dire,
    apres_envoi,
    cle_d_envoi,
    heure_permise,
    hors_bande,
    inexpliques,
    instant_du,
    jour_local,
    pause_apres,
    plus_tard,
    prochain,
    prochaine_ouverture,
)

LE = date(2026, 11, 22)
#: The days the hour changes in Paris and in Saint-Pierre-et-Miquelon, and a leap day.
JOURS = (
    date(2026, 10, 25),
    date(2027, 3, 28),
    date(2027, 10, 31),
    date(2027, 3, 14),
    date(2026, 11, 1),
    date(2028, 2, 29),
)


def test_there_are_fourteen_clocks() -> None:
    assert len(ZONES) == 14


@pytest.mark.parametrize("zone", ZONES)
def test_a_reminder_leaves_at_its_hour_everywhere_even_when_the_hour_changes(zone: str) -> None:
    for jour in JOURS:
        for heure in (0, 8, 9, 12, 17, 19, 23):
            instant = instant_du(jour, heure, zone)
            local = instant.astimezone(ZoneInfo(zone))
            assert (local.date(), local.hour) == (jour, min(max(heure, 8), 19))
            assert heure_permise(instant, zone)
            assert jour_local(instant, zone) == jour


@given(st.integers(0, 3 * 365 * 24 * 60), st.sampled_from(ZONES))
def test_the_next_opening_is_open_and_never_before(minutes: int, zone: str) -> None:
    instant = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    ouverture = prochaine_ouverture(instant, zone)
    assert instant <= ouverture <= instant + timedelta(hours=13)
    assert heure_permise(ouverture, zone)


def test_the_same_day_begins_twenty_two_hours_apart() -> None:
    debut, fin = instant_du(LE, 9, "Pacific/Wallis"), instant_du(LE, 9, "Pacific/Tahiti")
    assert fin - debut == timedelta(hours=22)


@given(
    st.dictionaries(
        st.sampled_from("abcd"), st.none() | st.dates(LE - timedelta(days=30), LE + timedelta(days=900)), min_size=1
    ),
    st.sampled_from(Rythme),
)
def test_never_two_on_one_day_nor_a_third_before_the_silence(choses: dict[str, date | None], rythme: Rythme) -> None:
    suivis: dict[str, Suivi] = {}
    dernier: date | None = None
    partis: dict[str, list[date]] = {}
    au = LE
    for _ in range(8):
        suite = prochain(choses, suivis, rythme, au, dernier)
        assert suite is not None
        assert suite.jour >= au
        assert dernier is None or suite.jour > dernier
        au = dernier = suite.jour
        ouvertes = {nom: None if jour is None or jour <= au else jour for nom, jour in choses.items()}
        for nom in a_dire(ouvertes, suivis, rythme, au):
            partis.setdefault(nom, []).append(au)
            suivis[nom] = apres_envoi(suivis.get(nom, Suivi()), au)
        choses = ouvertes
    for jours in partis.values():
        ecarts = [(apres - avant).days for avant, apres in pairwise(jours)]
        assert all(ecart >= 6 for ecart in ecarts)
        assert all(ecart >= 28 * rythme for ecart in ecarts[1::2])


def test_later_is_silence_and_not_for_me_is_silence_for_good() -> None:
    dite = apres_envoi(Suivi(), LE)
    remise = plus_tard(dite, Rythme.SEMESTRE, LE)
    suite = prochain({"a": None}, {"a": remise}, Rythme.SEMESTRE, LE)
    assert suite
    assert (suite.jour, suite.genre) == (date(2027, 5, 22), GenreEnvoi.RAPPEL)
    assert prochain({"a": None}, {"a": dite._replace(ecarte="medecin")}, Rythme.MOIS, LE) is None


def test_a_leap_day_is_recalled_on_the_last_of_february() -> None:
    remise = plus_tard(Suivi(), Rythme.AN, date(2028, 2, 29))
    assert remise.pas_avant in {date(2029, 2, 28), date(2029, 3, 1)}


def test_the_name_of_a_reminder_depends_on_all_that_makes_it_one() -> None:
    noms = {
        cle_d_envoi(secret, canal, genre, periode)
        for secret in (b"a", b"b")
        for canal in CanalRappel
        for genre in GenreEnvoi
        for periode in ("x", "y")
    }
    assert len(noms) == 2 * 5 * len(GenreEnvoi) * 2
    assert cle_d_envoi(b"a", CanalRappel.SMS, GenreEnvoi.RAPPEL, "x") in noms


def test_pauses_grow_follow_the_provider_and_end() -> None:
    assert [pause_apres(n) for n in range(1, 8)] == list(PAUSES)
    assert pause_apres(8) is None
    assert pause_apres(1, timedelta(hours=2)) == timedelta(hours=2)
    assert pause_apres(1, timedelta(seconds=1)) == PAUSES[0]
    assert pause_apres(1, timedelta(days=30)) == timedelta(days=1)


@pytest.mark.parametrize(
    ("remis", "dus", "habituels", "anormal"),
    [
        (0, 3, [], True),
        (0, 0, [100] * 28, True),
        (100, 100, [100] * 28, False),
        (40, 100, [100] * 28, True),
        (160, 160, [100] * 28, True),
        (3, 3, [1, 2, 1], False),
        (500, 500, [], False),
    ],
)
def test_an_odd_volume_is_noticed(remis: int, dus: int, habituels: list[int], anormal: bool) -> None:
    assert hors_bande(remis, dus, habituels) is anormal


def test_what_waits_too_long_is_unexplained() -> None:
    envoi = Envoi("c", CanalRappel.SMS, GenreEnvoi.RAPPEL, LE, instant_du(LE, 9, "Europe/Paris"), EtatEnvoi.PREVU)
    assert inexpliques([envoi], envoi.prevu_le + timedelta(days=1)) == 0
    assert inexpliques([envoi], envoi.prevu_le + timedelta(days=11)) == 1
