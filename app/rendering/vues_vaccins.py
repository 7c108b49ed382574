"""Holds the frozen views of the vaccine pages: ready-to-print French text, no rule, no date arithmetic."""

from dataclasses import dataclass

from markupsafe import Markup

from app.rendering.vues import VueAccueil, VueChamp, VueEtat, VuePrix, VueSource, VueUrgence


@dataclass(frozen=True, slots=True)
class VueVaccin:
    """One line of the schedule for one person."""

    id: str
    url: str
    titre: str
    etat: VueEtat
    #: Which dose, out of how many.
    dose: str
    obligatoire: bool
    resume: str
    raisons: tuple[str, ...]
    prix: tuple[str, ...]
    doute: str


@dataclass(frozen=True, slots=True)
class VueGroupeVaccins:
    """Lines under one name."""

    id: str
    titre: str
    intro: str
    lignes: tuple[VueVaccin, ...]


@dataclass(frozen=True, slots=True)
class VueRendezVous:
    """One row of the calendar: a moment, a vaccine, what became of it."""

    quand: str
    titre: str
    url: str
    obligatoire: bool
    etat: VueEtat | None


@dataclass(frozen=True, slots=True)
class VueAge:
    """What falls at one age."""

    age: str
    rendez_vous: tuple[VueRendezVous, ...]


@dataclass(frozen=True, slots=True)
class VueRepereVaccinal:
    """A general rule or a practical text of the schedule."""

    id: str
    titre: str
    phrases: tuple[str, ...]
    doute: str
    sources: tuple[VueSource, ...]
    verifie: str
    #: It names the edition in force, which the page never folds away.
    edition: bool


@dataclass(frozen=True, slots=True)
class VueVaccins:
    """The vaccines of one person."""

    titre: str
    qui: str
    naissance: str
    cadre_de_lecture: tuple[str, ...]
    urgences: tuple[VueUrgence, ...]
    frise: Markup
    #: To act on, then what follows, then what can wait in a corner.
    a_faire: tuple[VueGroupeVaccins, ...]
    suite: tuple[VueGroupeVaccins, ...]
    discrets: tuple[VueGroupeVaccins, ...]
    calendrier: tuple[VueAge, ...]
    #: Questions that could still change a line.
    questions: int
    enfant: bool
    reperes: tuple[VueRepereVaccinal, ...]
    #: How many doses are noted, in words; empty without any.
    notees: str
    carnet_perdu: bool
    gardees: bool
    perdues: bool
    personnel: str


@dataclass(frozen=True, slots=True)
class VueVaccinsFalc:
    """Some vaccines on one easy-to-read page among several."""

    titre: str
    liste: str
    urgences: tuple[VueUrgence, ...]
    cadre_de_lecture: tuple[str, ...]
    introduction: tuple[str, ...]
    cartes: tuple[VueVaccin, ...]
    page: int
    pages: int
    questions: int
    proche: bool
    gardees: bool
    perdues: bool


@dataclass(frozen=True, slots=True)
class VueVaccinsPourTous:
    """The schedule by age for who said nothing, and the two questions that make it personal."""

    accueil: VueAccueil
    ages: tuple[VueAge, ...]
    reperes: tuple[VueRepereVaccinal, ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class VueLigneDuCalendrier:
    """One line of the schedule in full."""

    id: str
    titre: str
    resume: str
    obligatoire: bool
    etat: VueEtat | None
    raisons: tuple[str, ...]
    cadre_de_lecture: tuple[str, ...]
    doses: tuple[str, ...]
    pourquoi: tuple[str, ...]
    ou: tuple[str, ...]
    prix: VuePrix
    preuve: tuple[str, ...]
    precautions: tuple[str, ...]
    origine: str
    mots: tuple[str, ...]
    territoires: tuple[str, ...]
    doute: str
    #: A certain line may still carry a remark: it is then good to know, not to be checked.
    certaine: bool
    sources: tuple[VueSource, ...]
    verifie: str
    #: Who read it.
    relecture: str


@dataclass(frozen=True, slots=True)
class VueDose:
    """A dose noted, with the key its form sends back."""

    cle: str
    titre: str
    quand: str


@dataclass(frozen=True, slots=True)
class VueSaisie:
    """One row of the form: a name, a date, and the vaccines the name may mean."""

    rang: int
    vaccin: VueChamp
    le: VueChamp
    choix: tuple[tuple[str, str], ...] = ()
    choisi: str = ""


@dataclass(frozen=True, slots=True)
class VueMaladie:
    """The form that notes an illness: which ones may be chosen, the one chosen, its date, what to correct."""

    choix: tuple[tuple[str, str], ...]
    choisie: str
    erreur: str
    le: VueChamp


@dataclass(frozen=True, slots=True)
class VueCarnet:
    """The doses noted, and the form to note more; `remplace` names the dose being corrected."""

    doses: tuple[VueDose, ...]
    saisies: tuple[VueSaisie, ...]
    #: The illnesses noted, and the form to note one.
    maladies: tuple[VueDose, ...]
    maladie: VueMaladie
    #: What to correct: the field, and the message about it.
    erreurs: tuple[tuple[str, str], ...]
    remplace: str
    noms: tuple[str, ...]
    perdu: bool
    conseil_perdu: tuple[str, ...]
    annees_seules: bool
    proche: bool
    gardees: bool
    perdues: bool


@dataclass(frozen=True, slots=True)
class VueQuestionVaccin:
    """One question the forecast waits for."""

    fait: str
    libelle: str
    pourquoi: str
    choisi: str


@dataclass(frozen=True, slots=True)
class VueQuestionsVaccins:
    """A few questions at once, and how many wait after them."""

    questions: tuple[VueQuestionVaccin, ...]
    #: The first day of a pregnancy, when it is what dates a vaccine.
    regles: VueChamp | None
    reste: int
    proche: bool
    gardees: bool
