"""Two people write in one carnet at the same instant: what the second typed is noted too, nothing is overwritten."""

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.domain.erreurs import CarnetChange
from app.routers import pages_conseils, pages_questions, porte_carnet
from tests.rendering.conftest import visible
from tests.web.carnets import answer, make
from tests.web.conftest import Ouvre

SEIN, INTESTIN = "depistage-cancer-sein", "depistage-cancer-colorectal"
Deux = tuple[TestClient, TestClient]


@pytest.fixture
def deux(ouvre: Ouvre) -> Deux:
    """Two devices with the same carnet open."""
    un, autre = ouvre(), ouvre()
    answer(un)
    make(un)
    autre.cookies.set(porte_carnet.TEMOIN, un.cookies[porte_carnet.TEMOIN])
    return un, autre


def meanwhile(monkeypatch: pytest.MonkeyPatch, page: Any, geste: Callable[[], object], fois: int) -> list[int]:
    """Have something written elsewhere after a form was read and before it is kept, that many times."""
    vrai, faits = page.check, []

    def check(*quoi: Any) -> Any:
        if len(faits) < fois:
            faits.append(1)
            with monkeypatch.context() as sans:
                sans.setattr(page, "check", vrai)
                geste()
        return vrai(*quoi)

    monkeypatch.setattr(page, "check", check)
    return faits


def history(client: TestClient) -> dict[str, str]:
    profil = client.get("/mes-donnees/copie.json").json()["personnes"][0]["profil"]
    return {acte["id"]: acte["le"] for acte in profil.get("historique", ())}


@pytest.mark.parametrize("fois", [1, 3])
def test_the_form_of_the_second_is_noted_on_what_the_first_wrote(
    deux: Deux, monkeypatch: pytest.MonkeyPatch, fois: int
) -> None:
    un, autre = deux
    annees = iter(range(2020, 2026))
    faits = meanwhile(
        monkeypatch,
        pages_conseils,
        lambda: autre.post("/historique", data={"id": INTESTIN, "le": str(next(annees))}),
        fois,
    )
    reponse = un.post("/historique", data={"id": SEIN, "le": "03/2025"})
    assert (reponse.status_code, len(faits)) == (303, fois)
    assert history(un) == {SEIN: "2025-03", INTESTIN: str(2019 + fois)}


def test_a_question_answered_at_the_same_instant_as_another(deux: Deux, monkeypatch: pytest.MonkeyPatch) -> None:
    un, autre = deux
    meanwhile(
        monkeypatch,
        pages_questions,
        lambda: autre.post("/questions", data={"fait": "diabete", "reponse": "non"}),
        1,
    )
    assert un.post("/questions", data={"fait": "fumeur", "reponse": "oui"}).status_code == 303
    reponses = un.get("/mes-donnees/copie.json").json()["personnes"][0]["profil"]["reponses"]
    assert reponses == {"diabete": False, "fumeur": True}


def test_a_carnet_closed_meanwhile_writes_nothing(deux: Deux, monkeypatch: pytest.MonkeyPatch) -> None:
    un, autre = deux

    def leave() -> None:
        autre.post("/questions", data={"fait": "diabete", "reponse": "non"})
        autre.post("/carnet/fermer")

    meanwhile(monkeypatch, pages_conseils, leave, 1)
    assert un.post("/historique", data={"id": SEIN, "le": "03/2025"}).status_code == 409


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_when_others_never_stop_writing_it_is_said(deux: Deux, monkeypatch: pytest.MonkeyPatch, prefixe: str) -> None:
    un, _ = deux

    def save(*_: Any) -> None:
        raise CarnetChange

    with monkeypatch.context() as toujours:
        toujours.setattr(porte_carnet, "save", save)
        reponse = un.post(f"{prefixe}/historique", data={"id": SEIN, "le": "03/2025"})
    assert reponse.status_code == 409
    assert "Ce n'est pas possible maintenant" in visible(reponse.text)
    assert "2025" not in reponse.text
    assert history(un) == {}
