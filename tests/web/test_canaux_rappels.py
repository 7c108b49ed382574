"""Asking to be reminded by letter, on the device, by text or by call: what is kept, what is refused, what leaves."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from app.dependencies import poste_of
from app.domain import falc
from app.domain.envois import CanalRappel
from app.main import Application, create_app
from app.models import AdresseRappel, PieceRappel
from app.services.envois.bac import Bac
from app.services.envois.push import CleVapid, Push
from app.services.envois.tournee import make_round
from app.settings import ReglageInvalide, Settings
from tests.envois.rappels import SITE, Memoriel
from tests.envois.recepteurs import Navigateur
from tests.horloge import Horloge
from tests.rendering.conftest import phrases_falc
from tests.web.carnets import answer, make
from tests.web.conftest import Ouvre

ICI = "/carnet/rappels"
PUSH = Navigateur().abonnement("https://fcm.googleapis.com/fcm/send/abc")
LETTRE = "Mme Zoé Essai\n12 rue du Bois\n71000 Mâcon"
ADRESSES = {"lettre": LETTRE, "push": PUSH, "sms": "06 12 34 56 78", "appel": "03 85 12 34 56"}


@pytest.fixture
def canaux(service: Application) -> Iterator[dict[CanalRappel, Any]]:
    """Every way, each with a provider that only remembers."""
    avant = service.state.parties
    voies: dict[CanalRappel, Any] = {canal: Memoriel(canal) for canal in CanalRappel}
    voies[CanalRappel.PUSH] = Push(CleVapid(b"v" * 32), SITE)
    reglages = avant.settings.model_copy(update={"origine": SITE})
    service.state.parties = replace(avant, transports=voies, settings=reglages)
    yield voies
    service.state.parties = avant


@pytest.fixture
def client(ouvre: Ouvre, canaux: dict[CanalRappel, Any]) -> TestClient:
    """A browser whose carnet is open."""
    navigateur = ouvre()
    answer(navigateur)
    make(navigateur)
    return navigateur


def ask(client: TestClient, canal: str, adresse: str, prefixe: str = "") -> Any:
    page = client.get(f"{prefixe}{ICI}").text
    trouve = re.search(rf'name="canal" value="{canal}"><input type="hidden" name="empreinte" value="([0-9a-f]+)"', page)
    assert trouve
    envoi = {"canal": canal, "geste": "donne", "adresse": adresse, "rythme": "3", "heure": "12", "empreinte": trouve[1]}
    return client.post(f"{prefixe}{ICI}", data=envoi)


@pytest.mark.parametrize("prefixe", ["", "/falc"])
@pytest.mark.parametrize("canal", list(ADRESSES))
def test_each_way_is_asked_alone_and_stopped_in_one_gesture(
    client: TestClient, service: Application, canal: str, prefixe: str
) -> None:
    assert ask(client, canal, ADRESSES[canal], prefixe).status_code == 303
    with Session(service.state.parties.engine) as session:
        (ligne,) = session.exec(select(AdresseRappel)).all()
        assert ligne.canal == canal
        assert b"Essai" not in ligne.adresse
    page = client.get(f"{prefixe}{ICI}").text
    assert "Arrêter ces messages" in page
    assert "fcm.googleapis" not in page, "an address only machines read is not shown"
    fin = client.post(f"{prefixe}{ICI}", data={"canal": canal, "geste": "retire"})
    assert "Votre reçu" in fin.text
    with Session(service.state.parties.engine) as session:
        assert session.exec(select(AdresseRappel)).all() == []


@pytest.mark.parametrize(
    ("canal", "ecrit", "dit"),
    [
        ("lettre", "", "comme sur une enveloppe"),
        ("lettre", "Mme Essai\n12 rue du Bois\nMâcon", "code postal"),
        ("sms", "01 23 45 67 89", "portable"),
        ("sms", "zéro six", "10 chiffres"),
        ("appel", "3646", "10 chiffres"),
        ("push", '{"endpoint": "https://127.0.0.1/a"}', "navigateur"),
        ("push", "", "navigateur"),
    ],
)
def test_what_cannot_be_reached_is_said_and_the_form_is_not_lost(
    client: TestClient, service: Application, canal: str, ecrit: str, dit: str
) -> None:
    refus = ask(client, canal, ecrit)
    assert refus.status_code == 422
    assert dit in refus.text
    assert "rien n'est noté" in refus.text.casefold().replace("&#39;", "'")
    if canal != "push":
        assert ecrit.replace("\n", "\r\n").split("\r\n")[0] in refus.text
    assert "127.0.0.1" not in refus.text
    with Session(service.state.parties.engine) as session:
        assert session.exec(select(AdresseRappel)).all() == []


def test_notifications_are_offered_by_a_script_alone(client: TestClient) -> None:
    page = client.get(ICI).text
    assert 'hidden data-cle="' in page
    assert "JavaScript" in page
    assert page.count("/js/notifications") == 1


def test_a_text_asks_first_then_reminds(
    client: TestClient, service: Application, canaux: dict[CanalRappel, Any], horloge: Horloge
) -> None:
    assert ask(client, "sms", ADRESSES["sms"]).status_code == 303
    poste = poste_of(service.state.parties)
    assert poste
    make_round(poste)
    (demande,) = canaux[CanalRappel.SMS].recus
    assert demande.destination == "+33612345678"
    horloge.instant += timedelta(days=9)
    make_round(poste)
    assert len(canaux[CanalRappel.SMS].recus) == 1, "nobody answered: nothing more leaves"


def test_the_easy_to_read_page_follows_its_rules(client: TestClient) -> None:
    phrases = phrases_falc(client.get(f"/falc{ICI}").text)
    assert [str(p) for phrase in phrases for p in falc._phrase(falc._Phrase("page", phrase))] == []


def test_only_what_is_set_up_is_offered(own_folder: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Nothing by default; the desk without its address calls but does not write; production makes no key by itself."""

    def ways(**reglages: Any) -> set[str]:
        app = create_app(own_folder.model_copy(update=reglages))
        offerts = {canal.value for canal in app.state.parties.transports}
        app.state.parties.engine.dispose()
        return offerts

    assert ways() == set()
    site = {"origine": SITE}
    assert ways(**site) == {"push"}
    assert ways(**site, hors_ligne=False) == set()
    assert ways(bureau_rappels="Essai") == {"appel"}
    complet = {"bureau_rappels": "Essai", "lettre_retour": "BP 12;71000 MACON", "lettre_telephone": "01 99 00 12 34"}
    assert ways(**complet) == {"appel", "lettre"}
    ailleurs = tmp_path_factory.mktemp("production")
    assert (
        Settings(environnement="production", var=ailleurs, cle_cookie_base64="a2" * 21 + "a=", **site).cle_vapid()
        is None
    )


@pytest.mark.parametrize("adresse", ["http://sms.exemple.fr/", "sms.exemple.fr", "ftp://exemple.fr"])
def test_texts_leave_by_an_encrypted_way(own_folder: Settings, adresse: str) -> None:
    with pytest.raises(ReglageInvalide, match="MBS_SMS"):
        Settings(var=own_folder.var, adresse_sms=adresse)


def test_a_piece_laid_by_the_service_waits_for_the_desk(
    ouvre: Ouvre, service: Application, horloge: Horloge, canaux: dict[CanalRappel, Any]
) -> None:
    """The tray the service itself opens, in its own transactions."""
    ensemble = service.state.parties
    navigateur = ouvre()
    answer(navigateur)
    make(navigateur)
    assert ask(navigateur, "lettre", LETTRE).status_code == 303
    poste = poste_of(ensemble)
    assert poste
    bac = Bac(CanalRappel.LETTRE, poste.ouvrir)
    horloge.instant += timedelta(days=7, hours=3)
    make_round(replace(poste, transports={CanalRappel.LETTRE: bac}))
    with Session(ensemble.engine) as session:
        (piece,) = session.exec(select(PieceRappel)).all()
        assert "Essai" not in repr(piece)
