"""A real OpenID Connect provider in a process of its own, and the trip of a browser through it. Tests nothing."""

import html
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx2
from starlette.testclient import TestClient

from tests.base.postgresql import free_port
from tests.web.conftest import ORIGINE

#: What the provider knows of an account, and nobody here may ever hold.
SENTINELLES = ("Sentinelle-Nom", "sentinelle@example.fr", "1951-02-03", "sujet-sentinelle")
SUJET = SENTINELLES[3]
#: A browser elsewhere: it has no cookie of ours, and follows no redirect by itself.
AILLEURS = httpx2.Client()


@contextmanager
def running_provider(dossier: Path) -> Iterator[str]:
    """The provider, on this machine."""
    port = free_port()
    adresse = f"http://127.0.0.1:{port}"
    journal = (dossier / "journal.txt").open("wb")
    commande = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", "true"]
    serveur = subprocess.Popen(commande, stdout=journal, stderr=journal, env=os.environ | {"NO_COLOR": "1"})
    try:
        limite = time.monotonic() + 60
        while True:
            try:
                AILLEURS.get(f"{adresse}/.well-known/openid-configuration").raise_for_status()
                break
            except httpx2.HTTPError:
                assert time.monotonic() < limite
                assert serveur.poll() is None
                time.sleep(0.05)
        yield adresse
    finally:
        serveur.terminate()
        serveur.wait(timeout=30)
        journal.close()


def set_account(emetteur: str, sujet: str = SUJET, **dit: str | int) -> None:
    """Set what the provider says of an account."""
    connu = {"name": SENTINELLES[0], "email": SENTINELLES[1], "birthdate": SENTINELLES[2], "acr": "eidas1"}
    AILLEURS.put(f"{emetteur}/users/{sujet}", json=connu | dit).raise_for_status()


def leave(client: TestClient, chemin: str = "/carnet/identite") -> str:
    """Where the page leads."""
    page = client.post(chemin)
    assert page.status_code == 200, page.text
    trouve = re.search(r'href="(http://127[^"]+)"', page.text)
    assert trouve
    return html.unescape(trouve[1])


def sign_in(adresse: str, sujet: str = SUJET) -> str:
    """The account says yes over there; the address the browser is sent back to, without the site."""
    retour = AILLEURS.post(adresse, data={"sub": sujet}).headers["location"]
    assert retour.startswith(f"{ORIGINE}/carnet/identite/retour?")
    return retour.removeprefix(ORIGINE)


def travel(client: TestClient, chemin: str = "/carnet/identite", sujet: str = SUJET) -> Any:
    return client.get(sign_in(leave(client, chemin), sujet))


def with_(adresse: str, **champs: str) -> str:
    """The same address with other parameters."""
    lue = urlsplit(adresse)
    dits = {nom: valeurs[0] for nom, valeurs in parse_qs(lue.query).items()} | champs
    return lue._replace(query=urlencode(dits)).geturl()
