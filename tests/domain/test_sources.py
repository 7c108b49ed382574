"""The breaker of a source, its clock moved by hand."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.sources import PAUSE, PAUSE_MAX, SEUIL, Disjoncteur, Etat

LE = datetime(2026, 11, 23, 7, tzinfo=UTC)


def after(*reussis: bool) -> Disjoncteur:
    d = Disjoncteur()
    for reussi in reussis:
        d = d.apres(LE, reussi=reussi)
    return d


def test_it_opens_after_three_failures_in_a_row_then_lets_one_try_through() -> None:
    assert after(*[False] * (SEUIL - 1)).etat(LE) is Etat.FERME
    assert after(False, False, True, False, False).etat(LE) is Etat.FERME
    ouvert = after(*[False] * SEUIL)
    assert ouvert.etat(LE) is Etat.OUVERT
    assert ouvert.etat(LE + PAUSE - timedelta(seconds=1)) is Etat.OUVERT
    assert ouvert.etat(LE + PAUSE) is Etat.ESSAI
    assert ouvert.apres(LE, reussi=True) == Disjoncteur()


@given(st.integers(0, 5000))
def test_the_pause_grows_and_is_never_for_ever(echecs: int) -> None:
    suite = Disjoncteur(echecs).apres(LE, reussi=False)
    if suite.jusqu_a is None:
        assert echecs + 1 < SEUIL
    else:
        assert PAUSE <= suite.jusqu_a - LE <= PAUSE_MAX
