"""Due reminders, two workers, a shot every 150 ms, a mail server that records: none lost, duplicates recognisable."""

import json
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from sqlmodel import Session, select

from app.models import Envoi
from app.services.base_de_donnees import open_base
from tests.base.carnets import LE
from tests.envois.rappels import Monde, confirmed

RACINE = Path(__file__).resolve().parents[2]


class Boite:
    """A mail server that takes everything and keeps it."""

    def __init__(self) -> None:
        self.recus: list[tuple[str, str]] = []

    async def handle_DATA(self, _serveur, _session, enveloppe):  # type: ignore[no-untyped-def] # noqa: N802 - its name
        courrier = message_from_bytes(enveloppe.content)
        self.recus.append((str(courrier["Message-ID"]), enveloppe.rcpt_tos[0]))
        return "250 taken"


@pytest.fixture
def boite() -> Iterator[tuple[Boite, int]]:
    recueil = Boite()
    with closing(socket.create_server(("127.0.0.1", 0))) as libre:
        port = libre.getsockname()[1]
    serveur = Controller(recueil, hostname="127.0.0.1", port=port)
    serveur.start()
    yield recueil, port
    serveur.stop()


def run(base: str, port: int, *options: str) -> int:
    """The workers until nothing is due; how many died."""
    commande = [sys.executable, "-m", "tests.envois.ouvriers", base, str(port), (LE + timedelta(days=7)).isoformat()]
    fini = subprocess.run([*commande, *options], cwd=RACINE, capture_output=True, text=True, timeout=280, check=False)
    assert fini.returncode == 0, fini.stderr[-2000:]
    dit = json.loads(fini.stdout.splitlines()[-1])
    print(dit)
    return int(dit["tues"])


def due(url: str, nombre: int) -> set[str]:
    """So many reminders due; their names."""
    engine = open_base(url)
    confirmed(Monde(engine), nombre)
    with Session(engine) as session:
        cles = set(session.exec(select(Envoi.cle).where(Envoi.genre == "rappel")))
    engine.dispose()
    assert len(cles) == nombre
    return cles


def names(boite: Boite) -> Counter[str]:
    return Counter(message.strip("<>").partition("@")[0] for message, _ in boite.recus)


@pytest.mark.timeout(300)
def test_none_is_lost_and_those_sent_twice_say_so(url_base: str, boite: tuple[Boite, int], complet: bool) -> None:
    recueil, port = boite
    cles = due(url_base, 1000 if complet else 12)
    tues = run(url_base, port, "--mourir", "9" if complet else "4", "--tous-les", "0.15" if complet else "0.4")
    compte = names(recueil)
    assert set(compte) == cles
    assert sum(compte.values()) - len(compte) <= tues
    assert len({destinataire for _, destinataire in recueil.recus}) == len(cles)
    engine = open_base(url_base)
    with Session(engine) as session:
        lignes = session.exec(select(Envoi).where(Envoi.genre == "rappel")).all()
        assert {ligne.etat for ligne in lignes if ligne.cle in cles} == {"remis"}
    engine.dispose()
    print({"dus": len(cles), "recus": sum(compte.values()), "doublons": sum(compte.values()) - len(compte)})


def test_marking_before_sending_is_caught(tmp_path: Path, boite: tuple[Boite, int]) -> None:
    """The planted bug: the base says everything was sent, the mail server says otherwise."""
    from tests.bases import make_ready

    url = f"sqlite:///{tmp_path / 'base.db'}"
    engine = open_base(url)
    make_ready(engine)
    engine.dispose()
    recueil, port = boite
    cles = due(url, 8)
    run(url, port, "--mourir", "3", "--marquer-avant", "--tous-les", "0.6")
    perdus = cles - set(names(recueil))
    assert perdus
    engine = open_base(url)
    with Session(engine) as session:
        lignes = session.exec(select(Envoi).where(Envoi.genre == "rappel")).all()
        assert {ligne.etat for ligne in lignes if ligne.cle in perdus} == {"remis"}
    engine.dispose()
