"""Holds the addresses of the static files, each with the hash of its content. Serves nothing itself."""

import hashlib
from functools import lru_cache
from pathlib import Path

STATIQUE = Path(__file__).resolve().parents[2] / "static"


@lru_cache(maxsize=64)
def ressource(chemin: str) -> str:
    """The address of a file of static/, changed whenever its content changes so that it may be cached for good."""
    empreinte = hashlib.sha256((STATIQUE / chemin).read_bytes()).hexdigest()[:12]
    return f"/static/{chemin}?v={empreinte}"
