"""Holds the frozen views of the people of a carnet, of the code given for one of them, and of who receives it."""

from dataclasses import dataclass

from app.rendering.vues import VueChamp
from app.rendering.vues_carnet import VueAccord


@dataclass(frozen=True, slots=True)
class VueMembre:
    """Someone of the carnet, and what their age lets do."""

    numero: int
    libelle: str
    detail: str
    #: `inconnue`, `enfant`, `peut-consentir` or `majeur`.
    etape: str
    #: The day they are 15; empty when it is past or unknown.
    quinze_ans: str
    #: Until when a code to give them their carnet waits; empty without one.
    don: str
    #: The same for a code to follow them together.
    suivre: str
    #: Two adults follow them: `ici` when the profile is this carnet's, `ailleurs` when it is the other's; else empty.
    suivi: str


@dataclass(frozen=True, slots=True)
class VueMembres:
    """Everyone of the carnet but its reader."""

    membres: tuple[VueMembre, ...]


@dataclass(frozen=True, slots=True)
class VueCode:
    """A code to hand over, seen once."""

    code: str
    qui: str
    fin: str
    #: It lets a second adult follow a child.
    a_deux: bool


@dataclass(frozen=True, slots=True)
class VueRecevoir:
    """Who was given a code: where it is typed, then what it offers with the text to agree to."""

    champ: VueChamp
    refus: str
    #: The code that is being accepted; empty on the first page.
    code: str
    age: str
    #: What it offers is to follow a child with another adult.
    a_deux: bool
    accord: VueAccord
    #: Whether a carnet is open here, and what the form says of it when it is sent.
    ouvert: bool
    possible: bool
    gardees: bool
