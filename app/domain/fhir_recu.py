"""Holds the part of FHIR R4 that we read from those who publish, strict on its types; the rest is let through unread.

Shaped after the bundles of the French guide of the SAS (slots, schedules, who receives, where). Nothing about patients.
"""

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

Court = Annotated[str, StringConstraints(max_length=400)]
#: No resource of an agenda has more of anything.
_PLUSIEURS = 50


class _Partie(BaseModel):
    """Unknown elements are allowed, as FHIR wants; those we read have one type."""

    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)


class Codage(_Partie):
    """A code of a list."""

    system: Court = ""
    code: Court = ""


class Concept(_Partie):
    """Codes, or words."""

    coding: list[Codage] = Field(default=[], max_length=_PLUSIEURS)
    text: Court = ""


class Renvoi(_Partie):
    """The name of another resource."""

    reference: Court = ""


class Numero(_Partie):
    """A number somebody gave to something."""

    system: Court = ""
    value: Court = ""


class Nom(_Partie):
    """Somebody's name."""

    family: Court = ""
    given: list[Court] = Field(default=[], max_length=_PLUSIEURS)
    text: Court = ""


class Adresse(_Partie):
    """Where a place is: enough to see that it is another one."""

    line: list[Court] = Field(default=[], max_length=_PLUSIEURS)
    city: Court = ""
    postalCode: Court = ""  # noqa: N815 - the name is FHIR's


class Etiquettes(_Partie):
    """What a resource says of itself: the SAS writes there who may see a slot."""

    security: list[Codage] = Field(default=[], max_length=_PLUSIEURS)


class _Ressource(_Partie):
    id: Court = ""
    contained: list[dict[str, Any]] = Field(default=[], max_length=_PLUSIEURS)
    #: FHIR forbids to read a resource without understanding these: we understand none.
    modifierExtension: list[Any] = Field(default=[], max_length=0)  # noqa: N815


class Slot(_Ressource):
    """A time that may be offered."""

    meta: Etiquettes = Etiquettes()
    schedule: Renvoi = Renvoi()
    status: Court
    start: Court
    end: Court
    serviceType: list[Concept] = Field(default=[], max_length=_PLUSIEURS)  # noqa: N815
    appointmentType: Concept = Concept()  # noqa: N815


class Schedule(_Ressource):
    """Whose times they are."""

    active: bool = True
    actor: list[Renvoi] = Field(default=[], max_length=_PLUSIEURS)


class Qualification(_Partie):
    """What somebody may practise."""

    code: Concept = Concept()


class Practitioner(_Ressource):
    """Somebody who receives."""

    name: list[Nom] = Field(default=[], max_length=_PLUSIEURS)
    qualification: list[Qualification] = Field(default=[], max_length=_PLUSIEURS)


class PractitionerRole(_Ressource):
    """Somebody, in one place."""

    practitioner: Renvoi = Renvoi()
    code: list[Concept] = Field(default=[], max_length=_PLUSIEURS)
    location: list[Renvoi] = Field(default=[], max_length=_PLUSIEURS)


class HealthcareService(_Ressource):
    """A service, in one place."""

    location: list[Renvoi] = Field(default=[], max_length=_PLUSIEURS)


class Location(_Ressource):
    """A place, under the numbers its owners give it."""

    identifier: list[Numero] = Field(default=[], max_length=_PLUSIEURS)
    address: Adresse = Adresse()


class Lien(_Partie):
    """Where the rest of an answer is."""

    relation: Court = ""


class Entree(_Partie):
    """One resource of a bundle, still to be read."""

    fullUrl: Court = ""  # noqa: N815
    resource: dict[str, Any] = {}

    @property
    def genre(self) -> str:
        """What it says it is."""
        dit = self.resource.get("resourceType")
        return dit if isinstance(dit, str) else ""


class Bundle(_Partie):
    """The whole answer."""

    resourceType: Court  # noqa: N815
    type: Court
    total: int | None = None
    link: list[Lien] = Field(default=[], max_length=_PLUSIEURS)
    entry: list[Entree] = []


T = TypeVar("T", bound=_Partie)


class Illisible(Exception):
    """What is wrong with one resource, in French, with no value of it."""


def read_part(forme: type[T], brut: object, nom: str) -> T:
    """One part; Illisible names the first element that is not as FHIR says."""
    try:
        return forme.model_validate(brut)
    except ValidationError as erreur:
        # The path holds names of this module and ranks: nothing that was sent.
        ou = ".".join(str(etape) for etape in (nom, *erreur.errors(include_url=False, include_input=False)[0]["loc"]))
        raise Illisible(f"{ou} : il manque, ou n'a pas la forme que FHIR R4 demande") from None
