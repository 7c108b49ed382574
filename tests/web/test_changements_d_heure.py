"""The two nights the clocks change, from what a place publishes to what a person carries away; and agendas gone silent.

A slot at an hour nobody can name is never published, whatever way it came; those around it are right everywhere.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

import pytest
from icalendar import Calendar
from sqlmodel import Session
from starlette.testclient import TestClient

from app.domain.agenda import Ouverture
from app.domain.agenda_recu import AgendaLu, Receveur, read_csv, read_modele
from app.domain.creneaux import Profession
from app.domain.publication import Horaires, Source
from app.main import Application
from app.services.agenda_ical import read_ical
from app.services.journal_actions import COMMANDE, Acteur, Registre
from app.services.publication import own_place, publish_agenda, publish_horaires
from tests.agendas import MAINTENANT, TOUTES, communes_reelles, make_creneaux, make_lieu, make_professionnel
from tests.horloge import Horloge
from tests.operateurs import Equipe, make_equipe_in
from tests.rendering.conftest import visible
from tests.web.conftest import ORIGINE


class Nuit(NamedTuple):
    """A Sunday, when its opening begins, the hours the API gives, the same as the page says them."""

    jour: date
    debut: time
    offerts: list[str]
    page: list[str]


PRINTEMPS = Nuit(
    date(2027, 3, 28), time(1, 30), ["01:30:00+01:00", "03:00:00+02:00", "03:30:00+02:00"], ["1 h 30", "3 h", "3 h 30"]
)
AUTOMNE = Nuit(
    date(2026, 10, 25), time(1), ["01:00:00+02:00", "03:00:00+01:00", "03:30:00+01:00"], ["1 h", "3 h", "3 h 30"]
)
TITRES = "prenom;nom;profession;date;debut;fin;duree;tranches\n"
MODELE = read_modele({"nom": "Roy", "profession": "medecin", "duree": "30"})


@pytest.fixture(params=[PRINTEMPS, AUTOMNE], ids=["printemps", "automne"])
def nuit(request: pytest.FixtureRequest) -> Nuit:
    lue: Nuit = request.param
    return lue


@pytest.fixture
def horloge(nuit: Nuit) -> Horloge:
    """Monday noon before that night."""
    return Horloge(datetime.combine(nuit.jour - timedelta(days=6), time(11), UTC))


@pytest.fixture
def client(service: Application) -> Iterator[TestClient]:
    with_errors = TestClient(service, base_url=ORIGINE, headers={"origin": ORIGINE})
    yield with_errors
    with_errors.close()


@pytest.fixture
def equipe(service: Application) -> Equipe:
    return make_equipe_in(service)


def by_form(la: Registre, equipe: Equipe, nuit: Nuit) -> None:
    nuit_entiere = Ouverture(6, nuit.debut, time(4), timedelta(minutes=30), tranches=TOUTES, du=nuit.jour, au=nuit.jour)
    qui = Receveur("Ana", "Roy", Profession.MEDECIN)
    publish_horaires(la, communes_reelles(), equipe.lieu, Horaires("", qui, (nuit_entiere,), ()))


def by_file(la: Registre, equipe: Equipe, nuit: Nuit) -> None:
    ligne = f"Ana;Roy;medecin;{nuit.jour};{nuit.debut:%H:%M};04:00;30;\n"
    send(la, read_csv(TITRES + ligne, equipe.lieu), Source.CSV)


def by_calendar(la: Registre, equipe: Equipe, nuit: Nuit) -> None:
    gere = own_place(la, communes_reelles(), equipe.lieu)
    assert gere is not None
    debut, fin = (f";TZID=Europe/Paris:{datetime.combine(nuit.jour, h):%Y%m%dT%H%M%S}" for h in (nuit.debut, time(4)))
    texte = (
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Essai//FR\nBEGIN:VEVENT\nUID:nuit\nDTSTAMP:20261001T000000Z\n"
        f"DTSTART{debut}\nDTEND{fin}\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    send(la, read_ical(texte.encode(), gere, MODELE, la.maintenant), Source.ICAL)


def send(la: Registre, lu: AgendaLu, source: Source) -> None:
    assert publish_agenda(la, communes_reelles(), lu, source).refusees == ()


@pytest.fixture(params=[by_form, by_file, by_calendar])
def publish(request: pytest.FixtureRequest) -> Callable[[Registre, Equipe, Nuit], None]:
    maniere: Callable[[Registre, Equipe, Nuit], None] = request.param
    return maniere


def said(service: Application, equipe: Equipe, instant: datetime) -> Iterator[Registre]:
    parties = service.state.parties
    with Session(parties.engine) as session, session.begin():
        yield Registre(session, parties.coffre, Acteur(COMMANDE, equipe.organisation), instant)


def offered(client: TestClient, jour: date) -> list[Any]:
    reponse = client.get(f"/api/v1/creneaux?commune=71270&du={jour}&au={jour}")
    assert reponse.status_code == 200
    creneaux: list[Any] = reponse.json()["creneaux"]
    return creneaux


def test_an_hour_that_nobody_can_name_is_never_offered(
    service: Application,
    client: TestClient,
    equipe: Equipe,
    horloge: Horloge,
    nuit: Nuit,
    publish: Callable[[Registre, Equipe, Nuit], None],
) -> None:
    for la in said(service, equipe, horloge()):
        publish(la, equipe, nuit)
    creneaux = offered(client, nuit.jour)
    assert [c["debut"] for c in creneaux] == [f"{nuit.jour}T{heure}" for heure in nuit.offerts]
    page = visible(client.post("/creneaux", data={"ou": "Mâcon", "chercher": "1"}).text)
    assert all(heure in page for heure in nuit.page)
    assert re.search(r"\b2 h", page) is None
    choisi = creneaux[1]
    corps = {"creneau": choisi["id"], "prenom": "Ana", "nom": "Roy"}
    dit = client.post("/api/v1/rendez-vous", json=corps, headers={"Idempotency-Key": "nuit"}).json()
    assert dit["creneau"]["debut"] == choisi["debut"]
    code = dit["code"].replace("-", "")
    evenement: Any = Calendar.from_ical(client.post("/rendez-vous.ics", data={"code": code}).content).events[0]  # type: ignore[union-attr]
    assert evenement["dtstart"].dt == datetime.fromisoformat(choisi["debut"])
    assert evenement["dtend"].dt - evenement["dtstart"].dt == timedelta(minutes=30)
    retrouve = visible(client.post("/rendez-vous", data={"code": code}).text)
    assert f"dimanche {nuit.jour.day}" in retrouve.lower()
    assert "3 h" in retrouve


@pytest.mark.parametrize("nuit", [AUTOMNE], indirect=True)
@pytest.mark.parametrize("mode", ["", "/falc"])
def test_a_source_that_goes_silent_takes_its_slots_away_and_says_so(
    service: Application, client: TestClient, equipe: Equipe, horloge: Horloge, nuit: Nuit, mode: str
) -> None:
    """Believed for some days, then nobody knows: neither free, nor full."""
    for la in said(service, equipe, horloge()):
        by_file(la, equipe, nuit._replace(jour=nuit.jour + timedelta(days=21)))
    recherche = {"ou": "Mâcon", "chercher": "1"}
    assert 'name="creneau"' in client.post(f"{mode}/creneaux", data=recherche).text
    horloge.instant += timedelta(days=12)
    muet = client.post(f"{mode}/creneaux", data=recherche).text
    assert 'name="creneau"' not in muet
    assert "Nous ne savons pas" in visible(muet)
    assert "01 99 00 12 34" in muet, "the phone way, always"
    assert client.get("/api/v1/creneaux?commune=71270").json()["absence"] == "inconnu"


@pytest.mark.parametrize("nuit", [PRINTEMPS], indirect=True)
@pytest.mark.parametrize(
    ("commune", "ou", "dit"),
    [("97411", "97400", "Lundi 23 novembre 13 h"), ("98735", "Papeete", "Dimanche 22 novembre 23 h")],
)
def test_today_is_that_of_the_place(
    service: Application, client: TestClient, horloge: Horloge, commune: str, ou: str, dit: str
) -> None:
    """At one instant it is Monday in La Réunion and still Sunday in Tahiti: the search begins on that day there."""
    horloge.instant = MAINTENANT
    with Session(service.state.parties.engine) as session, session.begin():
        make_creneaux(
            session, make_lieu(session, commune), make_professionnel(session), [MAINTENANT + timedelta(hours=2)]
        )
    page = visible(client.post("/creneaux", data={"ou": ou, "chercher": "1"}).text)
    assert dit in page
