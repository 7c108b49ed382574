"""Holds what the schedule shares between its lines: vaccine codes, dated campaigns, general rules. Data only."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.domain.dates import Duree
from app.domain.fiches import Phrases, Source, Texte
from app.domain.vaccination_lignes import Nom
from app.domain.verifiable import Verifiable

_STRICT = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class CodeVaccin(BaseModel):
    """A vaccine a person may have received: brands, what it protects from, the words people use."""

    model_config = _STRICT

    code: Nom
    libelle: Texte
    libelle_falc: Texte
    marques: tuple[Texte, ...] = ()
    antigenes: Annotated[tuple[Nom, ...], Field(min_length=1)]
    noms_courants: tuple[Texte, ...] = ()
    vivant: bool
    #: A live injected virus: kept apart from the others, unless given the same day.
    ecart_entre_vivants: bool = False

    @model_validator(mode="after")
    def _only_live_ones_are_kept_apart(self) -> "CodeVaccin":
        if self.ecart_entre_vivants and not self.vivant:
            raise ValueError("ecart_entre_vivants : pour un vaccin vivant seulement")
        return self


class DatesAilleurs(BaseModel):
    """The dates of a campaign in some departments; null when they are not known."""

    model_config = _STRICT

    departements: Annotated[tuple[str, ...], Field(min_length=1)]
    du: dt.date | None = None
    au: dt.date | None = None


class CampagneVaccinale(BaseModel):
    """One campaign: its key (automne-2026), its days, both included."""

    model_config = _STRICT

    cle: Annotated[str, Field(pattern=r"^[a-z]+(-[a-z]+)*-[0-9]{4}$")]
    du: dt.date
    au: dt.date
    ailleurs: tuple[DatesAilleurs, ...] = ()
    certitude: Literal["sure", "a_verifier"]
    doute: str | None = None
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    verifie_le: dt.date

    @model_validator(mode="after")
    def _coherent(self) -> "CampagneVaccinale":
        if self.au < self.du:
            raise ValueError("au : un jour après « du »")
        if self.certitude == "a_verifier" and not self.doute:
            raise ValueError("doute : dites ce qui n'est pas certain, puisque la certitude est a_verifier")
        return self

    @property
    def famille(self) -> str:
        """The word of the key: automne for automne-2026."""
        return self.cle.rpartition("-")[0]


class RepereVaccinal(Verifiable):
    """A general rule or a practical text of the schedule, shown beside the lines: who, how much, which edition."""

    id: Nom
    titre: Texte
    texte: Texte
    titre_falc: Texte
    texte_falc: Phrases
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]


class ReglagesVaccins(BaseModel):
    """The few numbers and names that hold for the whole schedule."""

    model_config = _STRICT

    #: Between two live injected vaccines not given the same day.
    ecart_entre_vivants: Duree
    regle_entre_vivants: Nom
    regle_dose_trop_tot: Nom
    #: The fact that says the record is lost.
    carnet_perdu: Nom
    #: Facts the department of residence tells: true in these, false in the others.
    territoires: dict[Nom, tuple[str, ...]] = {}
    #: The dated events a person may tell.
    evenements: tuple[Nom, ...] = ()
    #: Families of campaigns, the word before the year in their key.
    campagnes: tuple[Nom, ...] = ()
    #: A line that begins later than this is not shown yet.
    horizon: Duree
    #: A line of a campaign whose dates are not known is told this long before its age.
    annonce_de_saison: Duree
    #: How long a line that has just closed is still shown to an adult.
    rappel_de_fin: Duree
    majorite: Duree
    #: A catch-up series left this long is a catch-up again.
    serie_recente: Duree
    #: The shortest time before a dose is said to be late.
    retard_min: Duree
