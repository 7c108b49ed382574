"""Publishes the agenda of an organisation's places from a CSV or iCalendar file; says what became of each line."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from app.content.communes import communes_de_france
from app.domain.agenda_recu import AgendaRefuse, decode_csv, read_csv, read_modele
from app.domain.publication import Bilan, Source
from app.services.agenda_ical import read_ical
from app.services.base_de_donnees import open_base
from app.services.coffre import Coffre
from app.services.journal_actions import COMMANDE, Acteur, Registre
from app.services.operateurs import read_organisation
from app.services.publication import own_place, publish_agenda
from app.settings import ReglageInvalide, load_settings

#: What a calendar does not say.
DU_CALENDRIER = ("nom", "prenom", "profession", "duree", "places", "preavis", "tranches")
OCTETS_MAX = 4 * 1024 * 1024
RIEN_N_A_CHANGE = "Rien n'a changé."


def main() -> None:
    """One file."""
    lecteur = argparse.ArgumentParser(prog="scripts/publier", description="Publie l'agenda de lieux.")
    lecteur.add_argument("fichier", help="un fichier .csv ou .ics : voyez docs/publier-des-creneaux.md")
    lecteur.add_argument("--organisation", required=True, help="son nom, comme dans scripts/operateur")
    lecteur.add_argument("--lieu", default="", help="le lieu des lignes qui n'en nomment pas")
    for nom in DU_CALENDRIER:
        lecteur.add_argument(f"--{nom}", default="", help="pour un calendrier .ics")
    demande = lecteur.parse_args()
    try:
        octets = _read(Path(demande.fichier))
        settings = load_settings()
        coffre = Coffre(settings.cle_cookie())
        with Session(open_base(settings.database_url)) as session, session.begin():
            organisation = read_organisation(session, demande.organisation)
            if organisation is None:
                raise AgendaRefuse(f"Aucune organisation ne porte ce nom. {RIEN_N_A_CHANGE}")
            registre = Registre(session, coffre, Acteur(COMMANDE, organisation.id), datetime.now(UTC))
            bilan = _publish(registre, demande, octets)
    except (AgendaRefuse, ReglageInvalide) as refus:
        sys.exit(str(refus))
    except SQLAlchemyError:
        sys.exit(f"La base ne répond pas, ou n'est pas prête. Lancez d'abord scripts/serve. {RIEN_N_A_CHANGE}")
    _report(bilan)


def _publish(registre: Registre, demande: argparse.Namespace, octets: bytes) -> Bilan:
    communes = communes_de_france()
    if not demande.fichier.endswith(".ics"):
        return publish_agenda(registre, communes, read_csv(decode_csv(octets), demande.lieu), Source.CSV)
    gere = own_place(registre, communes, demande.lieu)
    if gere is None:
        raise AgendaRefuse(f"Donnez --lieu, un lieu de cette organisation. {RIEN_N_A_CHANGE}")
    modele = read_modele({nom: getattr(demande, nom) for nom in DU_CALENDRIER})
    return publish_agenda(registre, communes, read_ical(octets, gere, modele, registre.maintenant), Source.ICAL)


def _read(chemin: Path) -> bytes:
    try:
        if chemin.stat().st_size > OCTETS_MAX:
            raise AgendaRefuse(f"Le fichier {chemin.name} dépasse 4 Mo. {RIEN_N_A_CHANGE}")
        return chemin.read_bytes()
    except OSError:
        raise AgendaRefuse(
            f"Le fichier {chemin.name} ne peut pas être lu. Vérifiez son nom. {RIEN_N_A_CHANGE}"
        ) from None


def _report(bilan: Bilan) -> None:
    for ligne in bilan.refusees:
        print(f"ligne {ligne.numero} refusée : {ligne.raison}")
    print(f"Lignes lues {bilan.lignes} = acceptées {bilan.acceptees} + refusées {len(bilan.refusees)}.")
    print(f"Créneaux : {bilan.creneaux_lus} dans les lignes acceptées, {bilan.creneaux_offerts} montrés.")
    if not bilan.acceptees:
        sys.exit(f"Aucune ligne n'est bonne. {RIEN_N_A_CHANGE}")


if __name__ == "__main__":
    main()
