"""The demonstration: labelled everywhere, dated from the day, the same the second time, gone when it is not asked."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, func
from sqlmodel import Session, select

from app.domain.creneaux import Recherche, Silence
from app.domain.rendez_vous import Personne
from app.models import Creneau, Lieu, Plage, Professionnel, RendezVous
from app.services.creneaux import Etendue, Zone, chercher
from app.services.demonstration import COMMUNES, remove_demonstration, seed_demonstration
from app.services.places import Guichet
from app.services.rendez_vous import Demande, read, take
from tests.agendas import MAINTENANT, communes_reelles, empreintes, make_lieu

COMMUNES_REELLES = communes_reelles()


def seed(session: Session, maintenant: datetime) -> None:
    for code in COMMUNES:
        assert seed_demonstration(session, COMMUNES_REELLES, code, maintenant) > 0


@pytest.fixture
def session(moteur_bd: Engine) -> Iterator[Session]:
    with Session(moteur_bd) as ouverte, ouverte.begin():
        seed(ouverte, MAINTENANT)
        yield ouverte


def counts(session: Session) -> list[int]:
    return [session.exec(select(func.count()).select_from(t)).one() for t in (Lieu, Professionnel, Plage, Creneau)]


def test_twenty_communes_six_weeks_all_labelled(session: Session) -> None:
    assert len(set(COMMUNES)) == 20
    for code in COMMUNES:
        commune = COMMUNES_REELLES.get(code)
        assert commune is not None
        trouves = chercher(session, Zone(Recherche(code), commune, MAINTENANT), COMMUNES_REELLES, Etendue(300))
        assert len(trouves.lieux) == 3
        assert trouves.silence is None
        assert {lieu.silence for lieu in trouves.lieux} - {None} <= {Silence.TELEPHONE, Silence.INCONNU}
        for lieu in trouves.lieux:
            assert "démonstration" in lieu.lieu.nom
            assert lieu.lieu.demonstration
            assert lieu.lieu.telephone.startswith("01 99 00")
            assert all("démonstration" in c.professionnel.nom for c in lieu.creneaux)
        debuts = [c.debut for lieu in trouves.lieux for c in lieu.creneaux]
        assert min(debuts) < MAINTENANT + timedelta(days=7)
        assert max(debuts) > MAINTENANT + timedelta(days=35)


def test_seeded_again_nothing_is_twice_and_a_booking_stays(session: Session) -> None:
    premier = session.exec(select(Creneau)).first()
    assert premier is not None
    guichet = Guichet(session, empreintes(), COMMUNES_REELLES, MAINTENANT)
    code = take(guichet, Demande(premier.id, "cle-demo", Personne("Ana", "Roy"))).code
    avant = counts(session)
    seed(session, MAINTENANT + timedelta(minutes=5))
    assert counts(session) == avant
    assert read(guichet, code).creneau.id == premier.id
    seed(session, MAINTENANT + timedelta(days=7))
    assert counts(session)[:3] == avant[:3]


def test_not_asked_for_it_is_gone_and_what_is_real_stays(session: Session) -> None:
    premier = session.exec(select(Creneau)).first()
    assert premier is not None
    guichet = Guichet(session, empreintes(), COMMUNES_REELLES, MAINTENANT)
    take(guichet, Demande(premier.id, "cle-demo", Personne("Ana", "Roy")))
    make_lieu(session)
    remove_demonstration(session)
    assert counts(session) == [1, 0, 0, 0]
    assert session.exec(select(RendezVous)).all() == []
