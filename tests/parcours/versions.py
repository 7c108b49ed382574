"""Several versions of the service at one address, one at a time, as deployments and rollbacks do. Tests nothing."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from app.main import create_app
from app.settings import Settings
from tests.base.postgresql import free_port
from tests.factories import contenu_reel

JOUR = date(2026, 11, 22)
LENTE = 4.0


class Deploiement:
    """Serves the version in place; may be slow, as a network can be."""

    def __init__(self, versions: dict[str, ASGIApp], port: int) -> None:
        self.adresse = f"http://127.0.0.1:{port}"
        self.en_place = "ancienne"
        self.lent = False
        self.demandes: list[tuple[str, str, bool]] = []
        self._versions = versions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Note method, path and whether a cookie came, then answer."""
        if scope["type"] == "http":
            temoin = any(nom == b"cookie" for nom, _ in scope["headers"])
            self.demandes.append((scope["method"], scope["path"], temoin))
            if self.lent:
                await asyncio.sleep(LENTE)
        await self._versions[self.en_place](scope, receive, send)


@contextmanager
def deployed(dossier: Path) -> Iterator[Deploiement]:
    """An old version, a new one, and the one where copies are switched off."""
    catalogue = contenu_reel()
    autre = replace(catalogue, version_contenu="f" * 64, brut=None)
    reglages = {"ancienne": (catalogue, True), "nouvelle": (autre, True), "eteinte": (catalogue, False)}
    apps = {
        nom: create_app(Settings(var=dossier, hors_ligne=allume), contenu, JOUR)
        for nom, (contenu, allume) in reglages.items()
    }
    port = free_port()
    deploiement = Deploiement(dict(apps), port)
    serveur = uvicorn.Server(uvicorn.Config(deploiement, port=port, lifespan="off", log_config=None, access_log=False))
    fil = threading.Thread(target=serveur.run, daemon=True)
    fil.start()
    try:
        limite = time.monotonic() + 20
        while not serveur.started and time.monotonic() < limite:
            time.sleep(0.05)
        yield deploiement
    finally:
        serveur.should_exit = True
        fil.join(20)
        for app in apps.values():
            app.state.parties.engine.dispose()
