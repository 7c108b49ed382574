"""The waiting list: the first in the line is offered what is freed, once, for a time, and nobody is written to."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from app.domain.attente import ATTENTE, OFFRE, PAR_LIEU
from app.domain.erreurs import ListePleine, RendezVousInconnu
from app.domain.rendez_vous import EtatRendezVous, Personne
from app.models import Attente, Creneau, RendezVous
from app.services.attente import leave, read_attente, wait_for_a_place, wait_for_an_earlier
from app.services.places import Guichet
from app.services.rendez_vous import Demande, cancel, confirm, move, purge_rendez_vous, release_tenues, take
from tests.agendas import (
    MAINTENANT,
    communes_reelles,
    demain,
    empreintes,
    make_creneaux,
    make_lieu,
    make_professionnel,
)

ANA, BO = Personne("Ana", "Roy"), Personne("Bo", "Li")
Guichets = Callable[..., Guichet]


@pytest.fixture
def a(session: Session) -> Guichets:
    return lambda **apres: Guichet(session, empreintes(), communes_reelles(), MAINTENANT + timedelta(**apres))


@pytest.fixture
def creneaux(session: Session) -> list[Creneau]:
    """One slot in three days, one in ten, one tomorrow, at one place."""
    lieu, qui = make_lieu(session), make_professionnel(session)
    return make_creneaux(session, lieu, qui, [demain(9, jours=3), demain(9, jours=10), demain(7)])


def book(guichet: Guichet, creneau: Creneau, qui: Personne = ANA, cle: str = "") -> str:
    return take(guichet, Demande(creneau.id, cle or f"cle {creneau.id} {qui.nom}", qui)).code


def test_a_freed_place_is_held_for_the_first_in_the_line(a: Guichets, creneaux: list[Creneau]) -> None:
    pris = book(a(), creneaux[0])
    lieu = creneaux[0].lieu_id
    un, deux = (wait_for_a_place(a(minutes=n), lieu, "", f"cle-{n}").code for n in (1, 2))
    assert read_attente(a(minutes=3), un).offre is None
    cancel(a(hours=1), pris)
    offre = read_attente(a(hours=2), un).offre
    assert offre is not None
    assert (offre.creneau.id, offre.etat, offre.tenu_jusqu_a) == (
        creneaux[0].id,
        EtatRendezVous.TENU,
        MAINTENANT + timedelta(hours=1) + OFFRE,
    )
    assert read_attente(a(hours=2), deux).offre is None
    fait = confirm(a(hours=2), offre.code, BO)
    assert fait.etat is EtatRendezVous.CONFIRME
    with pytest.raises(RendezVousInconnu):
        read_attente(a(hours=2), un)
    assert read_attente(a(hours=2), deux).offre is None


def test_let_pass_it_is_everybodys_and_the_line_goes_on(a: Guichets, creneaux: list[Creneau], session: Session) -> None:
    pris = book(a(), creneaux[0])
    un, deux = (wait_for_a_place(a(minutes=n), creneaux[0].lieu_id, "", f"cle-{n}").code for n in (1, 2))
    cancel(a(), pris)
    assert release_tenues(session, MAINTENANT + OFFRE) == 1
    vue = read_attente(a(hours=7), un)
    assert vue.offre is None
    assert vue.libre is not None, "free for everybody, and shown as such"
    encore = book(a(hours=7), creneaux[0], cle="encore")
    cancel(a(hours=8), encore)
    assert read_attente(a(hours=8), un).offre is None, "who let one pass waits behind"
    assert read_attente(a(hours=8), deux).offre is not None


def test_an_earlier_place_for_an_appointment(a: Guichets, creneaux: list[Creneau], session: Session) -> None:
    tot, tard = book(a(), creneaux[0]), book(a(), creneaux[1], BO)
    attente = wait_for_an_earlier(a(), tard)
    assert (attente.avant, attente.jusqu_a) == (demain(9, jours=10),) * 2
    assert wait_for_an_earlier(a(), tard) == attente
    cancel(a(), tot)
    offre = read_attente(a(hours=1), tard).offre
    assert offre is not None
    deplace = move(a(hours=1), tard, offre.code)
    assert (deplace.creneau.id, deplace.version) == (creneaux[0].id, 1)
    with pytest.raises(RendezVousInconnu):
        read_attente(a(hours=1), tard)
    assert list(session.exec(select(Creneau.prises).order_by(Creneau.debut))) == [0, 1, 0]


def test_not_later_not_elsewhere_not_another_age_not_too_late(
    a: Guichets, creneaux: list[Creneau], session: Session
) -> None:
    ailleurs = make_lieu(session)
    codes = [book(a(), creneau, Personne("P", str(n))) for n, creneau in enumerate(creneaux)]
    creneaux[0].tranches = "60-65"
    session.add(creneaux[0])
    session.flush()
    jeune = wait_for_a_place(a(), creneaux[0].lieu_id, "18-25", "jeune").code
    autre = wait_for_a_place(a(), ailleurs.id, "", "autre").code
    tot = wait_for_an_earlier(a(), codes[0]).code
    for code in (codes[2], codes[1]):  # tomorrow at 7: too late to be offered; in ten days: later than theirs
        cancel(a(hours=1), code)
    assert read_attente(a(hours=1), jeune).offre is not None, "this one suits: any date"
    assert [read_attente(a(hours=1), code).offre for code in (autre, tot)] == [None, None]
    assert read_attente(a(hours=1), tot).libre is not None, "tomorrow's is everybody's"


def test_leaving_gives_back_and_leaves_nothing(a: Guichets, creneaux: list[Creneau], session: Session) -> None:
    pris = book(a(), creneaux[0])
    code = wait_for_a_place(a(), creneaux[0].lieu_id, "", "cle").code
    cancel(a(), pris)
    leave(a(hours=1), code)
    leave(a(hours=1), code)
    assert session.exec(select(Attente)).all() == []
    assert release_tenues(session, MAINTENANT + timedelta(hours=1)) == 1
    assert session.exec(select(Creneau.prises)).all() == [0, 0, 0]


def test_cancelled_with_its_appointment(a: Guichets, creneaux: list[Creneau], session: Session) -> None:
    code = book(a(), creneaux[1])
    wait_for_an_earlier(a(), code)
    cancel(a(), code)
    assert session.exec(select(Attente)).all() == []
    assert session.exec(select(RendezVous.etat)).all() == ["annule"], "and nothing is offered to oneself"


def test_an_offer_given_back_is_not_offered_at_once_again(
    a: Guichets, creneaux: list[Creneau], session: Session
) -> None:
    pris = book(a(), creneaux[0])
    code = wait_for_a_place(a(), creneaux[0].lieu_id, "", "cle").code
    cancel(a(), pris)
    offre = read_attente(a(), code).offre
    assert offre is not None
    cancel(a(hours=1), offre.code)
    vue = read_attente(a(hours=1), code)
    assert (vue.offre, vue.libre is not None) == (None, True)
    assert session.exec(select(Creneau.prises).where(Creneau.id == creneaux[0].id)).one() == 0


def test_a_line_has_an_end_and_a_request_too(a: Guichets, creneaux: list[Creneau], session: Session) -> None:
    lieu = creneaux[0].lieu_id
    codes = [wait_for_a_place(a(), lieu, "", f"cle-{n}").code for n in range(PAR_LIEU)]
    assert wait_for_a_place(a(), lieu, "", "cle-0").code == codes[0], "the same request again is the same"
    with pytest.raises(ListePleine):
        wait_for_a_place(a(), lieu, "", "une de trop")
    with pytest.raises(RendezVousInconnu):
        wait_for_a_place(a(), "0" * 32, "", "cle")
    with pytest.raises(RendezVousInconnu):
        read_attente(Guichet(session, empreintes(), communes_reelles(), MAINTENANT + ATTENTE), codes[0])
    purge_rendez_vous(session, MAINTENANT + ATTENTE)
    assert session.exec(select(Attente)).all() == []
