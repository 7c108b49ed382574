"""The same contention through the whole service: processes killed on the way, clients that ask again. No verdict.

A client repeats the same request with the same key until somebody answers, as a telephone on a bad network does.
"""

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, select

from app.models import Creneau, RendezVous
from app.services.empreintes import Empreintes
from tests.base.postgresql import free_port

RACINE = Path(__file__).resolve().parents[2]
CLE_TEXTE = "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s="
CLE = b"k" * 32
PATIENCE = 60


@dataclass
class Ensemble:
    """Server processes on one base. The day is fixed, so that the slots of the trial are to come."""

    pepiniere: "subprocess.Popen[str]"
    dossier: Path
    ports: list[int] = field(default_factory=list)
    #: The process that listens at each port.
    pids: dict[int, int] = field(default_factory=dict)

    def start(self, port: int) -> None:
        """Start a process that answers at this port."""
        assert self.pepiniere.stdin is not None
        assert self.pepiniere.stdout is not None
        self.pepiniere.stdin.write(f"{port}\n")
        self.pepiniere.stdin.flush()
        self.pids[port] = int(self.pepiniere.stdout.readline())

    def wait(self, port: int) -> None:
        """Until it answers."""
        limite = time.monotonic() + PATIENCE
        while time.monotonic() < limite:
            try:
                if ask(port, "GET", "/sante")[0] == 200:
                    return
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)
        raise RuntimeError((self.dossier / "journal.txt").read_text("utf-8", errors="replace"))

    def up(self) -> list[int]:
        """Those that answer now: a process opens its port once it is ready."""
        prets = []
        for port in self.ports:
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                prets.append(port)
        return prets

    def kill(self, port: int) -> None:
        """As a power cut of the machine it runs on would; another takes its place at once."""
        self.stop(port)
        self.start(port)

    def stop(self, port: int) -> None:
        """Until the system has taken its port back."""
        os.kill(self.pids[port], signal.SIGKILL)
        while Path(f"/proc/{self.pids[port]}").exists():
            time.sleep(0.005)


@contextmanager
def serving(url: str, dossier: Path, nombre: int) -> Iterator[Ensemble]:
    """So many processes, all answering; stopped at the end."""
    reglages = {
        "DATABASE_URL": url,
        "MBS_VAR": str(dossier),
        "MBS_CLE_COOKIE": CLE_TEXTE,
        "MBS_AUJOURDHUI": "2026-11-23",
    }
    with (
        (dossier / "journal.txt").open("ab") as journal,
        subprocess.Popen(
            [sys.executable, "-m", "tests.base.pepiniere"],
            cwd=RACINE,
            env=os.environ | reglages,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=journal,
            text=True,
        ) as pepiniere,
    ):
        assert pepiniere.stdout is not None
        if not pepiniere.stdout.readline():
            raise RuntimeError((dossier / "journal.txt").read_text("utf-8", errors="replace"))
        ensemble = Ensemble(pepiniere, dossier, [free_port() for _ in range(nombre)])
        try:
            for port in ensemble.ports:
                ensemble.start(port)
            for port in ensemble.ports:
                ensemble.wait(port)
            yield ensemble
        finally:
            for port in ensemble.pids:
                ensemble.stop(port)
            pepiniere.kill()


def ask(
    port: int, methode: str, chemin: str, corps: object = None, cle: str = ""
) -> tuple[int, dict[str, str], dict[str, object]]:
    """One request; its status, its headers, its JSON."""
    connexion = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        entetes = {"content-type": "application/json"} | ({"idempotency-key": cle} if cle else {})
        connexion.request(methode, chemin, json.dumps(corps) if corps is not None else None, entetes)
        reponse = connexion.getresponse()
        contenu = reponse.read()
        objet = json.loads(contenu) if contenu else {}
        return reponse.status, {nom.lower(): valeur for nom, valeur in reponse.getheaders()}, objet
    finally:
        connexion.close()


@dataclass
class Cahier:
    """What the clients were told."""

    dits: dict[str, str] = field(default_factory=dict)
    annules: set[str] = field(default_factory=set)
    reponses: Counter[str] = field(default_factory=Counter)
    fautes: list[str] = field(default_factory=list)
    verrou: threading.Lock = field(default_factory=threading.Lock)

    def note(self, quoi: str) -> None:
        with self.verrou:
            self.reponses[quoi] += 1


def insist(ensemble: Ensemble, cahier: Cahier, sort: random.Random, *demande: object) -> tuple[int, dict[str, object]]:
    """Ask again, of anyone, until somebody answers something else than "come back"."""
    limite = time.monotonic() + PATIENCE
    while time.monotonic() < limite:
        try:
            statut, entetes, corps = ask(sort.choice(ensemble.ports), *demande)  # type: ignore[arg-type]
        except (OSError, http.client.HTTPException, ValueError):
            cahier.note("coupure")
            time.sleep(0.02)
            continue
        cahier.note(str(statut))
        if statut != 503:
            return statut, corps
        if "retry-after" not in entetes:
            cahier.fautes.append("503 sans Retry-After")
        time.sleep(0.1)
    cahier.fautes.append("jamais de réponse")
    return 0, {}


def book_and_cancel(
    ensemble: Ensemble, cahier: Cahier, creneaux: tuple[str, ...], numeros: Iterator[int], tentatives: int, graine: int
) -> None:
    """What one client does: take slots, repeat one request in eight, cancel half."""
    sort = random.Random(graine)
    while (numero := next(numeros)) < tentatives:
        cle = f"cle-{numero}"
        corps = {"creneau": sort.choice(creneaux), "prenom": "P", "nom": f"N {numero}"}
        statut, dit = insist(ensemble, cahier, sort, "POST", "/api/v1/rendez-vous", corps, cle)
        if statut == 409:
            continue
        if statut != 201:
            cahier.fautes.append(f"réponse {statut}")
            continue
        code = str(dit["code"])
        cahier.dits[code] = str(corps["creneau"])
        if sort.random() < 1 / 8:
            encore = insist(ensemble, cahier, sort, "POST", "/api/v1/rendez-vous", corps, cle)
            if encore != (201, dit):
                cahier.fautes.append("la même demande, une autre réponse")
        if sort.random() < 1 / 2:
            cahier.annules.add(code)
            statut, _ = insist(ensemble, cahier, sort, "DELETE", f"/api/v1/rendez-vous/{code}")
            if statut != 200:
                cahier.fautes.append(f"annulation : {statut}")


@dataclass(frozen=True)
class Epreuve:
    """How hard the trial is."""

    creneaux: tuple[str, ...]
    tentatives: int
    clients: int
    entre_deux: float = 1.0


def run(ensemble: Ensemble, epreuve: Epreuve, accident: object = None) -> tuple[Cahier, int]:
    """The clients together, an accident every so often as long as they work; what they were told, and the accidents."""
    cahier, numeros, sort = Cahier(), count(), random.Random(7)

    def kill_one() -> bool:
        """The last that answers is left alive: what is tried is a fall, not a closed service."""
        prets = ensemble.up()
        if len(prets) > 1:
            ensemble.kill(sort.choice(prets))
        return len(prets) > 1

    geste = accident if callable(accident) else kill_one
    clients = [
        threading.Thread(
            target=book_and_cancel, args=(ensemble, cahier, epreuve.creneaux, numeros, epreuve.tentatives, graine)
        )
        for graine in range(epreuve.clients)
    ]
    for client in clients:
        client.start()
    accidents = 0
    prochain = time.monotonic() + epreuve.entre_deux
    while any(client.is_alive() for client in clients):
        if time.monotonic() >= prochain:
            accidents += bool(geste())
            prochain = time.monotonic() + epreuve.entre_deux
        time.sleep(0.02)
    return cahier, accidents


@dataclass(frozen=True)
class Verdict:
    """What the base holds, against what was told."""

    doubles: int
    perdus: int
    cles_en_double: int
    compteurs_faux: int
    fautes: tuple[str, ...]


def judge(engine: Engine, cahier: Cahier) -> Verdict:
    """Compare."""
    empreintes = Empreintes(CLE)
    with Session(engine) as session:
        lignes = session.exec(select(RendezVous)).all()
        creneaux = session.exec(select(Creneau)).all()
    vivants = Counter(ligne.creneau_id for ligne in lignes if ligne.etat == "confirme")
    ou = {ligne.code: ligne.creneau_id for ligne in lignes if ligne.etat == "confirme"}
    attendus = {code.replace("-", ""): creneau for code, creneau in cahier.dits.items() if code not in cahier.annules}
    return Verdict(
        doubles=sum(max(0, vivants[creneau.id] - creneau.places) for creneau in creneaux),
        perdus=sum(ou.get(empreintes.de("code", code)) != creneau for code, creneau in attendus.items()),
        cles_en_double=len(lignes) - len({ligne.cle for ligne in lignes}),
        compteurs_faux=sum(vivants[creneau.id] != creneau.prises for creneau in creneaux),
        fautes=tuple(cahier.fautes),
    )
