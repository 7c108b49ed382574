"""Holds the frozen views of the reminders that are sent: the channels of a carnet, and the answers from a message."""

from dataclasses import dataclass, field

from app.rendering.vues import VueChamp
from app.rendering.vues_carnet import VueAccord


@dataclass(frozen=True, slots=True)
class VueChoix:
    """One option of a list."""

    valeur: str
    libelle: str
    choisi: bool


@dataclass(frozen=True, slots=True)
class VueCanal:
    """One channel: what is asked, what is kept, and when the next reminder leaves."""

    canal: str
    accord: VueAccord
    libelle: str
    aide: str
    #: One line, several, or none at all: the device gives its own.
    forme: str
    auto: str
    clavier: str
    champ: VueChamp
    heures: tuple[VueChoix, ...]
    rythmes: tuple[VueChoix, ...]
    #: What is true today, sentence by sentence; nothing when nothing was asked.
    etat: tuple[str, ...]
    #: Being asked how one is, a week after something was done; none where a message holds no link.
    nouvelles: VueChoix | None = None
    #: What a browser needs to give its address for notifications.
    cle: str = ""


@dataclass(frozen=True, slots=True)
class VueAgendaAbonne:
    """The agenda address: what is asked, and what is true today; nothing when there is none."""

    accord: VueAccord
    etat: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VueAdresseAgenda:
    """The address itself, on the one page that shows it."""

    adresse: str


@dataclass(frozen=True, slots=True)
class VueMisDeCote:
    """One thing the person said is not for them: its name in the form, what it is, whose, the reason they gave."""

    place: str
    titre: str
    qui: str
    raison: str


@dataclass(frozen=True, slots=True)
class VueAbonnements:
    """The channels this service has, the agenda address when it has an address of its own, and what was put aside."""

    canaux: tuple[VueCanal, ...]
    agenda: VueAgendaAbonne | None = None
    de_cote: tuple[VueMisDeCote, ...] = ()


@dataclass(frozen=True, slots=True)
class VueReponse:
    """What a link of a message lets do: one choice, and nothing about what the message was about.

    `geste` is `repondre`, `confirmer`, `arreter`, or nothing once it is done.
    """

    titre: str
    phrases: tuple[str, ...]
    geste: str = ""
    jeton: str = ""
    champ: VueChamp = field(default_factory=VueChamp)
    motifs: tuple[VueChoix, ...] = ()
