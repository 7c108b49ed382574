"""Holds the example of a FHIR bundle of our documentation, shaped as the guide of the SAS shows. Names nobody real."""

from typing import Any

from app.domain.agenda_fhir import SYSTEME_LIEU

LIEU_EXEMPLE = "3f0c1a526f0e4a8e9a3d2f6d0c9b7e11"
_BASE = "https://agenda.example/fhir"
_PROFESSIONS = "https://mos.esante.gouv.fr/NOS/TRE_G15-ProfessionSante/FHIR/TRE-G15-ProfessionSante"
_TYPES_DE_CRENEAU = "https://mos.esante.gouv.fr/NOS/TRE_R314-TypeCreneau/FHIR/TRE-R314-TypeCreneau"
_LIEUX_DE_CONSULTATION = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
_TYPES_DE_RENDEZ_VOUS = "http://terminology.hl7.org/CodeSystem/v2-0276"


def _slot(nom: str, debut: str, fin: str) -> dict[str, Any]:
    return {
        "fullUrl": f"{_BASE}/Slot/{nom}",
        "resource": {
            "resourceType": "Slot",
            "id": nom,
            "meta": {"security": [{"system": _TYPES_DE_CRENEAU, "code": "PUBLIC"}]},
            "serviceType": [{"coding": [{"system": _LIEUX_DE_CONSULTATION, "code": "AMB"}]}],
            "appointmentType": {"coding": [{"system": _TYPES_DE_RENDEZ_VOUS, "code": "ROUTINE"}]},
            "schedule": {"reference": "Schedule/agenda-1"},
            "status": "free",
            "start": debut,
            "end": fin,
        },
        "search": {"mode": "match"},
    }


EXEMPLE_FHIR: dict[str, Any] = {
    "resourceType": "Bundle",
    "type": "searchset",
    "total": 2,
    "entry": [
        _slot("creneau-1", "2026-12-07T09:00:00+01:00", "2026-12-07T09:45:00+01:00"),
        _slot("creneau-2", "2026-12-07T09:45:00+01:00", "2026-12-07T10:30:00+01:00"),
        {
            "fullUrl": f"{_BASE}/Schedule/agenda-1",
            "resource": {
                "resourceType": "Schedule",
                "id": "agenda-1",
                "actor": [{"reference": "Practitioner/personne-1"}, {"reference": "PractitionerRole/exercice-1"}],
            },
            "search": {"mode": "include"},
        },
        {
            "fullUrl": f"{_BASE}/Practitioner/personne-1",
            "resource": {
                "resourceType": "Practitioner",
                "id": "personne-1",
                "name": [{"family": "Martin", "given": ["Camille"]}],
            },
            "search": {"mode": "include"},
        },
        {
            "fullUrl": f"{_BASE}/PractitionerRole/exercice-1",
            "resource": {
                "resourceType": "PractitionerRole",
                "id": "exercice-1",
                "contained": [
                    {
                        "resourceType": "Location",
                        "id": "lieu-1",
                        "identifier": [{"system": SYSTEME_LIEU, "value": LIEU_EXEMPLE}],
                        "address": {"line": ["1 place de l'Essai"], "postalCode": "71000", "city": "Mâcon"},
                    }
                ],
                "practitioner": {"reference": "Practitioner/personne-1"},
                "code": [{"coding": [{"system": _PROFESSIONS, "code": "10"}]}],
                "location": [{"reference": "#lieu-1"}],
            },
            "search": {"mode": "include"},
        },
    ],
}
