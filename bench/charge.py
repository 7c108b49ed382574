"""Sends requests through many connections from one thread, so that the caller hardly costs. Judges the status alone."""

import selectors
import socket
import time
from collections.abc import Callable


class Client:
    """One connection that asks, waits for the whole answer, and asks again."""

    def __init__(self, port: int) -> None:
        self.prise = socket.create_connection(("127.0.0.1", port))
        self.prise.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.depuis = 0.0
        self._recu = b""

    def ask(self, demande: bytes) -> None:
        """Send one request."""
        self._recu, self.depuis = b"", time.perf_counter()
        self.prise.sendall(demande)

    def read(self, statut: bytes) -> bool:
        """Read what came; whether the answer is whole. One of another status stops the measure."""
        morceau = self.prise.recv(65_536)
        assert morceau, "connexion fermée"
        self._recu += morceau
        entetes, _, corps = self._recu.partition(b"\r\n\r\n")
        assert self._recu.startswith(b"HTTP/1.1 " + statut), self._recu
        longueur = int(entetes.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        return len(corps) >= longueur


def post(chemin: str, corps: bytes, entetes: str = "") -> bytes:
    """A JSON request, as bytes."""
    tete = f"POST {chemin} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n{entetes}"
    return f"{tete}content-length: {len(corps)}\r\n\r\n".encode("ascii") + corps


def get(chemin: str) -> bytes:
    """A request for a page, as bytes."""
    return f"GET {chemin} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n".encode("ascii")


def charge(port: int, clients: int, suivante: Callable[[], bytes], statut: bytes, duree: float) -> list[float]:
    """So many clients asking again as soon as they are answered; the time of each answer, in milliseconds.

    What is asked before the end is waited for: a request left without its answer would hide the slowest.
    """
    temps: list[float] = []
    with selectors.DefaultSelector() as veille:
        for _ in range(clients):
            client = Client(port)
            veille.register(client.prise, selectors.EVENT_READ, client)
            client.ask(suivante())
        fin = time.perf_counter() + duree
        while veille.get_map():
            for cle, _ in veille.select(30):
                client = cle.data
                if not client.read(statut):
                    continue
                temps.append(1000 * (time.perf_counter() - client.depuis))
                if time.perf_counter() < fin:
                    client.ask(suivante())
                else:
                    veille.unregister(client.prise)
                    client.prise.close()
    return temps
