"""Lists the appointments of a vaccine schedule by age, the same for everyone. Knows no person."""

from typing import NamedTuple

from app.domain.dates import Duree
from app.domain.vaccination import CalendrierVaccinal
from app.domain.vaccination_lignes import LigneVaccin

_GENRES = frozenset({"obligatoire", "recommande"})


class RendezVousVaccinal(NamedTuple):
    """One dose of a line, and the age at which it is advised; `doses` is how many its scheme has."""

    age: Duree
    ligne: LigneVaccin
    dose: int
    doses: int


def appointments_by_age(calendrier: CalendrierVaccinal) -> tuple[RendezVousVaccinal, ...]:
    """Every dose advised by age alone, the youngest first: no risk, no pregnancy, no catch-up."""
    trouves = [rendez_vous for ligne in calendrier.lignes if _by_age_alone(ligne) for rendez_vous in _doses(ligne)]
    return tuple(sorted(trouves, key=lambda trouve: (_jours(trouve.age), trouve.ligne.ordre)))


def _by_age_alone(ligne: LigneVaccin) -> bool:
    pour_qui = ligne.pour_qui
    selon = bool(pour_qui.conditions) and not pour_qui.ou_age
    return ligne.genre in _GENRES and not selon and ligne.fenetre_grossesse is None and bool(ligne.schemas)


def _doses(ligne: LigneVaccin) -> list[RendezVousVaccinal]:
    """The doses whose age is fixed; a first dose without one falls at the line's first age."""
    doses = ligne.schemas[0].doses
    ages = [dose.age or (ligne.pour_qui.de if rang == 0 else None) for rang, dose in enumerate(doses)]
    return [RendezVousVaccinal(age, ligne, rang, len(doses)) for rang, age in enumerate(ages, 1) if age is not None]


def _jours(age: Duree) -> int:
    return age.mois * 31 + age.jours
