"""Reads what a carnet must still ask about an answer given from a message, and notes what is told. Never commits."""

from collections.abc import Iterable, Mapping
from datetime import date

from app.domain.dates import DateApprochee
from app.domain.envois import jour_local
from app.domain.rappels_arretes import Arret, garder
from app.models import PersonneCarnet
from app.services.envois.adresses import (
    Bureau,
    Memoire,
    QuestionEnAttente,
    lock_person,
    read_adresses,
    read_memoire,
)
from app.services.envois.planification import mark_carnet
from app.services.envois.reponses import Reponse, change_all, plan_all, put_aside, write_done
from app.services.envois.sujets import refreshed, things_of
from app.services.envois.titulaire import owner_of
from app.services.suivis import numbers_of


def read_questions(bureau: Bureau, carnet: str) -> tuple[QuestionEnAttente, ...]:
    """The answers that wait for a word of the owner, the oldest first."""
    titulaire = owner_of(bureau.session, carnet)
    if titulaire is None:
        return ()
    personne, ici = bureau.session.get_one(PersonneCarnet, titulaire), numbers_of(bureau.session, carnet)
    adresses = read_adresses(bureau.session, personne.id)
    memoires = [read_memoire(bureau.scribe, personne, adresse).seulement(ici) for adresse in adresses]
    return tuple(sorted((q for m in memoires for q in m.questions), key=lambda q: (q.le, q.cle)))


def settle_question(
    bureau: Bureau, carnet: str, question: QuestionEnAttente, faits: Mapping[str, DateApprochee], ecartes: Iterable[str]
) -> None:
    """Note what is told of one answer, then ask no more: what was done and when, what is not for the person.

    ProfilInvalide when a date is impossible. What is neither keeps its own rhythm.
    """
    personne = lock_person(bureau.session, owner_of(bureau.session, carnet))
    if personne is None:
        return
    for chose, le in faits.items():
        write_done(bureau, carnet, chose, le)
    ecartees, ici = tuple(ecartes), numbers_of(bureau.session, carnet)

    def settled(connue: Memoire, _: object) -> Memoire:
        connue = connue.seulement(ici).sans_question(question.cle)
        for chose in faits:
            connue = connue.sans(chose)
        for chose in ecartees:
            connue = put_aside(connue, chose, "")
        return connue

    change_all(bureau, personne, settled)
    mark_carnet(bureau.session, carnet, bureau.maintenant.date())
    plan_all(bureau, personne)


def read_arrets(bureau: Bureau, carnet: str, au: date) -> dict[str, Arret]:
    """The reminders that were told and stopped, as they are today: seen before planning has looked again."""
    titulaire = owner_of(bureau.session, carnet)
    if titulaire is None:
        return {}
    personne = bureau.session.get_one(PersonneCarnet, titulaire)
    trouves: dict[str, Arret] = {}
    for adresse in read_adresses(bureau.session, personne.id):
        local = jour_local(bureau.maintenant, adresse.zone)
        memoire = read_memoire(bureau.scribe, personne, adresse)
        vue = refreshed(bureau, carnet, memoire, things_of(bureau, carnet, local), local)
        trouves |= vue.arrets
    return garder(trouves, {}, (), au)


def is_fait(question: QuestionEnAttente) -> bool:
    """Whether the answer was « done »; « not for me » otherwise."""
    return question.reponse == Reponse.FAIT
