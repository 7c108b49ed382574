"""Packs the lines of a year as briefly as a cookie needs, and reads them back. Stores nothing, counts nothing."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from app.domain.depenses import Couverture, Depense, Depenses
from app.domain.euros import CENTIME

#: Days are counted from here: four digits instead of ten characters.
_ORIGINE = date(2020, 1, 1)
#: Before the words of a cost that is no act: no name of an act begins so.
_NOTE = "!"


def pack_depenses(depenses: Depenses) -> list[Any]:
    """The cover, then each line: act or words, day, and what is not the ordinary case."""
    return [depenses.couverture.value, *(_pack(ligne) for ligne in depenses.lignes)]


def unpack_depenses(paquet: list[Any]) -> Depenses:
    """The same lines; ValueError or TypeError when they are not."""
    couverture, *lignes = paquet
    return Depenses(tuple(_unpack(ligne) for ligne in lignes), Couverture(couverture))


def _pack(ligne: Depense) -> list[Any]:
    centimes = None if ligne.prix is None else int(ligne.prix * 100)
    nom = ligne.acte or _NOTE + ligne.libelle
    entiere = [nom, (ligne.le - _ORIGINE).days, ligne.quantite, centimes]
    if centimes is not None:
        return entiere
    return entiere[:3] if ligne.quantite > 1 else entiere[:2]


def _unpack(paquet: list[Any]) -> Depense:
    nom, jours, quantite, centimes = [*paquet, None, None][:4]
    texte, note = str(nom), str(nom).startswith(_NOTE)
    return Depense(
        le=_ORIGINE + timedelta(days=jours),
        acte="" if note else texte,
        libelle=texte[1:] if note else "",
        quantite=int(quantite or 1),
        prix=None if centimes is None else (Decimal(int(centimes)) / 100).quantize(CENTIME),
    )
