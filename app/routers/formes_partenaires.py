"""Holds the forms of the partners' API: a place, a list of places, the fate of a file. Decides nothing."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.domain.agenda_recu import EXIGEES, LIBRES

EXEMPLE_CSV = (
    "prenom;nom;profession;date;debut;fin;duree;places;tranches;preavis\n"
    "Camille;Martin;medecin;2026-12-07;09:00;12:00;45;1;45-50,60-65;24\n"
    "Camille;Martin;medecin;2026-12-08;14:00;17:00;45;1;;2\n"
)
EXEMPLE_ICAL = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Essai//FR\r\n"
    "BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20261122T080000Z\r\nSUMMARY:Ouvert\r\n"
    "DTSTART;TZID=Europe/Paris:20261207T090000\r\nDTEND;TZID=Europe/Paris:20261207T120000\r\n"
    "RRULE:FREQ=WEEKLY;COUNT=6\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
EXEMPLE_LIEU: dict[str, Any] = {
    "id": "3f0c1a526f0e4a8e9a3d2f6d0c9b7e11",
    "nom": "Maison de santé de l'Essai",
    "code_postal": "71000",
    "fuseau": "Europe/Paris",
    "source": "csv",
    "vu_le": "2026-12-01T06:00:00Z",
    "perime_le": "2026-12-02T18:00:00Z",
    "muet": False,
    "creneaux": 42,
}
EXEMPLE_REPONSE: dict[str, Any] = {
    "lieu": EXEMPLE_LIEU,
    "lignes": 3,
    "acceptees": 2,
    "refusees": [{"ligne": 4, "raison": "ce jour est passé"}],
    "creneaux_lus": 8,
    "creneaux_offerts": 7,
}
COLONNES = f"Colonnes exigées : {', '.join(EXIGEES)}. Colonnes libres : {', '.join(LIBRES)}."


class ParametresCalendrier(BaseModel):
    """What a calendar, or a FHIR bundle, does not say; a CSV file says it line by line."""

    nom: str | None = Field(
        None,
        description="Exigé avec un calendrier : le nom à montrer. Avec FHIR : pour un Schedule sans personne.",
    )
    profession: str | None = Field(
        None,
        description="Exigée avec un calendrier. Avec FHIR, pour qui n'en a pas dans le bundle.",
        examples=["medecin"],
    )
    duree: str | None = Field(
        None, description="Exigée avec un calendrier : les minutes. Inutile avec FHIR.", examples=["45"]
    )
    prenom: str | None = None
    places: str | None = Field(None, description="1 si elle n'est pas donnée.")
    preavis: str | None = Field(None, description="Heures ; 2 si elles ne sont pas données.")
    tranches: str | None = Field(None, description="Toutes si elles ne sont pas données.", examples=["45-50,60-65"])


class LieuPartenaire(BaseModel):
    """A place of the organisation whose key this is."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXEMPLE_LIEU]})

    id: str
    nom: str
    code_postal: str
    fuseau: str
    source: Literal["formulaire", "csv", "ical", "fhir", "plateforme"] | None = Field(
        description="Null : rien n'a encore été publié."
    )
    vu_le: datetime = Field(description="Quand son agenda a parlé pour la dernière fois.")
    perime_le: datetime = Field(description="Passé cet instant, ses créneaux ne sont plus montrés.")
    muet: bool = Field(description="Vrai : les gens lisent que l'on ne sait pas, et d'appeler.")
    creneaux: int = Field(description="Les créneaux que l'on voit en ce moment, pris ou libres.")


class ReponseLieux(BaseModel):
    """Every place of the organisation."""

    organisation: str
    lieux: list[LieuPartenaire]


class LigneRefuseeVue(BaseModel):
    """A line that is not published."""

    ligne: int
    raison: str


class ReponseAgenda(BaseModel):
    """The fate of each line: lignes = acceptees + refusees."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXEMPLE_REPONSE]})

    lieu: LieuPartenaire
    lignes: int
    acceptees: int
    refusees: list[LigneRefuseeVue]
    creneaux_lus: int = Field(description="Ce que les lignes acceptées font à elles seules.")
    creneaux_offerts: int = Field(
        description="Ce que l'on voit. Les autres sont passés, ou pendant un autre créneau de la même personne."
    )
