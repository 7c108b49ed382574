"""Random histories on the real schedule: a dose more never brings a date nearer, a dose less never completes a line."""

import os
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain import vaccination_doses
from app.domain.vaccination import group_forecast
from app.domain.vaccination_verdicts import Prevision, StatutVaccin
from tests.domain.test_vaccination_balayage import TOUT
from tests.factories import AUJOURDHUI, contenu_reel, make_profil
from tests.vaccins import forecast

S = StatutVaccin
EXEMPLES = 5_000 if os.environ.get("MBS_COMPLET") == "1" else 200
CODES = sorted(contenu_reel().vaccins.codes)
FAMILLES = (
    ("hexavalent", "dtcap", "dtp"), ("vpc13", "vaxneuvance", "vpc20", "vpp23"), ("ror", "varicelle", "stamaril"),
    ("gardasil-9",), ("nimenrix", "menveo"), ("bexsero", "trumenba"), ("hepatite-b", "hexavalent"),
    ("shingrix", "zostavax"), tuple(CODES),
)  # fmt: skip


@st.composite
def histoires(draw: st.DrawFn) -> tuple[date, list[dict[str, str]]]:
    """A birth date and up to eight doses of neighbouring vaccines, often a few days around an interval."""
    au = AUJOURDHUI.toordinal()
    age = draw(st.one_of(st.integers(0, 900), st.integers(0, 7_000), st.integers(0, 33_000)))
    naissance = date.fromordinal(au - age)
    codes = draw(st.sampled_from(FAMILLES))
    jours = [draw(st.integers(0, age))]
    for _ in range(draw(st.integers(0, 7))):
        ecart = draw(st.sampled_from((0, 21, 28, 30, 31, 59, 61, 92, 152, 183, 365, 1826)))
        jours.append(min(age, max(0, jours[-1] + ecart + draw(st.integers(-2, 2)))))
    recues = [
        {"vaccin": draw(st.sampled_from(codes)), "le": (naissance + timedelta(days=jour)).isoformat()} for jour in jours
    ]
    return naissance, recues


def told(naissance: date, recues: list[dict[str, str]], reponses: dict[str, bool]) -> dict[str, Prevision]:
    return forecast(make_profil(naissance.isoformat(), "F", **reponses), recues)


_REGLAGES = settings(
    max_examples=EXEMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def completed_by_removal(
    naissance: date, recues: list[dict[str, str]], reponses: dict[str, bool]
) -> list[tuple[str, dict[str, str]]]:
    """The lines that a dose less would complete."""
    completes = {id_ for id_, p in told(naissance, recues, reponses).items() if p.statut is S.COMPLET}
    fautes = []
    for rang, retiree in enumerate(recues):
        moins = told(naissance, recues[:rang] + recues[rang + 1 :], reponses)
        fautes += [(id_, retiree) for id_, p in moins.items() if p.statut is S.COMPLET and id_ not in completes]
    return fautes


@pytest.mark.timeout(1800)
@_REGLAGES
@given(histoire=histoires(), reponses=st.sampled_from(({}, TOUT)))
def test_a_removed_dose_never_completes_a_line(histoire: Any, reponses: dict[str, bool]) -> None:
    assert completed_by_removal(*histoire, reponses) == []


@pytest.mark.timeout(1800)
@_REGLAGES
@given(histoire=histoires(), reponses=st.sampled_from(({}, TOUT)))
def test_a_valid_dose_never_brings_a_date_nearer(histoire: Any, reponses: dict[str, bool]) -> None:
    """The last dose is taken away and put back; only lines that count it are compared."""
    naissance, recues = histoire
    recues = sorted(recues, key=lambda dose: dose["le"])
    avec, sans = told(naissance, recues, reponses), told(naissance, recues[:-1], reponses)
    for id_, p in avec.items():
        ancienne = sans.get(id_)
        if ancienne is None or p.date_conseillee is None or ancienne.date_conseillee is None:
            continue
        # A first dose may choose another scheme than today's age would: its dates are then others.
        meme_schema = len(p.ligne.schemas) == 1 or ancienne.doses_comptees > 0
        if meme_schema and p.doses_comptees >= ancienne.doses_comptees:
            assert p.date_conseillee >= ancienne.date_conseillee, (id_, ancienne.date_conseillee, p.date_conseillee)


@pytest.mark.timeout(1800)
@_REGLAGES
@given(histoire=histoires(), reponses=st.sampled_from(({}, TOUT)))
def test_every_history_is_told_in_order_and_once(histoire: Any, reponses: dict[str, bool]) -> None:
    previsions = told(*histoire, reponses)
    groupes = group_forecast(previsions.values())
    montrees = [p.ligne.id for groupe in groupes for p in groupe]
    assert len(montrees) == len(set(montrees))
    assert set(montrees) == {id_ for id_, p in previsions.items() if p.remplacee_par is None}
    for id_, p in previsions.items():
        assert p.raisons, id_
        if p.date_conseillee is not None:
            assert p.au_plus_tot is None or p.au_plus_tot <= p.date_conseillee
            assert p.date_limite is None or p.date_conseillee < p.date_limite
        if p.statut in (S.A_FAIRE, S.EN_RETARD, S.RATTRAPAGE) and p.date_conseillee is not None:
            assert p.date_conseillee <= AUJOURDHUI
        if p.remplacee_par is not None:
            assert p.remplacee_par in previsions


def test_a_planted_harm_of_an_extra_dose_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A count that starts again after a dose too close would let a removal complete the line."""
    juste = vaccination_doses.count_doses

    def starts_again(schema: Any, doses: Any, naissance: date, *, plancher: date | None = None) -> Any:
        decompte = juste(schema, doses, naissance, plancher=plancher)
        proches = any(b.premier.toordinal() - a.premier.toordinal() < 20 for a, b in pairwise(doses))
        return decompte._replace(comptees=decompte.comptees[:-1], complet=False) if proches else decompte

    monkeypatch.setattr("app.domain.vaccination_jugement.count_doses", starts_again)
    recues = [{"vaccin": "ror", "le": jour} for jour in ("2021-01-01", "2021-01-10", "2021-03-01")]
    assert completed_by_removal(date(2020, 1, 1), recues, {})
