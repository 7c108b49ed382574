"""Holds the pages where a slot is looked for and chosen. What is searched travels in forms, never in an address."""

import re
from functools import partial
from typing import NamedTuple
from uuid import uuid4

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from app.dependencies import Parties, now, parties, read_dossier
from app.domain.communes import Commune, Communes, Point, distance_km
from app.domain.creneaux import RAYON_DEFAUT, Acces, Profession, Recherche, TrancheDAge
from app.domain.erreurs import CleDejaUtilisee, RendezVousRefuse
from app.domain.rendez_vous import RendezVousVu, read_code
from app.rendering.creneaux import (
    OU_INCONNU,
    OU_VIDE,
    PAR_LIEU,
    lieux_montres,
    page_recherche,
    resultats_de,
)
from app.rendering.erreurs import mode_of
from app.rendering.gabarits import Mode
from app.rendering.mots_creneaux import RAYONS
from app.rendering.page import Page
from app.rendering.rendez_vous import page_deplacer, page_tenu
from app.rendering.vues_creneaux import SaisieCreneaux
from app.routers.guichet import at_desk, book, search
from app.routers.pages_commun import html
from app.routers.route_directe import RouteDirecte
from app.routers.saisies import SECU, field, looks_like_secu, read_form
from app.securite import PERMISSIONS_PRES_DE_MOI
from app.services.creneaux import Etendue
from app.services.demandes import Demande
from app.services.rendez_vous import read

router = APIRouter(route_class=RouteDirecte, include_in_schema=False)
CHAMPS = 24
#: Degrees with two decimals at most: a kilometre.
POSITION = re.compile(r"(-?[0-9]{1,2}(?:\.[0-9]{1,2})?),(-?[0-9]{1,3}(?:\.[0-9]{1,2})?)", re.ASCII)
LOIN_KM = 50
POSITION_LOIN = "Nous ne connaissons pas de commune là où vous êtes. Écrivez une commune ou un code postal."
OU_MAX = 80


class Chercheur(NamedTuple):
    """One request of someone who looks for a slot."""

    request: Request
    ensemble: Parties
    mode: Mode
    saisie: SaisieCreneaux

    def ask(self, erreur: str) -> Response:
        """The form again, with what to correct."""
        return _page(self.request, page_recherche(self.saisie, self.mode, erreur=erreur), 422)

    async def show(self, refus: str = "") -> Response:
        """What is found for what was typed, or what to type instead."""
        communes, code = self.ensemble.communes, self.saisie.commune
        trouvees = (communes.get(code),) if code else communes.comprend(self.saisie.ou)
        possibles = tuple(commune for commune in trouvees if commune is not None)
        if looks_like_secu(self.saisie.ou):
            return self._replace(saisie=SaisieCreneaux()).ask(SECU)
        if not possibles:
            return self.ask(OU_INCONNU if self.saisie.ou or code else OU_VIDE)
        if len(possibles) > 1:
            return _page(self.request, page_recherche(self.saisie, self.mode, propositions=possibles))
        recherche = read_recherche(self.saisie, possibles[0].code)
        montres = partial(lieux_montres, page=self.saisie.page, mode=self.mode)
        trouves = await search(self.ensemble, recherche, Etendue(PAR_LIEU, lambda lieux: montres(lieux).contenu))
        saisie = self.saisie_de(possibles[0])
        resultats = resultats_de(trouves, possibles[0], saisie, self.mode, now(self.ensemble))
        contenu = page_recherche(saisie, self.mode, cle=uuid4().hex, refus=refus, resultats=resultats)
        return _page(self.request, contenu, 409 if refus else 200)

    def saisie_de(self, commune: Commune) -> SaisieCreneaux:
        """The same search, its commune known for good."""
        s = self.saisie
        ou = s.ou or f"{commune.codes_postaux[0]} {commune.nom}"
        return SaisieCreneaux(ou, commune.code, s.rayon, s.profession, s.tranche, s.acces, s.page, s.code)


@router.get("/creneaux")
@router.get("/falc/creneaux")
async def chercher(request: Request) -> Response:
    """Ask where; the commune is written already when the carnet remembers one."""
    saisie = SaisieCreneaux(read_dossier(request).dossier.commune)
    return _page(request, page_recherche(saisie, mode_of(request.url.path)))


@router.post("/creneaux")
@router.post("/falc/creneaux")
async def trouver(request: Request) -> Response:
    """Show the places and their slots. A position becomes the nearest commune here, and nothing else of it is left."""
    formulaire = await read_form(request, CHAMPS)
    chercheur = _chercheur(request, formulaire)
    position = field(formulaire, "position")
    if not position:
        return await chercheur.show()
    commune = commune_autour(chercheur.ensemble.communes, position)
    if commune is None:
        return chercheur.ask(POSITION_LOIN)
    return await chercheur._replace(saisie=chercheur.saisie_de(commune)).show()


@router.post("/creneaux/tenir")
@router.post("/falc/creneaux/tenir")
async def tenir(request: Request) -> Response:
    """Hold the slot that was touched, for a few minutes; the list again when somebody else has it."""
    formulaire = await read_form(request, CHAMPS)
    chercheur = _chercheur(request, formulaire)
    ensemble, creneau = chercheur.ensemble, field(formulaire, "creneau")[:32]
    ensemble.debit_tenues.take(creneau, now(ensemble))
    try:
        tenu = await _hold(ensemble, creneau, field(formulaire, "cle")[:64])
    except RendezVousRefuse as refus:
        return await chercheur.show(refus.message)
    ancien = read_code(chercheur.saisie.code)
    if ancien is None:
        return html(request, page_tenu(tenu, chercheur.mode))
    return html(request, page_deplacer(tenu, await at_desk(ensemble, read, ancien), chercheur.mode))


async def _hold(ensemble: Parties, creneau: str, cle: str) -> RendezVousVu:
    """Hold once for one page and one slot, however many times it is touched; anew when that hold is over."""
    try:
        return await book(ensemble, Demande(creneau, f"page {cle or uuid4().hex} {creneau}"))
    except CleDejaUtilisee:
        return await book(ensemble, Demande(creneau, f"page {uuid4().hex} {creneau}"))


def commune_autour(communes: Communes, position: str) -> Commune | None:
    """The commune around a position to the nearest kilometre; None when it cannot be read or is far from all."""
    lue = POSITION.fullmatch(position)
    if lue is None:
        return None
    ici = Point(float(lue[1]), float(lue[2]))
    commune = communes.plus_proche(ici)
    loin = commune is None or commune.centre is None or distance_km(ici, commune.centre) > LOIN_KM
    return None if loin else commune


def _page(request: Request, contenu: Page, statut: int = 200) -> Response:
    """The page of the search, the only one that may ask the telephone where it is."""
    reponse = html(request, contenu, statut)
    reponse.headers["permissions-policy"] = PERMISSIONS_PRES_DE_MOI
    return reponse


def read_recherche(saisie: SaisieCreneaux, commune: str) -> Recherche:
    """The search a form asks for; a choice that is not in our lists counts as none."""
    return Recherche(
        commune=commune,
        rayon_km=int(saisie.rayon) if saisie.rayon in RAYONS else RAYON_DEFAUT,
        tranche=next((t for t in TrancheDAge if t == saisie.tranche), None),
        profession=next((p for p in Profession if p == saisie.profession), None),
        acces=frozenset(besoin for besoin in Acces if besoin in saisie.acces),
    )


def _chercheur(request: Request, formulaire: FormData) -> Chercheur:
    page = field(formulaire, "page")
    ou = field(formulaire, "ou")[:OU_MAX]
    saisie = SaisieCreneaux(
        ou=ou,
        # A new place was typed: the code of the last one is not it any more.
        commune="" if field(formulaire, "chercher") else field(formulaire, "commune")[:5],
        rayon=_one_of(field(formulaire, "rayon"), RAYONS),
        profession=_one_of(field(formulaire, "profession"), set(Profession)),
        tranche=_one_of(field(formulaire, "tranche"), set(TrancheDAge)),
        acces=tuple(besoin.value for besoin in Acces if besoin.value in formulaire.getlist("acces")),
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 4 else 1,
        code=read_code(field(formulaire, "code")) or "",
    )
    return Chercheur(request, parties(request), mode_of(request.url.path), saisie)


def _one_of(valeur: str, connues: object) -> str:
    return valeur if valeur in connues else ""  # type: ignore[operator]
