"""Holds the frozen views of the pages about one person's year. Decides nothing and formats nothing."""

from dataclasses import dataclass

from markupsafe import Markup

from app.rendering.vues import VueChamp, VueSource

VIDE = VueChamp()


@dataclass(frozen=True, slots=True)
class VueLigneAnnee:
    """One line as it is read: `cle` names it in a form, `retenu` says what the Sécu keeps, `mots` explains."""

    cle: str
    titre: str
    quand: str
    reste: str
    retenu: str
    prevue: bool
    fois: int
    mots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VuePlafond:
    """One yearly cap, in words; `part` is how full it is, out of 100."""

    titre: str
    phrases: tuple[str, ...]
    part: int


@dataclass(frozen=True, slots=True)
class VueMois:
    """One row of the table; `total` says it in one go."""

    nom: str
    sommes: tuple[str, ...]
    total: str
    vide: bool
    incomplet: bool


@dataclass(frozen=True, slots=True)
class VueMoyenne:
    """A published average: what it says, what it covers and what not, where it comes from."""

    phrase: str
    portee: str
    source: VueSource
    doute: str


@dataclass(frozen=True, slots=True)
class VueAnnee:
    """The whole year."""

    annee: int
    titre: str
    message: str
    cadre_de_lecture: tuple[str, ...]
    perdues: bool
    gardees: bool
    vide: bool
    total: str
    parts: tuple[tuple[str, str], ...]
    avertissements: tuple[str, ...]
    couverture: str
    exempte: str
    plafonds: tuple[VuePlafond, ...]
    barres: Markup
    legende: str
    colonnes: tuple[str, ...]
    mois: tuple[VueMois, ...]
    lignes: tuple[VueLigneAnnee, ...]
    page: int
    nombre: int
    moyenne: VueMoyenne | None
    doutes: tuple[str, ...]
    date: str
    version: str


@dataclass(frozen=True, slots=True)
class VueChoix:
    """An act to choose, with its set price when there is one."""

    id: str
    titre: str
    prix: str


@dataclass(frozen=True, slots=True)
class VueRecherche:
    """The search of an act: what was typed, what was found, and whether some more wait."""

    champ: VueChamp
    cherche: bool
    choix: tuple[VueChoix, ...]
    page: int
    nombre: int
    mots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VueSaisie:
    """The form about one line, new or corrected. `acte` empty: a cost named by the person."""

    titre: str
    acte: str = ""
    ligne: str = ""
    prix_fixe: str = ""
    mots: tuple[str, ...] = ()
    le: VueChamp = VIDE
    quantite: VueChamp = VIDE
    prix: VueChamp = VIDE
    libelle: VueChamp = VIDE
    refus: str = ""
    gardees: bool = True

    @property
    def erreurs(self) -> list[tuple[str, str]]:
        """The fields to correct, in the order of the form."""
        champs = (("libelle", self.libelle), ("le", self.le), ("quantite", self.quantite), ("prix", self.prix))
        return [(nom, champ.erreur) for nom, champ in champs if champ.erreur]
