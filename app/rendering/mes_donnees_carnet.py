"""Writes what a carnet keeps besides its people, in words: reminders, ways in, summaries, count. Judges nothing.

The same facts leave as JSON in `sections_en_json`, which the FHIR bundle carries too: a fact is written once.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from app.domain.carnet_en_ligne import EtatCarnet
from app.domain.catalogue import Catalogue
from app.domain.communes import PARIS
from app.domain.dates import parse_date_approchee
from app.domain.dossier import Dossier
from app.domain.envois import CanalRappel, Suivi
from app.domain.rappels_arretes import Cause
from app.domain.rappels_choisis import Abonnement
from app.rendering.abonnements import MOTS_DES_MOTIFS, RYTHMES, abonnement_en_json
from app.rendering.agenda_abonne import agenda_en_json
from app.rendering.carnet_en_ligne import acces_en_json
from app.rendering.comptes_rappels import NOMS
from app.rendering.formats import date_approchee_en_mots, jour_en_mots, nombre_de
from app.rendering.gabarits import Mode
from app.rendering.mots_creneaux import heure
from app.rendering.proches import nom_de
from app.rendering.vues_carnet import Ligne

#: What a subscription to notifications is told as: its address says nothing to anyone.
APPAREIL = "un appareil"
_CAUSES = {
    Cause.REGLE: "la règle a changé",
    Cause.VERDICT: "il n'est plus pour cette personne, par son âge ou ses réponses",
    Cause.REPONSE_ABSENTE: "il manque une réponse",
    Cause.A_VERIFIER: "nous devons le vérifier",
    Cause.RETIRE: "il n'est plus publié",
}
_REPONSES = {"fait": "c'est fait", "pas-pour-moi": "pas pour moi"}
Section = tuple[Mapping[str, object], ...]


def sections_en_json(etat: EtatCarnet) -> Mapping[str, Section]:
    """All of it, section by section, for the copy a person takes away."""
    return {
        "gestes": tuple({"le": le.isoformat(), "geste": geste} for le, geste in etat.gestes),
        "rappels": (
            *(abonnement_en_json(abonnement) for abonnement in etat.abonnements),
            *((agenda_en_json(etat.agenda),) if etat.agenda else ()),
        ),
        "acces": acces_en_json(etat),
        "partages": tuple(
            {"personne": p.numero, "du": p.cree_le.isoformat(), "au": p.expire_le.isoformat(), "lu": p.ouvertures}
            for p in etat.partages
        ),
    }


def rubriques_du_carnet(
    catalogue: Catalogue, dossier: Dossier, etat: EtatCarnet
) -> Iterator[tuple[str, tuple[Ligne, ...]]]:
    """All of it in words, under its headings; no heading without a line."""
    rubriques = (
        *(_abonnement(abonnement) for abonnement in etat.abonnements),
        ("Mon adresse d'agenda", tuple(_agenda(etat))),
        ("Ce que les rappels ont dit", tuple(_dits(catalogue, dossier, etat))),
        ("Ce qui ouvre le carnet", tuple(_acces(etat))),
        ("Ce que je montre", tuple(_partages(dossier, etat))),
        ("Les totaux publics", tuple(_compte(etat))),
    )
    yield from ((titre, lignes) for titre, lignes in rubriques if lignes)


def _abonnement(abonnement: Abonnement) -> tuple[str, tuple[Ligne, ...]]:
    nom = NOMS[abonnement.canal]
    adresse = APPAREIL if abonnement.canal is CanalRappel.PUSH else ", ".join(abonnement.adresse.splitlines())
    lignes = [
        ("Adresse", adresse),
        ("Confirmée", _le(abonnement.confirme_le) if abonnement.confirme_le else "pas encore"),
        ("Quand", f"à {abonnement.heure} heures ({abonnement.zone})"),
        ("Après un rappel", f"silence de {RYTHMES[abonnement.rythme]}"),
        ("Une semaine après un soin", "une question vous est posée" if abonnement.nouvelles else "aucune question"),
        ("Textes", "en facile à lire" if abonnement.mode == Mode.FALC else "en lecture normale"),
    ]
    if abonnement.prochain:
        lignes.append(("Prochain rappel", _le(abonnement.prochain)))
    if abonnement.dernier:
        lignes.append(("Dernier message", _le(abonnement.dernier)))
    return f"Mes rappels : {nom if nom.isupper() else nom.lower()}", tuple(lignes)


def _agenda(etat: EtatCarnet) -> Iterator[Ligne]:
    if etat.agenda:
        yield "Faite", _le(etat.agenda.fait_le)
        yield "Dernière lecture", _le(etat.agenda.lu_le) if etat.agenda.lu_le else "aucune"


def _dits(catalogue: Catalogue, dossier: Dossier, etat: EtatCarnet) -> Iterator[Ligne]:
    for abonnement in etat.abonnements:
        for chose, suivi in sorted(abonnement.suivis.items()):
            yield _chose(catalogue, dossier, chose), f"{NOMS[abonnement.canal]} : {', '.join(_suivi(suivi))}"
        for chose, nouvelle in sorted(abonnement.demandes.items()):
            quand = "posée" if nouvelle.demandee else "à poser"
            yield _chose(catalogue, dossier, chose), f"question une semaine après, {quand} {_le(nouvelle.jour)}"
        for chose, arret in sorted(abonnement.arretes.items()):
            dit = f"rappel dit {_le(arret.dit_le)}, arrêté {_le(arret.le)} : {_CAUSES[arret.cause]}"
            yield _chose(catalogue, dossier, chose), dit
        for le, reponse, choses in abonnement.a_preciser:
            noms = " ; ".join(_chose(catalogue, dossier, chose) for chose in choses)
            yield noms, f"vous avez répondu « {_REPONSES.get(reponse, reponse)} » {_le(le)}, à préciser dans le carnet"


def _chose(catalogue: Catalogue, dossier: Dossier, chose: str) -> str:
    """What one thing to recall is, from the name that only the sealed answers explain."""
    numero, unite, *_ = chose.split("/", 2)
    vaccin = catalogue.vaccins.par_id.get(unite)
    dose = catalogue.vaccins.codes.get(unite.removeprefix("vaccin-"))
    titre = vaccin.normal.titre if vaccin else dose.libelle if dose else catalogue.titre_du_fait(unite)
    return f"{_qui(dossier, int(numero))}, {titre}"


def _suivi(suivi: Suivi) -> Iterator[str]:
    if suivi.dit_le:
        yield f"dit {_le(suivi.dit_le)}"
    if suivi.fois:
        yield nombre_de(suivi.fois, "message")
    if suivi.pas_avant:
        yield f"pas avant {_le(suivi.pas_avant)}"
    if suivi.ecarte:
        yield f"vous ne voulez plus ce rappel ({MOTS_DES_MOTIFS.get(suivi.ecarte, 'sans raison dite')})"


def _qui(dossier: Dossier, numero: int) -> str:
    """Who this number of the carnet is, for its owner; a number when they left it since."""
    personne = dossier.trouver(numero)
    return nom_de(personne) if personne else f"Votre proche n° {numero}"


def _acces(etat: EtatCarnet) -> Iterator[Ligne]:
    for cle in etat.cles:
        servie = f", servie {_le(cle.utilise_le)}" if cle.utilise_le else ""
        yield "Une clé d'accès", f"ajoutée {_le(cle.cree_le)}{servie}"
    if etat.relie_le:
        yield "Un compte relié", _le(etat.relie_le)


def _partages(dossier: Dossier, etat: EtatCarnet) -> Iterator[Ligne]:
    for partage in etat.partages:
        lu = "jamais lu" if not partage.ouvertures else f"lu {partage.ouvertures} fois"
        yield _qui(dossier, partage.numero), f"{_quand(partage.cree_le)}, jusqu'au {_quand(partage.expire_le)}, {lu}"


def _compte(etat: EtatCarnet) -> Iterator[Ligne]:
    """The month, when a restore has not lost it."""
    if etat.compte_en and etat.compte_en[:1].isdigit():
        yield "Vous y êtes compté une fois", date_approchee_en_mots(parse_date_approchee(etat.compte_en))
    elif etat.compte_en:
        yield "Vous y êtes peut-être compté", "une sauvegarde rendue ne le sait plus"


def _le(jour: date) -> str:
    return f"le {jour_en_mots(jour)}"


def _quand(instant: datetime) -> str:
    return f"{jour_en_mots(instant.astimezone(ZoneInfo(PARIS)).date())} à {heure(instant, PARIS)}"
