"""Holds what every way into a carnet shares: the closed page, the way in, the secret of one try. Decides nothing.

The secret ties what was drawn for a browser to that browser; it is worth nothing once the try is over.
"""

import secrets
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.dependencies import Parties, forget_dossier, parties, today
from app.domain.carnet_en_ligne import DEFI
from app.domain.consentement import Finalite
from app.rendering.carnet_en_ligne import PARENT_MANQUE, TROP_JEUNE, page_ferme
from app.rendering.consentements import vue_accord
from app.rendering.page import Page
from app.rendering.vues import VueChamp
from app.rendering.vues_carnet import VueCarnetFerme, VuePortes
from app.routers.pages_commun import Visite, html
from app.routers.porte_carnet import ATTRIBUTS, JETON_MAX, give_token
from app.services.cles_acces import Domaine

TEMOIN_ESSAI = "__Host-mbs-essai"
#: In place of a secret, after a trip: the account is good and no carnet is joined to it.
COMPTE_SANS_CARNET = "compte-sans-carnet"
#: Added to the policy of the pages that ask us for something to sign.
DEMANDE_ICI = "; connect-src 'self'"


def domaine_de(request: Request) -> Domaine | None:
    """Where keys are good, when the browser is there; None at any other address, where it would refuse them."""
    origine = urlsplit(parties(request).settings.origine_publique)
    if not origine.hostname or request.headers.get("host", "").lower() != origine.netloc:
        return None
    return Domaine(origine.hostname, f"{origine.scheme}://{origine.netloc}")


def portes_de(request: Request) -> VuePortes:
    """The ways in that this address offers besides the codes."""
    return VuePortes(domaine_de(request) is not None, compte_de(parties(request)))


def compte_de(ensemble: Parties) -> str:
    """The name of the service whose accounts may open a carnet; empty when there is none."""
    if ensemble.fournisseur is None:
        return ""
    return ensemble.settings.oidc_nom or str(urlsplit(ensemble.fournisseur.emetteur).hostname)


def carnet_html(request: Request, contenu: Page, statut: int = 200) -> Response:
    """A page of the carnet: where keys are possible, its script may ask this site what to have signed."""
    reponse = html(request, contenu, statut)
    if domaine_de(request) is not None:
        reponse.headers["content-security-policy"] = request.app.csp + DEMANDE_ICI
    return reponse


def closed(vue: Visite, *, code: str = "", age: str = "", message: str = "", refus: str = "") -> Page:
    """The page where no carnet is open, with what went wrong."""
    accord = vue.ensemble.catalogue.consentements[Finalite.CARNET]
    page = VueCarnetFerme(
        accord=vue_accord(accord, (), today(vue.ensemble), vue.mode),
        code=VueChamp("", code),
        age=age,
        ensemble=age in {TROP_JEUNE, PARENT_MANQUE},
        message=message,
        refus=refus,
        gardees=vue.gardees,
        possible=vue.ensemble.scribe is not None,
        portes=portes_de(vue.request),
    )
    return page_ferme(page, vue.mode)


def opened(prefixe: str, jeton: str) -> Response:
    """Lead to the carnet that just opened."""
    reponse = RedirectResponse(f"{prefixe}/carnet", 303)
    let_in(reponse, jeton)
    return reponse


def let_in(reponse: Response, jeton: str) -> None:
    """Have this browser hold the carnet that just opened; what it kept itself leaves its place."""
    give_token(reponse, jeton)
    forget_dossier(reponse)


def new_secret() -> str:
    """The secret of one try."""
    return secrets.token_urlsafe(32)


def give_secret(response: Response, secret: str) -> None:
    """Have this browser hold the secret as long as the try may last."""
    duree = int(DEFI.total_seconds())
    response.headers.append("set-cookie", f"{TEMOIN_ESSAI}={secret}{ATTRIBUTS}; Max-Age={duree}")


def forget_secret(response: Response) -> None:
    """Have this browser let go of it."""
    response.headers.append("set-cookie", f"{TEMOIN_ESSAI}={ATTRIBUTS}; Max-Age=0")


def secret_of(request: Request) -> str:
    """The secret this browser sent; nothing when it cannot be one."""
    secret = request.cookies.get(TEMOIN_ESSAI, "")
    return secret if secret.isascii() and len(secret) <= JETON_MAX else ""
