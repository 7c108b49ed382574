"""People with a row in every table that may speak of someone, and what can be found of each afterwards. Tests nothing.

Run as a program, it erases people one after the other and says each one it is told is erased, until it is killed.
"""

import json
import random
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.domain.depenses import Depense, Depenses
from app.domain.dossier import Dossier
from app.domain.rendez_vous import Personne
from app.models import ActeConsenti, Carnet, CodeCarnet, PersonneCarnet, RendezVous, SessionCarnet
from app.services.attente import leave, wait_for_a_place
from app.services.base_de_donnees import open_base
from app.services.carnet import Classeur, create, load, open_with
from app.services.carnet_scelle import Scribe
from app.services.coffre_carnet import CoffreCarnet
from app.services.consentements import subject_of
from app.services.effacements import erase_whole
from app.services.liste_effacements import NOM, ListeEffacements
from app.services.places import Guichet
from app.services.rendez_vous import Demande, cancel, take
from tests.agendas import MAINTENANT, communes_reelles, demain, empreintes, make_creneaux, make_lieu, make_professionnel
from tests.base.carnets import ACTE, CLE, personne, scribe
from tests.base.registre import PROUVEES_AILLEURS, Sort, of

PAR_CRENEAU = 40


@dataclass(frozen=True)
class Temoin:
    """One person: how they come back, and every sequence of bytes that could betray them."""

    jeton: str
    code: str
    rendez_vous: str
    attente: str
    #: What they said or are called: in clear nowhere, but for the name and the contact of an appointment.
    mots: tuple[str, ...]
    nom: str
    contact: str
    #: In hexadecimal: their numbers, their wrapped keys, what is sealed under them.
    traces: tuple[str, ...]

    @property
    def octets(self) -> list[bytes]:
        """Everything that must be nowhere once they are erased."""
        brutes = [bytes.fromhex(trace) for trace in self.traces]
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


def guichet(session: Session) -> Guichet:
    return Guichet(session, empreintes(), communes_reelles(), MAINTENANT)


def fill(ici: Lieu, nombre: int) -> list[Temoin]:
    """So many people: two in each carnet, codes, devices, gestures, an act, an appointment, a request that waits."""
    hasard = random.Random(20261122)
    with ici.session() as session:
        lieu, qui = make_lieu(session), make_professionnel(session)
        debuts = [demain(9, rang) for rang in range(nombre // PAR_CRENEAU + 1)]
        creneaux = [c.id for c in make_creneaux(session, lieu, qui, debuts, places=PAR_CRENEAU)]
        lieux = [make_lieu(session).id for _ in range(nombre // PAR_CRENEAU + 1)]
    temoins = []
    for rang in range(nombre):
        with ici.session() as session:
            groupe = rang // PAR_CRENEAU
            temoins.append(_one(session, hasard, rang, creneaux[groupe], lieux[groupe]))
    return temoins


def _one(session: Session, hasard: random.Random, rang: int, creneau: str, lieu: str) -> Temoin:
    mots = (f"Zq{hasard.randrange(10**8, 10**9)}", f"Lunettes {hasard.randrange(10**9, 10**10)}")
    nom, contact = f"Wx{hasard.randrange(10**9, 10**10)}", f"06{hasard.randrange(10**7, 10**8)}"
    depenses = Depenses((Depense(MAINTENANT.date(), "", mots[1], 1),))
    naissance = f"19{hasard.randrange(30, 99)}-0{hasard.randrange(1, 10)}-11"
    deux = Dossier((personne(naissance, depenses=depenses),)).ajouter(personne("2020-01", proche=True, nom=mots[0]))
    cree = create(classeur(session), deux.choisir(0), replace(ACTE, le=MAINTENANT))
    jeton = open_with(classeur(session), cree.codes[9], cree.jeton)
    rdv = take(guichet(session), Demande(creneau, f"cle-{rang:06}", Personne("Ana", nom, contact)))
    attente = wait_for_a_place(guichet(session), lieu, "18-25", f"attente-{rang:06}")
    ouvert = load(classeur(session), jeton or "")
    assert ouvert is not None
    lignes = session.exec(select(PersonneCarnet).where(PersonneCarnet.carnet_id == ouvert.id)).all()
    codes = session.exec(select(CodeCarnet.condense).where(CodeCarnet.carnet_id == ouvert.id)).all()
    sessions = session.exec(select(SessionCarnet).where(SessionCarnet.carnet_id == ouvert.id)).one()
    carnet = session.get_one(Carnet, ouvert.id)
    textes = [ouvert.id, carnet.sel, *codes, sessions.condense, sessions.appareil, *(ligne.id for ligne in lignes)]
    binaires = [octets for ligne in lignes for octets in (ligne.cle, ligne.profil, ligne.historique)]
    traces = tuple(octets.hex() for octets in (*(texte.encode("ascii") for texte in textes), *binaires))
    return Temoin(jeton or "", cree.codes[0], rdv.code, attente.code, mots, nom, contact, traces)


def erase(ici: Lieu, temoin: Temoin, avec: Scribe | None = None) -> None:
    """Everything of one person, by the gestures they have."""
    with ici.session() as session:
        ouvert = load(classeur(session, avec), temoin.jeton)
        assert ouvert is not None
        erase_whole(classeur(session, avec), ouvert)
        leave(guichet(session), temoin.attente)
        cancel(guichet(session), temoin.rendez_vous)


def is_there(ici: Lieu, temoin: Temoin) -> bool:
    """Whether they can still open their carnet and read it whole."""
    with ici.session() as session:
        ouvert = load(classeur(session), temoin.jeton)
    return ouvert is not None and ouvert.dossier.personnes[1].nom == temoin.mots[0]


def found(temoins: Iterable[Temoin], contenu: bytes) -> list[str]:
    """The first bytes of what is found of these people."""
    return [octets[:8].hex() for temoin in temoins for octets in temoin.octets if octets in contenu]


def everything(*dossiers: Path) -> bytes:
    """Every byte of every file under these folders."""
    fichiers = (chemin for dossier in dossiers for chemin in sorted(dossier.rglob("*")) if chemin.is_file())
    return b"\n".join(fichier.read_bytes() for fichier in fichiers)


def rows_of(ici: Lieu, carnets: Iterable[str]) -> dict[str, int]:
    """How many rows of each table bear the number of one of these carnets."""
    carnets, nombres = list(carnets), {}
    with Session(ici.engine) as session:
        for table in (
            t for t in Carnet.metadata.sorted_tables if t.name in of(Sort.AVEC_LE_CARNET) - PROUVEES_AILLEURS
        ):
            colonne = table.c.carnet_id if "carnet_id" in table.c else table.c.id
            nombres[table.name] = len(session.execute(select(colonne).where(colonne.in_(carnets))).all())
    return nombres


def carnet_of(temoin: Temoin) -> str:
    return bytes.fromhex(temoin.traces[0]).decode("ascii")


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
