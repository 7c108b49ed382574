"""The pages of slots: searched by forms alone, reserved only when it is said, cancelled and moved by the code."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from app.domain import falc
from app.domain.catalogue import Catalogue
from app.domain.rendez_vous import GARDE, TENUE
from app.main import Application, create_app, each_day, each_minute
from app.models import Creneau, RendezVous
from app.settings import Settings
from tests.agendas import MAINTENANT, demain, make_creneaux, make_lieu, make_plage, make_professionnel
from tests.horloge import Horloge
from tests.rendering.conftest import phrases_falc, visible
from tests.web.conftest import ORIGINE

PREMIER_VOL = 14_600
NOTRE = {"origin": ORIGINE}


@pytest.fixture
def horloge() -> Horloge:
    return Horloge(MAINTENANT)


@pytest.fixture
def client(service: Application) -> Iterator[TestClient]:
    navigateur = TestClient(service, base_url=ORIGINE, headers=NOTRE, follow_redirects=False)
    yield navigateur
    navigateur.close()


@pytest.fixture
def creneaux(service: Application) -> list[str]:
    """Two days of four slots in Mâcon."""
    with Session(service.state.parties.engine) as session, session.begin():
        lieu, qui = make_lieu(session, pmr=True, langues="fr,en"), make_professionnel(session)
        make_plage(session, lieu, qui)
        debuts = [demain(9 + heure, jours=1 + jour) for jour in range(2) for heure in range(4)]
        return [creneau.id for creneau in make_creneaux(session, lieu, qui, debuts)]


@pytest.fixture(params=["", "/falc"])
def mode(request: pytest.FixtureRequest) -> str:
    prefixe: str = request.param
    return prefixe


def search(client: TestClient, mode: str = "", **champs: Any) -> Any:
    return client.post(f"{mode}/creneaux", data={"ou": "Mâcon", "chercher": "1", **champs})


def hold(client: TestClient, creneau: str, mode: str = "", **champs: str) -> Any:
    donnees = {"creneau": creneau, "cle": "page-d-essai", "commune": "71270", **champs}
    return client.post(f"{mode}/creneaux/tenir", data=donnees)


def code_of(reponse: Any) -> str:
    trouve = re.search(r'name="code" value="([0-9A-Z]{10})"', reponse.text)
    assert trouve, visible(reponse.text)
    return trouve[1]


def reserve(client: TestClient, creneau: str, mode: str = "", nom: str = "Roy") -> Any:
    code = code_of(hold(client, creneau, mode, cle=f"page-{nom}"))
    return client.post(f"{mode}/creneaux/confirmer", data={"code": code, "prenom": "Ana", "nom": nom, "contact": ""})


def test_from_the_commune_to_reserved(client: TestClient, creneaux: list[str], mode: str) -> None:
    liste = search(client, mode)
    assert liste.status_code == 200
    assert f'action="{mode}/creneaux/tenir"' in liste.text
    assert all(creneau in liste.text for creneau in creneaux[:3])
    assert "01 99 00 12 34" in liste.text, "the phone way, always"
    tenu = hold(client, creneaux[0], mode)
    assert tenu.status_code == 200
    assert "C'est réservé" not in visible(tenu.text)
    assert hold(client, creneaux[0], mode, cle="une-autre-page").status_code == 409, "held for the first one"
    fait = client.post(
        f"{mode}/creneaux/confirmer", data={"code": code_of(tenu), "prenom": "Ana", "nom": "Roy", "contact": ""}
    )
    texte = visible(fait.text)
    assert "C'est réservé" in texte
    assert "ardi 24 novembre 2026" in texte
    assert re.search(r"à 9 h(eures)?\b", texte)
    assert "Ana Roy" in texte
    assert fait.headers["cache-control"] == "no-store"
    assert "<title>Rendez-vous – " in fait.text
    assert creneaux[0] not in search(client, mode).text


def test_held_twice_from_one_page_is_held_once(client: TestClient, creneaux: list[str]) -> None:
    assert code_of(hold(client, creneaux[0])) == code_of(hold(client, creneaux[0]))


def test_a_hold_that_is_over_gives_the_place_back(
    service: Application, client: TestClient, creneaux: list[str], horloge: Horloge
) -> None:
    tenu = hold(client, creneaux[0])
    assert "jusqu'à 8 h 10" in visible(tenu.text)
    horloge.instant += TENUE
    each_minute(service.state.parties)
    fini = client.post("/creneaux/confirmer", data={"code": code_of(tenu), "prenom": "Ana", "nom": "Roy"})
    assert fini.status_code == 409
    assert "Rien n'est réservé" in visible(fini.text)
    assert code_of(hold(client, creneaux[0])) != code_of(tenu), "from the same old page, a new hold"


def test_taken_meanwhile_the_list_comes_back_with_the_reason(
    client: TestClient, creneaux: list[str], mode: str
) -> None:
    reserve(client, creneaux[0])
    refus = hold(client, creneaux[0], mode)
    assert refus.status_code == 409
    assert "Ce créneau n'est plus libre" in visible(refus.text)
    assert creneaux[1] in refus.text


@pytest.mark.parametrize(
    ("champs", "message"),
    [
        ({"prenom": "", "nom": "Roy"}, "Écrivez un prénom"),
        ({"prenom": "Ana", "nom": " \u202e "}, "Écrivez un nom"),
        ({"prenom": "Ana", "nom": "x" * 90}, "trop long"),
        ({"prenom": "Ana", "nom": "Roy", "contact": "rien"}, "numéro de téléphone ou une adresse e-mail"),
        ({"prenom": "1 85 05 78 006 084 36", "nom": "Roy"}, "Sécurité sociale"),
    ],
)
def test_a_name_that_cannot_be_kept_is_asked_again_and_the_place_stays_held(
    client: TestClient, creneaux: list[str], mode: str, champs: dict[str, str], message: str
) -> None:
    code = code_of(hold(client, creneaux[0], mode))
    refus = client.post(f"{mode}/creneaux/confirmer", data={"code": code, **champs})
    assert refus.status_code == 422
    assert message in visible(refus.text)
    assert code_of(refus) == code
    assert 'aria-invalid="true"' in refus.text
    if champs["prenom"] == "Ana":
        assert 'value="Ana"' in refus.text, "what was right is given back"
    assert "084 36" not in refus.text


def test_cancelled_by_its_code_without_an_account(
    service: Application, client: TestClient, creneaux: list[str], mode: str
) -> None:
    code = code_of(reserve(client, creneaux[0], mode))
    assert client.get(f"{mode}/rendez-vous").status_code == 200
    lu = client.post(f"{mode}/rendez-vous", data={"code": f" {code[:5].lower()} {code[5:].lower()}"})
    assert "Votre rendez-vous" in visible(lu.text)
    annule = client.post(f"{mode}/rendez-vous/annuler", data={"code": code})
    assert "annulé" in visible(annule.text)
    assert "Ana" not in annule.text
    assert creneaux[0] in search(client, mode).text
    with Session(service.state.parties.engine) as session:
        assert [ligne.nom for ligne in session.exec(select(RendezVous)) if ligne.etat == "confirme"] == []


def test_moved_to_another_slot_the_code_stays(client: TestClient, creneaux: list[str], mode: str) -> None:
    code = code_of(reserve(client, creneaux[0], mode))
    liste = client.post(f"{mode}/creneaux", data={"code": code, "ou": "71000 Mâcon"})
    assert f'name="code" value="{code}"' in liste.text
    propose = hold(client, creneaux[5], mode, code=code)
    assert "Changer de rendez-vous" in visible(propose.text)
    tenu = re.search(r'name="tenu" value="([0-9A-Z]{10})"', propose.text)
    assert tenu
    assert "9 h" in visible(client.post(f"{mode}/rendez-vous", data={"code": code}).text), "nothing moved yet"
    fait = client.post(f"{mode}/rendez-vous/deplacer", data={"code": code, "tenu": tenu[1]})
    assert "C'est réservé" in visible(fait.text)
    assert re.search(r"ercredi 25 novembre 2026.* à 10 h", visible(fait.text))
    assert code_of(fait) == code
    apres = search(client, mode).text
    assert creneaux[0] in apres
    assert creneaux[5] not in apres


@pytest.mark.parametrize("code", ["", "n'importe quoi", "0000000000", "1 85 05 78 006 084 36", "\x00"])
def test_a_code_nobody_has_is_asked_again(client: TestClient, mode: str, code: str) -> None:
    reponse = client.post(f"{mode}/rendez-vous", data={"code": code})
    assert reponse.status_code == 422
    assert "Nous ne trouvons pas ce code" in visible(reponse.text)
    assert "084" not in reponse.text
    for adresse in ("/rendez-vous/annuler", "/rendez-vous/deplacer", "/creneaux/confirmer"):
        refus = client.post(mode + adresse, data={"code": code, "prenom": "Ana", "nom": "Roy"})
        assert refus.status_code == 409


@pytest.mark.parametrize(
    ("ou", "statut", "message"),
    [
        ("", 422, "Écrivez une commune"),
        ("zzzz", 422, "Nous ne trouvons pas cette commune"),
        ("99999", 422, "Nous ne trouvons pas cette commune"),
        ("1 85 05 78 006 084 36", 422, "Sécurité sociale"),
        ("Saint-Denis", 200, "Saint-Denis (97400)"),
        ("71000", 200, "Autour de Mâcon"),
        ("  MACON ", 200, "Autour de Mâcon"),
        ("<script>", 422, "Nous ne trouvons pas"),
    ],
)
def test_where_is_understood_or_asked_again(client: TestClient, mode: str, ou: str, statut: int, message: str) -> None:
    reponse = search(client, mode, ou=ou)
    assert reponse.status_code == statut
    assert message in visible(reponse.text)
    assert "<script>" not in reponse.text.partition("<main")[2]
    assert "084 36" not in reponse.text


def test_each_silence_has_its_next_step(service: Application, client: TestClient, mode: str) -> None:
    personne = visible(search(client, mode).text)
    assert "36 46" in personne
    assert ("notre liste n'est pas remplie" in personne) or ("Nous ne connaissons pas de lieu ici" in personne)
    with Session(service.state.parties.engine) as session, session.begin():
        make_lieu(session, agenda="telephone", telephone="01 99 00 00 01")
    seul = visible(search(client, mode).text)
    assert "par téléphone" in seul
    assert "01 99 00 00 01" in seul
    with Session(service.state.parties.engine) as session, session.begin():
        lieu, qui = make_lieu(session), make_professionnel(session)
        make_creneaux(session, lieu, qui, [demain(9, jours=60)], limite=demain(9, jours=60))
    plein = visible(search(client, mode).text)
    assert "créneau libre" in plein or "rendez-vous libre" in plein
    assert re.search("vendredi 22 janvier 2027.* à 9 h", plein), "the next known date"
    with Session(service.state.parties.engine) as session, session.begin():
        make_lieu(session, perime_le=MAINTENANT, vu_le=MAINTENANT - timedelta(days=2))
    muet = visible(search(client, mode).text) + visible(search(client, mode, page="2").text)
    assert "Nous ne savons pas" in muet


def test_far_away_the_hour_is_that_of_the_place(service: Application, client: TestClient) -> None:
    with Session(service.state.parties.engine) as session, session.begin():
        for commune in ("97411", "98735"):
            lieu, qui = make_lieu(session, commune), make_professionnel(session)
            make_creneaux(session, lieu, qui, [datetime(2026, 11, 24, 5, 30, tzinfo=UTC)])
    reunion, tahiti = search(client, ou="97400").text, search(client, ou="Papeete").text
    assert "Mardi 24 novembre 9 h 30" in visible(reunion)
    assert "Lundi 23 novembre 19 h 30" in visible(tahiti)


def test_the_hour_that_comes_twice_is_named(service: Application, client: TestClient, horloge: Horloge) -> None:
    horloge.instant = datetime(2027, 10, 25, 8, tzinfo=UTC)
    with Session(service.state.parties.engine) as session, session.begin():
        lieu, qui = make_lieu(session, perime_le=datetime(2028, 1, 1, tzinfo=UTC)), make_professionnel(session)
        deux = [datetime(2027, 10, 31, heure, 30, tzinfo=UTC) for heure in (0, 1)]
        make_creneaux(session, lieu, qui, deux)
    texte = visible(search(client).text)
    assert "2 h 30, heure d’été" in texte
    assert "2 h 30, heure d’hiver" in texte


def test_a_clock_that_jumps_erases_the_appointment_and_its_trace(
    service: Application, client: TestClient, creneaux: list[str], horloge: Horloge, tmp_path: Path
) -> None:
    code = code_of(reserve(client, creneaux[0], nom="Sentinelle-7f3a"))
    horloge.instant = demain(9) + timedelta(days=GARDE, minutes=19)
    each_day(service.state.parties)
    assert "Sentinelle" in client.post("/rendez-vous", data={"code": code}).text
    horloge.instant += timedelta(minutes=2)
    each_day(service.state.parties)
    assert client.post("/rendez-vous", data={"code": code}).status_code == 422
    service.state.parties.engine.dispose()
    assert [f.name for f in tmp_path.rglob("*.db*") if b"Sentinelle-7f3a" in f.read_bytes()] == []
    with Session(service.state.parties.engine) as session:
        assert session.exec(select(Creneau.id).where(Creneau.id == creneaux[0])).first() is None


def test_nothing_of_a_search_or_an_appointment_is_in_an_address(client: TestClient, creneaux: list[str]) -> None:
    for reponse in (search(client, acces="pmr", tranche="60-65"), hold(client, creneaux[0])):
        adresses = re.findall(r'(?:href|action)="([^"]*)"', reponse.text)
        assert not [a for a in adresses if "?" in a and not a.startswith("/static")]
    assert (
        client.post("/rendez-vous/annuler", data={"code": code_of(hold(client, creneaux[0]))}).headers["location"]
        == "/creneaux"
    )


def test_without_a_base_the_page_says_what_to_do(tmp_path: Path, catalogue: Catalogue, mode: str) -> None:
    app = create_app(Settings(var=tmp_path, adresse_base="postgresql://personne@127.0.0.1:1/rien"), catalogue)
    client = TestClient(app, base_url=ORIGINE, headers=NOTRE)
    assert client.get(f"{mode}/creneaux").status_code == 200
    for reponse in (search(client, mode), hold(client, "0" * 32, mode)):
        assert (reponse.status_code, reponse.headers["retry-after"]) == (503, "10")
    assert "36 46" in visible(search(client, mode).text)
    client.close()
    app.state.parties.engine.dispose()


def pages(client: TestClient, creneaux: list[str], mode: str) -> dict[str, Any]:
    """Every step, in order."""
    etapes = {"vide": client.get(f"{mode}/creneaux"), "liste": search(client, mode, acces="pmr")}
    etapes["tenu"] = hold(client, creneaux[0], mode)
    etapes["reserve"] = client.post(
        f"{mode}/creneaux/confirmer", data={"code": code_of(etapes["tenu"]), "prenom": "Ana", "nom": "Roy"}
    )
    code = code_of(etapes["reserve"])
    etapes["lu"] = client.post(f"{mode}/rendez-vous", data={"code": code})
    etapes["attend"] = client.post(f"{mode}/rendez-vous/attendre", data={"code": code})
    plus_tard = code_of(reserve(client, creneaux[7], mode, nom="Li"))
    client.post(f"{mode}/rendez-vous/attendre", data={"code": plus_tard})
    etapes["libre"] = client.post(f"{mode}/rendez-vous", data={"code": plus_tard})
    etapes["deplacer"] = hold(client, creneaux[4], mode, code=code)
    etapes["annule"] = client.post(f"{mode}/rendez-vous/annuler", data={"code": code})
    etapes["refus"] = client.post(f"{mode}/creneaux/confirmer", data={"code": "", "prenom": "A", "nom": "B"})
    etapes["code"] = client.get(f"{mode}/rendez-vous")
    etapes["ailleurs"] = search(client, mode, ou="Aurillac")
    return etapes


def test_every_step_fits_in_the_first_flight(client: TestClient, creneaux: list[str], mode: str) -> None:
    for nom, reponse in pages(client, creneaux, mode).items():
        poids = int(reponse.headers["content-length"])
        assert reponse.headers["content-encoding"] == "gzip", nom
        assert poids < PREMIER_VOL, (nom, poids)


def test_every_easy_step_is_easy(client: TestClient, creneaux: list[str]) -> None:
    propres = ("Maison de santé", "1 place", "Avec :", "Pour :", "Téléphone :")
    for nom, reponse in pages(client, creneaux, "/falc").items():
        phrases = [p for p in phrases_falc(reponse.text) if not p.startswith(propres)]
        fautes = [str(p) for phrase in phrases for p in falc._phrase(falc._Phrase(nom, phrase))]
        assert fautes == []
        assert 0 < len(phrases) < 26


def test_near_me_becomes_a_commune_and_leaves_nothing(client: TestClient, creneaux: list[str], mode: str) -> None:
    assert "geolocation=(self)" in client.get(f"{mode}/creneaux").headers["permissions-policy"]
    assert "geolocation=()" in client.get(f"{mode}/conseils").headers["permissions-policy"]
    reponse = client.post(f"{mode}/creneaux", data={"position": "46.31,4.83", "ou": "", "chercher": "1"})
    assert "Autour de Mâcon" in visible(reponse.text)
    assert "46.31" not in reponse.text
    assert "4.83" not in str(reponse.headers)


@pytest.mark.parametrize("position", ["48.85,-30", "0,0", "91,200", "46.3123456,4.83", "<zz>", "46.31", "nan,nan"])
def test_a_position_that_is_nowhere_asks_for_a_commune(client: TestClient, mode: str, position: str) -> None:
    reponse = client.post(f"{mode}/creneaux", data={"position": position, "chercher": "1"})
    assert reponse.status_code == 422
    assert "Écrivez une commune" in visible(reponse.text)
    assert position not in reponse.text


@pytest.mark.parametrize(
    ("position", "commune"), [("-20.88,55.45", "Saint-Denis"), ("-17.54,-149.57", "Papeete"), ("48.86,2.35", "Paris")]
)
def test_near_me_is_right_from_one_ocean_to_another(client: TestClient, position: str, commune: str) -> None:
    assert f"Autour de {commune}" in visible(client.post("/creneaux", data={"position": position}).text)
