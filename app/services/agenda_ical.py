"""Reads an iCalendar file as the openings of one person: free times, less the busy ones. Writes nothing.

What is open: VAVAILABILITY (its AVAILABLE parts), VFREEBUSY marked FREE; when there is neither, each VEVENT is open.
What is busy is taken away: VFREEBUSY marked otherwise, and VEVENT beside an availability, unless they are TRANSPARENT.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import recurring_ical_events  # type: ignore[import-untyped]
from icalendar import Calendar, Component, Event

from app.domain.agenda import HORIZON, Ouverture, Periode, retranche
from app.domain.agenda_recu import LIGNES_MAX, AgendaLu, AgendaRefuse, LigneRecue, LigneRefusee, Modele
from app.domain.publication import LieuGere

#: A file is somebody's agenda, not a week of work for the processor.
COMPOSANTS_MAX, REPETES_MAX = 2_000, 100
_TROP_FINES = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
_TROP_PRECISES = ("BYSECOND", "BYMINUTE", "BYHOUR")
_ANCIEN = timedelta(days=5 * 366)
_ILLISIBLE = "Le fichier n'est pas un calendrier iCalendar lisible. Rien n'a changé. Exportez-le de nouveau."
_REPETITION = (
    "Une répétition ne peut pas être lue : jours, semaines ou mois, commencée depuis moins de 5 ans. Rien n'a changé."
)


class _Trouve(NamedTuple):
    """One occurrence: its time, or why it has none."""

    quand: Periode | None
    dit: str
    raison: str = ""


def read_ical(octets: bytes, gere: LieuGere, modele: Modele, maintenant: datetime) -> AgendaLu:
    """The openings of the months to come, one line each; AgendaRefuse when the file cannot be trusted."""
    fuseau = ZoneInfo(gere.lieu.fuseau)
    calendrier = _parse(octets)
    aujourdhui = maintenant.astimezone(fuseau).date()
    bords = (datetime.combine(jour, time(), fuseau) for jour in (aujourdhui, aujourdhui + HORIZON))
    fenetre = Periode(*bords)
    evenements = [e for e in calendrier.walk("VEVENT") if _word(e, "STATUS") != "CANCELLED"]
    libres, prises = _free_busy(calendrier.walk("VFREEBUSY"), fuseau)
    ouvertures = [*_available(calendrier, fenetre, fuseau), *map(_stated(fuseau), libres)]
    if ouvertures or calendrier.walk("VAVAILABILITY"):
        opaques = [e for e in evenements if _word(e, "TRANSP") != "TRANSPARENT"]
        occupes = _occurrences(calendrier, opaques, fenetre, fuseau, journees=True)
        prises += [trouve.quand for trouve in occupes if trouve.quand is not None]
    else:
        ouvertures += _occurrences(calendrier, evenements, fenetre, fuseau)
    lignes = list(_lines(ouvertures, sorted(prises), fenetre, fuseau))
    if not lignes:
        raise AgendaRefuse("Ce calendrier n'a aucune plage libre dans les 6 mois qui viennent. Rien n'a changé.")
    if len(lignes) > LIGNES_MAX:
        raise AgendaRefuse(f"Ce calendrier fait plus de {LIGNES_MAX} plages. Rien n'a changé. Envoyez moins de mois.")
    return _read(lignes, gere.lieu.id, modele, fuseau)


def _parse(octets: bytes) -> Calendar:
    try:
        lu = Calendar.from_ical(octets)
    except (ValueError, IndexError, KeyError, RecursionError):
        raise AgendaRefuse(_ILLISIBLE) from None
    if not isinstance(lu, Calendar):
        raise AgendaRefuse(_ILLISIBLE)
    composants = list(lu.walk())
    if len(composants) > COMPOSANTS_MAX or any(composant.errors for composant in composants):
        # A busy time we could not read must not be offered: the whole file waits for its correction.
        raise AgendaRefuse(_ILLISIBLE)
    return lu


def _available(calendrier: Calendar, fenetre: Periode, fuseau: ZoneInfo) -> Iterator[_Trouve]:
    """The open times of each availability, within its own dates."""
    for dispo in calendrier.walk("VAVAILABILITY"):
        debut = _bound(dispo, "DTSTART", fenetre.debut, fuseau)
        fin = _bound(dispo, "DTEND", fenetre.fin, fuseau)
        for trouve in _occurrences(calendrier, list(dispo.walk("AVAILABLE")), fenetre, fuseau):
            if trouve.quand is None:
                yield trouve
            elif max(trouve.quand.debut, debut) < min(trouve.quand.fin, fin):
                yield trouve._replace(quand=Periode(max(trouve.quand.debut, debut), min(trouve.quand.fin, fin)))


def _bound(dispo: Component, nom: str, defaut: datetime, fuseau: ZoneInfo) -> datetime:
    dit = getattr(dispo.get(nom), "dt", None)
    if not isinstance(dit, datetime):
        return defaut
    return dit.replace(tzinfo=fuseau) if dit.tzinfo is None else dit


def _occurrences(
    calendrier: Calendar, parties: list[Component], fenetre: Periode, fuseau: ZoneInfo, *, journees: bool = False
) -> Iterator[_Trouve]:
    """Every time of these parts in the window, repetitions unfolded; whole days count only when they are busy."""
    seul = Calendar()
    for zone in calendrier.walk("VTIMEZONE"):
        seul.add_component(zone)
    for partie in parties:
        seul.add_component(_as_event(partie, fenetre))
    if sum("RRULE" in partie or "RDATE" in partie for partie in parties) > REPETES_MAX:
        raise AgendaRefuse(_REPETITION)
    try:
        trouves = recurring_ical_events.of(seul).between(*fenetre)
        for evenement in trouves:
            debut, fin = evenement.start, evenement.end
            if isinstance(debut, datetime) and isinstance(fin, datetime):
                yield _stated(fuseau)((debut, fin))
            elif journees:
                yield _stated(fuseau)((datetime.combine(debut, time()), datetime.combine(fin, time())))
            else:
                yield _Trouve(None, f"{debut:%d/%m/%Y}", "journée entière : donnez des heures")
    except (recurring_ical_events.InvalidCalendar, ArithmeticError, ValueError, TypeError, KeyError, AttributeError):
        raise AgendaRefuse(_REPETITION) from None


def _as_event(partie: Component, fenetre: Periode) -> Event:
    """A part of an availability repeats as an event does; what would never end is refused."""
    regles = partie.get("RRULE", [])
    for regle in regles if isinstance(regles, list) else [regles]:
        fine = {str(mot).upper() for mot in regle.get("FREQ", ["?"])} & {*_TROP_FINES, "?"}
        if fine or any(cle in regle for cle in _TROP_PRECISES) or _start(partie) < fenetre.debut.date() - _ANCIEN:
            raise AgendaRefuse(_REPETITION)
    evenement = Event()
    for nom, valeur in partie.items():
        evenement[nom] = valeur
    return evenement


def _start(partie: Component) -> date:
    debut = getattr(partie.get("DTSTART"), "dt", None)
    if not isinstance(debut, date):
        raise AgendaRefuse(_ILLISIBLE)
    return debut.date() if isinstance(debut, datetime) else debut


def _free_busy(parties: Iterable[Component], fuseau: ZoneInfo) -> tuple[list[tuple[datetime, datetime]], list[Periode]]:
    libres, prises = [], []
    for partie in parties:
        valeurs = partie.get("FREEBUSY", [])
        for valeur in valeurs if isinstance(valeurs, list) else [valeurs]:
            debut, fin = valeur.dt
            fin = debut + fin if isinstance(fin, timedelta) else fin
            if str(valeur.params.get("FBTYPE", "BUSY")).upper() == "FREE":
                libres.append((debut, fin))
            else:
                quand = _stated(fuseau)((debut, fin)).quand
                prises += [quand] if quand else []
    return libres, prises


def _stated(fuseau: ZoneInfo) -> Any:
    """Put a time where it has no zone: that of the place."""

    def state(bornes: tuple[datetime, datetime]) -> _Trouve:
        debut, fin = (b.replace(tzinfo=fuseau) if b.tzinfo is None else b for b in bornes)
        dit = f"{debut.astimezone(fuseau):%d/%m/%Y %H:%M}"
        debut, fin = debut.astimezone(UTC), fin.astimezone(UTC)
        return (
            _Trouve(Periode(debut, fin), dit) if fin > debut else _Trouve(None, dit, "la fin n'est pas après le début")
        )

    return state


def _lines(
    ouvertures: Iterable[_Trouve], prises: list[Periode], fenetre: Periode, fuseau: ZoneInfo
) -> Iterator[_Trouve]:
    """What is left of each opening; an opening that is wholly busy is said."""
    for trouve in sorted(ouvertures, key=lambda t: (t.quand or fenetre, t.dit)):
        if trouve.quand is None:
            yield trouve
        elif trouve.quand.fin > fenetre.debut and trouve.quand.debut < fenetre.fin:
            restes = retranche(trouve.quand, prises)
            if not restes:
                yield _Trouve(None, trouve.dit, "elle est occupée en entier")
            for reste in restes:
                yield _Trouve(reste, f"{reste.debut.astimezone(fuseau):%d/%m/%Y %H:%M}")


def _read(lignes: list[_Trouve], lieu: str, modele: Modele, fuseau: ZoneInfo) -> AgendaLu:
    acceptees, refusees = [], []
    for numero, trouve in enumerate(lignes, 1):
        if trouve.quand is None:
            refusees.append(LigneRefusee(numero, f"{trouve.dit} : {trouve.raison}"))
            continue
        debut, fin = (instant.astimezone(fuseau) for instant in trouve.quand)
        if debut.date() != fin.date():
            refusees.append(LigneRefusee(numero, f"{trouve.dit} : elle passe minuit, envoyez une plage par jour"))
            continue
        jour = debut.date()
        m, heures = modele, (debut.time(), fin.time())
        quand = Ouverture(jour.weekday(), *heures, m.duree, m.places, jour, jour, m.preavis, m.tranches)
        acceptees.append(LigneRecue(numero, lieu, modele.qui, quand, trouve.dit))
    return AgendaLu(tuple(acceptees), tuple(refusees))


def _word(composant: Component, nom: str) -> str:
    return str(composant.get(nom, "")).upper()
