"""Asking to be reminded, confirming, answering from a message, stopping: as a browser does, in both ways of reading."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from app.dependencies import poste_of
from app.domain import falc
from app.domain.envois import CanalRappel
from app.main import Application
from app.models import AdresseRappel, Envoi
from app.services.envois.tournee import make_round
from tests.envois.rappels import SITE, Memoriel
from tests.horloge import Horloge
from tests.rendering.conftest import phrases_falc, visible
from tests.web.carnets import answer, empreinte, enter, make
from tests.web.conftest import ORIGINE, Ouvre

ICI = "/carnet/rappels"
ADRESSE = "prenom@exemple.fr"


@pytest.fixture
def courriel(service: Application) -> Iterator[Memoriel]:
    memoriel = Memoriel()
    avant = service.state.parties
    reglages = avant.settings.model_copy(update={"origine": SITE})
    service.state.parties = replace(avant, transports={CanalRappel.COURRIEL: memoriel}, settings=reglages)
    yield memoriel
    service.state.parties = avant


@pytest.fixture
def ouvert(ouvre: Ouvre, courriel: Memoriel) -> tuple[TestClient, list[str]]:
    """A browser whose carnet is open, and its codes."""
    navigateur = ouvre()
    answer(navigateur)
    return navigateur, make(navigateur)


def ask(client: TestClient, prefixe: str = "", adresse: str = ADRESSE) -> int:
    page = client.get(f"{prefixe}{ICI}").text
    donnees = {"canal": "courriel", "geste": "donne", "adresse": adresse, "rythme": "3", "heure": "9"}
    donnees["empreinte"] = empreinte(page, f"{prefixe}{ICI}")
    return client.post(f"{prefixe}{ICI}", data=donnees).status_code


def send_all(service: Application) -> None:
    poste = poste_of(service.state.parties)
    assert poste
    make_round(poste)


def path_of(lien: str) -> str:
    assert lien.startswith(SITE)
    return lien.removeprefix(SITE)


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_from_the_yes_to_the_answer_and_to_the_end(
    prefixe: str,
    ouvert: tuple[TestClient, list[str]],
    ouvre: Ouvre,
    service: Application,
    courriel: Memoriel,
    horloge: Horloge,
) -> None:
    client, codes = ouvert
    assert ask(client, prefixe) == 303
    send_all(service)
    (demande,) = courriel.recus
    autre = ouvre()
    lien = path_of(demande.lien_reponse)
    assert lien.startswith(prefixe)
    for _ in range(2):  # looking changes nothing
        assert "Recevoir les rappels ici" in autre.get(lien).text
    assert "confirmé" in autre.post(lien, data={"reponse": "confirmer"}).text
    assert autre.get(lien).status_code == 404
    assert re.search(r"Prochain rappel le\s29\snovembre\s2026", visible(client.get(f"{prefixe}{ICI}").text))
    horloge.instant += timedelta(days=7)
    send_all(service)
    rappel = courriel.recus[-1]
    page = autre.get(path_of(rappel.lien_reponse)).text
    assert "sein" not in page.casefold().replace("fusein", "")
    faux = autre.post(path_of(rappel.lien_reponse), data={"reponse": "fait", "quand": "demain"})
    assert faux.status_code == 422
    assert "demain" in faux.text
    fait = autre.post(path_of(rappel.lien_reponse), data={"reponse": "fait", "quand": "25/11/2026"})
    assert fait.status_code == 200
    assert autre.post(path_of(rappel.lien_reponse), data={"reponse": "plus-tard"}).status_code == 404
    assert enter(client, codes[0]).status_code == 303
    recu = client.post(f"{prefixe}{ICI}", data={"canal": "courriel", "geste": "retire"})
    assert "accord retiré" in recu.text
    with Session(service.state.parties.engine) as session:
        assert session.exec(select(AdresseRappel)).all() == []
    horloge.instant += timedelta(days=400)
    avant = len(courriel.recus)
    send_all(service)
    assert len(courriel.recus) == avant


def test_one_thing_due_and_done_is_written_in_the_history(
    ouvert: tuple[TestClient, list[str]],
    service: Application,
    courriel: Memoriel,
    horloge: Horloge,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from app.services.envois import planification, sujets

    une = {"0/depistage-cancer-sein/": None}
    monkeypatch.setattr(sujets, "things_of", lambda *_: une)
    monkeypatch.setattr(planification, "things_of", lambda *_: une)
    client, codes = ouvert
    ask(client)
    send_all(service)
    client.post(path_of(courriel.recus[0].lien_reponse), data={"reponse": "confirmer"})
    horloge.instant += timedelta(days=7)
    send_all(service)
    client.post(path_of(courriel.recus[-1].lien_reponse), data={"reponse": "fait", "quand": "25/11/2026"})
    enter(client, codes[0])
    assert "25 novembre 2026" in client.get("/conseils/depistage-cancer-sein").text.replace("\xa0", " ")


def test_mail_software_stops_everything_in_one_press_without_a_cookie_nor_an_origin(
    ouvert: tuple[TestClient, list[str]], service: Application, courriel: Memoriel
) -> None:
    client, _ = ouvert
    ask(client)
    send_all(service)
    lien = path_of(courriel.recus[0].lien_arret)
    assert "Arrêter les rappels" in client.get(lien).text
    logiciel = TestClient(service, base_url=ORIGINE)
    for _ in range(2):
        assert logiciel.post(lien, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert "Vous avez retiré votre accord" in client.get("/mes-donnees").text or ICI
    with Session(service.state.parties.engine) as session:
        assert session.exec(select(AdresseRappel)).all() == []
        assert {envoi.etat for envoi in session.exec(select(Envoi))} <= {"remis", "supprime"}
    assert logiciel.post(path_of(courriel.recus[0].lien_reponse), data={"reponse": "confirmer"}).status_code == 403


@pytest.mark.parametrize(
    "adresse",
    [
        "",
        "prenom",
        "a@b",
        "a b@exemple.fr",
        "a@exemple.fr\r\nBcc: b@exemple.fr",
        "@exemple.fr",
        "a@exemple..fr",
        "é@x.fr",
    ],
)
def test_an_address_nothing_can_be_sent_to_is_said_and_given_back(
    adresse: str, ouvert: tuple[TestClient, list[str]], service: Application
) -> None:
    client, _ = ouvert
    assert ask(client, adresse=adresse) == 422
    with Session(service.state.parties.engine) as session:
        assert session.exec(select(AdresseRappel)).all() == []


def test_nobody_is_flooded_with_messages_to_confirm(ouvert: tuple[TestClient, list[str]]) -> None:
    client, _ = ouvert
    assert [ask(client, adresse=f"p{rang}@exemple.fr") for rang in range(4)] == [303, 303, 303, 429]


def test_the_copy_takes_away_what_is_kept_to_remind(ouvert: tuple[TestClient, list[str]]) -> None:
    client, _ = ouvert
    ask(client)
    (rappel,) = client.get("/mes-donnees/copie.json").json()["rappels"]
    assert (rappel["canal"], rappel["adresse"]) == ("courriel", ADRESSE)


def test_without_a_carnet_the_page_leads_to_it(ouvre: Ouvre, courriel: Memoriel) -> None:
    assert ouvre().get(ICI).headers["location"] == "/carnet"
    assert ouvre().post(ICI, data={"canal": "courriel"}).status_code == 409


def test_a_channel_this_service_has_not_is_refused(ouvert: tuple[TestClient, list[str]]) -> None:
    client, _ = ouvert
    assert client.post(ICI, data={"canal": "pigeon", "geste": "donne"}).status_code == 409


def test_nothing_of_the_link_is_in_the_log_nor_kept_in_clear(
    ouvert: tuple[TestClient, list[str]], service: Application, courriel: Memoriel, capsys: pytest.CaptureFixture[str]
) -> None:
    client, _ = ouvert
    ask(client)
    send_all(service)
    jeton = courriel.recus[0].lien_reponse.rpartition("/")[2]
    client.get(f"/reponse/{jeton}")
    ecrit = capsys.readouterr()
    assert jeton not in ecrit.err + ecrit.out
    with service.state.parties.engine.connect() as connexion:
        brut = str(connexion.exec_driver_sql("SELECT * FROM jeton_reponse").all())
        brut += str(connexion.exec_driver_sql("SELECT * FROM adresse_rappel").all())
    assert jeton not in brut
    assert ADRESSE not in brut


def test_stopping_takes_no_more_presses_than_beginning(ouvert: tuple[TestClient, list[str]]) -> None:
    """From the page: one press to begin (then one in the message), one to stop, and no field to fill."""
    client, _ = ouvert
    for prefixe in ("", "/falc"):
        assert ask(client, prefixe) == 303
        page = client.get(f"{prefixe}{ICI}").text
        arret = re.search(r"<form[^>]*>(?:(?!</form>).)*value=\"retire\"(?:(?!</form>).)*</form>", page, re.DOTALL)
        assert arret
        assert set(re.findall(r"type=\"(\w+)\"", arret[0])) == {"hidden"}
        reponse = client.post(f"{prefixe}{ICI}", data={"canal": "courriel", "geste": "retire"})
        assert "accord retiré" in reponse.text


def test_the_easy_pages_are_easy(
    ouvert: tuple[TestClient, list[str]], service: Application, courriel: Memoriel
) -> None:
    client, _ = ouvert
    pages = [client.get(f"/falc{ICI}").text]
    ask(client, "/falc")
    pages.append(client.get(f"/falc{ICI}").text)
    send_all(service)
    lien = path_of(courriel.recus[0].lien_reponse)
    pages += [client.get(lien).text, client.get(f"/falc{path_of(courriel.recus[0].lien_arret)}").text]
    pages.append(client.post(lien, data={"reponse": "confirmer"}).text)
    for page in pages:
        titres = [visible(titre) for titre in re.findall(r"<h[12][^>]*>(.*?)</h[12]>", page)]
        assert titres
        assert [str(p) for p in falc.problemes_page(titres, phrases_falc(page))] == []
