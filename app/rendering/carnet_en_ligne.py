"""Writes the pages of the carnet: opened, made, left, and its sheet of codes. Opens nothing."""

from zoneinfo import ZoneInfo

from app.domain.carnet_en_ligne import CODES_PEU, Appareil, EtatCarnet
from app.domain.communes import PARIS
from app.rendering.formats import jour_en_mots, nombre_de
from app.rendering.gabarits import Cadre, Mode, page
from app.rendering.mots_creneaux import heure
from app.rendering.page import Page
from app.rendering.vues_carnet import VueAppareil, VueCarnetFerme, VueCarnetOuvert, VueCodes

TITRE, ADRESSE = "Mon carnet", "/carnet"
CODE_REFUSE = "Ce code n'ouvre aucun carnet. Chaque code sert une seule fois : essayez le suivant de votre feuille."
CODE_VIDE = "Écrivez un code de votre feuille : 25 lettres et chiffres."
AGE_ABSENT = "Dites si vous avez 15 ans ou plus."
TROP_JEUNE = (
    "Avant 15 ans, un carnet se crée avec un parent : regardez plus bas. Vos conseils marchent sans carnet. "
    "Un parent peut aussi vous ajouter dans le sien."
)
PARENT_MANQUE = "Avant 15 ans, il faut deux accords : celui de l'enfant et celui d'un parent. Cochez les deux cases."
REFERME = "Votre carnet s'est refermé. Il se ferme après 2 heures sans y toucher. Ouvrez-le avec un nouveau code."


def page_ferme(vue: VueCarnetFerme, mode: Mode) -> Page:
    """Open a carnet or make one."""
    return page("carnet_ferme", Cadre(TITRE, ADRESSE, mode), vue)


def page_ouvert(etat: EtatCarnet, mode: Mode, *, tient: bool) -> Page:
    """What can be done with the carnet that is open; `tient` while the yes it was made with still covers it."""
    vue = VueCarnetOuvert(
        cree_le=jour_en_mots(etat.cree_le),
        personnes=nombre_de(etat.personnes, "personne"),
        codes=nombre_de(etat.codes, "code"),
        peu=etat.codes <= CODES_PEU,
        tient=tient,
        appareils=tuple(_appareil(appareil, mode) for appareil in etat.appareils),
    )
    return page("carnet_ouvert", Cadre(TITRE, ADRESSE, mode), vue)


def page_codes(codes: tuple[str, ...], mode: Mode, *, nouveau: bool) -> Page:
    """The sheet of codes, to print at once: it is never shown again."""
    return page("codes", Cadre(TITRE, ADRESSE, mode), VueCodes(codes, nouveau))


def _appareil(appareil: Appareil, mode: Mode) -> VueAppareil:
    jour = jour_en_mots(appareil.ouvert_le.astimezone(ZoneInfo(PARIS)).date())
    quand = f"{jour} à {heure(appareil.ouvert_le, PARIS, falc=mode is Mode.FALC)}"
    return VueAppareil(appareil.id, f"Ouvert le {quand}", appareil.ici)
