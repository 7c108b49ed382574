"""Holds the amounts a text cites by name instead of writing them: found, worked out for a day, said in words.

`{montant:forfait-urgences}` is a dated figure, `{montant:a*b}` the product of two. `{prix:acte}`, `{rembourse:acte}`
and the like come from the same engine as any price. No amount is ever guessed: a day nobody knows it says so.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel

from app.domain.bareme import Bareme
from app.domain.decompte_ouvert import Demande, Fourchette, etablit
from app.domain.erreurs import ParametreInconnu
from app.domain.euros import au_centime
from app.domain.familles import CHIFFRES_DES_REGLES
from app.domain.soins import SituationDeSoins

U = TypeVar("U", bound=BaseModel)
Dire = Callable[[str, bool], str]
_CITATION = re.compile(r"\{([a-z-]+):([a-z0-9*-]+)\}")
INCONNU = "un montant à demander"
#: The day has its figure, yet the content may cite what is worth nothing alone (a rate, an age).
_UNITES = frozenset({"euros", "coefficient", "nombre"})
_ORDINAIRE = SituationDeSoins(parcours="respecte", complementaire="responsable")
_HORS_PARCOURS = SituationDeSoins(parcours="hors_parcours", complementaire="responsable")
_SANS_COMPLEMENTAIRE = SituationDeSoins(parcours="respecte", complementaire="aucune")


class _Calcul(NamedTuple):
    """Which amount of a décompte is cited, and for whom."""

    champ: str
    situation: SituationDeSoins


_CALCULS: Mapping[str, _Calcul] = {
    "prix": _Calcul("tarif", _ORDINAIRE),
    "rembourse": _Calcul("amo_net", _ORDINAIRE),
    "rembourse-hors-parcours": _Calcul("amo_net", _HORS_PARCOURS),
    "reste": _Calcul("reste_a_charge", _ORDINAIRE),
    "reste-sans-complementaire": _Calcul("reste_a_charge", _SANS_COMPLEMENTAIRE),
}


class Citation(NamedTuple):
    """One amount cited: what of what."""

    genre: str
    nom: str

    @property
    def parametres(self) -> tuple[str, ...]:
        """The figures named; none when it is an act that is named."""
        return tuple(self.nom.split("*")) if self.genre == "montant" else ()


def citations(valeur: object) -> Iterator[Citation]:
    """Every amount cited anywhere in a unit of content."""
    for texte in _textes(valeur):
        yield from (Citation(*trouve.groups()) for trouve in _CITATION.finditer(texte))


def faute(citation: Citation, bareme: Bareme) -> str:
    """Why a citation leads nowhere; empty when it is right."""
    if citation.genre in _CALCULS:
        return "" if citation.nom in bareme.actes else f"soin inconnu « {citation.nom} »"
    if citation.genre != "montant":
        return f"citation inconnue « {citation.genre} » : montant, {', '.join(_CALCULS)}"
    connus = bareme.parametres.par_id
    for nom in citation.parametres:
        if nom not in connus:
            return f"chiffre inconnu « {nom} »"
        if connus[nom].unite not in _UNITES:
            return f"« {nom} » n'est pas un montant"
    return ""


def parametres_cites(cites: Iterable[Citation], bareme: Bareme) -> Iterator[str]:
    """Every figure the cited amounts depend on, those of the rules included as soon as an act is cited."""
    for citation in cites:
        yield from citation.parametres
        if citation.genre in _CALCULS and citation.nom in bareme.actes:
            yield from (*bareme.actes[citation.nom].parametres_lus(), *CHIFFRES_DES_REGLES)


def montant_cite(citation: Citation, bareme: Bareme, jour: date) -> Decimal:
    """The amount of that day; ParametreInconnu when nobody knows it."""
    if citation.genre == "montant":
        produit = Decimal(1)
        for nom in citation.parametres:
            produit *= bareme.parametres.le(nom, jour).valeur
        return au_centime(produit)
    calcul = _CALCULS[citation.genre]
    decompte = etablit(Demande(jour, calcul.situation, acte=bareme.acte(citation.nom)), bareme)
    montant = decompte.montants.get(calcul.champ, Fourchette(None, None)).montant
    if montant is None:
        raise ParametreInconnu(citation.nom, None)
    return montant


def diseur(bareme: Bareme, jour: date) -> Dire:
    """What replaces every citation of a text by the amount of that day, in plain French or in easy words."""

    def dire(texte: str, falc: bool) -> str:
        def remplace(trouve: re.Match[str]) -> str:
            try:
                montant = montant_cite(Citation(*trouve.groups()), bareme, jour)
            except ParametreInconnu:
                return INCONNU
            return euros_en_mots(montant, falc=falc)

        return _CITATION.sub(remplace, texte)

    return dire


def remplit(unite: U, dire: Dire, *, falc: bool = False) -> U:
    """The same unit where each text is said again; the very same object when nothing changes."""
    changes = {}
    for nom, valeur in unite:
        nouvelle = _redit(valeur, dire, falc or nom == "falc" or nom.endswith("_falc"))
        if nouvelle is not valeur:
            changes[nom] = nouvelle
    return unite.model_copy(update=changes) if changes else unite


def euros_en_mots(montant: Decimal, *, falc: bool) -> str:
    """30 euros, 1 euro, 9,96 euros; in easy words 9 euros 96, 42 centimes."""
    entier, _, centimes = f"{montant:.2f}".partition(".")
    groupes = f"{int(entier):,}".replace(",", " ")
    mot = "euro" if montant < 2 else "euros"
    if centimes == "00":
        return f"{groupes} {mot}"
    if falc and montant < 1:
        return f"{int(centimes)} {'centime' if centimes == '01' else 'centimes'}"
    return f"{groupes} {mot} {centimes}" if falc else f"{groupes},{centimes} {mot}"


def _redit(valeur: Any, dire: Dire, falc: bool) -> Any:
    if isinstance(valeur, str):
        dit = dire(valeur, falc) if "{" in valeur else valeur
        return dit if dit != valeur else valeur
    if isinstance(valeur, BaseModel):
        return remplit(valeur, dire, falc=falc)
    if isinstance(valeur, tuple):
        dits = tuple(_redit(element, dire, falc) for element in valeur)
        return dits if any(a is not b for a, b in zip(dits, valeur, strict=True)) else valeur
    return valeur


def _textes(valeur: object) -> Iterator[str]:
    if isinstance(valeur, str):
        yield valeur
    elif isinstance(valeur, BaseModel):
        for _, membre in valeur:
            yield from _textes(membre)
    elif isinstance(valeur, tuple):
        for membre in valeur:
            yield from _textes(membre)
