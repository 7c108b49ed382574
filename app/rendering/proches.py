"""Writes the pages about the people the browser keeps, and the row that shows someone else. Judges nothing."""

from datetime import date

from markupsafe import Markup

from app.domain.dossier import PERSONNES_MAX, Dossier, EtatNavigateur
from app.domain.situation import read_situation
from app.rendering.formats import majuscule, typographie
from app.rendering.gabarits import Cadre, Mode, call_macro, page
from app.rendering.liste import naissance_de, qui_de
from app.rendering.page import Page
from app.rendering.voix import has_proches
from app.rendering.vues import VueBarre, VuePersonne, VueProche, VueProches


def barre(dossier: Dossier, au: date, mode: Mode, vers: str) -> Markup:
    """The row of people above a page, which comes back to `vers`; nothing when only the reader is kept."""
    if not has_proches(dossier):
        return Markup("")
    vue = VueBarre(personnes_vues(dossier, au, mode), vers, dossier.trouver(0) is not None)
    return call_macro("proches", "barre", vue, mode.prefixe)


def page_proches(dossier: Dossier, au: date, mode: Mode, *, perdues: bool, carnet: bool = False) -> Page:
    """Everyone the browser or the open carnet keeps, and what can be done with each."""
    complet, vues = len(dossier.personnes) >= PERSONNES_MAX, personnes_vues(dossier, au, mode)
    return page("proches", Cadre("Pour qui", "/proches", mode), VueProches(vues, complet, perdues, carnet))


def page_proche(vue: VueProche, mode: Mode) -> Page:
    """The form about one relative, new or known."""
    chemin = "/proches/modifier" if vue.personne else "/proches/ajouter"
    return page("proche", Cadre("Pour qui", chemin, mode), vue)


def personnes_vues(dossier: Dossier, au: date, mode: Mode) -> tuple[VuePersonne, ...]:
    """Everyone, each with the few words that tell them from the others."""
    return tuple(_personne(personne, personne is dossier.personne, au, mode) for personne in dossier.personnes)


def nom_de(personne: EtatNavigateur) -> str:
    """How the owner of a carnet knows someone of it, where an age would say too much."""
    return (personne.nom or f"Votre proche n° {personne.numero}") if personne.proche else "Vous"


def _personne(personne: EtatNavigateur, montree: bool, au: date, mode: Mode) -> VuePersonne:
    """A few words that tell one person from another: Vous; A., 4 ans; Fille, 4 ans."""
    situation = read_situation(personne.profil, au)
    qui = qui_de(situation)
    libelle = "Vous"
    if personne.proche:
        libelle = f"{personne.nom}, {qui.rpartition(', ')[2].lower()}" if personne.nom else qui
    detail = f"{qui}, {naissance_de(situation, mode)}" if situation.naissance else "Date de naissance inconnue"
    return VuePersonne(
        numero=personne.numero,
        libelle=typographie(libelle),
        detail=typographie(majuscule(detail)),
        montree=montree,
        proche=personne.proche,
    )
