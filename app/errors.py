"""Holds the single table from an error to a status and its French words, as JSON under /api/ and as a page elsewhere.

No answer of this module repeats what was sent: neither a value, nor an unknown name.
"""

from collections.abc import Container, Iterable, Mapping
from re import Pattern
from typing import Any

import orjson
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.domain.erreurs import (
    ActeInconnu,
    AgeDuCarnet,
    AgendaMuet,
    CarnetChange,
    CarnetFerme,
    CarnetIllisible,
    CarnetMuet,
    CleDejaUtilisee,
    CommuneInconnue,
    ContenuInvalide,
    CreneauPris,
    DatesImpossibles,
    DejaUnRendezVous,
    DroitInconnu,
    EnregistrementImpossible,
    ErreurMetier,
    ListePleine,
    ParametreInconnu,
    PersonneRetiree,
    Probleme,
    ProfilInvalide,
    RecommandationInconnue,
    RendezVousCommence,
    RendezVousInconnu,
    RendezVousRefuse,
    ReponsesIllisibles,
    ReservationIncertaine,
    SituationInvalide,
    TenueFinie,
    TexteChange,
    TropDAvis,
    TropDeDemandes,
    TropDeDepenses,
    TropDePersonnes,
    TropDeRendezVous,
    TropDeReponses,
    TropDEssais,
    VaccinationsInvalides,
)
from app.domain.erreurs_acces import CleRefusee, IdentiteMuette, IdentiteRefusee, PreuveDemandee
from app.domain.erreurs_des_accords import AccordDUnEnfant, TropDePartages
from app.domain.erreurs_passage import PassageRefuse
from app.domain.erreurs_rappels import AdresseRefusee, CanalInconnu, TropDeConfirmations
from app.journal import SUSPECT
from app.rendering.erreurs import mode_of, page_erreur

PREFIXE_API = "/api/"
#: Enough to repair a request; a hostile one cannot make us write more.
PROBLEMES_MAX = 20
#: Seconds: the time for a base to start again.
ATTENTE = "10"

#: The table. Every domain error has its line: a test compares it with the tree.
STATUTS: Mapping[type[ErreurMetier], tuple[int, str]] = {
    ProfilInvalide: (422, "profil_invalide"),
    SituationInvalide: (422, "situation_invalide"),
    VaccinationsInvalides: (422, "vaccinations_invalides"),
    RecommandationInconnue: (404, "recommandation_inconnue"),
    DroitInconnu: (404, "droit_inconnu"),
    ActeInconnu: (404, "acte_inconnu"),
    ParametreInconnu: (404, "parametre_inconnu"),
    TropDeReponses: (413, "trop_de_reponses"),
    TropDeDepenses: (413, "trop_de_depenses"),
    TropDePersonnes: (413, "trop_de_personnes"),
    PersonneRetiree: (409, "personne_retiree"),
    ReponsesIllisibles: (400, "reponses_illisibles"),
    ContenuInvalide: (503, "contenu_invalide"),
    TropDAvis: (429, "trop_d_avis"),
    CommuneInconnue: (404, "commune_inconnue"),
    DatesImpossibles: (422, "dates_impossibles"),
    RendezVousRefuse: (409, "rendez_vous_refuse"),
    CreneauPris: (409, "creneau_pris"),
    TenueFinie: (409, "tenue_finie"),
    CleDejaUtilisee: (409, "cle_deja_utilisee"),
    DejaUnRendezVous: (409, "deja_un_rendez_vous"),
    TropDeRendezVous: (409, "trop_de_rendez_vous"),
    ListePleine: (409, "liste_pleine"),
    RendezVousCommence: (409, "rendez_vous_commence"),
    RendezVousInconnu: (404, "rendez_vous_inconnu"),
    TropDeDemandes: (429, "trop_de_demandes"),
    EnregistrementImpossible: (503, "enregistrement_impossible"),
    AgendaMuet: (503, "agenda_muet"),
    ReservationIncertaine: (503, "reservation_incertaine"),
    TexteChange: (409, "texte_change"),
    CarnetChange: (409, "carnet_change"),
    CarnetIllisible: (503, "carnet_illisible"),
    CarnetFerme: (409, "carnet_ferme"),
    AgeDuCarnet: (422, "age_du_carnet"),
    AccordDUnEnfant: (422, "accord_d_un_enfant"),
    TropDePartages: (409, "trop_de_partages"),
    PassageRefuse: (409, "passage_refuse"),
    TropDEssais: (429, "trop_d_essais"),
    CarnetMuet: (503, "carnet_muet"),
    AdresseRefusee: (422, "adresse_refusee"),
    CanalInconnu: (409, "canal_inconnu"),
    TropDeConfirmations: (429, "trop_de_confirmations"),
    CleRefusee: (422, "cle_refusee"),
    PreuveDemandee: (403, "preuve_demandee"),
    IdentiteRefusee: (422, "identite_refusee"),
    IdentiteMuette: (503, "identite_muette"),
}

#: What HTTP itself refuses: what happened, why, what to do.
REFUS: Mapping[int, tuple[str, str]] = {
    400: ("requete_invalide", "Cette demande n'est pas lisible. Revenez à la page précédente et recommencez."),
    403: (
        "origine_refusee",
        "Cette demande ne vient pas d'une page de ce site : nous la refusons. Ouvrez la page du site et recommencez.",
    ),
    404: ("introuvable", "Cette page n'existe pas. L'adresse a peut-être changé. Revenez à l'accueil."),
    405: ("methode_refusee", "Cette adresse existe, mais pas pour cette action. Revenez à la page précédente."),
    413: (
        "corps_trop_grand",
        "Cette demande est trop longue : 64 kio au plus (un agenda : 1 Mio). Envoyez-en moins.",
    ),
    415: (
        "type_refuse",
        "Cette adresse lit du JSON en UTF-8, sans compression. Envoyez l'en-tête « Content-Type: application/json ».",
    ),
    422: ("demande_invalide", "Cette demande contient des erreurs. Corrigez les points indiqués et recommencez."),
    500: (
        "erreur_interne",
        "Une erreur s'est produite de notre côté. Vos réponses n'ont pas été enregistrées. Recommencez dans un moment.",
    ),
    503: ("indisponible", "Le service n'est pas disponible pour l'instant. Recommencez dans un moment."),
}

#: One sentence for each way a value can be wrong; `_DEFAUT` for the others.
_MESSAGES: Mapping[str, str] = {
    "missing": "Il manque une valeur obligatoire. Ajoutez-la.",
    "extra_forbidden": (
        "Il y a ici un champ que nous ne connaissons pas. Retirez-le ou vérifiez son nom dans /api/v1/openapi.json."
    ),
    "literal_error": "Cette valeur n'est pas dans la liste permise. Voyez /api/v1/openapi.json.",
    "finite_number": "Un nombre ordinaire est attendu. Corrigez-le ou retirez-le.",
    "too_long": "Il y a trop d'éléments. Retirez-en.",
    "string_too_long": "Ce texte est trop long. Raccourcissez-le.",
    "bool_type": "Répondez par true, false ou null (null = je ne sais pas).",
    "dict_type": "Un objet JSON { } est attendu ici.",
    "model_type": "Un objet JSON { } est attendu ici.",
    "tuple_type": "Une liste JSON [ ] est attendue ici.",
    "int_type": "Un nombre entier est attendu ici.",
    "greater_than_equal": "Ce nombre est trop petit. Vérifiez-le.",
    "less_than_equal": "Ce nombre est trop grand. Vérifiez-le.",
    "string_type": "Un texte entre guillemets est attendu ici.",
}
_DEFAUT = "Cette valeur n'est pas celle attendue ici. Voyez sa forme dans /api/v1/openapi.json."
_REPONSE = "Répondez par true, false, un nombre ordinaire ou null (null = je ne sais pas)."
_EXACTE = "Cette date n'est pas lisible ou n'existe pas. Écrivez AAAA-MM-JJ, entre 1900-01-01 et 2099-12-31."
_MONTANT = 'Écrivez le montant en euros, entre guillemets et avec un point : "30.00". De 0.00 à 1000000.00.'
#: By the whole place, or by its last word: one sentence that says how to write this value.
_VALEURS: Mapping[str, str] = {
    "": "Donnez acte ou acte_libre, l'un des deux et un seul.",
    "actes": "Donnez acte ou famille, l'un des deux et un seul.",
    "rembourse_le": _EXACTE,
    "prix": _MONTANT,
    "base": _MONTANT,
    "complementaire_depassement": _MONTANT,
    "taux": 'Écrivez le taux entre guillemets, de "0" à "1" : "0.65".',
    "le": "Cette date n'est pas lisible ou n'existe pas. Écrivez AAAA-MM-JJ, ou AAAA-MM, ou AAAA.",
    "date_naissance": "Cette date n'est pas lisible ou n'existe pas. Écrivez AAAA-MM-JJ, ou AAAA-MM, ou AAAA.",
    "au": "Cette date n'est pas lisible ou n'existe pas. Écrivez AAAA-MM-JJ, entre 2000-01-01 et 2099-12-31.",
    "du": "Cette date n'est pas lisible ou n'existe pas. Écrivez AAAA-MM-JJ, entre 2000-01-01 et 2099-12-31.",
    "prenom": "Écrivez le prénom, sans numéro de Sécurité sociale : 60 caractères au plus.",
    "nom": "Écrivez le nom, sans numéro de Sécurité sociale : 80 caractères au plus.",
    "contact": "Écrivez un numéro de téléphone ou une adresse e-mail, ou ne donnez rien.",
    "dernieres_regles": "Cette date n'est pas lisible ou n'existe pas. Écrivez AAAA-MM-JJ.",
    "terme_prevu": "Cette date n'est pas lisible ou n'existe pas. Écrivez AAAA-MM-JJ.",
    "autres_dates": "Cette date n'est pas lisible ou n'existe pas. Écrivez AAAA-MM-JJ, ou AAAA-MM, ou AAAA.",
    "campagnes": "Cette campagne n'est pas lisible. Écrivez du et au sous la forme AAAA-MM-JJ.",
}
#: Field names of our models. Keys of open dictionaries belong to the caller: they are named only when we know them.
_CHAMPS = frozenset(
    {"au", "profil", "date_naissance", "sexe", "departement", "reponses", "historique", "id", "le", "nombre_faits"}
    | {"dernieres_regles", "terme_prevu", "textes", "vaccinations", "vaccin", "autres_dates", "campagnes"}
    | {"acte", "acte_libre", "famille", "base", "taux", "acte_lourd", "maternite", "prix", "jours", "situation"}
    | {"parcours", "ald", "acte_en_lien_ald", "c2s", "ame", "mois_de_grossesse", "alsace_moselle", "at_mp"}
    | {"complementaire", "complementaire_depassement", "complementaire_medicaments_30_15"}
    | {
        "creneau",
        "prenom",
        "nom",
        "contact",
        "commune",
        "code_postal",
        "rayon_km",
        "tranche",
        "profession",
        "acces",
        "du",
    }
    | {"annee", "actes", "rembourse_le", "professionnel", "quantite"}
)
_OUVERTS = frozenset({"reponses", "nombre_faits", "autres_dates", "campagnes"})


class Refus(Exception):
    """A request refused before any rule was read, for a reason HTTP has a status for."""

    def __init__(self, statut: int, code: str, message: str, problemes: Iterable[Probleme] = ()) -> None:
        super().__init__(code)
        self.statut = statut
        self.code = code
        self.message = message
        self.problemes = tuple(problemes)


def refus(statut: int) -> Refus:
    """Make the ordinary refusal of a status."""
    code, message = REFUS[statut]
    return Refus(statut, code, message)


def refus_de_validation(fautes: Iterable[Any], connus: Container[str] = ()) -> Refus:
    """Turn pydantic's errors into ours, which never carry the input. `connus` are the facts and acts we may name."""
    problemes = dict.fromkeys(_probleme(faute["type"], faute["loc"], connus) for faute in fautes)
    return Refus(422, *REFUS[422], list(problemes)[:PROBLEMES_MAX])


def _probleme(genre: str, lieu: tuple[int | str, ...], connus: Container[str]) -> Probleme:
    """Name the place with words of ours alone: model fields, positions, facts of the vocabulary."""
    champ, dernier, message = "", "", None
    for partie in lieu[:-1] if genre == "extra_forbidden" else lieu:
        if isinstance(partie, int):
            champ += f"[{partie}]"
        elif dernier in _OUVERTS:
            champ += f".{partie}" if partie in connus else ""
            message = _REPONSE if dernier == "reponses" else None
            break
        elif partie in _CHAMPS:
            champ += f".{partie}" if champ else partie
            dernier = partie
        else:
            break
    if genre == "value_error":
        message = message or (_EXACTE if champ == "le" else _VALEURS.get(dernier))
    return Probleme(champ or "corps", message or _MESSAGES.get(genre, _DEFAUT))


def write_json(erreur: Refus) -> Response:
    """Write the body every error of the API has."""
    contenu = {
        "erreur": {
            "code": erreur.code,
            "message": erreur.message,
            "problemes": [{"champ": p.champ, "message": p.message} for p in erreur.problemes],
        }
    }
    return Response(orjson.dumps(contenu), erreur.statut, headers=_again(erreur.statut), media_type="application/json")


def write_error(request: Request, erreur: Refus) -> Response:
    """Answer in the form the address speaks."""
    chemin = request.scope["path"]
    if chemin.startswith(PREFIXE_API):
        return write_json(erreur)
    page = page_erreur(erreur.statut, erreur.message, mode_of(chemin))
    return Response(page, erreur.statut, headers=_again(erreur.statut), media_type="text/html")


def _again(statut: int) -> Mapping[str, str]:
    """Say when to ask again, for what passes by itself."""
    return {"retry-after": ATTENTE} if statut in {429, 503} else {}


async def on_refus(request: Request, exc: Refus) -> Response:
    """Answer a refusal of our own."""
    return write_error(request, exc)


async def on_erreur_metier(request: Request, exc: ErreurMetier) -> Response:
    """Answer a domain error by the table; an answer that was replayed or forged is counted."""
    if isinstance(exc, CleRefusee | IdentiteRefusee):
        request.scope[SUSPECT] = "rejeu"
    statut, code = next(STATUTS[genre] for genre in type(exc).__mro__ if genre in STATUTS)
    if not isinstance(exc, ProfilInvalide):
        return write_error(request, Refus(statut, code, exc.message))
    prefixe = f"{exc.racine}." if exc.racine else ""
    problemes = [Probleme(f"{prefixe}{champ}", message) for champ, message in exc.problemes[:PROBLEMES_MAX]]
    return write_error(request, Refus(statut, code, REFUS[422][1], problemes))


async def on_http_exception(request: Request, exc: HTTPException) -> Response:
    """Answer what the framework refuses, in our words; its own headers (Allow) are kept."""
    statut = exc.status_code if exc.status_code in REFUS else 400 if exc.status_code < 500 else 500
    reponse = write_error(request, refus(statut))
    reponse.headers.update(exc.headers or {})
    if statut == 405 and (methodes := _methods(request)):
        reponse.headers["allow"] = ", ".join(sorted(methodes))
    return reponse


def _methods(request: Request) -> set[str]:
    """List what an address allows: the framework names the methods of one of its routes only."""
    methodes = {
        methode
        for route in iter_route_contexts(request.app.routes)
        if isinstance(regle := getattr(route, "path_regex", None), Pattern) and regle.match(request.scope["path"])
        for methode in route.methods or ()
    }
    return methodes | ({"HEAD"} if "GET" in methodes else set())


async def on_validation(request: Request, exc: RequestValidationError) -> Response:
    """Answer what FastAPI could not read: the framework's own answer would quote it."""
    return write_error(request, refus_de_validation({**faute, "loc": faute["loc"][1:]} for faute in exc.errors()))


async def on_unexpected(request: Request, exc: Exception) -> Response:  # noqa: ARG001 - never shown
    """Answer what nobody foresaw. The log has its place; the person gets a way out."""
    return write_error(request, refus(500))


async def refuse(scope: Scope, receive: Receive, send: Send, statut: int) -> None:
    """Answer a request turned away at the entrance; it is counted."""
    if statut == 403:
        scope[SUSPECT] = "origine"
    await write_error(Request(scope), refus(statut))(scope, receive, send)


_HANDLERS: Mapping[type[Exception], Any] = {
    Refus: on_refus,
    ErreurMetier: on_erreur_metier,
    HTTPException: on_http_exception,
    RequestValidationError: on_validation,
    Exception: on_unexpected,
}


def install_errors(app: FastAPI) -> None:
    """Give the application its error handlers."""
    for genre, handler in _HANDLERS.items():
        app.add_exception_handler(genre, handler)
