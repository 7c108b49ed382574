"""Writes what the page of reminders says of an agenda address, that address once, and the receipt of its end."""

from app.domain.agenda_abonne import AgendaAbonne
from app.domain.consentement import Accord, ActeConsentement
from app.rendering.consentements import page_recu
from app.rendering.formats import jour_en_mots
from app.rendering.gabarits import Cadre, Mode, page
from app.rendering.page import Page
from app.rendering.vues_abonnements import VueAdresseAgenda, VueAgendaAbonne
from app.rendering.vues_carnet import VueAccord

TITRE, ADRESSE, RETOUR = "Mon adresse d'agenda", "/carnet/rappels", "Revenir à mes rappels"


def vue_agenda(accord: VueAccord, agenda: AgendaAbonne | None, mode: Mode) -> VueAgendaAbonne:
    """What is asked, or what is true of the address today."""
    return VueAgendaAbonne(accord, _etat(agenda, falc=mode is Mode.FALC) if agenda else ())


def page_adresse(adresse: str, mode: Mode) -> Page:
    """The address, shown once."""
    return page("agenda_abonne", Cadre(TITRE, ADRESSE, mode), VueAdresseAgenda(adresse))


def page_recu_agenda(acte: ActeConsentement, accord: Accord, mode: Mode) -> Page:
    """The receipt of the end of an address."""
    phrases: tuple[str, ...] = (
        "L'adresse ne donne plus rien. Supprimez aussi ce calendrier dans votre agenda : il garde ce qu'il a déjà lu.",
    )
    if mode is Mode.FALC:
        phrases = ("L'adresse ne marche plus.", "Supprimez aussi ce calendrier dans votre agenda.")
    return page_recu(acte, accord, phrases, mode, (ADRESSE, RETOUR))


def agenda_en_json(agenda: AgendaAbonne) -> dict[str, object]:
    """The address as it is exported: never the address itself, which nobody here has."""
    return {
        "canal": "agenda",
        "adresse_faite_le": agenda.fait_le.isoformat(),
        "derniere_lecture": agenda.lu_le.isoformat() if agenda.lu_le else None,
    }


def _etat(agenda: AgendaAbonne, *, falc: bool) -> tuple[str, ...]:
    fait = f"Adresse créée le {jour_en_mots(agenda.fait_le)}."
    if agenda.lu_le is None:
        return (fait, "Aucun agenda ne lit encore cette adresse." if falc else "Aucun agenda ne l'a encore lue.")
    lu = jour_en_mots(agenda.lu_le)
    return (fait, f"Un agenda a lu l'adresse le {lu}." if falc else f"Lue pour la dernière fois le {lu}.")
