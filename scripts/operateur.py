"""Opens and closes what those who publish need, from the command line. Each change leaves a line in the journal."""

import argparse
import getpass
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pyotp
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlmodel import Session

from app.content.communes import communes_de_france
from app.domain.agenda_fhir import read_defauts
from app.domain.agenda_recu import AgendaRefuse
from app.domain.creneaux import Acces, Agenda
from app.models import Lieu, Organisation
from app.services.base_de_donnees import open_base
from app.services.cles_partenaires import close_cle, create_cle
from app.services.coffre import Coffre
from app.services.journal_actions import COMMANDE, Acteur, Registre, Tete, is_line, verify
from app.services.mots_de_passe import refuse_password
from app.services.operateurs import (
    close_operateur,
    create_operateur,
    create_organisation,
    read_organisation,
)
from app.services.publication import add_place, own_place
from app.services.releve_http import Appel, is_allowed
from app.services.sources import add_source, close_source
from app.settings import ReglageInvalide, load_settings

EMETTEUR = "Mon Budget Santé"
JETON_MAX = 500
DEFAUTS = ("nom", "prenom", "profession", "places", "preavis", "tranches")


class Refuse(Exception):
    """What cannot be done, said to the person at the keyboard."""


def main() -> None:
    """One command."""
    demande = _arguments()
    try:
        settings = load_settings()
        engine, coffre = open_base(settings.database_url), Coffre(settings.cle_cookie())
        with Session(engine) as session, session.begin():
            registre = Registre(session, coffre, Acteur(COMMANDE, None), datetime.now(UTC))
            lignes = demande.geste(registre, demande)
    except (ReglageInvalide, Refuse) as refus:
        sys.exit(str(refus))
    except IntegrityError:
        sys.exit("Ce nom est déjà pris. Rien n'a changé.")
    except SQLAlchemyError:
        sys.exit("La base ne répond pas, ou n'est pas prête. Rien n'a changé. Lancez d'abord scripts/serve.")
    print("\n".join(lignes))


def _arguments() -> argparse.Namespace:
    lecteur = argparse.ArgumentParser(prog="scripts/operateur", description="Ceux qui publient des créneaux.")
    gestes = lecteur.add_subparsers(required=True, metavar="commande")

    def geste(nom: str, fait: Callable[..., list[str]], aide: str) -> argparse.ArgumentParser:
        sous = gestes.add_parser(nom, help=aide)
        sous.set_defaults(geste=fait)
        return sous

    nouvelle = geste("organisation", add_organisation, "ajoute une organisation")
    nouvelle.add_argument("nom")
    ajout = geste("ajouter", add_operateur, "ajoute une personne qui publie ; montre une fois son secret")
    ajout.add_argument("identifiant")
    ajout.add_argument("--organisation", required=True)
    geste("fermer", close, "ferme l'accès d'une personne").add_argument("identifiant")
    cle = geste("cle", add_cle, "crée la clé d'un programme ; la montre une fois")
    cle.add_argument("nom", help="le nom du programme")
    cle.add_argument("--organisation", required=True)
    geste("fermer-cle", close_key, "ferme une clé par son numéro, les 12 caractères après mbs_").add_argument("cle")
    lieu = geste("lieu", add_lieu, "ajoute un lieu à une organisation")
    lieu.add_argument("nom")
    for champ in ("organisation", "adresse", "commune", "telephone"):
        lieu.add_argument(f"--{champ}", required=True, help="code INSEE" if champ == "commune" else None)
    lieu.add_argument("--code-postal", help="quand la commune en a plusieurs")
    lieu.add_argument("--acces", default="", help=f"ce que le lieu a : {','.join(Acces)}")
    lieu.add_argument("--sans-acces", default="", help="ce qu'il n'a pas ; le reste est inconnu")
    source = geste("source", add_plateforme, "fait relever l'agenda d'un lieu sur une plateforme (FHIR)")
    source.add_argument("adresse", help="https://…/Slot, avec ce qui choisit l'agenda ; jeton : MBS_JETON_SOURCE")
    for champ in ("organisation", "lieu"):
        source.add_argument(f"--{champ}", required=True)
    for champ in ("nom", "prenom", "profession", "places", "preavis", "tranches"):
        source.add_argument(f"--{champ}", default="", help="quand la plateforme ne le dit pas")
    geste("fermer-source", close_plateforme, "ne relève plus une source, par son numéro").add_argument("source")
    journal = geste("journal", read_journal, "vérifie le journal et dit où il finit")
    journal.add_argument("--attendu", help="la fin notée la dernière fois, comme 12:ab34…")
    return lecteur.parse_args()


def add_organisation(registre: Registre, demande: argparse.Namespace) -> list[str]:
    """An organisation, once: a name mistyped later must not make another."""
    return [f"Organisation ajoutée : {create_organisation(registre, demande.nom[:120]).nom}"]


def _organisation(registre: Registre, nom: str) -> Organisation:
    trouvee = read_organisation(registre.session, nom)
    if trouvee is None:
        raise Refuse("Aucune organisation ne porte ce nom. Ajoutez-la : scripts/operateur organisation NOM.")
    return trouvee


def add_operateur(registre: Registre, demande: argparse.Namespace) -> list[str]:
    """A person, their password typed twice (or given by MBS_MOT_DE_PASSE), their secret shown once."""
    mot = os.environ.get("MBS_MOT_DE_PASSE") or getpass.getpass("Mot de passe : ")
    if "MBS_MOT_DE_PASSE" not in os.environ and mot != getpass.getpass("Encore une fois : "):
        raise Refuse("Les deux mots de passe diffèrent. Rien n'a changé.")
    refus = refuse_password(mot, (demande.identifiant, demande.organisation))
    if refus:
        raise Refuse(f"{refus} Rien n'a changé.")
    organisation = _organisation(registre, demande.organisation)
    secret = create_operateur(registre, organisation, demande.identifiant, mot)
    adresse = pyotp.TOTP(secret).provisioning_uri(name=demande.identifiant, issuer_name=EMETTEUR)
    return [
        f"{demande.identifiant} peut publier pour {organisation.nom}.",
        "Secret du code à 6 chiffres, montré cette seule fois :",
        f"  {secret}",
        f"  {adresse}",
    ]


def close(registre: Registre, demande: argparse.Namespace) -> list[str]:
    """Close an account."""
    if not close_operateur(registre, demande.identifiant):
        raise Refuse("Personne ne porte cet identifiant. Rien n'a changé.")
    return [f"L'accès de {demande.identifiant} est fermé, ses connexions aussi."]


def add_cle(registre: Registre, demande: argparse.Namespace) -> list[str]:
    """A program's key."""
    cle = create_cle(registre, _organisation(registre, demande.organisation), demande.nom[:60])
    return ["Clé du programme, montrée cette seule fois :", f"  {cle}"]


def close_key(registre: Registre, demande: argparse.Namespace) -> list[str]:
    """Close a key."""
    if not close_cle(registre, demande.cle):
        raise Refuse("Aucune clé ne porte ce numéro. Rien n'a changé.")
    return ["La clé est fermée."]


def add_lieu(registre: Registre, demande: argparse.Namespace) -> list[str]:
    """A place, silent until its agenda speaks."""
    commune = communes_de_france().get(demande.commune)
    if commune is None:
        raise Refuse("Aucune commune n'a ce code INSEE. Rien n'a changé.")
    if demande.code_postal and demande.code_postal not in commune.codes_postaux:
        raise Refuse(f"Les codes postaux de cette commune : {', '.join(commune.codes_postaux)}. Rien n'a changé.")
    a, pas = (set(filter(None, texte.split(","))) for texte in (demande.acces, demande.sans_acces))
    if (a | pas) - set(Acces) or a & pas:
        raise Refuse(f"Les accès sont : {', '.join(Acces)}, chacun une fois. Rien n'a changé.")
    lieu = Lieu(
        id=uuid4().hex,
        nom=demande.nom[:120],
        adresse=demande.adresse[:160],
        code_postal=demande.code_postal or commune.codes_postaux[0],
        commune=commune.code,
        fuseau=commune.fuseau,
        latitude=commune.centre.latitude if commune.centre else None,
        longitude=commune.centre.longitude if commune.centre else None,
        telephone=demande.telephone[:20],
        agenda=Agenda.EN_LIGNE,
        **{besoin.value: True if besoin in a else False if besoin in pas else None for besoin in Acces},
        vu_le=registre.maintenant,
        # Nothing was said yet: people are told that nobody knows.
        perime_le=registre.maintenant - timedelta(seconds=1),
        demonstration=False,
    )
    add_place(registre, lieu, _organisation(registre, demande.organisation).id)
    return [f"Lieu ajouté. Son numéro : {lieu.id}"]


def add_plateforme(registre: Registre, demande: argparse.Namespace) -> list[str]:
    """A source for one place: who may be called is decided here, by who runs the site, and nowhere else."""
    organisation = _organisation(registre, demande.organisation)
    la = registre._replace(acteur=Acteur(COMMANDE, organisation.id))
    if own_place(la, communes_de_france(), demande.lieu) is None:
        raise Refuse("Ce lieu n'est pas à cette organisation. Rien n'a changé.")
    if not is_allowed(demande.adresse, locales=load_settings().sources_locales):
        raise Refuse("L'adresse doit commencer par https://, sans mot de passe ni « # ». Rien n'a changé.")
    jeton = os.environ.get("MBS_JETON_SOURCE") or None
    if jeton is not None and not (jeton.isascii() and jeton.isprintable() and len(jeton) <= JETON_MAX):
        raise Refuse(f"MBS_JETON_SOURCE : {JETON_MAX} caractères simples au plus. Rien n'a changé.")
    try:
        defauts = read_defauts({nom: getattr(demande, nom) for nom in DEFAUTS})
    except AgendaRefuse as refus:
        raise Refuse(str(refus)) from None
    numero = add_source(la, demande.lieu, Appel(demande.adresse, jeton=jeton), defauts)
    if numero is None:
        raise Refuse("Ce lieu a déjà une source. Fermez-la d'abord : scripts/operateur fermer-source. Rien n'a changé.")
    return [f"Source ajoutée. Son numéro : {numero}", "Relevez-la tout de suite : scripts/relever-sources"]


def close_plateforme(registre: Registre, demande: argparse.Namespace) -> list[str]:
    """Stop asking a source."""
    if not close_source(registre, demande.source):
        raise Refuse("Aucune source ouverte ne porte ce numéro. Rien n'a changé.")
    return ["La source est fermée. Ses créneaux quittent le site à leur limite."]


def read_journal(registre: Registre, demande: argparse.Namespace) -> list[str]:
    """Whether the journal is what was written; the end is to be noted elsewhere, then given back."""
    fin, fautes = verify(registre.session, registre.coffre)
    if demande.attendu:
        fautes += _since(registre, demande.attendu, fin)
    if fautes:
        raise Refuse("\n".join(["Le journal a été changé :", *fautes]))
    return [f"Le journal est entier : {fin.nombre} lignes.", f"À noter ailleurs : {fin.nombre}:{fin.dernier}"]


def _since(registre: Registre, attendu: str, fin: Tete) -> list[str]:
    nombre, _, sceau = attendu.partition(":")
    if not nombre.isdigit():
        raise Refuse("La fin notée s'écrit comme 12:ab34…")
    if int(nombre) > fin.nombre or not is_line(registre.session, int(nombre), sceau):
        return [f"La ligne {nombre} notée la dernière fois n'y est plus, ou n'est plus la même."]
    return []


if __name__ == "__main__":
    main()
