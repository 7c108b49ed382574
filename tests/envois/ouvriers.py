"""A program for the tests: workers that send what is due, shot again and again while they do. Tests nothing itself.

It loads everything once, then forks: a worker is back at work a moment after the last one was killed. On SQLite they
go round by themselves, on PostgreSQL procrastinate has them work. It stops when nothing is due any more, and says how
many were killed, and how many jobs dead workers left.
"""

import argparse
import ctypes
import functools
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, func, select

from app.domain.catalogue import Catalogue
from app.domain.envois import CanalRappel
from app.domain.rappels import rappels_de
from app.models import Envoi
from app.services.base_de_donnees import open_base
from app.services.envois import file
from app.services.envois.courriel import Courriel, ReglagesCourriel
from app.services.envois.file import EnvoiPris, Poste
from app.services.envois.ouvriers import Cadence, create_workers
from app.services.envois.push import CleVapid, Push
from app.services.envois.sms import ReglagesSms, Sms
from app.services.envois.tournee import make_round
from app.services.envois.transport import MessagePret, Recu
from tests.base.carnets import personne, scribe
from tests.envois.rappels import SITE
from tests.factories import contenu_reel

DEPART = time.monotonic()
PR_SET_PDEATHSIG = 1
BAIL, MARGE = timedelta(seconds=1.5), timedelta(seconds=0.5)
#: A round and a rescue each second; a worker is dead after one second of silence.
CADENCE = Cadence(tournee="* * * * * *", secours="* * * * * *", lot=20, silence_s=1)


def main() -> None:
    """One job after the other, as the lines of standard input tell: the content is read once for all."""
    catalogue = contenu_reel()  # and `scribe` reads it too: once, before anybody is born
    for ligne in sys.stdin:
        demande = argparse.Namespace(**json.loads(ligne))
        demande.maintenant = datetime.fromisoformat(demande.maintenant)
        debut = time.monotonic()
        tues = _shoot_until_done(demande, catalogue)
        duree = round(time.monotonic() - debut, 1)
        print(json.dumps({"tues": tues, "repris": _taken_up(demande.base), "secondes": duree}), flush=True)


def _shoot_until_done(demande: argparse.Namespace, catalogue: Catalogue) -> int:
    """Two workers, shot in turn by chance and replaced at once; how many died before nothing was due."""
    # What a process works out once is worked out here: a worker just born must be at work before the next shot.
    evaluation = catalogue.moteur.evaluate(personne().profil, demande.maintenant.date())
    rappels_de(evaluation.resultats, evaluation.situation.naissance, demande.maintenant.date())
    _left(demande.base)
    hasard = random.Random(20261122)
    ouvriers = [_fork(demande, catalogue) for _ in range(2)]
    tues = 0
    while _left(demande.base):
        time.sleep(demande.tous_les)
        rang = hasard.randrange(2)
        with _gone():
            os.kill(ouvriers[rang], signal.SIGKILL)
        os.waitpid(ouvriers[rang], 0)
        tues += 1
        ouvriers[rang] = _fork(demande, catalogue)
        # One that shot itself is replaced too.
        for autre, pid in enumerate(ouvriers):
            if os.waitpid(pid, os.WNOHANG)[0]:
                tues += 1
                ouvriers[autre] = _fork(demande, catalogue)
    for pid in ouvriers:
        with _gone():
            os.kill(pid, signal.SIGKILL)
        with _gone():
            os.waitpid(pid, 0)
    return tues


@contextmanager
def _gone() -> Iterator[None]:
    try:
        yield
    except (ProcessLookupError, ChildProcessError):
        return


def _fork(demande: argparse.Namespace, catalogue: Catalogue) -> int:
    pid = os.fork()
    if pid == 0:
        # Nobody survives the one who shoots, however it ends.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        try:
            _work(demande, catalogue)
        finally:
            os._exit(1)
    return pid


def _work(demande: argparse.Namespace, catalogue: Catalogue) -> None:
    engine = open_base(demande.base)

    @contextmanager
    def ouvrir() -> Iterator[Session]:
        with Session(engine) as session, session.begin():
            yield session

    poste = Poste(
        ouvrir=ouvrir,
        scribe=scribe(),
        catalogue=catalogue,
        transports={
            CanalRappel.COURRIEL: Courriel(
                ReglagesCourriel("127.0.0.1", demande.port, "rappels@exemple.fr", tls="aucun", delai_s=5)
            ),
            CanalRappel.PUSH: Push(CleVapid(b"v" * 32), SITE, local=True, delai_s=5),
            CanalRappel.SMS: Sms(ReglagesSms(f"{demande.guichet}/sms", "cle-d-essai", "RAPPEL", delai_s=5)),
        },
        horloge=lambda: demande.maintenant + timedelta(seconds=time.monotonic() - DEPART),
        adresse_publique=SITE,
        bail=BAIL,
        marge=MARGE,
    )
    if demande.mourir or demande.marquer_avant:
        _plant(demande, poste)
    if engine.dialect.name == "postgresql":
        app = create_workers(lambda: demande.base, lambda: poste, _tell, CADENCE)
        app.run_worker(
            delete_jobs="never",  # what was taken up again is counted at the end
            install_signal_handlers=False,
            update_heartbeat_interval=0.2,
            fetch_job_polling_interval=0.1,
        )
    while True:
        with suppress(SQLAlchemyError):
            make_round(poste)
        time.sleep(0.02)


def _tell(erreur: Exception) -> None:
    print(repr(erreur), file=sys.stderr)


def _plant(demande: argparse.Namespace, poste: Poste) -> None:
    """Make the worker die between the two steps, whichever comes first."""
    vus = 0
    deliver: Callable[[Poste, EnvoiPris], bool] = file.deliver
    remises: dict[CanalRappel, Callable[[MessagePret], Recu]] = {c: t.remettre for c, t in poste.transports.items()}

    def die() -> None:
        nonlocal vus
        vus += 1
        if demande.mourir and vus % demande.mourir == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def sent_then_dead(canal: CanalRappel, message: MessagePret) -> Recu:
        recu = remises[canal](message)
        die()
        return recu

    def marked_then_dead(qui: Poste, pris: EnvoiPris) -> bool:
        with qui.ouvrir() as session:
            file.record(qui.bureau(session), pris, Recu("250 believed"))
        die()
        remises[pris.canal](pris.message)
        return True

    if demande.marquer_avant:
        file.deliver = marked_then_dead
    else:
        for canal, transport in poste.transports.items():
            planted: Any = transport
            planted.remettre = functools.partial(sent_then_dead, canal)
        file.deliver = deliver


def _taken_up(base: str) -> int:
    """How many times a job was queued again after its worker died."""
    engine = open_base(base)
    try:
        with engine.connect() as connexion:
            if engine.dialect.name != "postgresql":
                return 0
            ordre = "SELECT count(*) FROM procrastinate_events WHERE type = 'deferred_for_retry'"
            return int(connexion.exec_driver_sql(ordre).scalar_one())
    finally:
        engine.dispose()


def _left(base: str) -> int:
    engine = open_base(base)
    try:
        with Session(engine) as session:
            ici = select(func.count()).select_from(Envoi).where(Envoi.genre == "rappel")
            return session.exec(ici.where(Envoi.etat.in_(("prevu", "pris")))).one()  # type: ignore[attr-defined]
    finally:
        engine.dispose()


if __name__ == "__main__":
    sys.exit(main())
