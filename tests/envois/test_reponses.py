"""What is answered on one channel holds on all, and changes what comes next. On both bases."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.domain.carnet_en_ligne import GesteCarnet
from app.domain.dates import parse_date_approchee
from app.domain.envois import CanalRappel, EtatEnvoi
from app.models import AdresseRappel, Envoi, PersonneCarnet
from app.services.carnet import Classeur, enter, load, save
from app.services.effacements import erase_one
from app.services.envois import planification, sujets
from app.services.envois.abonnements import read_abonnements, subscribe, unsubscribe
from app.services.envois.adresses import Memoire, read_memoire
from app.services.envois.questions import read_questions, settle_question
from app.services.envois.reponses import Reponse, Suite, answer
from app.services.envois.tournee import make_round
from tests.base.carnets import personne, scribe
from tests.envois.rappels import NON, OUI, Monde, begin_in, choix, open_carnet

SEIN, INTESTIN = "0/depistage-cancer-sein/", "0/depistage-cancer-colorectal/"
SMS = CanalRappel.SMS


@pytest.fixture
def monde(moteur_bd: Engine) -> Monde:
    return Monde(moteur_bd)


def two_channels(monde: Monde) -> str:
    """A carnet reminded by two channels; only one of them sends here."""
    _, carnet = open_carnet(monde)
    with monde.ouvrir() as session:
        begin_in(monde.bureau(session), carnet, 0, "Europe/Paris")
        oui = replace(OUI, finalite=SMS.finalite)
        subscribe(monde.bureau(session), carnet, SMS, choix("0612345678"), oui)
        adresse = session.exec(select(AdresseRappel).where(AdresseRappel.canal == SMS)).one()
        adresse.confirme_le = monde.maintenant.date()
        session.add(adresse)
    monde.attendre(7)
    make_round(monde.poste())
    return carnet


def due(monkeypatch: pytest.MonkeyPatch, *noms: str) -> None:
    choses = dict.fromkeys(noms, None)
    for module in (sujets, planification):
        monkeypatch.setattr(module, "things_of", lambda *_: choses)


def memories(monde: Monde) -> dict[str, Memoire]:
    with monde.ouvrir() as session:
        qui = session.exec(select(PersonneCarnet)).one()
        return {a.canal: read_memoire(scribe(), qui, a) for a in session.exec(select(AdresseRappel))}


def say(monde: Monde, reponse: Reponse, le: str = "") -> Suite:
    jeton = monde.courriel.recus[-1].lien_reponse.rpartition("/")[2]
    with monde.ouvrir() as session:
        fait = answer(monde.bureau(session), jeton, reponse, parse_date_approchee(le) if le else None)
    assert fait
    return fait[0]


def history(monde: Monde) -> dict[str, str]:
    with monde.ouvrir() as session:
        etat = scribe().read(session.exec(select(PersonneCarnet)).one(), monde.maintenant.date())
    return {acte.id: acte.le.texte for acte in etat.profil.historique}


def test_later_and_not_for_me_hold_on_every_channel(monde: Monde, monkeypatch: pytest.MonkeyPatch) -> None:
    due(monkeypatch, SEIN)
    two_channels(monde)
    assert say(monde, Reponse.PLUS_TARD) is Suite.NOTE
    assert {str(m.suivis[SEIN].pas_avant) for m in memories(monde).values()} == {"2027-03-01"}
    monde.attendre(95)
    make_round(monde.poste())
    assert say(monde, Reponse.PAS_POUR_MOI) is Suite.NOTE
    assert {m.suivis[SEIN].ecarte for m in memories(monde).values()} == {"sans-raison"}
    with Session(monde.engine) as session:
        ouverts = session.exec(select(Envoi).where(Envoi.etat == EtatEnvoi.PREVU, Envoi.genre != "confirmation")).all()
    assert ouverts == []


def test_several_done_wait_sealed_for_a_word_then_are_written(monde: Monde, monkeypatch: pytest.MonkeyPatch) -> None:
    due(monkeypatch, SEIN, INTESTIN)
    carnet = two_channels(monde)
    avant = history(monde)
    assert say(monde, Reponse.FAIT, "2026-11-25") is Suite.A_PRECISER
    assert history(monde) == avant
    assert len({m.suivis[SEIN].pas_avant for m in memories(monde).values()} - {None}) == 1
    with monde.ouvrir() as session:
        (question,) = read_questions(monde.bureau(session), carnet)
        assert (question.reponse, question.choses) == ("fait", tuple(sorted((SEIN, INTESTIN))))
        faits = {INTESTIN: parse_date_approchee("2026-11")}
        settle_question(monde.bureau(session), carnet, question, faits, ())
    assert history(monde) == avant | {"depistage-cancer-colorectal": "2026-11"}
    with monde.ouvrir() as session:
        assert read_questions(monde.bureau(session), carnet) == ()
    assert all(INTESTIN not in m.suivis and m.suivis[SEIN].pas_avant for m in memories(monde).values())


def test_a_withdrawal_takes_away_what_waited_for_a_word(monde: Monde, monkeypatch: pytest.MonkeyPatch) -> None:
    due(monkeypatch, SEIN, INTESTIN)
    carnet = two_channels(monde)
    say(monde, Reponse.FAIT, "2026-11-25")
    with monde.ouvrir() as session:
        unsubscribe(monde.bureau(session), carnet, CanalRappel.COURRIEL, NON)
        assert read_questions(monde.bureau(session), carnet) == ()


def test_a_message_too_old_to_be_known_says_so(monde: Monde, monkeypatch: pytest.MonkeyPatch) -> None:
    due(monkeypatch, SEIN)
    two_channels(monde)
    monkeypatch.setattr(Memoire, "about", lambda *_: ())
    assert say(monde, Reponse.FAIT, "2026-11-25") is Suite.TROP_VIEUX
    assert history(monde) == {"depistage-cancer-sein": "2025-03"}


def test_nothing_that_was_told_or_asked_outlives_whoever_left_the_carnet(
    monde: Monde, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A child erased, moved or followed no more: their care was still named in what waits, and in the copy."""
    due(monkeypatch, SEIN, "1/vaccin-hpv/1", INTESTIN)
    jeton, carnet = open_carnet(monde)
    with monde.ouvrir() as session:
        begin_in(monde.bureau(session), carnet, 0, "Europe/Paris")
        classeur = Classeur(session, scribe(), monde.maintenant)
        ouvert = load(classeur, jeton)
        assert ouvert
        save(classeur, ouvert, ouvert.dossier.ajouter(personne("2012-01-15", proche=True)).choisir(0))
    monde.attendre(7)
    make_round(monde.poste())
    say(monde, Reponse.FAIT, "2026-11-25")
    with monde.ouvrir() as session:
        (avant,) = read_questions(monde.bureau(session), carnet)
        assert len(avant.choses) == 3
        classeur = Classeur(session, scribe(), monde.maintenant)
        ouvert = load(classeur, enter(classeur, carnet, "", GesteCarnet.OUVERT))
        assert ouvert
        erase_one(classeur, ouvert, 1)
        (question,) = read_questions(monde.bureau(session), carnet)
        assert question.choses == tuple(sorted((SEIN, INTESTIN)))
        assert question.cle != avant.cle, "a form shown before names things by their place"
        (vu,) = read_abonnements(monde.bureau(session), carnet).values()
        assert "1/" not in str((vu.suivis, vu.a_preciser, vu.demandes, vu.arretes))
    due(monkeypatch, SEIN, INTESTIN)
    make_round(monde.poste())
    assert all("1/vaccin" not in str(memoire) for memoire in memories(monde).values())
    with monde.ouvrir() as session:
        settle_question(monde.bureau(session), carnet, question, {}, ())
        assert read_questions(monde.bureau(session), carnet) == ()
