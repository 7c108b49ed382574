"""The carnets in the base, on both engines: sealed, entered once per code, closed, erased to the last byte."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from app.domain.carnet_en_ligne import CODES, OUVERT_AU_PLUS, SANS_GESTE, GesteCarnet
from app.domain.consentement import Geste
from app.domain.dates import parse_date_approchee
from app.domain.dossier import Dossier, EtatNavigateur
from app.domain.erreurs import AgeDuCarnet, CarnetChange, CarnetFerme, CarnetIllisible, PersonneRetiree
from app.domain.profil import Profil
from app.models import AccesCarnet, ActeConsenti, Carnet, CodeCarnet, PersonneCarnet, SessionCarnet
from app.services.carnet import (
    CarnetCree,
    Classeur,
    close,
    close_device,
    close_everywhere,
    create,
    load,
    open_with,
    read_etat,
    renew_codes,
    rewrap_some,
    save,
)
from app.services.coffre_carnet import CoffreCarnet
from app.services.consentements import is_whole, subject_of
from app.services.effacements import (
    erase_one,
    erase_whole,
    purge_carnets,
)
from tests.base.carnets import ACTE, AUTRE_CLE, CLE, LE, Classeurs, famille, personne, scribe


@pytest.fixture
def a(session: Session) -> Classeurs:
    """The desk some time after now, with these keys."""
    return lambda *cles, **apres: Classeur(session, scribe(*cles), LE + timedelta(**apres))


@pytest.fixture
def cree(a: Classeurs) -> CarnetCree:
    return create(a(), famille(), ACTE)


def test_a_carnet_gives_back_what_was_put_in(a: Classeurs, cree: CarnetCree) -> None:
    ouvert = load(a(minutes=1), cree.jeton)
    assert ouvert is not None
    assert ouvert.dossier == famille()
    etat = read_etat(a(), ouvert)
    assert (etat.personnes, etat.codes, len(etat.appareils)) == (2, CODES, 1)
    assert [acte.geste for acte in etat.actes] == [Geste.DONNE]


def test_nothing_readable_is_in_the_rows(session: Session, cree: CarnetCree) -> None:
    for ligne in session.exec(select(PersonneCarnet)):
        for octets in (ligne.cle, ligne.profil, ligne.historique):
            assert not any(mot in octets for mot in (b"1972", b"fumeur", b"sein", b"Lunettes", b"A.B."))
    brut = " ".join(
        str(ligne.model_dump()) for t in (CodeCarnet, SessionCarnet, Carnet) for ligne in session.exec(select(t))
    )
    secrets = [cree.jeton, *cree.codes, *(code.replace("-", "") for code in cree.codes)]
    assert not any(secret in brut for secret in secrets)


def test_durations_go_on_with_the_days(a: Classeurs) -> None:
    profil = Profil(date_naissance=parse_date_approchee("1972"), reponses={"annees_depuis_arret_tabac": 3})
    jeton = create(a(), Dossier((EtatNavigateur(profil=profil),)), ACTE).codes[0]
    neuf = open_with(a(days=400), jeton, "")
    ouvert = load(a(days=400), neuf or "")
    assert ouvert is not None
    assert ouvert.dossier.personne.profil.reponses["annees_depuis_arret_tabac"] == 4


@pytest.mark.parametrize("colonnes", [("profil",), ("historique",), ("cle",), ("profil", "historique", "cle")])
def test_two_people_swapped_are_refused(
    session: Session, a: Classeurs, cree: CarnetCree, colonnes: tuple[str, ...]
) -> None:
    un, deux = session.exec(select(PersonneCarnet)).all()
    for colonne in colonnes:
        premier, second = getattr(un, colonne), getattr(deux, colonne)
        setattr(un, colonne, second)
        setattr(deux, colonne, premier)
    session.flush()
    with pytest.raises(CarnetIllisible):
        load(a(), cree.jeton)


def test_two_columns_swapped_are_refused(session: Session, a: Classeurs, cree: CarnetCree) -> None:
    ligne = session.exec(select(PersonneCarnet)).first()
    assert ligne is not None
    ligne.profil, ligne.historique = ligne.historique, ligne.profil
    session.flush()
    with pytest.raises(CarnetIllisible):
        load(a(), cree.jeton)


def test_another_master_key_opens_nothing(a: Classeurs, cree: CarnetCree) -> None:
    with pytest.raises(CarnetIllisible):
        load(a(AUTRE_CLE), cree.jeton)


def test_keys_are_changed_while_the_carnet_is_read(session: Session, a: Classeurs, cree: CarnetCree) -> None:
    nouvelle = CoffreCarnet((AUTRE_CLE, CLE))
    assert load(a(AUTRE_CLE, CLE), cree.jeton) is not None
    assert rewrap_some(a(AUTRE_CLE, CLE), nouvelle.courante, 1) == 1
    assert load(a(AUTRE_CLE, CLE), cree.jeton) is not None  # half the way
    assert rewrap_some(a(AUTRE_CLE, CLE), nouvelle.courante, 50) == 1
    assert rewrap_some(a(AUTRE_CLE, CLE), nouvelle.courante, 50) == 0
    ouvert = load(a(AUTRE_CLE), cree.jeton)
    assert ouvert is not None
    assert ouvert.dossier == famille()
    session.expire_all()
    with pytest.raises(CarnetIllisible):
        load(a(CLE), cree.jeton)


def test_a_code_is_read_as_people_write_it_and_serves_once(a: Classeurs, cree: CarnetCree) -> None:
    premier, second = cree.codes[:2]
    neuf = open_with(a(), f"  {premier.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')} ", "")
    assert neuf is not None
    assert open_with(a(), premier, "") is None
    assert open_with(a(), second, "") is not None


@pytest.mark.parametrize("saisie", ["", "x", "A" * 25, "0" * 25, "é" * 25, "A" * 500, "'; DROP TABLE carnet; --"])
def test_what_is_no_code_opens_nothing(a: Classeurs, cree: CarnetCree, saisie: str) -> None:
    assert open_with(a(), saisie, "") is None


def test_opening_gives_a_new_token_and_kills_the_former(a: Classeurs, cree: CarnetCree) -> None:
    neuf = open_with(a(), cree.codes[0], cree.jeton)
    assert neuf not in {None, cree.jeton}
    assert load(a(), cree.jeton) is None
    assert load(a(), neuf or "") is not None


def test_a_new_sheet_kills_the_former(a: Classeurs, cree: CarnetCree) -> None:
    ouvert = load(a(), cree.jeton)
    assert ouvert is not None
    nouveaux = renew_codes(a(), ouvert)
    assert open_with(a(), cree.codes[0], "") is None
    assert open_with(a(), nouveaux[0], "") is not None
    assert len({*nouveaux, *cree.codes}) == 2 * CODES


def test_it_closes_by_itself_and_by_hand(a: Classeurs, cree: CarnetCree) -> None:
    autre = open_with(a(), cree.codes[0], "") or ""
    presque = SANS_GESTE - timedelta(seconds=1)
    assert load(Classeur(*a()[:2], LE + presque), cree.jeton) is not None
    assert load(Classeur(*a()[:2], LE + presque + SANS_GESTE), cree.jeton) is None
    close(a(), autre)
    assert load(a(), autre) is None


def test_a_day_long_visit_ends_too(a: Classeurs, cree: CarnetCree) -> None:
    heures = int(OUVERT_AU_PLUS.total_seconds() // 3600)
    vus = [load(a(hours=heure), cree.jeton) is not None for heure in range(1, heures + 1)]
    assert vus == [True] * (heures - 1) + [False]


def test_devices_are_closed_one_by_one_or_together(a: Classeurs, cree: CarnetCree) -> None:
    autre = open_with(a(), cree.codes[0], "") or ""
    etranger = create(a(), famille(), ACTE)
    ouvert = load(a(), cree.jeton)
    dehors = load(a(), etranger.jeton)
    assert ouvert is not None
    assert dehors is not None
    appareils = {appareil.ici: appareil.id for appareil in read_etat(a(), ouvert).appareils}
    close_device(a(), dehors, appareils[False])  # another carnet's owner closes nothing
    assert load(a(), autre) is not None
    close_device(a(), ouvert, appareils[False])
    assert load(a(), autre) is None
    close_everywhere(a(), ouvert)
    assert load(a(), cree.jeton) is None
    assert load(a(), etranger.jeton) is not None


def test_only_what_changed_is_written(session: Session, a: Classeurs, cree: CarnetCree) -> None:
    ouvert = load(a(), cree.jeton)
    assert ouvert is not None
    avant = {ligne.numero: ligne.profil for ligne in session.exec(select(PersonneCarnet))}
    save(a(), ouvert, ouvert.dossier.garder(personne("1973-05-14")).ajouter(personne("1950", proche=True)))
    apres = {ligne.numero: ligne.profil for ligne in session.exec(select(PersonneCarnet))}
    assert apres[0] != avant[0]
    assert apres[1] == avant[1]
    relu = load(a(), cree.jeton)
    assert relu is not None
    assert [p.numero for p in relu.dossier.personnes] == [0, 1, 2]
    assert relu.dossier.personne.numero == 2


def test_a_page_that_is_late_overwrites_nothing(a: Classeurs, cree: CarnetCree) -> None:
    premier, second = load(a(), cree.jeton), load(a(), cree.jeton)
    assert premier is not None
    assert second is not None
    save(a(), premier, premier.dossier.garder(personne("1973-05-14")))
    with pytest.raises(CarnetChange):
        save(a(), second, second.dossier.garder(personne("1974-05-14")))
    with pytest.raises(CarnetChange):
        erase_one(a(), second, 1)


def test_showing_someone_else_is_no_writing(a: Classeurs, cree: CarnetCree) -> None:
    ouvert = load(a(), cree.jeton)
    assert ouvert is not None
    save(a(), ouvert, ouvert.dossier.choisir(1))
    relu = load(a(), cree.jeton)
    assert relu is not None
    assert (relu.revision, relu.dossier.personne.numero) == (ouvert.revision, 1)


def test_a_reader_under_15_is_never_kept(a: Classeurs, cree: CarnetCree) -> None:
    with pytest.raises(AgeDuCarnet):
        create(a(), Dossier((personne("2011-11-23"),)), ACTE)
    create(a(), Dossier((personne("2011-11-22"),)), ACTE)
    ouvert = load(a(), cree.jeton)
    assert ouvert is not None
    with pytest.raises(AgeDuCarnet):
        save(a(), ouvert, ouvert.dossier.garder(personne("2020-01-01")))


def test_acts_are_never_changed(session: Session, cree: CarnetCree) -> None:
    with pytest.raises(DBAPIError), session.begin_nested():
        session.execute(text("UPDATE acte_consentement SET geste = 'refuse'"))


def test_erasing_leaves_an_act_tied_to_nobody(session: Session, a: Classeurs, cree: CarnetCree) -> None:
    ouvert = load(a(), cree.jeton)
    carnet = session.exec(select(Carnet)).one()
    sujet = subject_of(carnet)
    assert ouvert is not None
    fin, nombre = erase_whole(a(minutes=5), ouvert)
    assert fin is not None
    assert (fin.geste, nombre) == (Geste.RETIRE, 2)
    for table in (Carnet, PersonneCarnet, CodeCarnet, SessionCarnet, AccesCarnet):
        assert session.exec(select(table)).all() == []
    assert [ligne.geste for ligne in session.exec(select(ActeConsenti))] == ["donne", "retire"]
    assert is_whole(session, sujet)
    assert load(a(), cree.jeton) is None
    assert all(open_with(a(), code, "") is None for code in cree.codes)
    with pytest.raises(CarnetFerme):
        save(a(), ouvert, famille())


def test_one_person_is_erased_and_the_others_stay(a: Classeurs, cree: CarnetCree) -> None:
    ouvert = load(a(), cree.jeton)
    assert ouvert is not None
    with pytest.raises(PersonneRetiree):
        erase_one(a(), ouvert, 7)
    erase_one(a(), ouvert, 1)
    reste = load(a(), cree.jeton)
    assert reste is not None
    assert [p.numero for p in reste.dossier.personnes] == [0]
    assert reste.dossier.crees == 1
    gestes = [geste for _, geste in read_etat(a(), reste).gestes]
    assert gestes == [GesteCarnet.EFFACE_PERSONNE, GesteCarnet.CREE]


def test_24_months_without_a_visit_and_it_is_gone(session: Session, a: Classeurs) -> None:
    vieux, visite = create(a(), famille(), ACTE), create(a(), famille(), ACTE)
    assert open_with(a(days=300), visite.codes[0], "") is not None
    assert purge_carnets(session, datetime(2028, 11, 22, 9, tzinfo=UTC)) == 0
    assert purge_carnets(session, datetime(2028, 11, 23, 9, tzinfo=UTC)) == 1
    assert open_with(a(days=740), vieux.codes[0], "") is None
    assert open_with(a(days=740), visite.codes[1], "") is not None
    assert [ligne.geste for ligne in session.exec(select(ActeConsenti).order_by(ActeConsenti.rang))][-1] == "expire"


def test_the_same_code_from_many_devices_opens_one(moteur_bd: Engine) -> None:
    with Session(moteur_bd) as session, session.begin():
        code = create(Classeur(session, scribe(), LE), famille(), ACTE).codes[0]

    def try_once(_: int) -> str | None:
        with Session(moteur_bd) as session, session.begin():
            return open_with(Classeur(session, scribe(), LE), code, "")

    with ThreadPoolExecutor(8) as ensemble:
        ouverts = [jeton for jeton in ensemble.map(try_once, range(16)) if jeton]
    assert len(ouverts) == 1
