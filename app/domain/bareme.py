"""Holds the dated figures and the acts together, as every calculation reads them. Frozen; knows no person."""

from collections.abc import Iterable, Mapping

from app.domain.actes import Acte
from app.domain.erreurs import ActeInconnu
from app.domain.parametres import Parametres
from app.domain.recherche import IndexActes


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
