"""Writes the advice for anyone, arranged by the age at which it begins. Knows no person."""

from collections.abc import Sequence
from functools import lru_cache

from markupsafe import Markup

from app.domain.catalogue import Catalogue
from app.domain.fiches import Fiche
from app.rendering.fiche import pour_qui
from app.rendering.formats import ages_en_mots
from app.rendering.gabarits import Mode, call_macro
from app.rendering.lots import couper
from app.rendering.vues import VueGroupe

#: The bands, by first age.
TRANCHES = ((0, "À tout âge"), (1, "Enfants et adolescents"), (18, "À partir de 18 ans"), (45, "À partir de 45 ans"),
            (60, "À partir de 60 ans"))  # fmt: skip
DOUTES = "À vérifier avec un professionnel"


class Generale:
    """The general list of one catalogue: rendered once for each way of showing it and each set of doubtful units."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self.groupes = lru_cache(maxsize=8)(self._groupes)
        self.lots = lru_cache(maxsize=4)(self._lots)

    def _groupes(self, mode: Mode, macro: str, douteuses: frozenset[str]) -> tuple[VueGroupe, ...]:
        """The rows under the names of the bands, what is not certain apart."""
        par_tranche: dict[str, list[Markup]] = {nom: [] for nom in (*(nom for _, nom in TRANCHES), DOUTES)}
        for fiche in sorted(self._catalogue.fiches, key=lambda f: (f.pour_qui.ages[0][0], f.priorite, f.id)):
            nom = next(nom for debut, nom in reversed(TRANCHES) if _debut(fiche) >= debut)
            nom = DOUTES if fiche.id in douteuses else nom
            par_tranche[nom].append(_ligne(fiche, mode, macro))
        return tuple(
            VueGroupe(nom, "question" if nom == DOUTES else "calendrier", Markup("").join(lignes))
            for nom, lignes in par_tranche.items()
            if lignes
        )

    def _lots(self, taille: int, douteuses: frozenset[str]) -> Sequence[Markup]:
        """The easy-to-read cards, a few a page, what is not certain last."""
        lignes = [
            _ligne(fiche, Mode.FALC, "generale")
            for fiche in sorted(self._catalogue.fiches, key=lambda f: (f.id in douteuses, _debut(f), f.priorite, f.id))
        ]
        return [Markup("").join(part) for part in couper(lignes, taille)]


def _ligne(fiche: Fiche, mode: Mode, macro: str) -> Markup:
    falc = mode is Mode.FALC
    titre = fiche.falc.titre if falc else fiche.normal.titre
    qui = _pour_qui_falc(fiche) if falc else pour_qui(fiche)
    composant = "conseil_falc" if falc else "conseil"
    return call_macro(composant, macro, f"{mode.prefixe}/conseils/{fiche.id}", titre, qui, fiche.pictogramme)


def _debut(fiche: Fiche) -> int:
    """The age at which an advice begins; "every age" is apart from "from birth to some age"."""
    debut, fin = fiche.pour_qui.ages[0]
    return max(debut, 1) if fin < 18 or debut else 0


def _pour_qui_falc(fiche: Fiche) -> str:
    qui = {"F": "les femmes", "M": "les hommes", None: "tout le monde"}[fiche.pour_qui.sexe]
    debuts = (f"Pour {qui}", *("Aussi",) * (len(fiche.pour_qui.ages) - 1))
    # One window a sentence: more than two numbers in one are hard to follow.
    return "\n".join(f"{d} {ages_en_mots((f,))}." for d, f in zip(debuts, fiche.pour_qui.ages, strict=True))
