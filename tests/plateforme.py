"""A platform on this machine that answers what a test wants, byte by byte, and remembers what it was asked."""

import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

Repondre = Callable[[socket.socket], None]


def answer(corps: bytes, statut: str = "200 OK", genre: str = "application/fhir+json", **entetes: str) -> bytes:
    """A whole HTTP answer."""
    lignes = [f"HTTP/1.1 {statut}", f"content-type: {genre}", f"content-length: {len(corps)}"]
    lignes += [f"{nom.replace('_', '-')}: {valeur}" for nom, valeur in entetes.items()]
    return "\r\n".join([*lignes, "connection: close", "", ""]).encode() + corps


class Plateforme:
    """Its address, its next answers, what it was asked."""

    def __init__(self, port: int, schema: str) -> None:
        self.adresse = f"{schema}://localhost:{port}/fhir/Slot?schedule.actor:Practitioner.identifier=urn:oid:1.2|81"
        self.demandes: list[str] = []
        self.repondre: Repondre = lambda prise: prise.sendall(answer(b""))

    def says(self, octets: bytes) -> None:
        """Answer these bytes from now on, then hang up."""
        self.repondre = lambda prise: prise.sendall(octets)

    def gives(self, contenu: Any) -> None:
        """Answer this bundle from now on."""
        self.says(answer(json.dumps(contenu).encode()))

    def drips(self, octets: bytes, pause: float = 0.05) -> None:
        """Answer one byte at a time."""

        def drip(prise: socket.socket) -> None:
            for rang in range(len(octets)):
                prise.sendall(octets[rang : rang + 1])
                time.sleep(pause)

        self.repondre = drip


@contextmanager
def plateforme(contexte: ssl.SSLContext | None = None) -> Iterator[Plateforme]:
    """One platform, for as long as the block lasts."""
    with socket.create_server(("127.0.0.1", 0)) as ecoute:
        elle = Plateforme(ecoute.getsockname()[1], "http" if contexte is None else "https")

        def serve() -> None:
            with suppress(OSError):
                while True:
                    prise, _ = ecoute.accept()
                    threading.Thread(target=talk, args=(prise,), daemon=True).start()

        def talk(prise: socket.socket) -> None:
            with suppress(OSError), prise:
                prise.settimeout(20)
                ici = prise if contexte is None else contexte.wrap_socket(prise, server_side=True)
                with ici:
                    lu = b""
                    while b"\r\n\r\n" not in lu and (morceau := ici.recv(4096)):
                        lu += morceau
                    elle.demandes.append(lu.decode("latin-1"))
                    elle.repondre(ici)

        threading.Thread(target=serve, daemon=True).start()
        yield elle
        with suppress(OSError):
            ecoute.shutdown(socket.SHUT_RDWR)
