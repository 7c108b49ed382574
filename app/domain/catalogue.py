"""Holds everything the content says, loaded and compiled: frozen, shared by every request, without any person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.domain.accessibilite import GrilleRgaa
from app.domain.actes import Acte
from app.domain.annuaire import GenreDeLieu
from app.domain.autoquestionnaire import ThemeDuBilan
from app.domain.bareme import Bareme
from app.domain.campagnes import Campagne
from app.domain.changements import Publie
from app.domain.consentement import Accord, Finalite
from app.domain.contacts import Contact
from app.domain.droits import Droit
from app.domain.erreurs import DroitInconnu, RecommandationInconnue
from app.domain.faits import Fait
from app.domain.fiches import Fiche, Lecture
from app.domain.lieux import LieuDeSoin
from app.domain.moteur import Moteur
from app.domain.parametres import Parametre
from app.domain.plafonds_c2s import PlafondC2s
from app.domain.reperes import Repere
from app.domain.statistiques import Statistiques
from app.domain.vaccination import CalendrierVaccinal
from app.domain.vaccination_lignes import LigneVaccin

#: What a person may read and sign.
Signable = Fiche | Repere | Droit | LigneVaccin | Campagne | Acte | Parametre | Contact


@dataclass(frozen=True)
class Catalogue:
    """`version_contenu` is the hash of all the content served; `empreintes` that of each text signed apart.

    `relectures` holds every reading ever recorded; a unit's `relu_par` only those of its present text.
    """

    fiches: tuple[Fiche, ...]
    par_id: Mapping[str, Fiche]
    faits: Mapping[str, Fait]
    contacts: Mapping[str, Contact]
    bareme: Bareme
    version_contenu: str
    empreintes: Mapping[str, str]
    moteur: Moteur
    vaccins: CalendrierVaccinal
    campagnes: tuple[Campagne, ...] = ()
    reperes: Mapping[str, Repere] = field(default_factory=dict)
    relectures: Mapping[str, tuple[Lecture, ...]] = field(default_factory=dict)
    #: The newest first.
    changements: tuple[Publie, ...] = ()
    droits: Mapping[str, Droit] = field(default_factory=dict)
    lieux: tuple[LieuDeSoin, ...] = ()
    plafonds_c2s: tuple[PlafondC2s, ...] = ()
    #: The same content with its amounts cited by name, as its files write it: what `Editions` reads.
    brut: "Catalogue | None" = None
    #: Only the purposes that are asked for: what has no text can never be agreed to.
    consentements: Mapping[Finalite, Accord] = field(default_factory=dict)
    #: What may be counted of those who agree; None when nothing is.
    statistiques: Statistiques | None = None
    #: Our own reading of the accessibility reference; None when the content has none.
    accessibilite: GrilleRgaa | None = None
    #: The pages of the self-questionnaire, the optional ones last.
    themes_du_bilan: tuple[ThemeDuBilan, ...] = ()
    genres_de_lieux: Mapping[str, GenreDeLieu] = field(default_factory=dict)

    def grille_rgaa(self) -> GrilleRgaa:
        """The accessibility grid, or RecommandationInconnue."""
        if self.accessibilite is None:
            raise RecommandationInconnue
        return self.accessibilite

    def repere(self, id_: str) -> Repere:
        """The landmark of that name, or RecommandationInconnue."""
        try:
            return self.reperes[id_]
        except KeyError:
            raise RecommandationInconnue from None

    @property
    def entretiens(self) -> frozenset[str]:
        """The landmarks whose day may be noted beside what the advice asks for; programs know none of them."""
        return frozenset(id_ for id_, repere in self.reperes.items() if repere.entretien)

    def entretien(self, id_: str) -> Repere:
        """The interview of that name, or RecommandationInconnue."""
        if id_ not in self.entretiens:
            raise RecommandationInconnue
        return self.reperes[id_]

    def titre_du_fait(self, id_: str) -> str:
        """What something done is called: an advice or an interview; its name when the content left it out since."""
        fiche, repere = self.par_id.get(id_), self.reperes.get(id_)
        return fiche.normal.titre if fiche else repere.normal.titre if repere else id_

    def fiche(self, id_: str) -> Fiche:
        """The unit of that name, or RecommandationInconnue."""
        try:
            return self.par_id[id_]
        except KeyError:
            raise RecommandationInconnue from None

    def relectures_valides(self, id_: str) -> tuple[Lecture, ...]:
        """The readings of the present text of whatever can be signed."""
        return tuple(lu for lu in self.relectures.get(id_, ()) if lu.empreinte == self.empreintes.get(id_))

    def relectures_perimees(self, id_: str) -> tuple[Lecture, ...]:
        """The readings of a former text: they hold no more."""
        return tuple(lu for lu in self.relectures.get(id_, ()) if lu.empreinte != self.empreintes.get(id_))

    def verifie_le(self, id_: str) -> date | None:
        """The day the sources of a text were seen; None when nothing that can be signed bears that name.

        Acts, figures and phone lines are named after their kind: the others share one set of names.
        """
        genre, _, nom = id_.rpartition("/")
        par_genre: dict[str, tuple[Mapping[str, Signable], ...]] = {
            "": (self.par_id, self.reperes, self.droits, self.vaccins.par_id, {c.id: c for c in self.campagnes}),
            "actes": (self.bareme.actes,),
            "parametres": (self.bareme.parametres.par_id,),
            "contacts": (self.contacts,),
        }
        return next((unites[nom].verifie_le for unites in par_genre.get(genre, ()) if nom in unites), None)

    def droit(self, id_: str) -> Droit:
        """The right of that name, or DroitInconnu."""
        try:
            return self.droits[id_]
        except KeyError:
            raise DroitInconnu from None
