"""The agenda address in the base, on both engines: a hash, one a carnet, dead with its yes, dead after a restore."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from app.domain.carnet_en_ligne import CarnetOuvert
from app.domain.consentement import ActeConsentement, Finalite, Geste, VersionDAccord
from app.models import AgendaAbonne, Carnet
from app.services.agenda_abonne import (
    LONGUEUR,
    AgendaLu,
    close_address,
    hash_of,
    make_address,
    note_reading,
    read_address,
    seen,
)
from app.services.carnet import Classeur, create, load, read_etat
from app.services.effacements import erase_one, erase_whole
from app.services.reprise import EFFETS, GENRES
from app.services.traces import A_NOTER, AGENDA
from app.services.traces import hash_of as trace_of
from tests.base.carnets import ACTE, LE, famille, scribe
from tests.factories import contenu_reel

ACCORD = contenu_reel().consentements[Finalite.RAPPELS_AGENDA]
OUI = ActeConsentement(Finalite.RAPPELS_AGENDA, Geste.DONNE, 1, "0" * 64, "normal", LE)
NON = ActeConsentement(Finalite.RAPPELS_AGENDA, Geste.RETIRE, 1, "0" * 64, "normal", LE + timedelta(minutes=1))
JOUR = LE.date()


def desk(session: Session) -> Classeur:
    return Classeur(session, scribe(), LE)


@pytest.fixture
def ouvert(session: Session) -> CarnetOuvert:
    carnet = load(desk(session), create(desk(session), famille(), ACTE).jeton)
    assert carnet is not None
    return carnet


def read(session: Session, jeton: str) -> AgendaLu | None:
    return read_address(session, scribe(), ACCORD, jeton, JOUR)


def test_the_address_gives_everyone_and_the_base_has_its_hash_alone(session: Session, ouvert: CarnetOuvert) -> None:
    jeton = make_address(desk(session), ouvert, OUI)
    lu = read(session, jeton)
    assert lu is not None
    assert (len(jeton), [p.numero for p in lu.dossier.personnes], lu.fait_le) == (LONGUEUR, [0, 1], JOUR)
    ligne = session.exec(select(AgendaAbonne)).one()
    assert jeton not in str(ligne.model_dump())
    assert read(session, jeton[:-1]) is read(session, hash_of(jeton)) is read(session, "") is None


def test_another_address_ends_the_one_before(session: Session, ouvert: CarnetOuvert) -> None:
    jetons = [make_address(desk(session), ouvert, OUI) for _ in range(3)]
    assert [read(session, jeton) is not None for jeton in jetons] == [False, False, True]
    assert len(session.exec(select(AgendaAbonne)).all()) == 1


def test_only_the_day_of_the_last_reading_is_kept(session: Session, ouvert: CarnetOuvert) -> None:
    jeton = make_address(desk(session), ouvert, OUI)
    note_reading(session, jeton, date(2026, 11, 30))
    vu = seen(desk(session), ouvert)
    assert vu is not None
    assert (vu.fait_le, vu.lu_le) == (JOUR, date(2026, 11, 30))


def test_the_no_closes_it_and_both_acts_stay(session: Session, ouvert: CarnetOuvert) -> None:
    jeton = make_address(desk(session), ouvert, OUI)
    close_address(desk(session), ouvert, NON)
    assert read(session, jeton) is seen(desk(session), ouvert) is None
    gestes = [acte.geste for acte in read_etat(desk(session), ouvert).actes if acte.finalite is OUI.finalite]
    assert gestes == [Geste.DONNE, Geste.RETIRE]


def test_a_text_that_asks_for_more_stops_it_until_a_new_yes(session: Session, ouvert: CarnetOuvert) -> None:
    jeton = make_address(desk(session), ouvert, OUI)
    (une,) = ACCORD.versions
    autre = VersionDAccord(**une.model_dump() | {"numero": 2, "depuis": JOUR + timedelta(days=1)})
    plus = ACCORD.model_copy(update={"versions": (une, autre)})
    assert read_address(session, scribe(), plus, jeton, JOUR) is not None
    assert read_address(session, scribe(), plus, jeton, JOUR + timedelta(days=1)) is None


@pytest.mark.parametrize("qui", [0, 1])
def test_whoever_is_erased_is_no_longer_told(session: Session, ouvert: CarnetOuvert, qui: int) -> None:
    jeton = make_address(desk(session), ouvert, OUI)
    erase_one(desk(session), ouvert, qui)
    lu = read(session, jeton)
    assert lu is not None
    assert [p.numero for p in lu.dossier.personnes] == [1 - qui]


def test_it_goes_with_the_carnet(session: Session, ouvert: CarnetOuvert) -> None:
    jeton = make_address(desk(session), ouvert, OUI)
    erase_whole(desk(session), ouvert)
    assert read(session, jeton) is None
    assert session.exec(select(AgendaAbonne)).all() == []


def test_a_backup_does_not_bring_back_what_was_replaced_nor_withdrawn(session: Session, ouvert: CarnetOuvert) -> None:
    """As a restore does: the hashes noted outside the base, then the withdrawals."""
    ancien = make_address(desk(session), ouvert, OUI)
    make_address(desk(session), ouvert, OUI)
    notes = {str(n["condense"]) for n in session.info[A_NOTER] if n["genre"] == AGENDA}
    assert notes == {trace_of(hash_of(ancien), AGENDA)}
    ligne = session.exec(select(AgendaAbonne)).one()
    ligne.condense = hash_of(ancien)  # the base of the day before
    session.flush()
    genre = GENRES[AGENDA]
    assert genre.efface(session, frozenset({"x"}), LE) == 0
    assert genre.efface(session, frozenset(notes), LE) == 1
    assert list(genre.vivants(session)) == []
    revenu = make_address(desk(session), ouvert, OUI)
    EFFETS[Finalite.RAPPELS_AGENDA](session, session.get_one(Carnet, ouvert.id), LE)
    assert read(session, revenu) is None
