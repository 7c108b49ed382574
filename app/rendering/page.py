"""Compresses a page made of a known beginning and a body: the beginning is compressed once. Knows no content.

The beginning (head, style, header: the same for everyone) is a third of a page and half the cost of compressing it.
Deflate lets blocks compressed apart follow one another when the first ends on a full flush.
"""

import zlib
from functools import lru_cache
from typing import NamedTuple

#: Gzip header without name or date; the last bytes say "fastest" and "unknown system".
_EN_TETE = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x04\xff"
_NIVEAU_DEBUT = 9
_NIVEAU_CORPS = 6
_MASQUE = 0xFFFFFFFF


class Page(NamedTuple):
    """A whole page in two pieces; `debut` is shared by every answer of the same address."""

    debut: str
    reste: str

    @property
    def texte(self) -> str:
        """The page."""
        return self.debut + self.reste

    def fixe(self) -> "Page":
        """The same page, all of it a known beginning: compressed once and better, when everyone gets the same."""
        return Page(self.texte, "")

    def gzip(self) -> bytes:
        """The page as one gzip stream."""
        clair, presse, somme = _debut(self.debut)
        reste = self.reste.encode("utf-8")
        flux = zlib.compressobj(_NIVEAU_CORPS, zlib.DEFLATED, -zlib.MAX_WBITS)
        corps = flux.compress(reste) + flux.flush()
        controle = zlib.crc32(reste, somme).to_bytes(4, "little")
        taille = ((clair + len(reste)) & _MASQUE).to_bytes(4, "little")
        return b"".join((_EN_TETE, presse, corps, controle, taille))


@lru_cache(maxsize=64)
def _debut(texte: str) -> tuple[int, bytes, int]:
    """Length, compressed blocks ending on a full flush, and checksum of a beginning."""
    clair = texte.encode("utf-8")
    flux = zlib.compressobj(_NIVEAU_DEBUT, zlib.DEFLATED, -zlib.MAX_WBITS)
    return len(clair), flux.compress(clair) + flux.flush(zlib.Z_FULL_FLUSH), zlib.crc32(clair)
