"""Builds places, professionals, openings and slots in a base: a test names only what matters to it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from uuid import uuid4

from sqlmodel import Session

from app.content.communes import load_communes
from app.domain.communes import Communes
from app.models import Creneau, Lieu, Plage, Professionnel
from app.services.empreintes import Empreintes

#: Monday 23 November 2026, 8 in the morning in Paris.
MAINTENANT = datetime(2026, 11, 23, 7, tzinfo=UTC)
TOUTES = "18-25,45-50,60-65,70-75"
CLE = b"k" * 32


@cache
def communes_reelles() -> Communes:
    """Every commune, read once."""
    return load_communes()


def empreintes() -> Empreintes:
    """Prints under a trial key."""
    return Empreintes(CLE)


def make_lieu(session: Session, commune: str = "71270", **changes: object) -> Lieu:
    """A place in the middle of a commune, online, seen just now."""
    ici = communes_reelles().get(commune)
    assert ici is not None
    champs: dict[str, object] = {
        "id": uuid4().hex,
        "nom": "Maison de santé d'essai",
        "adresse": "1 place de l'Essai",
        "code_postal": ici.codes_postaux[0],
        "commune": commune,
        "fuseau": ici.fuseau,
        "latitude": ici.centre.latitude if ici.centre else None,
        "longitude": ici.centre.longitude if ici.centre else None,
        "telephone": "01 99 00 12 34",
        "agenda": "en_ligne",
        "vu_le": MAINTENANT,
        "perime_le": MAINTENANT + timedelta(days=365),
        "demonstration": False,
    }
    lieu = Lieu(**{**champs, **changes})
    session.add(lieu)
    session.flush()
    return lieu


def make_professionnel(session: Session, profession: str = "medecin", **changes: object) -> Professionnel:
    """A professional."""
    champs: dict[str, object] = {"id": uuid4().hex, "prenom": "Camille", "nom": "Essai", "profession": profession}
    professionnel = Professionnel(**{**champs, "demonstration": False, **changes})
    session.add(professionnel)
    session.flush()
    return professionnel


def make_plage(session: Session, lieu: Lieu, qui: Professionnel, **changes: object) -> Plage:
    """Mondays from 9 to 10, three slots of 20 minutes for one person."""
    champs: dict[str, object] = {
        "id": uuid4().hex,
        "professionnel_id": qui.id,
        "lieu_id": lieu.id,
        "jour": 0,
        "debut": time(9),
        "fin": time(10),
        "du": date(2026, 1, 1),
        "duree_minutes": 20,
        "places": 1,
        "preavis_heures": 2,
        "tranches": TOUTES,
    }
    plage = Plage(**{**champs, **changes})
    session.add(plage)
    session.flush()
    return plage


def make_creneaux(
    session: Session, lieu: Lieu, qui: Professionnel, debuts: Sequence[datetime], **changes: object
) -> list[Creneau]:
    """Slots of 20 minutes for one person, free, shown until they begin."""
    creneaux = []
    for debut in debuts:
        champs: dict[str, object] = {
            "id": uuid4().hex,
            "professionnel_id": qui.id,
            "lieu_id": lieu.id,
            "debut": debut,
            "fin": debut + timedelta(minutes=20),
            "places": 1,
            "prises": 0,
            "tranches": TOUTES,
            "vu_le": MAINTENANT,
            "limite": debut,
        }
        creneaux.append(Creneau(**{**champs, **changes}))
    session.add_all(creneaux)
    session.flush()
    return creneaux


def demain(heure: int = 9, minute: int = 0, jours: int = 1) -> datetime:
    """An hour of a coming day in Paris, in winter."""
    return datetime(2026, 11, 23, heure - 1, minute, tzinfo=UTC) + timedelta(days=jours)
