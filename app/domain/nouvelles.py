"""Holds the follow-up a week after something was done: for which acts, on what day, once. Sends nothing, asks nobody.

Only whoever chose it is asked. The question is the same whatever was done: « comment ça va ? », and who to call.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from app.domain.dates import DateApprochee
from app.domain.envois import UN_JOUR, GenreEnvoi, Prochain

DELAI = timedelta(days=7)
#: Beyond, whoever notes an old date is putting papers in order: nobody asks how it went.
ANCIEN = timedelta(weeks=3)
#: How long it is remembered that the question was asked, once its act says no more.
GARDE = timedelta(days=60)
#: What is due within the same week is one question.
ENSEMBLE = timedelta(days=6)


class Nouvelle(NamedTuple):
    """The question about one act: its day, and whether it was asked."""

    jour: date
    demandee: bool = False


#: The last time of each thing done, by an opaque name; and the question about each.
Actes = Mapping[str, DateApprochee]
Nouvelles = Mapping[str, Nouvelle]


def suivre(connues: Nouvelles, actes: Actes, au: date) -> dict[str, Nouvelle]:
    """The questions still to ask and those that were, once what was done is looked at again.

    A date told by its month or its year may be recent: unknown is not no. The day of a question does not move.
    """
    recents = {nom: le for nom, le in actes.items() if le.premier <= au and le.dernier >= au - ANCIEN}
    suivies = {
        nom: nouvelle
        for nom, nouvelle in connues.items()
        if nom in recents or (nouvelle.demandee and nouvelle.jour >= au - GARDE)
    }
    for nom, le in recents.items():
        connue = suivies.get(nom)
        if connue is None or (connue.demandee and le.premier > connue.jour):
            suivies[nom] = Nouvelle(max(min(le.dernier, au) + DELAI, au + UN_JOUR))
    return suivies


def a_demander(nouvelles: Nouvelles, au: date) -> tuple[str, ...]:
    """What one question that leaves on `au` is about: all that is due, and what would be within the week."""
    restent = {nom: nouvelle.jour for nom, nouvelle in nouvelles.items() if not nouvelle.demandee}
    if not any(jour <= au for jour in restent.values()):
        return ()
    return tuple(sorted(nom for nom, jour in restent.items() if jour <= au + ENSEMBLE))


def prochaine(nouvelles: Nouvelles, au: date, dernier: date | None) -> Prochain | None:
    """The next question, never on the day of another message; none when there is nobody to ask about."""
    restent = sorted((n.jour, nom) for nom, n in nouvelles.items() if not n.demandee)
    if not restent:
        return None
    premier, nom = restent[0]
    libre = premier if dernier is None else max(premier, dernier + UN_JOUR)
    jour = max(libre, au)
    return Prochain(jour, GenreEnvoi.NOUVELLES, a_demander(nouvelles, jour), f"{nom}@{premier}")


def sont_demandees(nouvelles: Nouvelles, noms: tuple[str, ...]) -> dict[str, Nouvelle]:
    """The same, those asked: they never are again."""
    return {nom: n._replace(demandee=True) if nom in noms else n for nom, n in nouvelles.items()}


def oublier(nouvelles: Nouvelles) -> dict[str, Nouvelle]:
    """What stays when the person wants no question any more: that some were asked, so that none is asked twice."""
    return {nom: n for nom, n in nouvelles.items() if n.demandee}
