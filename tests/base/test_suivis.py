"""Two adults, one profile of a child, on both engines: one row, two keys, no lost writing, an end from each side."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import NamedTuple

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.domain.carnet_en_ligne import CarnetOuvert, GesteCarnet
from app.domain.consentement import ActeConsentement, Finalite, Geste
from app.domain.dates import parse_date_approchee
from app.domain.dossier import Dossier
from app.domain.erreurs import CarnetChange, CarnetIllisible, PersonneRetiree
from app.domain.erreurs_passage import PassageRefuse, RaisonDePassage
from app.domain.partage import Resume
from app.domain.vaccination_dossier import Vaccination
from app.models import AccesCarnet, Carnet, PartageCarnet, PersonneCarnet, SuiviPersonne
from app.services.carnet import CarnetCree, create, load, open_with, read_etat, rewrap_some, save
from app.services.coffre_carnet import CoffreCarnet
from app.services.effacements import erase_one, erase_whole, purge_carnets
from app.services.envois.adresses import Bureau
from app.services.envois.planification import things_of
from app.services.envois.reponses import write_done
from app.services.liste_effacements import NOM, ListeEffacements, read_traces
from app.services.partages import APartager, share
from app.services.passages import look, offer_carnet, take_in_new_carnet, take_in_open_carnet
from app.services.reprise import reapply
from app.services.suivi_a_deux import Arret, offer_to_follow, read_shared, stop_following
from tests.base.carnets import ACTE, AUTRE_CLE, CLE, LE, personne, scribe
from tests.base.test_passages import desk, opened, refused
from tests.factories import contenu_reel

AU = LE.date()
ENFANT = personne("2020-01-15", proche=True, nom="A.B.")
ROR = Vaccination(vaccin="ror", le=parse_date_approchee("2021-02-01"))


class Parents(NamedTuple):
    """Two carnets: the child is 1 in the first, 2 in the second, whose own relative is 1."""

    a: CarnetCree
    b: CarnetCree


@pytest.fixture
def session(session_annulee: Session) -> Session:
    return session_annulee


def adults(session: Session, naissance: str = "2020-01-15") -> Parents:
    enfant = replace(personne(naissance, proche=True, nom="A.B."))
    a = create(desk(session), Dossier((personne(),)).ajouter(enfant).choisir(0), ACTE)
    autre = Dossier((personne("1970-02-02"),)).ajouter(personne("1945", proche=True, nom="Z"))
    b = create(desk(session), autre.choisir(0), ACTE)
    code = offer_to_follow(desk(session), opened(session, a), 1, AU)
    take_in_open_carnet(desk(session), opened(session, b), code, AU, ACTE)
    return Parents(a, b)


def child(session: Session, cree: CarnetCree, numero: int) -> object:
    return opened(session, cree).dossier.trouver(numero)


def gestes(session: Session, cree: CarnetCree) -> list[GesteCarnet]:
    return [geste for _, geste in read_etat(desk(session), opened(session, cree)).gestes]


def change(session: Session, ouvert: CarnetOuvert, numero: int) -> None:
    montre = ouvert.dossier.choisir(numero)
    save(desk(session), ouvert, montre.garder(replace(montre.personne, vaccinations=(ROR,))))


def test_both_see_and_correct_one_profile(session: Session) -> None:
    a, b = adults(session)
    assert len(session.exec(select(PersonneCarnet)).all()) == 4
    assert child(session, a, 1) == replace(ENFANT, numero=1)
    assert child(session, b, 2) == replace(ENFANT, numero=2)
    change(session, opened(session, b), 2)
    assert child(session, a, 1) == replace(ENFANT, numero=1, vaccinations=(ROR,))
    assert gestes(session, b)[0] is GesteCarnet.SUIVI_MOI
    assert gestes(session, a)[0] is GesteCarnet.SUIVI_AUTRE
    montre = opened(session, a).dossier.choisir(1)
    save(desk(session), opened(session, a), montre.garder(replace(ENFANT, nom="C.")))
    assert child(session, b, 2) == replace(ENFANT, numero=2, nom="C.")
    assert gestes(session, b)[0] is GesteCarnet.SUIVI_AUTRE
    assert read_shared(desk(session), opened(session, a)) == {1: True}
    assert read_shared(desk(session), opened(session, b)) == {2: False}
    assert read_etat(desk(session), opened(session, b)).a_deux == {2}


def test_nothing_else_of_one_is_seen_by_the_other(session: Session) -> None:
    a, b = adults(session)
    assert [p.numero for p in opened(session, b).dossier.personnes] == [0, 1, 2]
    assert "1972-05-14" not in str(opened(session, b).dossier)
    assert "1970-02-02" not in str(opened(session, a).dossier)
    avant = opened(session, b)
    change(session, opened(session, a), 0)  # the first adult writes of themself
    assert opened(session, b).revision == avant.revision
    assert GesteCarnet.SUIVI_AUTRE not in gestes(session, b)


def test_the_commune_of_the_first_adult_is_not_the_second_s(session: Session) -> None:
    seul = create(desk(session), Dossier().ajouter(replace(ENFANT, commune="71000 Mâcon")), ACTE)
    b = create(desk(session), Dossier((personne("1970-02-02"),)), ACTE)
    code = offer_to_follow(desk(session), opened(session, seul), 1, AU)
    take_in_open_carnet(desk(session), opened(session, b), code, AU, ACTE)
    assert opened(session, b).dossier.commune == ""
    change(session, opened(session, b), 1)
    assert opened(session, seul).dossier.commune == "71000 Mâcon"


def test_whoever_writes_second_is_told_and_nothing_is_overwritten(session: Session) -> None:
    a, b = adults(session)
    page_a, page_b = opened(session, a), opened(session, b)
    change(session, page_a, 1)
    with pytest.raises(CarnetChange):
        save(desk(session), page_b, page_b.dossier.choisir(2).garder(replace(ENFANT, nom="Z")))
    assert child(session, b, 2) == replace(ENFANT, numero=2, vaccinations=(ROR,))


@pytest.mark.parametrize("rang", [0, 1])
def test_what_a_message_had_noted_is_one_history_and_the_other_adult_is_told(session: Session, rang: int) -> None:
    """An answer of either adult about the child was lost on one side, and could be overwritten on the other."""
    parents = adults(session)
    ici, ailleurs = parents[rang], parents[1 - rang]
    page = opened(session, ailleurs)
    bureau = Bureau(session, scribe(), contenu_reel(), LE)
    unite = next(iter(bureau.catalogue.par_id))
    le = parse_date_approchee("2026-11-02")
    write_done(bureau, opened(session, ici).id, f"{rang + 1}/{unite}/", le)
    for cote, cree in enumerate(parents):
        enfant = opened(session, cree).dossier.trouver(cote + 1)
        assert enfant
        assert {acte.id: acte.le for acte in enfant.profil.historique}[unite] == le
    assert gestes(session, ici)[0] is GesteCarnet.SUIVI_MOI
    assert gestes(session, ailleurs)[0] is GesteCarnet.SUIVI_AUTRE
    with pytest.raises(CarnetChange):
        change(session, page, 2 - rang)
    stop_following(desk(session), opened(session, parents.b), 2, Arret.QUITTER)
    write_done(bureau, opened(session, parents.b).id, f"2/{unite}/", parse_date_approchee("2026-11-03"))
    reste = opened(session, parents.a).dossier.trouver(1)
    assert reste
    assert {acte.id: acte.le for acte in reste.profil.historique}[unite] == le, "whoever left writes nothing"


def test_two_adults_erase_everything_at_the_same_instant(moteur_bd: Engine) -> None:
    """Three times: the child was left to a carnet that was being erased too, and one erasure failed."""
    for _ in range(3):
        with Session(moteur_bd) as session, session.begin():
            parents = adults(session)
        depart = Barrier(2)

        def leave(rang: int, depart: Barrier = depart, parents: Parents = parents) -> None:
            with Session(moteur_bd) as session, session.begin():
                ouvert = opened(session, parents[rang])
            depart.wait(10)
            with Session(moteur_bd) as session, session.begin():
                erase_whole(desk(session), ouvert)

        with ThreadPoolExecutor(2) as ensemble:
            list(ensemble.map(leave, (0, 1)))
    with Session(moteur_bd) as session:
        for table in (Carnet, PersonneCarnet, SuiviPersonne):
            assert session.exec(select(table)).all() == []


def test_two_adults_at_the_same_instant(moteur_bd: Engine) -> None:
    """Eight times, both read then both write: one is written, the other told, none is lost or stuck."""
    with Session(moteur_bd) as session, session.begin():
        parents = adults(session)
    for tour in range(8):
        depart = Barrier(2)

        def write(rang: int, tour: int = tour, depart: Barrier = depart) -> bool:
            with Session(moteur_bd) as session, session.begin():
                ouvert = opened(session, parents[rang])
            depart.wait(10)
            montre = ouvert.dossier.choisir(rang + 1)
            neuf = replace(montre.personne, nom=f"{tour}/{rang}")
            try:
                with Session(moteur_bd) as session, session.begin():
                    save(desk(session), ouvert, montre.garder(neuf))
            except CarnetChange:
                return False
            return True

        with ThreadPoolExecutor(2) as ensemble:
            ecrits = list(ensemble.map(write, range(2)))
        assert sorted(ecrits) == [False, True]
        with Session(moteur_bd) as session, session.begin():
            vus = {opened(session, cree).dossier.personnes[-1].nom for cree in parents}
            assert vus == {f"{tour}/{ecrits.index(True)}"}


@pytest.mark.parametrize("colonnes", [("cle",), ("personne",), ("cle", "maitresse"), ("carnet_id",)])
def test_a_link_moved_to_another_child_or_carnet_opens_nothing(session: Session, colonnes: tuple[str, ...]) -> None:
    un, deux = adults(session), adults(session, "2021-01-15")
    premier, second = (
        session.exec(select(SuiviPersonne).where(SuiviPersonne.carnet_id == opened(session, p.b).id)).one()
        for p in (un, deux)
    )
    valeurs = [(getattr(premier, c), getattr(second, c)) for c in colonnes]
    if colonnes in {("personne",), ("carnet_id",)}:  # unique: the one is moved onto the other's place
        session.delete(second)
        session.flush()
        setattr(premier, colonnes[0], valeurs[0][1])
        session.flush()
        vise = deux.b if colonnes == ("carnet_id",) else un.b
        with pytest.raises(CarnetIllisible):
            load(desk(session), vise.jeton)
        return
    for colonne, (_, autre) in zip(colonnes, valeurs, strict=True):
        setattr(premier, colonne, autre)
    session.flush()
    with pytest.raises(CarnetIllisible):
        load(desk(session), un.b.jeton)


def test_swapping_the_child_with_someone_of_the_first_carnet_is_refused(session: Session) -> None:
    _, b = adults(session)
    enfant = session.exec(select(PersonneCarnet).join(SuiviPersonne)).one()
    siens = session.exec(select(PersonneCarnet).where(PersonneCarnet.carnet_id == enfant.carnet_id)).all()
    (adulte,) = [ligne for ligne in siens if ligne.id != enfant.id]
    enfant.profil = adulte.profil
    session.flush()
    with pytest.raises(CarnetIllisible):
        load(desk(session), b.jeton)


def test_keys_are_changed_for_both(session: Session) -> None:
    _, b = adults(session)
    ici = desk(session)._replace(scribe=scribe(AUTRE_CLE, CLE))
    courante = CoffreCarnet((AUTRE_CLE, CLE)).courante
    while rewrap_some(ici, courante, 2):
        assert load(ici, b.jeton) is not None
    session.expire_all()
    assert load(desk(session)._replace(scribe=scribe(AUTRE_CLE)), b.jeton) is not None


def test_the_second_adult_leaves_and_their_key_is_gone(session: Session) -> None:
    a, b = adults(session)
    stop_following(desk(session), opened(session, b), 2, Arret.QUITTER)
    assert session.exec(select(SuiviPersonne)).all() == []
    assert child(session, b, 2) is None
    assert child(session, a, 1) == replace(ENFANT, numero=1)
    assert gestes(session, a)[0] is GesteCarnet.SUIVI_SEUL
    assert gestes(session, b)[0] is GesteCarnet.SUIVI_FINI


@pytest.mark.parametrize("comment", ["quitter", "retirer", "effacer-une", "effacer-tout", "24-mois"])
def test_the_first_adult_leaves_and_the_child_stays_whole_with_the_second(session: Session, comment: str) -> None:
    a, b = adults(session)
    carnet, ouvert = opened(session, a).id, opened(session, a)
    avant = session.exec(select(PersonneCarnet).join(SuiviPersonne)).one().model_dump()
    if comment == "quitter":
        stop_following(desk(session), ouvert, 1, Arret.QUITTER)
    elif comment == "retirer":
        save(desk(session), ouvert, ouvert.dossier.retirer(1))
    elif comment == "effacer-une":
        erase_one(desk(session), ouvert, 1)
    elif comment == "effacer-tout":
        erase_whole(desk(session), ouvert)
    else:
        tard = LE + timedelta(days=732)
        session.get_one(Carnet, opened(session, b).id).utilise_le = tard.date()
        assert purge_carnets(session, tard, scribe()) == 1
        b = b._replace(jeton=open_with(desk(session), b.codes[0], "") or "")
    assert child(session, b, 2) == replace(ENFANT, numero=2)
    ligne = session.exec(select(PersonneCarnet).where(PersonneCarnet.numero == 2)).one()
    assert ligne.carnet_id == opened(session, b).id
    for colonne in ("id", "cle", "profil", "historique"):
        assert getattr(ligne, colonne) != avant[colonne]
    assert session.exec(select(SuiviPersonne)).all() == []
    assert GesteCarnet.SUIVI_SEUL in gestes(session, b)
    if comment in {"effacer-tout", "24-mois"}:
        tables = (PersonneCarnet, AccesCarnet, SuiviPersonne)
        assert not [1 for t in tables for ligne in session.exec(select(t)) if ligne.carnet_id == carnet]
    change(session, opened(session, b), 2)  # and the second goes on alone


def test_the_second_adult_erases_everything_and_the_first_keeps_the_child(session: Session) -> None:
    a, b = adults(session)
    erase_whole(desk(session), opened(session, b))
    assert child(session, a, 1) == replace(ENFANT, numero=1)
    assert gestes(session, a)[0] is GesteCarnet.SUIVI_SEUL
    change(session, opened(session, a), 1)


def test_the_first_adult_keeps_the_child_alone_or_erases_for_both(session: Session) -> None:
    for arret, reste in ((Arret.SEUL, True), (Arret.EFFACER, False)):
        a, b = adults(session)
        stop_following(desk(session), opened(session, a), 1, arret)
        assert child(session, b, 2) is None
        assert (child(session, a, 1) is not None) is reste
        assert gestes(session, b)[0] is GesteCarnet.SUIVI_FINI


@pytest.mark.parametrize("arret", [Arret.SEUL, Arret.EFFACER])
def test_the_second_adult_takes_nothing_from_the_first(session: Session, arret: Arret) -> None:
    a, b = adults(session)
    with pytest.raises(PersonneRetiree):
        stop_following(desk(session), opened(session, b), 2, arret)
    with pytest.raises(PersonneRetiree):
        offer_carnet(desk(session), opened(session, adults(session, "2010-01-01").b), 2, AU)
    with pytest.raises(PersonneRetiree):
        offer_to_follow(desk(session), opened(session, b), 2, AU)
    assert child(session, a, 1) is not None


@pytest.mark.parametrize(
    ("naissance", "possible"), [("2008-11-23", True), ("2008-11-22", False), ("2008-11-21", False)]
)
def test_only_a_child_is_followed_by_two(session: Session, naissance: str, possible: bool) -> None:
    cree = create(desk(session), Dossier((personne(),)).ajouter(personne(naissance, proche=True)), ACTE)
    if possible:
        assert offer_to_follow(desk(session), opened(session, cree), 1, AU)
        return
    with refused(RaisonDePassage.PAS_A_DEUX):
        offer_to_follow(desk(session), opened(session, cree), 1, AU)


def test_two_and_never_three_and_not_without_a_carnet(session: Session) -> None:
    a, _ = adults(session)
    with refused(RaisonDePassage.PAS_A_DEUX):
        offer_to_follow(desk(session), opened(session, a), 1, AU)
    cree = create(desk(session), Dossier((personne(),)).ajouter(ENFANT), ACTE)
    code = offer_to_follow(desk(session), opened(session, cree), 1, AU)
    with refused(RaisonDePassage.SANS_CARNET):
        look(desk(session), code, None, AU)
    with refused(RaisonDePassage.SANS_CARNET), session.begin_nested():
        take_in_new_carnet(desk(session), code, Dossier(), AU, ACTE)
    with refused(RaisonDePassage.MEME_CARNET):
        take_in_open_carnet(desk(session), opened(session, cree), code, AU, ACTE)
    jeune = create(desk(session), Dossier((personne("2010-01-01"),)), ACTE)
    with refused(RaisonDePassage.PAS_A_DEUX), session.begin_nested():
        take_in_open_carnet(desk(session), opened(session, jeune), code, AU, ACTE)
    autre = create(desk(session), Dossier((personne(),)), ACTE)
    take_in_open_carnet(desk(session), opened(session, autre), code, AU, ACTE)
    with pytest.raises(PassageRefuse):  # once
        take_in_open_carnet(desk(session), opened(session, autre), code, AU, ACTE)


def test_the_child_grown_up_leaves_both(session: Session) -> None:
    a, b = adults(session, "2010-01-01")
    code = offer_carnet(desk(session), opened(session, a), 1, AU)
    neuf = take_in_new_carnet(desk(session), code, Dossier(), AU, ACTE)
    assert [p.numero for p in opened(session, neuf).dossier.personnes] == [0]
    assert child(session, a, 1) is None
    assert child(session, b, 2) is None
    assert gestes(session, b)[0] is GesteCarnet.SUIVI_FINI


def test_each_adult_is_reminded_of_the_child_once(session: Session) -> None:
    a, b = adults(session)
    bureau = Bureau(session, scribe(), contenu_reel(), LE)
    chez_a, chez_b = (set(things_of(bureau, opened(session, cree).id, AU)) for cree in (a, b))
    de_lui = {nom.partition("/")[2] for nom in chez_a if nom.startswith("1/")}
    assert de_lui
    assert {nom.partition("/")[2] for nom in chez_b if nom.startswith("2/")} == de_lui
    stop_following(desk(session), opened(session, b), 2, Arret.QUITTER)
    assert not [nom for nom in things_of(bureau, opened(session, b).id, AU) if nom.startswith("2/")]


def test_what_the_second_adult_showed_of_the_child_stops_with_it(session: Session) -> None:
    _, b = adults(session)
    oui = ActeConsentement(Finalite.PARTAGE, Geste.DONNE, 1, "0" * 64, "normal", LE)
    for numero in (0, 2):
        resume = Resume(LE, LE + timedelta(hours=1), (("Les vaccins notés", (("ROR", ""),)),))
        share(desk(session), opened(session, b), APartager(numero, resume), oui)
    stop_following(desk(session), opened(session, b), 2, Arret.QUITTER)
    assert [p.numero for p in session.exec(select(PartageCarnet))] == [0]


def test_an_old_backup_gives_no_access_back(moteur_bd: Engine, tmp_path: Path) -> None:
    liste = ListeEffacements(tmp_path / NOM)
    liste.begin(LE - timedelta(days=1))
    with liste.transaction(moteur_bd, LE) as session:
        a, b = adults(session)
    with Session(moteur_bd) as session:
        vieux = session.exec(select(SuiviPersonne)).one().model_dump()
    with liste.transaction(moteur_bd, LE) as session:
        stop_following(desk(session), opened(session, a), 1, Arret.SEUL)
    with Session(moteur_bd) as session, session.begin():
        session.add(SuiviPersonne(**vieux))
    with Session(moteur_bd) as session, session.begin():
        reapply(session, read_traces(liste.lines()), LE + timedelta(days=1))
    with Session(moteur_bd) as session, session.begin():
        for cree, reste in ((a, True), (b, False)):
            ouvert = load(desk(session), open_with(desk(session), cree.codes[0], "") or "")
            assert ouvert is not None
            assert any(p.nom == "A.B." for p in ouvert.dossier.personnes) is reste
