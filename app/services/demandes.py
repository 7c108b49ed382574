"""A request for a place, made ready: its prints, the row it becomes, what its owner sees. Reads and writes nothing."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import uuid4

from app.domain.rendez_vous import TENUE, EtatRendezVous, Personne, RendezVousVu
from app.services.empreintes import Empreintes
from app.services.places import Verrouille


class Demande(NamedTuple):
    """A request for a place: the slot, who comes (nobody yet when it is only held), and the key of the request."""

    creneau: str
    cle: str
    personne: Personne | None = None


class Prete(NamedTuple):
    """The same with its prints; `personne` is empty when nobody is named yet."""

    demande: Demande
    cle: str
    corps: str
    code: str
    empreinte: str
    personne: str


def print_of(empreintes: Empreintes, personne: Personne) -> str:
    """What the base knows of a person: enough to see that they come twice."""
    return empreintes.de("personne", personne.identite, personne.contact)


def prepare(empreintes: Empreintes, demande: Demande) -> Prete:
    """Derive the code from the key and the body, and the prints of all of them."""
    cle = empreintes.de("cle", demande.cle)
    corps = empreintes.de("corps", demande.creneau, *(demande.personne or ("",)))
    code = empreintes.code(cle, corps)
    personne = print_of(empreintes, demande.personne) if demande.personne else ""
    return Prete(demande, cle, corps, code, empreintes.de("code", code), personne)


def row_of(prete: Prete, place: int, maintenant: datetime) -> dict[str, Any]:
    """The row of this request, on this place."""
    qui = prete.demande.personne
    return {
        "id": uuid4().hex,
        "creneau_id": prete.demande.creneau,
        "place": place,
        "etat": (EtatRendezVous.CONFIRME if qui else EtatRendezVous.TENU).value,
        "cle": prete.cle,
        "corps": prete.corps,
        "code": prete.empreinte,
        "personne": prete.personne or None,
        "prenom": qui.prenom if qui else None,
        "nom": qui.nom if qui else None,
        "contact": (qui.contact or None) if qui else None,
        "tenu_jusqu_a": None if qui else maintenant + TENUE,
        "version": 0,
    }


def seen(prete: Prete, slot: Verrouille, maintenant: datetime) -> RendezVousVu:
    """The appointment this request has just become."""
    qui = prete.demande.personne
    return RendezVousVu(
        code=prete.code,
        etat=EtatRendezVous.CONFIRME if qui else EtatRendezVous.TENU,
        creneau=slot.creneau,
        lieu=slot.lieu,
        personne=qui,
        tenu_jusqu_a=None if qui else maintenant + TENUE,
    )
