"""My data: seen in words, taken away, brought back, erased with a receipt; every page easy to read."""

import json
import re
from datetime import timedelta

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from app.domain import falc
from app.domain.carnet_en_ligne import GARDE_MOIS
from app.domain.copie import Copie
from app.domain.dossier import EtatNavigateur
from app.main import Application, each_day, each_minute
from app.models import AccesCarnet, ActeConsenti, Carnet, Effacement
from tests.horloge import Horloge
from tests.rendering.conftest import phrases_falc, visible
from tests.web.carnets import answer, empreinte, enter, make
from tests.web.conftest import Ouvre

PREMIER_VOL = 14_600


@pytest.fixture
def client(ouvre: Ouvre) -> TestClient:
    return ouvre()


def everything(service: Application) -> bytes:
    dossier = service.state.parties.settings.var
    return b"".join(fichier.read_bytes() for fichier in sorted(dossier.iterdir()) if "mon-budget" in fichier.name)


def test_everything_kept_can_be_seen_in_words(client: TestClient) -> None:
    answer(client)
    make(client)
    client.post("/questions", data={"fait": "fumeur", "reponse": "oui"})
    client.post("/historique", data={"id": "depistage-cancer-sein", "le": "03/2025"})
    client.post("/mon-annee/ajouter", data={"acte": "", "libelle": "Lunettes", "le": "30/06/2026", "prix": "12"})
    texte = visible(client.get("/mes-donnees").text).replace("\u00a0", " ")
    for mot in ("14 mai 1972", "Femme", "mars 2025", "Lunettes", "Le carnet est créé", "Garder un carnet en ligne"):
        assert mot in texte


def test_a_copy_leaves_whole_and_comes_back(ouvre: Ouvre) -> None:
    avant, apres = ouvre(), ouvre()
    answer(avant)
    avant.post("/proches/ajouter", data={"naissance": "10/10/2022", "sexe": "F", "nom": "A."})
    avant.post("/questions", data={"fait": "fumeur", "reponse": "non"})
    brut = avant.get("/mes-donnees/copie.json")
    assert "no-store" in brut.headers["cache-control"]
    Copie.model_validate_json(brut.content)
    make(apres)
    retour = apres.post("/mes-donnees/copie", files={"fichier": ("x.json", brut.content, "application/json")})
    assert retour.status_code == 303
    assert apres.get("/mes-donnees/copie.json").json()["personnes"] == brut.json()["personnes"]
    encore = apres.post("/mes-donnees/copie", files={"fichier": ("x.json", brut.content, "application/json")})
    assert encore.status_code == 409


def test_the_copy_leaves_nothing_out() -> None:
    """The planted column: a field added to what is kept of a person must be copied too."""
    from dataclasses import fields

    from app.domain.copie import PersonneCopiee

    noms = {"depenses": {"depenses", "couverture"}}
    gardes = set().union(*(noms.get(champ.name, {champ.name}) for champ in fields(EtatNavigateur)))
    assert gardes == set(PersonneCopiee.model_fields)


@pytest.mark.parametrize(
    "brut",
    [
        b"",
        b"{}",
        b"[" * 20_000,
        b'{"format": "autre", "le": "2026-11-22T00:00:00Z", "personnes": []}',
        b"\xff\xfe",
        *(
            json.dumps(
                {
                    "format": "mon-budget-sante/copie/1",
                    "le": "2026-11-22T00:00:00Z",
                    "personnes": [{"numero": 0, "profil": {"date_naissance": "1972"}} | faute],
                }
            ).encode()
            for faute in (
                {"inconnu": 1},
                {"numero": 3},
                {"nom": "x" * 13},
                {"profil": {"date_naissance": "2999"}},
                {"profil": {"date_naissance": "1972", "reponses": {"inconnue": True}}},
                {"vaccinations": [{"vaccin": "inconnu", "le": "2020"}]},
                {"depenses": [{"le": "2026-01-01", "acte": "inconnu"}]},
                {"depenses": [{"le": "2026-01-01", "libelle": "1 72 05 75 123 456 78", "prix": "3.00"}]},
                {"profil": {"date_naissance": "1972", "historique": [{"id": "inconnu", "le": "2020"}]}},
            )
        ),
    ],
)
def test_what_is_not_our_copy_brings_nothing(client: TestClient, brut: bytes) -> None:
    reponse = client.post("/mes-donnees/copie", files={"fichier": ("x.json", brut, "application/json")})
    assert reponse.status_code == 422
    assert "Rien n'est ajouté" in visible(reponse.text).replace("’", "'")
    assert "set-cookie" not in reponse.headers


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_everything_is_erased_with_a_receipt(ouvre: Ouvre, service: Application, prefixe: str) -> None:
    client, reste = ouvre(), ouvre()
    answer(client)
    answer(reste, "01/02/1950")
    codes = make(client)
    make(reste)
    with Session(service.state.parties.engine) as session:
        ids = [carnet.id.encode() for carnet in session.exec(select(Carnet).order_by(Carnet.cree_le))]
    reponse = client.post(f"{prefixe}/mes-donnees/effacer", data={"personne": "tout"})
    texte = visible(reponse.text)
    assert "Votre reçu" in texte
    assert "copie technique" not in texte
    octets = everything(service)
    assert sum(id_ in octets for id_ in ids) == 1
    assert enter(client, codes[3]).status_code == 422
    assert reste.get("/mes-donnees").status_code == 200
    with Session(service.state.parties.engine) as session:
        assert all(session.exec(select(Effacement.balaye)))
        gestes = [ligne.geste for ligne in session.exec(select(ActeConsenti).order_by(ActeConsenti.le))]
    assert sorted(gestes) == ["donne", "donne", "retire"]


def test_one_person_is_erased_in_the_carnet(client: TestClient) -> None:
    answer(client)
    client.post("/proches/ajouter", data={"naissance": "10/10/2022", "sexe": "F", "nom": "A."})
    make(client)
    reponse = client.post("/mes-donnees/effacer", data={"personne": "1"})
    assert "1 personne" in visible(reponse.text).replace("\u00a0", " ")
    assert "A." not in visible(client.get("/mes-donnees").text)
    for qui in ("1", "9", "x", "", "99999"):
        assert client.post("/mes-donnees/effacer", data={"personne": qui}).status_code == 409


def test_the_job_erases_what_nobody_visits(client: TestClient, service: Application, horloge: Horloge) -> None:
    answer(client)
    codes = make(client)
    horloge.instant += timedelta(days=181)
    each_day(service.state.parties)
    with Session(service.state.parties.engine) as session:
        assert session.exec(select(AccesCarnet)).all() == []
    assert enter(client, codes[0]).status_code == 303
    horloge.instant += timedelta(days=31 * GARDE_MOIS)
    each_day(service.state.parties)
    each_minute(service.state.parties)
    assert enter(client, codes[1]).status_code == 422
    with Session(service.state.parties.engine) as session:
        assert session.exec(select(Carnet)).all() == []
        assert all(session.exec(select(Effacement.balaye)))


def test_the_pages_are_light_easy_to_read_and_say_no_answer_in_their_title(client: TestClient) -> None:
    answer(client)
    client.post("/proches/ajouter", data={"naissance": "10/10/2022", "sexe": "F", "nom": "A."})
    pages = {chemin: client.get(chemin).text for chemin in ("/falc/carnet", "/falc/consentements", "/falc/mes-donnees")}
    page = client.get("/falc/consentements").text
    donnees = {"empreinte": empreinte(page, "/falc/consentements"), "geste": "donne"}
    pages["oui"] = client.post("/falc/consentements", data=donnees).text
    pages["retire"] = client.post("/falc/consentements", data=donnees | {"geste": "retire"}).text
    answer(client)
    page = client.get("/falc/carnet").text
    pages["age"] = client.post("/falc/carnet/creer", data={"age": "non"}).text
    pages["code"] = client.post("/falc/carnet/ouvrir", data={"code": "x"}).text
    donnees = {"age": "oui", "empreinte": empreinte(page, "/falc/carnet/creer")}
    pages["codes"] = client.post("/falc/carnet/creer", data=donnees).text
    pages |= {f"{chemin} ouvert": client.get(chemin).text for chemin in ("/falc/carnet", "/falc/consentements")}
    pages["donnees ouvert"] = client.get("/falc/mes-donnees").text
    lourdes = {chemin: client.get(chemin) for chemin in ("/carnet", "/consentements", "/mes-donnees")}
    pages["efface"] = client.post("/falc/mes-donnees/effacer", data={"personne": "tout"}).text
    for nom, texte in pages.items():
        titres = [visible(titre) for titre in re.findall(r"<h[12][^>]*>(.*?)</h[12]>", texte)]
        assert [str(p) for p in falc.problemes_page(titres, phrases_falc(texte))] == [], nom
        assert not re.search(r"<title>[^<]*\d", texte)
    for reponse in lourdes.values():
        assert reponse.headers["cache-control"] == "no-store"
        assert int(reponse.headers.get("content-length", 0)) < PREMIER_VOL or len(reponse.text) < 4 * PREMIER_VOL
