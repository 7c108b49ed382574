"""Holds everything the content says, loaded and compiled: frozen, shared by every request, without any person."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.bareme import Bareme
from app.domain.campagnes import Campagne
from app.domain.contacts import Contact
from app.domain.erreurs import RecommandationInconnue
from app.domain.faits import Fait
from app.domain.fiches import Fiche
from app.domain.moteur import Moteur
from app.domain.reperes import Repere


@dataclass(frozen=True)
class Catalogue:
    """`version_contenu` is the hash of all the content served; `empreintes` that of each unit's file."""

    fiches: tuple[Fiche, ...]
    par_id: Mapping[str, Fiche]
    faits: Mapping[str, Fait]
    contacts: Mapping[str, Contact]
    bareme: Bareme
    version_contenu: str
    empreintes: Mapping[str, str]
    moteur: Moteur
    campagnes: tuple[Campagne, ...] = ()
    reperes: Mapping[str, Repere] = field(default_factory=dict)

    def repere(self, id_: str) -> Repere:
        """The landmark of that name, or RecommandationInconnue."""
        try:
            return self.reperes[id_]
        except KeyError:
            raise RecommandationInconnue from None

    def fiche(self, id_: str) -> Fiche:
        """The unit of that name, or RecommandationInconnue."""
        try:
            return self.par_id[id_]
        except KeyError:
            raise RecommandationInconnue from None
