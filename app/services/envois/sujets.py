"""Tells what each kind of message is about, and notes it once it has left. Writes only what is sealed; never commits.

Three things may be due: something to recall, a question a week after something was done, and a reminder that stopped
with its rule. The first in date leaves; the others wait for another day.
"""

from dataclasses import replace
from datetime import date

from app.domain.dates import DateApprochee, add_mois
from app.domain.dossier import EtatNavigateur
from app.domain.envois import (
    A_LIEN,
    DELAI,
    RAPPELS,
    CanalRappel,
    Choses,
    GenreEnvoi,
    Prochain,
    Suivi,
    a_dire,
    apres_envoi,
    elaguer,
    prochain,
)
from app.domain.nouvelles import a_demander, prochaine, sont_demandees, suivre
from app.domain.rappels import GENRES
from app.domain.rappels_arretes import (
    Arret,
    Cause,
    a_annoncer,
    annonce,
    cause_du_conseil,
    cause_du_vaccin,
    garder,
    sont_annonces,
)
from app.domain.rappels_occasions import previsions_de, tous_les_rappels
from app.models import AdresseRappel, Envoi
from app.services.envois.adresses import Bureau, Memoire, rythme_de
from app.services.suivis import numbers_of, people_of

#: In the order in which they leave when they are due on one day: what would lose its sense first.
_ORDRE = (GenreEnvoi.CHANGEMENT, GenreEnvoi.NOUVELLES, GenreEnvoi.RELANCE, GenreEnvoi.RAPPEL)


def things_of(bureau: Bureau, carnet: str, au: date) -> Choses:
    """What everyone of a carnet may be reminded of, each by a name that only their sealed answers explain."""
    choses: dict[str, date | None] = {}
    for etat in people_of(bureau.session, bureau.scribe, carnet, au):
        evaluation = bureau.catalogue.moteur.evaluate(etat.profil, au)
        previsions = previsions_de(bureau.catalogue, etat, au)
        for rappel in tous_les_rappels(bureau.catalogue, evaluation, previsions, au).liste:
            for echeance in rappel.echeances:
                nom = f"{etat.numero}/{echeance.unite}/{echeance.detail or echeance.campagne}"
                choses.setdefault(nom, echeance.jour)
    return choses


def acts_of(bureau: Bureau, carnet: str, au: date) -> dict[str, DateApprochee]:
    """The last time everyone of a carnet had an act, an interview or a vaccine, by a name that stays sealed."""
    actes: dict[str, DateApprochee] = {}
    entretiens = bureau.catalogue.entretiens
    for etat in people_of(bureau.session, bureau.scribe, carnet, au):
        faits = [
            (acte.id, acte.le)
            for acte in etat.profil.historique
            if (acte.id in bureau.catalogue.par_id and bureau.catalogue.par_id[acte.id].genre in GENRES)
            or acte.id in entretiens
        ]
        for quoi, le in (*faits, *((f"vaccin-{dose.vaccin}", dose.le) for dose in etat.vaccinations)):
            nom = f"{etat.numero}/{quoi}"
            if nom not in actes or le.premier > actes[nom].premier:
                actes[nom] = le
    return actes


def refreshed(bureau: Bureau, carnet: str, memoire: Memoire, choses: Choses, au: date) -> Memoire:
    """What is remembered, once looked at again on that day: what stopped, what was done, what begins anew."""
    memoire = memoire.seulement(numbers_of(bureau.session, carnet))
    nouveaux = _stops(bureau, carnet, memoire, choses, au)
    arrets = garder(memoire.arrets, nouveaux, _due(choses, au), au)
    nouvelles = memoire.nouvelles
    if memoire.prend_nouvelles:
        nouvelles = suivre(nouvelles, acts_of(bureau, carnet, au), au)
    questions = tuple(q for q in memoire.questions if q.le > add_mois(au, -12))
    suivis = elaguer(memoire.suivis, choses, au)
    return replace(memoire, suivis=suivis, arrets=arrets, nouvelles=nouvelles, questions=questions)


def next_of(
    adresse: AdresseRappel, memoire: Memoire, choses: Choses, au: date, en_cours: Envoi | None
) -> Prochain | None:
    """The next message of one subscription, of whatever kind; none when there is nothing to say."""
    rappel = prochain(choses, memoire.suivis, rythme_de(adresse), au, memoire.dernier)
    if rappel is not None and en_cours is not None and en_cours.genre in RAPPELS and rappel.jour <= au + DELAI:
        # Someone who answers one question a day is reminded all the same: what can be done now keeps its day.
        rappel = rappel._replace(jour=min(rappel.jour, max(en_cours.jour, au)))
    suites = [rappel]
    if CanalRappel(adresse.canal) in A_LIEN:
        suites.append(annonce(memoire.arrets, au, memoire.dernier))
        suites.append(prochaine(memoire.nouvelles, au, memoire.dernier) if memoire.prend_nouvelles else None)
    return min((s for s in suites if s is not None), key=lambda s: (s.jour, _ORDRE.index(s.genre)), default=None)


def things_to_say(bureau: Bureau, carnet: str, adresse: AdresseRappel, genre: GenreEnvoi, memoire: Memoire,
                  au: date) -> tuple[str, ...]:  # fmt: skip
    """What a message of that kind is about on the day it leaves; nothing when it has lost its sense."""
    choses = things_of(bureau, carnet, au)
    if genre in RAPPELS:
        return a_dire(choses, memoire.suivis, rythme_de(adresse), au)
    memoire = refreshed(bureau, carnet, memoire, choses, au)
    if genre is GenreEnvoi.CHANGEMENT:
        return a_annoncer(memoire.arrets)
    return a_demander(memoire.nouvelles, au) if memoire.prend_nouvelles else ()


def once_said(memoire: Memoire, genre: GenreEnvoi, choses: tuple[str, ...], le: date) -> Memoire:
    """What is remembered once a message of that kind has left."""
    if genre is GenreEnvoi.NOUVELLES:
        return replace(memoire, nouvelles=sont_demandees(memoire.nouvelles, choses))
    if genre is GenreEnvoi.CHANGEMENT:
        return replace(memoire, arrets=sont_annonces(memoire.arrets, choses))
    for chose in choses:
        memoire = memoire.avec(chose, apres_envoi(memoire.suivis.get(chose, Suivi()), le))
    return memoire


def once_given_up(memoire: Memoire, genre: GenreEnvoi, choses: tuple[str, ...], au: date) -> Memoire:
    """After a failure: what is recalled waits a month; a question whose week is over, or a piece of news, is let go."""
    if genre not in RAPPELS:
        return once_said(memoire, genre, choses, au)
    for chose in choses:
        memoire = memoire.avec(chose, memoire.suivis.get(chose, Suivi())._replace(pas_avant=add_mois(au, 1)))
    return memoire


def _stops(bureau: Bureau, carnet: str, memoire: Memoire, choses: Choses, au: date) -> dict[str, Arret]:
    """What was told and is told no more, with why."""
    restent = _due(choses, au)
    partis = {
        _place(chose): suivi.dit_le
        for chose, suivi in memoire.suivis.items()
        if suivi.dit_le is not None and not suivi.se_tait and _place(chose) not in restent
    }
    if not partis:
        return {}
    arrets: dict[str, Arret] = {}
    for etat in people_of(bureau.session, bureau.scribe, carnet, au):
        for place, dit_le in partis.items():
            numero, _, unite = place.partition("/")
            cause = _cause(bureau, etat, unite, dit_le, au) if numero == str(etat.numero) else None
            if cause is not None:
                arrets[place] = Arret(dit_le, au, cause)
    return arrets


def _cause(bureau: Bureau, etat: EtatNavigateur, unite: str, dit_le: date, au: date) -> Cause | None:
    catalogue = bureau.catalogue
    if unite in catalogue.par_id:
        resultats = catalogue.moteur.evaluate(etat.profil, au).resultats
        resultat = next(r for r in resultats if r.fiche.id == unite)
        return cause_du_conseil(resultat, etat.profil, catalogue.changements, dit_le, au)
    if unite in catalogue.vaccins.par_id:
        previsions = previsions_de(catalogue, etat, au)
        return cause_du_vaccin(next((p for p in previsions if p.ligne.id == unite), None))
    return Cause.RETIRE


def _due(choses: Choses, au: date) -> set[str]:
    """What can be done on that day; a date to come may be one that was put off by a change."""
    return {_place(chose) for chose, jour in choses.items() if jour is None or jour <= au}


def _place(chose: str) -> str:
    """Whose and which unit, whatever the detail."""
    return chose.rsplit("/", 1)[0]
