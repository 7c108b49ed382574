"""Reminders from the yes to the receipt, with a clock moved by hand and a provider that records."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.domain.dates import parse_date_approchee
from app.domain.envois import CanalRappel, EtatEnvoi, GenreEnvoi, MotifEnvoi
from app.models import AdresseRappel, Carnet, Envoi, JetonReponse
from app.services.base_de_donnees import open_base
from app.services.carnet import Classeur, load, save
from app.services.effacements import erase_whole
from app.services.envois.abonnements import confirm, read_abonnements, unsubscribe
from app.services.envois.file import send_due
from app.services.envois.planification import plan_some
from app.services.envois.reponses import Reponse, Suite, answer, stop
from app.services.envois.transport import DestinataireParti, RefusDefinitif, TransportIndisponible
from app.services.reprise import EFFETS
from tests.base.carnets import scribe
from tests.bases import make_ready
from tests.envois.rappels import NON, Memoriel, Monde, begin, confirmed, open_carnet


def rows(monde: Monde) -> list[Envoi]:
    with Session(monde.engine) as session:
        return list(session.exec(select(Envoi).order_by(Envoi.prevu_le)))


def states(monde: Monde) -> list[tuple[str, str, str | None]]:
    return [(ligne.genre, ligne.etat, ligne.motif) for ligne in rows(monde)]


@pytest.fixture
def url_base(tmp_path: Path) -> str:
    """SQLite alone: claims, locks and crashes are tried on both bases by the rigs beside."""
    adresse = f"sqlite:///{tmp_path / 'base.db'}"
    engine = open_base(adresse)
    make_ready(engine)
    engine.dispose()
    return adresse


@pytest.fixture
def monde(moteur_bd: Engine) -> Monde:
    return Monde(moteur_bd)


def test_nothing_but_the_confirmation_leaves_before_it_is_answered(monde: Monde) -> None:
    _, carnet = open_carnet(monde)
    begin(monde, carnet)
    assert send_due(monde.poste()) == 1
    demande = monde.courriel.recus[0]
    assert demande.phrase.endswith("Confirmez-le.")
    monde.attendre(30)
    assert send_due(monde.poste()) == 0
    with monde.ouvrir() as session:
        assert confirm(monde.bureau(session), demande.lien_reponse.rpartition("/")[2])
    with monde.ouvrir() as session:
        assert not confirm(monde.bureau(session), demande.lien_reponse.rpartition("/")[2])
    monde.attendre(8)
    assert send_due(monde.poste()) == 1
    assert [message.destination for message in monde.courriel.recus] == ["a@exemple.fr"] * 2


def test_one_reminder_then_one_more_within_a_week_then_silence(monde: Monde) -> None:
    confirmed(monde)
    jours = []
    for jour in range(80):
        avant = len(monde.courriel.recus)
        send_due(monde.poste())
        with monde.ouvrir() as session:
            plan_some(monde.bureau(session))
        jours += [jour] * (len(monde.courriel.recus) - avant)
        monde.attendre(1)
    assert jours[:2] == [7, 13]
    assert len(set(jours)) == len(jours)
    assert not [jour for jour in jours if 13 < jour < 60]


def test_who_withdraws_is_sent_nothing_more(monde: Monde) -> None:
    (_, carnet), *_ = confirmed(monde)
    with monde.ouvrir() as session:
        assert unsubscribe(monde.bureau(session), carnet, CanalRappel.COURRIEL, NON) == []
    monde.attendre(8)
    assert send_due(monde.poste()) == 0
    assert {etat for _, etat, _ in states(monde)} == {"supprime"}
    with Session(monde.engine) as session:
        assert session.exec(select(AdresseRappel)).all() == []
        assert session.exec(select(JetonReponse)).all() == []


def test_a_withdrawn_consent_is_read_when_the_row_is_claimed(monde: Monde) -> None:
    from app.services.consentements import add_acte, subject_of

    (_, carnet), *_ = confirmed(monde)
    with monde.ouvrir() as session:
        add_acte(session, subject_of(session.get_one(Carnet, carnet)), NON)
    monde.attendre(8)
    assert send_due(monde.poste()) == 0
    assert states(monde)[-1] == ("rappel", "supprime", "retire")


def test_an_erased_carnet_leaves_counts_and_nobody(monde: Monde) -> None:
    (jeton, _), *_ = confirmed(monde)
    with monde.ouvrir() as session:
        classeur = Classeur(session, scribe(), monde.maintenant)
        ouvert = load(classeur, jeton)
        assert ouvert
        erase_whole(classeur, ouvert)
    monde.attendre(8)
    assert send_due(monde.poste()) == 0
    assert {(ligne.personne, ligne.etat) for ligne in rows(monde)} == {(None, "supprime")}


def test_who_did_everything_meanwhile_is_not_reminded(monde: Monde) -> None:
    (jeton, _), *_ = confirmed(monde)
    with monde.ouvrir() as session:
        classeur = Classeur(session, scribe(), monde.maintenant)
        ouvert = load(classeur, jeton)
        assert ouvert
        vide = ouvert.dossier.garder(type(ouvert.dossier.personne)())
        save(classeur, ouvert, vide)
    monde.attendre(8)
    assert send_due(monde.poste()) == 0
    assert states(monde)[-1] == ("rappel", "supprime", "plus-concerne")


@pytest.mark.parametrize("canal_muet", [TransportIndisponible(), TransportIndisponible(timedelta(hours=2))])
def test_a_silent_provider_is_asked_again_later_then_given_up(monde: Monde, canal_muet: Exception) -> None:
    confirmed(monde)
    monde.attendre(7)
    monde.courriel.panne = lambda: canal_muet
    essais = 0
    for _ in range(60):
        send_due(monde.poste())
        ligne = next(ligne for ligne in rows(monde) if ligne.genre == "rappel")
        if ligne.etat == EtatEnvoi.ECHOUE:
            break
        assert ligne.etat == EtatEnvoi.PREVU
        assert ligne.prevu_le > monde.maintenant
        essais = ligne.essais
        monde.maintenant = max(ligne.prevu_le, monde.maintenant + timedelta(minutes=1))
    assert (ligne.etat, ligne.motif, essais) == (EtatEnvoi.ECHOUE, MotifEnvoi.EPUISE, 7)
    monde.courriel.panne = lambda: None
    monde.attendre(40)
    assert send_due(monde.poste()) == 1


def test_a_mailbox_that_is_gone_is_written_to_no_more(monde: Monde) -> None:
    (_, carnet), *_ = confirmed(monde)
    monde.attendre(7)
    monde.courriel.panne = DestinataireParti
    assert send_due(monde.poste()) == 0
    monde.courriel.panne = lambda: None
    monde.attendre(200)
    assert send_due(monde.poste()) == 0
    with monde.ouvrir() as session:
        assert read_abonnements(monde.bureau(session), carnet)[CanalRappel.COURRIEL].confirme_le is None


def test_a_message_that_is_refused_waits_a_month(monde: Monde) -> None:
    confirmed(monde)
    monde.attendre(7)
    monde.courriel.panne = RefusDefinitif
    send_due(monde.poste())
    monde.courriel.panne = lambda: None
    monde.attendre(20)
    assert send_due(monde.poste()) == 0
    monde.attendre(20)
    assert send_due(monde.poste()) == 1


def test_nothing_leaves_at_night_and_all_leaves_in_the_morning(monde: Monde) -> None:
    confirmed(monde, zone="Pacific/Tahiti")
    monde.maintenant = datetime(2026, 11, 30, 14, tzinfo=UTC)  # 4 in the morning there
    assert send_due(monde.poste()) == 0
    monde.maintenant = datetime(2026, 11, 30, 18, 1, tzinfo=UTC)
    assert send_due(monde.poste()) == 1


def test_a_clock_set_back_sends_nothing_twice(monde: Monde) -> None:
    confirmed(monde)
    monde.attendre(7)
    assert send_due(monde.poste()) == 1
    monde.attendre(-3)
    for _ in range(6):
        assert send_due(monde.poste()) == 0
        monde.attendre(1)


def sent(monde: Monde) -> str:
    """The token of the answer to the first reminder."""
    monde.attendre(7)
    assert send_due(monde.poste()) == 1
    return monde.courriel.recus[-1].lien_reponse.rpartition("/")[2]


def test_later_is_silence_for_the_rhythm_chosen(monde: Monde) -> None:
    confirmed(monde)
    jeton = sent(monde)
    with monde.ouvrir() as session:
        assert answer(monde.bureau(session), jeton, Reponse.PLUS_TARD) == (Suite.NOTE, [])
    with monde.ouvrir() as session:
        assert answer(monde.bureau(session), jeton, Reponse.PLUS_TARD) is None
    monde.attendre(60)
    assert send_due(monde.poste()) == 0
    monde.attendre(40)
    assert send_due(monde.poste()) == 1


def test_several_things_done_are_told_in_the_carnet_never_guessed(monde: Monde) -> None:
    (jeton_carnet, _), *_ = confirmed(monde)
    jeton = sent(monde)
    with monde.ouvrir() as session:
        fait = answer(monde.bureau(session), jeton, Reponse.FAIT, parse_date_approchee("2026-11-25"))
    assert fait == (Suite.A_PRECISER, [])
    with monde.ouvrir() as session:
        ouvert = load(Classeur(session, scribe(), monde.maintenant), jeton_carnet)
    # The carnet sleeps after two hours: what matters is that nothing was invented.
    assert ouvert is None


def test_stopping_from_the_message_asks_nothing_and_ends_everything(monde: Monde) -> None:
    confirmed(monde)
    sent(monde)
    arret = monde.courriel.recus[-1].lien_arret.rpartition("/")[2]
    with monde.ouvrir() as session:
        assert stop(monde.bureau(session), arret) == []
    with monde.ouvrir() as session:
        assert stop(monde.bureau(session), arret) is None
    monde.attendre(300)
    assert send_due(monde.poste()) == 0


def test_a_reminder_whose_holder_died_leaves_again_the_same(monde: Monde) -> None:
    confirmed(monde)
    monde.attendre(7)

    class Mort(Memoriel):
        def remettre(self, message):  # type: ignore[no-untyped-def]
            self.recus.append(message)
            raise KeyboardInterrupt

    monde.courriel = Mort()
    with pytest.raises(KeyboardInterrupt):
        send_due(monde.poste())
    premier = monde.courriel.recus[0]
    monde.courriel = Memoriel()
    assert send_due(monde.poste()) == 0
    monde.maintenant += timedelta(minutes=5)
    assert send_due(monde.poste()) == 1
    assert monde.courriel.recus == [premier]
    assert GenreEnvoi.RAPPEL in {ligne.genre for ligne in rows(monde)}


def test_a_carnet_whose_seals_fail_keeps_nobody_else_waiting(monde: Monde) -> None:
    confirmed(monde, 3)
    with monde.ouvrir() as session:
        adresses = session.exec(select(AdresseRappel)).all()
        for adresse in adresses:
            adresse.revoir_le = monde.maintenant.date()
            session.add(adresse)
        adresses[1].suivi = b"?" * 40
    with monde.ouvrir() as session:
        assert plan_some(monde.bureau(session)) == 3
    with Session(monde.engine) as session:
        attendent = [adresse.revoir_le for adresse in session.exec(select(AdresseRappel)) if adresse.revoir_le]
    assert attendent == [monde.maintenant.date() + timedelta(days=1)]


def test_a_backup_that_comes_back_writes_to_nobody_who_stopped(monde: Monde) -> None:
    (_, carnet), *_ = confirmed(monde)
    with monde.ouvrir() as session:
        EFFETS[CanalRappel.COURRIEL.finalite](session, session.get_one(Carnet, carnet), monde.maintenant)
    monde.attendre(8)
    assert send_due(monde.poste()) == 0
    with Session(monde.engine) as session:
        assert session.exec(select(AdresseRappel)).all() == []
