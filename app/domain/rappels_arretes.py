"""Holds the reminders that stopped after they were told, and why. Writes no words, sends nothing.

What was done is not stopped, it is done. What stopped is said to whoever was told of it, with its reason.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from app.domain.changements import Publie
from app.domain.dates import add_mois
from app.domain.envois import UN_JOUR, GenreEnvoi, Prochain
from app.domain.profil import Profil
from app.domain.vaccination_verdicts import Prevision, StatutVaccin
from app.domain.verdicts import Resultat, Verdict

#: How many months it is shown.
GARDE_MOIS = 6
_PAS_POUR_ELLE = frozenset({StatutVaccin.PAS_INDIQUE, StatutVaccin.CONTRE_INDIQUE, StatutVaccin.TROP_TARD})


class Cause(StrEnum):
    """Why a reminder that was told stopped."""

    #: A published rule changed: the only one a message may announce, since the person did nothing.
    REGLE = "regle"
    #: Their age or their answers: the verdict of the day says which.
    VERDICT = "verdict"
    #: An answer it needs is gone.
    REPONSE_ABSENTE = "reponse-absente"
    #: It must be read again by someone before it is told as certain.
    A_VERIFIER = "a-verifier"
    #: It is no longer in what we publish.
    RETIRE = "retire"


class Arret(NamedTuple):
    """One reminder that stopped: the day it was told, the day it was seen to stop, why, and whether it was said."""

    dit_le: date
    le: date
    cause: Cause
    annonce: bool = False

    @property
    def a_dire(self) -> bool:
        """Whether one message may still say that there is something new."""
        return self.cause is Cause.REGLE and not self.annonce


#: Each by « number of the person/unit ».
Arrets = Mapping[str, Arret]


def cause_du_conseil(
    resultat: Resultat, profil: Profil, changements: Iterable[Publie], dit_le: date, au: date
) -> Cause | None:
    """Why an advice that was told is told no more; None when it is done, or only due another day."""
    if resultat.verdict is Verdict.A_PRECISER:
        return Cause.REPONSE_ABSENTE
    if any(raison.code == "mois_campagne" for raison in resultat.raisons):
        return None  # its month is over: it comes back next year
    if resultat.verdict is Verdict.PAS_CONCERNE:
        regle = any(_closed_it(publie, resultat.fiche.id, profil, dit_le, au) for publie in changements)
        return Cause.REGLE if regle else Cause.VERDICT
    douteux = resultat.verdict is Verdict.A_FAIRE and resultat.fiche.certitude_le(au) != "sure"
    return Cause.A_VERIFIER if douteux else None


def cause_du_vaccin(prevision: Prevision | None) -> Cause | None:
    """The same for a dose: out of age or of need; None when it was had, or comes another day."""
    return Cause.VERDICT if prevision is None or prevision.statut in _PAS_POUR_ELLE else None


def garder(connus: Arrets, nouveaux: Arrets, en_cours: Iterable[str], au: date) -> dict[str, Arret]:
    """What is shown from now on: neither what is reminded again, nor what is too old."""
    reviennent = set(en_cours)
    tous = {**nouveaux, **connus}
    return {nom: a for nom, a in tous.items() if nom not in reviennent and add_mois(a.le, GARDE_MOIS) > au}


def annonce(arrets: Arrets, au: date, dernier: date | None) -> Prochain | None:
    """The one message that says that there is something new, never on the day of another; none when there is not."""
    noms = a_annoncer(arrets)
    if not noms:
        return None
    vu = min(arrets[nom].le for nom in noms)
    libre = (vu if dernier is None else max(vu, dernier)) + UN_JOUR
    return Prochain(
        max(libre, au), GenreEnvoi.CHANGEMENT, noms, ";".join(f"{nom}@{arrets[nom].dit_le}" for nom in noms)
    )


def a_annoncer(arrets: Arrets) -> tuple[str, ...]:
    """What that message is about."""
    return tuple(sorted(nom for nom, arret in arrets.items() if arret.a_dire))


def sont_annonces(arrets: Arrets, noms: tuple[str, ...]) -> dict[str, Arret]:
    """The same, those said."""
    return {nom: arret._replace(annonce=True) if nom in noms else arret for nom, arret in arrets.items()}


def _closed_it(publie: Publie, unite: str, profil: Profil, dit_le: date, au: date) -> bool:
    """Whether that change, made since it was told, is what closed it to that person."""
    changement = publie.changement
    if unite not in changement.conseils or not dit_le <= changement.le <= au:
        return False
    siens = (effet for effet in publie.effets(profil, au) if effet.apres.fiche.id == unite)
    return any(
        effet.avant.verdict is not Verdict.PAS_CONCERNE and effet.apres.verdict is Verdict.PAS_CONCERNE
        for effet in siens
    )
