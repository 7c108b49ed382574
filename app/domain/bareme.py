"""Holds the dated figures and the acts together, as every calculation reads them. Frozen; knows no person."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from app.domain.actes import Acte
from app.domain.calcul import soin_de
from app.domain.erreurs import ActeInconnu, ParametreInconnu
from app.domain.parametres import Parametres
from app.domain.recherche import IndexActes
from app.domain.soins import LecteurDeChiffres


class Bareme:
    """What everything costs and since when: the figures, the acts, and the index people search them with."""

    def __init__(self, parametres: Parametres, actes: Iterable[Acte]) -> None:
        self.parametres = parametres
        self.actes: Mapping[str, Acte] = {acte.id: acte for acte in actes}
        self.index = IndexActes(self.actes.values())

    def acte(self, id_: str) -> Acte:
        """The act of that name, or ActeInconnu."""
        try:
            return self.actes[id_]
        except KeyError:
            raise ActeInconnu from None

    def tarif_le(self, acte: Acte, jour: date) -> Decimal | None:
        """The set price of an act that day; None when it is free or when nobody knows it."""
        lecteur = LecteurDeChiffres(self.parametres, jour)
        try:
            if acte.famille == "urgences":
                return lecteur.lis("forfait-urgences").valeur
            return None if acte.prix_constate else soin_de(acte, lecteur).prix
        except ParametreInconnu:
            return None
