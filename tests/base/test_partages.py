"""Summaries in the base, on both engines: sealed by a code that is not there, gone in time, told to their owner."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from app.domain.carnet_en_ligne import CarnetOuvert, GesteCarnet
from app.domain.consentement import ActeConsentement, Finalite, Geste
from app.domain.erreurs import CarnetIllisible
from app.domain.erreurs_des_accords import TropDePartages
from app.domain.partage import CODE_LONGUEUR, DUREES, PARTAGES_MAX, Resume, read_code_partage, write_code_partage
from app.models import Carnet, PartageCarnet
from app.services.accords_du_carnet import answer
from app.services.carnet import Classeur, create, load, open_with, read_etat, renew_codes
from app.services.effacements import erase_one, erase_whole
from app.services.partages import APartager, open_shared, purge_partages, read_partages, share, stop
from app.services.reprise import EFFETS
from tests.base.carnets import ACTE, LE, famille, scribe

OUI = ActeConsentement(Finalite.PARTAGE, Geste.DONNE, 1, "0" * 64, "normal", LE)
RUBRIQUES = (("Les vaccins notés", (("Sentinelle-tétanos", "en 2019"),)),)
HEURE = timedelta(hours=1)


def desk(session: Session, apres: timedelta = timedelta()) -> Classeur:
    return Classeur(session, scribe(), LE + apres)


@pytest.fixture
def ouvert(session: Session) -> CarnetOuvert:
    carnet = load(desk(session), create(desk(session), famille(), ACTE).jeton)
    assert carnet is not None
    return carnet


def shared(session: Session, ouvert: CarnetOuvert, numero: int = 0, duree: timedelta = HEURE) -> str:
    return share(desk(session), ouvert, APartager(numero, Resume(LE, LE + duree, RUBRIQUES)), OUI)


def test_the_code_gives_back_what_was_chosen_and_its_owner_knows(session: Session, ouvert: CarnetOuvert) -> None:
    code = shared(session, ouvert)
    for saisie in (code, code.lower(), code.replace("-", " ")):
        assert open_shared(desk(session, HEURE / 2), saisie) == Resume(LE, LE + HEURE, RUBRIQUES)
    (partage,) = read_partages(session, ouvert.id, LE + HEURE / 2)
    assert (partage.ouvertures, partage.vu_le) == (3, LE + HEURE / 2)
    gestes = [geste for _, geste in read_etat(desk(session), ouvert).gestes]
    assert gestes[:4] == [GesteCarnet.PARTAGE_LU] * 3 + [GesteCarnet.PARTAGE]


def test_neither_the_base_nor_our_keys_open_it(session: Session, ouvert: CarnetOuvert) -> None:
    code = shared(session, ouvert)
    ligne = session.exec(select(PartageCarnet)).one()
    assert b"Sentinelle" not in ligne.contenu
    assert code not in str(ligne.model_dump())
    assert code.replace("-", "") not in str(ligne.model_dump())


def test_a_summary_moved_to_another_row_is_refused(session: Session, ouvert: CarnetOuvert) -> None:
    code = shared(session, ouvert)
    shared(session, ouvert, 1)
    un, autre = session.exec(select(PartageCarnet).order_by("numero")).all()
    un.contenu = autre.contenu
    session.add(un)
    session.flush()
    with pytest.raises(CarnetIllisible):
        open_shared(desk(session), code)


@pytest.mark.parametrize("apres", [HEURE, HEURE * 2])
def test_when_its_time_is_over_nothing_is_read_and_the_job_erases_it(
    session: Session, ouvert: CarnetOuvert, apres: timedelta
) -> None:
    code = shared(session, ouvert)
    assert open_shared(desk(session, apres), code) is None
    assert purge_partages(session, LE + apres) == 1
    assert session.exec(select(PartageCarnet)).all() == []
    dernier = read_etat(desk(session), ouvert).actes[-1]
    assert (dernier.finalite, dernier.geste) == (Finalite.PARTAGE, Geste.EXPIRE)


def test_the_job_leaves_what_can_still_be_read(session: Session, ouvert: CarnetOuvert) -> None:
    code = shared(session, ouvert)
    shared(session, ouvert, duree=HEURE / 4)
    assert purge_partages(session, LE + HEURE / 2) == 1
    assert open_shared(desk(session, HEURE / 2), code) is not None
    assert read_etat(desk(session), ouvert).actes[-1].geste is Geste.DONNE


@pytest.mark.parametrize("fin", ["arrete", "tout", "personne", "carnet"])
def test_stopping_or_erasing_closes_it_at_once(session: Session, ouvert: CarnetOuvert, fin: str) -> None:
    code = shared(session, ouvert, 1)
    if fin == "carnet":
        erase_whole(desk(session), ouvert)
    elif fin == "personne":
        erase_one(desk(session), ouvert, 1)
    else:
        (partage,) = read_partages(session, ouvert.id, LE)
        stop(desk(session), ouvert, partage.id if fin == "arrete" else "tout")
    assert open_shared(desk(session), code) is None
    assert session.exec(select(PartageCarnet)).all() == []


def test_another_carnet_cannot_stop_it(session: Session, ouvert: CarnetOuvert) -> None:
    code = shared(session, ouvert)
    autre = load(desk(session), create(desk(session), famille(), ACTE).jeton)
    assert autre is not None
    (partage,) = read_partages(session, ouvert.id, LE)
    for nom in (partage.id, "tout", ""):
        stop(desk(session), autre, nom)
    assert open_shared(desk(session), code) is not None


def test_there_are_never_many_at_once(session: Session, ouvert: CarnetOuvert) -> None:
    for _ in range(PARTAGES_MAX):
        shared(session, ouvert)
    with pytest.raises(TropDePartages):
        shared(session, ouvert)


@pytest.mark.parametrize("saisie", ["", "x", "0" * CODE_LONGUEUR, "A" * 25, "é" * CODE_LONGUEUR, "A" * 5000])
def test_any_other_line_opens_nothing(session: Session, ouvert: CarnetOuvert, saisie: str) -> None:
    shared(session, ouvert)
    assert open_shared(desk(session), saisie) is None


def test_codes_are_written_and_read_back() -> None:
    code = write_code_partage(2**75 - 1)
    assert code == "ZZZZZ-ZZZZZ-ZZZZZ"
    assert read_code_partage(f" {code.lower()} ") == "Z" * CODE_LONGUEUR
    assert max(DUREES.values()) == timedelta(days=7)


@pytest.mark.parametrize("finalite", [Finalite.PARTAGE, Finalite.COMMUNE])
def test_what_a_backup_brings_back_after_a_withdrawal_goes_again(
    session: Session, ouvert: CarnetOuvert, finalite: Finalite
) -> None:
    code = shared(session, ouvert)
    classeur = desk(session)
    answer(classeur, ouvert, replace(OUI, finalite=Finalite.COMMUNE), "71000 Mâcon")
    jeton = open_with(classeur, renew_codes(classeur, ouvert)[0], "")
    assert jeton is not None
    assert load(classeur, jeton).dossier.commune == "71000 Mâcon"  # type: ignore[union-attr]
    EFFETS[finalite](session, session.get_one(Carnet, ouvert.id), LE)
    rouvert = load(classeur, jeton)
    assert rouvert is not None
    assert (rouvert.dossier.commune == "") is (finalite is Finalite.COMMUNE)
    assert (open_shared(classeur, code) is None) is (finalite is Finalite.PARTAGE)
    assert load(classeur, jeton) == rouvert
