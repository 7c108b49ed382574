"""Reads the Accept header: which of our forms of an answer the caller prefers. Refuses nothing."""

from collections.abc import Sequence

LONGUEUR_MAX = 1_000


def preferred(accept: str, offerts: Sequence[str]) -> str:
    """The offered type with the highest q; at equal q the first offered; the first too when none is asked for."""
    notes = {offert: _note(accept[:LONGUEUR_MAX], offert) for offert in offerts}
    meilleur = max(offerts, key=lambda offert: notes[offert])
    return meilleur if notes[meilleur] > 0 else offerts[0]


def _note(accept: str, offert: str) -> float:
    """The q of the most precise range that speaks of this type; zero when none does."""
    meilleure = (-1, 0.0)
    for morceau in accept.split(","):
        genre, *parametres = (partie.strip().lower() for partie in morceau.split(";"))
        precision = {offert: 2, f"{offert.partition('/')[0]}/*": 1, "*/*": 0}.get(genre, -1)
        if precision > meilleure[0]:
            meilleure = (precision, _q(parametres))
    return meilleure[1]


def _q(parametres: Sequence[str]) -> float:
    brut = next((p[2:] for p in parametres if p.startswith("q=")), "1")
    if not brut.replace(".", "", 1).isdigit() or not brut.isascii():
        return 0.0
    return min(float(brut), 1.0)
