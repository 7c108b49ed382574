"""The contention rig: processes that book and cancel the same slots, some killed on the way. Judges nothing itself."""

import os
import random
import signal
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select

from app.domain.communes import Communes
from app.domain.erreurs import ErreurMetier
from app.domain.rendez_vous import Personne
from app.models import Creneau, RendezVous
from app.services.base_de_donnees import open_base
from app.services.places import Guichet
from app.services.rendez_vous import Demande, cancel, take
from tests.agendas import MAINTENANT, empreintes

PROCESSUS = 4
#: Seconds between two kills; lines a process has written before it may be one of them.
ENTRE_DEUX, DES_LE_DEBUT = 0.3, 15


@dataclass(frozen=True)
class Epreuve:
    """What one process does: how many attempts, on which slots, with our code or with the planted fault."""

    url: str
    cahier: Path
    creneaux: tuple[str, ...]
    tentatives: int
    graine: int = 0
    naif: bool = False


@dataclass
class Bilan:
    """What the base holds at the end, against what the processes were told."""

    doubles: int = 0
    perdus: int = 0
    cles_en_double: int = 0
    compteurs_faux: int = 0
    confirmes: int = 0
    ecrits: Counter[str] = field(default_factory=Counter)


def visit(epreuve: Epreuve) -> None:
    """Book slot after slot, say it once it is committed, cancel half of them, repeat one request in eight."""
    sort = random.Random(epreuve.graine)
    engine = open_base(epreuve.url)
    with epreuve.cahier.open("a", encoding="ascii", buffering=1) as cahier:
        while len(list(epreuve.cahier.parent.glob("*.txt"))) < PROCESSUS:
            time.sleep(0.01)  # all at once: a slow machine starts them one by one
        precedente: Demande | None = None
        for numero in range(epreuve.tentatives):
            repete = precedente is not None and sort.random() < 1 / 8
            nouvelle = Demande(
                sort.choice(epreuve.creneaux),
                f"cle-{epreuve.graine}-{numero}",
                Personne("P", f"{epreuve.graine} {numero}"),
            )
            demande = precedente if repete and precedente else nouvelle
            precedente = demande
            try:
                code = check_then_insert(engine, demande) if epreuve.naif else _book(engine, demande)
            except ErreurMetier as refus:
                cahier.write(f"refus {type(refus).__name__}\n")
                continue
            except SQLAlchemyError as erreur:
                cahier.write(f"panne {type(erreur).__name__}\n")
                continue
            cahier.write(f"pris {code} {demande.cle}\n")
            if not epreuve.naif and sort.random() < 1 / 2:
                cahier.write(f"annule {code}\n")
                with Session(engine) as session, session.begin():
                    cancel(Guichet(session, empreintes(), Communes(()), MAINTENANT), code)
    engine.dispose()


def _book(engine: Engine, demande: Demande) -> str:
    with Session(engine) as session, session.begin():
        return take(Guichet(session, empreintes(), Communes(()), MAINTENANT), demande).code


def check_then_insert(engine: Engine, demande: Demande) -> str:
    """The planted fault: look whether the slot is free, then take it, and trust that nothing happened between."""
    with Session(engine) as session, session.begin():
        ici = (col(RendezVous.creneau_id) == demande.creneau, col(RendezVous.etat) == "confirme")
        if session.exec(select(RendezVous.id).where(*ici)).first() is not None:
            raise ErreurMetier("pris")
    time.sleep(0.05)  # the time of an answer on the network
    code = uuid4().hex
    with Session(engine) as session, session.begin():
        ligne = RendezVous(id=code, creneau_id=demande.creneau, place=1, etat="confirme", cle=code, corps="", code=code)
        ligne.prenom, ligne.nom = "P", "N"
        session.add(ligne)
    return code


def run(epreuves: list[Epreuve], *, tues: int = 0) -> int:
    """Run them together; kill so many on their way, and start another in the place of each. Gives the kills."""
    contexte, sort = get_context("spawn"), random.Random(7)
    en_cours = {_start(contexte, epreuve): epreuve for epreuve in epreuves}
    morts = 0
    while en_cours:
        for processus in [p for p in en_cours if p.exitcode is not None]:
            assert processus.exitcode == 0
            en_cours.pop(processus)
        au_travail = [p for p, epreuve in en_cours.items() if _done(epreuve) > DES_LE_DEBUT]
        if morts < tues and au_travail:
            victime = sort.choice(au_travail)
            assert victime.pid is not None
            os.kill(victime.pid, signal.SIGKILL)
            victime.join(10)
            morts += 1
            finie = en_cours.pop(victime)
            suite = replace(
                finie,
                cahier=finie.cahier.with_name(f"suite-{morts}.txt"),
                graine=1000 + morts,
                tentatives=max(DES_LE_DEBUT, finie.tentatives - _done(finie)),
            )
            en_cours[_start(contexte, suite)] = suite
        time.sleep(ENTRE_DEUX)
    return morts


def _done(epreuve: Epreuve) -> int:
    return epreuve.cahier.read_bytes().count(b"\n") if epreuve.cahier.exists() else 0


def _start(contexte: object, epreuve: Epreuve) -> BaseProcess:
    processus: BaseProcess = contexte.Process(target=visit, args=(epreuve,))  # type: ignore[attr-defined]
    processus.start()
    return processus


def judge(engine: Engine, dossier: Path) -> Bilan:
    """Compare the base with the notebooks."""
    bilan = Bilan()
    dits: set[str] = set()
    annules: set[str] = set()
    for cahier in dossier.glob("*.txt"):
        for ligne in cahier.read_text("ascii").splitlines():
            mots = ligne.split()
            bilan.ecrits[mots[0]] += 1
            if mots[0] == "pris" and len(mots) == 3:
                dits.add(mots[1])
            elif mots[0] == "annule" and len(mots) == 2:
                annules.add(mots[1])
    with Session(engine) as session:
        lignes = session.exec(select(RendezVous)).all()
        creneaux = session.exec(select(Creneau)).all()
    vivants = Counter(ligne.creneau_id for ligne in lignes if ligne.etat == "confirme")
    bilan.confirmes = vivants.total()
    bilan.doubles = sum(max(0, vivants[creneau.id] - creneau.places) for creneau in creneaux)
    bilan.compteurs_faux = sum(vivants[creneau.id] != creneau.prises for creneau in creneaux)
    bilan.cles_en_double = len(lignes) - len({ligne.cle for ligne in lignes})
    gardes = {ligne.code for ligne in lignes if ligne.etat == "confirme"}
    bilan.perdus = sum(empreintes().de("code", code) not in gardes for code in dits - annules)
    return bilan
