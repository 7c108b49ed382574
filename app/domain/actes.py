"""Holds the form of one act of care: its words, the figures of its price, the rules it departs from. No calculation."""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from app.domain.familles import FamilleDeSoins, TiersPayant
from app.domain.fiches import Euros, Lecture, MotExplique, Phrases, Source, Texte
from app.domain.parametres import IdCouts
from app.domain.verifiable import Verifiable

_STRICT = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


def _read_fois(valeur: object) -> object:
    if isinstance(valeur, Decimal):
        return valeur
    if not isinstance(valeur, str):
        raise ValueError('nombre attendu entre guillemets, par exemple "1.5"')
    return valeur


class Terme(BaseModel):
    """A figure taken some number of times: a key letter by its coefficient, or a tariff once."""

    model_config = _STRICT

    parametre: IdCouts
    fois: Annotated[Decimal, BeforeValidator(_read_fois), Field(gt=0, le=1000)] = Decimal(1)


def _read_terme(valeur: Any) -> Any:
    """The name of a figure alone means once."""
    return {"parametre": valeur} if isinstance(valeur, str) else valeur


Termes = Annotated[tuple[Annotated[Terme, BeforeValidator(_read_terme)], ...], Field(min_length=1)]


class TexteActe(BaseModel):
    """The plain words of an act: its name, what it is, and what may be billed besides."""

    model_config = _STRICT

    libelle: Annotated[str, Field(min_length=1, max_length=80)]
    resume: Annotated[str, Field(min_length=1, max_length=220)]
    bon_a_savoir: tuple[Texte, ...] = ()
    peut_etre_facture: tuple[Texte, ...] = ()


class TexteActeFalc(BaseModel):
    """The easy-to-read words of an act: one sentence an item."""

    model_config = _STRICT

    libelle: Texte
    texte: Phrases
    mots: tuple[MotExplique, ...] = ()


class PrixConstate(BaseModel):
    """Between what and what people really pay when the price is free. `max` null: no published upper end."""

    model_config = _STRICT

    min: Euros | None = None
    max: Euros | None = None
    source: Source

    @model_validator(mode="after")
    def _in_order(self) -> "PrixConstate":
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("prix_constate : min au plus égal à max")
        return self


class CoutReel(BaseModel):
    """What the act costs everyone together, a dated order of magnitude, with its sentence in both languages."""

    model_config = _STRICT

    montant: Euros | None
    texte: Texte
    texte_falc: Texte
    source: Source


class ReglesActe(BaseModel):
    """What the act departs from its family by. Absent: the family's rule."""

    model_config = _STRICT

    acces_direct: bool = False
    acte_lourd: bool = False
    maternite: bool = False
    cent_pour_cent_sante: bool = False
    prevention: bool = False
    sans_participation: bool = False
    sans_franchise: bool = False
    sans_depassement: bool = False
    non_conventionne: bool = False
    psychiatrie: bool = False
    participations: Annotated[int, Field(ge=1, le=20)] = 1
    tiers_payant: TiersPayant | None = None
    complementaire_exclue: bool = False


class Acte(Verifiable):
    """One act, exactly as its content file gives it.

    `base` is what the Sécu counts on, `tarif` the set price when it is another one (null: the base), `prix_constate`
    what people pay when the price is free (then the price of a person who does not say it is a range).
    """

    id: IdCouts
    famille: FamilleDeSoins
    normal: TexteActe
    falc: TexteActeFalc
    mots: tuple[Texte, ...] = ()
    frequent: Annotated[int, Field(ge=1, le=99)] | None = None
    #: The act is for children alone: pages show its price for a child, who owes less.
    pour_un_enfant: bool = False
    code: Texte | None = None
    base: Termes | None = None
    tarif: Termes | None = None
    prix_constate: PrixConstate | None = None
    taux: IdCouts | None = None
    regles: ReglesActe = ReglesActe()
    jours: Annotated[int, Field(ge=0, le=365)] | None = None
    cout_reel: CoutReel | None = None
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    relu_par: tuple[Lecture, ...] = ()

    @model_validator(mode="after")
    def _coherent(self) -> "Acte":
        if (self.base is None) is (self.famille not in ("urgences", "non_rembourse")):
            raise ValueError("base : obligatoire, sauf pour les urgences et le non remboursé, qui n'en ont pas")
        if self.famille == "non_rembourse" and not (self.tarif or self.prix_constate):
            raise ValueError("tarif ou prix_constate : dites le prix de ce qui n'est pas remboursé")
        return self

    def parametres_lus(self) -> tuple[str, ...]:
        """Every figure the act names."""
        termes = (*(self.base or ()), *(self.tarif or ()))
        return (*(terme.parametre for terme in termes), *((self.taux,) if self.taux else ()))
