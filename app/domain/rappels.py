"""Holds which advice is worth a reminder, on what day, and how a day is told once. Sends nothing, writes no words."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from app.domain.dates import (
    DateApprochee,
    Duree,
    add_duree,
    add_mois,
    anniversaire,
    parse_date_approchee,
    parse_duree,
)
from app.domain.dossier import Dossier
from app.domain.fiches import AGE_MAX, Fiche
from app.domain.jalons import dater
from app.domain.verdicts import Resultat, Verdict

#: Errands with a day. A habit has none; a sign that cannot wait is never put off; who to turn to is not a date.
GENRES = frozenset({"depistage", "rendez-vous", "campagne"})
#: Rules change: a date further away is told by the list of advice, not by a calendar.
MOIS_D_AVANCE = 36
#: What can be done now is proposed within a week, so that the first alarm still has a sense.
DELAI = timedelta(days=7)
UN_JOUR = timedelta(days=1)
#: The period of what can be done now: the same whatever the day it is asked, so that the day proposed moves.
MAINTENANT = "maintenant"


class Echeance(NamedTuple):
    """One thing to be reminded of: a unit, the day it is due, and the last day when there is one.

    `jour` is None when it can be done now; `detail` tells which of the dates of a calendar it is, `campagne` what
    speaks of it that day.
    """

    unite: str
    jour: date | None
    jusqu_au: date | None = None
    detail: str = ""
    campagne: str = ""


class Rappel(NamedTuple):
    """Everything of one day. `periode` names it: asked again, on another day or about more things, it is the same."""

    jour: date
    periode: str
    echeances: tuple[Echeance, ...]

    @property
    def maintenant(self) -> bool:
        """Whether the day is ours: a proposal for what can be done at once."""
        return self.periode == MAINTENANT


class Rappels(NamedTuple):
    """The reminders of one person in date order, what comes too late for them, and what is not certain enough."""

    liste: tuple[Rappel, ...] = ()
    plus_tard: int = 0
    a_verifier: int = 0


def rappels_de(
    resultats: Iterable[Resultat],
    naissance: DateApprochee | None,
    au: date,
    aussi: Iterable[Echeance] = (),
    doutes: Iterable[Echeance] = (),
) -> Rappels:
    """The reminders of one person on a day. What is not certain that day is counted, never dated.

    `aussi` are those that come from elsewhere than the advice, `doutes` those of them that are not certain.
    """
    sures: list[Echeance] = []
    douteuses: list[Echeance] = []
    for resultat in resultats:
        if resultat.fiche.genre in GENRES:
            ou = sures if resultat.fiche.certitude_le(au) == "sure" else douteuses
            ou += echeances_de(resultat, naissance, au)
    rappels = regrouper((*sures, *aussi), au)
    limite = _limite(au)
    return rappels._replace(a_verifier=sum(e.jour is None or e.jour <= limite for e in (*douteuses, *doutes)))


def echeances_de(resultat: Resultat, naissance: DateApprochee | None, au: date) -> list[Echeance]:
    """The dates of one advice: those of its calendar, or the one of its verdict; none when nobody can tell."""
    fiche, verdict, echeance, a_partir_du, _ = resultat
    ouvre = verdict is Verdict.PAS_CONCERNE and a_partir_du is not None
    if fiche.calendrier and naissance is not None and naissance.exacte and (verdict is Verdict.A_FAIRE or ouvre):
        dates = dater(fiche.calendrier, naissance.premier, au)
        return [Echeance(fiche.id, _a_venir(d.du, au), d.jusqu_au, d.nom) for d in dates]
    if verdict is Verdict.A_FAIRE:
        return [] if _tout_le_temps(fiche) else [Echeance(fiche.id, None)]
    jour = a_partir_du if ouvre else echeance or _fin_du_mois(resultat, naissance)
    return [] if jour is None else [Echeance(fiche.id, _a_venir(jour, au))]


def regrouper(echeances: Iterable[Echeance], au: date) -> Rappels:
    """One reminder a day, never two: what can be done now takes a day of its own within a week."""
    tout_de_suite: list[Echeance] = []
    par_jour: dict[date, list[Echeance]] = {}
    for echeance in echeances:
        if echeance.jour is None:
            tout_de_suite.append(echeance)
        else:
            par_jour.setdefault(echeance.jour, []).append(echeance)
    jours = sorted(par_jour)
    limite = _limite(au)
    # Someone who has nothing for years is still told the next date.
    gardes = [jour for jour in jours if jour <= limite] or jours[:1]
    liste = [Rappel(jour, jour.isoformat(), tuple(par_jour[jour])) for jour in gardes]
    if tout_de_suite:
        liste.append(Rappel(_jour_libre(tout_de_suite, gardes, au, au + DELAI), MAINTENANT, tuple(tout_de_suite)))
    tard = sum(len(par_jour[jour]) for jour in jours[len(gardes) :])
    return Rappels(tuple(sorted(liste, key=lambda rappel: (not rappel.maintenant, rappel.jour))), tard)


def tenir(rappels: Rappels, propose: date, au: date) -> Rappels:
    """The same, what can be done now on another day: that one, or the last that counts, on a day without another."""
    pris = [rappel.jour for rappel in rappels.liste if not rappel.maintenant]
    liste = (
        rappel._replace(jour=_jour_libre(rappel.echeances, pris, au, propose)) if rappel.maintenant else rappel
        for rappel in rappels.liste
    )
    return rappels._replace(liste=tuple(liste))


def marque_de(dossier: Dossier) -> str:
    """What tells the reminders of the person shown from anyone else's of the same browser, today and next year.

    A birth date and a rank among those born that day: a name may be added, a browser forgets everything each evening.
    """
    naissances = [personne.profil.date_naissance for personne in dossier.personnes]
    naissance = dossier.personne.profil.date_naissance
    rang = naissances[: dossier.actif].count(naissance)
    return f"{naissance.texte if naissance else ''}/{rang}"


def _fin_du_mois(resultat: Resultat, naissance: DateApprochee | None) -> date | None:
    """The next date of something done in a month whose day was not told: counted from its last day, never too early.

    The verdict has no date then. People write « 03/2025 »: without this, most of them would never be reminded.
    """
    dits = {raison.code: raison.valeurs for raison in resultat.raisons}
    fait = str(dits.get("deja_fait", ("",))[0])
    rythme = str(dits.get("rythme", ("une_fois",))[0])
    if len(fait) != len("AAAA-MM") or rythme == "une_fois" or resultat.fiche.frequence_apres:
        return None
    jour = add_duree(parse_date_approchee(fait).dernier, parse_duree(rythme))
    fin = int(dits.get("age_dans", (0, AGE_MAX))[1])
    ferme = fin < AGE_MAX and naissance is not None and jour >= anniversaire(naissance.premier, fin + 1)
    return None if ferme else jour


def _limite(au: date) -> date:
    return add_mois(au, MOIS_D_AVANCE)


def _a_venir(jour: date, au: date) -> date | None:
    """The day itself, or none when it has come."""
    return jour if jour > au else None


def _tout_le_temps(fiche: Fiche) -> bool:
    """Whether it comes back every month or closer: a habit, whatever its kind."""
    return isinstance(fiche.frequence, Duree) and fiche.frequence.au_plus_un_mois


def _jour_libre(tout_de_suite: Iterable[Echeance], pris: Iterable[date], au: date, propose: date) -> date:
    """The day proposed, or the last day that counts when it comes first; on a day that holds no other reminder."""
    vise = min([propose, *(e.jusqu_au for e in tout_de_suite if e.jusqu_au is not None)])
    occupes = set(pris)
    avant = [vise - n * UN_JOUR for n in range((vise - au).days + 1)]
    apres = (vise + n * UN_JOUR for n in range(1, len(occupes) + 2))
    return next(jour for jour in (*avant, *apres) if jour not in occupes)
