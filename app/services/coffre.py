"""Seals what the base keeps for operators: secrets it must read back, lines nobody may rewrite. Stores nothing."""

import hmac
import json
import os
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_ALEA = 12


class CoffreFerme(Exception):
    """A secret sealed with another key, or altered."""


class Coffre:
    """One object for the whole service; its keys are drawn from the service's own, one for each use."""

    def __init__(self, cle: bytes) -> None:
        self._secrets = AESGCM(HKDF(SHA256(), 32, salt=None, info=b"mon-budget-sante operateurs 1").derive(cle))
        self._journal = HKDF(SHA256(), 32, salt=None, info=b"mon-budget-sante journal 1").derive(cle)

    def seal(self, secret: str, a_qui: str) -> str:
        """The secret as the base may keep it; it opens for the same owner only."""
        alea = os.urandom(_ALEA)
        return (alea + self._secrets.encrypt(alea, secret.encode(), a_qui.encode())).hex()

    def open(self, scelle: str, a_qui: str) -> str:
        """The secret; CoffreFerme when the base was given another one."""
        try:
            octets = bytes.fromhex(scelle)
            return self._secrets.decrypt(octets[:_ALEA], octets[_ALEA:], a_qui.encode()).decode()
        except (InvalidTag, ValueError):
            raise CoffreFerme from None

    def sceau(self, *parties: str | int | None) -> str:
        """The seal of a line: without the key, nobody makes another that holds."""
        return hmac.digest(self._journal, json.dumps(parties).encode("ascii"), sha256).hex()

    def empreinte(self, mot: str) -> str:
        """The print of a name somebody typed."""
        return self.sceau("essai", mot)


def print_of(jeton: str) -> str:
    """The print of a value drawn at random, too long to be guessed: no key is needed to hide it."""
    return sha256(jeton.encode()).hexdigest()
