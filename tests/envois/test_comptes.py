"""The totals of operators: everything due is explained, what is not is said, an odd volume is noticed."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from app.domain.envois import CanalRappel
from app.models import Envoi
from app.rendering.comptes_rappels import ANORMAL, page_comptes
from app.services.envois.abonnements import unsubscribe
from app.services.envois.comptes import read_comptes
from app.services.envois.file import send_due
from app.services.envois.transport import DestinataireParti
from tests.envois.rappels import NON, Monde, confirmed


@pytest.fixture
def monde(moteur_bd: Engine) -> Monde:
    return Monde(moteur_bd)


def test_due_is_received_waiting_failed_or_suppressed_and_nothing_else(monde: Monde) -> None:
    carnets = confirmed(monde, 4)
    with monde.ouvrir() as session:
        unsubscribe(monde.bureau(session), carnets[0][1], CanalRappel.COURRIEL, NON)
    monde.attendre(7)
    pannes = iter([DestinataireParti(), None])
    monde.courriel.panne = lambda: next(pannes, None)
    send_due(monde.poste(), au_plus=2)
    with monde.ouvrir() as session:
        (comptes,) = read_comptes(session, monde.maintenant)
    assert (comptes.recus, comptes.attendent, comptes.inexpliques) == (1, 1, 0)
    assert comptes.echecs == (("parti", 1),)
    assert comptes.dus == 3 + sum(n for _, n in comptes.supprimes)
    assert dict(comptes.supprimes)["retire"] == 1
    monde.attendre(12)
    with monde.ouvrir() as session:
        (comptes,) = read_comptes(session, monde.maintenant)
    assert comptes.inexpliques == 1
    assert "sans explication" in page_comptes((comptes,)).texte


def test_a_day_when_nothing_left_is_noticed(monde: Monde) -> None:
    confirmed(monde, 1)
    with monde.ouvrir() as session:
        ligne = session.exec(select(Envoi).where(Envoi.genre == "rappel")).one()
        monde.maintenant = ligne.prevu_le + timedelta(days=1)
        (comptes,) = read_comptes(session, monde.maintenant)
    assert comptes.anormal
    assert "habitude" in ANORMAL
    assert "habitude" in page_comptes((comptes,)).texte
