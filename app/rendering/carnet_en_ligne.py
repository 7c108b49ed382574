"""Writes the pages of the carnet: opened, made, left, proved again, and its sheet of codes. Opens nothing."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from app.domain.carnet_en_ligne import CODES_PEU, Appareil, CleAcces, EtatCarnet
from app.domain.communes import PARIS
from app.rendering.formats import jour_complet, jour_en_mots, nombre_de
from app.rendering.gabarits import Cadre, Mode, page
from app.rendering.mots_creneaux import heure
from app.rendering.page import Page
from app.rendering.vues_carnet import (
    VueAppareil,
    VueCarnetFerme,
    VueCarnetOuvert,
    VueCle,
    VueCodes,
    VueDepart,
    VuePortes,
    VuePreuve,
)

TITRE, ADRESSE, PREUVE = "Mon carnet", "/carnet", "/carnet/preuve"
CODE_REFUSE = "Ce code n'ouvre aucun carnet. Chaque code sert une seule fois : essayez le suivant de votre feuille."
CODE_VIDE = "Écrivez un code de votre feuille : 25 lettres et chiffres."
AGE_ABSENT = "Dites si vous avez 15 ans ou plus."
TROP_JEUNE = (
    "Avant 15 ans, un carnet se crée avec un parent : regardez plus bas. Vos conseils marchent sans carnet. "
    "Un parent peut aussi vous ajouter dans le sien."
)
CLE_REFUSEE = "Cette clé n'ouvre aucun carnet ici. Recommencez, ou écrivez un code de votre feuille."
COMPTE_REFUSE = (
    "Ce compte n'est relié à aucun carnet. Ouvrez d'abord le vôtre avec un code de votre feuille. "
    "Vous pourrez ensuite relier ce compte."
)
PARENT_MANQUE = "Avant 15 ans, il faut deux accords : celui de l'enfant et celui d'un parent. Cochez les deux cases."
PREUVE_REFUSEE = "Ce code n'est pas de ce carnet, ou il a déjà servi. Essayez le suivant de votre feuille."
PREUVE_CLE_REFUSEE = "Cette clé n'est pas de ce carnet. Recommencez, ou écrivez un code de votre feuille."
REFERME = "Votre carnet s'est refermé. Il se ferme après 2 heures sans y toucher. Ouvrez-le avec un nouveau code."


def page_ferme(vue: VueCarnetFerme, mode: Mode) -> Page:
    """Open a carnet or make one."""
    return page("carnet_ferme", Cadre(TITRE, ADRESSE, mode), vue)


def page_ouvert(
    etat: EtatCarnet,
    mode: Mode,
    portes: VuePortes,
    maintenant: datetime,
    *,
    tient: bool,
    grandis: bool,
    a_preciser: date | None = None,
) -> Page:
    """What can be done with the carnet that is open; `tient` while the yes it was made with still covers it.

    `grandis` when someone in it may now have their own; `a_preciser` is the day of an answer, given from a message,
    that only its owner can make clear.
    """
    suspects = etat.essais_suspects(maintenant)
    vue = VueCarnetOuvert(
        cree_le=jour_en_mots(etat.cree_le),
        personnes=nombre_de(etat.personnes, "personne"),
        codes=nombre_de(etat.codes, "code"),
        peu=etat.codes <= CODES_PEU,
        tient=tient,
        grandis=grandis,
        appareils=tuple(_appareil(appareil, mode) for appareil in etat.appareils),
        cles=tuple(_cle(cle, mode) for cle in etat.cles),
        relie_le=jour_en_mots(etat.relie_le) if etat.relie_le else "",
        portes=portes,
        suspects=nombre_de(suspects, "fois", "fois") if suspects else "",
        a_preciser=_jour(a_preciser, mode) if a_preciser else "",
    )
    return page("carnet_ouvert", Cadre(TITRE, ADRESSE, mode), vue)


def page_preuve(vue: VuePreuve, mode: Mode) -> Page:
    """Prove to be the owner again, before what opens the carnet changes."""
    return page("preuve", Cadre(TITRE, PREUVE, mode), vue)


def page_depart(depart: VueDepart, mode: Mode) -> Page:
    """What happens next, before leaving for another site."""
    return page("depart", Cadre(TITRE, ADRESSE, mode), depart)


def acces_en_json(etat: EtatCarnet) -> tuple[dict[str, str], ...]:
    """The ways in, for the copy a person takes away. The keys themselves are of no use elsewhere and stay out."""
    cles = ({"cle": "ajoutée", "le": str(un.cree_le), "servie_le": str(un.utilise_le or "")} for un in etat.cles)
    return (*cles, *(({"compte": "relié", "le": str(etat.relie_le)},) if etat.relie_le else ()))


def page_codes(codes: tuple[str, ...], mode: Mode, *, nouveau: bool) -> Page:
    """The sheet of codes, to print at once: it is never shown again."""
    return page("codes", Cadre(TITRE, ADRESSE, mode), VueCodes(codes, nouveau))


def _appareil(appareil: Appareil, mode: Mode) -> VueAppareil:
    jour = _jour(appareil.ouvert_le.astimezone(ZoneInfo(PARIS)).date(), mode)
    lien = ". C'était à" if mode is Mode.FALC else " à"
    quand = f"{jour}{lien} {heure(appareil.ouvert_le, PARIS, falc=mode is Mode.FALC)}"
    return VueAppareil(appareil.id, f"Ouvert le {quand}", appareil.ici)


def _cle(cle: CleAcces, mode: Mode) -> VueCle:
    ajoutee = f"Clé ajoutée le {_jour(cle.cree_le, mode)}"
    if cle.utilise_le is None:
        return VueCle(cle.id, ajoutee)
    lien = ". Elle a servi le" if mode is Mode.FALC else ", servie le"
    return VueCle(cle.id, f"{ajoutee}{lien} {_jour(cle.utilise_le, mode)}")


def _jour(jour: date, mode: Mode) -> str:
    return jour_complet(jour) if mode is Mode.FALC else jour_en_mots(jour)
