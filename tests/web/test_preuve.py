"""Whoever holds a telephone whose carnet is open must prove to be its owner before what opens it changes."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from app.domain.carnet_en_ligne import PREUVE
from app.main import Application
from app.services import preuves
from app.settings import Settings
from tests.horloge import Horloge
from tests.rendering.conftest import visible
from tests.web.carnets import age_shown, answer, empreinte, enter, make
from tests.web.cles import Telephone, add_key, enter_with, problems_of
from tests.web.conftest import ORIGINE, Ouvre

#: What changes the ways in, and what a form there says beside.
GARDEES = {"/carnet/codes": {}, "/carnet/cles/retirer": {"cle": "a" * 64}, "/carnet/identite/delier": {}}
#: What stays open to whoever holds the telephone, and why in decision 0029.
LIBRES = ("/carnet/fermer", "/carnet/fermer-partout", "/mes-donnees/effacer")


@pytest.fixture
def reglages(tmp_path: Path) -> Settings:
    """The service is at the address its keys are tied to."""
    return Settings(var=tmp_path, origine=ORIGINE)


@pytest.fixture
def client(ouvre: Ouvre) -> TestClient:
    """A browser whose carnet is open."""
    client = ouvre()
    answer(client)
    return client


@pytest.fixture
def codes(client: TestClient) -> list[str]:
    """The sheet of that carnet."""
    return make(client)


@pytest.fixture
def telephone(client: TestClient, codes: list[str], horloge: Horloge) -> Telephone:
    """A device that has a key of it; the carnet was opened a while ago."""
    telephone = Telephone()
    assert add_key(client, telephone).status_code == 303
    horloge.instant += PREUVE
    return telephone


def state(service: Application) -> dict[str, list[str]]:
    """What opens carnets, as the base holds it."""
    tables = ("code_carnet", "cle_acces", "lien_identite")
    with service.state.parties.engine.connect() as connexion:
        rows = {t: connexion.execute(text(f"SELECT * FROM {t} ORDER BY 1")).all() for t in tables}
    return {table: [str(row) for row in lignes] for table, lignes in rows.items()}


def asked(reponse: object) -> bool:
    return "C'est bien vous" in visible(reponse.text).replace("’", "'")  # type: ignore[attr-defined]


@contextmanager
def nothing_changes(service: Application) -> Iterator[None]:
    avant = state(service)
    yield
    assert state(service) == avant


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_a_borrowed_telephone_locks_nobody_out(
    ouvre: Ouvre, service: Application, client: TestClient, codes: list[str], telephone: Telephone, prefixe: str
) -> None:
    with nothing_changes(service):
        for chemin, champs in GARDEES.items():
            reponse = client.post(prefixe + chemin, data=champs)
            assert (reponse.status_code, asked(reponse)) == (200, True)
            assert f'action="{prefixe}{chemin}"' in reponse.text
            for nom, valeur in champs.items():
                assert f'name="{nom}" value="{valeur}"' in reponse.text
        refus = client.post("/carnet/cles/nouvelle")
        assert (refus.status_code, "challenge" in refus.text) == (403, False)
        assert client.post(f"{prefixe}/carnet/cles/ajouter", data={"reponse": "{}"}).status_code == 422
    assert enter(ouvre(), codes[0]).status_code == 303


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_a_borrowed_telephone_takes_nobody_and_no_address_away(
    service: Application, client: TestClient, codes: list[str], telephone: Telephone, prefixe: str
) -> None:
    """A code about a child opens them to another carnet for years; an agenda address is read without a visit."""
    client.post("/proches/ajouter", data={"naissance": "15/01/2010", "sexe": "F", "nom": "A."})
    lue = empreinte(client.get(f"{prefixe}/carnet/rappels").text, f"{prefixe}/carnet/agenda")
    gestes = [
        (f"{prefixe}/carnet/personnes/code", {"personne": "1", "genre": "donner"}, "invitation_carnet"),
        (f"{prefixe}/carnet/personnes/code", {"personne": "1", "genre": "suivre"}, "invitation_carnet"),
        (f"{prefixe}/carnet/agenda", {"geste": "donne", "empreinte": lue}, "agenda_abonne"),
    ]
    for chemin, champs, table in gestes:
        page = client.post(chemin, data=champs)
        assert (page.status_code, asked(page)) == (200, True)
        assert all(f'name="{nom}" value="{valeur}"' in page.text for nom, valeur in champs.items())
        assert problems_of(page.text) == [] if prefixe else True
        with service.state.parties.engine.connect() as connexion:
            assert connexion.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 0
    chemin, champs, _ = gestes[1]
    assert client.post(chemin, data={"personne": "9"}).status_code == 409, "said before a code is spent"
    fait = client.post(chemin, data=champs | {"code": codes[0]})
    assert (fait.status_code, asked(fait)) == (200, False)
    assert client.post(f"{prefixe}/carnet/agenda", data={"geste": "retire"}).status_code == 200, "leaving asks nothing"


def test_the_page_carries_what_a_form_says_and_writes_nothing_else_back(
    client: TestClient, telephone: Telephone
) -> None:
    for saisie in ("<b>x</b>", "é" * 9, "A" * 5_000, "1 85 05 71 123 456 78", "a b"):
        page = client.post("/carnet/cles/retirer", data={"cle": saisie})
        assert asked(page)
        assert 'name="cle" value=""' in page.text
        client.post("/proches/ajouter", data={"naissance": "15/01/2010", "sexe": "F", "nom": "A."})
        genre = client.post("/carnet/personnes/code", data={"personne": "1", "genre": saisie})
        assert (genre.status_code, saisie in genre.text) == (409, False)


def test_the_borrowed_telephone_is_seen_without_the_gate(
    client: TestClient, telephone: Telephone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted bug: a proof that never ages."""
    monkeypatch.setattr(preuves, "is_proved", lambda *_: True)
    assert not asked(client.post("/carnet/codes"))


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_a_code_of_the_sheet_is_enough_and_the_gesture_goes_on(
    ouvre: Ouvre, client: TestClient, codes: list[str], telephone: Telephone, prefixe: str, horloge: Horloge
) -> None:
    page = client.get("/carnet").text
    cle = re.search(r'name="cle" value="([0-9a-f]{64})"', page)
    assert cle
    retrait = {"cle": cle[1]}
    assert asked(client.post(f"{prefixe}/carnet/cles/retirer", data=retrait))
    fait = client.post(f"{prefixe}/carnet/cles/retirer", data=retrait | {"code": codes[0].lower()})
    assert (fait.status_code, fait.headers["location"]) == (303, f"{prefixe}/carnet")
    assert cle[1] not in client.get("/carnet").text
    assert enter(ouvre(), codes[0]).status_code == 422, "the code has served"
    # Nothing is asked again for ten minutes, on this device alone.
    autre = ouvre()
    enter(autre, codes[1])
    horloge.instant += PREUVE - timedelta(seconds=1)
    assert not asked(client.post(f"{prefixe}/carnet/identite/delier"))
    horloge.instant += timedelta(seconds=1)
    assert asked(autre.post(f"{prefixe}/carnet/codes"))
    assert asked(client.post(f"{prefixe}/carnet/codes"))
    feuille = client.post(f"{prefixe}/carnet/codes", data={"code": codes[2]})
    assert len(set(re.findall(r"<li><b>([0-9A-Z-]{29})</b></li>", feuille.text)) - set(codes)) == 10
    assert not asked(autre.post("/carnet/fermer-partout"))


def test_a_carnet_just_opened_is_not_asked_again(ouvre: Ouvre, codes: list[str], telephone: Telephone) -> None:
    for ouverture in (lambda un: enter(un, codes[0]), lambda un: enter_with(un, telephone)):
        client = ouvre()
        assert ouverture(client).status_code == 303
        assert client.post("/carnet/cles/nouvelle").status_code == 200
        assert not asked(client.post("/carnet/preuve"))


def test_a_key_is_enough_too_once_and_for_its_own_carnet(
    ouvre: Ouvre, client: TestClient, telephone: Telephone, horloge: Horloge
) -> None:
    autre, sienne = ouvre(), Telephone()
    answer(autre, "01/01/1950")
    make(autre)
    add_key(autre, sienne)
    for cle, attendu in ((sienne, 422), (telephone, 303)):
        signe = cle.sign(client.post("/carnet/cles/defi").json())
        assert client.post("/carnet/preuve", data={"reponse": signe}).status_code == attendu
    assert not asked(client.post("/carnet/identite/delier"))
    horloge.instant += PREUVE
    assert client.post("/carnet/preuve", data={"reponse": signe}).status_code == 422, "an answer serves once"
    assert asked(client.post("/carnet/codes"))


def test_the_code_of_another_carnet_proves_nothing_and_is_not_used_up(
    ouvre: Ouvre, service: Application, client: TestClient, telephone: Telephone
) -> None:
    voleur = ouvre()
    answer(voleur, "01/01/1950")
    siens = make(voleur)
    with nothing_changes(service):
        pages = {client.post("/carnet/codes", data={"code": code}).text for code in (siens[0], "B" * 25, "quoi ?")}
    assert len(pages) == 1
    assert client.post("/carnet/codes", data={"code": ""}).status_code == 422
    assert enter(ouvre(), siens[0]).status_code == 303


def test_tries_are_counted_with_those_that_open(ouvre: Ouvre, client: TestClient, telephone: Telephone) -> None:
    essais = [client.post("/carnet/preuve", data={"code": "B" * 25}).status_code for _ in range(21)]
    assert (essais.count(422), essais[-1]) == (20, 429)
    assert enter(ouvre(), "B" * 25).status_code == 429


def test_the_owner_reads_that_wrong_codes_were_tried(
    client: TestClient, codes: list[str], telephone: Telephone, horloge: Horloge
) -> None:
    def told(prefixe: str = "") -> bool:
        return "a essayé 3 fois un mauvais code" in visible(client.get("/carnet").text).replace("\u00a0", " ")

    for _ in range(3):
        assert not told()
        client.post("/carnet/preuve", data={"code": "B" * 25})
    assert told()
    assert "Une personne a essayé" in visible(client.get("/falc/carnet").text)
    assert [geste["geste"] for geste in client.get("/mes-donnees/copie.json").json()["gestes"]][1] == "preuve-refusee"
    horloge.instant += timedelta(days=7)
    enter(client, codes[0])
    assert not told()


def test_nothing_left_to_prove_with_locks_nobody_out(ouvre: Ouvre, codes: list[str], horloge: Horloge) -> None:
    client = ouvre()
    for code in codes:
        assert enter(client, code).status_code == 303
    horloge.instant += PREUVE
    assert not asked(client.post("/carnet/codes"))


@pytest.mark.parametrize("chemin", LIBRES)
def test_leaving_and_erasing_ask_nothing(client: TestClient, telephone: Telephone, chemin: str) -> None:
    reponse = client.post(chemin, data={"personne": "tout"})
    assert reponse.status_code in {200, 303}
    assert not asked(reponse)
    assert not age_shown(client)


def test_the_pages_are_neutral_and_the_easy_ones_easy(client: TestClient, telephone: Telephone) -> None:
    for page in (client.get("/falc/carnet/preuve"), client.post("/falc/carnet/codes", data={"code": "B" * 25})):
        assert "<title>Mon carnet" in page.text
        assert problems_of(page.text) == []
    for _ in range(2):
        client.post("/carnet/preuve", data={"code": "B" * 25})
    suspect = client.get("/falc/carnet").text
    assert "Une personne a essayé" in visible(suspect)
    assert problems_of(suspect) == []
