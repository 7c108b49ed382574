"""Draws persons like those who use the site, the same ones at every run. Invented: describes no real person."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from app.domain.catalogue import Catalogue
from app.domain.controle import check_profil
from app.domain.dates import DateApprochee, Duree, parse_date_approchee
from app.domain.erreurs import ProfilInvalide
from app.domain.faits import FAITS_DEDUITS, Fait
from app.domain.profil import ActePasse, Profil

AU = date(2026, 11, 22)
#: How precisely a date is told, and how often: births are asked to the day, past acts are remembered by their year.
PRECISION_NAISSANCE = ("jour",) * 48 + ("mois", "annee")
PRECISION_ACTE = ("jour", "mois", "mois", "annee", "annee")

Sexe = Literal["F", "M"]
SEXES: tuple[Sexe | None, ...] = ("F", "M") * 12 + (None,)


@dataclass(frozen=True)
class Usage:
    """A way of using the site: its share of the persons, how many questions are answered, how many acts are dated."""

    nom: str
    part: float
    reponses: tuple[int, int]
    actes: tuple[int, int]


USAGES = (
    Usage("deux réponses", 0.4, (0, 0), (0, 0)),
    Usage("quelques questions", 0.4, (3, 10), (0, 3)),
    Usage("tout rempli", 0.2, (15, 40), (2, 8)),
)


def tirer_personnes(catalogue: Catalogue, nombre: int, graine: int = 1) -> list[Profil]:
    """`nombre` possible profiles: those that contradict themselves are drawn again."""
    hasard = random.Random(graine)
    personnes: list[Profil] = []
    while len(personnes) < nombre:
        usage = hasard.choices(USAGES, [usage.part for usage in USAGES])[0]
        profil = _tirer(catalogue, usage, hasard)
        try:
            check_profil(profil, AU, catalogue)
        except ProfilInvalide:
            continue
        personnes.append(profil)
    return personnes


def _tirer(catalogue: Catalogue, usage: Usage, hasard: random.Random) -> Profil:
    naissance = AU - timedelta(days=hasard.randrange(95 * 365))
    sexe: Sexe | None = hasard.choice(SEXES)
    connus = [fait for fait in catalogue.faits.values() if fait.question and fait.nom not in FAITS_DEDUITS]
    poses = hasard.sample(connus, min(len(connus), hasard.randint(*usage.reponses)))
    actes = [fiche for fiche in catalogue.fiches if fiche.frequence is not None]
    passes = hasard.sample(actes, min(len(actes), hasard.randint(*usage.actes)))
    return Profil(
        date_naissance=_approcher(naissance, PRECISION_NAISSANCE, hasard) if hasard.random() > 0.01 else None,
        sexe=sexe,
        departement=hasard.choice([None, "33", "59", "75", "973"]),
        reponses={fait.nom: _repondre(fait, hasard) for fait in poses},
        historique=tuple(ActePasse(id=fiche.id, le=_passe(naissance, fiche.frequence, hasard)) for fiche in passes),
    )


def _repondre(fait: Fait, hasard: random.Random) -> bool | int | None:
    """No two times out of three: most of what is asked is rare. "I do not know" is an answer too."""
    if hasard.random() < 0.08:
        return None
    minimum, maximum = fait.definition.min, fait.definition.max
    if minimum is not None and maximum is not None:
        return hasard.randint(int(minimum), min(int(maximum), 60))
    return hasard.random() < 0.33


def _passe(naissance: date, rythme: object, hasard: random.Random) -> DateApprochee:
    """A day within three intervals, or ten years when there is no interval."""
    mois = 3 * rythme.mois if isinstance(rythme, Duree) and rythme.mois else 120
    jour = AU - timedelta(days=hasard.randrange(1, mois * 30))
    return _approcher(max(naissance, jour), PRECISION_ACTE, hasard)


def _approcher(jour: date, precisions: Sequence[str], hasard: random.Random) -> DateApprochee:
    longueur = {"jour": 10, "mois": 7, "annee": 4}[hasard.choice(precisions)]
    return parse_date_approchee(jour.isoformat()[:longueur])
