"""Starts a server in its own process on one processor, and reads what it cost. Sends no load."""

import http.client
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.mesure import RACINE

COEUR_SERVEUR = 0
TOP = os.sysconf("SC_CLK_TCK")
#: As scripts/serve does it, with the loop and the parser uvicorn picks when they are installed, named here to be sure.
UVICORN = ("--loop", "uvloop", "--http", "httptools", "--workers", "1", "--no-access-log", "--no-server-header")


@contextmanager
def servir(application: str, port: int, *options: str) -> Iterator[int]:
    """Serve on the loopback until the block ends, in a data folder of its own; give the process id."""
    with tempfile.TemporaryDirectory() as var:
        processus = subprocess.Popen(
            [
                "taskset",
                "-c",
                str(COEUR_SERVEUR),
                sys.executable,
                "-m",
                "uvicorn",
                application,
                *options,
                "--port",
                str(port),
                *UVICORN,
            ],
            cwd=RACINE,
            env={**os.environ, "MBS_VAR": var, "MBS_ENV": "developpement", "DATABASE_URL": ""},
            stderr=(Path(var) / "journal").open("w"),
        )
        try:
            _attendre(processus, port)
            yield processus.pid
        finally:
            processus.terminate()
            processus.wait(10)


def _attendre(processus: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(300):
        connexion = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connexion.request("GET", "/")
            connexion.getresponse().read()
            return
        except ConnectionRefusedError:
            if processus.poll() is not None:
                raise RuntimeError("le serveur s'est arrêté au démarrage") from None
            time.sleep(0.1)
        finally:
            connexion.close()
    raise RuntimeError("le serveur ne répond pas")


def secondes_de_processeur(pid: int) -> float:
    """User and system time of a process and of its finished children."""
    champs = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return sum(map(int, champs[11:15])) / TOP


def memoire_mo(pid: int) -> float:
    """Memory the process holds."""
    for ligne in Path(f"/proc/{pid}/status").read_text("utf-8").splitlines():
        if ligne.startswith("VmRSS:"):
            return int(ligne.split()[1]) / 1024
    return 0.0
