"""Puts on a tray the reminders that hands deliver: a letter to print, a call to make. Keeps no name and no address.

The tray is the provider: once a piece lies there, its batch and the batch's receipt account for it (`lots`).
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from hashlib import sha256

from sqlmodel import Session, col, select

from app.domain.envois import CanalRappel
from app.models import PieceRappel
from app.services.envois.transport import MessagePret, Recu

#: Read aloud, copied by hand: no I, L, O nor U.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LETTRES = 8


class Bac:
    """The tray of one channel."""

    def __init__(self, canal: CanalRappel, ouvrir: Callable[[], AbstractContextManager[Session]]) -> None:
        self.canal = canal
        self._ouvrir = ouvrir

    def remettre(self, message: MessagePret) -> Recu:
        """Lay the piece down; the same message twice is one piece."""
        with self._ouvrir() as session:
            connue = session.get(PieceRappel, message.cle)
            if connue is None:
                connue = PieceRappel(
                    cle=message.cle,
                    canal=self.canal,
                    reference=_free_reference(session, message.cle),
                    phrase=message.phrase,
                    expire_le=message.expire_le,
                )
                session.add(connue)
                session.flush()
            return Recu(connue.reference)


def plain_reference(saisie: str) -> str:
    """A reference as somebody typed it: no space, no case, the letters that look like figures put right."""
    lettres = saisie.upper().translate(str.maketrans("ILOU", "110V", " -\u00a0\u202f"))
    return f"{lettres[:4]}-{lettres[4:]}"


def _free_reference(session: Session, cle: str) -> str:
    for rang in range(100):
        nombre = int.from_bytes(sha256(f"piece;{cle};{rang}".encode()).digest()[:5])
        lettres = "".join(ALPHABET[nombre >> 5 * n & 31] for n in range(_LETTRES))
        reference = f"{lettres[:4]}-{lettres[4:]}"
        pris = session.exec(select(PieceRappel.cle).where(col(PieceRappel.reference) == reference)).first()
        if pris is None:
            return reference
    raise RuntimeError("no reference left")
