"""Holds the desk that prints letters and calls people: trays, batches, receipts, answers typed back. One team only."""

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from app.dependencies import now, today
from app.domain.envois import CanalRappel
from app.domain.erreurs import ProfilInvalide
from app.errors import Refus
from app.rendering.bureau_rappels import (
    COMPLET,
    COMPTE_ILLISIBLE,
    DATE_ILLISIBLE,
    ECART,
    FERME,
    INCONNUE,
    NOTEE,
    REPONSE_ABSENTE,
    RIEN,
    liste_d_appels,
    page_bureau,
)
from app.rendering.lettres import Expediteur, lettres_html
from app.routers.garde_operateurs import Ouvert, RouteOperateur, ouvert
from app.routers.pages_commun import html
from app.routers.saisies import field, read_acte, read_form
from app.services.envois.adresses import Bureau
from app.services.envois.imprimerie import print_letters
from app.services.envois.lots import Piece, answer_piece, close_lot, count_trays, make_lot, read_lot
from app.services.envois.reponses import Reponse
from app.services.journal_actions import Registre

router = APIRouter(route_class=RouteOperateur, include_in_schema=False)
CANAUX = (CanalRappel.LETTRE, CanalRappel.APPEL)
PAS_ICI = Refus(404, "page_inconnue", "Cette page n'existe pas pour votre organisation. Revenez à vos lieux.")
#: What the page says, and whether it is good news.
Dit = tuple[str, bool]


@router.get("/operateurs/bureau")
async def bureau(request: Request) -> Response:
    """Show what waits and the batches made."""
    return await _page(request, _desk(request))


@router.post("/operateurs/bureau")
async def agir(request: Request) -> Response:
    """Make a batch, close one, or note an answer; an unknown gesture changes nothing."""
    la, formulaire = _desk(request), await read_form(request)
    geste = {"lot": _lot, "recu": _recu, "reponse": _reponse}.get(field(formulaire, "action"))
    dit = await geste(la, formulaire) if geste else None
    if dit is None or dit[1]:
        return await _page(request, la, dit[0] if dit else "")
    return await _page(request, la, erreur=dit[0], reference=field(formulaire, "reference")[:20], statut=422)


@router.post("/operateurs/bureau/fichier")
async def fichier(request: Request) -> Response:
    """Give the letters or the list of a batch, as it may leave now."""
    la, formulaire = _desk(request), await read_form(request)
    canal = CanalRappel.APPEL if field(formulaire, "canal") == CanalRappel.APPEL else CanalRappel.LETTRE
    pieces = await la.do(_read, la, field(formulaire, "lot"), canal)
    if not pieces:
        return await _page(request, la, erreur=FERME if pieces is None else RIEN, statut=404)
    if canal is CanalRappel.APPEL:
        return _file(liste_d_appels(pieces), "appels.csv", "text/csv; charset=utf-8")
    return _file(await run_in_threadpool(_print, la, pieces), "lettres.pdf", "application/pdf")


def _desk(request: Request) -> Ouvert:
    """Who works at the desk; anyone else is told nothing of it."""
    la = ouvert(request)
    nom = la.ensemble.settings.bureau_rappels
    if not nom or getattr(la.qui, "organisation", "") != nom or la.ensemble.scribe is None:
        raise PAS_ICI
    return la


async def _page(
    request: Request, la: Ouvert, message: str = "", erreur: str = "", reference: str = "", statut: int = 200
) -> Response:
    comptes = await la.do(lambda registre: count_trays(registre.session, CANAUX))
    return html(request, page_bureau(comptes, message, erreur, reference), statut)


async def _lot(la: Ouvert, formulaire: FormData) -> Dit | None:
    canal = next((canal for canal in CANAUX if canal == field(formulaire, "canal")), None)
    if canal is None:
        return None
    fait = await la.do(lambda registre: make_lot(registre, _bureau(la, registre), canal))
    return ("" if fait else RIEN, True)


async def _recu(la: Ouvert, formulaire: FormData) -> Dit | None:
    nombre = field(formulaire, "nombre").strip()
    if not (nombre.isascii() and nombre.isdigit() and len(nombre) < 7):
        return COMPTE_ILLISIBLE, False
    complet = await la.do(close_lot, field(formulaire, "lot"), int(nombre))
    return (FERME, False) if complet is None else (COMPLET, True) if complet else (ECART, False)


async def _reponse(la: Ouvert, formulaire: FormData) -> Dit | None:
    reponse = next((r for r in Reponse if r == field(formulaire, "reponse")), None)
    ecrite = field(formulaire, "le")
    lue = read_acte(ecrite, today(la.ensemble), None) if ecrite and reponse is Reponse.FAIT else None
    if reponse is None:
        return REPONSE_ABSENTE, False
    if lue is not None and lue.valeur is None:
        return DATE_ILLISIBLE, False
    reference, le = field(formulaire, "reference"), lue.valeur if lue else None
    try:
        notee = await la.do(lambda registre: answer_piece(registre, _bureau(la, registre), reference, reponse, le))
    except ProfilInvalide:
        return DATE_ILLISIBLE, False
    return (NOTEE, True) if notee else (INCONNUE, False)


def _read(registre: Registre, la: Ouvert, lot: str, canal: CanalRappel) -> list[Piece] | None:
    return read_lot(registre, _bureau(la, registre), lot, canal)


def _bureau(la: Ouvert, registre: Registre) -> Bureau:
    if la.ensemble.scribe is None:
        raise PAS_ICI
    return Bureau(registre.session, la.ensemble.scribe, la.ensemble.catalogue, now(la.ensemble))


def _print(la: Ouvert, pieces: list[Piece]) -> bytes:
    reglages = la.ensemble.settings
    retour = "\n".join(ligne.strip() for ligne in reglages.lettre_retour.split(";"))
    return print_letters(lettres_html(pieces, Expediteur(retour, reglages.lettre_telephone)), len(pieces))


def _file(octets: bytes, nom: str, genre: str) -> Response:
    entetes = {"content-disposition": f'attachment; filename="{nom}"', "cache-control": "no-store"}
    return Response(octets, 200, entetes, genre)
