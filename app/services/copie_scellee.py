"""Seals the copy of a base piece by piece, and opens it: a backup that is stolen gives nothing. Keeps no key.

Each file has its own key, made from a salt. Each piece is bound to its place and to being the last one or not: a file
cut short, or whose pieces were moved, does not open.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.services.sauvegarde_refus import SauvegardeRefusee

_ENTETE = b"mbs-sauvegarde-1"
_SEL, _SCEAU, _MORCEAU = 32, 16, 1 << 20


def seal(cle: bytes, source: BinaryIO, vers: BinaryIO) -> None:
    """Everything `source` gives, sealed."""
    sel = os.urandom(_SEL)
    coffre = _vault(cle, sel)
    vers.write(_ENTETE + sel)
    rang, morceau = 0, source.read(_MORCEAU)
    while True:
        suivant = source.read(_MORCEAU) if len(morceau) == _MORCEAU else b""
        vers.write(coffre.encrypt(_nonce(rang), morceau, _place(rang, dernier=not suivant)))
        if not suivant:
            return
        rang, morceau = rang + 1, suivant


def unseal(cle: bytes, fichier: Path, vers: Path) -> None:
    """The same bytes in a file of this account alone; SauvegardeRefusee when it does not open whole."""
    with os.fdopen(os.open(vers, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as flux:
        for morceau in open_pieces(cle, fichier):
            flux.write(morceau)
        flux.flush()
        os.fsync(flux.fileno())


def open_pieces(cle: bytes, fichier: Path) -> Iterator[bytes]:
    """The same, piece by piece, each once it is known to be ours."""
    with fichier.open("rb") as flux:
        if flux.read(len(_ENTETE)) != _ENTETE:
            raise SauvegardeRefusee("La base de cette sauvegarde n'a pas la forme attendue. Prenez-en une autre.")
        coffre = _vault(cle, flux.read(_SEL))
        rang, morceau = 0, flux.read(_MORCEAU + _SCEAU)
        while morceau:
            suivant = flux.read(_MORCEAU + _SCEAU)
            try:
                yield coffre.decrypt(_nonce(rang), morceau, _place(rang, dernier=not suivant))
            except (InvalidTag, ValueError):
                raise SauvegardeRefusee(
                    "La base de cette sauvegarde ne s'ouvre pas : elle est abîmée, ou scellée avec une autre clé."
                ) from None
            rang, morceau = rang + 1, suivant


def _vault(cle: bytes, sel: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt=sel, info=b"mon-budget-sante sauvegarde 1").derive(cle))


def _nonce(rang: int) -> bytes:
    """A counter is enough: the key serves for one file."""
    return rang.to_bytes(12, "big")


def _place(rang: int, *, dernier: bool) -> bytes:
    return b"%d;%d" % (rang, dernier)
