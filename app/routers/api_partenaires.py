"""Holds the API of the programs that publish. A key opens the places of one organisation, and no other."""

from collections.abc import Mapping
from datetime import UTC
from typing import Annotated, Any, NoReturn

import orjson
from fastapi import APIRouter, Depends, Path, Query, Security
from fastapi.security import HTTPBearer
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.dependencies import now
from app.domain.agenda_fhir import read_defauts, read_fhir
from app.domain.agenda_recu import AgendaLu, AgendaRefuse, decode_csv, read_csv, read_modele
from app.domain.creneaux import LieuVu
from app.domain.erreurs import Probleme
from app.domain.publication import Bilan, LieuGere, Source
from app.errors import REFUS, Refus
from app.routers.exemple_fhir import EXEMPLE_FHIR
from app.routers.formes_conseils import error_answers
from app.routers.formes_partenaires import (
    COLONNES,
    EXEMPLE_CSV,
    EXEMPLE_ICAL,
    ParametresCalendrier,
    ReponseAgenda,
    ReponseLieux,
)
from app.routers.garde_operateurs import Ouvert, RoutePartenaire, ouvert
from app.services.agenda_ical import read_ical
from app.services.publication import own_places, publish_agenda

router = APIRouter(route_class=RoutePartenaire)
TYPE_FHIR = "application/fhir+json"
CLE = HTTPBearer(
    scheme_name="clePartenaire",
    description="Une clé par programme, créée par l'équipe du service (`scripts/operateur cle`) et montrée une fois.",
    auto_error=False,
)
_RESUMES = {
    401: "Pas de clé, ou une clé qui n'ouvre rien.",
    403: "La demande vient de la page d'un autre site.",
    404: "Ce lieu n'est pas à votre organisation.",
    413: "Le corps dépasse 1 Mio. Envoyez moins de jours, ou utilisez `scripts/publier`.",
    415: "Le corps n'est pas annoncé comme un agenda que nous lisons.",
    422: "L'agenda entier n'est pas lisible, ou aucune ligne n'est bonne : rien n'a changé.",
    429: "Trop de demandes en une minute. `Retry-After` dit dans combien de secondes recommencer.",
    503: "La base ne répond pas. `Retry-After` dit quand recommencer.",
}
LIEU = Annotated[
    str, Path(pattern="^[0-9a-f]{32}$", description="Le numéro du lieu.", examples=["3f0c1a526f0e4a8e9a3d2f6d0c9b7e11"])
]


def _described_key(cle: Annotated[object, Security(CLE)]) -> None:
    """Describe to OpenAPI what the door reads; never called (see RouteDirecte)."""


def _described_place(lieu: LIEU) -> None:
    """Describe to OpenAPI what the endpoint reads; never called (see RouteDirecte)."""


def _described_calendar(parametres: Annotated[ParametresCalendrier, Query()]) -> None:
    """Describe to OpenAPI what the endpoint reads; never called (see RouteDirecte)."""


@router.get(
    "/api/v1/partenaires/lieux",
    tags=["partenaires"],
    summary="Les lieux de votre organisation",
    description="Chaque lieu dit quand son agenda a parlé, et s'il est muet pour les gens.",
    dependencies=[Depends(_described_key)],
    response_model=ReponseLieux,
    responses=error_answers(_RESUMES, 401, 429, 503),
)
async def lieux(request: Request) -> Response:
    """Look, write."""
    la = ouvert(request)
    trouves = await la.do(own_places, la.ensemble.communes)
    return _write({"organisation": la.qui.organisation, "lieux": [_lieu(la, gere) for gere in trouves]})


@router.get(
    "/api/v1/partenaires/lieux/{lieu}",
    tags=["partenaires"],
    summary="Un lieu de votre organisation",
    dependencies=[Depends(_described_key), Depends(_described_place)],
    response_model=ReponseLieux,
    responses=error_answers(_RESUMES, 401, 404, 429, 503),
)
async def lieu_seul(request: Request) -> Response:
    """Look, write."""
    la = ouvert(request)
    return _write({"organisation": la.qui.organisation, "lieux": [_lieu(la, await la.lieu())]})


@router.put(
    "/api/v1/partenaires/lieux/{lieu}/agenda",
    tags=["partenaires"],
    summary="Publier l'agenda d'un lieu, à la place du précédent",
    description=(
        f"Une plage par ligne, aux heures de la montre dans ce lieu. {COLONNES} Chaque ligne est acceptée, ou refusée "
        "avec sa raison. Un créneau déjà réservé reste. Sans nouvelle de vous pendant 36 heures, les créneaux "
        "quittent la page et les gens lisent que l'on ne sait pas : envoyez l'agenda au moins une fois par jour. "
        "Un calendrier iCalendar (`text/calendar`) est celui d'une personne : les paramètres disent laquelle, et la "
        "durée d'un rendez-vous. Ce qui est ouvert : VAVAILABILITY, VFREEBUSY marqué FREE, ou à défaut chaque VEVENT. "
        "Un bundle FHIR R4 (`application/fhir+json`) a la forme du guide du SAS : Slot, Schedule, Practitioner, "
        "PractitionerRole, Location, HealthcareService. Chaque Slot libre est une plage ; une ligne est le rang de son "
        "entrée. Un bundle dont la source dit que rien n'est libre (aucun Slot, ou tous pris) vide le lieu."
    ),
    dependencies=[Depends(_described_key), Depends(_described_place), Depends(_described_calendar)],
    response_model=ReponseAgenda,
    responses=error_answers(_RESUMES, 401, 403, 404, 413, 415, 422, 429, 503),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "text/csv": {"schema": {"type": "string"}, "example": EXEMPLE_CSV},
                "text/calendar": {"schema": {"type": "string"}, "example": EXEMPLE_ICAL},
                TYPE_FHIR: {"schema": {"type": "object"}, "example": EXEMPLE_FHIR},
            },
        }
    },
)
async def agenda(request: Request) -> Response:
    """Read the lines, publish those that can be, say what became of each."""
    la = ouvert(request)
    gere = await la.lieu()
    corps = await request.body()
    siens = {lieu.lieu.id: lieu.lieu for lieu in await la.do(own_places, la.ensemble.communes)}
    source, lu = await run_in_threadpool(_read, la, request, corps, gere, siens)
    bilan = await la.do(publish_agenda, la.ensemble.communes, lu, source)
    if not bilan.acceptees and not lu.vides:
        _nothing(bilan)
    contenu = {
        "lieu": _lieu(la, await la.lieu()),
        "lignes": bilan.lignes,
        "acceptees": bilan.acceptees,
        "refusees": [{"ligne": ligne.numero, "raison": ligne.raison} for ligne in bilan.refusees],
        "creneaux_lus": bilan.creneaux_lus,
        "creneaux_offerts": bilan.creneaux_offerts,
    }
    return _write(contenu)


def _read(
    la: Ouvert, request: Request, corps: bytes, gere: LieuGere, siens: Mapping[str, LieuVu]
) -> tuple[Source, AgendaLu]:
    """Read the body by the form it is announced in."""
    genre = request.headers.get("content-type", "").partition(";")[0].strip().casefold()
    dits = {nom: request.query_params.get(nom, "") for nom in ParametresCalendrier.model_fields}
    try:
        if genre == "text/csv":
            return Source.CSV, read_csv(decode_csv(corps), gere.lieu.id)
        if genre == "text/calendar":
            return Source.ICAL, read_ical(corps, gere, read_modele(dits), now(la.ensemble))
        if genre == TYPE_FHIR:
            return Source.FHIR, read_fhir(corps, siens, read_defauts(dits), gere.lieu.id)
    except AgendaRefuse as faute:
        raise Refus(422, *REFUS[422], [Probleme("corps", str(faute))]) from None
    message = (
        f"Cette adresse lit du CSV (text/csv), de l'iCalendar (text/calendar) ou du FHIR ({TYPE_FHIR}). Envoyez "
        "l'en-tête Content-Type."
    )
    raise Refus(415, "agenda_refuse", message)


def _nothing(bilan: Bilan) -> NoReturn:
    """No line was good: the agenda in place is better than none."""
    problemes = [Probleme(f"ligne {ligne.numero}", ligne.raison) for ligne in bilan.refusees[:20]]
    message = "Aucune ligne n'est bonne : rien n'a changé. Corrigez-les et recommencez."
    raise Refus(422, "aucune_ligne", message, problemes)


def _lieu(la: Ouvert, gere: LieuGere) -> dict[str, Any]:
    return {
        "id": gere.lieu.id,
        "nom": gere.lieu.nom,
        "code_postal": gere.lieu.code_postal,
        "fuseau": gere.lieu.fuseau,
        "source": gere.source,
        "vu_le": gere.lieu.vu_le.astimezone(UTC).isoformat(),
        "perime_le": gere.perime_le.astimezone(UTC).isoformat(),
        "muet": gere.is_silent(now(la.ensemble)),
        "creneaux": gere.creneaux,
    }


def _write(contenu: dict[str, Any]) -> Response:
    return Response(orjson.dumps(contenu), media_type="application/json")
