"""Agendas published in a real base: in the place of the former one, for one's own places, with nothing cut silently."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from datetime import date, time, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.domain.agenda import Ouverture
from app.domain.agenda_recu import LIEU_ETRANGER, AgendaLu, Receveur, read_csv
from app.domain.creneaux import Profession
from app.domain.publication import Horaires, Source
from app.domain.rendez_vous import Personne
from app.models import Creneau, Lieu
from app.services.coffre import Coffre
from app.services.journal_actions import Registre
from app.services.publication import (
    FRAICHEUR_SAISIE,
    add_place,
    own_place,
    own_places,
    publish_agenda,
    publish_horaires,
    read_attendus,
    read_horaires,
)
from app.services.rendez_vous import Demande, Guichet, cancel, take
from tests.agendas import MAINTENANT, TOUTES, communes_reelles, empreintes, make_lieu
from tests.operateurs import Equipe, make_equipe, registre

COFFRE = Coffre(b"k" * 32)
TITRES = "prenom;nom;profession;date;debut;fin;duree\n"
MARDI = "Ana;Roy;medecin;2026-11-24;09:00;10:00;20\n"
LUNDI = Ouverture(0, time(9), time(10), timedelta(minutes=20), tranches=TOUTES, du=date(2026, 11, 23))
JOURS = ("11-24", "11-26")
ANA = Receveur("Ana", "Roy", Profession.MEDECIN)


@pytest.fixture
def equipe(session: Session) -> Equipe:
    return make_equipe(session, COFFRE)


@pytest.fixture
def la(session: Session, equipe: Equipe) -> Registre:
    return registre(session, COFFRE, equipe.organisation)


def lu(equipe: Equipe, *lignes: str) -> AgendaLu:
    return read_csv(TITRES + "".join(lignes), equipe.lieu)


def visible(session: Session, lieu: str) -> list[Creneau]:
    ici = (col(Creneau.lieu_id) == lieu, col(Creneau.limite) > MAINTENANT)
    return list(session.exec(select(Creneau).where(*ici).order_by(col(Creneau.debut))))


def horaires(*ouvertures: Ouverture) -> Horaires:
    return Horaires("", ANA, ouvertures, ())


def book(session: Session, creneau: str, cle: str = "k") -> str:
    guichet = Guichet(session, empreintes(), communes_reelles(), MAINTENANT)
    return take(guichet, Demande(creneau, cle, Personne("Zoé", "Petit", "0639981234"))).code


def test_a_file_takes_the_place_of_the_former_one(session: Session, la: Registre, equipe: Equipe) -> None:
    bilan = publish_agenda(la, communes_reelles(), lu(equipe, MARDI), Source.CSV)
    assert (bilan.lignes, bilan.acceptees, bilan.creneaux_lus, bilan.creneaux_offerts) == (1, 1, 3, 3)
    premiers = {c.id for c in visible(session, equipe.lieu)}
    publish_agenda(la, communes_reelles(), lu(equipe, MARDI), Source.CSV)
    assert {c.id for c in visible(session, equipe.lieu)} == premiers
    publish_agenda(la, communes_reelles(), lu(equipe, MARDI.replace("11-24", "11-26")), Source.CSV)
    assert {c.id for c in visible(session, equipe.lieu)}.isdisjoint(premiers)
    assert len(visible(session, equipe.lieu)) == 3


def test_who_is_not_in_the_file_any_more_is_not_offered(session: Session, la: Registre, equipe: Equipe) -> None:
    publish_agenda(la, communes_reelles(), lu(equipe, MARDI, MARDI.replace("Ana", "Bea")), Source.CSV)
    assert len(visible(session, equipe.lieu)) == 6
    publish_agenda(la, communes_reelles(), lu(equipe, MARDI), Source.CSV)
    assert len(visible(session, equipe.lieu)) == 3


def test_what_is_booked_stays_and_is_seen_by_the_place_only(session: Session, la: Registre, equipe: Equipe) -> None:
    publish_agenda(la, communes_reelles(), lu(equipe, MARDI), Source.CSV)
    book(session, visible(session, equipe.lieu)[0].id)
    publish_agenda(la, communes_reelles(), lu(equipe, MARDI.replace("11-24", "11-26")), Source.CSV)
    (attendu,) = read_attendus(la, equipe.lieu)
    assert (attendu.prenom, attendu.nom, attendu.contact, attendu.qui) == ("Zoé", "Petit", "0639981234", "Ana Roy")


def test_a_cancelled_hour_published_again_with_another_length(session: Session, la: Registre, equipe: Equipe) -> None:
    """The row of a cancelled appointment keeps its instant: the file must not fail for it."""
    publish_agenda(la, communes_reelles(), lu(equipe, MARDI), Source.CSV)
    code = book(session, visible(session, equipe.lieu)[0].id)
    cancel(Guichet(session, empreintes(), communes_reelles(), MAINTENANT), code)
    bilan = publish_agenda(la, communes_reelles(), lu(equipe, MARDI.replace(";20\n", ";30\n")), Source.CSV)
    assert (bilan.creneaux_lus, bilan.creneaux_offerts) == (2, 1)


def test_another_organisation_s_place_is_refused_as_one_that_does_not_exist(session: Session, la: Registre) -> None:
    autre = make_equipe(session, COFFRE, "Pharmacie Voisine")
    publish_agenda(registre(session, COFFRE, autre.organisation), communes_reelles(), lu(autre, MARDI), Source.CSV)
    avant = [c.id for c in visible(session, autre.lieu)]
    for lieu in (autre.lieu, "0" * 32):
        bilan = publish_agenda(la, communes_reelles(), read_csv(TITRES + MARDI, lieu), Source.CSV)
        assert (bilan.acceptees, [x.raison for x in bilan.refusees]) == (0, [LIEU_ETRANGER])
    assert [c.id for c in visible(session, autre.lieu)] == avant
    assert own_place(la, communes_reelles(), autre.lieu) is None
    assert autre.lieu not in {gere.lieu.id for gere in own_places(la, communes_reelles())}


def test_with_no_good_line_nothing_changes(session: Session, la: Registre, equipe: Equipe) -> None:
    publish_agenda(la, communes_reelles(), lu(equipe, MARDI), Source.CSV)
    bilan = publish_agenda(la, communes_reelles(), lu(equipe, MARDI.replace("2026", "2025")), Source.CSV)
    assert (bilan.acceptees, len(bilan.refusees)) == (0, 1)
    assert len(visible(session, equipe.lieu)) == 3


def test_two_organisations_may_have_people_of_the_same_name(session: Session, la: Registre, equipe: Equipe) -> None:
    autre = make_equipe(session, COFFRE, "Pharmacie Voisine")
    la_bas = registre(session, COFFRE, autre.organisation)
    publish_agenda(la, communes_reelles(), lu(equipe, MARDI), Source.CSV)
    publish_agenda(la_bas, communes_reelles(), lu(autre, MARDI), Source.CSV)
    assert len(visible(session, equipe.lieu)) == len(visible(session, autre.lieu)) == 3


def test_a_week_typed_is_believed_two_weeks(session: Session, la: Registre, equipe: Equipe) -> None:
    nombre = publish_horaires(la, communes_reelles(), equipe.lieu, horaires(LUNDI))
    ici = visible(session, equipe.lieu)
    assert nombre == len(ici) == 7 * 3
    assert max(c.limite for c in ici) <= MAINTENANT + FRAICHEUR_SAISIE
    gere = own_place(la, communes_reelles(), equipe.lieu)
    assert gere is not None
    assert gere.source is Source.FORMULAIRE
    assert not gere.is_silent(MAINTENANT)
    assert gere.is_silent(MAINTENANT + FRAICHEUR_SAISIE)


def test_an_emptied_week_takes_the_slots_off(session: Session, la: Registre, equipe: Equipe) -> None:
    publish_horaires(la, communes_reelles(), equipe.lieu, horaires(LUNDI))
    (lue,) = read_horaires(la, equipe.lieu)
    assert (lue.qui, lue.ouvertures) == (ANA, (LUNDI,))
    publish_horaires(la, communes_reelles(), equipe.lieu, horaires())
    assert visible(session, equipe.lieu) == []
    assert session.get_one(Lieu, equipe.lieu).vu_le == MAINTENANT


def test_files_sent_at_once_wait_for_one_another(moteur_bd: Engine) -> None:
    """Two agendas of the same people in the same places, again and again: no failure, no slot over another."""
    with Session(moteur_bd) as session, session.begin():
        equipe = make_equipe(session, COFFRE)
        second = make_lieu(session)
        add_place(registre(session, COFFRE), second, equipe.organisation)
        lieux = (equipe.lieu, second.id)

    def send(rang: int) -> int:
        titres, ligne = TITRES.replace("prenom", "lieu;prenom"), MARDI.replace("09:00", f"09:{rang:02}")
        texte = titres + "".join(
            f"{lieu};{ligne.replace('11-24', jour)}" for lieu, jour in zip(lieux, JOURS, strict=True)
        )
        with Session(moteur_bd) as session, session.begin():
            la = registre(session, COFFRE, equipe.organisation)
            return publish_agenda(la, communes_reelles(), read_csv(texte), Source.CSV).acceptees

    with ThreadPoolExecutor(4) as fils:
        assert list(fils.map(send, range(12))) == [2] * 12
    with Session(moteur_bd) as session:
        for lieu in lieux:
            ici = visible(session, lieu)
            assert ici
            assert all(avant.fin <= apres.debut for avant, apres in itertools.pairwise(ici))
