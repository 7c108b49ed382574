"""The health page of outside sources: one's own only, each silence and failure in words; what people see meanwhile."""

import re
from datetime import timedelta
from html import unescape

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from app.domain.agenda_fhir import read_defauts
from app.domain.sources import FRAICHEUR_RELEVE, Disjoncteur, Panne, Releve
from app.main import Application, pull_sources
from app.models import SourceAgenda
from app.rendering.sources import ETATS, PANNES, ce_qui_est_venu
from app.services.releve_http import Appel
from app.services.sources import add_source
from tests.agendas import MAINTENANT
from tests.horloge import Horloge
from tests.operateurs import Equipe, make_equipe_in, registre, sign_in
from tests.web.conftest import ORIGINE

#: No name leads there: nothing goes out of this machine.
ADRESSE = "https://agenda.invalid/Slot?qui=12345"


@pytest.fixture
def horloge() -> Horloge:
    return Horloge(MAINTENANT)


@pytest.fixture
def equipe(service: Application) -> Equipe:
    return with_source(service, make_equipe_in(service))


@pytest.fixture
def client(service: Application, equipe: Equipe, horloge: Horloge) -> TestClient:
    """An operator's browser, signed in."""
    navigateur = TestClient(service, base_url=ORIGINE)
    assert sign_in(navigateur, equipe, horloge()) == 303
    return navigateur


def with_source(service: Application, equipe: Equipe) -> Equipe:
    ensemble = service.state.parties
    with Session(ensemble.engine) as session, session.begin():
        la = registre(session, ensemble.coffre, equipe.organisation)
        assert add_source(la, equipe.lieu, Appel(ADRESSE, jeton="un-secret"), read_defauts({}))
    return equipe


def page(client: TestClient) -> str:
    texte = unescape(client.get("/operateurs/sources").text).replace("\u00a0", " ").replace("\u202f", " ")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", texte))


def test_the_page_tells_each_state_in_words(
    client: TestClient, service: Application, equipe: Equipe, horloge: Horloge
) -> None:
    assert "Elle n'a jamais répondu." in page(client)
    assert "Relevée normalement." in page(client)
    pull_sources(service.state.parties)
    assert "Son nom n'existe pas, ou ne se trouve pas." in page(client)
    for _ in range(2):
        horloge.instant += timedelta(minutes=10)
        pull_sources(service.state.parties)
    texte = page(client)
    assert "Suspendue : elle a manqué 3 fois de suite." in texte
    assert "agenda.invalid" in texte
    assert "12345" not in texte
    assert "un-secret" not in texte
    horloge.instant += timedelta(minutes=15)
    assert "elle va être essayée une fois" in page(client)


def test_a_source_that_spoke_then_stopped_is_said_silent(
    client: TestClient, service: Application, equipe: Equipe, horloge: Horloge
) -> None:
    csv = "nom;profession;date;debut;fin;duree\nRoy;medecin;2026-11-24;09:00;10:00;20\n"
    adresse = f"/api/v1/partenaires/lieux/{equipe.lieu}/agenda"
    client.put(adresse, content=csv, headers={"content-type": "text/csv", **equipe.entetes})
    with Session(service.state.parties.engine) as session, session.begin():
        session.exec(select(SourceAgenda)).one().vue_le = horloge()
    assert "Dernière réponse à l'instant" in page(client)
    horloge.instant += timedelta(hours=36)
    sign_in(client, equipe, horloge())
    assert "Source muette depuis ce moment : les gens lisent que l'on ne sait pas." in page(client)
    assert client.get("/api/v1/creneaux?commune=71270").json()["absence"] == "inconnu"


def test_one_sees_one_s_own_sources_only(client: TestClient, service: Application, horloge: Horloge) -> None:
    autre = make_equipe_in(service, "Pharmacie Beta", adresse="9 rue de Beta")
    assert autre.lieu not in client.get("/operateurs/sources").text
    sign_in(client, autre, horloge())
    assert "Vous n'avez pas de source." in page(client)
    with_source(service, autre)
    assert autre.lieu in client.get("/operateurs/sources").text


def test_every_failure_and_state_has_its_words() -> None:
    assert set(PANNES) == set(Panne)
    assert set(ETATS) == {Disjoncteur().etat(MAINTENANT), *ETATS}
    rate = Releve(MAINTENANT, FRAICHEUR_RELEVE, Panne.STATUT, "503")
    assert ce_qui_est_venu(rate) == "Elle a répondu par une erreur (503)."
    plein = Releve(MAINTENANT, FRAICHEUR_RELEVE, None, "", 3, 2, 1, "ce jour est passé")
    assert (
        ce_qui_est_venu(plein) == "3 créneaux lus = 2 gardés + 1 refusé, 1 montré. Premier refus : ce jour est passé."
    )
