"""24 months without a visit: announced 30 days before, erased on the day, whatever the calendar and the clock do."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.domain.carnet_en_ligne import AVIS_JOURS, GARDE_MOIS, derniere_visite_gardee, effacement_prevu
from app.models import Carnet
from app.services.carnet import Classeur, create, open_with
from app.services.effacements import carnets_to_warn, purge_carnets, warn_carnets
from app.services.liste_effacements import NOM, ListeEffacements, read_traces
from app.services.traces import CARNET, hash_of
from tests.agendas import MAINTENANT
from tests.base.carnets import ACTE, LE, famille, scribe
from tests.base.epreuve import Lieu, reminders_of, rows_of
from tests.base.peuplement import fill
from tests.base.sante import assert_sound


def days(premier: date, dernier: date) -> Iterator[date]:
    for n in range((dernier - premier).days + 1):
        yield premier + timedelta(days=n)


def test_said_forward_or_backward_the_day_is_the_same() -> None:
    """Ten years of visits, four leap days: the first day on which the job erases is the one the page announces."""
    for visite in days(date(2024, 1, 1), date(2034, 1, 1)):
        prevu = effacement_prevu(visite)
        effaces = [
            le
            for le in days(prevu - timedelta(days=3), prevu + timedelta(days=3))
            if visite < derniere_visite_gardee(le)
        ]
        assert effaces[0] == prevu, visite
        assert effaces == list(days(prevu, prevu + timedelta(days=3))), visite
        assert 730 <= (prevu - visite).days <= 733


@pytest.mark.parametrize(
    ("visite", "prevu"),
    [
        (date(2026, 11, 22), date(2028, 11, 23)),
        (date(2028, 2, 29), date(2030, 3, 1)),
        (date(2026, 2, 28), date(2028, 2, 29)),
        (date(2026, 3, 1), date(2028, 3, 2)),
        (date(2027, 12, 31), date(2030, 1, 1)),
    ],
)
def test_the_hard_days(visite: date, prevu: date) -> None:
    assert effacement_prevu(visite) == prevu


def at(visite: datetime, session: Session) -> list[str]:
    return list(create(Classeur(session, scribe(), visite), famille(), ACTE).codes)


def test_announced_then_erased_day_after_day(session: Session) -> None:
    """The job as it runs, a day at a time, on a base where one person comes back at the last moment."""
    at(LE, session)
    revient = at(LE, session)
    prevu = effacement_prevu(LE.date())
    vus: list[tuple[int, int]] = []
    for le in days(prevu - timedelta(days=AVIS_JOURS + 2), prevu + timedelta(days=1)):
        instant = datetime(le.year, le.month, le.day, 3, tzinfo=UTC)
        if le == prevu - timedelta(days=1):
            assert open_with(Classeur(session, scribe(), instant), revient[0], "")
        purge_carnets(session, instant)
        vus.append((len(session.exec(select(Carnet.id)).all()), len(carnets_to_warn(session, le))))
    # Two days of silence, thirty of notice, the eve when one comes back, then one carnet.
    assert vus == [(2, 0)] * 2 + [(2, 2)] * (AVIS_JOURS - 1) + [(2, 1)] + [(1, 0)] * 2


def test_a_job_that_slept_announces_once_and_erases_what_is_due(session: Session) -> None:
    at(LE, session)
    tard = LE + timedelta(days=720)
    assert [warn_carnets(session, tard.date()), warn_carnets(session, tard.date())] == [1, 0]
    assert purge_carnets(session, LE + timedelta(days=2000)) == 1
    assert carnets_to_warn(session, (LE + timedelta(days=2000)).date()) == ()


@pytest.mark.parametrize("nuit", [datetime(2029, 3, 25, 1, 30, tzinfo=UTC), datetime(2028, 10, 29, 0, 30, tzinfo=UTC)])
def test_a_night_when_the_hour_changes_erases_nobody_early(session: Session, nuit: datetime) -> None:
    """The clock of France jumps at one in the morning, UTC: the day is counted in UTC, and never twice."""
    visite = nuit - timedelta(days=734)
    at(visite, session)
    prevu = effacement_prevu(visite.date())
    veille = datetime(prevu.year, prevu.month, prevu.day, tzinfo=UTC) - timedelta(seconds=1)
    assert [purge_carnets(session, veille), purge_carnets(session, veille + timedelta(seconds=1))] == [0, 1]


def test_the_clock_jumps_and_every_table_of_who_never_came_back_is_empty(moteur_bd: Engine, tmp_path: Path) -> None:
    """Reminders, keys, accounts and summaries go too, are named to the list outside the base, and nothing else does."""
    ici = Lieu(moteur_bd, ListeEffacements(tmp_path / "liste" / NOM))
    parti, reste = fill(ici, 2)
    saut = timedelta(days=31 * GARDE_MOIS)
    with ici.session(saut) as session:
        session.get_one(Carnet, reste.numeros[0]).utilise_le = (MAINTENANT + saut).date()
        assert purge_carnets(session, MAINTENANT + saut) == 1
    assert set(rows_of(ici, [parti]).values()) == {0}
    # Of who came back, only the old lines of what was done and the closed session are gone; two people follow nobody.
    perdus = {nom for nom, lignes in rows_of(ici, [reste]).items() if not lignes}
    assert perdus == {"acces_carnet", "session_carnet", "suivi_personne"}
    assert reminders_of(ici, [parti]) == 0
    assert read_traces(ici.liste.lines()).of(CARNET) == {hash_of(numero) for numero in parti.numeros}
    assert_sound(moteur_bd)
