"""Builds FHIR bundles as a partner's software would: a test names only what matters to it. Tests nothing."""

from typing import Any

G15 = "https://mos.esante.gouv.fr/NOS/TRE_G15-ProfessionSante/FHIR/TRE-G15-ProfessionSante"
R314 = "https://mos.esante.gouv.fr/NOS/TRE_R314-TypeCreneau/FHIR/TRE-R314-TypeCreneau"
V3 = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
V2 = "http://terminology.hl7.org/CodeSystem/v2-0276"
SERVEUR = "https://agenda.example/fhir"


def entry(genre: str, nom: str, base: str = SERVEUR, **champs: Any) -> dict[str, Any]:
    """One resource and its address."""
    return {"fullUrl": f"{base}/{genre}/{nom}", "resource": {"resourceType": genre, "id": nom, **champs}}


def slot(debut: str = "2026-12-01T09:00:00+01:00", fin: str = "2026-12-01T09:20:00+01:00", **champs: Any) -> Any:
    """A free slot of the agenda `a`."""
    base = {"schedule": {"reference": "Schedule/a"}, "status": "free", "start": debut, "end": fin}
    nom = f"s-{debut}".replace(":", "-").replace("+", "-")
    return entry("Slot", nom, **(base | champs))


def agenda(nom: str = "a", personne: str = "p", role: str = "r") -> Any:
    """The agenda of somebody, in one place."""
    acteurs = [{"reference": f"Practitioner/{personne}"}, {"reference": f"PractitionerRole/{role}"}]
    return entry("Schedule", nom, actor=acteurs)


def personne(nom: str = "p", famille: str = "Roy", prenom: str = "Ana", **champs: Any) -> Any:
    """Somebody who receives."""
    return entry("Practitioner", nom, name=[{"family": famille, "given": [prenom]}], **champs)


def role(nom: str = "r", personne: str = "p", **lieu: Any) -> Any:
    """Somebody in one place, contained as the guide of the SAS does; a doctor."""
    ici = {"resourceType": "Location", "id": "l", "address": {"line": ["1 rue A"], "postalCode": "71000"}, **lieu}
    return entry(
        "PractitionerRole",
        nom,
        contained=[ici],
        practitioner={"reference": f"Practitioner/{personne}"},
        code=[{"coding": [{"system": G15, "code": "10"}]}],
        location=[{"reference": "#l"}],
    )


def bundle(*entrees: Any, **champs: Any) -> dict[str, Any]:
    """The answer of a search: these entries, then what they refer to unless they say it."""
    dits = {entree["fullUrl"] for entree in entrees}
    reste = [entree for entree in (agenda(), personne(), role()) if entree["fullUrl"] not in dits]
    total = sum(entree.get("resource", {}).get("resourceType") == "Slot" for entree in entrees)
    return {"resourceType": "Bundle", "type": "searchset", "total": total, "entry": [*entrees, *reste], **champs}
