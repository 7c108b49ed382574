"""« Pas pour moi » taken back: what was put aside is told in the carnet, and one button has it recalled again."""

import re
from datetime import timedelta

import pytest

from tests.rendering.conftest import visible
from tests.web.conftest import ORIGINE
from tests.web.test_suites import ICI, INTESTIN, SEIN, Scene, courriel, easy, only, scene

__all__ = ["courriel", "scene"]
REPRENDRE = f"{ICI}/reprendre"


def put_aside(scene: Scene, monkeypatch: pytest.MonkeyPatch, *noms: str, motif: str = "") -> None:
    only(scene, monkeypatch, *noms)
    scene.begin()
    scene.send(7)
    assert scene.autre.post(scene.lien(), data={"reponse": "pas-pour-moi", "motif": motif}).status_code == 200
    scene.enter()


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_what_was_put_aside_is_told_and_one_button_has_it_recalled_within_a_week(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, prefixe: str
) -> None:
    assert "Reprendre ce rappel" not in scene.client.get(f"{prefixe}{ICI}").text
    put_aside(scene, monkeypatch, SEIN, motif="pas-envie")
    page = scene.client.get(f"{prefixe}{ICI}").text
    assert page.count("Reprendre ce rappel") == 1
    assert "Je ne veux pas" in visible(page)
    assert not prefixe or easy(page) == []
    avant = len(scene.courriel.recus)
    scene.send(60)
    assert len(scene.courriel.recus) == avant  # put aside: silence
    scene.enter()
    (place,) = re.findall(r'name="chose" value="([^"]*)"', page)
    for _ in range(2):  # the second press changes nothing
        fait = scene.client.post(f"{prefixe}{REPRENDRE}", data={"chose": place})
        assert fait.headers["location"] == f"{prefixe}{ICI}"
    apres = scene.client.get(f"{prefixe}{ICI}").text
    assert "Reprendre ce rappel" not in apres
    jour = scene.horloge.instant.date() + timedelta(days=7)
    assert f"Prochain rappel le {jour.day} " in visible(apres).replace("\xa0", " ")
    scene.send(7)
    assert len(scene.courriel.recus) == avant + 1


def test_another_name_and_another_page_take_nothing_back(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    put_aside(scene, monkeypatch, SEIN)
    for nom in ("", "x", f"1/{SEIN}", f"0/{INTESTIN}", "0", "0/" + "x" * 4000):
        assert scene.client.post(REPRENDRE, data={"chose": nom}).status_code == 303
    ailleurs = {"origin": "https://ailleurs.exemple"}
    assert scene.client.post(REPRENDRE, data={"chose": f"0/{SEIN}"}, headers=ailleurs).status_code == 403
    assert "Reprendre ce rappel" in scene.client.get(ICI).text
    ici = {"origin": ORIGINE}
    assert scene.client.post(REPRENDRE, data={"chose": f"0/{SEIN}"}, headers=ici).status_code == 303
    assert "Reprendre ce rappel" not in scene.client.get(ICI).text
