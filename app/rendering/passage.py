"""Writes the people of a carnet, the code that takes one of them to their own, and its acceptance. Moves nobody."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from app.domain.communes import PARIS
from app.domain.dossier import Dossier, EtatNavigateur
from app.domain.erreurs_passage import MESSAGES, RaisonDePassage
from app.domain.passage import EtapeDeVie, GenreInvitation, Invitation, etape_de, jour_du_consentement
from app.rendering.formats import jour_complet, jour_en_mots
from app.rendering.gabarits import Cadre, Mode, page
from app.rendering.page import Page
from app.rendering.proches import personnes_vues
from app.rendering.vues_passage import VueCode, VueMembre, VueMembres, VueRecevoir

TITRE, ADRESSE = "Les personnes de mon carnet", "/carnet/personnes"
TITRE_RECEVOIR, RECEVOIR = "Recevoir un carnet", "/carnet/recevoir"
CODE_VIDE = "Écrivez le code que l'on vous a donné : 25 lettres et chiffres."
_FALC: Mapping[RaisonDePassage, str] = {
    RaisonDePassage.AVANT_15_ANS: "Avant 15 ans, ce code ne marche pas. Le carnet reste où il est.",
    RaisonDePassage.CODE: "Ce code ne marche pas. Demandez un nouveau code.",
    RaisonDePassage.MEME_CARNET: "Ce code vient de ce carnet. Fermez ce carnet. Prenez votre appareil.",
    RaisonDePassage.AUTRE_PERSONNE: "Les 2 dates de naissance sont différentes. Vérifiez votre date de naissance.",
    RaisonDePassage.TROP: "Il y a trop de dates notées. Retirez des dates et recommencez.",
    RaisonDePassage.PAS_A_DEUX: "Deux adultes suivent un enfant de moins de 18 ans. Rien n'a changé.",
    RaisonDePassage.SANS_CARNET: "Ouvrez d'abord votre carnet. Écrivez le code après.",
    RaisonDePassage.ACCORD: "Votre carnet a changé. Écrivez le code une autre fois.",
}


def refus_de(raison: RaisonDePassage, mode: Mode) -> str:
    """Why the code does nothing, in the words of this way of reading."""
    return _FALC[raison] if mode is Mode.FALC else MESSAGES[raison]


def grandis(dossier: Dossier, au: date) -> bool:
    """Whether someone of the carnet may now have their own."""
    ages = (etape_de(p.profil.date_naissance, au) for p in dossier.personnes if p.proche)
    return any(etape in {EtapeDeVie.PEUT_CONSENTIR, EtapeDeVie.MAJEUR} for etape in ages)


def page_membres(
    dossier: Dossier, invitations: Iterable[Invitation], a_deux: Mapping[int, bool], au: date, mode: Mode
) -> Page:
    """Everyone of the carnet but its reader, and what may be done for each; `a_deux` says whose profile is our own."""
    vues = {vue.numero: vue for vue in personnes_vues(dossier, au, mode)}
    codes = {(code.numero, code.genre): _quand(code.expire_le, mode) for code in invitations}
    membres = tuple(
        VueMembre(
            numero=personne.numero,
            libelle=vues[personne.numero].libelle,
            detail=vues[personne.numero].detail,
            etape=etape_de(personne.profil.date_naissance, au),
            quinze_ans=_quinze_ans(personne, au, mode),
            don=codes.get((personne.numero, GenreInvitation.DONNER), ""),
            suivre=codes.get((personne.numero, GenreInvitation.SUIVRE), ""),
            suivi={None: "", True: "ici", False: "ailleurs"}[a_deux.get(personne.numero)],
        )
        for personne in dossier.personnes
        if personne.proche
    )
    return page("membres", Cadre(TITRE, ADRESSE, mode), VueMembres(membres))


def page_code_donne(code: str, personne: EtatNavigateur, fin: datetime, mode: Mode, genre: GenreInvitation) -> Page:
    """The code to hand over, to print at once: it is never shown again."""
    a_deux = genre is GenreInvitation.SUIVRE
    vue = VueCode(code, personne.nom or "votre proche", _quand(fin, mode), a_deux)
    return page("code_donne", Cadre(TITRE, ADRESSE, mode), vue)


def page_recevoir(vue: VueRecevoir, mode: Mode) -> Page:
    """Where a code is typed, or what it offers."""
    return page("recevoir", Cadre(TITRE_RECEVOIR, RECEVOIR, mode), vue)


def _quinze_ans(personne: EtatNavigateur, au: date, mode: Mode) -> str:
    naissance = personne.profil.date_naissance
    jour = jour_du_consentement(naissance) if naissance else None
    return _jour(jour, mode) if jour and jour > au else ""


def _quand(instant: datetime, mode: Mode) -> str:
    return _jour(instant.astimezone(ZoneInfo(PARIS)).date(), mode)


def _jour(jour: date, mode: Mode) -> str:
    return jour_complet(jour) if mode is Mode.FALC else jour_en_mots(jour)
