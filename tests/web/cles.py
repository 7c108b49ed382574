"""A device that keeps access keys, written from the standard and not from the library that checks it. Tests nothing."""

import base64
import hashlib
import json
import re
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from starlette.testclient import TestClient
from webauthn.helpers import encode_cbor

from app.domain import falc
from tests.rendering.conftest import visible
from tests.web.conftest import ORIGINE

PRESENT, VERIFIE, AVEC_CLE = 0x01, 0x04, 0x40


def to_text(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).decode().rstrip("=")


def to_bytes(texte: str) -> bytes:
    return base64.urlsafe_b64decode(texte + "=" * (-len(texte) % 4))


@dataclass
class Telephone:
    """One device and its one key. Each attribute can be set to what a broken or hostile one would say."""

    origine: str = ORIGINE
    domaine: str = "testserver"
    drapeaux: int = PRESENT | VERIFIE
    compteur: int = 0
    poignee: bytes = b""
    identifiant: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    secrete: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, options: dict[str, Any]) -> str:
        """What the browser sends once the device made its key."""
        self.poignee = to_bytes(options["user"]["id"])
        point = self.secrete.public_key().public_numbers()
        cose = encode_cbor({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)})
        longueur = len(self.identifiant).to_bytes(2)
        donnees = self._donnees(AVEC_CLE) + bytes(16) + longueur + self.identifiant + cose
        attestation = encode_cbor({"fmt": "none", "attStmt": {}, "authData": donnees})
        client = self._client("webauthn.create", options)
        return self._reponse({"clientDataJSON": to_text(client), "attestationObject": to_text(attestation)})

    def sign(self, options: dict[str, Any]) -> str:
        """What the browser sends once the device signed."""
        self.compteur += 1
        client, donnees = self._client("webauthn.get", options), self._donnees()
        signe = self.secrete.sign(donnees + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        dit = {"clientDataJSON": client, "authenticatorData": donnees, "signature": signe, "userHandle": self.poignee}
        return self._reponse({nom: to_text(valeur) for nom, valeur in dit.items() if valeur})

    def _client(self, genre: str, options: dict[str, Any]) -> bytes:
        return json.dumps({"type": genre, "challenge": options["challenge"], "origin": self.origine}).encode()

    def _donnees(self, autres: int = 0) -> bytes:
        haut = hashlib.sha256(self.domaine.encode()).digest()
        return haut + bytes([self.drapeaux | autres]) + self.compteur.to_bytes(4)

    def _reponse(self, response: dict[str, str]) -> str:
        numero = to_text(self.identifiant)
        return json.dumps({"id": numero, "rawId": numero, "type": "public-key", "response": response})


def add_key(client: TestClient, telephone: Telephone) -> Any:
    """The open carnet of this browser gets the key of this device."""
    options = client.post("/carnet/cles/nouvelle").json()
    return client.post("/carnet/cles/ajouter", data={"reponse": telephone.make(options)})


def enter_with(client: TestClient, telephone: Telephone) -> Any:
    """This browser opens a carnet with the key of this device."""
    options = client.post("/carnet/cles/defi").json()
    return client.post("/carnet/cles/entrer", data={"reponse": telephone.sign(options)})


def problems_of(page: str) -> list[str]:
    """What breaks the rules of easy reading in the headings and paragraphs of a page."""
    principal = re.sub(r"<button.*?</button>", "", page.partition("<main")[2].partition("</main>")[0])
    titres = [visible(titre) for titre in re.findall(r"<h[12][^>]*>(.*?)</h[12]>", principal)]
    phrases = [visible(p) for p in re.findall(r"<p[^>]*>(.*?)</p>", principal)]
    dites = re.findall(r'data-(?:refus|deja)="([^"]+)"', principal)
    lignes = [ligne for texte in (*phrases, *map(visible, dites)) for ligne in re.split(r"(?<=[.?]) ", texte) if ligne]
    return [str(probleme) for probleme in falc.problemes_page(titres, lignes)]
