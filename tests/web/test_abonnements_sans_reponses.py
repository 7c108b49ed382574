"""Reminders of an adult who said nothing of themself: for the child they follow, and for their own child."""

import re
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from app.main import Application
from tests.envois.rappels import Memoriel
from tests.horloge import Horloge
from tests.rendering.conftest import visible
from tests.web.carnets import answer, make
from tests.web.conftest import Ouvre
from tests.web.test_abonnements import ICI, ask, courriel, path_of, send_all
from tests.web.test_passages import take
from tests.web.test_suivis import ENFANT, invite, names

__all__ = ["courriel"]


def begin(client: TestClient, autre: TestClient, service: Application, courriel: Memoriel) -> None:
    assert ask(client) == 303
    send_all(service)
    assert "confirmé" in autre.post(path_of(courriel.recus[-1].lien_reponse), data={"reponse": "confirmer"}).text


@pytest.mark.parametrize("suivi", [True, False])
def test_they_subscribe_for_a_child_and_keep_it_once_they_answer(
    ouvre: Ouvre, service: Application, courriel: Memoriel, horloge: Horloge, suivi: bool
) -> None:
    parent, b = ouvre(), ouvre()
    make(b)
    if suivi:
        answer(parent, "14/05/1985")
        make(parent)
        parent.post("/proches/ajouter", data=ENFANT)
        assert take(b, invite(parent))[0] == 303
    else:
        assert b.post("/proches/ajouter", data=ENFANT).status_code == 303
    begin(b, parent, service, courriel)
    assert "A.B." in names(b)
    prochain = re.search(r"Prochain rappel le ([^.]*)\.", visible(b.get(ICI).text))
    assert prochain
    avant = len(courriel.recus)
    horloge.instant += timedelta(minutes=5)
    answer(b, "14/05/1985")  # they say who they are: the same subscription goes on
    assert "A.B." in names(b)
    assert "Vous recevez vos rappels ici" in visible(b.get(ICI).text)
    for _ in range(8):
        horloge.instant += timedelta(days=1)
        send_all(service)
    assert len(courriel.recus) == avant + 1
