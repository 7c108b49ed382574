"""Writes the dates to remember: the page, the sheet for the wall, the message to send, the words of the calendar."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import quote

from app.domain.catalogue import Catalogue
from app.domain.rappels import Rappel, Rappels
from app.domain.rappels_occasions import tous_les_rappels
from app.rendering.agenda import TEXTE_DISCRET, TITRE_DISCRET, RendezVous
from app.rendering.choses_a_rappeler import chose, intime, sans_internet
from app.rendering.feuille import numero_de
from app.rendering.formats import jour_complet, jour_en_mots, nombre_de, typographie
from app.rendering.gabarits import Cadre, Mode, page
from app.rendering.lecture_vaccins import LectureVaccins
from app.rendering.page import Page
from app.rendering.presentation import Presentation
from app.rendering.urgences import urgences_de
from app.rendering.voix import Destinataire
from app.rendering.vues import VueNumero
from app.rendering.vues_rappels import VueDate, VueFrigo, VueMessage, VueRappels

DATES_FALC = 3
MESSAGE_MAX = 480
#: Half-lines of the sheet for the dates, those a text takes, and its letters in a line: all of it is one page, whose
#: margins and paragraphs are wide in easy-to-read.
PLACE_DU_MUR = {Mode.NORMAL: 40, Mode.FALC: 20}
PLACE_D_UN_JOUR, PLACE_D_UNE_LIGNE = 4, {Mode.NORMAL: 2, Mode.FALC: 3}
LETTRES_DU_MUR = {Mode.NORMAL: 42, Mode.FALC: 38}
LIGNES_VIDES = {Mode.NORMAL: 6, Mode.FALC: 2}
#: Those who can note a date with someone who has no telephone for it.
POUR_NOTER = ("tel-3646", "contact-pharmacie", "contact-cpam-guichet")
SUR_LE_MUR = ("tel-15", "tel-3646", "contact-pharmacie")
SUJET = "Dates à retenir"


def rappels_pour(catalogue: Catalogue, lue: LectureVaccins) -> Rappels:
    """The reminders of the person a page is about: advice, vaccines, and the months that speak of a screening."""
    return tous_les_rappels(catalogue, lue.lecture.evaluation, lue.previsions, lue.au)


def page_rappels(presentation: Presentation, lue: LectureVaccins, mode: Mode, numero: int = 1) -> Page:
    """The dates of one person and the ways not to forget them; in easy-to-read, three dates a page, then the ways."""
    lecture = lue.lecture
    rappels, qui = rappels_pour(presentation.catalogue, lue), lecture.qui
    dates = [_date(presentation.catalogue, rappel, mode) for rappel in rappels.liste]
    lots: list[list[VueDate]] = [dates]
    if mode is Mode.FALC:
        lots = [dates[debut : debut + DATES_FALC] for debut in range(0, len(dates), DATES_FALC)] + [[]]
    numero = min(max(numero, 1), len(lots))
    connu = lecture.profil.date_naissance is not None
    vue = VueRappels(
        titre=typographie(_titre(len(dates), qui, connu=connu)),
        connu=connu,
        dates=tuple(lots[numero - 1]),
        reste=_reste(rappels, mode) if connu else (),
        message=message_de(rappels.liste, qui),
        contacts=_contacts(presentation.catalogue, POUR_NOTER, mode, lecture.evaluation.situation.au),
        urgences=urgences_de(lecture.profil, presentation.catalogue.faits, mode, qui.voix),
        barre=qui.barre,
        perdues=lecture.perdues,
        personne=qui.numero,
        page=numero,
        pages=len(lots),
    )
    return page("rappels", Cadre("Mes rappels", "/rappels", mode), vue)


def page_frigo(presentation: Presentation, lue: LectureVaccins, mode: Mode, *, clairs: bool) -> Page:
    """One sheet in large type: each date with a box, and whom to call; lines to fill in when nothing is known."""
    catalogue, rappels, au = presentation.catalogue, rappels_pour(presentation.catalogue, lue), lue.au
    dates = [_date_du_mur(catalogue, rappel, mode, clairs=clairs) for rappel in sorted(rappels.liste)]
    gardees = _sur_une_page(dates, mode)
    vue = VueFrigo(
        dates=tuple(gardees),
        reste=_ensuite(dates[len(gardees) :], mode),
        vides=0 if gardees else LIGNES_VIDES[mode],
        clairs=clairs,
        contacts=_contacts(catalogue, SUR_LE_MUR, mode, au),
        barre=lue.lecture.qui.barre,
        date=_jour(au, mode),
        version=catalogue.version_contenu[:8],
    )
    chemin = f"/imprimer/frigo{'?mots=clairs' if clairs else ''}"
    return page("frigo", Cadre(SUJET, chemin, mode, feuille=True, grand=True), vue)


def rendez_vous_de(
    catalogue: Catalogue, rappels: Iterable[Rappel], qui: Destinataire, mode: Mode, *, clairs: bool
) -> list[RendezVous]:
    """The events of the calendar file: silent unless the person chose clear words."""
    if not clairs:
        return [RendezVous(rappel, TITRE_DISCRET, TEXTE_DISCRET) for rappel in rappels]
    return [_rendez_vous_clair(catalogue, rappel, qui, mode) for rappel in rappels]


def message_de(rappels: Sequence[Rappel], qui: Destinataire) -> VueMessage | None:
    """Dates without their reasons, in one message; those that do not fit are counted."""
    if not rappels:
        return None
    pour = f" pour {qui.nom}" if qui.nom else ""
    debut, fin = f"{SUJET}{pour} : ", ". Merci de me le rappeler une semaine avant."
    jours = sorted(rappel.jour for rappel in rappels)
    texte = debut + ", ".join(map(jour_en_mots, jours)) + fin
    gardes = len(jours)
    while len(texte) > MESSAGE_MAX:
        gardes -= 1
        autres = nombre_de(len(jours) - gardes, "autre date", "autres dates")
        texte = debut + ", ".join(map(jour_en_mots, jours[:gardes])) + f", et {autres}" + fin
    corps = quote(texte)
    return VueMessage(texte, f"sms:?body={corps}", f"mailto:?subject={quote(SUJET)}&body={corps}")


def _titre(nombre: int, qui: Destinataire, *, connu: bool) -> str:
    if not connu:
        return "Ne pas oublier vos dates"
    return qui.titre(f"{nombre_de(nombre, 'date')} à retenir" if nombre else "Aucune date à retenir")


def _reste(rappels: Rappels, mode: Mode) -> tuple[str, ...]:
    """What has no reminder here, and where it is told."""
    phrases = []
    if mode is Mode.FALC:
        if rappels.plus_tard or rappels.a_verifier:
            phrases.append("D'autres conseils sont sur la page « Mes conseils ».")
        return tuple(map(typographie, phrases))
    if rappels.plus_tard:
        phrases.append(f"{nombre_de(rappels.plus_tard, 'autre date vient', 'autres dates viennent')} bien plus tard.")
    if rappels.a_verifier:
        conseils = nombre_de(rappels.a_verifier, "conseil reste", "conseils restent")
        phrases.append(f"{conseils} à vérifier avec un professionnel : nous n'y mettons pas de date.")
    return tuple(map(typographie, phrases))


def _jour(jour: date, mode: Mode) -> str:
    return jour_complet(jour) if mode is Mode.FALC else jour_en_mots(jour)


def _date(catalogue: Catalogue, rappel: Rappel, mode: Mode) -> VueDate:
    quand = _jour(rappel.jour, mode)
    return VueDate(
        quand=typographie(f"Le {quand}" if mode is Mode.FALC else quand),
        neutre=TITRE_DISCRET,
        choses=tuple(chose(catalogue, echeance, mode) for echeance in rappel.echeances),
        maintenant=rappel.maintenant,
    )


def _date_du_mur(catalogue: Catalogue, rappel: Rappel, mode: Mode, *, clairs: bool) -> VueDate:
    """A day of the sheet: its things are named only when asked for, and never the intimate ones."""
    vue = _date(catalogue, rappel, mode)
    tues = [not clairs or intime(catalogue, e) for e in rappel.echeances]
    nommees = tuple(nommee for nommee, tue in zip(vue.choses, tues, strict=True) if not tue)
    return VueDate(vue.quand, TITRE_DISCRET if any(tues) else "", nommees, vue.maintenant)


def _sur_une_page(dates: Sequence[VueDate], mode: Mode) -> list[VueDate]:
    """The first dates, as many as the sheet has room for; of a day too full, the last things lose their name."""
    reste = PLACE_DU_MUR[mode]
    gardees: list[VueDate] = []
    for date_du_mur in dates:
        vue = date_du_mur
        while not gardees and len(vue.choses) > 1 and _place(vue, mode) > reste:
            vue = replace(vue, choses=vue.choses[:-1], neutre=TITRE_DISCRET)
        reste -= _place(vue, mode)
        if reste < 0 and gardees:
            break
        gardees.append(vue)
    return gardees


def _ensuite(dates: Sequence[VueDate], mode: Mode) -> str:
    """What the sheet had no room for, said so that paper is enough: how many dates, and the first of them."""
    if not dates:
        return ""
    premiere = dates[0].quand.removeprefix("Le ")
    compte = f"Il reste {nombre_de(len(dates), 'date')}"
    return f"{compte}.\nLa première est le {premiere}." if mode is Mode.FALC else f"{compte}, dès le {premiere}."


def _place(vue: VueDate, mode: Mode) -> int:
    details = mode is Mode.NORMAL
    textes = [f"{dite.titre}  {dite.detail * details}".strip() for dite in vue.choses]
    textes += [vue.neutre] * bool(vue.neutre)
    lignes = sum(-(-len(texte) // LETTRES_DU_MUR[mode]) for texte in textes)
    return PLACE_D_UN_JOUR + PLACE_D_UNE_LIGNE[mode] * lignes


def _rendez_vous_clair(catalogue: Catalogue, rappel: Rappel, qui: Destinataire, mode: Mode) -> RendezVous:
    choses = [chose(catalogue, echeance, mode) for echeance in rappel.echeances]
    autres = len(choses) - 1
    titre = choses[0].titre + (f", et {nombre_de(autres, 'autre')}" if autres else "")
    lignes = []
    for dite, echeance in zip(choses, rappel.echeances, strict=True):
        details = [dite.detail] if dite.detail else []
        tete = [dite.titre, *details] if mode is Mode.FALC else [" : ".join([dite.titre, *details])]
        lignes += [*tete, *sans_internet(catalogue, echeance, mode), ""]
    return RendezVous(rappel, f"Pour {qui.nom} : {titre}" if qui.nom else titre, "\n".join(lignes).strip())


def _contacts(catalogue: Catalogue, noms: Iterable[str], mode: Mode, au: date) -> tuple[VueNumero, ...]:
    return tuple(numero_de(catalogue.contacts[nom], mode, au) for nom in noms)
