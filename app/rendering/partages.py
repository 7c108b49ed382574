"""Writes what a person shows to a professional, the owner's list of it, and the page that reads it. Opens nothing."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from app.domain.catalogue import Catalogue
from app.domain.communes import PARIS
from app.domain.dossier import Dossier, EtatNavigateur
from app.domain.partage import DureeDePartage, Partage, Resume, Rubrique
from app.domain.verdicts import Resultat, Verdict
from app.rendering.formats import jour_en_mots
from app.rendering.gabarits import Cadre, Mode, page
from app.rendering.mes_donnees import rubriques_de
from app.rendering.mots_creneaux import heure
from app.rendering.page import Page
from app.rendering.proches import nom_de
from app.rendering.vues import VueChamp
from app.rendering.vues_carnet import Ligne, VueAccord
from app.rendering.vues_partages import VueChoix, VuePartage, VuePartages, VueResume

TITRE, ADRESSE, LECTURE = "Montrer un résumé", "/partages", "/partage"
CODE_VIDE = "Écrivez le code que la personne vous a donné : 15 lettres et chiffres."
CODE_REFUSE = "Ce code n'ouvre aucun résumé. Vérifiez-le : il est peut-être fini, ou arrêté par la personne."
RIEN_CHOISI = "Choisissez au moins une chose à montrer."
DUREE_ABSENTE = "Choisissez pour combien de temps."
QUI_ABSENT = "Choisissez la personne dont vous montrez le résumé."
#: What is offered, in each way of reading.
RUBRIQUES: Mapping[Rubrique, tuple[str, str]] = {
    Rubrique.PERSONNE: ("Date de naissance, sexe, département", "Votre date de naissance"),
    Rubrique.CONSEILS: ("Les conseils à faire maintenant ou bientôt", "Vos conseils à faire"),
    Rubrique.FAIT: ("Ce qui a déjà été fait, avec les dates", "Ce que vous avez déjà fait"),
    Rubrique.VACCINS: ("Les vaccins notés", "Vos vaccins"),
    Rubrique.REPONSES: ("Toutes les réponses aux questions", "Toutes vos réponses"),
}
DUREES: Mapping[DureeDePartage, str] = {
    DureeDePartage.QUART_D_HEURE: "15 minutes",
    DureeDePartage.HEURE: "1 heure",
    DureeDePartage.JOUR: "1 jour",
    DureeDePartage.SEMAINE: "7 jours",
}
_TITRES = {
    Rubrique.PERSONNE: "La personne",
    Rubrique.CONSEILS: "Les conseils de ce site, à faire ou bientôt",
    Rubrique.FAIT: "Ce qui a été fait",
    Rubrique.VACCINS: "Les vaccins notés",
    Rubrique.REPONSES: "Les réponses",
}
_RIEN: tuple[Ligne, ...] = (("Rien de noté", ""),)


def resume_de(
    catalogue: Catalogue, personne: EtatNavigateur, resultats: Sequence[Resultat], choix: Collection[Rubrique]
) -> Iterator[tuple[str, tuple[Ligne, ...]]]:
    """What is chosen of one person, in words; a heading with nothing under it says so."""
    tenues = dict(rubriques_de(catalogue, personne))
    for rubrique, titre in _TITRES.items():
        if rubrique in choix:
            lignes = tuple(_conseils(resultats)) if rubrique is Rubrique.CONSEILS else tenues.get(titre, ())
            yield titre, lignes or _RIEN


def page_partages(
    partages: Sequence[Partage],
    dossier: Dossier,
    accord: VueAccord,
    mode: Mode,
    choix: Collection[str] = (),
    erreurs: tuple[Ligne, ...] = (),
) -> Page:
    """What is shown now, and the form; nothing is chosen beforehand but what was just sent."""
    falc = mode is Mode.FALC
    vue = VuePartages(
        actifs=tuple(_partage(partage, dossier, mode) for partage in partages),
        personnes=tuple(VueChoix(str(p.numero), nom_de(p), str(p.numero) in choix) for p in dossier.personnes),
        rubriques=tuple(VueChoix(r.value, mots[falc], r.value in choix) for r, mots in RUBRIQUES.items()),
        durees=tuple(VueChoix(d.value, mot, d.value in choix) for d, mot in DUREES.items()),
        accord=accord,
        erreurs=erreurs,
    )
    return page("partages", Cadre(TITRE, ADRESSE, mode), vue)


def page_resume(resume: Resume, mode: Mode, code: str = "") -> Page:
    """The summary; with its code when its owner has just made it."""
    vue = VueResume(_quand(resume.du, mode), _quand(resume.jusqu_a, mode), resume.rubriques, code, VueChamp())
    return page("partage", Cadre(TITRE, LECTURE, mode), vue)


def page_code(mode: Mode, erreur: str = "") -> Page:
    """The page where a professional types the code; what was typed is not shown back."""
    return page("partage", Cadre(TITRE, LECTURE, mode), VueResume("", "", (), "", VueChamp("", erreur)))


def _partage(partage: Partage, dossier: Dossier, mode: Mode) -> VuePartage:
    qui = dossier.trouver(partage.numero)
    fois = f"{partage.ouvertures} fois"
    vu = f"Ouvert {fois}, la dernière le {_quand(partage.vu_le, mode)}." if partage.vu_le else "Pas encore ouvert."
    if mode is Mode.FALC:
        vu = f"Une personne a lu le résumé {fois}." if partage.vu_le else "Personne n'a lu le résumé."
    return VuePartage(partage.id, nom_de(qui) if qui else "", _quand(partage.expire_le, mode), vu)


def _conseils(resultats: Sequence[Resultat]) -> Iterator[Ligne]:
    for resultat in resultats:
        if resultat.verdict in {Verdict.A_FAIRE, Verdict.BIENTOT} and resultat.fiche.certitude == "sure":
            quand = "à faire" if resultat.verdict is Verdict.A_FAIRE else "bientôt"
            date = f", {jour_en_mots(resultat.echeance)}" if resultat.echeance else ""
            yield resultat.fiche.normal.titre, f"{quand}{date}"


def _quand(instant: datetime, mode: Mode) -> str:
    jour = jour_en_mots(instant.astimezone(ZoneInfo(PARIS)).date())
    return f"{jour} à {heure(instant, PARIS, falc=mode is Mode.FALC)}"
