"""Holds the vocabulary: each fact a person may state, its type, bounds and question. No answer lives here."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Groupe = Literal[
    "sante-generale", "tabac-alcool", "cancers", "coeur", "grossesse", "enfants", "vaccins", "personnel",
]  # fmt: skip

#: What the birth date tells: never asked as such.
FAITS_DEDUITS = frozenset({"age", "age_nouveau_ne_jours"})
#: Told by the department of residence.
TERRITOIRES = {"973": "territoire-guyane", "976": "territoire-mayotte"}

_STRICT = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Urgence(BaseModel):
    """What to show before anything else when the answer means "now"."""

    model_config = _STRICT

    numeros: tuple[str, ...] = Field(min_length=1)
    texte: str
    texte_falc: tuple[str, ...] = Field(min_length=1)


class QuestionProche(BaseModel):
    """The same question about someone else. `pourquoi` and the urgent texts are those of the question when absent.

    Texts say "votre proche"; pages put "votre enfant" instead for a child.
    """

    model_config = _STRICT

    question: str
    question_falc: str
    affirmation: str
    negation: str
    pourquoi: str | None = None
    pourquoi_falc: str | None = None
    urgence: str | None = None
    urgence_falc: tuple[str, ...] | None = None


class QuestionPosee(BaseModel):
    """The wording of one question, normal and FALC side by side, and of its two answers."""

    model_config = _STRICT

    fait: str
    ordre: int = Field(ge=1, le=99)
    question: str
    question_falc: str
    pourquoi: str
    pourquoi_falc: str
    affirmation: str
    negation: str
    unite: str | None = None
    urgence: Urgence | None = None
    #: Asked about someone else; without it the page frames the question: "Répondez pour votre proche".
    proche: QuestionProche | None = None
    #: The question is pointless once an act of this recommendation is dated in the history.
    sans_objet_si_fait: str | None = None
    #: Where the question would make no sense, it is not asked: only this sex, only these ages (bounds included).
    pour_sexe: Literal["F", "M"] | None = None
    ages: tuple[int, int] | None = None
    #: A follow-up: asked only once one of these facts was answered yes.
    seulement_si: tuple[str, ...] = ()
    #: For this sex the question moves to the optional personal group.
    personnel_si_sexe: Literal["F", "M"] | None = None


class DefinitionFait(BaseModel):
    """Type and sane bounds of a fact, as the vocabulary file gives them."""

    model_config = _STRICT

    type: Literal["bool", "number"]
    min: float | None = None
    max: float | None = None

    @model_validator(mode="after")
    def _bounds_go_with_numbers(self) -> "DefinitionFait":
        bornes = (self.min, self.max)
        if self.type == "number" and None in bornes:
            raise ValueError("un fait de type number a un min et un max")
        if self.type == "bool" and bornes != (None, None):
            raise ValueError("un fait de type bool n'a ni min ni max")
        return self


class Fait(BaseModel):
    """A fact of the vocabulary, with its question when one exists."""

    model_config = _STRICT

    nom: str
    definition: DefinitionFait
    question: QuestionPosee | None = None
    groupe: Groupe | None = None
