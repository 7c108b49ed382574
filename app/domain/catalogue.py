"""Holds everything the content says, loaded and compiled: frozen, shared by every request, without any person."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.contacts import Contact
from app.domain.erreurs import RecommandationInconnue
from app.domain.faits import Fait
from app.domain.fiches import Fiche
from app.domain.moteur import Moteur


@dataclass(frozen=True)
class Catalogue:
    """`version_contenu` is the hash of all the content served; `empreintes` that of each unit's file."""

    fiches: tuple[Fiche, ...]
    par_id: Mapping[str, Fiche]
    faits: Mapping[str, Fait]
    contacts: Mapping[str, Contact]
    version_contenu: str
    empreintes: Mapping[str, str]
    moteur: Moteur

    def fiche(self, id_: str) -> Fiche:
        """The unit of that name, or RecommandationInconnue."""
        try:
            return self.par_id[id_]
        except KeyError:
            raise RecommandationInconnue from None
