"""The clock jumps: past its review date an advice is no longer certain anywhere, and every page says so by itself."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app import main
from app.domain import falc
from app.domain.catalogue import Catalogue
from app.domain.fiches import Fiche
from app.main import create_app
from app.rendering.tirages import Tirages
from app.settings import Settings
from tests.rendering.conftest import phrases_falc, visible
from tests.web.conftest import ORIGINE

ID = "depistage-cancer-sein"
PERSONNE = {"date_naissance": "14/05/1972", "sexe": "F"}
BANDEAU = "Ce conseil devait être revu avant le 22 mai 2027."


def visiteur(tmp_path: Path, catalogue: Catalogue, au: date) -> Iterator[TestClient]:
    """A woman of 54 who answered on that day."""
    app = create_app(Settings(var=tmp_path / au.isoformat()), catalogue, au)
    client = TestClient(app, base_url=ORIGINE, headers={"origin": ORIGINE})
    assert client.post("/", data=PERSONNE, follow_redirects=False).status_code == 303
    yield client
    app.state.parties.engine.dispose()


@pytest.fixture
def a_temps(tmp_path: Path, catalogue: Catalogue) -> Iterator[TestClient]:
    yield from visiteur(tmp_path, catalogue, catalogue.par_id[ID].a_relire_avant)


@pytest.fixture
def trop_tard(tmp_path: Path, catalogue: Catalogue) -> Iterator[TestClient]:
    yield from visiteur(tmp_path, catalogue, catalogue.par_id[ID].a_relire_avant + timedelta(days=1))


def certitude(client: TestClient) -> str:
    corps = client.post("/api/v1/conseils", json={"profil": {"date_naissance": "1972-05-14", "sexe": "F"}}).json()
    (conseil,) = [conseil for conseil in corps["conseils"] if conseil["id"] == ID]
    assert conseil["verdict"] == "A_FAIRE", "certainty never changes the verdict"
    return str(conseil["certitude"])


def a_verifier(client: TestClient, chemin: str) -> str:
    """The part of the list set apart."""
    return client.get(chemin).text.partition('id="verifier"')[2].partition("</section>")[0]


def test_on_the_last_day_everything_is_certain(a_temps: TestClient) -> None:
    assert certitude(a_temps) == "sure"
    assert ID not in a_verifier(a_temps, "/conseils")
    assert BANDEAU not in visible(a_temps.get(f"/conseils/{ID}").text)
    assert "Ce conseil est ancien." not in visible(a_temps.get(f"/falc/conseils/{ID}").text)


def test_the_next_day_it_leaves_the_certain_list_by_itself(trop_tard: TestClient, catalogue: Catalogue) -> None:
    assert certitude(trop_tard) == "a_verifier"
    liste = trop_tard.get("/conseils").text
    assert ID in a_verifier(trop_tard, "/conseils")
    assert f'/conseils/{ID}"' not in liste.partition('id="verifier"')[0]
    assert "à temps. Vérifiez-les avec un professionnel" in visible(liste)
    assert BANDEAU in visible(trop_tard.get(f"/conseils/{ID}").text)
    assert "révision dépassée" in visible(trop_tard.get("/validation?sujet=cancers").text)
    assert BANDEAU in visible(trop_tard.get(f"/validation/{ID}").text)
    feuille = visible(trop_tard.get("/imprimer").text)
    assert catalogue.par_id[ID].normal.titre in feuille.partition("À vérifier avec un professionnel")[2]
    assert "à temps. Vérifiez-les" in feuille


def test_the_next_day_in_easy_to_read(trop_tard: TestClient) -> None:
    for chemin in (f"/falc/conseils/{ID}", "/falc/conseils", "/falc/imprimer", f"/falc/validation/{ID}"):
        page = trop_tard.get(chemin).text
        texte = visible(page)
        assert (
            "Ce conseil est ancien." in texte or "conseils sont anciens." in texte or "1 conseil est ancien." in texte
        )
        fautes = [str(f) for p in phrases_falc(page) for f in falc._phrase(falc._Phrase("page", p)) if "ancien" in p]
        assert fautes == []


@pytest.mark.parametrize(("jours", "marque"), [(0, False), (1, True)])
def test_a_phone_line_past_its_review_date_is_to_be_checked(
    tmp_path: Path, catalogue: Catalogue, jours: int, marque: bool
) -> None:
    """Wherever it is printed or copied; the number itself stays."""
    contact = catalogue.contacts["tel-3646"]
    assert contact.certitude == "sure"
    (client,) = visiteur(tmp_path, catalogue, contact.a_relire_avant + timedelta(days=jours))
    attendu = "Numéro à vérifier : nous devions le revoir avant le 22 novembre 2027."
    for chemin in ("/sans-internet", "/imprimer/frigo", "/droits/accident-cause-par-un-tiers"):
        texte = visible(client.get(chemin).text)
        assert "36 46" in texte
        assert (attendu in texte) is marque, chemin
    assert ("Numéro à vérifier." in visible(client.get("/imprimer").text)) is marque
    copie = visible(client.get("/hors-ligne").text).partition("Assurance Maladie 36 46")[2]
    assert ("À vérifier." in copie[:120]) is marque
    pages = [visible(client.get(f"/falc/sans-internet?page={n}").text) for n in range(1, 13)]
    carte = next(texte for texte in pages if "lettre de dépistage" in texte).partition("lettre de dépistage")[2]
    assert ("Cette information n'est pas certaine." in carte[:160]) is marque


def test_the_list_for_anyone_sets_it_apart_too(tmp_path: Path, catalogue: Catalogue) -> None:
    for jours, dans_les_doutes in ((0, False), (1, True)):
        au = catalogue.par_id[ID].a_relire_avant + timedelta(days=jours)
        client = TestClient(create_app(Settings(var=tmp_path), catalogue, au), base_url=ORIGINE)
        page = client.get("/conseils").text
        avant, _, doutes = page.partition("À vérifier avec un professionnel</h2>")
        assert (f"/conseils/{ID}" in doutes) is dans_les_doutes
        assert (f"/conseils/{ID}" in avant) is not dans_les_doutes
        assert "n'ont pas été revus à temps" in visible(page), "others have been late since February"
        client.app.state.parties.engine.dispose()  # type: ignore[attr-defined]


def test_no_banner_while_everything_is_in_time(client: TestClient) -> None:
    for chemin, mot in (("/conseils", "revus à temps"), ("/falc/conseils", "anciens")):
        assert mot not in client.get(chemin).text


def test_the_day_given_to_the_api_decides(a_temps: TestClient) -> None:
    profil = {"profil": {"date_naissance": "1972-05-14", "sexe": "F"}, "au": "2027-05-23"}
    corps = a_temps.post("/api/v1/conseils", json=profil).json()
    assert next(c for c in corps["conseils"] if c["id"] == ID)["certitude"] == "a_verifier"


def test_a_certainty_that_never_ages_is_noticed(
    tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted bug: the pages would go on listing it among the certain ones."""
    monkeypatch.setattr(Fiche, "perimee_le", lambda fiche, au: False)
    monkeypatch.setattr(main, "Tirages", Tirages)  # written anew, not shared with the tests without the bug
    (client,) = visiteur(tmp_path, catalogue, date(2027, 5, 23))
    assert ID not in a_verifier(client, "/conseils")
