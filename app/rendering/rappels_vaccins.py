"""Writes the vaccines that other pages recall: what is due, and what comes within three months. Decides no status."""

from collections.abc import Sequence

from markupsafe import Markup

from app.domain.catalogue import Catalogue
from app.domain.dates import TROIS_MOIS, add_duree
from app.domain.vaccination_verdicts import Prevision
from app.rendering.formats import nombre_de, typographie
from app.rendering.gabarits import Mode, call_macro
from app.rendering.groupes_vaccins import Redaction, arrange
from app.rendering.lecture_vaccins import LectureVaccins
from app.rendering.voix import Voix

RAPPELS_MAX = 6
RIEN = Markup("")


def rappels(catalogue: Catalogue, lue: LectureVaccins | None, mode: Mode) -> Markup:
    """A short group of rows that lead to the vaccine page; nothing for who gave no birth date."""
    if lue is None or not lue.previsions:
        return RIEN
    ranges = arrange(lue.previsions, lue.au, lue.tues)
    voix = lue.lecture.qui.voix
    dus = [*ranges["en-retard"], *ranges["a-faire"]]
    bientot = [prevision for prevision in ranges["plus-tard"] if _soon(prevision, lue)]
    if mode is Mode.FALC:
        return _falc(dus, bientot, voix)
    redaction = Redaction(catalogue, lue.au, mode, voix)
    lignes = [redaction.ligne(prevision) for prevision in (*dus, *bientot)[:RAPPELS_MAX]]
    if not lignes:
        return RIEN
    autres = len(dus) + len(bientot) - len(lignes)
    reste = (
        f"Voir {nombre_de(autres, 'autre vaccin', 'autres vaccins')}" if autres else "Tout le calendrier des vaccins"
    )
    return call_macro("vaccin", "rappels", voix.choisir("Vos vaccins", "Ses vaccins"), lignes, reste)


def _soon(prevision: Prevision, lue: LectureVaccins) -> bool:
    jour = prevision.date_conseillee
    return jour is not None and jour <= add_duree(lue.au, TROIS_MOIS)


def _falc(dus: Sequence[Prevision], bientot: Sequence[Prevision], voix: Voix) -> Markup:
    if not dus and not bientot:
        return RIEN
    avoir = voix.choisir("Vous avez", f"{voix.sujet[:1].upper()}{voix.sujet[1:]} a")
    phrases = [f"{avoir} {nombre_de(len(dus), 'vaccin')} à faire."] if dus else []
    if bientot:
        phrases.append(f"{avoir} {nombre_de(len(bientot), 'vaccin')} à faire bientôt.")
    lien = voix.choisir("Voir mes vaccins", "Voir ses vaccins")
    return call_macro("vaccin", "rappels_falc", list(map(typographie, phrases)), lien)
