"""Who may do what with a carnet: each route, for its owner, for another, for a dead token, for another site."""

import re
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from app.main import Application
from app.routers.pages import PAGES
from app.routers.porte_carnet import TEMOIN
from tests.horloge import Horloge
from tests.web.carnets import age_shown, answer, enter, make
from tests.web.conftest import ORIGINE, Ouvre


@pytest.fixture
def client(ouvre: Ouvre) -> TestClient:
    return ouvre()


#: Each route of the three routers, and what someone without an open carnet gets.
SANS_CARNET = {
    ("GET", "/consentements"): 200,
    ("POST", "/consentements"): 409,
    ("POST", "/consentements/carnet"): 409,
    ("GET", "/carnet"): 200,
    ("POST", "/carnet/creer"): 422,
    ("POST", "/carnet/ouvrir"): 422,
    ("POST", "/carnet/fermer"): 303,
    ("POST", "/carnet/fermer-partout"): 409,
    ("POST", "/carnet/appareil"): 409,
    ("POST", "/carnet/codes"): 409,
    ("POST", "/carnet/accord"): 409,
    # At this address the settings name neither keys nor accounts; test_cles_acces.py and test_identite.py do.
    ("POST", "/carnet/cles/nouvelle"): 409,
    ("POST", "/carnet/cles/ajouter"): 409,
    ("POST", "/carnet/cles/retirer"): 409,
    ("POST", "/carnet/cles/defi"): 404,
    ("POST", "/carnet/cles/entrer"): 404,
    ("POST", "/carnet/identite"): 404,
    ("POST", "/carnet/identite/relier"): 409,
    ("POST", "/carnet/identite/delier"): 409,
    ("POST", "/carnet/identite/prouver"): 409,
    ("GET", "/carnet/identite/retour"): 404,
    ("GET", "/carnet/preuve"): 303,
    ("POST", "/carnet/preuve"): 409,
    ("GET", "/carnet/personnes"): 303,
    ("POST", "/carnet/personnes/code"): 409,
    ("POST", "/carnet/personnes/annuler"): 409,
    ("POST", "/carnet/personnes/arreter"): 409,
    ("GET", "/carnet/recevoir"): 200,
    ("POST", "/carnet/recevoir"): 422,
    ("POST", "/carnet/recevoir/accepter"): 422,
    ("GET", "/carnet/rappels"): 303,
    ("POST", "/carnet/rappels"): 409,
    ("POST", "/carnet/rappels/reprendre"): 409,
    ("GET", "/carnet/reponse"): 303,
    ("POST", "/carnet/reponse"): 409,
    ("POST", "/carnet/agenda"): 409,
    ("GET", "/mes-donnees"): 200,
    ("GET", "/mes-donnees/copie.json"): 200,
    ("GET", "/mes-donnees/copie.fhir.json"): 200,
    ("GET", "/mes-donnees/copie.pdf"): 200,
    ("GET", "/mes-donnees/schema.json"): 200,
    ("POST", "/mes-donnees/copie"): 422,
    ("POST", "/mes-donnees/effacer"): 409,
}


def routes() -> set[tuple[str, str]]:
    return {
        (methode, route.path.removeprefix("/falc"))  # type: ignore[attr-defined]
        for router in PAGES
        for route in router.routes
        for methode in route.methods - {"HEAD"}  # type: ignore[attr-defined]
        if re.match(r"(?:/falc)?/(?:consentements|carnet|mes-donnees)", route.path)  # type: ignore[attr-defined]
    }


def test_every_route_has_its_policy() -> None:
    assert routes() == set(SANS_CARNET)


@pytest.mark.parametrize("qui", ["personne", "jeton-faux", "ferme", "endormi", "efface"])
def test_nobody_but_the_owner_reads_or_changes_a_carnet(
    ouvre: Ouvre, service: Application, horloge: Horloge, qui: str
) -> None:
    owner = ouvre()
    answer(owner)
    codes = make(owner)
    temoin = {"personne": "", "jeton-faux": "x" * 43}.get(qui, owner.cookies[TEMOIN])
    if qui == "ferme":
        owner.post("/carnet/fermer")
    elif qui == "endormi":
        horloge.instant += timedelta(hours=3)
    elif qui == "efface":
        owner.post("/mes-donnees/effacer", data={"personne": "tout"})
    for (methode, chemin), attendu in SANS_CARNET.items():
        client = ouvre()
        if temoin:
            client.cookies.set(TEMOIN, temoin)
        reponse = client.request(
            methode, chemin, data={"personne": "tout", "appareil": "x"} if methode == "POST" else None
        )
        redirige = temoin and chemin.startswith("/mes-donnees")
        assert reponse.status_code == (303 if redirige else attendu), (methode, chemin)
        assert "1972" not in reponse.text
        assert "54 ans" not in reponse.text
    if qui != "efface":
        neuf = ouvre()
        assert enter(neuf, codes[0]).status_code == 303
        assert age_shown(neuf)


def test_one_owner_cannot_reach_another(ouvre: Ouvre, service: Application) -> None:
    moi, autre = ouvre(), ouvre()
    answer(moi)
    answer(autre, "01/02/1950")
    codes = make(moi)
    make(autre)
    enter(ouvre(), codes[0])
    page = moi.get("/carnet").text
    appareil = re.search(r'name="appareil" value="([0-9a-f]+)"', page)
    assert appareil
    autre.post("/carnet/appareil", data={"appareil": appareil[1]})
    assert appareil[1] in moi.get("/carnet").text
    assert autre.post("/mes-donnees/effacer", data={"personne": "0"}).status_code == 200
    assert age_shown(moi)


@pytest.mark.parametrize("origine", ["null", "https://evil.example", ""])
def test_no_other_site_makes_opens_or_erases(ouvre: Ouvre, service: Application, origine: str) -> None:
    owner = ouvre()
    answer(owner)
    make(owner)
    entetes = {"origin": origine} if origine else {}
    etranger = TestClient(service, base_url=ORIGINE, headers=entetes, follow_redirects=False, cookies=owner.cookies)
    for methode, chemin in SANS_CARNET:
        if methode == "POST":
            for prefixe in ("", "/falc"):
                assert etranger.post(prefixe + chemin, data={"personne": "tout"}).status_code == 403
    assert age_shown(owner)


def test_reading_with_get_changes_nothing(ouvre: Ouvre) -> None:
    owner = ouvre()
    answer(owner)
    make(owner)
    for methode, chemin in SANS_CARNET:
        if methode == "POST":
            # Where the same address is also a page, GET shows it; elsewhere it is refused.
            attendus = {200} if ("GET", chemin) in SANS_CARNET else {404, 405}
            assert owner.get(f"{chemin}?personne=tout").status_code in attendus
    assert age_shown(owner)
