"""Sends the reminders that are due, round after round. Any number of processes share the work; one shot is replaced."""

import argparse
import signal
import sys
import threading
from types import FrameType

from app.dependencies import poste_of
from app.domain.erreurs import EnregistrementImpossible
from app.journal import get_journal
from app.main import create_app
from app.services.envois.tournee import make_round
from app.settings import ReglageInvalide

#: Between two rounds when nothing more is due.
PAUSE_S = 20


def main() -> None:
    """Until it is told to stop; the message being handed over is always finished first."""
    lecteur = argparse.ArgumentParser(prog="scripts/rappels", description="Envoie les rappels à leur heure.")
    lecteur.add_argument("--une-fois", action="store_true", help="une seule tournée")
    demande = lecteur.parse_args()
    try:
        ensemble = create_app().state.parties
    except ReglageInvalide as refus:
        sys.exit(str(refus))
    if poste_of(ensemble) is None:
        sys.exit("Rien à envoyer : donnez MBS_COURRIEL, MBS_EXPEDITEUR, MBS_ORIGINE et la clé des carnets.")
    fini = threading.Event()

    def stop(_signal: int, _cadre: FrameType | None) -> None:
        fini.set()

    for quel in (signal.SIGTERM, signal.SIGINT):
        signal.signal(quel, stop)
    while not fini.is_set():
        poste = poste_of(ensemble)
        try:
            tournee = make_round(poste, au_plus=100) if poste else None
        except EnregistrementImpossible:
            tournee = None
        if tournee is not None and (tournee.remis or tournee.revus):
            get_journal().info("rappels", nombre=tournee.remis)
        if demande.une_fois:
            return
        if tournee is None or not tournee.remis:
            fini.wait(PAUSE_S)
    ensemble.engine.dispose()


if __name__ == "__main__":
    main()
