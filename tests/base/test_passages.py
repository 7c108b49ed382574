"""Someone of a carnet takes their own, on both engines: sealed anew, once, gone from the other, never brought back."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.domain.carnet_en_ligne import CODE_LONGUEUR, CarnetOuvert, GesteCarnet
from app.domain.consentement import ActeConsentement, Finalite, Geste
from app.domain.dates import parse_date_approchee
from app.domain.dossier import Dossier
from app.domain.erreurs import CarnetChange, CarnetIllisible, PersonneRetiree
from app.domain.erreurs_passage import PassageRefuse, RaisonDePassage
from app.domain.partage import Resume
from app.domain.passage import DUREE_DU_CODE, GenreInvitation, Invitation
from app.domain.vaccination_dossier import Vaccination
from app.models import Carnet, Envoi, InvitationCarnet, PartageCarnet, PersonneCarnet
from app.services.carnet import CarnetCree, Classeur, create, load, open_with, read_etat, save
from app.services.effacements import erase_one, erase_whole
from app.services.envois.abonnements import read_abonnements
from app.services.envois.adresses import Bureau
from app.services.invitations import invite, purge_invitations, read_invitations, take_back
from app.services.liste_effacements import NOM, ListeEffacements, read_traces
from app.services.partages import APartager, share
from app.services.passages import look, offer_carnet, take_in_new_carnet, take_in_open_carnet
from app.services.reprise import reapply, still_there
from tests.base.carnets import ACTE, LE, personne, scribe
from tests.factories import contenu_reel

AU = LE.date()
ROR = Vaccination(vaccin="ror", le=parse_date_approchee("2011-06"))
JEUNE = personne("2010-05-14", proche=True, nom="L.M.", vaccinations=(ROR,))
DON = GenreInvitation.DONNER


def desk(session: Session, apres: timedelta = timedelta()) -> Classeur:
    return Classeur(session, scribe(), LE + apres)


@pytest.fixture
def session(session_annulee: Session) -> Session:
    return session_annulee


def parent(session: Session, *proches: object) -> CarnetCree:
    dossier = Dossier((personne(),))
    for proche in proches or (JEUNE, personne("2020-01-15", proche=True, nom="A.B.")):
        dossier = dossier.ajouter(proche)  # type: ignore[arg-type]
    return create(desk(session), dossier.choisir(0), ACTE)


def opened(session: Session, cree: CarnetCree) -> CarnetOuvert:
    ouvert = load(desk(session), cree.jeton)
    assert ouvert is not None
    return ouvert


def gestes(session: Session, cree: CarnetCree) -> list[GesteCarnet]:
    return [geste for _, geste in read_etat(desk(session), opened(session, cree)).gestes]


def refused(raison: RaisonDePassage) -> "pytest.RaisesExc[PassageRefuse]":
    return pytest.raises(PassageRefuse, check=lambda erreur: erreur.raison is raison)


def test_they_leave_with_everything_and_the_parent_keeps_nothing(session: Session) -> None:
    cree = parent(session)
    ancien = session.exec(select(PersonneCarnet).where(PersonneCarnet.numero == 1)).one().model_dump()
    code = offer_carnet(desk(session), opened(session, cree), 1, AU)
    assert len(code.replace("-", "")) == CODE_LONGUEUR
    assert look(desk(session), code, None, AU).age == 16
    neuf = take_in_new_carnet(desk(session), code.lower().replace("-", " "), Dossier(), AU, ACTE)
    elle = opened(session, neuf)
    assert elle.dossier.personnes == (replace(JEUNE, proche=False, numero=0, nom=""),)
    assert [p.numero for p in opened(session, cree).dossier.personnes] == [0, 2]
    lignes = session.exec(select(PersonneCarnet)).all()
    assert ancien["id"] not in {ligne.id for ligne in lignes}
    for colonne in ("cle", "profil", "historique"):
        assert ancien[colonne] not in {getattr(ligne, colonne) for ligne in lignes}
    assert gestes(session, neuf) == [GesteCarnet.RECU, GesteCarnet.CREE]
    assert gestes(session, cree)[:2] == [GesteCarnet.DON, GesteCarnet.CODE_DONNE]
    etat = read_etat(desk(session), elle)
    assert ([acte.finalite for acte in etat.actes], etat.codes) == ([Finalite.CARNET], 10)
    assert open_with(desk(session), neuf.codes[0], "") is not None


def test_a_code_serves_once_and_is_not_in_the_base(session: Session) -> None:
    cree = parent(session)
    code = offer_carnet(desk(session), opened(session, cree), 1, AU)
    ligne = session.exec(select(InvitationCarnet)).one()
    assert code.replace("-", "") not in str(ligne.model_dump())
    take_in_new_carnet(desk(session), code, Dossier(), AU, ACTE)
    for _ in range(2):
        with refused(RaisonDePassage.CODE):
            take_in_new_carnet(desk(session), code, Dossier(), AU, ACTE)
    assert len(session.exec(select(Carnet)).all()) == 2


@pytest.mark.parametrize("saisie", ["", "x", "0" * 25, "A" * 500, "é" * 25, "'; DROP TABLE carnet; --"])
def test_what_is_no_code_gives_nothing(session: Session, saisie: str) -> None:
    parent(session)
    with refused(RaisonDePassage.CODE):
        look(desk(session), saisie, None, AU)


def test_neither_a_code_of_the_sheet_nor_the_reverse(session: Session) -> None:
    cree = parent(session)
    with refused(RaisonDePassage.CODE):
        take_in_new_carnet(desk(session), cree.codes[0], Dossier(), AU, ACTE)
    code = offer_carnet(desk(session), opened(session, cree), 1, AU)
    assert open_with(desk(session), code, "") is None


def test_a_code_that_nobody_used_ends_and_nothing_is_lost(session: Session) -> None:
    cree = parent(session)
    code = offer_carnet(desk(session), opened(session, cree), 1, AU)
    presque = DUREE_DU_CODE - timedelta(seconds=1)
    assert look(desk(session, presque), code, None, AU).age == 16
    assert purge_invitations(session, LE + presque) == 0
    for apres in (DUREE_DU_CODE, DUREE_DU_CODE + timedelta(seconds=1)):
        with refused(RaisonDePassage.CODE):
            take_in_new_carnet(desk(session, apres), code, Dossier(), AU, ACTE)
    assert purge_invitations(session, LE + DUREE_DU_CODE) == 1
    assert opened(session, cree).dossier.trouver(1) == replace(JEUNE, numero=1)


def test_another_code_kills_the_former_and_the_parent_may_take_it_back(session: Session) -> None:
    cree = parent(session)
    premier = offer_carnet(desk(session), opened(session, cree), 1, AU)
    second = offer_carnet(desk(session), opened(session, cree), 1, AU)
    with refused(RaisonDePassage.CODE):
        look(desk(session), premier, None, AU)
    attend = Invitation(1, DON, LE + DUREE_DU_CODE)
    assert read_invitations(desk(session), opened(session, cree)) == (attend,)
    take_back(desk(session), opened(session, parent(session)), 1, DON)  # another carnet's number 1
    assert look(desk(session), second, None, AU).age == 16
    take_back(desk(session), opened(session, cree), 1, DON)
    with refused(RaisonDePassage.CODE):
        look(desk(session), second, None, AU)
    assert gestes(session, cree)[0] is GesteCarnet.CODE_ANNULE


@pytest.mark.parametrize(
    ("naissance", "possible"),
    [("2011-11-23", False), ("2011-11-22", True), ("2011-11-21", True), ("2011", False), ("1950", True)],
)
def test_nobody_is_given_their_carnet_before_15(session: Session, naissance: str, possible: bool) -> None:
    cree = parent(session, personne(naissance, proche=True))
    if possible:
        assert offer_carnet(desk(session), opened(session, cree), 1, AU)
        return
    with refused(RaisonDePassage.AVANT_15_ANS):
        offer_carnet(desk(session), opened(session, cree), 1, AU)
    # Even with a code, however it was made: the age is looked at again when it serves.
    code = invite(desk(session), opened(session, cree), 1, DON)
    with refused(RaisonDePassage.AVANT_15_ANS):
        take_in_new_carnet(desk(session), code, Dossier(), AU, ACTE)


def test_the_reader_and_who_is_not_there_are_not_given(session: Session) -> None:
    ouvert = opened(session, parent(session))
    for numero in (0, 7):
        with pytest.raises(PersonneRetiree):
            offer_carnet(desk(session), ouvert, numero, AU)


def test_in_a_carnet_that_is_open_their_own_answers_stay(session: Session) -> None:
    cree, sien = parent(session), replace(personne("2010-05-14"), vaccinations=())
    elle = create(desk(session), Dossier((sien,)), ACTE)
    code = offer_carnet(desk(session), opened(session, cree), 1, AU)
    avant = opened(session, elle)
    take_in_open_carnet(desk(session), avant, code, AU, ACTE)
    apres = opened(session, elle)
    assert apres.dossier.lecteur == replace(sien, vaccinations=(ROR,))
    assert apres.revision == avant.revision + 1
    assert len(read_etat(desk(session), apres).actes) == 2
    with pytest.raises(CarnetChange):  # their own page that was open meanwhile is told
        save(desk(session), avant, avant.dossier.garder(personne("2010-05-13")))


def test_another_birth_and_the_same_carnet_are_refused_and_the_code_stays_good(session: Session) -> None:
    cree, autre = parent(session), create(desk(session), Dossier((personne("2009-01-01"),)), ACTE)
    ouvert = opened(session, cree)
    code = offer_carnet(desk(session), ouvert, 1, AU)
    with refused(RaisonDePassage.AUTRE_PERSONNE), session.begin_nested():
        take_in_open_carnet(desk(session), opened(session, autre), code, AU, ACTE)
    with refused(RaisonDePassage.MEME_CARNET):
        look(desk(session), code, ouvert, AU)
    with refused(RaisonDePassage.MEME_CARNET):
        take_in_open_carnet(desk(session), opened(session, cree), code, AU, ACTE)
    assert opened(session, cree).dossier.trouver(1) is not None
    assert take_in_new_carnet(desk(session), code, Dossier(), AU, ACTE)


def test_a_page_of_the_parent_that_is_late_does_not_bring_them_back(session: Session) -> None:
    cree = parent(session)
    tard = opened(session, cree)
    code = offer_carnet(desk(session), tard, 1, AU)
    take_in_new_carnet(desk(session), code, Dossier(), AU, ACTE)
    with pytest.raises(CarnetChange):
        save(desk(session), tard, tard.dossier.choisir(1).garder(replace(JEUNE, nom="Z")))
    with pytest.raises(PersonneRetiree):
        erase_one(desk(session), tard, 1)


def test_what_was_sealed_for_the_parent_does_not_open_elsewhere(session: Session) -> None:
    cree = parent(session)
    avant = session.exec(select(PersonneCarnet).where(PersonneCarnet.numero == 1)).one().model_dump()
    code = offer_carnet(desk(session), opened(session, cree), 1, AU)
    neuf = take_in_new_carnet(desk(session), code, Dossier(), AU, ACTE)
    elle = opened(session, neuf).id
    ligne = session.exec(select(PersonneCarnet).where(PersonneCarnet.carnet_id == elle)).one()
    for colonnes in (("profil",), ("historique",), ("cle",), ("cle", "profil", "historique")):
        garde = {colonne: getattr(ligne, colonne) for colonne in colonnes}
        for colonne in colonnes:
            setattr(ligne, colonne, avant[colonne])
        session.flush()
        with pytest.raises(CarnetIllisible):
            load(desk(session), neuf.jeton)
        for colonne, valeur in garde.items():
            setattr(ligne, colonne, valeur)
        session.flush()
    assert load(desk(session), neuf.jeton) is not None


def test_summaries_and_codes_about_them_go_and_the_others_stay(session: Session) -> None:
    cree = parent(session)
    oui = ActeConsentement(Finalite.PARTAGE, Geste.DONNE, 1, "0" * 64, "normal", LE)
    for numero in (0, 1):
        resume = Resume(LE, LE + timedelta(hours=1), (("Les vaccins notés", (("ROR", ""),)),))
        share(desk(session), opened(session, cree), APartager(numero, resume), oui)
    code = offer_carnet(desk(session), opened(session, cree), 1, AU)
    take_in_new_carnet(desk(session), code, Dossier(), AU, ACTE)
    assert [p.numero for p in session.exec(select(PartageCarnet))] == [0]
    assert session.exec(select(InvitationCarnet)).all() == []


def test_reminders_that_hung_on_them_are_cancelled_and_do_not_follow_them(session: Session) -> None:
    """A carnet kept for someone else alone has its reminders on that person: they are the keeper's, not theirs."""
    cree = create(desk(session), Dossier().ajouter(JEUNE), ACTE)
    qui = session.exec(select(PersonneCarnet.id)).one()
    session.add(
        Envoi(
            id="e", cle="c", personne=qui, canal="courriel", genre="rappel", jour=date(2027, 1, 1), prevu_le=LE,
            etat="prevu",
        )
    )  # fmt: skip
    session.flush()
    code = offer_carnet(desk(session), opened(session, cree), 1, AU)
    take_in_new_carnet(desk(session), code, Dossier(), AU, ACTE)
    envoi = session.get_one(Envoi, "e")
    assert (envoi.etat, envoi.motif, envoi.personne) == ("supprime", "efface", None)


def test_erasing_the_person_or_the_carnet_kills_the_code(session: Session) -> None:
    un, tout = parent(session), parent(session)
    codes = [offer_carnet(desk(session), opened(session, cree), 1, AU) for cree in (un, tout)]
    erase_one(desk(session), opened(session, un), 1)
    erase_whole(desk(session), opened(session, tout))
    for code in codes:
        with refused(RaisonDePassage.CODE):
            look(desk(session), code, None, AU)


def test_an_old_backup_does_not_give_them_back_to_the_parent(moteur_bd: Engine, tmp_path: Path) -> None:
    """The base as it was before, with what the list outside knows: they are gone from it, and so are dead codes."""
    liste = ListeEffacements(tmp_path / NOM)
    liste.begin(LE - timedelta(days=1))
    with liste.transaction(moteur_bd, LE) as session:
        cree = parent(session)
        partis = offer_carnet(desk(session), opened(session, cree), 1, AU)
        annule = invite(desk(session), opened(session, cree), 2, DON)
    tables = (Carnet, PersonneCarnet, InvitationCarnet)
    with Session(moteur_bd) as session:
        vieille = [ligne.model_dump() for table in tables for ligne in session.exec(select(table))]
        sortes = [table for table in tables for _ in session.exec(select(table))]
    with liste.transaction(moteur_bd, LE) as session:
        neuf = take_in_new_carnet(desk(session), partis, Dossier(), AU, ACTE)
        take_back(desk(session), opened(session, cree), 2, DON)
    with Session(moteur_bd) as session, session.begin():  # the old rows come back as they were
        for table, ligne in zip(sortes, vieille, strict=True):
            session.merge(table(**ligne))
            session.flush()
    traces = read_traces(liste.lines())
    with Session(moteur_bd) as session, session.begin():
        assert still_there(session, traces)
        reapply(session, traces, LE + timedelta(days=1))
    with Session(moteur_bd) as session, session.begin():
        assert not still_there(session, traces)
        lui = load(desk(session), open_with(desk(session), cree.codes[0], "") or "")
        elle = load(desk(session), open_with(desk(session), neuf.codes[0], "") or "")
        assert lui is not None
        assert elle is not None
        assert [p.numero for p in lui.dossier.personnes] == [0, 2]
        assert elle.dossier.lecteur.vaccinations == (ROR,)
        for code in (partis, annule):
            with refused(RaisonDePassage.CODE):
                look(desk(session), code, None, AU)


def test_the_same_code_from_many_devices_moves_them_once(moteur_bd: Engine) -> None:
    with Session(moteur_bd) as session, session.begin():
        code = offer_carnet(desk(session), opened(session, parent(session)), 1, AU)

    def try_once(_: int) -> bool:
        try:
            with Session(moteur_bd) as session, session.begin():
                take_in_new_carnet(desk(session), code, Dossier(), AU, ACTE)
        except PassageRefuse:
            return False
        return True

    with ThreadPoolExecutor(8) as ensemble:
        assert sum(ensemble.map(try_once, range(12))) == 1
    with Session(moteur_bd) as session:
        assert len(session.exec(select(Carnet)).all()) == 2
        assert len(session.exec(select(PersonneCarnet)).all()) == 3


def test_taking_and_erasing_at_once_leaves_one_of_the_two(moteur_bd: Engine) -> None:
    """Whoever is first decides; never both, never neither: the profile is in the new carnet, or nowhere."""
    for _ in range(6):
        with Session(moteur_bd) as session, session.begin():
            cree = parent(session, JEUNE)
            code = offer_carnet(desk(session), opened(session, cree), 1, AU)

        def take(code: str = code) -> bool:
            try:
                with Session(moteur_bd) as session, session.begin():
                    take_in_new_carnet(desk(session), code, Dossier(), AU, ACTE)
            except PassageRefuse:
                return False
            return True

        def erase(cree: CarnetCree = cree) -> bool:
            try:
                with Session(moteur_bd) as session, session.begin():
                    erase_one(desk(session), opened(session, cree), 1)
            except (CarnetChange, PersonneRetiree):
                return False
            return True

        with ThreadPoolExecutor(2) as ensemble:
            assert sum(faire.result() for faire in (ensemble.submit(take), ensemble.submit(erase))) == 1


def test_the_bureau_still_reads_what_is_left(session: Session) -> None:
    """Nothing of the reminders' desk breaks when the first person of a carnet has left it."""
    cree = create(desk(session), Dossier().ajouter(JEUNE), ACTE)
    code = offer_carnet(desk(session), opened(session, cree), 1, AU)
    take_in_new_carnet(desk(session), code, Dossier(), AU, ACTE)
    bureau = Bureau(session, scribe(), contenu_reel(), LE)
    assert read_abonnements(bureau, opened(session, cree).id) == {}
