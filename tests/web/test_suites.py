"""What follows a reminder, as a browser sees it: the question a week later, an answer made clear, what stopped."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from app.dependencies import poste_of
from app.domain import falc
from app.domain.envois import CanalRappel
from app.main import Application
from app.services.envois.tournee import make_round
from tests.envois.rappels import SITE, Memoriel
from tests.horloge import Horloge
from tests.rendering.conftest import phrases_falc, visible
from tests.web.carnets import answer, empreinte, enter, make
from tests.web.conftest import Ouvre

ICI, PRECISER = "/carnet/rappels", "/carnet/reponse"
SEIN, INTESTIN, GRIPPE = "depistage-cancer-sein", "depistage-cancer-colorectal", "grippe-18-64-a-risque"


@pytest.fixture
def courriel(service: Application) -> Iterator[Memoriel]:
    memoriel = Memoriel()
    avant = service.state.parties
    reglages = avant.settings.model_copy(update={"origine": SITE})
    service.state.parties = replace(avant, transports={CanalRappel.COURRIEL: memoriel}, settings=reglages)
    yield memoriel
    service.state.parties = avant


class Scene:
    """A browser whose carnet is open and confirmed, its codes, the clock, and what leaves."""

    def __init__(self, ouvre: Ouvre, service: Application, courriel: Memoriel, horloge: Horloge) -> None:
        self.client, self.autre = ouvre(), ouvre()
        self.service, self.courriel, self.horloge = service, courriel, horloge
        answer(self.client)
        self.codes = make(self.client)

    def begin(self, **autres: str) -> None:
        donnees = {"canal": "courriel", "geste": "donne", "adresse": "a@exemple.fr", "rythme": "3", "heure": "9"}
        donnees["empreinte"] = empreinte(self.client.get(ICI).text, ICI)
        assert self.client.post(ICI, data=donnees | autres).status_code == 303
        self.send()
        assert "confirmé" in self.autre.post(self.lien(), data={"reponse": "confirmer"}).text

    def send(self, jours: int = 0) -> None:
        self.horloge.instant += timedelta(days=jours)
        poste = poste_of(self.service.state.parties)
        assert poste
        make_round(poste)

    def lien(self) -> str:
        return self.courriel.recus[-1].lien_reponse.removeprefix(SITE)

    def enter(self) -> None:
        assert enter(self.client, self.codes.pop()).status_code == 303


@pytest.fixture
def scene(ouvre: Ouvre, service: Application, courriel: Memoriel, horloge: Horloge) -> Scene:
    return Scene(ouvre, service, courriel, horloge)


def easy(page: str) -> list[str]:
    titres = [visible(titre) for titre in re.findall(r"<h[123][^>]*>(.*?)</h[123]>", page)]
    return [str(p) for p in falc.problemes_page(titres, phrases_falc(page))]


def only(scene: Scene, monkeypatch: pytest.MonkeyPatch, *noms: str) -> None:
    """Have these alone be due, whatever the content says."""
    from app.services.envois import planification, sujets

    choses = dict.fromkeys((f"0/{nom}/" for nom in noms), None)
    monkeypatch.setattr(sujets, "things_of", lambda *_: choses)
    monkeypatch.setattr(planification, "things_of", lambda *_: choses)


def test_the_question_is_never_asked_unless_it_is_ticked_and_can_be_unticked(scene: Scene) -> None:
    for prefixe in ("", "/falc"):
        case = re.search(r'<input type="checkbox" name="nouvelles"[^>]*>', scene.client.get(f"{prefixe}{ICI}").text)
        assert case
        assert "checked" not in case[0]
    scene.begin(nouvelles="oui")
    assert 'value="oui" checked' in scene.client.get(ICI).text
    assert scene.client.get("/mes-donnees/copie.json").json()["rappels"][0]["prendre_des_nouvelles"] is True
    donnees = {"canal": "courriel", "geste": "donne", "adresse": "a@exemple.fr", "rythme": "3", "heure": "9"}
    donnees["empreinte"] = empreinte(scene.client.get(ICI).text, ICI)
    scene.client.post(ICI, data=donnees)
    assert 'value="oui" checked' not in scene.client.get(ICI).text


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_a_week_after_the_link_asks_how_it_goes_and_says_who_to_call(scene: Scene, prefixe: str) -> None:
    scene.begin(nouvelles="oui")
    scene.client.post("/historique", data={"id": SEIN, "le": "22/11/2026"})
    for _ in range(8):
        scene.send(1)
        page = scene.autre.get(prefixe + scene.lien()).text
        if "Comment ça va" in page:
            break
    lien = prefixe + scene.lien()
    assert "Comment ça va" in page
    nu = visible(page).casefold()
    assert "sein" not in nu.replace("besoin", "")
    assert not [mot for mot in ("dépistage", "mammographie", "cancer") if mot in nu]
    for numero in ("15", "112", "114"):
        assert re.search(rf"\b{numero}\b", nu)
    assert "pharmacie" in nu
    for _ in range(2):
        aide = scene.autre.post(lien, data={"reponse": "aide"})
        assert "Qui appeler" in aide.text
    pages = [page, aide.text]
    fin = scene.autre.post(lien, data={"reponse": "assez" if prefixe else "bien"})
    assert fin.status_code == 200
    pages.append(fin.text)
    for geste in ("bien", "aide", "assez"):
        assert scene.autre.post(lien, data={"reponse": geste}).status_code == 404
    assert [easy(p) for p in pages if prefixe] == [[]] * (3 if prefixe else 0)


def test_no_other_answer_passes_by_the_question_nor_the_question_by_a_reminder(scene: Scene) -> None:
    scene.begin(nouvelles="oui")
    scene.send(7)
    rappel = scene.lien()
    for geste in ("bien", "aide", "assez"):
        assert scene.autre.post(rappel, data={"reponse": geste}).status_code == 404
    assert "C'est fait" in visible(scene.autre.get(rappel).text)


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_done_about_several_things_is_asked_at_the_next_opening(
    scene: Scene, prefixe: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(scene, monkeypatch, SEIN, INTESTIN, GRIPPE)
    scene.begin()
    scene.send(7)
    fin = scene.autre.post(prefixe + scene.lien(), data={"reponse": "fait", "quand": "25/11/2026"})
    assert "carnet vous" in visible(fin.text)
    avant = len(scene.courriel.recus)
    for _ in range(10):
        scene.send(7)
    assert len(scene.courriel.recus) == avant  # nothing more about them until it is told, or their own rhythm
    scene.enter()
    carnet = scene.client.get(f"{prefixe}/carnet").text
    assert f'href="{prefixe}{PRECISER}"' in carnet
    page = scene.client.get(f"{prefixe}{PRECISER}").text
    assert "29 novembre 2026" in visible(page).replace("\xa0", " ")
    assert page.count('type="checkbox"') == 3
    assert " checked" not in page
    cle = re.search(r'name="question" value="([0-9a-f]+)"', page)
    assert cle
    rien = scene.client.post(f"{prefixe}{PRECISER}", data={"question": cle[1], "suite": "noter"})
    assert rien.status_code == 422
    rangs = sorted((f"0/{SEIN}/", f"0/{INTESTIN}/", f"0/{GRIPPE}/"))
    sein = rangs.index(f"0/{SEIN}/")
    faux = {"question": cle[1], f"chose-{sein}": "oui", f"quand-{sein}": "demain"}
    refus = scene.client.post(f"{prefixe}{PRECISER}", data=faux)
    assert refus.status_code == 422
    assert 'value="demain"' in refus.text
    juste = faux | {f"quand-{sein}": "11/2026"}
    assert scene.client.post(f"{prefixe}{PRECISER}", data=juste).headers["location"] == f"{prefixe}/carnet"
    assert "novembre 2026" in scene.client.get(f"/conseils/{SEIN}").text.replace("\xa0", " ")
    assert PRECISER not in scene.client.get(f"{prefixe}/carnet").text
    vide = scene.client.get(f"{prefixe}{PRECISER}").text
    if prefixe:
        assert [easy(p) for p in (fin.text, page, refus.text, vide, carnet)] == [[]] * 5


def test_a_vaccine_leads_to_the_vaccines_and_not_knowing_closes_the_question(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(scene, monkeypatch, GRIPPE)
    scene.begin()
    scene.send(7)
    scene.autre.post(scene.lien(), data={"reponse": "fait", "quand": "25/11/2026"})
    scene.enter()
    cle = re.search(r'name="question" value="([0-9a-f]+)"', scene.client.get(PRECISER).text)
    assert cle
    autre = scene.client.post(PRECISER, data={"question": "0" * 64, "chose-0": "oui"})
    assert autre.headers["location"] == PRECISER
    vaccin = scene.client.post(PRECISER, data={"question": cle[1], "chose-0": "oui"})
    assert vaccin.headers["location"] == "/vaccins"
    assert "Aucune réponse n'attend" in visible(scene.client.get(PRECISER).text)


def test_not_for_me_about_several_things_sets_aside_only_those_that_are_ticked(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(scene, monkeypatch, SEIN, INTESTIN)
    scene.begin()
    scene.send(7)
    scene.autre.post(scene.lien(), data={"reponse": "pas-pour-moi"})
    scene.enter()
    page = scene.client.get(PRECISER).text
    assert 'name="quand-0"' not in page
    assert easy(scene.client.get(f"/falc{PRECISER}").text) == []
    cle = re.search(r'name="question" value="([0-9a-f]+)"', page)
    assert cle
    scene.client.post(PRECISER, data={"question": cle[1], "chose-0": "oui"})
    dits = {
        un["quoi"]: un["ecarte"] for un in scene.client.get("/mes-donnees/copie.json").json()["rappels"][0]["deja_dit"]
    }
    assert dits == {f"0/{INTESTIN}/": "sans-raison", f"0/{SEIN}/": ""}


def test_what_stopped_is_said_in_the_carnet_with_its_reason(scene: Scene) -> None:
    scene.begin()
    scene.send(7)
    assert "ne vous rappelons plus" not in visible(scene.client.get("/ce-qui-a-change").text)
    scene.enter()
    dit = {"fait": "maladie_inflammatoire_intestin", "reponse": "oui"}
    assert scene.client.post("/questions", data=dit).status_code == 303
    page = visible(scene.client.get("/ce-qui-a-change").text).replace("\xa0", " ")
    assert "Ce que nous ne vous rappelons plus" in page
    (kept,) = scene.client.get("/mes-donnees/copie.json").json()["rappels"]
    assert (kept["arretes"], kept["nouvelles"], kept["reponses_a_preciser"]) == ([], [], [])  # not looked at again yet
    assert "Nous vous l'avons rappelé le 29 novembre 2026" in page
    assert "maladie de Crohn" in page
    assert "Source" in page
    assert easy(scene.client.get("/falc/ce-qui-a-change").text) == []
