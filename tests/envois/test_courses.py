"""Stopping, erasing and changing one's answers while reminders leave: nothing is handed over after the answer."""

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select

from app.domain.dossier import EtatNavigateur
from app.domain.envois import CanalRappel
from app.models import Carnet, Envoi, PersonneCarnet
from app.services.carnet import Classeur
from app.services.effacements import erase_carnet
from app.services.envois import file
from app.services.envois.abonnements import unsubscribe
from app.services.envois.arret import erased_still_leaving, still_leaving
from app.services.envois.file import send_due
from app.services.envois.planification import mark_carnet
from app.services.envois.transport import MessagePret, Recu
from tests.base.carnets import scribe
from tests.base.sante import assert_sound
from tests.envois.rappels import NON, Memoriel, Monde, confirmed


@dataclass
class Lent(Memoriel):
    """A provider that takes a moment, and notes when it had each message."""

    quand: dict[str, float] = field(default_factory=dict)

    def remettre(self, message: MessagePret) -> Recu:
        time.sleep(0.002)
        self.quand[message.destination] = time.monotonic()
        return Recu("250 taken")


def withdraw(monde: Monde, carnet: str) -> None:
    with monde.ouvrir() as session:
        partants = unsubscribe(monde.bureau(session), carnet, CanalRappel.COURRIEL, NON)
    while True:
        with monde.ouvrir() as session:
            if not still_leaving(monde.bureau(session), partants):
                return


def erase(monde: Monde, carnet: str) -> None:
    from app.domain.consentement import Geste

    with monde.ouvrir() as session:
        erase_carnet(session, session.get_one(Carnet, carnet), Geste.RETIRE, monde.maintenant)
    while True:
        with monde.ouvrir() as session:
            if not erased_still_leaving(monde.bureau(session)):
                return


def forget_answers(monde: Monde, carnet: str) -> None:
    """What `save` does to one person who takes back all they said."""
    with monde.ouvrir() as session:
        classeur = Classeur(session, scribe(), monde.maintenant)
        ligne = session.exec(select(PersonneCarnet).where(PersonneCarnet.carnet_id == carnet).with_for_update()).one()
        classeur.scribe.rewrite(ligne, EtatNavigateur(), monde.maintenant.date())
        session.add(ligne)
        mark_carnet(session, carnet, monde.maintenant.date())


GESTES = (withdraw, erase, forget_answers)


def test_nothing_leaves_once_the_person_was_answered(
    moteur_bd: Engine, complet: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monde = Monde(moteur_bd, courriel=Lent())
    nombre = 1000 if complet else 30
    carnets = [carnet for _, carnet in confirmed(monde, nombre)]
    monde.attendre(7)
    compose, composes = file._compose, {}

    def note_when(*quoi):  # type: ignore[no-untyped-def]
        message = compose(*quoi)
        composes[message.destination] = time.monotonic()
        return message

    monkeypatch.setattr(file, "_compose", note_when)
    repondu: dict[int, float] = {}
    ordre = list(range(nombre))
    random.Random(20261122).shuffle(ordre)

    def stop_them(part: int) -> None:
        for rang in ordre[part::2]:
            GESTES[rang % 3](monde, carnets[rang])
            repondu[rang] = time.monotonic()

    fini = threading.Event()

    def send_them() -> None:
        while not fini.is_set():
            try:
                send_due(monde.poste(), au_plus=50)
            except OperationalError:
                continue

    with ThreadPoolExecutor(4) as pool:
        envoyeurs = [pool.submit(send_them) for _ in range(2)]
        for arret in [pool.submit(stop_them, part) for part in range(2)]:
            arret.result()
        send_due(monde.poste())
        fini.set()
        for envoyeur in envoyeurs:
            envoyeur.result()
    assert isinstance(monde.courriel, Lent)
    for rang, instant in repondu.items():
        adresse = f"p{rang}@exemple.fr"
        # Answers that change stop what is not yet claimed; withdrawing and erasing stop what is leaving too.
        apres = composes if rang % 3 == 2 else monde.courriel.quand
        assert apres.get(adresse, 0) <= instant
    with Session(moteur_bd) as session:
        lignes = session.exec(select(Envoi).where(Envoi.genre == "rappel")).all()
    # 0 unexplained: what was due is received, or suppressed for a reason.
    recus = sum(ligne.recu is not None for ligne in lignes)
    assert recus == len(monde.courriel.quand)
    assert recus + sum(ligne.motif is not None for ligne in lignes) == len(lignes)
    assert 0 < recus < nombre or not complet
    assert_sound(moteur_bd)
