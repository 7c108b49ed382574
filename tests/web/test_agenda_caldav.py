"""Files in a real calendar server: put there twice, nothing is there twice; an agenda kept there is published."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx2
import pytest
from alembic import command
from icalendar import Calendar, Event
from starlette.testclient import TestClient

from app.domain.agenda_abonne import jour_tenu
from app.domain.catalogue import Catalogue
from app.domain.rappels import Echeance, Rappel, regrouper, tenir
from app.main import create_app
from app.rendering.agenda import TEXTE_DISCRET, TITRE_DISCRET, Agenda, RendezVous
from app.settings import Settings
from tests.agendas import MAINTENANT
from tests.base.postgresql import free_port
from tests.bases import migrations_on
from tests.horloge import Horloge
from tests.operateurs import make_equipe_in
from tests.web.conftest import ORIGINE

LE = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
AU = date(2026, 11, 22)
PARIS = ZoneInfo("Europe/Paris")
ECHEANCES = [
    Echeance("a", date(2027, 3, 14)),
    Echeance("b", date(2028, 2, 29)),
    Echeance("c", date(2028, 2, 29)),
    Echeance("d", None),
]


@pytest.fixture(scope="module")
def serveur(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A calendar server on this machine, empty; gives the address of one person's calendars."""
    dossier = tmp_path_factory.mktemp("radicale")
    port = free_port()
    reglages = [f"--server-hosts=127.0.0.1:{port}", f"--storage-filesystem-folder={dossier}", "--auth-type=none"]
    commande = [sys.executable, "-m", "radicale", "--config=", *reglages, "--rights-type=authenticated"]
    environnement = {nom: valeur for nom, valeur in os.environ.items() if not nom.startswith("RADICALE")}
    with (dossier / "journal.txt").open("wb") as journal:
        processus = subprocess.Popen(commande, env=environnement, stdout=journal, stderr=journal)
        try:
            wait_until_ready(f"http://127.0.0.1:{port}/", processus, dossier / "journal.txt")
            yield f"http://127.0.0.1:{port}"
        finally:
            processus.terminate()
            processus.wait(timeout=20)


def wait_until_ready(adresse: str, processus: "subprocess.Popen[bytes]", journal: Path) -> None:
    limite = time.monotonic() + 60
    while time.monotonic() < limite and processus.poll() is None:
        try:
            httpx2.get(adresse)
        except httpx2.TransportError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(journal.read_text("utf-8", errors="replace"))


class Personne:
    """What an agenda does with a file: one event after another, under its number, the newer in the older's place."""

    def __init__(self, serveur: str, nom: str) -> None:
        self._client = httpx2.Client(base_url=serveur, auth=("elle", "x"))
        self._agenda = f"/elle/{nom}/"
        assert self._client.request("MKCALENDAR", self._agenda).status_code == 201

    def importe(self, octets: bytes) -> None:
        for evenement in Calendar.from_ical(octets).walk("VEVENT"):
            seul = Calendar()
            seul.add("version", "2.0")
            seul.add("prodid", "-//Essai//FR")
            seul.add_component(evenement)
            reponse = self._client.put(
                f"{self._agenda}{evenement['uid']}.ics",
                content=seul.to_ical(),
                headers={"content-type": "text/calendar; charset=utf-8"},
            )
            assert reponse.status_code in (201, 204), reponse.text

    def depose(self, nom: str, octets: bytes) -> int:
        """Put one file there, as it is."""
        entetes = {"content-type": "text/calendar; charset=utf-8"}
        return self._client.put(f"{self._agenda}{nom}.ics", content=octets, headers=entetes).status_code

    def tout(self) -> bytes:
        """The whole calendar, as the server gives it."""
        return self._client.get(self._agenda).content

    def garde(self) -> list[tuple[date, str, int]]:
        """The events the server holds, read back from it."""
        calendrier = Calendar.from_ical(self._client.get(self._agenda).content)
        return sorted((e["dtstart"].dt, str(e["summary"]), e["sequence"]) for e in calendrier.walk("VEVENT"))


def fichier(
    echeances: list[Echeance], jours: int = 0, titre: str = TITRE_DISCRET, agenda: Agenda | None = None
) -> bytes:
    """The file as it is asked for some days later."""
    attente = timedelta(days=jours)
    liste: tuple[Rappel, ...] = regrouper(echeances, AU + attente).liste
    rendez_vous = [RendezVous(rappel, titre, "") for rappel in liste]
    return (agenda or Agenda(b"k" * 32)).write(rendez_vous, "1972-05-14/0", LE + attente)


def days(personne: Personne) -> list[str]:
    return [jour.isoformat() for jour, _, _ in personne.garde()]


def test_put_twice_nothing_is_there_twice(serveur: str) -> None:
    personne = Personne(serveur, "deux-fois")
    personne.importe(fichier(ECHEANCES))
    avant = personne.garde()
    assert days(personne) == ["2026-11-29", "2027-03-14", "2028-02-29"]
    personne.importe(fichier(ECHEANCES))
    assert personne.garde() == avant


def test_put_again_later_what_changed_is_updated_in_place(serveur: str) -> None:
    """A month later, in clear words and with one thing more: the day proposed has moved, nothing is doubled."""
    personne = Personne(serveur, "plus-tard")
    personne.importe(fichier(ECHEANCES))
    personne.importe(fichier([*ECHEANCES, Echeance("e", date(2027, 3, 14))], 30, "En clair"))
    assert days(personne) == ["2026-12-29", "2027-03-14", "2028-02-29"]
    assert {titre for _, titre, _ in personne.garde()} == {"En clair"}
    assert len({version for _, _, version in personne.garde()}) == 1


def test_what_an_agenda_reads_each_day_and_the_file_are_one(serveur: str) -> None:
    """Downloaded once, then read three times at its address, days apart: nothing is there twice."""
    personne, agenda = Personne(serveur, "abonnee"), Agenda(b"k" * 32)
    personne.importe(fichier(ECHEANCES, agenda=agenda))
    for jours in (0, 1, 6):
        le = LE + timedelta(days=jours)
        au = le.date()
        tenue = tenir(regrouper(ECHEANCES, au), jour_tenu(AU, au), au).liste
        dits = [RendezVous(rappel, TITRE_DISCRET, TEXTE_DISCRET) for rappel in tenue]
        personne.importe(agenda.write_abonne([("1972-05-14/0", dits)], le))
        assert days(personne) == ["2026-11-29", "2027-03-14", "2028-02-29"]


def test_numbers_drawn_at_random_would_be_caught(serveur: str) -> None:
    """The planted bug: each file draws its own key."""
    personne = Personne(serveur, "au-hasard")
    for _ in range(2):
        personne.importe(fichier(ECHEANCES, agenda=Agenda(os.urandom(32))))
    assert len(personne.garde()) == 6


def test_an_agenda_kept_there_is_published_as_it_is(serveur: str, tmp_path: Path, catalogue: Catalogue) -> None:
    """What a practice keeps in its calendar server, sent to us as it comes out of it: openings, with one left out."""
    agenda = Personne(serveur, "cabinet")
    ouvert = Event.new(summary="Bilans", start=datetime(2026, 12, 1, 9, tzinfo=PARIS), uid="ouvert")
    ouvert.add("dtend", datetime(2026, 12, 1, 12, tzinfo=PARIS))
    ouvert.add("rrule", {"freq": "weekly", "count": 4})
    ouvert.add("exdate", datetime(2026, 12, 8, 9, tzinfo=PARIS))
    calendrier = Calendar.new(subcomponents=[ouvert])
    calendrier.add_missing_timezones()
    assert agenda.depose("ouvert", calendrier.to_ical()) == 201
    app = create_app(Settings(var=tmp_path), catalogue, horloge=Horloge(MAINTENANT))
    command.upgrade(migrations_on(app.state.parties.engine), "head")
    equipe, client = make_equipe_in(app), TestClient(app, base_url=ORIGINE)
    reponse = client.put(
        f"/api/v1/partenaires/lieux/{equipe.lieu}/agenda?nom=Roy&profession=medecin&duree=60",
        content=agenda.tout(),
        headers={"content-type": "text/calendar; charset=utf-8", **equipe.entetes},
    )
    corps = reponse.json()
    assert (corps["lignes"], corps["acceptees"], corps["creneaux_offerts"]) == (3, 3, 9), corps
    assert corps["lieu"]["source"] == "ical"
    trouves = client.get("/api/v1/creneaux?commune=71270").json()["creneaux"]
    assert [c["debut"][:16] for c in trouves[::3]] == ["2026-12-01T09:00", "2026-12-15T09:00", "2026-12-22T09:00"]
    app.state.parties.engine.dispose()
