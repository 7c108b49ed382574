"""Publishes the agenda of an organisation's places from a CSV, iCalendar or FHIR file; says each line's fate."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from app.content.communes import communes_de_france
from app.domain.agenda_fhir import read_defauts, read_fhir
from app.domain.agenda_recu import AgendaLu, AgendaRefuse, decode_csv, read_csv, read_modele
from app.domain.publication import Bilan, Source
from app.services.agenda_ical import read_ical
from app.services.base_de_donnees import open_base
from app.services.coffre import Coffre
from app.services.journal_actions import COMMANDE, Acteur, Registre
from app.services.operateurs import read_organisation
from app.services.publication import own_place, own_places, publish_agenda
from app.settings import ReglageInvalide, load_settings

#: What a calendar does not say, and what a FHIR bundle may leave out.
DU_CALENDRIER = ("nom", "prenom", "profession", "duree", "places", "preavis", "tranches")
OCTETS_MAX = 4 * 1024 * 1024
RIEN_N_A_CHANGE = "Rien n'a changé."


def main() -> None:
    """One file."""
    lecteur = argparse.ArgumentParser(prog="scripts/publier", description="Publie l'agenda de lieux.")
    quoi = lecteur.add_mutually_exclusive_group(required=True)
    quoi.add_argument("fichier", nargs="?", help="un fichier .csv ou .ics : voyez docs/publier-des-creneaux.md")
    quoi.add_argument("--fhir", metavar="FICHIER", help="un bundle FHIR R4, en JSON")
    lecteur.add_argument("--organisation", required=True, help="son nom, comme dans scripts/operateur")
    lecteur.add_argument("--lieu", default="", help="le lieu des lignes qui n'en nomment pas")
    for nom in DU_CALENDRIER:
        lecteur.add_argument(f"--{nom}", default="", help="pour un calendrier .ics, ou si le bundle ne le dit pas")
    demande = lecteur.parse_args()
    try:
        octets = _read(Path(demande.fhir or demande.fichier))
        settings = load_settings()
        coffre = Coffre(settings.cle_cookie())
        with Session(open_base(settings.database_url)) as session, session.begin():
            organisation = read_organisation(session, demande.organisation)
            if organisation is None:
                raise AgendaRefuse(f"Aucune organisation ne porte ce nom. {RIEN_N_A_CHANGE}")
            registre = Registre(session, coffre, Acteur(COMMANDE, organisation.id), datetime.now(UTC))
            bilan, vide = _publish(registre, demande, octets)
    except (AgendaRefuse, ReglageInvalide) as refus:
        sys.exit(str(refus))
    except SQLAlchemyError:
        sys.exit(f"La base ne répond pas, ou n'est pas prête. Lancez d'abord scripts/serve. {RIEN_N_A_CHANGE}")
    _report(bilan, vide=vide)


def _publish(registre: Registre, demande: argparse.Namespace, octets: bytes) -> tuple[Bilan, bool]:
    """What became of the file, and whether it says itself that nothing is free."""
    source, lu = _lu(registre, demande, octets)
    return publish_agenda(registre, communes_de_france(), lu, source), bool(lu.vides)


def _lu(registre: Registre, demande: argparse.Namespace, octets: bytes) -> tuple[Source, AgendaLu]:
    communes = communes_de_france()
    dits = {nom: getattr(demande, nom) for nom in DU_CALENDRIER}
    if demande.fhir:
        siens = {gere.lieu.id: gere.lieu for gere in own_places(registre, communes)}
        if demande.lieu and demande.lieu not in siens:
            raise AgendaRefuse(f"Donnez --lieu, un lieu de cette organisation. {RIEN_N_A_CHANGE}")
        return Source.FHIR, read_fhir(octets, siens, read_defauts(dits), demande.lieu)
    if not demande.fichier.endswith(".ics"):
        return Source.CSV, read_csv(decode_csv(octets), demande.lieu)
    gere = own_place(registre, communes, demande.lieu)
    if gere is None:
        raise AgendaRefuse(f"Donnez --lieu, un lieu de cette organisation. {RIEN_N_A_CHANGE}")
    return Source.ICAL, read_ical(octets, gere, read_modele(dits), registre.maintenant)


def _read(chemin: Path) -> bytes:
    try:
        if chemin.stat().st_size > OCTETS_MAX:
            raise AgendaRefuse(f"Le fichier {chemin.name} dépasse 4 Mo. {RIEN_N_A_CHANGE}")
        return chemin.read_bytes()
    except OSError:
        raise AgendaRefuse(
            f"Le fichier {chemin.name} ne peut pas être lu. Vérifiez son nom. {RIEN_N_A_CHANGE}"
        ) from None


def _report(bilan: Bilan, *, vide: bool) -> None:
    for ligne in bilan.refusees:
        print(f"ligne {ligne.numero} refusée : {ligne.raison}")
    print(f"Lignes lues {bilan.lignes} = acceptées {bilan.acceptees} + refusées {len(bilan.refusees)}.")
    print(f"Créneaux : {bilan.creneaux_lus} dans les lignes acceptées, {bilan.creneaux_offerts} montrés.")
    if vide:
        print("La source dit que rien n'est libre : le lieu n'a plus de créneau à montrer.")
    elif not bilan.acceptees:
        sys.exit(f"Aucune ligne n'est bonne. {RIEN_N_A_CHANGE}")


if __name__ == "__main__":
    main()
