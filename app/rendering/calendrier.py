"""Writes the dates of a calendar for one child: what is now, what comes next. Computes no date itself."""

from app.domain.fiches import Fiche
from app.domain.jalons import JalonDate, dater
from app.domain.situation import Situation
from app.rendering.formats import jour_complet, jour_en_mots, majuscule, typographie


def lignes_de_calendrier(fiche: Fiche, situation: Situation, *, falc: bool) -> tuple[str, ...]:
    """One line for each date that is not over; in easy-to-read, the next one only. Nothing without an exact birth."""
    naissance, au = situation.naissance, situation.au
    if not fiche.calendrier or naissance is None or not naissance.exacte:
        return ()
    dates = dater(fiche.calendrier, naissance.premier, au)
    if falc:
        return tuple(map(typographie, _prochaine_falc(dates[0], situation))) if dates else ()
    return tuple(typographie(majuscule(_ligne(date, situation))) for date in dates)


def _ligne(date: JalonDate, situation: Situation) -> str:
    if date.du <= situation.au:
        return f"{date.nom} : maintenant, jusqu'au {jour_en_mots(date.jusqu_au)}."
    return f"{date.nom} : du {jour_en_mots(date.du)} au {jour_en_mots(date.jusqu_au)}."


def _prochaine_falc(date: JalonDate, situation: Situation) -> tuple[str, str]:
    if date.du <= situation.au:
        return f"C'est le moment de l'examen {date.nom}.", f"Le dernier jour est le {jour_complet(date.jusqu_au)}."
    return f"Le prochain examen est {date.nom}.", f"Il commence le {jour_complet(date.du)}."
