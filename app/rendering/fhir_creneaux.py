"""Writes a search of slots as a FHIR R4 bundle: Slot, Schedule, Practitioner, Location. Claims no national profile.

`Slot.meta.lastUpdated` is when its agenda last spoke. When there is no slot, an OperationOutcome says which silence.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from app.domain.creneaux import CreneauVu, LieuVu, ProfessionnelVu, Silence, Trouves
from app.rendering.json_creneaux import soonest

TYPE = "application/fhir+json"
SILENCES = {
    Silence.AUCUN: "Aucun créneau libre à ces dates.",
    Silence.TELEPHONE: "Rendez-vous par téléphone seulement.",
    Silence.INCONNU: "On ne sait pas : un agenda au moins ne parle plus, ou aucun lieu n'est connu ici.",
}
_DEMONSTRATION = {
    "system": "http://terminology.hl7.org/CodeSystem/v3-ActReason",
    "code": "HTEST",
    "display": "test health data",
}
_RENDEZ_VOUS = {
    "coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0276", "code": "ROUTINE"}],
    "text": "Mon bilan prévention",
}


def write_fhir(trouves: Trouves, au: date, version: str, maintenant: datetime) -> dict[str, Any]:
    """The bundle: slots first, then what they refer to, each once."""
    couples = soonest(trouves)
    agendas = {_urn(lieu, creneau.professionnel): (lieu, creneau.professionnel) for creneau, lieu, _ in couples}
    lieux = {lieu.id: lieu for lieu, _ in agendas.values()}
    eux = {qui.id: qui for _, qui in agendas.values()}
    entrees = [_entree(_slot(creneau, lieu), "match") for creneau, lieu, _ in couples]
    entrees += [_entree(_schedule(lieu, qui), "include") for lieu, qui in agendas.values()]
    entrees += [_entree(_practitioner(qui), "include") for qui in eux.values()]
    entrees += [_entree(_location(lieu), "include") for lieu in lieux.values()]
    entrees += [{"resource": issue, "search": {"mode": "outcome"}} for issue in _issues(trouves)]
    return {
        "resourceType": "Bundle",
        "meta": {"versionId": version[:64], "lastUpdated": _instant(maintenant)},
        "identifier": {"system": "urn:ietf:rfc:3339", "value": au.isoformat()},
        "type": "searchset",
        "timestamp": _instant(maintenant),
        "total": len(couples),
        "entry": entrees,
    }


def _slot(creneau: CreneauVu, lieu: LieuVu) -> dict[str, Any]:
    fuseau = ZoneInfo(lieu.fuseau)
    return {
        "resourceType": "Slot",
        "id": creneau.id,
        "meta": _meta(lieu.demonstration) | {"lastUpdated": _instant(creneau.vu_le)},
        "appointmentType": _RENDEZ_VOUS,
        "schedule": {"reference": _urn(lieu, creneau.professionnel)},
        "status": "free",
        "start": creneau.debut.astimezone(fuseau).isoformat(),
        "end": creneau.fin.astimezone(fuseau).isoformat(),
    }


def _schedule(lieu: LieuVu, qui: ProfessionnelVu) -> dict[str, Any]:
    return {
        "resourceType": "Schedule",
        "id": _numero(lieu, qui),
        "meta": _meta(lieu.demonstration) | {"lastUpdated": _instant(lieu.vu_le)},
        "active": True,
        "actor": [
            {"reference": f"urn:uuid:{UUID(qui.id)}", "type": "Practitioner", "display": qui.nom},
            {"reference": f"urn:uuid:{UUID(lieu.id)}", "type": "Location", "display": lieu.nom},
        ],
    }


def _practitioner(qui: ProfessionnelVu) -> dict[str, Any]:
    return {
        "resourceType": "Practitioner",
        "id": qui.id,
        "meta": _meta(qui.demonstration),
        "name": [{"text": qui.nom}],
        "qualification": [{"code": {"text": qui.profession.value}}],
    }


def _location(lieu: LieuVu) -> dict[str, Any]:
    contenu: dict[str, Any] = {
        "resourceType": "Location",
        "id": lieu.id,
        "meta": _meta(lieu.demonstration) | {"lastUpdated": _instant(lieu.vu_le)},
        "status": "active",
        "name": lieu.nom,
        "address": {
            "line": [lieu.adresse],
            "city": lieu.ville,
            "postalCode": lieu.code_postal,
            "country": "FR",
        },
    }
    if lieu.telephone:
        contenu["telecom"] = [{"system": "phone", "value": lieu.telephone}]
    acces = [besoin.value for besoin, dit in lieu.acces.items() if dit]
    if acces:
        contenu["description"] = f"Accès : {', '.join(acces)}"
    return contenu


def _issues(trouves: Trouves) -> Iterable[dict[str, Any]]:
    if trouves.silence is None:
        return
    suite = "" if trouves.prochaine is None else f" Prochain créneau connu : {_instant(trouves.prochaine)}."
    yield {
        "resourceType": "OperationOutcome",
        "issue": [
            {
                "severity": "information",
                "code": "not-found" if trouves.silence is Silence.AUCUN else "informational",
                "details": {"text": trouves.silence.value},
                "diagnostics": SILENCES[trouves.silence] + suite,
            }
        ],
    }


def _entree(ressource: dict[str, Any], mode: str) -> dict[str, Any]:
    return {"fullUrl": f"urn:uuid:{UUID(ressource['id'])}", "resource": ressource, "search": {"mode": mode}}


def _meta(demonstration: bool) -> dict[str, Any]:
    """Made-up data says so in the data itself."""
    return {"security": [_DEMONSTRATION]} if demonstration else {}


def _numero(lieu: LieuVu, qui: ProfessionnelVu) -> str:
    return sha256(f"{lieu.id}/{qui.id}".encode("ascii")).hexdigest()[:32]


def _urn(lieu: LieuVu, qui: ProfessionnelVu) -> str:
    return f"urn:uuid:{UUID(_numero(lieu, qui))}"


def _instant(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat()
