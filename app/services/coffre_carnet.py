"""Seals what the carnet keeps: one key a person, wrapped by a master key that the base never holds. Stores nothing.

What is sealed is bound to its owner and its place (associated data): a text moved to another person, another carnet or
another column cannot be opened. Several master keys may be known at once, so that they can be changed without a pause.
"""

import os
from collections.abc import Sequence
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.domain.erreurs import CarnetIllisible

_NONCE = 12
_CLE = 32


class CoffreCarnet:
    """The master keys, the one in use first."""

    def __init__(self, maitresses: Sequence[bytes]) -> None:
        derivees = [HKDF(SHA256(), _CLE, salt=None, info=b"mon-budget-sante carnet 1").derive(m) for m in maitresses]
        self._maitresses = {sha256(cle).hexdigest()[:16]: AESGCM(cle) for cle in derivees}
        self.courante = next(iter(self._maitresses))

    def new_key(self) -> bytes:
        """A key for one person."""
        return os.urandom(_CLE)

    def wrap(self, cle: bytes, proprietaire: str) -> bytes:
        """The key of a person under the master key in use."""
        return _seal(self._maitresses[self.courante], cle, f"cle;{proprietaire}")

    def unwrap(self, scellee: bytes, maitresse: str, proprietaire: str) -> bytes:
        """The key of a person; CarnetIllisible when its master key is not ours or it was another person's."""
        if maitresse not in self._maitresses:
            raise CarnetIllisible
        return _open(self._maitresses[maitresse], scellee, f"cle;{proprietaire}")


def seal(cle: bytes, clair: bytes, proprietaire: str, champ: str) -> bytes:
    """A text of one person, for one column."""
    return _seal(AESGCM(cle), clair, f"{champ};{proprietaire}")


def unseal(cle: bytes, scelle: bytes, proprietaire: str, champ: str) -> bytes:
    """The same text; CarnetIllisible when it was changed, moved or sealed by another key."""
    return _open(AESGCM(cle), scelle, f"{champ};{proprietaire}")


def _seal(coffre: AESGCM, clair: bytes, lieu: str) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + coffre.encrypt(nonce, clair, lieu.encode("ascii"))


def _open(coffre: AESGCM, scelle: bytes, lieu: str) -> bytes:
    try:
        return coffre.decrypt(scelle[:_NONCE], scelle[_NONCE:], lieu.encode("ascii"))
    except (InvalidTag, ValueError):
        raise CarnetIllisible from None
