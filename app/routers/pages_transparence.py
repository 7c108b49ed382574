"""Holds the page of the public numbers and its two open files: the same for everyone. Counts nothing."""

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.dependencies import Parties, parties, transaction
from app.domain.statistiques import Publication
from app.rendering.erreurs import mode_of
from app.rendering.transparence import ecrit_csv, ecrit_json, page_transparence
from app.routers.pages_commun import html
from app.routers.route_directe import RouteDirecte
from app.services.statistiques import read_publications

router = APIRouter(route_class=RouteDirecte, include_in_schema=False)


@router.get("/transparence")
@router.get("/falc/transparence")
async def transparence(request: Request) -> Response:
    """Show what is counted, kept and erased."""
    ensemble = parties(request)
    publications = await run_in_threadpool(_read, ensemble)
    return html(request, page_transparence(ensemble.catalogue, publications, mode_of(request.url.path)))


@router.get("/transparence.json")
async def transparence_json(request: Request) -> Response:
    """Give every published number to programs."""
    contenu = ecrit_json(await run_in_threadpool(_read, parties(request)))
    return Response(contenu, media_type="application/json")


@router.get("/transparence.csv")
async def transparence_csv(request: Request) -> Response:
    """Give every published number to spreadsheets."""
    contenu = ecrit_csv(await run_in_threadpool(_read, parties(request)))
    entetes = {"content-disposition": 'attachment; filename="transparence.csv"'}
    return Response(contenu, media_type="text/csv; charset=utf-8", headers=entetes)


def _read(ensemble: Parties) -> tuple[Publication, ...]:
    with transaction(ensemble) as session:
        return read_publications(session)
