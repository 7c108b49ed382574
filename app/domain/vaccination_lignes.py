"""Holds the form of the vaccine schedule: lines, doses, conditions, texts. Data only: it forecasts nothing.

Every French rule is written in the content; the engine reads these forms and knows no vaccine by name.
"""

import datetime as dt
import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.domain.criteres import Critere, clauses
from app.domain.dates import Duree
from app.domain.fiches import Lecture, MotExplique, Phrases, Source, Territoire, Texte
from app.domain.vaccination_verdicts import StatutVaccin
from app.domain.verifiable import Verifiable

GenreLigne = Literal["obligatoire", "recommande", "rattrapage", "possible", "regle"]

_STRICT = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
Nom = Annotated[str, Field(pattern=re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$"))]


class PourQuiVaccin(BaseModel):
    """Whom a line concerns: from an age, before an age (excluded), a sex, a birth cohort, and facts."""

    model_config = _STRICT

    de: Duree | None = None
    avant: Duree | None = None
    sexe: Literal["F", "M"] | None = None
    ne_depuis: dt.date | None = None
    ne_avant: dt.date | None = None
    conditions: tuple[Critere, ...] = ()
    #: The conditions open the line to the younger; from the age on they are not asked.
    ou_age: bool = False

    @model_validator(mode="after")
    def _ages_in_order(self) -> "PourQuiVaccin":
        if self.de and self.avant and (self.de.mois, self.de.jours) >= (self.avant.mois, self.avant.jours):
            raise ValueError("avant : un âge après celui de « de »")
        if self.ou_age and not (self.de and self.conditions):
            raise ValueError("ou_age : demande un âge (de) et des conditions")
        return self


class DosePrevue(BaseModel):
    """One dose of a scheme. Ages count from birth, intervals from the dose before; ends are excluded."""

    model_config = _STRICT

    age: Duree | None = None
    age_min: Duree | None = None
    age_limite: Duree | None = None
    intervalle_min: Duree | None = None
    intervalle: Duree | None = None
    intervalle_depuis_la_premiere: Duree | None = None
    intervalle_max: Duree | None = None
    #: Age from which the dose is late.
    fin_de_fenetre: Duree | None = None
    #: A recorded dose counts from this age, and before that one, when the advice is narrower than what is accepted.
    compte_depuis: Duree | None = None
    compte_avant: Duree | None = None
    #: Needed only when the dose before was given before this age.
    si_precedente_avant: Duree | None = None
    #: Needed only when no earlier season had its dose.
    premiere_saison: bool = False

    @property
    def valable_des(self) -> Duree | None:
        """Age from which a recorded dose counts."""
        return self.compte_depuis or self.age_min


class SchemaVaccinal(BaseModel):
    """Doses in order, for those whose series began in an age window, or with one of some vaccines."""

    model_config = _STRICT

    nom: Nom
    commence_a: Duree | None = None
    commence_avant: Duree | None = None
    vaccins: tuple[Nom, ...] = ()
    doses: Annotated[tuple[DosePrevue, ...], Field(min_length=1)]


class DelaiSelon(BaseModel):
    """A delay that replaces the usual one for some people."""

    model_config = _STRICT

    si: Critere
    delai: Duree


class Precedent(BaseModel):
    """What must be far enough in the past: doses of other vaccines, or an event (an infection)."""

    model_config = _STRICT

    vaccins: tuple[Nom, ...] = ()
    #: All these groups must have been received (a sequence) for the delay to apply.
    et_aussi: tuple[Nom, ...] = ()
    evenement: Nom | None = None
    delai: Duree
    delai_selon: tuple[DelaiSelon, ...] = ()
    #: For the first dose only; otherwise for each dose.
    premiere_dose: bool = True

    @model_validator(mode="after")
    def _something(self) -> "Precedent":
        if not self.vaccins and self.evenement is None:
            raise ValueError("vaccins ou evenement : dites ce qui précède")
        return self


class SaisonVaccin(BaseModel):
    """A line given during campaigns: `campagne` is the family of their keys (automne gives automne-2026)."""

    model_config = _STRICT

    campagne: Nom
    #: A dose is due each season; otherwise one is enough.
    chaque_saison: bool
    #: A dose given this long before the opening already counts for the season.
    avance: Duree | None = None


class FenetreGrossesse(BaseModel):
    """Time since the first day of the last period; the end is excluded. Each pregnancy needs its dose."""

    model_config = _STRICT

    de: Duree
    avant: Duree


class ExclusionVaccin(BaseModel):
    """What closes a line for someone, with the status to show and why."""

    model_config = _STRICT

    si: Critere | None = None
    evenement: Nom | None = None
    statut: Literal["contre_indique", "pas_indique", "avis_professionnel", "plus_tard"]
    parce_que: Texte
    parce_que_falc: Texte
    #: The exclusion ends once this line is complete.
    jusqu_a_fin_de: Nom | None = None

    @model_validator(mode="after")
    def _one_cause(self) -> "ExclusionVaccin":
        if (self.si is None) is (self.evenement is None):
            raise ValueError("si ou evenement : une seule cause, et une au moins")
        return self


class AvisProfessionnel(BaseModel):
    """Where the sources say that no program may decide: at these ages or at every age, or after another dose."""

    model_config = _STRICT

    de: Duree | None = None
    avant: Duree | None = None
    #: Only who already had a dose that no longer counts is sent, and only while a dose would be advised.
    si_deja_recue: bool = False
    parce_que: Texte
    parce_que_falc: Texte


class DoseTropTot(BaseModel):
    """What a dose given too soon after another leads to, when it takes a professional to say."""

    model_config = _STRICT

    parce_que: Texte
    parce_que_falc: Texte
    #: The dose too many is numbered after it, and no date is given.
    dose_suivante: bool = False


class Obligation(BaseModel):
    """When a catch-up is still the law: for a cohort, before an age; late from an age."""

    model_config = _STRICT

    ne_depuis: dt.date
    avant: Duree
    en_retard_a: Duree


class RendezVousFixe(BaseModel):
    """A booster at a fixed age: too close to the last dose, it is left to the next fixed age."""

    model_config = _STRICT

    #: Repeated at this rhythm after the first age; otherwise the next line takes over.
    tous_les: Duree | None = None


class TexteVaccin(BaseModel):
    """The plain French texts of a line."""

    model_config = _STRICT

    titre: Annotated[str, Field(min_length=1, max_length=80)]
    resume: Texte
    pourquoi: Texte
    #: Where the rule comes from.
    origine: Texte
    ou: Texte
    prix: Texte
    preuve: Texte
    precautions: tuple[Texte, ...] = ()


class TexteVaccinFalc(BaseModel):
    """The easy-to-read texts of a line: one sentence an item."""

    model_config = _STRICT

    titre: Texte
    resume: Texte
    pourquoi: Phrases
    ou: Phrases
    prix: Phrases
    preuve: Phrases
    mots: tuple[MotExplique, ...] = ()


class LigneVaccin(Verifiable):
    """One line of the schedule, exactly as its content file gives it."""

    id: Nom
    serie: Nom
    genre: GenreLigne
    ordre: Annotated[int, Field(ge=1, le=999)]
    antigenes: tuple[Nom, ...] = ()
    #: Codes whose doses count.
    vaccins: tuple[Nom, ...] = ()
    #: Codes that close the line: another product of the same protection was begun.
    incompatibles: tuple[Nom, ...] = ()
    pour_qui: PourQuiVaccin = PourQuiVaccin()
    #: Age from which a dose begins the series, whatever the line that counts it.
    debut_de_serie: Duree | None = None
    schemas: tuple[SchemaVaccinal, ...] = ()
    precedents: tuple[Precedent, ...] = ()
    #: Never over: each dose is due again after the delays of `precedents`.
    a_refaire: bool = False
    rendez_vous: RendezVousFixe | None = None
    saison: SaisonVaccin | None = None
    fenetre_grossesse: FenetreGrossesse | None = None
    sauf: tuple[ExclusionVaccin, ...] = ()
    avis: AvisProfessionnel | None = None
    dose_trop_tot: DoseTropTot | None = None
    obligation: Obligation | None = None
    #: Lateness is only said to those this is true of.
    en_retard_si: Critere | None = None
    #: Lines this one stands for, once it concerns the person: they are not shown twice.
    remplace: tuple[Nom, ...] = ()
    #: The acts that price one dose, the injection apart; none when no price is known or when it depends on the place.
    actes: tuple[Nom, ...] = ()
    normal: TexteVaccin
    falc: TexteVaccinFalc
    territoires: tuple[Territoire, ...] = ()
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    en_vigueur_depuis: dt.date
    relu_par: tuple[Lecture, ...] = ()

    @model_validator(mode="after")
    def _coherent(self) -> "LigneVaccin":
        if not self.schemas and self.avis is None:
            raise ValueError("schemas : des doses, sauf si avis dit de voir un professionnel")
        if self.schemas and not self.vaccins:
            raise ValueError("vaccins : les codes dont les doses comptent")
        if (self.genre == "rattrapage") < (self.obligation is not None):
            raise ValueError("obligation : pour les lignes de rattrapage seulement")
        return self

    @property
    def se_repete(self) -> bool:
        """Whether the line always has a next dose."""
        return self.a_refaire or (self.rendez_vous is not None and self.rendez_vous.tous_les is not None)

    def criteres(self) -> tuple[Critere, ...]:
        """Every criterion of the line."""
        return (
            *self.pour_qui.conditions,
            *(exclusion.si for exclusion in self.sauf if exclusion.si is not None),
            *(selon.si for precedent in self.precedents for selon in precedent.delai_selon),
            *((self.en_retard_si,) if self.en_retard_si is not None else ()),
        )

    def faits_lus(self) -> frozenset[str]:
        """Every fact the line reads."""
        return frozenset(clause.fait for critere in self.criteres() for clause in clauses(critere))

    def codes_cites(self) -> frozenset[str]:
        """Every vaccine code the line names."""
        cites = {*self.vaccins, *self.incompatibles}
        for schema in self.schemas:
            cites.update(schema.vaccins)
        for precedent in self.precedents:
            cites.update((*precedent.vaccins, *precedent.et_aussi))
        return frozenset(cites)

    def evenements(self) -> frozenset[str]:
        """Every dated event the line reads."""
        nommes = {precedent.evenement for precedent in self.precedents} | {e.evenement for e in self.sauf}
        return frozenset(nom for nom in nommes if nom is not None)


#: Statuses an exclusion may give, by the word of the content.
STATUTS_D_EXCLUSION = {
    nom: StatutVaccin(nom) for nom in ("contre_indique", "pas_indique", "avis_professionnel", "plus_tard")
}
