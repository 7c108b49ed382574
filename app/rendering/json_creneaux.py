"""Writes the slots' API answers. Decides nothing."""

from datetime import UTC, date, datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from app.domain.creneaux import CreneauVu, LieuTrouve, LieuVu, Trouves
from app.domain.rendez_vous import RendezVousVu, write_code

CRENEAUX_MAX = 200
#: Asked of each place, so that one large centre does not hide the others.
PAR_LIEU = 40
MUETS_MAX = 50


def write_creneaux(trouves: Trouves, au: date, version: str) -> dict[str, Any]:
    """The answer of a search: every slot found, soonest first, then why others show none."""
    nombre = sum(len(trouve.creneaux) for trouve in trouves.lieux)
    muets = (trouve for trouve in trouves.lieux if trouve.silence is not None)
    return {
        "au": au,
        "version_contenu": version,
        "creneaux": [_creneau(*un) for un in soonest(trouves)],
        "autres": nombre > CRENEAUX_MAX or any(len(t.creneaux) >= PAR_LIEU for t in trouves.lieux),
        "absence": trouves.silence,
        "prochaine_date": _jour(trouves),
        "lieux_sans_creneau": [_muet(trouve) for trouve in islice(muets, MUETS_MAX)],
        "acces_inconnu": trouves.acces_inconnu,
    }


def soonest(trouves: Trouves) -> list[tuple[CreneauVu, LieuVu, float | None]]:
    """The slots found, with their place and its distance: the soonest first, then the nearest."""
    tous = [(creneau, t.lieu, t.distance_km) for t in trouves.lieux for creneau in t.creneaux]
    tous.sort(key=lambda un: (un[0].debut, un[2] or 0.0, un[0].id))
    return tous[:CRENEAUX_MAX]


def write_rendez_vous(vu: RendezVousVu, au: date, version: str) -> dict[str, Any]:
    """One appointment, without the name of the person: who asks knows it."""
    return {
        "au": au,
        "version_contenu": version,
        "code": write_code(vu.code),
        "etat": vu.etat,
        "creneau": _creneau(vu.creneau, vu.lieu, None),
    }


def _creneau(creneau: CreneauVu, lieu: LieuVu, distance: float | None) -> dict[str, Any]:
    fuseau = ZoneInfo(lieu.fuseau)
    return {
        "id": creneau.id,
        "debut": creneau.debut.astimezone(fuseau).isoformat(),
        "fin": creneau.fin.astimezone(fuseau).isoformat(),
        "fuseau": lieu.fuseau,
        "lieu": _lieu(lieu, distance),
        "professionnel": {
            "nom": creneau.professionnel.nom,
            "profession": creneau.professionnel.profession,
            "demonstration": creneau.professionnel.demonstration,
        },
        "acces": _acces(lieu),
        "telephone": lieu.telephone or None,
        "vu_le": _instant(creneau.vu_le),
    }


def _muet(trouve: LieuTrouve) -> dict[str, Any]:
    return {
        "lieu": _lieu(trouve.lieu, trouve.distance_km),
        "acces": _acces(trouve.lieu),
        "telephone": trouve.lieu.telephone or None,
        "absence": trouve.silence,
        "prochaine_date": _au_mur(trouve.prochaine, trouve.lieu.fuseau),
        "vu_le": _instant(trouve.lieu.vu_le),
    }


def _lieu(lieu: LieuVu, distance: float | None) -> dict[str, Any]:
    return {
        "nom": lieu.nom,
        "adresse": lieu.adresse,
        "code_postal": lieu.code_postal,
        "commune": lieu.ville,
        "distance_km": None if distance is None else round(distance, 1),
        "langues": list(lieu.langues),
        "demonstration": lieu.demonstration,
    }


def _acces(lieu: LieuVu) -> dict[str, bool]:
    return {besoin.value: dit for besoin, dit in lieu.acces.items() if dit is not None}


def _instant(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat()


def _jour(trouves: Trouves) -> date | None:
    """The next known date around, as the wall says at the place that has it."""
    suites = [(t.prochaine, t.lieu.fuseau) for t in trouves.lieux if t.prochaine == trouves.prochaine]
    return _au_mur(*suites[0]) if suites and trouves.prochaine else None


def _au_mur(instant: datetime | None, fuseau: str) -> date | None:
    return None if instant is None else instant.astimezone(ZoneInfo(fuseau)).date()
