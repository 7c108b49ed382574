"""Writes the pages of one appointment: held, reserved, moved, cancelled, looked for by its code. Books nothing."""

from zoneinfo import ZoneInfo

from app.domain.attente import AttenteVue
from app.domain.rendez_vous import EtatRendezVous, RendezVousVu, write_code
from app.rendering.formats import jour_complet, majuscule
from app.rendering.gabarits import Cadre, Mode, page
from app.rendering.mots_creneaux import acces_dits, dictee, heure, quand_complet
from app.rendering.page import Page
from app.rendering.vues import VueChamp
from app.rendering.vues_creneaux import VIDE, VueAttente, VueRendezVous

TITRE = "Rendez-vous"
ADRESSE = "/rendez-vous"
CODE_INCONNU = "Nous ne trouvons pas ce code. Il a 10 lettres et chiffres, par exemple 7K2QF-9XW3B."
PRENOM_VIDE, NOM_VIDE = "Écrivez un prénom.", "Écrivez un nom."
TROP_LONG = "C'est trop long. Écrivez-le plus court."
CONTACT_ILLISIBLE = "Écrivez un numéro de téléphone ou une adresse e-mail, ou laissez ce champ vide."


def page_code(mode: Mode, champ: VueChamp = VIDE) -> Page:
    """Ask for the code."""
    return _page(mode, VueRendezVous("code", champ_code=champ))


def page_tenu(vu: RendezVousVu, mode: Mode, champs: tuple[VueChamp, VueChamp, VueChamp] = (VIDE, VIDE, VIDE)) -> Page:
    """The place is held: who comes?"""
    prenom, nom, contact = champs
    jusqu_a = heure(vu.tenu_jusqu_a, vu.lieu.fuseau, falc=mode is Mode.FALC) if vu.tenu_jusqu_a else ""
    return _page(mode, _vue(vu, mode, "tenu", jusqu_a=jusqu_a, prenom=prenom, nom=nom, contact=contact))


def page_deplacer(vu: RendezVousVu, ancien: RendezVousVu, mode: Mode) -> Page:
    """The new place is held: shall the appointment move there?"""
    quand = quand_complet(ancien.creneau.debut, ancien.lieu.fuseau, falc=mode is Mode.FALC)
    return _page(mode, _vue(vu, mode, "deplacer", ancien=ancien.code, ancien_quand=quand))


def page_rendez_vous(vu: RendezVousVu, mode: Mode, *, lu: bool = False, attente: AttenteVue | None = None) -> Page:
    """What the appointment is now: only a confirmed one is said to be reserved. `lu` when it is only read again."""
    if vu.etat is EtatRendezVous.CONFIRME:
        attend = None if attente is None else _attente(attente, mode)
        return _page(mode, _vue(vu, mode, "lu" if lu else "reserve", dictee=dictee(vu.code), attente=attend))
    return page_tenu(vu, mode) if vu.etat is EtatRendezVous.TENU else _page(mode, _vue(vu, mode, "annule"))


def page_attente(attente: AttenteVue, mode: Mode) -> Page:
    """The line of a place, for who has no appointment there."""
    vue = VueRendezVous(
        "attente",
        code=attente.code,
        code_ecrit=write_code(attente.code),
        dictee=dictee(attente.code),
        lieu=attente.lieu.nom,
        adresse=f"{attente.lieu.adresse}, {attente.lieu.code_postal} {attente.lieu.ville}",
        telephone=attente.lieu.telephone,
        commune=f"{attente.lieu.code_postal} {attente.lieu.ville}",
        attente=_attente(attente, mode),
        demonstration=attente.lieu.demonstration,
    )
    return _page(mode, vue)


def page_refus(message: str, mode: Mode) -> Page:
    """Nothing is reserved: why, and where to go."""
    return _page(mode, VueRendezVous("refus", message=message))


def _page(mode: Mode, vue: VueRendezVous) -> Page:
    return page("rendez_vous", Cadre(TITRE, ADRESSE, mode), vue)


def _vue(vu: RendezVousVu, mode: Mode, etape: str, **autres: object) -> VueRendezVous:
    champs: dict[str, object] = {
        "code": vu.code,
        "code_ecrit": write_code(vu.code),
        "quand": quand_complet(vu.creneau.debut, vu.lieu.fuseau, falc=True)
        if mode is Mode.FALC
        else majuscule(quand_complet(vu.creneau.debut, vu.lieu.fuseau)),
        "lieu": vu.lieu.nom,
        "adresse": f"{vu.lieu.adresse}, {vu.lieu.code_postal} {vu.lieu.ville}",
        "telephone": vu.lieu.telephone,
        "qui": vu.creneau.professionnel.nom,
        "pour": f"{vu.personne.prenom} {vu.personne.nom}" if vu.personne else "",
        "commune": f"{vu.lieu.code_postal} {vu.lieu.ville}",
        "acces": acces_dits(vu.lieu),
        "demonstration": vu.lieu.demonstration,
    }
    return VueRendezVous(etape, **champs, **autres)  # type: ignore[arg-type]


def _attente(attente: AttenteVue, mode: Mode) -> VueAttente:
    fuseau, falc = attente.lieu.fuseau, mode is Mode.FALC
    offre, libre = attente.offre, attente.libre
    return VueAttente(
        jusqu_a=jour_complet(attente.jusqu_a.astimezone(ZoneInfo(fuseau)).date()),
        plus_tot=attente.avant is not None,
        offre=quand_complet(offre.creneau.debut, fuseau, falc=falc) if offre else "",
        gardee=quand_complet(offre.tenu_jusqu_a, fuseau, falc=falc) if offre and offre.tenu_jusqu_a else "",
        libre=quand_complet(libre.debut, fuseau, falc=falc) if libre else "",
        creneau=libre.id if libre else "",
    )
