"""Holds the forms of the costs' API: what is accepted, and what the documentation shows. Computes nothing."""

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from app.domain.bareme import Bareme
from app.domain.budget_ouvert import ActeDemande
from app.domain.catalogue import Catalogue
from app.domain.dates import parse_date_approchee
from app.domain.decompte_ouvert import Demande
from app.domain.euros import Montant, Taux
from app.domain.familles import FamilleLibre
from app.domain.soins import SituationDeSoins, Soin
from app.routers.formes_conseils import SourceDite

LE_MIN = date(1900, 1, 1)
LE_MAX = date(2099, 12, 31)
ACTES_MAX = 600


def _read_jour(valeur: object) -> date:
    """Read one exact day, given as a string: 0 would be 1970."""
    if not isinstance(valeur, str):
        raise ValueError("date attendue")
    jour = parse_date_approchee(valeur)
    if not jour.exacte or not LE_MIN <= jour.premier <= LE_MAX:
        raise ValueError("date hors des bornes")
    return jour.premier


_UN_JOUR = {"type": "string", "format": "date", "description": f"Un jour, du {LE_MIN} au {LE_MAX}."}
Jour = Annotated[date, BeforeValidator(_read_jour), WithJsonSchema(_UN_JOUR | {"examples": ["2026-11-22"]})]
IdActe = Annotated[str, Field(max_length=80)]

EXEMPLE_DECOMPTE: dict[str, Any] = {
    "le": "2026-11-22",
    "acte": "consultation-generaliste",
    "situation": {"date_naissance": "1980-01-01", "parcours": "respecte", "complementaire": "responsable"},
}
EXEMPLE_BUDGET: dict[str, Any] = {
    "annee": 2026,
    "situation": {"date_naissance": "1980-01-01", "parcours": "respecte", "complementaire": "responsable"},
    "actes": [
        {"acte": "consultation-generaliste", "rembourse_le": "2026-03-10", "professionnel": "a"},
        {"famille": "medicament", "rembourse_le": "2026-03-12", "quantite": 3, "prix": "4.50"},
    ],
}
_FORME = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


class ActeLibre(BaseModel):
    """A care priced by the caller: its family, the base the Sécu counts on, and what makes it an exception."""

    model_config = _FORME

    famille: FamilleLibre
    base: Montant
    taux: Taux | None = None
    acte_lourd: bool | None = None
    maternite: bool | None = None

    def soin(self) -> Soin:
        """The care, at its base until a price is told."""
        return Soin(
            famille=self.famille,
            base=self.base,
            prix=self.base,
            taux=self.taux,
            acte_lourd=bool(self.acte_lourd),
            maternite=bool(self.maternite),
        )


class DemandeDecompte(BaseModel):
    """One care, one day, one person. `acte` or `acte_libre`, never both."""

    model_config = ConfigDict(**_FORME, json_schema_extra={"examples": [EXEMPLE_DECOMPTE]})

    le: Jour | None = None
    acte: IdActe | None = None
    acte_libre: ActeLibre | None = None
    prix: Montant | None = None
    jours: Annotated[int, Field(ge=0, le=365)] | None = None
    situation: SituationDeSoins = SituationDeSoins()

    @model_validator(mode="after")
    def _one_act(self) -> Self:
        if (self.acte is None) is (self.acte_libre is None):
            raise ValueError("acte ou acte_libre, l'un des deux")
        return self

    def demande(self, bareme: Bareme, aujourdhui: date) -> Demande:
        """What the domain is asked; ActeInconnu for an act nobody knows."""
        return Demande(
            le=self.le or aujourdhui,
            situation=self.situation,
            acte=bareme.acte(self.acte) if self.acte is not None else None,
            soin=self.acte_libre.soin() if self.acte_libre is not None else None,
            prix=self.prix,
            jours=self.jours,
        )


class ActeDuBudget(BaseModel):
    """One line of the year: an act of the catalogue or a family, and the day it is reimbursed."""

    model_config = _FORME

    acte: IdActe | None = None
    famille: FamilleLibre | None = None
    rembourse_le: Jour
    professionnel: Annotated[str, Field(max_length=80)] | None = None
    quantite: Annotated[int, Field(ge=1, le=999)] | None = None
    prix: Montant | None = None

    @model_validator(mode="after")
    def _one_act(self) -> Self:
        if (self.acte is None) is (self.famille is None):
            raise ValueError("acte ou famille, l'un des deux")
        return self


class DemandeBudget(BaseModel):
    """A year of care, done or planned."""

    model_config = ConfigDict(**_FORME, json_schema_extra={"examples": [EXEMPLE_BUDGET]})

    annee: Annotated[int, Field(ge=2000, le=2099)]
    situation: SituationDeSoins = SituationDeSoins()
    actes: Annotated[tuple[ActeDuBudget, ...], Field(max_length=ACTES_MAX, strict=False)]

    def demandes(self, bareme: Bareme) -> list[ActeDemande]:
        """What the domain is asked; ActeInconnu for an act nobody knows."""
        return [
            ActeDemande(
                acte=bareme.acte(ligne.acte) if ligne.acte is not None else None,
                famille=ligne.famille,
                rembourse_le=ligne.rembourse_le,
                professionnel=ligne.professionnel,
                quantite=ligne.quantite or 1,
                prix=ligne.prix,
            )
            for ligne in self.actes
        ]


EurosDits = Annotated[str, Field(pattern=r"^-?\d+\.\d\d$")]
Certitude = Literal["sure", "a_verifier"]


class FourchetteDite(BaseModel):
    """The two ends of what is not known; null is an end nobody knows."""

    min: EurosDits | None
    max: EurosDits | None


class ChiffreDit(BaseModel):
    """A figure used: its value that day, since when, and the article that sets it when we have read it."""

    id: str
    libelle: str
    valeur: str
    depuis: date
    article: str | None


class LigneDite(BaseModel):
    """One signed step from the price to what remains: the lines add up to `reste_a_charge`."""

    code: str
    libelle: str
    montant: EurosDits | None
    fourchette: FourchetteDite | None
    raison: str | None
    source: SourceDite | None
    depuis: date | None
    chiffres: list[ChiffreDit]


class SiDit(BaseModel):
    """An answer nobody gave, counted as no, and what it would add to `reste_a_charge`."""

    fait: str
    libelle: str
    delta: EurosDits | None
    fourchette: FourchetteDite | None


class ReponseDecompte(BaseModel):
    """Every amount, null when it is not known (its range is then in `fourchettes`), and the lines that explain them."""

    au: date
    version_contenu: str
    le: date
    acte: str | None
    libelle: str | None
    tarif: EurosDits | None
    base: EurosDits | None
    taux: Annotated[str, Field(pattern=r"^[01]\.\d\d+$")] | None
    amo_brut: EurosDits | None
    majoration_hors_parcours: EurosDits | None
    ticket_moderateur: EurosDits | None
    participation_forfaitaire: EurosDits | None
    franchise: EurosDits | None
    forfait_journalier: EurosDits | None
    forfait: EurosDits | None
    amo_net: EurosDits | None
    depassement: EurosDits | None
    reste_avant_complementaire: EurosDits | None
    part_complementaire: EurosDits | None
    reste_a_charge: EurosDits | None
    a_payer_sur_place: EurosDits | None
    fourchettes: dict[str, FourchetteDite]
    lignes: list[LigneDite]
    si: list[SiDit]
    certitude: Certitude
    doutes: list[str]


class ActeDit(BaseModel):
    """One act found. `tarif` is null when the price is free or not known that day."""

    id: str
    libelle: str
    libelle_falc: str
    resume: str
    famille: str
    frequent: bool
    tarif: EurosDits | None
    certitude: Certitude


class ReponseActes(BaseModel):
    """The acts found, best first; the frequent ones when nothing is asked."""

    au: date
    version_contenu: str
    actes: list[ActeDit]


class PlafondDit(BaseModel):
    """A yearly cap: the day it is reached, and what may still be held back before it."""

    atteint_le: date | None
    reste: EurosDits | None
    reste_nombre: int | None


class MoisDit(BaseModel):
    """One month of the year."""

    mois: Annotated[str, Field(pattern=r"^\d{4}-\d\d$")]
    lignes: int
    participation_forfaitaire: EurosDits | None
    franchise: EurosDits | None
    reste_a_charge: EurosDits | None


class LigneBudgetDite(BaseModel):
    """One line of the year in date order; `rang` is its place in the request, `plafond` the cap that lowered it."""

    rang: int
    acte: str | None
    famille: str
    libelle: str | None
    rembourse_le: date
    quantite: int
    participation_forfaitaire: EurosDits | None
    franchise: EurosDits | None
    reste_a_charge: EurosDits | None
    plafond: Literal["jour", "annee"] | None


class ReponseBudget(BaseModel):
    """The year. `reste_a_charge` is null unless every line has a price and the situation settles it."""

    au: date
    version_contenu: str
    annee: int
    participation_forfaitaire: EurosDits | None
    franchise: EurosDits | None
    reste_a_charge: EurosDits | None
    fourchettes: dict[str, FourchetteDite]
    plafonds: dict[str, PlafondDit]
    mois: list[MoisDit]
    lignes: list[LigneBudgetDite]
    autres_annees: int
    certitude: Certitude
    doutes: list[str]


def complete_schema_couts(schema: dict[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    """Name in the documentation the acts the content knows."""
    ids = sorted(catalogue.bareme.actes)
    formes = schema["components"]["schemas"]
    for nom in ("DemandeDecompte", "ActeDuBudget"):
        formes[nom]["properties"]["acte"]["anyOf"][0] = {"type": "string", "enum": ids}
    return schema
