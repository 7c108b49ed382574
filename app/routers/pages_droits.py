"""Holds the pages about rights, and the test of the complémentaire santé solidaire, whose answers are never kept."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.dependencies import today
from app.domain.plafonds_c2s import PERSONNES_MAX, Tranche
from app.rendering.aide_c2s import ReponsesC2s, page_test
from app.rendering.droits import page_carte, page_droit, page_droits
from app.routers.pages_commun import html, numero_de_page, visite
from app.routers.route_directe import RouteDirecte
from app.routers.saisies import field, looks_like_secu, read_form, read_nombre

router = APIRouter(route_class=RouteDirecte, include_in_schema=False)
SAISIE_MAX = 10


@router.get("/droits")
@router.get("/falc/droits")
async def droits(request: Request) -> Response:
    """Show every right."""
    vue = visite(request)
    return html(request, page_droits(vue.ensemble.catalogue, vue.mode, numero_de_page(request)))


@router.get("/droits/test-c2s")
@router.get("/falc/droits/test-c2s")
async def commencer(request: Request) -> Response:
    """Ask for the household."""
    vue = visite(request)
    contenu, _ = page_test(vue.ensemble.catalogue, vue.mode, today(vue.ensemble), ReponsesC2s())
    return html(request, contenu)


@router.post("/droits/test-c2s")
@router.post("/falc/droits/test-c2s")
async def continuer(request: Request) -> Response:
    """Ask for the resources, or say where to ask; nothing is kept, nothing is in an address."""
    vue = visite(request)
    reponses = await _read(request)
    contenu, statut = page_test(vue.ensemble.catalogue, vue.mode, today(vue.ensemble), reponses)
    return html(request, contenu, statut)


@router.get("/droits/{id}")
@router.get("/falc/droits/{id}")
@router.get("/cest-plus-cher")
@router.get("/falc/cest-plus-cher")
@router.get("/jai-renonce-a-un-soin")
@router.get("/falc/jai-renonce-a-un-soin")
@router.get("/ou-aller-ce-soir")
@router.get("/falc/ou-aller-ce-soir")
@router.get("/avant-ma-consultation")
@router.get("/falc/avant-ma-consultation")
async def droit(request: Request) -> Response:
    """Show one right, named by the last word of its address."""
    vue = visite(request)
    catalogue = vue.ensemble.catalogue
    demande = catalogue.droit(request.path_params.get("id") or request.url.path.rpartition("/")[2])
    return html(request, page_droit(catalogue, demande, vue.mode, today(vue.ensemble), numero_de_page(request)))


@router.get("/imprimer/droits/{id}")
@router.get("/falc/imprimer/droits/{id}")
async def carte(request: Request) -> Response:
    """Show the card of one right, to print."""
    vue = visite(request)
    catalogue = vue.ensemble.catalogue
    demande = catalogue.droit(request.path_params["id"])
    return html(request, page_carte(catalogue, demande, vue.mode, today(vue.ensemble)))


async def _read(request: Request) -> ReponsesC2s:
    """What the form holds; a number written in any way people write one, anything else is asked again."""
    formulaire = await read_form(request)
    saisie, tranche = field(formulaire, "personnes"), field(formulaire, "tranche")
    nombre = read_nombre(saisie)
    entier = isinstance(nombre, int) and 1 <= nombre <= PERSONNES_MAX
    return ReponsesC2s(
        personnes=int(nombre) if entier and nombre is not None else None,
        saisie="" if looks_like_secu(saisie) else saisie[:SAISIE_MAX],
        lieu=field(formulaire, "lieu"),
        tranche=Tranche(tranche) if tranche in set(Tranche) else None,
        commence=True,
        tranche_demandee="tranche" in formulaire or "suite" in formulaire,
    )
