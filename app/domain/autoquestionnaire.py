"""Holds the questions a person prepares before "Mon bilan prévention", in our own words, and what they answered.

The answers live in the browser's own encrypted state. No verdict reads them, no score is made of them.
"""

from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.domain.creneaux import TrancheDAge
from app.domain.droits import Identifiant, UniteSourcee
from app.domain.fiches import Phrases, Texte

_STRICT = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
#: Two answers that every question takes; neither is a no.
NE_SAIS_PAS, NE_DIS_PAS = "ne-sais-pas", "ne-dis-pas"
#: An answer a person gave: the question, and the value of the choice.
Reponses = tuple[tuple[str, str], ...]


class Choix(BaseModel):
    """One answer a question offers."""

    model_config = _STRICT

    valeur: Identifiant
    normal: Texte
    falc: Texte


OUI_NON = (Choix(valeur="oui", normal="Oui", falc="Oui"), Choix(valeur="non", normal="Non", falc="Non"))


class Danger(BaseModel):
    """The answers that mean "now", and the fact whose emergency text is then shown first."""

    model_config = _STRICT

    si: Annotated[tuple[Identifiant, ...], Field(min_length=1)]
    fait: Texte


class QuestionDuBilan(BaseModel):
    """One question; without `tranches` it is asked at every age of its theme."""

    model_config = _STRICT

    id: Annotated[Identifiant, Field(max_length=24)]
    tranches: tuple[TrancheDAge, ...] = ()
    normal: Texte
    falc: Texte
    choix: Annotated[tuple[Choix, ...], Field(min_length=2, max_length=5)] = OUI_NON
    danger: Danger | None = None

    @model_validator(mode="after")
    def _coherent(self) -> "QuestionDuBilan":
        valeurs = [choix.valeur for choix in self.choix]
        if len({*valeurs, NE_SAIS_PAS, NE_DIS_PAS}) != len(valeurs) + 2:
            raise ValueError("choix : des valeurs toutes différentes, sans ne-sais-pas ni ne-dis-pas")
        if self.danger is not None and not set(self.danger.si) <= set(valeurs):
            raise ValueError("danger : si nomme des valeurs des choix")
        return self

    @property
    def valeurs(self) -> frozenset[str]:
        """Every answer it takes."""
        return frozenset({*(choix.valeur for choix in self.choix), NE_SAIS_PAS, NE_DIS_PAS})


class ThemeNormal(BaseModel):
    """The plain French texts of a theme."""

    model_config = _STRICT

    titre: Annotated[str, Field(min_length=1, max_length=60)]
    intro: Texte


class ThemeFalc(BaseModel):
    """The easy-to-read texts of the same theme."""

    model_config = _STRICT

    titre: Texte
    intro: Phrases


class ThemeDuBilan(UniteSourcee):
    """One page of questions. `personnel` puts it in the optional group, opened by the person, with numbers to call."""

    id: Identifiant
    ordre: Annotated[int, Field(ge=1, le=99)]
    pictogramme: Texte
    tranches: Annotated[tuple[TrancheDAge, ...], Field(min_length=1)]
    personnel: bool = False
    contacts: tuple[Identifiant, ...] = ()
    normal: ThemeNormal
    falc: ThemeFalc
    questions: Annotated[tuple[QuestionDuBilan, ...], Field(min_length=1, max_length=6)]

    @model_validator(mode="after")
    def _coherent(self) -> "ThemeDuBilan":
        if self.personnel and not self.contacts:
            raise ValueError("contacts : un thème personnel dit qui appeler")
        if any(question.danger for question in self.questions) and not self.personnel:
            raise ValueError("personnel : une question qui peut dire un danger est dans le groupe facultatif")
        vides = [t for t in self.tranches if not any(_concerne(question, t) for question in self.questions)]
        if vides or any(not set(question.tranches) <= set(self.tranches) for question in self.questions):
            raise ValueError("tranches : chaque tranche a une question, chaque question est dans les tranches du thème")
        return self

    def pour(self, tranche: TrancheDAge) -> tuple[QuestionDuBilan, ...]:
        """Its questions at this age."""
        return tuple(question for question in self.questions if _concerne(question, tranche))


def _concerne(question: QuestionDuBilan, tranche: TrancheDAge) -> bool:
    return not question.tranches or tranche in question.tranches


def themes_de(themes: Iterable[ThemeDuBilan], tranche: TrancheDAge) -> tuple[ThemeDuBilan, ...]:
    """The pages of one age band, the optional ones last."""
    voulus = (theme for theme in themes if tranche in theme.tranches)
    return tuple(sorted(voulus, key=lambda theme: (theme.personnel, theme.ordre)))


def answer(reponses: Reponses, theme: ThemeDuBilan, dites: Mapping[str, str]) -> Reponses:
    """The same answers with those of one theme; a question that was not touched keeps its own."""
    gardees = dict(reponses)
    for question in theme.questions:
        dite = dites.get(question.id, "")
        if dite in question.valeurs:
            gardees[question.id] = dite
    return tuple(gardees.items())


def faits_de_danger(themes: Iterable[ThemeDuBilan], reponses: Reponses) -> tuple[str, ...]:
    """The facts whose emergency text must come first, each once."""
    dites = dict(reponses)
    faits = (
        question.danger.fait
        for theme in themes
        for question in theme.questions
        if question.danger is not None and dites.get(question.id) in question.danger.si
    )
    return tuple(dict.fromkeys(faits))
