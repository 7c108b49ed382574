"""An agenda address as its owner makes it and as an agenda reads it: silent, fresh, alone, dead at once when closed."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from sqlalchemy import event
from sqlmodel import Session, select
from starlette.testclient import TestClient

from app.domain import falc
from app.domain.communes import FUSEAUX, PARIS
from app.domain.dossier import Dossier, EtatNavigateur
from app.domain.rappels import DELAI
from app.main import Application
from app.models import AgendaAbonne
from app.rendering.agenda import TITRE_DISCRET
from app.routers.pages_agenda_abonne import _compose
from app.services.agenda_abonne import AgendaLu
from tests.factories import make_profil
from tests.horloge import Horloge
from tests.rendering.conftest import phrases_falc, visible
from tests.rendering.test_rappels import LEXIQUE
from tests.web.carnets import answer, empreinte, make
from tests.web.conftest import ORIGINE, Journal, Ouvre

ICI, PAGE = "/carnet/agenda", "/carnet/rappels"
SITE = "http://localhost:8000"


@pytest.fixture
def owner(ouvre: Ouvre) -> TestClient:
    navigateur = ouvre()
    answer(navigateur)
    make(navigateur)
    return navigateur


@pytest.fixture
def agenda(service: Application) -> TestClient:
    """What reads the address: no cookie, no origin."""
    return TestClient(service, base_url=ORIGINE)


def ask(client: TestClient, prefixe: str = "") -> str:
    """The page that shows the address."""
    lue = empreinte(client.get(f"{prefixe}{PAGE}").text, f"{prefixe}{ICI}")
    reponse = client.post(f"{prefixe}{ICI}", data={"geste": "donne", "empreinte": lue})
    assert reponse.status_code == 200
    return reponse.text


def address(page: str) -> str:
    trouve = re.search(rf">{SITE}(/agenda/[\w-]{{43}}\.ics)</textarea>", page)
    assert trouve
    return trouve[1]


def events(octets: bytes) -> list[Any]:
    return list(Calendar.from_ical(octets).walk("VEVENT"))


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_from_the_yes_to_the_reading_and_to_the_end(prefixe: str, owner: TestClient, agenda: TestClient) -> None:
    avant = owner.get(f"{prefixe}{PAGE}").text
    assert 'type="checkbox"' not in avant
    assert not re.search(r"/agenda/[\w-]{43}", avant)
    lien = address(ask(owner, prefixe))
    apres = visible(owner.get(f"{prefixe}{PAGE}").text)
    assert re.search(r"Adresse créée le\s22\snovembre\s2026", apres)
    assert "Aucun agenda" in apres
    assert lien not in owner.get(f"{prefixe}{PAGE}").text, "shown once"
    assert agenda.get(lien).status_code == 200
    lue = visible(owner.get(f"{prefixe}{PAGE}").text)
    assert "Aucun agenda" not in lue
    assert len(re.findall(r"le\s22\snovembre\s2026\.", lue)) == 2
    fin = owner.post(f"{prefixe}{ICI}", data={"geste": "retire"})
    assert "accord retiré" in fin.text
    assert agenda.get(lien).status_code == 404
    assert "Adresse créée" not in owner.get(f"{prefixe}{PAGE}").text


def test_what_an_agenda_reads_says_days_and_nothing_else(owner: TestClient, agenda: TestClient) -> None:
    owner.post("/proches/ajouter", data={"naissance": "15/01/2020", "sexe": "M", "nom": "Zoé"})
    recu = agenda.get(address(ask(owner)))
    assert recu.headers["content-type"] == "text/calendar; charset=utf-8"
    assert recu.headers["cache-control"] == "private, no-store"
    assert {"etag", "last-modified", "set-cookie"} & set(recu.headers) == set()
    calendrier = Calendar.from_ical(recu.content)
    assert str(calendrier["x-published-ttl"]) == "P1D"
    assert b"REFRESH-INTERVAL;VALUE=DURATION:P1D\r\n" in recu.content
    assert {str(e["summary"]) for e in events(recu.content)} == {TITRE_DISCRET}
    assert len(events(recu.content)) > 3
    texte = re.sub(rb"(?i)uid:\w+", b"", recu.content).decode()
    assert [mot[0] for mot in LEXIQUE.finditer(texte)] == []
    assert "Zoé" not in texte
    assert "1972" not in texte


def test_a_person_who_downloads_the_file_too_has_nothing_twice(owner: TestClient, agenda: TestClient) -> None:
    telecharge = {str(e["uid"]): e for e in events(owner.get("/rappels.ics").content)}
    abonne = {str(e["uid"]): e for e in events(agenda.get(address(ask(owner))).content)}
    assert telecharge.keys() == abonne.keys()
    for numero, evenement in abonne.items():
        autre = telecharge[numero]
        assert (evenement["sequence"], evenement["dtstart"].dt) == (autre["sequence"], autre["dtstart"].dt)


def test_read_day_after_day_the_proposed_day_comes(owner: TestClient, agenda: TestClient, horloge: Horloge) -> None:
    lien, propose = address(ask(owner)), date(2026, 11, 22) + DELAI
    for _ in range(8):
        jours = [e["dtstart"].dt for e in events(agenda.get(lien).content)]
        assert min(jours) == propose
        horloge.instant += timedelta(days=1)
    assert propose not in [e["dtstart"].dt for e in events(agenda.get(lien).content)]


@pytest.mark.parametrize("departement", [*FUSEAUX, ""])
def test_every_day_is_that_of_the_territory(departement: str, service: Application, horloge: Horloge) -> None:
    """At one instant it is two days at once on French clocks: the agenda is told the person's own."""
    zone = ZoneInfo(FUSEAUX.get(departement, PARIS))
    etat = EtatNavigateur(make_profil("1972-02-29", "F", departement=departement or None))
    for instant in (datetime(2027, 2, 28, 23, 30, tzinfo=UTC), datetime(2026, 11, 22, 5, 30, tzinfo=UTC)):
        horloge.instant = instant
        au = instant.astimezone(zone).date()
        fichier = _compose(service.state.parties, AgendaLu(Dossier((etat,)), au, None), "x")
        jours = [e["dtstart"].dt for e in events(fichier)]
        assert au + DELAI in jours
        assert min(jours) >= au


def test_an_address_nobody_has_says_the_same_whatever_it_is(
    owner: TestClient, agenda: TestClient, service: Application
) -> None:
    ferme, vivant = address(ask(owner)), address(ask(owner))
    for lien in (ferme, "/agenda/x.ics", f"/agenda/{'é' * 43}.ics", f"/agenda/{'a' * 43}.ics", "/agenda/%00.ics"):
        recu = agenda.get(lien)
        assert (recu.status_code, recu.text) == (404, "Cette adresse ne donne rien.\n"), lien
        assert recu.headers["cache-control"] == "no-store"
    assert agenda.get(vivant).status_code == 200
    assert [agenda.get(f"/agenda/{n:043}.ics").status_code for n in range(20)][-1] == 429
    assert agenda.get(vivant).status_code == 200, "who guesses does not close the door to the others"


def test_one_address_is_not_read_without_end(owner: TestClient, agenda: TestClient, horloge: Horloge) -> None:
    lien = address(ask(owner))
    assert [agenda.get(lien).status_code for _ in range(21)] == [200] * 20 + [429]
    horloge.instant += timedelta(minutes=1)
    assert agenda.get(lien).status_code == 200


def test_reading_is_noted_by_the_day_and_writes_once(
    owner: TestClient, agenda: TestClient, service: Application, horloge: Horloge
) -> None:
    lien, ecrits = address(ask(owner)), []
    moteur = service.state.parties.engine
    event.listen(moteur, "before_cursor_execute", lambda *a: ecrits.append(a[2]) if "UPDATE agenda" in a[2] else None)
    for _ in range(3):
        agenda.get(lien)
        horloge.instant += timedelta(minutes=5)
    assert len(ecrits) == 1
    with Session(moteur) as session:
        assert session.exec(select(AgendaAbonne)).one().lu_le == date(2026, 11, 22)


def test_nothing_of_the_address_is_logged_nor_kept(
    owner: TestClient, agenda: TestClient, service: Application, capsys: pytest.CaptureFixture[str]
) -> None:
    lien = address(ask(owner))
    agenda.get(lien)
    jeton = lien.removeprefix("/agenda/").removesuffix(".ics")
    ecrit = capsys.readouterr()
    assert jeton not in ecrit.err + ecrit.out
    with service.state.parties.engine.connect() as connexion:
        assert jeton not in str(connexion.exec_driver_sql("SELECT * FROM agenda_abonne").all())


def test_the_log_names_the_route_and_never_the_address(client: TestClient, journal: Journal) -> None:
    client.get(f"/agenda/{'b' * 43}.ics")
    assert "b" * 43 not in journal()
    assert '"route":"/agenda/{jeton}.ics"' in journal()


def test_the_copy_says_that_there_is_one_and_never_which(owner: TestClient, agenda: TestClient) -> None:
    lien = address(ask(owner))
    agenda.get(lien)
    copie = owner.get("/mes-donnees/copie.json")
    (rappel,) = copie.json()["rappels"]
    assert rappel == {"canal": "agenda", "adresse_faite_le": "2026-11-22", "derniere_lecture": "2026-11-22"}
    assert lien not in copie.text


def test_erasing_everything_closes_it(owner: TestClient, agenda: TestClient) -> None:
    lien = address(ask(owner))
    page = owner.get("/mes-donnees").text
    donnees = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page)) | {"quoi": "tout", "sur": "oui"}
    owner.post("/mes-donnees/effacer", data=donnees)
    assert agenda.get(lien).status_code == 404


def test_without_the_words_of_the_day_or_without_a_carnet_nothing_is_made(owner: TestClient, ouvre: Ouvre) -> None:
    assert owner.post(ICI, data={"geste": "donne", "empreinte": "0" * 64}).status_code == 409
    assert owner.post(ICI, data={"geste": "donne"}).status_code == 409
    assert ouvre().post(ICI, data={"geste": "donne"}).status_code == 409
    assert "Adresse créée" not in owner.get(PAGE).text


def test_the_easy_pages_are_easy(owner: TestClient, agenda: TestClient) -> None:
    pages = [owner.get(f"/falc{PAGE}").text, ask(owner, "/falc"), owner.get(f"/falc{PAGE}").text]
    pages.append(owner.post(f"/falc{ICI}", data={"geste": "retire"}).text)
    for page in pages:
        titres = [visible(titre) for titre in re.findall(r"<h[12][^>]*>(.*?)</h[12]>", page)]
        assert titres
        assert [str(p) for p in falc.problemes_page(titres, phrases_falc(page))] == []
