"""Sweeps every birth date since 1920 without any dose: nothing too early, nothing past its limit, monotone in time."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from app.domain import vaccination_prevision
from app.domain.dates import add_duree, add_mois
from app.domain.vaccination_verdicts import Prevision, StatutVaccin
from tests.factories import AUJOURDHUI, contenu_reel, make_profil
from tests.vaccins import forecast

DEBUT = date(1920, 1, 1)
PAS = 7
S = StatutVaccin
#: The only way a dose may go as time passes, a season apart; a catch-up is late while the law asks for it.
ORDRE = {S.PLUS_TARD: 0, S.A_FAIRE: 1, S.POSSIBLE: 1, S.RATTRAPAGE: 2, S.EN_RETARD: 2, S.TROP_TARD: 3}
#: Every condition true: each risk line is forecast too.
TOUT = {
    fait: True
    for ligne in contenu_reel().vaccins.lignes
    for critere in ligne.pour_qui.conditions
    for fait in [getattr(critere, "fait", None), *(c.fait for c in getattr(critere, "un_de", ()))]
    if fait and contenu_reel().faits[fait].definition.type == "bool"
} | {"territoire-guyane": False, "territoire-mayotte": False, "jamais-vaccine-dtp": False, "immunodepression": False}


def naissances(complet: bool) -> Iterator[date]:
    """Every day, or one in seven and the days around each 29 February and each 31st."""
    jour = DEBUT
    while jour <= AUJOURDHUI:
        if complet or jour.toordinal() % PAS == 0 or (jour.month, jour.day) in {(2, 29), (3, 1), (1, 31), (8, 31)}:
            yield jour
        jour += timedelta(days=1)


def faults(naissance: date, au: date, previsions: dict[str, Prevision]) -> Iterator[str]:
    """What must never be, read again from the content by another way than the engine's."""
    for id_, p in previsions.items():
        ou = f"{id_}, né le {naissance}, au {au} : {p.statut}"
        if p.date_conseillee is None:
            continue
        premiere = p.ligne.schemas[0].doses[0]
        ages = [
            a for a in (premiere.age or premiere.age_min, None if p.ligne.pour_qui.ou_age else p.ligne.pour_qui.de) if a
        ]
        if p.dose == 1 and any(p.date_conseillee < add_mois(naissance, a.mois) for a in ages if not a.jours):
            yield f"{ou}, conseillé avant l'âge"
        if p.au_plus_tot is not None and p.au_plus_tot > p.date_conseillee:
            yield f"{ou}, possible après être conseillé"
        if p.date_limite is not None and p.date_conseillee >= p.date_limite:
            yield f"{ou}, conseillé après la limite"
        if p.date_limite is not None and (p.statut is S.TROP_TARD) is not (p.date_limite <= au):
            yield f"{ou}, limite mal dite"
        if p.statut in (S.A_FAIRE, S.EN_RETARD, S.RATTRAPAGE, S.POSSIBLE) and p.date_conseillee > au:
            yield f"{ou}, dû avant son jour"
        if p.statut is S.PLUS_TARD and p.date_conseillee <= au:
            yield f"{ou}, remis à plus tard"
        if p.statut is S.EN_RETARD and (p.en_retard_depuis is None or p.en_retard_depuis > au):
            yield f"{ou}, retard sans date"
        if p.dose != 1 and not p.ligne.se_repete:
            yield f"{ou}, dose {p.dose} sans aucune dose reçue"


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("reponses", [{}, TOUT], ids=["sans réponse", "tous les risques"])
def test_no_birth_date_is_told_anything_absurd(reponses: dict[str, bool], complet: bool) -> None:
    fautes: list[str] = []
    for rang, naissance in enumerate(naissances(complet)):
        if reponses and rang % 3 and not complet:
            continue
        profil = make_profil(naissance.isoformat(), "FM"[rang % 2], **reponses)
        fautes += faults(naissance, AUJOURDHUI, forecast(profil))
    assert fautes[:10] == []


@pytest.mark.timeout(1800)
def test_time_never_goes_back(complet: bool) -> None:
    """A line without season keeps its date, and its status moves one way, from birth to old age."""
    fautes: list[str] = []
    for naissance in (date(2018, 1, 31), date(2024, 2, 29), date(2023, 7, 1), date(2025, 8, 31)):
        avant: dict[str, Prevision] = {}
        au = naissance
        profil = make_profil(naissance.isoformat(), "F")
        while au < add_mois(naissance, 12 * (70 if complet else 20)):
            maintenant = forecast(profil, au=au)
            fautes += faults(naissance, au, maintenant)
            for id_, p in maintenant.items():
                ancienne = avant.get(id_)
                # A season comes back; a scheme chosen by the age at the first dose changes with it.
                if ancienne is None or p.ligne.saison is not None or len(p.ligne.schemas) > 1:
                    continue
                if not {p.statut, ancienne.statut} <= ORDRE.keys():
                    continue
                if ORDRE[p.statut] < ORDRE[ancienne.statut]:
                    fautes.append(f"{id_} : de {ancienne.statut} à {p.statut} le {au}")
                if p.statut is not S.TROP_TARD and p.date_conseillee != ancienne.date_conseillee:
                    fautes.append(f"{id_} : la date bouge le {au}")
            avant = maintenant
            au += timedelta(days=1 if complet else 13)
    assert fautes[:10] == []


def test_a_planted_early_dose_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vaccination_prevision, "add_duree", lambda j, d: add_duree(j, d) - timedelta(days=1))
    naissance = date(2026, 5, 10)
    assert list(faults(naissance, AUJOURDHUI, forecast(make_profil(naissance.isoformat(), "F"))))
