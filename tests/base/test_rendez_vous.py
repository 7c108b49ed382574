"""One appointment at a time, on both engines: held, booked, repeated, cancelled, moved, erased, and never twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from app.domain.erreurs import (
    CleDejaUtilisee,
    CreneauPris,
    DejaUnRendezVous,
    ErreurMetier,
    RendezVousCommence,
    RendezVousInconnu,
    TenueFinie,
    TropDeRendezVous,
)
from app.domain.rendez_vous import GARDE, TENUE, EtatRendezVous, Personne
from app.models import Creneau, RendezVous
from app.services.rendez_vous import (
    Demande,
    Guichet,
    cancel,
    confirm,
    move,
    purge_rendez_vous,
    read,
    release_tenues,
    take,
)
from tests.agendas import (
    MAINTENANT,
    communes_reelles,
    demain,
    empreintes,
    make_creneaux,
    make_lieu,
    make_professionnel,
)

ANA, BO = Personne("Ana", "Roy", "0600000001"), Personne("Bo", "Li")
Guichets = Callable[..., Guichet]


@pytest.fixture
def a(session: Session) -> Guichets:
    """The desk, some time after now."""
    return lambda **apres: Guichet(session, empreintes(), communes_reelles(), MAINTENANT + timedelta(**apres))


@pytest.fixture
def creneaux(session: Session) -> list[Creneau]:
    """Three slots for one person, then one for two people, at one place."""
    lieu, qui = make_lieu(session), make_professionnel(session)
    debuts = [demain(9), demain(10), demain(11)]
    return make_creneaux(session, lieu, qui, debuts) + make_creneaux(session, lieu, qui, [demain(14)], places=2)


def demande(creneau: Creneau, numero: int = 1, personne: Personne | None = ANA) -> Demande:
    return Demande(creneau.id, f"cle-de-demande-{numero:04}", personne)


def prises(session: Session, creneau: Creneau) -> int:
    return session.exec(select(Creneau.prises).where(Creneau.id == creneau.id)).one()


def test_a_booking_says_what_was_asked(a: Guichets, creneaux: list[Creneau], session: Session) -> None:
    vu = take(a(), demande(creneaux[0]))
    assert (vu.etat, vu.personne, vu.creneau.debut) == (EtatRendezVous.CONFIRME, ANA, demain(9))
    assert vu.lieu.ville == "Mâcon"
    assert read(a(), vu.code) == vu
    assert prises(session, creneaux[0]) == 1


def test_the_same_request_gives_the_same_appointment(a: Guichets, creneaux: list[Creneau], session: Session) -> None:
    assert take(a(), demande(creneaux[0])) == take(a(minutes=1), demande(creneaux[0]))
    assert prises(session, creneaux[0]) == 1


@pytest.mark.parametrize("autre", [1, 2])
def test_the_same_key_for_something_else_is_refused(a: Guichets, creneaux: list[Creneau], autre: int) -> None:
    take(a(), demande(creneaux[0]))
    change = demande(creneaux[1]) if autre == 1 else demande(creneaux[0], personne=BO)
    with pytest.raises(CleDejaUtilisee):
        take(a(), change)


def test_a_cancelled_request_does_not_come_back(a: Guichets, creneaux: list[Creneau], session: Session) -> None:
    cancel(a(), take(a(), demande(creneaux[0])).code)
    with pytest.raises(CleDejaUtilisee):
        take(a(), demande(creneaux[0]))
    assert prises(session, creneaux[0]) == 0


def test_a_slot_taken_past_closed_or_unknown_is_refused(a: Guichets, creneaux: list[Creneau]) -> None:
    take(a(), demande(creneaux[0]))
    with pytest.raises(CreneauPris):
        take(a(), demande(creneaux[0], 2, BO))
    with pytest.raises(CreneauPris):
        take(a(days=2), demande(creneaux[1], 3))
    creneaux[2].limite = MAINTENANT
    with pytest.raises(CreneauPris):
        take(a(), demande(creneaux[2], 4))
    with pytest.raises(CreneauPris):
        take(a(), Demande("0" * 32, "cle-de-demande-0005", ANA))


def test_two_places_are_two_people(a: Guichets, creneaux: list[Creneau], session: Session) -> None:
    groupe = creneaux[3]
    take(a(), demande(groupe, 1, ANA))
    with pytest.raises(DejaUnRendezVous):
        take(a(), demande(groupe, 2, Personne("ANA", "Roÿ", "0600000001")))
    dernier = take(a(), demande(groupe, 3, BO))
    with pytest.raises(CreneauPris):
        take(a(), demande(groupe, 4, Personne("Cy", "Fa")))
    cancel(a(), dernier.code)
    take(a(), demande(groupe, 5, Personne("Cy", "Fa")))
    places = session.exec(select(RendezVous.place).where(RendezVous.etat == "confirme")).all()
    assert sorted(places) == [1, 2]


def test_one_person_may_not_take_a_whole_day(a: Guichets, creneaux: list[Creneau]) -> None:
    codes = [take(a(), demande(creneau, n)).code for n, creneau in enumerate(creneaux[:2])]
    with pytest.raises(TropDeRendezVous):
        take(a(), demande(creneaux[2], 7))
    cancel(a(), codes[0])
    assert take(a(), demande(creneaux[2], 8)).etat is EtatRendezVous.CONFIRME


def test_held_then_confirmed(a: Guichets, creneaux: list[Creneau]) -> None:
    tenu = take(a(), demande(creneaux[0], personne=None))
    assert (tenu.etat, tenu.personne, tenu.tenu_jusqu_a) == (EtatRendezVous.TENU, None, MAINTENANT + TENUE)
    with pytest.raises(CreneauPris):
        take(a(), demande(creneaux[0], 2, BO))
    fait = confirm(a(minutes=9), tenu.code, ANA)
    assert (fait.etat, fait.code, fait.tenu_jusqu_a) == (EtatRendezVous.CONFIRME, tenu.code, None)
    assert confirm(a(minutes=30), tenu.code, BO) == fait, "the second time changes nothing"


def test_held_too_long_goes_to_someone_else(a: Guichets, creneaux: list[Creneau], session: Session) -> None:
    tenu = take(a(), demande(creneaux[0], personne=None))
    autre = take(a(minutes=10), demande(creneaux[0], 2, BO))
    assert autre.etat is EtatRendezVous.CONFIRME
    with pytest.raises(TenueFinie):
        confirm(a(minutes=11), tenu.code, ANA)
    assert prises(session, creneaux[0]) == 1


def test_places_held_too_long_are_given_back_by_themselves(
    a: Guichets, creneaux: list[Creneau], session: Session
) -> None:
    for numero, creneau in enumerate((creneaux[0], creneaux[3], creneaux[3])):
        take(a(minutes=numero), demande(creneau, numero, None))
    assert release_tenues(session, MAINTENANT + TENUE + timedelta(minutes=1)) == 2
    assert [prises(session, creneau) for creneau in creneaux] == [0, 0, 0, 1]


def test_a_cancelled_appointment_keeps_no_name(a: Guichets, creneaux: list[Creneau], session: Session) -> None:
    code = take(a(), demande(creneaux[0])).code
    annule = cancel(a(), code)
    assert (annule.etat, annule.personne) == (EtatRendezVous.ANNULE, None)
    assert cancel(a(), code) == annule
    ligne = session.exec(select(RendezVous)).one()
    assert (ligne.prenom, ligne.nom, ligne.contact, ligne.personne) == (None,) * 4
    assert prises(session, creneaux[0]) == 0


def test_what_has_begun_or_is_unknown_is_not_changed(a: Guichets, creneaux: list[Creneau]) -> None:
    code = take(a(), demande(creneaux[0])).code
    with pytest.raises(RendezVousCommence):
        cancel(a(days=2), code)
    for geste in (read, cancel):
        with pytest.raises(RendezVousInconnu):
            geste(a(), "0000000000")
    with pytest.raises(RendezVousInconnu):
        confirm(a(), "0000000000", ANA)


def test_moved_the_code_stays_and_the_old_place_is_free(a: Guichets, creneaux: list[Creneau], session: Session) -> None:
    code = take(a(), demande(creneaux[0])).code
    tenu = take(a(), demande(creneaux[3], 2, None)).code
    deplace = move(a(), code, tenu)
    assert (deplace.creneau.debut, deplace.code, deplace.personne) == (demain(14), code, ANA)
    assert move(a(), code, tenu) == deplace
    assert [prises(session, creneau) for creneau in creneaux] == [0, 0, 0, 1]


def test_moved_too_late_nothing_is_lost(a: Guichets, creneaux: list[Creneau], session: Session) -> None:
    code = take(a(), demande(creneaux[0])).code
    tenu = take(a(), demande(creneaux[1], 2, None)).code
    release_tenues(session, MAINTENANT + TENUE)
    with pytest.raises(TenueFinie):
        move(a(), code, tenu)
    assert read(a(), code).creneau.debut == demain(9)
    assert [prises(session, creneau) for creneau in creneaux[:2]] == [1, 0]


def test_erased_after_the_stated_time_by_a_jump_of_the_clock(
    a: Guichets, creneaux: list[Creneau], session: Session
) -> None:
    vieux, jeune = take(a(), demande(creneaux[0])), take(a(), demande(creneaux[1], 2, BO))
    cancel(a(), jeune.code)
    fin = creneaux[0].fin
    assert purge_rendez_vous(session, fin + timedelta(days=GARDE)) == 0
    assert read(a(), vieux.code).personne == ANA
    assert purge_rendez_vous(session, fin + timedelta(days=GARDE, seconds=1)) == 1
    with pytest.raises(RendezVousInconnu):
        read(a(), vieux.code)
    assert purge_rendez_vous(session, fin + timedelta(days=GARDE + 1)) == 1
    assert session.exec(select(RendezVous)).all() == []
    assert session.exec(select(Creneau)).all() == []


DOUBLE = """INSERT INTO rendez_vous (id, creneau_id, place, etat, cle, corps, code, prenom, nom)
SELECT 'x', creneau_id, place, 'confirme', 'x', 'x', 'x', 'Bo', 'Li' FROM rendez_vous"""


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE creneau SET prises = places + 1",
        "UPDATE creneau SET prises = -1",
        DOUBLE,
        "UPDATE rendez_vous SET etat = 'annule'",
        "UPDATE rendez_vous SET prenom = NULL",
        "UPDATE rendez_vous SET etat = 'perdu'",
    ],
)
def test_the_schema_refuses_it_whatever_the_code_does(
    a: Guichets, creneaux: list[Creneau], session: Session, sql: str
) -> None:
    take(a(), demande(creneaux[0]))
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(text(sql))


def test_nothing_readable_gives_a_person_or_a_code_back(a: Guichets, creneaux: list[Creneau], session: Session) -> None:
    vu = take(a(), demande(creneaux[0]))
    ligne = session.exec(select(RendezVous)).one()
    valeurs = [ligne.cle, ligne.corps, ligne.code, ligne.personne]
    assert all(valeur is not None and len(valeur) == 64 for valeur in valeurs)
    assert vu.code not in ligne.code
    assert len(set(valeurs)) == 4


@pytest.mark.parametrize("meme_cle", [True, False])
def test_fifty_people_at_the_same_moment(moteur_bd: Engine, meme_cle: bool) -> None:
    with Session(moteur_bd) as session, session.begin():
        creneau = make_creneaux(session, make_lieu(session), make_professionnel(session), [demain(9)])[0].id

    def ask(numero: int) -> str:
        cle, qui = (
            ("cle-de-demande-0000", ANA) if meme_cle else (f"cle-de-demande-{numero:04}", Personne("P", f"{numero}"))
        )
        try:
            with Session(moteur_bd) as session, session.begin():
                guichet = Guichet(session, empreintes(), communes_reelles(), MAINTENANT)
                return take(guichet, Demande(creneau, cle, qui)).code
        except ErreurMetier as refus:
            return type(refus).__name__

    with ThreadPoolExecutor(12) as ensemble:
        reponses = list(ensemble.map(ask, range(50)))
    codes = {reponse for reponse in reponses if reponse != "CreneauPris"}
    assert len(codes) == 1
    assert reponses.count(codes.pop()) == (50 if meme_cle else 1)
    with Session(moteur_bd) as session:
        assert session.exec(select(Creneau.prises)).one() == 1
