"""Holds what the pages share: which way of reading, which answers, and how a page is sent. Reads no content."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from markupsafe import Markup
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.compression import accepts_gzip
from app.dependencies import Parties, can_keep, keep_dossier, parties, read_dossier, today
from app.domain.controle import check_profil
from app.domain.dossier import Dossier, EtatNavigateur
from app.domain.erreurs import PersonneRetiree
from app.domain.profil import Profil
from app.domain.rappels_occasions import previsions_de
from app.rendering.erreurs import mode_of
from app.rendering.gabarits import Mode
from app.rendering.lecture import Lecture
from app.rendering.lecture_vaccins import LectureVaccins
from app.rendering.page import Page
from app.rendering.proches import barre
from app.rendering.voix import destinataire_de
from app.rendering.vues import VueAccueil, VueChamp
from app.routers.saisies import field, read_naissance

SEXES = frozenset({"F", "M"})


class Visite(NamedTuple):
    """One request for a page: the parts of the service, the way of reading, and the people the browser keeps.

    `etat` is the person shown: pages read and write that one, and `go` keeps the others beside them.
    """

    request: Request
    ensemble: Parties
    mode: Mode
    dossier: Dossier
    etat: EtatNavigateur
    perdues: bool

    @property
    def profil(self) -> Profil:
        """What the person shown said."""
        return self.etat.profil

    @property
    def gardees(self) -> bool:
        """Whether the browser will keep the answers."""
        return can_keep(self.request)

    @property
    def au(self) -> date:
        """Today where the person shown lives."""
        return today(self.ensemble, self.profil.departement)

    def lire(self, etat: EtatNavigateur | None = None, vers: str = "/conseils") -> Lecture:
        """Judge the answers of this visit, or those just given; the row of people comes back to `vers`."""
        etat = etat or self.etat
        profil, moteur = etat.profil, self.ensemble.catalogue.moteur
        evaluation = moteur.evaluate(profil, today(self.ensemble, profil.departement))
        qui = destinataire_de(etat, evaluation.situation, self.barre(vers))
        return Lecture(profil, evaluation, etat.personnel, self.gardees, self.perdues, qui)

    def prevoir(self, vers: str = "/vaccins") -> LectureVaccins:
        """Forecast the vaccines of the person shown; without a birth date there is nothing to forecast."""
        profil, au = self.profil, self.au
        previsions = previsions_de(self.ensemble.catalogue, self.etat, au)
        tues = self.ensemble.presentation.taire(profil, ouvertes=self.etat.personnel)
        return LectureVaccins(self.lire(vers=vers), previsions, self.etat.vaccinations, au, tues, self.etat.maladies)

    def barre(self, vers: str) -> Markup:
        """The row that shows the advice of someone else, then comes back to `vers`."""
        return barre(self.dossier, self.au, self.mode, vers)

    def pour(self, numero: str) -> "Visite":
        """The same visit, about the person a form names, whoever is shown elsewhere; PersonneRetiree when they left."""
        dossier = self.dossier.choisir(int(numero)) if numero.isascii() and numero.isdigit() else self.dossier
        if numero == str(dossier.personne.numero):
            return self._replace(dossier=dossier, etat=dossier.personne)
        raise PersonneRetiree


def visite(request: Request) -> Visite:
    """Read what a page needs to know of the request."""
    dossier, perdues = read_dossier(request)
    qui = dossier.personne
    ensemble = parties(request)
    chez_elle = ensemble.le(today(ensemble, qui.profil.departement))
    return Visite(request, chez_elle, mode_of(request.url.path), dossier, qui, perdues)


def visite_de(request: Request, formulaire: FormData) -> Visite:
    """The same for a form about one person: the one it names, or the one shown when it names nobody."""
    numero = field(formulaire, "personne")
    return visite(request).pour(numero[:9]) if numero else visite(request)


def check(vue: Visite, profil: Profil) -> Profil:
    """The same profile, once it is possible today; ProfilInvalide otherwise."""
    catalogue = vue.ensemble.catalogue
    check_profil(profil, today(vue.ensemble, profil.departement), catalogue, catalogue.entretiens)
    return profil


def update_profil(profil: Profil, champs: Mapping[str, object]) -> Profil:
    """The same profile with these fields, read again in full."""
    return Profil.model_validate(profil.model_copy(update=champs).model_dump())


def read_deux_reponses(vue: Visite, formulaire: FormData) -> EtatNavigateur | VueAccueil:
    """The reader with the two first answers, or the form with what to correct."""
    choix = field(formulaire, "sexe")
    lue = read_naissance(field(formulaire, "date_naissance"), today(vue.ensemble))
    if lue.valeur is None:
        sexe = choix if choix in {*SEXES, "-"} else ""
        return VueAccueil(VueChamp(lue.saisie, lue.erreur), sexe, vue.gardees, connu=False, perdues=False)
    nouveau = {"date_naissance": lue.valeur, "sexe": choix if choix in SEXES else None}
    connu = vue.dossier.lecteur
    return replace(connu, profil=check(vue, update_profil(connu.profil, nouveau)))


def html(request: Request, contenu: Page, statut: int = 200) -> Response:
    """Send a page, compressed here when the browser accepts it: its beginning already is."""
    if not accepts_gzip(request.scope):
        return HTMLResponse(contenu.texte, statut)
    return HTMLResponse(contenu.gzip(), statut, {"content-encoding": "gzip", "vary": "accept-encoding"})


def go(vue: Visite, chemin: str, etat: EtatNavigateur) -> Response:
    """Keep the answers of the person shown, then lead to another page of the same mode."""
    return go_with(vue, chemin, vue.dossier.garder(etat))


def go_with(vue: Visite, chemin: str, dossier: Dossier) -> Response:
    """Keep these people, then lead to another page of the same mode."""
    reponse = RedirectResponse((vue.mode.prefixe + chemin) or "/", 303)
    keep_dossier(vue.request, reponse, dossier)
    return reponse


def numero_de_page(request: Request) -> int:
    """The page asked for in a list of several; the first when it is not a small number."""
    brut = request.query_params.get("page", "1")
    return int(brut) if brut.isascii() and brut.isdigit() and len(brut) < 4 else 1
