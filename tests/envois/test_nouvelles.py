"""The question of one week later, from the choice to the answer, with a clock moved by hand. On both bases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.domain.dates import parse_date_approchee
from app.domain.envois import CanalRappel, EtatEnvoi, GenreEnvoi
from app.models import Envoi, JetonReponse
from app.services.envois.abonnements import read_abonnements, subscribe, unsubscribe
from app.services.envois.file import send_due
from app.services.envois.planification import mark_carnet
from app.services.envois.reponses import answer_nouvelles, write_done
from app.services.envois.tournee import make_round
from tests.envois.rappels import NON, OUI, Monde, choix, confirm_by_hand, open_carnet

RIEN = "depistage-cancer-sein"


@pytest.fixture
def monde(moteur_bd: Engine) -> Monde:
    return Monde(moteur_bd)


def chosen(monde: Monde, *, nouvelles: bool = True) -> str:
    _, carnet = open_carnet(monde)
    with monde.ouvrir() as session:
        bureau = monde.bureau(session)
        subscribe(bureau, carnet, CanalRappel.COURRIEL, replace(choix(), nouvelles=nouvelles), OUI)
        confirm_by_hand(bureau, carnet)
    return carnet


def note_act(monde: Monde, carnet: str, le: str, id_: str = RIEN) -> None:
    """In the history, as the page of the advice and the answer from a reminder do."""
    with monde.ouvrir() as session:
        bureau = monde.bureau(session)
        write_done(bureau, carnet, f"0/{id_}/", parse_date_approchee(le))
        mark_carnet(session, carnet, monde.maintenant.date())


def spend(monde: Monde, jours: int) -> list[str]:
    """Each day's round; the kinds of messages that left, and never two on one day."""
    partis = []
    for _ in range(jours):
        avant = len(monde.courriel.recus)
        make_round(monde.poste())
        assert len(monde.courriel.recus) <= avant + 1
        if len(monde.courriel.recus) > avant:
            partis.append((monde.maintenant.date(), kind_of_last(monde)))
        monde.attendre(1)
    return [f"{jour:%d/%m} {genre}" for jour, genre in partis]


def kind_of_last(monde: Monde) -> str:
    with Session(monde.engine) as session:
        cle = monde.courriel.recus[-1].cle
        return session.exec(select(Envoi.genre).where(Envoi.cle == cle)).one()


def asked(monde: Monde) -> list[Envoi]:
    with Session(monde.engine) as session:
        return list(session.exec(select(Envoi).where(Envoi.genre == GenreEnvoi.NOUVELLES)))


def token(monde: Monde) -> str:
    return monde.courriel.recus[-1].lien_reponse.rpartition("/")[2]


def test_a_week_after_what_was_done_one_question_leaves_in_the_same_words(monde: Monde) -> None:
    carnet = chosen(monde)
    note_act(monde, carnet, "2026-11-21")
    partis = spend(monde, 60)
    assert [parti for parti in partis if "nouvelles" in parti] == ["28/11 nouvelles"]
    assert {message.phrase for message in monde.courriel.recus} <= {
        "Vous avez un rappel personnel à lire.",
        "Votre rappel personnel vous attend encore.",
    }


def test_nobody_is_asked_who_did_not_choose_it_nor_about_an_old_act(monde: Monde) -> None:
    carnet = chosen(monde, nouvelles=False)
    note_act(monde, carnet, "2026-11-21")
    spend(monde, 12)
    assert asked(monde) == []
    ancien = chosen(monde)
    note_act(monde, ancien, "2026-09-01", "depistage-cancer-colorectal")
    spend(monde, 12)
    assert asked(monde) == []


def test_withdrawing_suppresses_it_in_the_same_transaction(monde: Monde) -> None:
    carnet = chosen(monde)
    note_act(monde, carnet, "2026-11-21")
    spend(monde, 6)
    attend = [ligne for ligne in asked(monde) if ligne.etat == EtatEnvoi.PREVU]
    assert len(attend) == 1
    with monde.ouvrir() as session:
        unsubscribe(monde.bureau(session), carnet, CanalRappel.COURRIEL, NON)
    assert {(ligne.etat, ligne.motif) for ligne in asked(monde)} == {("supprime", "retire")}
    avant = len(monde.courriel.recus)
    spend(monde, 20)
    assert len(monde.courriel.recus) == avant


def test_a_date_taken_back_before_it_leaves_asks_nothing(monde: Monde) -> None:
    carnet = chosen(monde)
    note_act(monde, carnet, "2026-11-21")
    spend(monde, 3)
    note_act(monde, carnet, "2020-01-01")
    assert not [parti for parti in spend(monde, 20) if "nouvelles" in parti]


def test_it_waits_for_the_morning_like_any_other(monde: Monde) -> None:
    carnet = chosen(monde)
    note_act(monde, carnet, "2026-11-21")
    make_round(monde.poste())
    monde.maintenant = monde.maintenant.replace(day=28, hour=2)
    assert send_due(monde.poste()) == 0
    monde.maintenant += timedelta(hours=7)
    make_round(monde.poste())
    assert kind_of_last(monde) == GenreEnvoi.NOUVELLES


@pytest.mark.parametrize(("encore", "veut"), [(True, True), (False, False)])
def test_the_answer_closes_it_and_is_not_kept(monde: Monde, encore: bool, veut: bool) -> None:
    carnet = chosen(monde)
    note_act(monde, carnet, "2026-11-21")
    while not monde.courriel.recus or kind_of_last(monde) != GenreEnvoi.NOUVELLES:
        spend(monde, 1)
    lien = token(monde)
    with monde.ouvrir() as session:
        assert answer_nouvelles(monde.bureau(session), lien, encore=encore)
    with monde.ouvrir() as session:
        assert not answer_nouvelles(monde.bureau(session), lien, encore=encore)
        (abonnement,) = read_abonnements(monde.bureau(session), carnet).values()
        assert abonnement.nouvelles is veut
        restants = session.exec(select(JetonReponse).where(JetonReponse.usage == "nouvelles")).all()
    assert restants == []
    note_act(monde, carnet, f"{monde.maintenant:%Y-%m-%d}", "depistage-cancer-colorectal")
    assert bool([parti for parti in spend(monde, 12) if "nouvelles" in parti]) is veut


def test_a_question_the_provider_refused_is_let_go(monde: Monde) -> None:
    from app.services.envois.transport import RefusDefinitif

    carnet = chosen(monde)
    note_act(monde, carnet, "2026-11-21")
    spend(monde, 6)
    monde.courriel.panne = RefusDefinitif
    spend(monde, 1)
    monde.courriel.panne = lambda: None
    assert not [parti for parti in spend(monde, 30) if "nouvelles" in parti]


def test_nothing_of_it_is_kept_in_clear(monde: Monde) -> None:
    carnet = chosen(monde)
    note_act(monde, carnet, "2026-11-21")
    spend(monde, 1)
    with monde.engine.connect() as connexion:
        for table in ("adresse_rappel", "envoi"):
            assert RIEN not in str(connexion.exec_driver_sql(f"SELECT * FROM {table}").all())
