"""What a browser may keep: public pages only, the same for everyone; the manifest; the worker and its switch."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app import VERSION
from app.dependencies import Parties
from app.domain.catalogue import Catalogue
from app.main import Application, create_app
from app.rendering import hors_ligne
from app.rendering.hors_ligne import adresses_copiees, gardien
from app.rendering.menu import MENU
from app.rendering.ressources import STATIQUE
from app.rendering.tirages import Tirages
from app.settings import Settings
from tests.web.conftest import AUJOURDHUI, ORIGINE

ADRESSES = adresses_copiees()
ACCUEILS = {"/", "/falc"}
#: Words a device may show to whoever looks at its screen.
SANTE = re.compile(r"sant|médec|médic|soin|malad|prévent|dépist|vaccin", re.IGNORECASE)


@pytest.fixture
def connu(client: TestClient) -> TestClient:
    """A browser that answered."""
    reponse = client.post(
        "/", data={"date_naissance": "14/05/1972", "sexe": "F"}, headers={"origin": ORIGINE}, follow_redirects=False
    )
    assert reponse.status_code == 303
    assert "1972" in client.get("/conseils").text
    return client


def test_la_liste_est_celle_des_pages_publiques() -> None:
    chemins = {adresse for adresse in ADRESSES if not adresse.startswith("/static/")}
    publiques = {"/hors-ligne", "/sans-internet", "/confidentialite", "/accessibilite"}
    assert chemins == ACCUEILS | publiques | {f"/falc{chemin}" for chemin in publiques}
    assert all(re.search(r"\?v=[0-9a-f]{12}$", adresse) for adresse in set(ADRESSES) - chemins)


@pytest.mark.parametrize("adresse", ADRESSES)
def test_chaque_copie_existe_et_ne_montre_personne(application: Application, connu: TestClient, adresse: str) -> None:
    sans_cookie = TestClient(application, base_url=ORIGINE).get(adresse)
    assert sans_cookie.status_code == 200
    assert "set-cookie" not in sans_cookie.headers
    assert not sans_cookie.history, "une redirection ne peut pas être copiée"
    assert "1972" not in sans_cookie.text.replace("14/05/1972", "")
    if adresse not in ACCUEILS:
        assert connu.get(adresse).content == sans_cookie.content


@pytest.mark.parametrize("adresse", sorted(ACCUEILS))
def test_l_accueil_depend_du_cookie_la_copie_se_fait_donc_sans_lui(
    application: Application, connu: TestClient, adresse: str
) -> None:
    public = TestClient(application, base_url=ORIGINE).get(adresse).text
    assert 'value="14/05/1972"' in connu.get(adresse).text
    assert 'value="14/05/1972"' not in public
    assert " checked>" not in public
    assert 'credentials: "omit"' in connu.get("/sw.js").text


def test_une_page_personnelle_de_la_liste_serait_vue(
    monkeypatch: pytest.MonkeyPatch, application: Application, connu: TestClient
) -> None:
    """The planted fault: the list of advice among the copies."""
    monkeypatch.setattr(hors_ligne, "PAGES_COPIEES", ("/conseils",))
    assert adresses_copiees()[0] == "/conseils"
    assert connu.get("/conseils").content != TestClient(application, base_url=ORIGINE).get("/conseils").content


def test_le_gardien_est_servi_a_la_racine_et_jamais_garde(client: TestClient) -> None:
    reponse = client.get("/sw.js")
    assert reponse.headers["content-type"] == "text/javascript; charset=utf-8"
    assert reponse.headers["cache-control"] == "no-cache"
    premiere, seconde = reponse.text.splitlines()[:2]
    assert re.fullmatch(r'const VERSION = "[0-9a-f]{16}";', premiere)
    assert json.loads(seconde.removeprefix("const ADRESSES = ").removesuffix(";")) == list(ADRESSES)


def test_la_version_suit_le_contenu_l_application_et_les_gabarits(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def version(*quoi: str) -> str:
        gardien.cache_clear()
        return gardien(*quoi).partition("\n")[0]

    une = version("a" * 64, VERSION, "2026-11")
    assert version("a" * 64, VERSION, "2026-11") == une
    assert version("b" * 64, VERSION, "2026-11") != une
    assert version("a" * 64, "9.9.9", "2026-11") != une
    assert version("a" * 64, VERSION, "2026-12") != une
    (tmp_path / "page.html").write_text("<p>autre</p>", "utf-8")
    monkeypatch.setattr(hors_ligne, "DOSSIER", tmp_path)
    assert version("a" * 64, VERSION, "2026-11") != une
    gardien.cache_clear()


def test_eteint_le_gardien_retire_tout(catalogue: Catalogue, tmp_path: Path) -> None:
    app = create_app(Settings(var=tmp_path, hors_ligne=False), catalogue, AUJOURDHUI)
    try:
        texte = TestClient(app).get("/sw.js").text
    finally:
        app.state.parties.engine.dispose()
    assert "unregister()" in texte
    assert "caches.open" not in texte
    assert "fetch" not in texte


def test_un_autre_contenu_change_le_gardien(application: Application, client: TestClient) -> None:
    avant = client.get("/sw.js").text
    ensemble: Parties = application.state.parties
    autre = replace(ensemble.catalogue, version_contenu="0" * 64, brut=None)
    application.state.parties = replace(ensemble, catalogue=autre, tirages=Tirages(autre))
    try:
        assert client.get("/sw.js").text.splitlines()[0] != avant.splitlines()[0]
    finally:
        application.state.parties = ensemble


def test_le_manifeste_est_discret_et_ses_icones_existent(client: TestClient) -> None:
    reponse = client.get("/manifest.webmanifest")
    assert reponse.headers["content-type"] == "application/manifest+json"
    manifeste = reponse.json()
    assert (manifeste["lang"], manifeste["start_url"], manifeste["scope"]) == ("fr", "/", "/")
    assert not SANTE.search(reponse.text.replace("Mon Budget Santé", ""))
    assert not SANTE.search(manifeste["short_name"])
    assert {(icone["sizes"], icone["purpose"]) for icone in manifeste["icons"]} == {
        (taille, usage) for taille in ("any", "192x192", "512x512") for usage in ("any", "maskable")
    }
    for icone in manifeste["icons"]:
        image = client.get(icone["src"])
        assert image.headers["content-type"] == icone["type"]
        assert "immutable" in image.headers["cache-control"]
        if icone["type"] == "image/png":
            # The first chunk of a PNG holds its width and height.
            cotes = [int.from_bytes(image.content[debut : debut + 4], "big") for debut in (16, 20)]
            assert [f"{cote}" for cote in cotes] == icone["sizes"].split("x")


def test_les_couleurs_du_navigateur_sont_celles_de_l_entete(client: TestClient) -> None:
    cartes = re.findall(r"--carte: (#\w+);", (STATIQUE / "css/socle.css").read_text("utf-8"))
    longues = [couleur if len(couleur) == 7 else "#" + "".join(c * 2 for c in couleur[1:]) for couleur in cartes]
    assert re.findall(r'name="theme-color" content="(#\w+)"', client.get("/").text) == longues
    assert client.get("/manifest.webmanifest").json()["theme_color"] == longues[0]


def test_chaque_page_lie_le_manifeste_et_un_petit_script_qui_n_attend_pas(client: TestClient) -> None:
    for chemin in ("/", "/falc", "/imprimer", "/conseils/tabac-arret", "/inconnue"):
        page = client.get(chemin).text
        assert page.count('<link rel="manifest" href="/manifest.webmanifest">') == 1
        assert re.findall(r"<script[^>]*>", page) == [re.search(r'<script src="[^"]+" defer>', page)[0]]  # type: ignore[index]
    assert (STATIQUE / "js/hors-ligne.js").stat().st_size < 1500
    assert "<script" not in client.post("/quitter", headers={"origin": ORIGINE}).text


def test_le_menu_ne_mene_qu_a_des_pages_qui_existent(client: TestClient) -> None:
    for lieu in MENU:
        for prefixe in ("", "/falc"):
            assert client.get(prefixe + lieu.chemin).status_code == 200, lieu
