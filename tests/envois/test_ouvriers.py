"""Due reminders, two workers, a shot every 150 ms, providers that record: none lost, duplicates recognisable.

One person in three is written to by e-mail, one by a notification that their browser alone reads, one by text.
"""

import json
import secrets
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path
from typing import NamedTuple

import pytest
from aiosmtpd.controller import Controller
from sqlmodel import Session, select

from app.domain.abonnement_push import read_push
from app.domain.envois import CanalRappel
from app.domain.phrases_rappel import PERMISES
from app.models import Envoi
from app.services.base_de_donnees import open_base
from tests.base.carnets import LE
from tests.base.sante import assert_sound
from tests.bases import make_ready
from tests.conftest import new_postgresql
from tests.envois.rappels import Monde, by_mail, confirmed
from tests.envois.recepteurs import Navigateur, Recepteur, opened

RACINE = Path(__file__).resolve().parents[2]


class Boite:
    """A mail server that takes everything and keeps it."""

    def __init__(self) -> None:
        self.recus: list[tuple[str, str]] = []

    async def handle_DATA(self, _serveur, _session, enveloppe):  # type: ignore[no-untyped-def] # noqa: N802 - its name
        courrier = message_from_bytes(enveloppe.content)
        self.recus.append((str(courrier["Message-ID"]), enveloppe.rcpt_tos[0]))
        return "250 taken"


class Epreuve(NamedTuple):
    """One job of the workers, and what came of it."""

    base: str
    cles: set[str]
    tues: int
    repris: int
    recus: Counter[str]

    @property
    def doublons(self) -> int:
        """How many messages the server had more than once."""
        return sum(self.recus.values()) - len(self.recus)

    @property
    def etats(self) -> set[str]:
        """What the base says of the reminders that were due."""
        engine = open_base(self.base)
        with Session(engine) as session:
            lignes = session.exec(select(Envoi.cle, Envoi.etat).where(Envoi.genre == "rappel")).all()
        engine.dispose()
        return {etat for cle, etat in lignes if cle in self.cles}


@pytest.fixture(scope="module")
def bases(
    tmp_path_factory: pytest.TempPathFactory, adresse_postgresql: str, modele_postgresql: str
) -> Iterator[dict[str, str]]:
    adresses = {}
    for nom in ("sqlite", "marque-avant"):
        adresses[nom] = f"sqlite:///{tmp_path_factory.mktemp(nom) / 'base.db'}"
        engine = open_base(adresses[nom])
        make_ready(engine)
        engine.dispose()
    with new_postgresql(adresse_postgresql, modele_postgresql) as adresse:
        yield {**adresses, "postgresql": adresse}


@pytest.fixture(scope="module")
def epreuves(bases: dict[str, str], complet: bool) -> dict[str, Epreuve]:
    """Every job in turn, in one program: what takes long is to read the content."""
    nombres = {"sqlite": 1000, "postgresql": 1000, "marque-avant": 200} if complet else dict.fromkeys(bases, 10)
    with mailbox() as (boite, port), opened(Recepteur(defaut=(202, {}, b'{"id": "m-1"}'))) as guichet:
        gens = {nom: Gens(guichet.adresse) for nom in bases}
        cles = {nom: due(url, nombres[nom], gens[nom]) for nom, url in bases.items()}
        travaux = [
            {
                "base": url,
                "port": port,
                "guichet": guichet.adresse,
                "maintenant": (LE + timedelta(days=7)).isoformat(),
                "tous_les": 0.15 if complet else 0.4,
                "mourir": 9 if complet else 4,
                "marquer_avant": nom == "marque-avant",
            }
            for nom, url in bases.items()
        ]
        fini = subprocess.run(
            [sys.executable, "-m", "tests.envois.ouvriers"],
            input="\n".join(map(json.dumps, travaux)),
            cwd=RACINE,
            capture_output=True,
            text=True,
            timeout=1500 if complet else 90,
            check=False,
        )
    assert fini.returncode == 0, fini.stderr[-2000:]
    trouves, dits = {}, names(boite) + names_of(guichet, gens)
    for nom, ligne in zip(bases, fini.stdout.splitlines(), strict=True):
        recus = Counter({cle: nombre for cle in cles[nom] if (nombre := dits[cle[:32]])})
        dit = json.loads(ligne)
        trouves[nom] = Epreuve(bases[nom], cles[nom], dit["tues"], dit["repris"], recus)
        print(nom, ligne, {"dus": len(cles[nom]), "recus": len(recus), "doublons": trouves[nom].doublons})
    return trouves


@contextmanager
def mailbox() -> Iterator[tuple[Boite, int]]:
    recueil = Boite()
    with closing(socket.create_server(("127.0.0.1", 0))) as libre:
        port = libre.getsockname()[1]
    serveur = Controller(recueil, hostname="127.0.0.1", port=port)
    serveur.start()
    yield recueil, port
    serveur.stop()


class Gens:
    """Where each person of one base is written to; the browsers of those who chose notifications."""

    def __init__(self, guichet: str) -> None:
        self._guichet, self.navigateurs = guichet, dict[str, Navigateur]()

    def ou(self, rang: int) -> tuple[CanalRappel, str]:
        if rang % 3 == 1:
            navigateur, chemin = Navigateur(), f"/push/{secrets.token_hex(8)}"
            self.navigateurs[chemin] = navigateur
            return CanalRappel.PUSH, read_push(navigateur.abonnement(f"{self._guichet}{chemin}"), local=True)
        return (CanalRappel.SMS, f"+336{rang:08}") if rang % 3 == 2 else by_mail(rang)


def due(url: str, nombre: int, gens: Gens) -> set[str]:
    """So many reminders due; their names."""
    engine = open_base(url)
    confirmed(Monde(engine), nombre, ou=gens.ou)
    with Session(engine) as session:
        cles = set(session.exec(select(Envoi.cle).where(Envoi.genre == "rappel")))
    engine.dispose()
    assert len(cles) == nombre
    return cles


def names(boite: Boite) -> Counter[str]:
    return Counter(message.strip("<>").partition("@")[0][:32] for message, _ in boite.recus)


def names_of(guichet: Recepteur, gens: dict[str, Gens]) -> Counter[str]:
    """The same for notifications, each read with its browser's key, and for texts."""
    navigateurs = {chemin: n for base in gens.values() for chemin, n in base.navigateurs.items()}
    dits: Counter[str] = Counter()
    for demande in guichet.recues:
        if demande.chemin == "/sms":
            dits[demande.entetes["idempotency-key"][:32]] += 1
        else:
            assert navigateurs[demande.chemin].lire(demande.corps)["phrase"] in PERMISES[CanalRappel.PUSH]
            dits[demande.entetes["topic"]] += 1
    return dits


@pytest.mark.parametrize("moteur", ["sqlite", "postgresql"])
@pytest.mark.timeout(1800)
def test_none_is_lost_and_those_sent_twice_say_so(epreuves: dict[str, Epreuve], moteur: str) -> None:
    epreuve = epreuves[moteur]
    assert set(epreuve.recus) == epreuve.cles
    assert epreuve.doublons <= epreuve.tues
    assert epreuve.etats == {"remis"}
    engine = open_base(epreuve.base)
    assert_sound(engine)
    engine.dispose()


@pytest.mark.timeout(1800)
def test_jobs_of_workers_that_died_were_taken_up_again(epreuves: dict[str, Epreuve]) -> None:
    assert epreuves["postgresql"].repris > 0


@pytest.mark.timeout(1800)
def test_marking_before_sending_is_caught(epreuves: dict[str, Epreuve]) -> None:
    """The planted bug: the base says everything was sent, the mail server says otherwise."""
    epreuve = epreuves["marque-avant"]
    assert epreuve.cles - set(epreuve.recus)
    assert epreuve.etats == {"remis"}
