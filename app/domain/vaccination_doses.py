"""Counts the doses of a scheme that a person really has: too early ones do not count. Forecasts nothing.

A date known to its month or year counts as soon as one of its days makes the dose right; the next dose is then
reckoned from its last possible day, so that nothing is ever advised too early.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from app.domain.dates import Duree, add_duree
from app.domain.vaccination_dossier import DoseRecue
from app.domain.vaccination_lignes import DosePrevue, SchemaVaccinal


class DoseComptee(NamedTuple):
    """A dose that counts: the first day it may count from, and the last possible day."""

    premier: date
    dernier: date


class Decompte(NamedTuple):
    """What a scheme has received: the doses that count, the last one that does not, and why."""

    comptees: tuple[DoseComptee, ...]
    #: A dose given after the last one that counts, and that does not count.
    trop_tot: DoseRecue | None
    #: It came too soon after the dose before, not before an age.
    trop_proche: bool
    #: A dose counts only if its approximate date is late enough.
    grace_au_doute: bool
    complet: bool


#: What any scheme has received from someone without a dose: a scheme expects one dose at least.
SANS_DOSE = Decompte((), None, trop_proche=False, grace_au_doute=False, complet=False)


def count_doses(
    schema: SchemaVaccinal, doses: Iterable[DoseRecue], naissance: date, *, plancher: date | None = None
) -> Decompte:
    """Take each dose in order as the next of the scheme, when age and interval allow it.

    Greedy is enough: every bound is a lower one, so an earlier dose that counts never harms a later one.
    """
    comptees: list[DoseComptee] = []
    trop_tot: DoseRecue | None = None
    trop_proche = grace = False
    for dose in doses:
        prevue = next_dose(schema, comptees, naissance)
        if prevue is None:
            break
        if prevue.compte_avant is not None and dose.premier >= add_duree(naissance, prevue.compte_avant):
            continue
        age_atteint = latest(age_at(naissance, prevue.valable_des), plancher)
        ecart_atteint = (
            add_duree(comptees[-1].premier, prevue.intervalle_min) if comptees and prevue.intervalle_min else None
        )
        apres = [jour for jour in (age_atteint, ecart_atteint) if jour is not None]
        des = max([dose.premier, *apres, *(comptee.premier for comptee in comptees[-1:])])
        if des > dose.dernier:
            trop_tot = dose
            trop_proche = age_atteint is None or age_atteint <= dose.dernier
            continue
        grace = grace or des > dose.premier
        comptees.append(DoseComptee(des, dose.dernier))
        trop_tot = None
    complet = next_dose(schema, comptees, naissance) is None
    return Decompte(tuple(comptees), trop_tot, trop_proche, grace, complet)


def next_dose(schema: SchemaVaccinal, comptees: Sequence[DoseComptee], naissance: date) -> DosePrevue | None:
    """The dose a scheme expects after these; None when it expects no more."""
    if len(comptees) >= len(schema.doses):
        return None
    prevue = schema.doses[len(comptees)]
    seuil = prevue.si_precedente_avant
    if seuil is not None and comptees and comptees[-1].premier >= add_duree(naissance, seuil):
        return None
    return prevue


def age_at(naissance: date, age: Duree | None) -> date | None:
    """The day an age is reached."""
    return None if age is None else add_duree(naissance, age)


def latest(*jours: date | None) -> date | None:
    """The last of the days that are known, if any is."""
    return max((jour for jour in jours if jour is not None), default=None)
