"""Holds what the pages share: which way of reading, which answers, and how a page is sent. Reads no content."""

from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.compression import accepts_gzip
from app.dependencies import Parties, can_keep, keep_etat, parties, read_etat, today
from app.domain.controle import check_profil
from app.domain.profil import Profil
from app.rendering.erreurs import mode_of
from app.rendering.gabarits import Mode
from app.rendering.page import Page
from app.rendering.presentation import Lecture
from app.services.reponses_chiffrees import EtatNavigateur

VIDE = EtatNavigateur()


class Visite(NamedTuple):
    """One request for a page: the parts of the service, the way of reading, and the browser's answers."""

    request: Request
    ensemble: Parties
    mode: Mode
    etat: EtatNavigateur
    perdues: bool

    @property
    def profil(self) -> Profil:
        """What the person said."""
        return self.etat.profil

    @property
    def gardees(self) -> bool:
        """Whether the browser will keep the answers."""
        return can_keep(self.request)

    def lire(self, etat: EtatNavigateur | None = None) -> Lecture:
        """Judge the answers of this visit, or those just given."""
        etat = etat or self.etat
        profil, moteur = etat.profil, self.ensemble.catalogue.moteur
        evaluation = moteur.evaluate(profil, today(self.ensemble, profil.departement))
        return Lecture(profil, evaluation, etat.personnel, self.gardees, self.perdues)


def visite(request: Request) -> Visite:
    """Read what a page needs to know of the request."""
    lu = read_etat(request)
    return Visite(request, parties(request), mode_of(request.url.path), lu.etat or VIDE, lu.perdues)


def check(vue: Visite, profil: Profil) -> Profil:
    """The same profile, once it is possible today; ProfilInvalide otherwise."""
    check_profil(profil, today(vue.ensemble, profil.departement), vue.ensemble.catalogue)
    return profil


def html(request: Request, contenu: Page, statut: int = 200) -> Response:
    """Send a page, compressed here when the browser accepts it: its beginning already is."""
    if not accepts_gzip(request.scope):
        return HTMLResponse(contenu.texte, statut)
    return HTMLResponse(contenu.gzip(), statut, {"content-encoding": "gzip", "vary": "accept-encoding"})


def go(vue: Visite, chemin: str, etat: EtatNavigateur) -> Response:
    """Keep the answers, then lead to another page of the same mode."""
    reponse = RedirectResponse(vue.mode.prefixe + chemin, 303)
    keep_etat(vue.request, reponse, etat)
    return reponse


def numero_de_page(request: Request) -> int:
    """The page asked for in a list of several; the first when it is not a small number."""
    brut = request.query_params.get("page", "1")
    return int(brut) if brut.isascii() and brut.isdigit() and len(brut) < 4 else 1
