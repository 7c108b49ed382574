"""Holds the pages of one appointment: confirm, read again by its code, cancel, move. Codes travel in forms alone."""

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.dependencies import now, parties
from app.domain.erreurs import RendezVousInconnu, RendezVousRefuse
from app.domain.rendez_vous import (
    CONTACT_MAX,
    NOM_MAX,
    PRENOM_MAX,
    EtatRendezVous,
    Personne,
    clean_texte,
    read_code,
    read_contact,
    write_code,
)
from app.rendering.erreurs import mode_of
from app.rendering.rendez_vous import (
    CODE_INCONNU,
    CONTACT_ILLISIBLE,
    NOM_VIDE,
    PRENOM_VIDE,
    TROP_LONG,
    page_attente,
    page_code,
    page_refus,
    page_rendez_vous,
    page_tenu,
)
from app.rendering.vues import VueChamp
from app.routers.guichet import at_desk
from app.routers.pages_commun import html
from app.routers.route_directe import RouteDirecte
from app.routers.saisies import SECU, field, looks_like_secu, read_form
from app.services.rendez_vous import cancel, confirm, find, move, read

router = APIRouter(route_class=RouteDirecte, include_in_schema=False)
CODE_SAISI_MAX = 20
Champs = tuple[VueChamp, VueChamp, VueChamp]


@router.get("/rendez-vous")
@router.get("/falc/rendez-vous")
async def demander_code(request: Request) -> Response:
    """Ask for the code."""
    return html(request, page_code(mode_of(request.url.path)))


@router.post("/rendez-vous")
@router.post("/falc/rendez-vous")
async def retrouver(request: Request) -> Response:
    """Show the appointment of a code; a code nobody has is asked again."""
    formulaire, ensemble = await read_form(request), parties(request)
    mode, code = mode_of(request.url.path), code_de(formulaire)
    try:
        vu, attente = await at_desk(ensemble, find, code) if code else (None, None)
    except RendezVousInconnu:
        ensemble.debit_tenues.take("code", now(ensemble))
        vu = attente = None
    if vu is not None:
        return html(request, page_rendez_vous(vu, mode, lu=True, attente=attente))
    if attente is not None:
        return html(request, page_attente(attente, mode))
    return html(request, page_code(mode, VueChamp(typed_code(formulaire), CODE_INCONNU)), 422)


@router.post("/creneaux/confirmer")
@router.post("/falc/creneaux/confirmer")
async def confirmer(request: Request) -> Response:
    """Put a name on the place that is held: from then on, it is reserved."""
    formulaire, mode = await read_form(request), mode_of(request.url.path)
    champs, personne = read_personne(formulaire)
    try:
        if personne is None:
            vu = await at_desk(parties(request), read, code_de(formulaire))
            return html(request, page_tenu(vu, mode, champs), 422)
        vu = await at_desk(parties(request), confirm, code_de(formulaire), personne)
    except (RendezVousRefuse, RendezVousInconnu) as refus:
        return html(request, page_refus(refus.message, mode), 409)
    return html(request, page_rendez_vous(vu, mode))


@router.post("/rendez-vous/deplacer")
@router.post("/falc/rendez-vous/deplacer")
async def deplacer(request: Request) -> Response:
    """Bring the appointment to the place that is held."""
    formulaire, mode = await read_form(request), mode_of(request.url.path)
    tenu = read_code(field(formulaire, "tenu")) or ""
    try:
        vu = await at_desk(parties(request), move, code_de(formulaire), tenu)
    except (RendezVousRefuse, RendezVousInconnu) as refus:
        return html(request, page_refus(refus.message, mode), 409)
    return html(request, page_rendez_vous(vu, mode))


@router.post("/rendez-vous/annuler")
@router.post("/falc/rendez-vous/annuler")
async def annuler(request: Request) -> Response:
    """Give the place back; from a place that was only held, go back to the list."""
    formulaire, mode = await read_form(request), mode_of(request.url.path)
    try:
        avant = await at_desk(parties(request), read, code_de(formulaire))
        vu = await at_desk(parties(request), cancel, code_de(formulaire))
    except (RendezVousRefuse, RendezVousInconnu) as refus:
        return html(request, page_refus(refus.message, mode), 409)
    if avant.etat is EtatRendezVous.TENU:
        return RedirectResponse(f"{mode.prefixe}/creneaux", 303)
    return html(request, page_rendez_vous(vu, mode))


def read_personne(formulaire: FormData) -> tuple[Champs, Personne | None]:
    """Who comes, once the three fields can be kept; else the fields with what to correct."""
    prenom = _nom(field(formulaire, "prenom"), PRENOM_MAX, PRENOM_VIDE)
    nom = _nom(field(formulaire, "nom"), NOM_MAX, NOM_VIDE)
    brut = field(formulaire, "contact")
    lu = read_contact(brut)
    contact = VueChamp(brut[:CONTACT_MAX], "" if lu is not None else CONTACT_ILLISIBLE)
    if looks_like_secu(brut):
        contact = VueChamp("", SECU)
    champs = (prenom, nom, contact)
    if any(champ.erreur for champ in champs):
        return champs, None
    return champs, Personne(clean_texte(prenom.saisie), clean_texte(nom.saisie), lu or "")


def _nom(brut: str, maximum: int, vide: str) -> VueChamp:
    if looks_like_secu(brut):
        return VueChamp("", SECU)
    texte = clean_texte(brut)
    if not texte:
        return VueChamp("", vide)
    return VueChamp(texte[: 2 * maximum], TROP_LONG if len(texte) > maximum else "")


def code_de(formulaire: FormData) -> str:
    """The code, or nothing a code can be."""
    return read_code(field(formulaire, "code")) or ""


def typed_code(formulaire: FormData) -> str:
    """What was typed, given back; never what may be a social security number."""
    brut = field(formulaire, "code")
    code = read_code(brut)
    return write_code(code) if code else "" if looks_like_secu(brut) else clean_texte(brut)[:CODE_SAISI_MAX]
