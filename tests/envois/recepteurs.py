"""Providers on this machine: a push service that reads with the browser's key, a gateway of texts. Tests nothing."""

import base64
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


@dataclass
class Demande:
    """What a provider was sent."""

    chemin: str
    entetes: dict[str, str]
    corps: bytes


@dataclass
class Recepteur:
    """A provider: its address, what it received, and what it answers next (then 201 for ever)."""

    adresse: str = ""
    recues: list[Demande] = field(default_factory=list)
    reponses: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    defaut: tuple[int, dict[str, str], bytes] = (201, {}, b"")
    #: Seconds it keeps silent before it answers.
    silence: threading.Event | None = None


@contextmanager
def opened(recepteur: Recepteur) -> Iterator[Recepteur]:
    """The same, listening."""

    class Guichet(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            annonces = int(self.headers.get("content-length", "0"))
            corps = self.rfile.read(annonces)
            if len(corps) < annonces:  # the sender was shot half way: nothing was received
                self.close_connection = True
                return
            entetes = {nom.lower(): valeur for nom, valeur in self.headers.items()}
            recepteur.recues.append(Demande(self.path, entetes, corps))
            if recepteur.silence is not None:
                recepteur.silence.wait(5)
            statut, autres, reponse = recepteur.reponses.pop(0) if recepteur.reponses else recepteur.defaut
            self.send_response(statut)
            for nom, valeur in ({"content-length": str(len(reponse)), "connection": "close"} | autres).items():
                self.send_header(nom, valeur)
            self.end_headers()
            self.wfile.write(reponse)
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Serveur(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """A sender that was shot hears no answer: nothing to tell."""

    serveur = Serveur(("127.0.0.1", 0), Guichet)
    serveur.daemon_threads = True
    fil = threading.Thread(target=serveur.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    fil.start()
    recepteur.adresse = f"http://127.0.0.1:{serveur.server_address[1]}"
    try:
        yield recepteur
    finally:
        if recepteur.silence is not None:
            recepteur.silence.set()
        serveur.shutdown()
        serveur.server_close()
        fil.join()


class Navigateur:
    """A browser that subscribed: it alone can read what is sent to it."""

    def __init__(self) -> None:
        self._privee = ec.generate_private_key(ec.SECP256R1())
        self._secret = os.urandom(16)

    def abonnement(self, endpoint: str) -> str:
        """What the page gives the site."""
        point = self._privee.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return json.dumps({"endpoint": endpoint, "keys": {"p256dh": _b64(point), "auth": _b64(self._secret)}})

    def lire(self, corps: bytes) -> dict[str, str]:
        """What its worker is given."""
        clair = http_ece.decrypt(corps, private_key=self._privee, auth_secret=self._secret, version="aes128gcm")
        lu: dict[str, str] = json.loads(clair)
        return lu


def _b64(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode("ascii")
