"""Holds the frozen views pages are made of: ready-to-print French text, no rule, no date arithmetic."""

from dataclasses import dataclass

from markupsafe import Markup

from app.domain.fiches import Source


@dataclass(frozen=True, slots=True)
class VueEtat:
    """A verdict in a word and a shape (`forme` names both the drawing and the style), with its date in words."""

    mot: str
    forme: str
    quand: str = ""


@dataclass(frozen=True, slots=True)
class VuePrix:
    """What the person pays: labelled amounts when they are known, the sentences always, possible extras."""

    lignes: tuple[tuple[str, str], ...]
    phrases: tuple[str, ...]
    supplements: tuple[str, ...] = ()
    #: Address and name of the whole sum of each care the advice names.
    liens: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class VueConseil:
    """One advice on a list: what, why, how often, how much."""

    url: str
    titre: str
    etat: VueEtat
    raison: str
    detail: str
    prix: VuePrix
    se_date: bool
    pictogramme: str
    resume: str


@dataclass(frozen=True, slots=True)
class VueGroupe:
    """Rows under one family name."""

    titre: str
    pictogramme: str
    lignes: Markup


@dataclass(frozen=True, slots=True)
class VueUrgence:
    """What must be shown before anything else, with the numbers to dial."""

    phrases: tuple[str, ...]
    numeros: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PointFrise:
    """One moment of the timeline: its words, and how many things fall then."""

    libelle: str
    compte: int


@dataclass(frozen=True, slots=True)
class VueGenerale:
    """The advice for anyone, by the age at which it begins."""

    groupes: tuple[VueGroupe, ...]
    urgences: tuple[VueUrgence, ...]
    perdues: bool
    barre: Markup
    perimes: str
    ce_mois_ci: str = ""


@dataclass(frozen=True, slots=True)
class PageFalc:
    """Some advice on one easy-to-read page among several."""

    titre: str
    barre: Markup
    proche: bool
    cadre_de_lecture: tuple[str, ...]
    qui: tuple[str, ...]
    urgences: tuple[VueUrgence, ...]
    cartes: Markup
    page: int
    pages: int
    questions: int
    gardees: bool
    perdues: bool
    personnelle: bool
    autres: bool
    perimes: tuple[str, ...]
    ce_mois_ci: str = ""
    vaccins: str = ""


@dataclass(frozen=True, slots=True)
class VueFiche:
    """One advice in full."""

    id: str
    titre: str
    resume: str
    pictogramme: str
    etat: VueEtat | None
    #: For a relative: how to speak of them, and the sentence that frames texts written in "vous".
    sujet: str
    cadre_de_lecture: tuple[str, ...]
    pourquoi_moi: tuple[str, ...]
    pourquoi: str
    pour_qui: str
    sauf_si: tuple[str, ...]
    texte: tuple[str, ...]
    rythme: str
    prochaine: str
    calendrier: tuple[str, ...]
    comment: tuple[str, ...]
    sans_internet: tuple[str, ...]
    prix: VuePrix
    limites: str
    mots: tuple[str, ...]
    territoires: tuple[str, ...]
    #: What the review date, once past, obliges to say.
    perime: tuple[str, ...]
    doute: str
    sources: tuple["VueSource", ...]
    verifie: str
    relecture: str
    se_date: bool
    deja_fait: str
    signes_urgents: bool
    voir_aussi: tuple[tuple[str, str], ...] = ()
    #: The kinds of places it leads to.
    lieux: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class VueSource:
    """Where a fact comes from, and the day it was seen."""

    editeur: str
    titre: str
    url: str
    date: str
    vu_le: str

    @classmethod
    def depuis(cls, source: Source, vu_le: str) -> "VueSource":
        """The view of a content source."""
        return cls(source.editeur, source.titre, str(source.url), source.date, vu_le)


@dataclass(frozen=True, slots=True)
class VueChamp:
    """One field of a form: what was typed is given back with the message about it."""

    saisie: str = ""
    erreur: str = ""


@dataclass(frozen=True, slots=True)
class VueAccueil:
    """The first page: the two fields, as typed or as already known."""

    date: VueChamp
    sexe: str
    gardees: bool
    connu: bool
    perdues: bool
    ce_mois_ci: str = ""
    #: The person chose to keep the answers, here or in a carnet: closing the browser does not erase them.
    durables: bool = False


@dataclass(frozen=True, slots=True)
class VueReponse:
    """One answer already given, in words, that can be taken back."""

    fait: str
    texte: str


@dataclass(frozen=True, slots=True)
class VueQuestion:
    """One question, and what its answer is for; or the end, when `fait` is empty."""

    fait: str
    #: Who the question is about, when it is not the reader.
    pour: str
    libelle: str
    pourquoi: str
    change: str
    reste: str
    nombre: bool
    unite: str
    champ: VueChamp
    precedente: bool
    urgences: tuple[VueUrgence, ...]
    reponses: tuple[VueReponse, ...]
    personnelles: int
    passees: int
    gardees: bool


@dataclass(frozen=True, slots=True)
class VueNumero:
    """A phone line or a counter."""

    id: str
    nom: str
    numero: str
    phrases: tuple[str, ...]
    urgence: bool
    doute: str
    heures: str = ""
    prix: str = ""

    @property
    def alerte(self) -> str:
        """That it is to be checked, without why: À vérifier, Numéro à vérifier."""
        return self.doute.partition(":")[0].rstrip()


@dataclass(frozen=True, slots=True)
class PageNumeros:
    """Some phone lines and counters on one easy-to-read page among several."""

    numeros: tuple[VueNumero, ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class VueHorsLigne:
    """The page read without network: everyone to call, the advice by age, and the day of the copy."""

    numeros: tuple[VueNumero, ...]
    tranches: tuple[VueGroupe, ...]
    date: str


@dataclass(frozen=True, slots=True)
class VueArticle:
    """One advice on the sheet."""

    titre: str
    etat: VueEtat
    raison: str
    rythme: str
    prix: str
    comment: tuple[str, ...]
    sans_internet: tuple[str, ...]
    pictogramme: str


@dataclass(frozen=True, slots=True)
class VueFeuille:
    """The sheet to print: what to do, whom to call, what follows. The whole list is printed from its own page."""

    titre: str
    qui: str
    sujet: str
    #: The sheet says "vous" to an adult relative: it is theirs.
    a_donner: bool
    urgences: tuple[VueUrgence, ...]
    a_faire: Markup
    #: Each moment, and what falls then.
    suite: tuple[tuple[str, tuple[str, ...]], ...]
    autres: Markup
    tranches: tuple[VueGroupe, ...]
    a_verifier: Markup
    #: What the sheet counts without listing it, one sentence each.
    reste: tuple[str, ...]
    numeros: tuple[VueNumero, ...]
    date: str
    version: str
    personnelle: bool


@dataclass(frozen=True, slots=True)
class VuePersonne:
    """One of the people the browser keeps: as a button of the row, or as a card of the list."""

    numero: int
    libelle: str
    detail: str
    montree: bool
    proche: bool


@dataclass(frozen=True, slots=True)
class VueBarre:
    """The row that shows the advice of someone else, and the page it comes back to."""

    personnes: tuple[VuePersonne, ...]
    vers: str
    lecteur_connu: bool


@dataclass(frozen=True, slots=True)
class VueProches:
    """Everyone the browser keeps, or the carnet that is open."""

    personnes: tuple[VuePersonne, ...]
    complet: bool
    perdues: bool
    carnet: bool


@dataclass(frozen=True, slots=True)
class VueProche:
    """The form about one relative, as typed or as already known; `personne` is empty when they are new."""

    date: VueChamp
    sexe: str
    nom: VueChamp
    personne: str
    gardees: bool
    complet: bool
