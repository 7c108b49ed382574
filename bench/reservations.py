"""Bookings a second over HTTP against the base's own durable inserts, and the search of slots among 100,000.

Run `python -m bench.reservations` (with PostgreSQL installed). Fails when an answer is wrong; never on a time.
"""

import argparse
import json
import os
import random
import statistics
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text
from sqlmodel import Session

from app.domain.creneaux import Recherche
from app.models import Creneau, Lieu
from app.rendering import json_creneaux
from app.rendering.creneaux import PAR_LIEU, lieux_montres
from app.rendering.gabarits import Mode
from app.services.base_de_donnees import LECTURE, open_base
from app.services.creneaux import Etendue, Zone, chercher
from bench.charge import charge, get, post
from bench.mesure import RACINE, versions
from bench.serveurs import memoire_mo
from tests.agendas import MAINTENANT, communes_reelles, make_creneaux, make_lieu, make_professionnel
from tests.base.guichets_http import Ensemble, serving
from tests.base.postgresql import durable_postgresql

CLIENTS = 32
LIEUX, CRENEAUX = 5_000, 100_000
#: Each booking is for another person.
_NUMEROS = count()


def migrer(adresse: str) -> Engine:
    """An empty base with our tables."""
    engine = open_base(adresse)
    configuration = Config(RACINE / "alembic.ini")
    configuration.attributes["engine"] = engine
    command.upgrade(configuration, "head")
    return engine


def analyser(engine: Engine) -> None:
    """Have the base count its rows now, as it does by itself from time to time."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connexion:
        connexion.execute(text("ANALYZE"))


def ensemble_de(clients: int, geste: Callable[[], float], duree: float) -> list[float]:
    """So many threads doing one thing again and again; the time of each, in milliseconds."""
    fin = time.perf_counter() + duree
    temps: list[float] = []

    def un() -> None:
        siens = []
        while time.perf_counter() < fin:
            siens.append(geste())
        temps.extend(siens)

    fils = [threading.Thread(target=un) for _ in range(clients)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    return temps


def insertions(engine: Engine, duree: float) -> float:
    """Rows a second, each in its own transaction, through as many connections as there are clients."""
    with engine.begin() as connexion:
        connexion.execute(text("CREATE TABLE IF NOT EXISTS brut (id VARCHAR(32) PRIMARY KEY, texte VARCHAR(200))"))
    numeros = count()

    def inserer() -> float:
        debut = time.perf_counter()
        with engine.begin() as connexion:
            connexion.execute(text("INSERT INTO brut VALUES (:id, :texte)"), {"id": next(numeros), "texte": "x" * 200})
        return 1000 * (time.perf_counter() - debut)

    nombre = len(ensemble_de(CLIENTS, inserer, duree))
    with engine.begin() as connexion:
        assert connexion.execute(text("SELECT count(*) FROM brut")).scalar_one() == nombre
        connexion.execute(text("DROP TABLE brut"))
    return nombre / duree


def reservations(ensemble: Ensemble, creneaux: Iterator[str], duree: float) -> list[float]:
    """Bookings through the service, each of a slot of its own; their times."""

    def suivante() -> bytes:
        numero, creneau = next(_NUMEROS), next(creneaux)
        corps = json.dumps({"creneau": creneau, "prenom": "P", "nom": f"N {numero}"}).encode("ascii")
        return post("/api/v1/rendez-vous", corps, f"idempotency-key: bench-{os.getpid()}-{numero}-{creneau}\r\n")

    return charge(ensemble.ports[0], CLIENTS, suivante, b"201", duree)


def bonjours(ensemble: Ensemble, duree: float) -> list[float]:
    """The same clients asking whether the service lives: what HTTP alone costs here."""
    return charge(ensemble.ports[0], CLIENTS, partial(get, "/sante"), b"200", duree)


def p(temps: list[float], centieme: int) -> float:
    """This percentile."""
    return statistics.quantiles(temps, n=100)[centieme - 1]


def mesurer_les_reservations(nom: str, adresse: str, tours: int, duree: float) -> None:
    engine = migrer(adresse)
    with Session(engine) as session, session.begin():
        lieu, debut = make_lieu(session), MAINTENANT + timedelta(days=2)
        libres: list[str] = []
        for _ in range(20):
            qui = make_professionnel(session)
            debuts = [debut + timedelta(minutes=20 * rang) for rang in range(2_000)]
            libres += [c.id for c in make_creneaux(session, lieu, qui, debuts)]
    creneaux = iter(libres)
    with tempfile.TemporaryDirectory() as var, serving(adresse, Path(var), 1) as ensemble:
        rapports, p99, pires = [], [], []
        # The first ones, when everything is yet to prepare, do not count; PostgreSQL counts its rows each minute.
        reservations(ensemble, creneaux, duree / 4)
        analyser(engine)
        for _ in range(tours):
            brut = insertions(engine, duree)
            temps = reservations(ensemble, creneaux, duree)
            bonjour = bonjours(ensemble, duree / 2)
            rapports.append(len(temps) / duree / brut)
            p99.append(p(temps, 99) / p(bonjour, 99))
            pires.append(max(temps))
            print(
                f"{nom} : {len(temps) / duree:.0f} réservations/s, "
                f"{brut:.0f} insertions/s, {2 * len(bonjour) / duree:.0f} bonjours/s, rapport {rapports[-1]:.2f} ; "
                f"p99 {p(temps, 99):.0f} ms, {p99[-1]:.1f} fois bonjour ; la plus lente {max(temps):.0f} ms"
            )
        memoire = memoire_mo(ensemble.pids[ensemble.ports[0]])
    print(
        f"{nom} : médiane du rapport {statistics.median(rapports):.2f} ({min(rapports):.2f} à {max(rapports):.2f}) ; "
        f"p99 ÷ bonjour {statistics.median(p99):.1f} ; attente la plus longue {max(pires):.0f} ms ; {memoire:.0f} Mo"
    )
    engine.dispose()


def remplir(engine: Engine) -> list[str]:
    """5,000 places in as many communes drawn at random, 20 slots each over six weeks, one in three taken."""
    hasard = random.Random(7)
    communes = communes_reelles()
    codes = sorted({c.code for nom in "abcdefghilmnoprstuv" for c in communes.cherche(nom * 1 + "a", 400)})
    codes = [code for code in codes if (ici := communes.get(code)) is not None and ici.centre is not None]
    tirees = [hasard.choice(codes) for _ in range(LIEUX)]
    with Session(engine) as session, session.begin():
        eux = [make_professionnel(session).id for _ in range(LIEUX)]
        for numero, code in enumerate(tirees):
            lieu: Lieu = make_lieu(session, code)
            for rang in range(CRENEAUX // LIEUX):
                debut = MAINTENANT + timedelta(days=2 * rang + 1, minutes=hasard.randrange(480))
                session.add(
                    Creneau(
                        id=f"{numero:016x}{rang:016x}",
                        professionnel_id=eux[numero],
                        lieu_id=lieu.id,
                        debut=debut,
                        fin=debut + timedelta(minutes=45),
                        places=1,
                        prises=int(hasard.random() < 1 / 3),
                        tranches="18-25,45-50,60-65,70-75",
                        vu_le=MAINTENANT,
                        limite=debut,
                    )
                )
            if numero % 500 == 0:
                session.flush()
                session.expunge_all()
    return tirees


#: What is read for the first page, and for an answer of the API.
ETENDUES = {
    "page": Etendue(PAR_LIEU, lambda lieux: lieux_montres(lieux, 1, Mode.NORMAL).contenu),
    "API": Etendue(json_creneaux.PAR_LIEU, en_tout=json_creneaux.CRENEAUX_MAX + 1),
}


def mesurer_la_recherche(nom: str, adresse: str, recherches: int) -> None:
    engine = migrer(adresse)
    communes, hasard = communes_reelles(), random.Random(11)
    tirees = remplir(engine)
    analyser(engine)
    temps: dict[str, list[float]] = {forme: [] for forme in ETENDUES}
    trouves = Counter[str]()
    for _ in range(recherches):
        commune = communes.get(hasard.choice(tirees))
        assert commune is not None
        recherche = Recherche(commune.code, rayon_km=hasard.choice((5, 20, 20, 50)))
        for forme, etendue in ETENDUES.items():
            debut = time.perf_counter()
            with Session(engine) as session, session.begin():
                session.connection(execution_options=LECTURE)
                trouve = chercher(session, Zone(recherche, commune, MAINTENANT), communes, etendue)
            temps[forme].append(1000 * (time.perf_counter() - debut))
            assert trouve.lieux, "the commune itself has a place"
            trouves[forme] += sum(len(lieu.creneaux) for lieu in trouve.lieux)
    for forme, siens in temps.items():
        print(
            f"{nom}, {forme}, {LIEUX} lieux et {CRENEAUX} créneaux, {recherches} recherches "
            f"({trouves[forme] / recherches:.0f} créneaux en moyenne) : "
            f"médiane {p(siens, 50):.1f} ms, p95 {p(siens, 95):.1f} ms, p99 {p(siens, 99):.1f} ms"
        )
    engine.dispose()


def main() -> None:
    """Measure on both engines."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--tours", type=int, default=5)
    options.add_argument("--duree", type=float, default=3.0)
    options.add_argument("--recherches", type=int, default=1_000)
    options.add_argument("--seulement", choices=["reservations", "recherche"])
    choix = options.parse_args()
    print(versions("fastapi", "sqlalchemy", "psycopg", "uvicorn"))
    for nom in ("SQLite", "PostgreSQL"):
        with ExitStack() as pile:
            dossier = Path(pile.enter_context(tempfile.TemporaryDirectory()))
            sqlite = nom == "SQLite"
            adresse = f"sqlite:///{dossier / 'bench.db'}" if sqlite else pile.enter_context(durable_postgresql()).url
            if choix.seulement != "recherche":
                mesurer_les_reservations(nom, adresse, choix.tours, choix.duree)
        with ExitStack() as pile:
            dossier = Path(pile.enter_context(tempfile.TemporaryDirectory()))
            adresse = f"sqlite:///{dossier / 'bench.db'}" if sqlite else pile.enter_context(durable_postgresql()).url
            if choix.seulement != "reservations":
                mesurer_la_recherche(nom, adresse, choix.recherches)


if __name__ == "__main__":
    main()
