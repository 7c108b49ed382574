"""Makes the codes of appointments, and the prints the base keeps instead of codes, keys and people. Stores nothing.

A code is derived from the service's key and from the request: the same request gives the same code again, although
the base only knows its print. Without the key, a stolen base gives neither codes nor people back.
"""

import hmac
import json
from hashlib import sha256

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.domain.rendez_vous import ALPHABET, CODE_LONGUEUR

_BITS = 5


class Empreintes:
    """Keyed hashes, each bound to what it is the print of. One object for the whole service."""

    def __init__(self, cle: bytes) -> None:
        self._cle = HKDF(SHA256(), 32, salt=None, info=b"mon-budget-sante rendez-vous 1").derive(cle)

    def de(self, quoi: str, *parties: str) -> str:
        """The print of these words, of this kind."""
        return self._sceau(quoi, parties).hex()

    def code(self, *parties: str) -> str:
        """The code of a request."""
        nombre = int.from_bytes(self._sceau("code", parties)[:8])
        return "".join(ALPHABET[(nombre >> _BITS * rang) & 31] for rang in range(CODE_LONGUEUR))

    def _sceau(self, quoi: str, parties: tuple[str, ...]) -> bytes:
        # JSON keeps the parts apart: "a", "bc" is not "ab", "c".
        return hmac.digest(self._cle, json.dumps([quoi, *parties]).encode("ascii"), sha256)
