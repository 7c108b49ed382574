"""Holds the forms of POST /api/v1/vaccins: what is accepted, and what the documentation shows. Computes nothing."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.domain.catalogue import Catalogue
from app.domain.dates import DateApprochee
from app.domain.profil import Profil
from app.domain.vaccination_dossier import PeriodeDeCampagne, Vaccination
from app.domain.vaccination_lignes import GenreLigne
from app.domain.vaccination_verdicts import StatutVaccin
from app.routers.formes_conseils import Au, RaisonDite, SourceDite, TerritoireDit
from app.routers.formes_couts import EurosDits, FourchetteDite

Jour = date

EXEMPLE_VACCINS: dict[str, Any] = {
    "au": "2026-11-22",
    "profil": {"date_naissance": "2026-06-15", "sexe": "F", "departement": "71"},
    "vaccinations": [{"vaccin": "hexavalent", "le": "2026-08-20"}],
}

#: What EXEMPLE_VACCINS is answered with `textes=non`, cut to one line.
EXEMPLE_REPONSE_VACCINS: dict[str, Any] = {
    "au": "2026-11-22",
    "version_contenu": "0f343b0931126a20f133d67c2b018a3b5f3c5b1e7c0a1a6b8d0f5c1c0b8e9d7a",
    "lignes": [
        {
            "ligne": "dtcap-hib-hepb-nourrisson",
            "serie": "dtcap-hib-hepb-nourrisson",
            "genre": "obligatoire",
            "titre": "Vaccin hexavalent du nourrisson",
            "dose": 2,
            "doses_comptees": 1,
            "doses_prevues": 3,
            "statut": "en_retard",
            "date_conseillee": "2026-10-20",
            "au_plus_tot": "2026-10-20",
            "en_retard_depuis": "2026-11-20",
            "date_limite": None,
            "raisons": [
                {"critere": "age", "regle": None},
                {"critere": "age", "regle": None},
                {"critere": "intervalle", "regle": None},
            ],
            "a_preciser": [],
            "incertain": False,
            "remplacee_par": None,
            "certitude": "sure",
            "cout": {"a_payer": None, "reste_a_charge": None, "fourchettes": {}, "actes": []},
        }
    ],
    "a_preciser": [],
}


class DemandeVaccins(BaseModel):
    """A profile, the doses received and the day they are read on. What is absent or null is unknown."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        hide_input_in_errors=True,
        json_schema_extra={"examples": [EXEMPLE_VACCINS]},
    )

    au: Au = None
    profil: Profil
    vaccinations: Annotated[tuple[Vaccination, ...], Field(max_length=200, strict=False)] | None = None
    autres_dates: (
        Annotated[dict[Annotated[str, Field(max_length=40)], DateApprochee | None], Field(max_length=20)] | None
    ) = None
    campagnes: Annotated[dict[Annotated[str, Field(max_length=40)], PeriodeDeCampagne], Field(max_length=60)] | None = (
        None
    )


class RaisonDeVaccin(RaisonDite):
    """One reason, and the general rule it applies, if any."""

    regle: str | None = None


class CoutDeVaccin(BaseModel):
    """What one dose costs. An amount nobody knows is null, which is not zero: its range is in `fourchettes`."""

    a_payer: EurosDits | None
    reste_a_charge: EurosDits | None
    fourchettes: dict[str, FourchetteDite]
    actes: list[str]
    texte: str | None = None
    peut_etre_facture: list[str] | None = None
    doutes: list[str] | None = None


class LigneDite(BaseModel):
    """One line of the schedule and its next dose."""

    ligne: str
    serie: str
    genre: GenreLigne
    titre: str
    dose: int | None
    doses_comptees: int
    doses_prevues: int | None
    statut: StatutVaccin
    date_conseillee: date | None
    au_plus_tot: date | None
    en_retard_depuis: date | None
    date_limite: date | None
    raisons: list[RaisonDeVaccin]
    a_preciser: list[str]
    incertain: bool
    remplacee_par: str | None
    certitude: Literal["sure", "a_verifier"]
    cout: CoutDeVaccin
    texte: str | None = None
    texte_falc: str | None = None
    comment: list[str] | None = None
    precautions: list[str] | None = None
    doute: str | None = None
    sources: list[SourceDite] | None = None
    territoires: list[TerritoireDit] | None = None


class CampagneDite(BaseModel):
    """A dated campaign, and what is not sure of it."""

    cle: str
    du: Jour
    au: Jour
    certitude: Literal["sure", "a_verifier"]
    doute: str | None


class ReponseVaccins(BaseModel):
    """Every line that concerns or concerned the person, in display order."""

    au: Jour
    version_contenu: str
    lignes: list[LigneDite]
    a_preciser: list[str]
    campagnes: list[CampagneDite] | None = None


def complete_schema_vaccins(schema: dict[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    """Name in the documentation the codes, events and campaigns the content knows."""
    formes = schema["components"]["schemas"]
    reglages = catalogue.vaccins.reglages
    formes["Vaccination"]["properties"]["vaccin"]["enum"] = list(catalogue.vaccins.codes)
    demande = formes["DemandeVaccins"]["properties"]
    demande["autres_dates"]["anyOf"][0]["propertyNames"] = {"enum": sorted(reglages.evenements)}
    familles = "|".join(reglages.campagnes)
    demande["campagnes"]["anyOf"][0]["propertyNames"] = {"pattern": f"^({familles})-[0-9]{{4}}$"}
    reponse = schema["paths"]["/api/v1/vaccins"]["post"]["responses"]["200"]
    reponse["content"]["application/json"]["example"] = EXEMPLE_REPONSE_VACCINS
    return schema
