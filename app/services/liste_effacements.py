"""Keeps outside the base the list of what was erased or withdrawn, so that no old backup brings anyone back.

A line is on the disk before the transaction it speaks of is committed. Should the commit then fail, the line is taken
back by another one (`annule`), never removed. A line holds hashes of random numbers, no name and no answer. Each
machine has its file; a restore reads them all.
"""

import fcntl
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Engine
from sqlmodel import Session

from app.services.traces import A_NOTER, RETRAIT

NOM = "effacements.jsonl"
ANNULE, DEBUT = "annule", "debut"
Trace = Mapping[str, Any]


class ListeMuette(Exception):
    """The list cannot be written: nothing may be erased, since a backup would bring it back."""


class ListeAbimee(Exception):
    """A line of the list was changed or lost its end; the message says where."""


@dataclass(frozen=True, slots=True)
class Traces:
    """What the lists say, read together: hashes by kind, each with its instant, and the consents that were ended.

    `depuis` is when the oldest of them began: what was erased before is not in them. None when none was ever begun.
    """

    effaces: Mapping[tuple[str, str], datetime]
    retraits: tuple[Trace, ...]
    depuis: datetime | None

    def of(self, genre: str) -> frozenset[str]:
        """The hashes of one kind."""
        return frozenset(condense for sorte, condense in self.effaces if sorte == genre)


class ListeEffacements:
    """The list of this machine: one file, only ever appended to, that its own account alone may read."""

    def __init__(self, fichier: Path) -> None:
        self.fichier = fichier

    @contextmanager
    def transaction(self, engine: Engine, maintenant: datetime) -> Iterator[Session]:
        """One transaction: what it erases or ends is in this list before it is committed, or it is not committed."""
        with Session(engine) as session, session.begin():
            yield session
            session.flush()
            self.write(session, maintenant)

    def write(self, session: Session, maintenant: datetime) -> None:
        """Put on the disk what this session is about to erase or end; ListeMuette when it cannot be."""
        traces = session.info.pop(A_NOTER, [])
        if traces:
            self.add({**trace, "le": maintenant.isoformat()} for trace in traces)

    def begin(self, maintenant: datetime) -> None:
        """Make the list when there is none: from then on, it misses nothing."""
        if read_traces(self.lines()).depuis is None:
            self.add([{"genre": DEBUT, "le": maintenant.isoformat()}])

    def complete(self, condenses: Iterable[str], genre: str, maintenant: datetime) -> int:
        """Add what the base says was erased and the list does not: it was lost, or another machine erased it."""
        connus = read_traces(self.lines()).of(genre)
        manquent = [{"genre": genre, "condense": c, "le": maintenant.isoformat()} for c in condenses if c not in connus]
        if manquent:
            self.add(manquent)
        return len(manquent)

    def add(self, traces: Iterable[Trace]) -> None:
        """Append these traces and wait until the disk has them."""
        self.add_lines(write_line(trace) for trace in traces)

    def add_lines(self, lignes: Iterable[bytes]) -> None:
        """The same with lines as another list has them."""
        try:
            self.fichier.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            neuf = not self.fichier.exists()
            with os.fdopen(os.open(self.fichier, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as flux:
                fcntl.flock(flux, fcntl.LOCK_EX)
                _cut_torn_end(flux)
                flux.write(b"".join(ligne + b"\n" for ligne in lignes))
                flux.flush()
                os.fsync(flux.fileno())
            if neuf:
                _sync_folder(self.fichier.parent)
        except OSError as erreur:
            raise ListeMuette(type(erreur).__name__) from None

    def lines(self) -> list[bytes]:
        """Its lines as they are; ListeAbimee when one was changed. A last line without its end was never committed."""
        if not self.fichier.is_file():
            return []
        *entieres, _ = self.fichier.read_bytes().split(b"\n")
        for rang, ligne in enumerate(entieres, 1):
            _read_line(ligne, f"{self.fichier.name}, ligne {rang}")
        return entieres

    def undo(self, genre: str, vivants: Iterable[str], avant: datetime) -> int:
        """Take back the lines older than `avant` whose row still lives: their transaction was never committed."""
        traces = read_traces(self.lines())
        annules = [
            {"genre": ANNULE, "de": genre, "condense": condense, "le": avant.isoformat()}
            for condense in vivants
            if (le := traces.effaces.get((genre, condense))) is not None and le < avant
        ]
        if annules:
            self.add(annules)
        return len(annules)


def read_traces(lignes: Iterable[bytes]) -> Traces:
    """What the lines of one or several lists say, whatever their order; the same line twice counts once."""
    lues = sorted(
        (_read_line(ligne, "liste des effacements") for ligne in dict.fromkeys(lignes)),
        key=lambda trace: (trace["le"], trace["genre"] == ANNULE),
    )
    effaces: dict[tuple[str, str], datetime] = {}
    for trace in lues:
        if trace["genre"] == ANNULE:
            effaces.pop((trace["de"], trace["condense"]), None)
        elif trace["genre"] not in {RETRAIT, DEBUT}:
            effaces[trace["genre"], trace["condense"]] = datetime.fromisoformat(trace["le"])
    debuts = [datetime.fromisoformat(trace["le"]) for trace in lues if trace["genre"] == DEBUT]
    return Traces(effaces, tuple(trace for trace in lues if trace["genre"] == RETRAIT), min(debuts, default=None))


def write_line(trace: Trace) -> bytes:
    """One line, with a sum that tells whether it was changed."""
    texte = json.dumps(trace, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return f"{_sum(texte)} {texte}".encode("ascii")


def _read_line(ligne: bytes, ou: str) -> Trace:
    somme, _, texte = ligne.decode("ascii", errors="replace").partition(" ")
    if somme != _sum(texte):
        raise ListeAbimee(ou)
    trace: Trace = json.loads(texte)
    return trace


def _sum(texte: str) -> str:
    return sha256(texte.encode("utf-8", errors="replace")).hexdigest()[:16]


def _cut_torn_end(flux: BinaryIO) -> None:
    """Take away a last line cut short by a power cut, then stand at the end: its transaction never came to commit."""
    fin = flux.seek(0, os.SEEK_END)
    if not fin:
        return
    flux.seek(fin - 1)
    if flux.read(1) != b"\n":
        flux.seek(0)
        fin = flux.read().rfind(b"\n") + 1
        flux.truncate(fin)
    flux.seek(fin)


def _sync_folder(dossier: Path) -> None:
    descripteur = os.open(dossier, os.O_RDONLY)
    try:
        os.fsync(descripteur)
    finally:
        os.close(descripteur)


def merge(*listes: Iterable[bytes]) -> Iterator[bytes]:
    """The lines of several lists, each once."""
    return iter(dict.fromkeys(ligne for lignes in listes for ligne in lignes))
