"""Holds the addresses machines read: is it alive, is it ready, what does it serve. Says nothing about any person."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from app import VERSION
from app.dependencies import Parties, parties
from app.services.base_de_donnees import is_ready

router = APIRouter()
LesParties = Annotated[Parties, Depends(parties)]


class Etat(BaseModel):
    """One word."""

    etat: Literal["vivant", "pret", "pas_pret"]


class Version(BaseModel):
    """What is being served: the application, and the hash of the content and of each of its units."""

    application: str
    version_contenu: str
    unites: dict[str, str]


@router.get("/sante", tags=["état"], summary="Le processus répond")
async def sante() -> Etat:
    """Liveness: touches nothing."""
    return Etat(etat="vivant")


@router.get(
    "/pret",
    tags=["état"],
    summary="Le service peut répondre aux personnes",
    responses={503: {"model": Etat, "description": "La base ne répond pas, ou n'est pas à jour."}},
)
async def pret(ensemble: LesParties, response: Response) -> Etat:
    """Readiness: the content is loaded (the service would not have started otherwise) and the base answers."""
    if await run_in_threadpool(is_ready, ensemble.engine):
        return Etat(etat="pret")
    response.status_code = 503
    return Etat(etat="pas_pret")


@router.get("/api/v1/version", tags=["état"], summary="Ce qui est servi, empreinte par empreinte")
async def version(ensemble: LesParties) -> Version:
    """Let anyone check that the content served is the content approved."""
    catalogue = ensemble.catalogue
    return Version(
        application=VERSION,
        version_contenu=catalogue.version_contenu,
        unites=dict(catalogue.empreintes),
    )
