"""Starts a throw-away PostgreSQL for the tests and stops it at the end. Keeps nothing, listens on this machine only."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    # The data is thrown away: durability would only slow the tests.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    # Another zone than UTC, so that a mistake about zones shows.
    "timezone": "Pacific/Noumea",
}


def programs() -> Path:
    """The folder of the newest PostgreSQL installed."""
    dossiers = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda chemin: int(chemin.parent.name))
    if not dossiers:
        raise RuntimeError("PostgreSQL manque : lancez scripts/install")
    return dossiers[-1]


def as_ordinary_account() -> list[str]:
    """PostgreSQL refuses to run as root: become the account that its package made."""
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.geteuid() == 0 else ["setpriv"]


def free_port() -> int:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        port: int = prise.getsockname()[1]
    return port


def answers(adresse: str) -> bool:
    try:
        psycopg.connect(f"{adresse}/postgres", connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


@contextlib.contextmanager
def start_postgresql() -> Iterator[str]:
    """Yields the address of a running server. Each test process has its own, so they may run side by side."""
    bin_, compte = programs(), as_ordinary_account()
    # Not pytest's own temporary folder: its parents are closed to the other account.
    dossier = Path(tempfile.mkdtemp(prefix="mbs-postgresql-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(dossier, "postgres", "postgres")
        initdb = [*compte, bin_ / "initdb", "-D", dossier / "data", "-U", "essai", "-A", "trust"]
        subprocess.run(
            [*initdb, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"], check=True, stdout=subprocess.DEVNULL, cwd=dossier
        )
        with serving(bin_, compte, dossier) as adresse:
            yield adresse
    finally:
        shutil.rmtree(dossier, ignore_errors=True)


@contextlib.contextmanager
def serving(bin_: Path, compte: list[str], dossier: Path) -> Iterator[str]:
    """Runs the server on a free port; tries another when someone takes it in between."""
    for _ in range(5):
        port = free_port()
        reglages = [f"--{nom}={valeur}" for nom, valeur in {**OPTIONS, "port": str(port)}.items()]
        with (dossier / "journal").open("ab") as journal:
            # pdeathsig: should the test process be killed, the server stops too.
            serveur = subprocess.Popen(
                [*compte, "--pdeathsig=INT", bin_ / "postgres", "-D", dossier / "data", *reglages],
                stdout=journal,
                stderr=journal,
                cwd=dossier,
            )
        adresse = f"postgresql://essai@127.0.0.1:{port}"
        limite = time.monotonic() + 30
        try:
            while serveur.poll() is None and time.monotonic() < limite:
                if answers(adresse):
                    yield adresse
                    return
                time.sleep(0.05)
        finally:
            if serveur.poll() is None:
                serveur.send_signal(signal.SIGINT)
            serveur.wait(timeout=30)
    raise RuntimeError((dossier / "journal").read_text("utf-8", errors="replace"))


class Durable:
    """A server that keeps what it acknowledges, and that a test may stop as a power cut would."""

    def __init__(self, bin_: Path, compte: list[str], dossier: Path) -> None:
        self._commande = [*compte, str(bin_ / "pg_ctl"), "-D", str(dossier / "data"), "-w"]
        self._dossier = dossier
        self._port = free_port()
        self.url = f"postgresql://essai@127.0.0.1:{self._port}/postgres"

    def _run(self, *arguments: str) -> None:
        with (self._dossier / "journal").open("ab") as journal:
            subprocess.run([*self._commande, *arguments], check=True, stdout=journal, stderr=journal, cwd=self._dossier)

    def start(self) -> None:
        """Start it, and wait until it has recovered."""
        reglages = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "port": str(self._port)}
        options = " ".join(f"-c {nom}='{valeur}'" for nom, valeur in reglages.items())
        self._run("-o", options, "start")

    def stop_now(self) -> None:
        """Stop it in the middle of everything."""
        self._run("-m", "immediate", "stop")


@contextlib.contextmanager
def durable_postgresql() -> Iterator[Durable]:
    """Yields a running server whose writes are really synced."""
    bin_, compte = programs(), as_ordinary_account()
    dossier = Path(tempfile.mkdtemp(prefix="mbs-durable-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(dossier, "postgres", "postgres")
        initdb = [*compte, bin_ / "initdb", "-D", dossier / "data", "-U", "essai", "-A", "trust"]
        subprocess.run([*initdb, "-E", "UTF8", "--locale=C.UTF-8"], check=True, stdout=subprocess.DEVNULL, cwd=dossier)
        serveur = Durable(bin_, compte, dossier)
        serveur.start()
        try:
            yield serveur
        finally:
            with contextlib.suppress(subprocess.CalledProcessError):
                serveur.stop_now()
    finally:
        shutil.rmtree(dossier, ignore_errors=True)
