"""Someone's week, from the form to those who search; what is wrong is said, and nothing typed is lost."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.domain.catalogue import Catalogue
from app.main import Application, create_app
from app.services.publication import FRAICHEUR_SAISIE
from app.settings import Settings
from tests.agendas import MAINTENANT
from tests.bases import make_ready
from tests.horloge import Horloge
from tests.operateurs import MEME_SITE, Equipe, make_equipe_in, sign_in
from tests.web.conftest import ORIGINE

SEMAINE: dict[str, Any] = {
    "prenom": "Ana", "nom": "Roy", "profession": "medecin", "duree": "30", "places": "1", "preavis": "2",
    "tranches": ["45-50", "60-65"], "0m-debut": "09:00", "0m-fin": "10:00", "2a-debut": "14h", "2a-fin": "15h",
}  # fmt: skip


@pytest.fixture
def horloge() -> Horloge:
    return Horloge(MAINTENANT)


@pytest.fixture
def service(tmp_path: Path, catalogue: Catalogue, horloge: Horloge) -> Iterator[Application]:
    app = create_app(Settings(var=tmp_path), catalogue, horloge=horloge)
    make_ready(app.state.parties.engine)
    yield app
    app.state.parties.engine.dispose()


@pytest.fixture
def equipe(service: Application) -> Equipe:
    return make_equipe_in(service)


@pytest.fixture
def client(service: Application, equipe: Equipe, horloge: Horloge) -> TestClient:
    """An operator's browser, signed in."""
    navigateur = TestClient(service, base_url=ORIGINE)
    assert sign_in(navigateur, equipe, horloge()) == 303
    return navigateur


def publish(client: TestClient, equipe: Equipe, **changes: Any) -> Any:
    envoi = {nom: valeur for nom, valeur in (SEMAINE | changes).items() if valeur is not None}
    return client.post(f"/operateurs/lieux/{equipe.lieu}/horaires", data=envoi, headers=MEME_SITE)


def found(client: TestClient) -> Any:
    return client.get("/api/v1/creneaux?commune=71270").json()


def text_of(reponse: Any) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", reponse.text)).replace("\u00a0", " ").replace("\u202f", " ")


def test_a_week_is_found_by_those_who_search(client: TestClient, equipe: Equipe) -> None:
    page = publish(client, equipe)
    assert page.status_code == 200
    assert "C'est publié." in text_of(page)
    assert "Lundi : 09:00 à 10:00" in text_of(page)
    creneaux = found(client)["creneaux"]
    assert [c["debut"] for c in creneaux[:3]] == [
        "2026-11-25T14:00:00+01:00", "2026-11-25T14:30:00+01:00", "2026-11-30T09:00:00+01:00",
    ]  # fmt: skip
    assert creneaux[0]["professionnel"] == {"nom": "Ana Roy", "profession": "medecin", "demonstration": False}


def test_changed_then_emptied(client: TestClient, equipe: Equipe) -> None:
    page = publish(client, equipe)
    (qui,) = re.findall(r"horaires\?qui=([0-9a-f]{32})", page.text)
    formulaire = client.get(f"/operateurs/lieux/{equipe.lieu}/horaires?qui={qui}").text
    for attendu in ('name="0m-debut" value="09:00"', 'name="2m-fin" value="15:00"', 'value="45-50" checked'):
        assert attendu in formulaire
    publish(client, equipe, **{"0m-debut": "", "0m-fin": "", "2a-debut": "", "2a-fin": ""})
    assert found(client)["creneaux"] == []


def test_days_away_are_taken_off(client: TestClient, equipe: Equipe) -> None:
    publish(client, equipe, **{"abs0-du": "2026-11-30", "abs0-au": "2026-12-02"})
    jours = {creneau["debut"][:10] for creneau in found(client)["creneaux"]}
    assert "2026-11-25" in jours
    assert jours.isdisjoint({"2026-11-30", "2026-12-02"})
    assert "2026-12-07" in jours


@pytest.mark.parametrize(
    ("changes", "phrase"),
    [
        ({"nom": ""}, "Écrivez qui reçoit."),
        ({"profession": None}, "Choisissez une profession."),
        ({"duree": "2"}, "Écrivez un nombre de 5 à 480."),
        ({"places": "beaucoup"}, "Écrivez un nombre de 1 à 200."),
        ({"preavis": ""}, "Écrivez un nombre de 0 à 336."),
        ({"tranches": []}, "Choisissez au moins un âge."),
        ({"tranches": ["45-50", "3-4"]}, "Choisissez au moins un âge."),
        ({"0m-fin": ""}, "Lundi matin : écrivez les deux heures"),
        ({"0m-fin": "09:10"}, "Lundi matin : la fin doit laisser le temps d'un rendez-vous (30 minutes)."),
        ({"6a-debut": "25:00", "6a-fin": "26:00"}, "Dimanche après-midi : écrivez les deux heures"),
        ({"abs1-du": "2026-12-02", "abs1-au": "2026-12-01"}, "Absence 2 : écrivez le premier jour, puis le dernier."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    client: TestClient, equipe: Equipe, changes: dict[str, Any], phrase: str
) -> None:
    page = publish(client, equipe, **changes)
    assert page.status_code == 422
    assert phrase in text_of(page)
    assert 'role="alert"' in page.text
    if "nom" not in changes:
        assert 'value="Roy"' in page.text
    assert 'name="2a-debut" value="14h"' in page.text
    assert found(client)["creneaux"] == []


def test_a_hostile_name_is_shown_as_it_is_and_a_secu_number_never(client: TestClient, equipe: Equipe) -> None:
    page = publish(client, equipe, nom="<script>alert(1)</script>")
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert" in page.text
    page = publish(client, equipe, nom="2 76 07 75 112 233 12")
    assert page.status_code == 422
    assert "112 233" not in page.text


def test_without_a_word_for_two_weeks_people_read_that_nobody_knows(
    client: TestClient, equipe: Equipe, horloge: Horloge
) -> None:
    publish(client, equipe)
    horloge.instant += FRAICHEUR_SAISIE
    assert found(client)["absence"] == "inconnu"
    assert sign_in(client, equipe, horloge()) == 303
    assert "Muet" in text_of(client.get("/operateurs"))
    envoi = {"horizon": "12"}
    client.post(f"/operateurs/lieux/{equipe.lieu}/confirmer", data=envoi, headers=MEME_SITE)
    dans_onze_semaines = (horloge() + timedelta(weeks=11)).date()
    assert client.get(f"/api/v1/creneaux?commune=71270&du={dans_onze_semaines}").json()["creneaux"]


def test_who_comes_is_what_the_booking_page_said(client: TestClient, equipe: Equipe) -> None:
    publish(client, equipe)
    libre = found(client)["creneaux"][0]["id"]
    corps = {"creneau": libre, "prenom": "Zoé", "nom": "Petit", "contact": "06 39 98 12 34"}
    code = client.post("/api/v1/rendez-vous", json=corps, headers={"Idempotency-Key": "k"}).json()["code"]
    page = client.get(f"/operateurs/lieux/{equipe.lieu}/rendez-vous")
    assert "mercredi 25 novembre 2026 à 14 h" in text_of(page).lower()
    assert "Zoé Petit" in text_of(page)
    assert "0639981234" in page.text
    assert code not in page.text
    client.delete(f"/api/v1/rendez-vous/{code}")
    assert "Petit" not in client.get(f"/operateurs/lieux/{equipe.lieu}/rendez-vous").text


def test_pages_are_light_bear_no_script_and_are_in_no_citizen_s_menu(client: TestClient, equipe: Equipe) -> None:
    publish(client, equipe)
    lieu = f"/operateurs/lieux/{equipe.lieu}"
    for chemin in ("/operateurs/connexion", "/operateurs", lieu, f"{lieu}/horaires", f"{lieu}/rendez-vous"):
        with client.stream("GET", chemin, headers={"accept-encoding": "gzip"}) as reponse:
            assert len(b"".join(reponse.iter_raw())) <= 14_600
        page = client.get(chemin).text
        assert "<script" not in page
        assert "style=" not in page
        assert "/falc" not in page
    assert "/operateurs" not in client.get("/").text


def test_on_plain_http_far_away_it_says_why_it_cannot(service: Application) -> None:
    page = TestClient(service, base_url="http://ailleurs.example").get("/operateurs/connexion")
    assert "https" in text_of(page)
    assert "mot_de_passe" not in page.text
