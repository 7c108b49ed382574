"""Holds the gate before what changes the ways into a carnet: its owner proves to be one again. Serves no route.

What the form said goes on with the proof: nothing is done before it, and nothing is to be said twice.
"""

import re

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from app.dependencies import parties
from app.rendering.carnet_en_ligne import CODE_VIDE, PREUVE_CLE_REFUSEE, PREUVE_REFUSEE, page_preuve
from app.rendering.erreurs import mode_of
from app.rendering.vues import VueChamp
from app.rendering.vues_carnet import VuePreuve
from app.routers.porte_carnet import at_carnet, count_try, the_carnet
from app.routers.saisies import field
from app.routers.seuil_carnet import carnet_html, domaine_de, portes_de, secret_of
from app.services.cles_acces import prove_with_key
from app.services.preuves import must_prove, prove_with_code

#: What forms say of what they change: a number, a word, a hash.
_MOT = re.compile(r"[0-9a-z-]{1,64}", re.ASCII)


async def missing_proof(request: Request, formulaire: FormData, *champs: str) -> Response | None:
    """The page that asks the owner for a proof, these fields going on with it; None once it is given, or recent."""
    if not await at_carnet(parties(request), must_prove, the_carnet(request)):
        return None
    code, reponse = field(formulaire, "code"), field(formulaire, "reponse")
    if reponse and await _prove_with_key(request, reponse):
        return None
    if reponse:
        return proof_page(request, formulaire, *champs, refus=PREUVE_CLE_REFUSEE)
    if code and await _prove_with_code(request, code):
        return None
    erreur = PREUVE_REFUSEE if code else CODE_VIDE if "code" in formulaire else ""
    return proof_page(request, formulaire, *champs, erreur=erreur)


def proof_page(request: Request, formulaire: FormData, *champs: str, erreur: str = "", refus: str = "") -> Response:
    """The page itself; it leads back to the address that asked."""
    vue = VuePreuve(
        action=request.url.path,
        caches=tuple((nom, _carried(field(formulaire, nom))) for nom in champs),
        code=VueChamp("", erreur),
        refus=refus,
        portes=portes_de(request),
    )
    return carnet_html(request, page_preuve(vue, mode_of(request.url.path)), 422 if erreur or refus else 200)


def _carried(saisie: str) -> str:
    """What a form of ours may have said; anything else is not written back."""
    return saisie if _MOT.fullmatch(saisie) else ""


async def _prove_with_code(request: Request, code: str) -> bool:
    """Counted like a code that opens: twenty a minute."""
    count_try(request)
    return await at_carnet(parties(request), prove_with_code, the_carnet(request), code)


async def _prove_with_key(request: Request, reponse: str) -> bool:
    """Counted when what it signs was drawn."""
    domaine, ouvert = domaine_de(request), the_carnet(request)
    if domaine is None:
        return False
    return await at_carnet(parties(request), prove_with_key, domaine, ouvert, secret_of(request), reponse)
