"""Holds what changed in the content, in citizens' words, and what each change does to one person. Reads no clock."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.domain.dates import Duree
from app.domain.faits import Fait
from app.domain.fiches import Exclusion, Fiche, FrequenceSelonAge, Phrases, PourQui, Texte
from app.domain.moteur import Moteur
from app.domain.profil import Profil
from app.domain.verdicts import Resultat

_STRICT = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
#: The part of a unit that decides for whom, how often and at what price; its words are not in it.
_REGLE: dict[str, Any] = {
    "genre": True, "pour_qui": True, "frequence": True, "frequence_debut": True, "frequence_apres": True,
    "frequence_selon_age": True, "frequence_selon_fait": True, "mois": True,
    "sauf": {"__all__": {"si", "plutot"}}, "cout": {"a_payer", "reste_a_charge"},
}  # fmt: skip


class RegleAncienne(BaseModel):
    """What a rule was before a change: the keys that changed, and only those."""

    model_config = _STRICT

    pour_qui: PourQui | None = None
    sauf: tuple[Exclusion, ...] = ()
    frequence: Duree | Literal["une_fois"] | None = None
    frequence_debut: Duree | None = None
    frequence_apres: dict[str, Duree] = {}
    frequence_selon_age: tuple[FrequenceSelonAge, ...] = ()
    frequence_selon_fait: dict[str, Duree] = {}
    mois: Annotated[int, Field(ge=1, le=12)] | None = None

    @model_validator(mode="after")
    def _something(self) -> "RegleAncienne":
        if not self.model_fields_set or ("pour_qui" in self.model_fields_set and self.pour_qui is None):
            raise ValueError("regle_avant : recopiez les clés de la règle qui ont changé, telles qu'elles étaient")
        return self

    def applied_to(self, fiche: Fiche) -> Fiche:
        """The unit as it was."""
        return fiche.model_copy(update={nom: getattr(self, nom) for nom in self.model_fields_set})


class TexteChangement(BaseModel):
    """A change in plain French; `avant` is absent when nothing came before."""

    model_config = _STRICT

    avant: Texte | None = None
    maintenant: Texte


class TexteChangementFalc(BaseModel):
    """The same, easy to read: one sentence an item."""

    model_config = _STRICT

    avant: tuple[Texte, ...] = ()
    maintenant: Phrases


class Changement(BaseModel):
    """One dated entry. Without `conseils` it concerns the whole site, hence everyone."""

    model_config = _STRICT

    le: date
    conseils: tuple[str, ...] = ()
    regle_avant: dict[str, RegleAncienne] = {}
    normal: TexteChangement
    falc: TexteChangementFalc

    @model_validator(mode="after")
    def _coherent(self) -> "Changement":
        if (self.normal.avant is None) is not (not self.falc.avant):
            raise ValueError("avant : dans les deux textes, normal et falc, ou dans aucun")
        if not self.regle_avant.keys() <= set(self.conseils):
            raise ValueError("regle_avant : un conseil cité ici est aussi dans conseils")
        return self


class Effet(NamedTuple):
    """What one unit said to a person before a change, and what it says since."""

    avant: Resultat
    apres: Resultat


class Publie(NamedTuple):
    """An entry with the rules of its units before and after it, ready to be applied."""

    changement: Changement
    avant: Moteur
    apres: Moteur

    def effets(self, profil: Profil, au: date) -> list[Effet]:
        """What the entry changes for a person, unit by unit."""
        avant = {r.fiche.id: r for r in self.avant.evaluate(profil, au).resultats}
        return [Effet(avant[r.fiche.id], r) for r in self.apres.evaluate(profil, au).resultats]


def publish(
    changements: Sequence[Changement], fiches: Mapping[str, Fiche], faits: Mapping[str, Fait]
) -> tuple[Publie, ...]:
    """Compile the entries, the newest first: what a rule was is kept by the change that replaced it."""
    courantes = dict(fiches)
    publies = []
    for changement in reversed(changements):
        apres = [courantes[id_] for id_ in changement.conseils]
        for id_, regle in changement.regle_avant.items():
            courantes[id_] = regle.applied_to(courantes[id_])
        avant = [courantes[id_] for id_ in changement.conseils]
        publies.append(Publie(changement, Moteur(avant, faits), Moteur(apres, faits)))
    return tuple(publies)


def empreinte_regle(fiche: Fiche) -> str:
    """A hash that changes with the rule or the price, and not with the words that tell them."""
    regle = fiche.model_dump(mode="json", include=_REGLE, exclude_defaults=True)
    return hashlib.sha256(json.dumps(regle, sort_keys=True).encode()).hexdigest()[:16]


class Releve(NamedTuple):
    """What was recorded of a unit: the hash of its rule, and how many entries had named it by then."""

    regle: str
    changements: int


def untold(fiches: Iterable[Fiche], changements: Sequence[Changement], releve: Mapping[str, Releve]) -> list[str]:
    """The rules that changed, or appeared, without any entry that tells citizens."""
    cites = count_entries(changements)
    ouverture = max((c.le for c in changements if not c.conseils), default=None)
    manques = []
    for fiche in fiches:
        connu = releve.get(fiche.id)
        if connu is None:
            annoncee = cites.get(fiche.id) or (ouverture is not None and fiche.verifie_le <= ouverture)
            if not annoncee:
                manques.append(f"{fiche.id} : conseil nouveau, à annoncer dans changements.yaml")
        elif connu.regle != empreinte_regle(fiche) and cites.get(fiche.id, 0) <= connu.changements:
            manques.append(f"{fiche.id} : la règle ou le prix a changé, à dire dans changements.yaml")
    return manques


def count_entries(changements: Iterable[Changement]) -> dict[str, int]:
    """How many entries name each unit."""
    comptes: dict[str, int] = {}
    for changement in changements:
        for id_ in changement.conseils:
            comptes[id_] = comptes.get(id_, 0) + 1
    return comptes
