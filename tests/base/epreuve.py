"""People with a row in every table that may speak of someone, and what can be found of each afterwards. Tests nothing.

Run as a program, it erases people one after the other and says each one it is told is erased, until it is killed.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import ColumnElement, Engine, Table, or_
from sqlmodel import Session, col, select

from app.models import ActeConsenti, Carnet, Envoi, RendezVous
from app.services.attente import leave
from app.services.base_de_donnees import open_base
from app.services.carnet import Classeur, load
from app.services.carnet_scelle import Scribe
from app.services.coffre_carnet import CoffreCarnet
from app.services.consentements import subject_of
from app.services.effacements import erase_whole
from app.services.envois.abonnements import read_abonnements
from app.services.envois.adresses import Bureau
from app.services.liste_effacements import NOM, ListeEffacements
from app.services.partages import open_shared
from app.services.places import Guichet
from app.services.rendez_vous import cancel
from tests.agendas import MAINTENANT, communes_reelles, empreintes
from tests.base.carnets import CLE, scribe
from tests.base.registre import Sort, of
from tests.factories import contenu_reel


@dataclass(frozen=True)
class Temoin:
    """One person: how they come back, and every sequence of bytes that could betray them."""

    jeton: str
    code: str
    partage: str
    rendez_vous: str
    attente: str
    #: What they said, gave or were given: in clear nowhere, but for the name and the contact of an appointment.
    mots: tuple[str, ...]
    adresses: tuple[str, ...]
    nom: str
    contact: str
    #: The numbers of their carnet, then of those in it.
    numeros: tuple[str, ...]
    #: In hexadecimal: their numbers, their keys, what is sealed under them, the hashes that lead to them.
    traces: tuple[str, ...]
    #: The same of their device, which a restore closes.
    fermees: tuple[str, ...]

    @property
    def octets(self) -> list[bytes]:
        """Everything that must be nowhere once they are erased."""
        brutes = [bytes.fromhex(trace) for trace in (*self.traces, *self.fermees)]
        return [*brutes, *(mot.encode() for mot in (*self.mots, self.nom, self.contact))]


@dataclass(frozen=True)
class Lieu:
    """Where the base of a rig is, and its list of what was erased."""

    engine: Engine
    liste: ListeEffacements

    @contextmanager
    def session(self, apres: timedelta = timedelta()) -> Iterator[Session]:
        """One gesture of the service."""
        with self.liste.transaction(self.engine, MAINTENANT + apres) as session:
            yield session


def classeur(session: Session, avec: Scribe | None = None) -> Classeur:
    return Classeur(session, avec or scribe(), MAINTENANT)


def bureau(session: Session) -> Bureau:
    return Bureau(session, scribe(), contenu_reel(), MAINTENANT)


def guichet(session: Session) -> Guichet:
    return Guichet(session, empreintes(), communes_reelles(), MAINTENANT)


def erase(ici: Lieu, temoin: Temoin, avec: Scribe | None = None) -> None:
    """Everything of one person, by the gestures they have."""
    with ici.session() as session:
        ouvert = load(classeur(session, avec), temoin.jeton)
        assert ouvert is not None
        erase_whole(classeur(session, avec), ouvert)
        leave(guichet(session), temoin.attente)
        cancel(guichet(session), temoin.rendez_vous)


def is_there(ici: Lieu, temoin: Temoin, jeton: str = "") -> bool:
    """Whether they can still open their carnet and read all of it: people, addresses of reminders, what they show."""
    with ici.session() as session:
        ouvert = load(classeur(session), jeton or temoin.jeton)
        if ouvert is None or ouvert.dossier.personnes[1].nom != temoin.mots[0]:
            return False
        adresses = {abonnement.adresse for abonnement in read_abonnements(bureau(session), ouvert.id).values()}
        montre = open_shared(classeur(session), temoin.partage)
    return adresses == set(temoin.adresses) and montre is not None and temoin.mots[0] in str(montre.rubriques)


def found(temoins: Iterable[Temoin], contenu: bytes) -> list[str]:
    """The first bytes of what is found of these people."""
    return [octets[:8].hex() for temoin in temoins for octets in temoin.octets if octets in contenu]


def everything(*dossiers: Path) -> bytes:
    """Every byte of every file under these folders."""
    fichiers = (chemin for dossier in dossiers for chemin in sorted(dossier.rglob("*")) if chemin.is_file())
    return b"\n".join(fichier.read_bytes() for fichier in fichiers)


def tables_of_people() -> list[Table]:
    """The tables whose rows go with a carnet."""
    return [table for table in Carnet.metadata.sorted_tables if table.name in of(Sort.AVEC_LE_CARNET)]


def owned(table: Table, numeros: Iterable[str]) -> ColumnElement[bool]:
    """The rows of a table that bear one of these numbers, of a carnet or of someone in it."""
    noms = [nom for nom in ("carnet_id", "personne") if nom in table.c] or ["id"]
    return or_(*(table.c[nom].in_(list(numeros)) for nom in noms))


def rows_of(ici: Lieu, temoins: Iterable[Temoin]) -> dict[str, int]:
    """How many rows of each table bear the number of one of these carnets, or of someone in it."""
    siens = [numero for temoin in temoins for numero in temoin.numeros]
    with Session(ici.engine) as session:
        return {t.name: len(session.execute(t.select().where(owned(t, siens))).all()) for t in tables_of_people()}


def reminders_of(ici: Lieu, temoins: Iterable[Temoin]) -> int:
    """How many reminders still say whose they are."""
    siens = [numero for temoin in temoins for numero in temoin.numeros]
    with Session(ici.engine) as session:
        return len(session.exec(select(Envoi.id).where(col(Envoi.personne).in_(siens))).all())


def link_of(ici: Lieu) -> set[str]:
    """The subjects of acts that somebody living can still be found from."""
    with Session(ici.engine) as session:
        vivants = {subject_of(carnet) for carnet in session.exec(select(Carnet))}
        return vivants & set(session.exec(select(ActeConsenti.sujet)))


def named_appointments(ici: Lieu) -> set[str]:
    with Session(ici.engine) as session:
        return set(session.exec(select(RendezVous.nom).where(col(RendezVous.nom).is_not(None))))


def main(adresse: str, dossier: str, fichier: str) -> None:
    """Erase the people of a file, saying each once it is done, as a site that is killed in the middle would."""
    ici = Lieu(open_base(adresse), ListeEffacements(Path(dossier) / NOM))
    # Nothing of the content is needed to erase: the process is soon at work.
    sobre = Scribe(CoffreCarnet((CLE,)), {})
    for rang, brut in enumerate(json.loads(Path(fichier).read_text("utf-8"))):
        temoin = Temoin(**{cle: tuple(v) if isinstance(v, list) else v for cle, v in brut.items()})
        erase(ici, temoin, sobre)
        print(rang, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
