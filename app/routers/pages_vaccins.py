"""Holds the vaccine pages: what is due, the doses noted, each line, the sheet. Forecasts and judges nothing itself."""

from collections.abc import Callable
from dataclasses import replace

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from app.domain.carnet import DOSES_MAX, add_doses, find_dose, note_maladie, remove_dose, remove_maladie
from app.domain.dossier import EtatNavigateur
from app.domain.erreurs import RecommandationInconnue, TropDeReponses
from app.domain.vaccination_lignes import LigneVaccin
from app.rendering.carnet import SaisieMaladie, empty_rows, page_carnet, page_feuille_vaccins, rows
from app.rendering.formats import jour_en_chiffres
from app.rendering.page import Page
from app.rendering.reperes_vaccins import page_regles
from app.rendering.vaccins import page_ligne, page_pour_tous, page_vaccins
from app.rendering.vues import VueAccueil, VueChamp
from app.rendering.vues_vaccins import VueSaisie
from app.routers.pages_commun import Visite, go, go_with, html, numero_de_page, read_deux_reponses, visite, visite_de
from app.routers.route_directe import RouteDirecte
from app.routers.saisies import field, read_form
from app.routers.saisies_vaccins import Lecteur, read_maladie, read_rows

router = APIRouter(route_class=RouteDirecte, include_in_schema=False)
#: Five rows of a name, a date and a choice, the button, who it is about, and the dose corrected.
CHAMPS = 20


@router.get("/vaccins")
@router.get("/falc/vaccins")
async def vaccins(request: Request) -> Response:
    """Show the person's vaccines, or the schedule by age to who said nothing."""
    vue = visite(request)
    return html(request, _personnelle(vue) if vue.profil.date_naissance else _inconnue(vue))


@router.post("/vaccins")
@router.post("/falc/vaccins")
async def repondre(request: Request) -> Response:
    """Read the two first answers, asked here with the same consent as on the first page."""
    vue, formulaire = visite(request), await read_form(request)
    lu = read_deux_reponses(vue, formulaire)
    if isinstance(lu, VueAccueil):
        return html(request, _pour_tous(vue, lu), 422)
    if not vue.gardees:
        return html(request, _personnelle(vue._replace(etat=lu)))
    return go_with(vue, "/vaccins", vue.dossier.garder_lecteur(lu))


@router.get("/vaccins/carnet")
@router.get("/falc/vaccins/carnet")
async def carnet(request: Request) -> Response:
    """Show the doses noted, and the form to note more."""
    vue = visite(request)
    return html(request, _carnet(vue, empty_rows(vue.mode)) if vue.profil.date_naissance else _inconnue(vue))


@router.post("/vaccins/carnet")
@router.post("/falc/vaccins/carnet")
async def noter(request: Request) -> Response:
    """Do what the touched button says; an unknown one changes nothing."""
    formulaire = await read_form(request, CHAMPS)
    vue = visite_de(request, formulaire)
    if vue.profil.date_naissance is None:  # nothing is kept before the consent
        return html(request, _inconnue(vue), 422)
    return ACTIONS.get(field(formulaire, "action"), _montrer)(vue, formulaire)


@router.get("/vaccins/regles")
@router.get("/falc/vaccins/regles")
async def regles(request: Request) -> Response:
    """Show the general rules with their sources."""
    vue = visite(request)
    return html(request, page_regles(vue.ensemble.catalogue, vue.mode, numero_de_page(request)))


@router.get("/vaccins/{id}")
@router.get("/falc/vaccins/{id}")
async def ligne(request: Request) -> Response:
    """Show one line of the schedule in full, with the person's own dates when they answered."""
    vue = visite(request)
    id_ = request.path_params["id"]
    connu = vue.profil.date_naissance is not None
    lue = vue.prevoir(vers=f"/vaccins/{id_}") if connu else None
    return html(request, page_ligne(vue.ensemble.catalogue, _ligne(vue, id_), lue, vue.mode, vue.au))


@router.get("/imprimer/vaccins")
@router.get("/falc/imprimer/vaccins")
async def feuille(request: Request) -> Response:
    """Show the sheet for the health record, or the two questions when nothing is known."""
    vue, grand = visite(request), request.query_params.get("taille") == "grand"
    if vue.profil.date_naissance is None:
        return html(request, _inconnue(vue))
    lue = vue.prevoir(vers="/imprimer/vaccins")
    return html(request, page_feuille_vaccins(vue.ensemble.catalogue, lue, vue.mode, grand=grand))


def _inconnue(vue: Visite) -> Page:
    return _pour_tous(vue, VueAccueil(VueChamp(), "", vue.gardees, connu=False, perdues=vue.perdues))


def _pour_tous(vue: Visite, accueil: VueAccueil) -> Page:
    ages = vue.request.query_params.get("liste") == "ages"
    return page_pour_tous(vue.ensemble.catalogue, accueil, vue.mode, numero_de_page(vue.request), ages=ages)


def _personnelle(vue: Visite) -> Page:
    liste = vue.request.query_params.get("liste", "")
    return page_vaccins(vue.ensemble.catalogue, vue.prevoir(), vue.mode, numero_de_page(vue.request), liste)


def _ligne(vue: Visite, id_: str) -> LigneVaccin:
    trouvee = vue.ensemble.catalogue.vaccins.par_id.get(id_)
    if trouvee is None:
        raise RecommandationInconnue
    return trouvee


def _carnet(
    vue: Visite, saisies: tuple[VueSaisie, ...], remplace: str = "", maladie: SaisieMaladie | None = None
) -> Page:
    lue = vue.prevoir(vers="/vaccins/carnet")
    return page_carnet(vue.ensemble.catalogue, lue, vue.mode, saisies, remplace, maladie)


def _montrer(vue: Visite, _formulaire: FormData) -> Response:
    return html(vue.request, _carnet(vue, empty_rows(vue.mode)))


def _noter(vue: Visite, formulaire: FormData) -> Response:
    calendrier, remplace = vue.ensemble.catalogue.vaccins, field(formulaire, "remplace")[:60]
    lecteur = Lecteur(vue.ensemble.presentation.recherche, calendrier.codes, vue.au, vue.profil.date_naissance)
    doses, saisies = read_rows(formulaire, 1 if remplace else rows(vue.mode), lecteur)
    if not doses:
        return html(vue.request, _carnet(vue, saisies, remplace), 422)
    notees = add_doses(remove_dose(vue.etat.vaccinations, remplace), doses)
    if len(notees) > DOSES_MAX:
        raise TropDeReponses
    return _garder(vue, replace(vue.etat, vaccinations=notees), "/vaccins")


def _retirer(vue: Visite, formulaire: FormData) -> Response:
    restent = remove_dose(vue.etat.vaccinations, field(formulaire, "dose")[:60])
    return _garder(vue, replace(vue.etat, vaccinations=restent), "/vaccins/carnet")


def _modifier(vue: Visite, formulaire: FormData) -> Response:
    """Give the dose back in the form; it stays noted until the correction is."""
    cle = field(formulaire, "dose")[:60]
    dose = find_dose(vue.etat.vaccinations, cle)
    if dose is None:
        return _montrer(vue, formulaire)
    code = vue.ensemble.catalogue.vaccins.codes.get(dose.vaccin)
    nom = code.libelle if code else dose.vaccin
    saisie = VueSaisie(1, VueChamp(nom), VueChamp(jour_en_chiffres(dose.le)))
    return html(vue.request, _carnet(vue, (saisie,), cle))


def _noter_maladie(vue: Visite, formulaire: FormData) -> Response:
    """Note an illness and when it ended: it moves the dates of some vaccines."""
    connues = vue.ensemble.catalogue.vaccins.reglages.evenements
    nom, le, saisie = read_maladie(formulaire, connues, vue.au, vue.profil.date_naissance)
    if le is None:
        return html(vue.request, _carnet(vue, empty_rows(vue.mode), maladie=saisie), 422)
    maladies = note_maladie(vue.etat.maladies, nom, le)
    return _garder(vue, replace(vue.etat, maladies=maladies), "/vaccins/carnet")


def _retirer_maladie(vue: Visite, formulaire: FormData) -> Response:
    maladies = remove_maladie(vue.etat.maladies, field(formulaire, "maladie"))
    return _garder(vue, replace(vue.etat, maladies=maladies), "/vaccins/carnet")


def _perdu(vue: Visite, formulaire: FormData) -> Response:
    """Note that the record is lost, or found again."""
    fait = vue.ensemble.catalogue.vaccins.reglages.carnet_perdu
    reponses = {nom: valeur for nom, valeur in vue.profil.reponses.items() if nom != fait}
    if field(formulaire, "action") == "perdu":
        reponses[fait] = True
    profil = vue.profil.model_copy(update={"reponses": reponses})
    return _garder(vue, replace(vue.etat, profil=profil), "/vaccins")


def _garder(vue: Visite, etat: EtatNavigateur, chemin: str) -> Response:
    """Keep, then lead to the page that shows the change; on an unprotected connection, show it once."""
    if vue.gardees:
        return go(vue, chemin, etat)
    vue = vue._replace(etat=etat)
    return html(vue.request, _personnelle(vue)) if chemin == "/vaccins" else _montrer(vue, FormData())


ACTIONS: dict[str, Callable[[Visite, FormData], Response]] = {
    "noter": _noter,
    "retirer": _retirer,
    "modifier": _modifier,
    "noter-maladie": _noter_maladie,
    "retirer-maladie": _retirer_maladie,
    "perdu": _perdu,
    "retrouve": _perdu,
}
