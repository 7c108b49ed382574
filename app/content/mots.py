"""Gives a FALC text the meaning of the shared hard words it uses and does not explain. Opens no file."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from app.domain.droits import Droit, DroitFalc
from app.domain.falc import motif_du_mot
from app.domain.fiches import Fiche, MotExplique, TexteFalc
from app.domain.reperes import Repere, RepereFalc

U = TypeVar("U", Fiche, Repere, Droit)


def explain(unite: U, partages: Sequence[MotExplique]) -> U:
    """The same unit, where each shared word of its easy-to-read text is explained once."""
    ajoutes: list[MotExplique] = mots_a_expliquer(unite.falc, partages)
    if not ajoutes:
        return unite
    falc = unite.falc.model_copy(update={"mots": (*unite.falc.mots, *ajoutes)})
    return unite.model_copy(update={"falc": falc})


def mots_a_expliquer(falc: TexteFalc | RepereFalc | DroitFalc, connus: Sequence[MotExplique]) -> list[MotExplique]:
    """The words of `connus` the text uses and does not explain, longest first.

    A word inside a longer one that is explained ("col" in "col de l'utérus") is explained with it.
    """
    texte = "\n".join(_lignes(falc))
    for mot in sorted(falc.mots, key=_longueur):
        texte = motif_du_mot(mot.mot).sub(" ", texte)
    manquent: list[MotExplique] = []
    for mot in sorted(connus, key=_longueur):
        texte, fois = motif_du_mot(mot.mot).subn(" ", texte)
        if fois and all(mot.sens != autre.sens for autre in manquent):
            manquent.append(mot)
    return manquent


def _lignes(falc: TexteFalc | RepereFalc | DroitFalc) -> Iterator[str]:
    for nom, valeur in falc:
        if nom != "mots" and valeur is not None:
            yield from (valeur,) if isinstance(valeur, str) else valeur


def _longueur(mot: MotExplique) -> tuple[int, str]:
    return -len(mot.mot), mot.mot
