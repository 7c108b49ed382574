"""Holds the slots' API: search, book, cancel. Who comes is written in no answer, log or address."""

from collections import Counter
from datetime import date
from typing import Annotated, Any
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

import orjson
from fastapi import APIRouter, Body, Depends, Header, Path, Query
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response

from app.dependencies import Parties, now, parties, today
from app.domain.creneaux import Trouves
from app.domain.erreurs import Probleme, RendezVousInconnu
from app.domain.rendez_vous import CLE_MAX, RendezVousVu, read_code
from app.errors import REFUS, Refus, refus_de_validation
from app.rendering.agenda_rendez_vous import write_creneaux_libres
from app.rendering.fhir_creneaux import TYPE, write_fhir
from app.rendering.json_creneaux import CRENEAUX_MAX, PAR_LIEU, write_creneaux, write_rendez_vous
from app.routers.formes_conseils import error_answers
from app.routers.formes_creneaux import (
    AUTRES_FORMES,
    CLE,
    EXEMPLE_RENDEZ_VOUS,
    FORMES,
    DemandeRendezVous,
    ParametresCreneaux,
    ReponseCreneaux,
    ReponseRendezVous,
)
from app.routers.guichet import at_desk, book, commune_de, search
from app.routers.lecture_json import read_json
from app.routers.negociation import preferred
from app.routers.route_directe import RouteDirecte
from app.services.creneaux import Etendue
from app.services.demandes import Demande
from app.services.rendez_vous import cancel

router = APIRouter(route_class=RouteDirecte)
CALENDRIER = "text/calendar"
#: The forms of a search, the ordinary one first.
GENRES = ("application/json", TYPE, CALENDRIER)
#: What a route reads of the address beside its path; whatever else is there is refused by its name alone.
_LUS = frozenset(ParametresCreneaux.model_fields)
_RESUMES = {
    403: "La demande vient de la page d'un autre site.",
    404: "Aucune commune, ou aucun rendez-vous, de ce nom.",
    409: "Le créneau est pris, ou la clé a déjà servi pour autre chose. Rien n'est réservé.",
    413: "Le corps dépasse 64 kio.",
    415: "Le corps n'est pas annoncé comme du JSON en UTF-8.",
    422: "La demande n'est pas lisible.",
    429: "Trop de codes inconnus en une minute. `Retry-After` dit quand recommencer.",
    503: "La base ne répond pas. `Retry-After` dit quand recommencer ; la même clé ne fait jamais deux rendez-vous.",
}


def _described_search(parametres: Annotated[ParametresCreneaux, Query()]) -> None:
    """Describe to OpenAPI what the endpoint reads; never called (see RouteDirecte)."""


def _described_booking(
    demande: Annotated[DemandeRendezVous, Body(examples=[EXEMPLE_RENDEZ_VOUS])],
    idempotency_key: Annotated[
        str,
        Header(
            pattern=CLE,
            max_length=CLE_MAX,
            description="Une valeur tirée au sort, une par rendez-vous. La renvoyer ne réserve rien de plus.",
            examples=["4f0c1a52-6f0e-4a8e-9a3d-2f6d0c9b7e11"],
        ),
    ],
) -> None:
    """Describe to OpenAPI what the endpoint reads; never called (see RouteDirecte)."""


def _described_code(
    code: Annotated[str, Path(max_length=40, description="Le code donné à la réservation.", examples=["7K2QF-9XW3B"])],
) -> None:
    """Describe to OpenAPI what the endpoint reads; never called (see RouteDirecte)."""


@router.get(
    "/api/v1/creneaux",
    tags=["rendez-vous"],
    summary="Les créneaux libres autour d'une commune",
    description=(
        "Chaque créneau dit quand son agenda a parlé pour la dernière fois (`vu_le`) et disparaît à sa limite. Quand "
        "il n'y en a aucun, `absence` dit pourquoi : `aucun` libre, `telephone_seulement`, ou `inconnu` (un agenda ne "
        "parle plus, ou aucun lieu n'est connu ici)."
    ),
    dependencies=[Depends(_described_search)],
    response_model=ReponseCreneaux,
    responses={200: {"description": FORMES, "content": AUTRES_FORMES}, **error_answers(_RESUMES, 404, 422, 503)},
)
async def creneaux(request: Request) -> Response:
    """Read, look, write."""
    ensemble = parties(request)
    recherche = read_parametres(request.scope["query_string"]).recherche(ensemble.communes)
    trouves = await search(ensemble, recherche, Etendue(PAR_LIEU, en_tout=CRENEAUX_MAX + 1))
    jour = today(ensemble, commune_de(ensemble, recherche).departement)
    return _in_form(request, trouves, jour)


@router.post(
    "/api/v1/rendez-vous",
    tags=["rendez-vous"],
    summary="Réserver un créneau, sans compte",
    description=(
        "Un prénom, un nom, et si la personne veut un moyen de la joindre. Rien sur sa santé. Le code de la réponse "
        "sert à annuler : il n'est gardé nulle part en clair. Tout est effacé 7 jours après le rendez-vous."
    ),
    status_code=201,
    dependencies=[Depends(_described_booking)],
    response_model=ReponseRendezVous,
    responses=error_answers(_RESUMES, 403, 409, 413, 415, 422, 503),
)
async def reserver(request: Request) -> Response:
    """Read, book, write."""
    ensemble = parties(request)
    cle = read_cle(request)
    corps = await _read(request)
    vu = await book(ensemble, Demande(corps.creneau, cle, corps.personne))
    return _answer(ensemble, vu, 201)


@router.delete(
    "/api/v1/rendez-vous/{code}",
    tags=["rendez-vous"],
    summary="Annuler un rendez-vous avec son code",
    description="Le nom est effacé tout de suite. Annuler deux fois ne change rien de plus.",
    dependencies=[Depends(_described_code)],
    response_model=ReponseRendezVous,
    responses=error_answers(_RESUMES, 403, 404, 409, 429, 503),
)
async def annuler(request: Request) -> Response:
    """Read, cancel, write."""
    ensemble = parties(request)
    code = read_code(request.path_params["code"])
    if code is None:
        raise RendezVousInconnu
    try:
        return _answer(ensemble, await at_desk(ensemble, cancel, code), 200)
    except RendezVousInconnu:
        ensemble.debit_tenues.take("code", now(ensemble))
        raise


def _in_form(request: Request, trouves: Trouves, jour: date) -> Response:
    """The same slots, in the form the caller prefers."""
    ensemble, genre = parties(request), preferred(request.headers.get("accept", ""), GENRES)
    version = ensemble.catalogue.version_contenu
    if genre == CALENDRIER:
        octets = write_creneaux_libres(trouves, jour, version)
    elif genre == TYPE:
        octets = orjson.dumps(write_fhir(trouves, jour, version, now(ensemble)))
    else:
        octets = orjson.dumps(write_creneaux(trouves, jour, version))
    return Response(octets, headers={"vary": "accept"}, media_type=genre)


def read_parametres(requete: bytes) -> ParametresCreneaux:
    """Read the query: our names alone, each once, `acces` as many times as wished."""
    paires = parse_qsl(requete.decode("latin-1"), keep_blank_values=True)
    fois = Counter(nom for nom, _ in paires)
    if set(fois) - _LUS or any(n > 1 for nom, n in fois.items() if nom != "acces") or len(paires) > 20:
        raise Refus(422, *REFUS[422], [Probleme("corps", f"Écrivez une fois au plus : {', '.join(sorted(_LUS))}.")])
    champs: dict[str, Any] = {nom: valeur for nom, valeur in paires if nom != "acces"}
    acces = {mot for nom, valeur in paires if nom == "acces" for mot in valeur.split(",")}
    if "commune" not in champs and "code_postal" not in champs:
        raise Refus(422, *REFUS[422], [Probleme("commune", "Donnez commune (code INSEE) ou code_postal.")])
    try:
        return ParametresCreneaux.model_validate(champs | ({"acces": acces} if acces else {}))
    except ValidationError as erreur:
        raise refus_de_validation(erreur.errors(include_url=False, include_input=False)) from None


def read_cle(request: Request) -> str:
    """Read the Idempotency-Key: one, of ordinary characters, with or without quotes around it."""
    cles = request.headers.getlist("idempotency-key")
    cle = cles[0].strip().removeprefix('"').removesuffix('"') if len(cles) == 1 else ""
    if not 1 <= len(cle) <= CLE_MAX or not all("!" <= c <= "~" for c in cle):
        message = f"Donnez l'en-tête Idempotency-Key une fois : de 1 à {CLE_MAX} caractères ASCII, tirés au sort."
        raise Refus(422, *REFUS[422], [Probleme("Idempotency-Key", message)])
    return cle


async def _read(request: Request) -> DemandeRendezVous:
    corps = await read_json(request)
    try:
        return DemandeRendezVous.model_validate(corps)
    except ValidationError as erreur:
        raise refus_de_validation(erreur.errors(include_url=False, include_input=False)) from None


def _answer(ensemble: Parties, vu: RendezVousVu, statut: int) -> Response:
    au = ensemble.jour_fixe or now(ensemble).astimezone(ZoneInfo(vu.lieu.fuseau)).date()
    return _write(write_rendez_vous(vu, au, ensemble.catalogue.version_contenu), statut)


def _write(contenu: dict[str, Any], statut: int = 200) -> Response:
    return Response(orjson.dumps(contenu), statut, media_type="application/json")
