"""Holds the form of one recommendation: whom it concerns, its rhythm, its texts, its sources. No evaluation here."""

import datetime as dt
import re
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, HttpUrl, model_validator

from app.domain.criteres import Clause, Critere, clauses
from app.domain.dates import Duree, add_duree
from app.domain.jalons import Jalon
from app.domain.verifiable import Verifiable

Genre = Literal["depistage", "rendez-vous", "habitude", "orientation", "droit", "information", "alerte", "campagne"]
Famille = Literal[
    "securite", "cancers", "bilans", "enfants", "grossesse", "sexualite", "coeur", "os", "vision", "audition",
    "femmes", "sante-mentale", "violences", "addictions", "mode-de-vie", "seniors", "environnement",
]  # fmt: skip
AGE_MAX = 120
#: Any birth date: only the order of the durations is compared.
_NAISSANCE = dt.date(2001, 1, 1)

_STRICT = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
Texte = Annotated[str, Field(min_length=1)]
Phrases = Annotated[tuple[Texte, ...], Field(min_length=1)]


def _quoted(valeur: object) -> object:
    if valeur is not None and not isinstance(valeur, str):
        raise ValueError('montant attendu entre guillemets, par exemple "8.50"')
    return valeur


def _to_the_cent(montant: Decimal) -> Decimal:
    if montant != montant.quantize(Decimal("0.01")) or montant < 0:
        raise ValueError("montant attendu en euros, positif, avec deux décimales")
    return montant


Euros = Annotated[Decimal, BeforeValidator(_quoted), AfterValidator(_to_the_cent)]


class PourQui(BaseModel):
    """Whom a recommendation concerns: completed years (bounds included), sex or organ, and facts, all required."""

    model_config = _STRICT

    ages: tuple[tuple[int, int], ...] = Field(min_length=1)
    sexe: Literal["F", "M"] | None = None
    organe: str | None = None
    conditions: tuple[Critere, ...] = ()

    @model_validator(mode="after")
    def _windows_in_order(self) -> "PourQui":
        plancher = -1
        for debut, fin in self.ages:
            if not plancher < debut <= fin <= AGE_MAX:
                raise ValueError("ages : des fenêtres [début, fin] croissantes, sans recouvrement, de 0 à 120")
            plancher = fin
        if self.organe and not self.sexe:
            raise ValueError("organe : précise une recommandation qui a un sexe")
        return self


class Exclusion(BaseModel):
    """A clause that, when true, removes the recommendation, and what to look at instead."""

    model_config = _STRICT

    si: Clause
    parce_que: Texte
    parce_que_falc: Texte
    plutot: str | None = None


class FrequenceSelonAge(BaseModel):
    """The rhythm for some ages."""

    model_config = _STRICT

    a_partir_de: int = 0
    jusqu_a: int = AGE_MAX
    frequence: Duree


class TexteNormal(BaseModel):
    """The plain French texts of a recommendation."""

    model_config = _STRICT

    titre: Annotated[str, Field(min_length=1, max_length=80)]
    resume: Annotated[str, Field(min_length=1, max_length=220)]
    texte: Texte
    pourquoi: Texte
    limites: str | None = None
    comment: Phrases
    sans_internet: Texte
    prix: Texte


class MotExplique(BaseModel):
    """A hard word and its meaning, in FALC."""

    model_config = _STRICT

    mot: Texte
    sens: Texte


class TexteFalc(BaseModel):
    """The easy-to-read texts: one sentence an item."""

    model_config = _STRICT

    titre: Texte
    resume: Texte
    texte: Phrases
    comment: Phrases
    sans_internet: Phrases
    prix: Phrases
    mots: tuple[MotExplique, ...] = ()


class Cout(BaseModel):
    """What is paid at the counter and what remains in the end, in euros; null when unknown, never zero by default.

    `actes` names the acts of care the amounts come from: they must then be those of the engine.
    """

    model_config = _STRICT

    a_payer: Euros | None
    reste_a_charge: Euros | None
    peut_etre_facture: tuple[Texte, ...] = ()
    actes: tuple[Texte, ...] = ()


class Territoire(BaseModel):
    """What the rule becomes in some departments."""

    model_config = _STRICT

    departements: Annotated[tuple[str, ...], Field(min_length=1)]
    texte: Texte


class Source(BaseModel):
    """A public source, with the day it was seen."""

    model_config = _STRICT

    editeur: Texte
    titre: Texte
    url: HttpUrl
    date: Texte
    vu_le: dt.date


class Lecture(BaseModel):
    """A reading by a real person, bound to the hash of the text they read."""

    model_config = _STRICT

    nom: Texte
    role: Texte
    organisation: Texte
    le: dt.date
    empreinte: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class Fiche(Verifiable):
    """One recommendation, exactly as its content file gives it."""

    id: Annotated[str, Field(pattern=re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$"))]
    genre: Genre
    famille: Famille
    priorite: Annotated[int, Field(ge=1, le=99)]
    pictogramme: Texte
    pour_qui: PourQui
    sauf: tuple[Exclusion, ...] = ()
    frequence: Duree | Literal["une_fois"] | None
    frequence_debut: Duree | None = None
    frequence_apres: dict[str, Duree] = Field(default_factory=dict)
    frequence_selon_age: tuple[FrequenceSelonAge, ...] = ()
    frequence_selon_fait: dict[str, Duree] = Field(default_factory=dict)
    mois: Annotated[int, Field(ge=1, le=12)] | None = None
    #: Appointments counted from birth, which the rhythm cannot tell: shown with their dates, read by no verdict.
    calendrier: tuple[Jalon, ...] = ()
    normal: TexteNormal
    falc: TexteFalc
    cout: Cout
    territoires: tuple[Territoire, ...] = ()
    signes_urgents: bool = False
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    en_vigueur_depuis: dt.date
    relu_par: tuple[Lecture, ...] = ()

    @model_validator(mode="after")
    def _coherent(self) -> "Fiche":
        if (self.genre == "campagne") is (self.mois is None):
            raise ValueError("mois : pour les campagnes, et pour elles seules")
        bornes = [(jalon.a_partir, jalon.avant) for jalon in self.calendrier]
        debuts = [add_duree(_NAISSANCE, debut) for debut, _ in bornes]
        if debuts != sorted(debuts) or any(add_duree(_NAISSANCE, d) >= add_duree(_NAISSANCE, f) for d, f in bornes):
            raise ValueError("calendrier : des dates croissantes, chacune avec a_partir avant avant")
        return self

    def faits_lus(self) -> frozenset[str]:
        """Every fact the rule reads."""
        lus = {clause.fait for critere in self.pour_qui.conditions for clause in clauses(critere)}
        lus.update(exclusion.si.fait for exclusion in self.sauf)
        lus.update(self.frequence_selon_fait)
        if self.pour_qui.organe:
            lus.add(self.pour_qui.organe)
        return frozenset(lus)
