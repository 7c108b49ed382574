"""Holds the forms of the slots' API: what is read of a search and of a booking, what is answered. Decides nothing."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from app.domain.communes import Communes
from app.domain.creneaux import RAYON_DEFAUT, RAYON_MAX, Acces, Profession, Recherche, Silence, TrancheDAge
from app.domain.erreurs import CommuneInconnue
from app.domain.rendez_vous import CLE_MAX, CONTACT_MAX, NOM_MAX, PRENOM_MAX, Personne, clean_texte, read_contact
from app.routers.formes_couts import Jour
from app.routers.saisies import looks_like_secu

_STRICT = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)
IDENTIFIANT = "^[0-9a-f]{32}$"
CLE = f"^[!-~]{{1,{CLE_MAX}}}$"
EXEMPLE_RENDEZ_VOUS: dict[str, Any] = {
    "creneau": "0" * 32,
    "prenom": "Camille",
    "nom": "Martin",
    "contact": "06 39 98 12 34",
}

EXEMPLE_REPONSE: dict[str, Any] = {
    "au": "2026-11-22",
    "version_contenu": "0" * 64,
    "creneaux": [],
    "autres": False,
    "absence": "aucun",
    "prochaine_date": "2026-12-03",
    "lieux_sans_creneau": [],
    "acces_inconnu": 0,
}
FORMES = (
    "Les créneaux. L'en-tête `Accept` choisit la forme : `application/json` par défaut, "
    "`application/fhir+json` (FHIR R4 : un Bundle de Slot, Schedule, Practitioner et Location), "
    "`text/calendar` (un événement par créneau)."
)
#: What else a search may be answered in, with an example of each.
AUTRES_FORMES: dict[str, Any] = {
    "application/fhir+json": {
        "schema": {"type": "object", "required": ["resourceType", "type", "entry"]},
        "example": {
            "resourceType": "Bundle",
            "type": "searchset",
            "total": 1,
            "entry": [
                {
                    "fullUrl": "urn:uuid:00000000-0000-0000-0000-000000000000",
                    "resource": {
                        "resourceType": "Slot",
                        "id": "0" * 32,
                        "meta": {"lastUpdated": "2026-11-22T07:00:00+00:00"},
                        "schedule": {"reference": "urn:uuid:11111111-1111-1111-1111-111111111111"},
                        "status": "free",
                        "start": "2026-11-24T09:00:00+01:00",
                        "end": "2026-11-24T09:45:00+01:00",
                    },
                    "search": {"mode": "match"},
                }
            ],
        },
    },
    "text/calendar": {
        "schema": {"type": "string"},
        "example": "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:PUBLISH\r\nBEGIN:VEVENT\r\nUID:0000\r\n"
        "DTSTART:20261124T080000Z\r\nSUMMARY:Créneau libre\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    },
}

Commune = Annotated[
    str | None,
    Field(pattern="^[0-9AB]{5}$", description="Code INSEE de la commune. Ou `code_postal`.", examples=["71270"]),
]
CodePostal = Annotated[str | None, Field(pattern="^[0-9]{5}$", description="Ou `commune`.", examples=["71000"])]
Rayon = Annotated[int, Field(ge=1, le=RAYON_MAX, description="Autour du centre de la commune, en kilomètres.")]
BESOINS = "Un besoin ou plusieurs, avec des virgules. Un lieu qui n'a rien dit n'est pas donné : il est compté."


class ParametresCreneaux(BaseModel):
    """The query of a search, each name once; `acces` may come several times or with commas."""

    model_config = _STRICT

    commune: Commune = None
    code_postal: CodePostal = None
    rayon_km: Rayon = RAYON_DEFAUT
    tranche: TrancheDAge | None = None
    profession: Profession | None = None
    acces: Annotated[frozenset[Acces], Field(description=BESOINS)] = frozenset()
    du: Jour | None = None
    au: Jour | None = None

    def recherche(self, communes: Communes) -> Recherche:
        """The search, around a commune we know; a postcode of several communes means the most peopled."""
        du_poste = communes.du_code_postal(self.code_postal) if self.code_postal else ()
        commune = communes.get(self.commune) if self.commune else next(iter(du_poste), None)
        if commune is None or (self.code_postal and self.code_postal not in commune.codes_postaux):
            raise CommuneInconnue
        return Recherche(commune.code, self.rayon_km, self.tranche, self.profession, self.acces, self.du, self.au)


class DemandeRendezVous(BaseModel):
    """What books a slot: no more than what is needed to be received."""

    model_config = _STRICT | ConfigDict(strict=True)

    creneau: Annotated[str, Field(pattern=IDENTIFIANT, description="L'`id` d'un créneau.")]
    prenom: Annotated[str, Field(min_length=1, max_length=PRENOM_MAX)]
    nom: Annotated[str, Field(min_length=1, max_length=NOM_MAX)]
    contact: Annotated[
        str | None,
        Field(max_length=CONTACT_MAX, description="Un numéro de téléphone ou une adresse e-mail, si la personne veut."),
    ] = None

    @field_validator("prenom", "nom")
    @classmethod
    def _a_name(cls, brut: str) -> str:
        texte = clean_texte(brut)
        if not texte or looks_like_secu(brut):
            raise ValueError("nom illisible")
        return texte

    @field_validator("contact")
    @classmethod
    def _a_way_to_reach(cls, brut: str | None) -> str | None:
        if brut is None:
            return None
        contact = read_contact(brut)
        if contact is None or looks_like_secu(brut):
            raise ValueError("contact illisible")
        return contact or None

    @property
    def personne(self) -> Personne:
        """Who comes."""
        return Personne(self.prenom, self.nom, self.contact or "")


class LieuDit(BaseModel):
    """A place. Absent needs in `acces`: the place did not say."""

    nom: str
    adresse: str
    code_postal: str
    commune: str
    distance_km: float | None
    langues: list[str]
    demonstration: bool


class ProfessionnelDit(BaseModel):
    """A professional."""

    nom: str
    profession: Profession
    demonstration: bool


class CreneauDit(BaseModel):
    """One free slot. `vu_le` is when its agenda last spoke."""

    id: str
    debut: datetime
    fin: datetime
    fuseau: str
    lieu: LieuDit
    professionnel: ProfessionnelDit
    acces: dict[Acces, bool]
    telephone: str | None
    vu_le: datetime


class LieuMuet(BaseModel):
    """A place without a free slot, why, and the number to call."""

    lieu: LieuDit
    acces: dict[Acces, bool]
    telephone: str | None
    absence: Silence
    prochaine_date: Annotated[date | None, Field(description="Son premier créneau libre après les dates demandées.")]
    vu_le: datetime


class ReponseCreneaux(BaseModel):
    """The slots, soonest first. When there is none, `absence` says why."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXEMPLE_REPONSE]})

    au: date
    version_contenu: str
    creneaux: list[CreneauDit]
    autres: Annotated[bool, Field(description="Il y en a plus que ceux-ci : réduisez le rayon ou les dates.")]
    absence: Silence | None
    prochaine_date: date | None
    lieux_sans_creneau: list[LieuMuet]
    acces_inconnu: int


class ReponseRendezVous(BaseModel):
    """One appointment: reserved only when `etat` is `confirme`."""

    au: date
    version_contenu: str
    code: str
    etat: Literal["confirme", "annule"]
    creneau: CreneauDit
