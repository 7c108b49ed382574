"""Writes a dated figure of law in words: what it is worth, and since when. Reads no day: it tells the whole history."""

from collections.abc import Iterator

from app.domain.parametres import Parametre, Valeur
from app.rendering.formats import ans, euros, jour_en_mots


def valeurs_en_mots(parametre: Parametre) -> Iterator[str]:
    """One sentence for each value, the newest first."""
    for valeur in reversed(parametre.valeurs):
        doute = f" {valeur.doute}" if valeur.doute else ""
        yield f"{_dite(parametre, valeur)} depuis le {jour_en_mots(valeur.depuis)}.{doute}"


def _dite(parametre: Parametre, valeur: Valeur) -> str:
    if valeur.valeur is None:
        return "Valeur que nous n'avons pas lue,"
    if parametre.unite == "euros":
        return euros(valeur.valeur)
    if parametre.unite == "taux":
        return f"{(valeur.valeur * 100).normalize():f} %".replace(".", ",")
    if parametre.unite == "ans":
        return ans(int(valeur.valeur))
    return f"{valeur.valeur.normalize():f}".replace(".", ",")
