"""Starts a worker that sends the reminders due, or any other command of procrastinate; says first what is missing."""

import sys

from procrastinate.cli import main as procrastinate

from app.ouvriers import adresse, poste
from app.settings import ReglageInvalide


def main() -> None:
    """A worker when nothing is asked; it finishes the lot it holds before it stops."""
    demande = sys.argv[1:] or ["worker"]
    try:
        adresse()
        if "worker" in demande:
            poste()
    except ReglageInvalide as refus:
        sys.exit(str(refus))
    sys.argv[1:] = ["--app=app.ouvriers.ouvriers", *demande]
    procrastinate()


if __name__ == "__main__":
    main()
