"""What several tests do with a carnet: answer, make one, enter with a code. Tests nothing."""

import re
from typing import Any

from starlette.testclient import TestClient

from tests.web.conftest import ORIGINE

NOTRE = {"origin": ORIGINE}
NAISSANCE = "14/05/1972"


def empreinte(page: str, adresse: str) -> str:
    trouve = re.search(rf'action="{adresse}".*?name="empreinte" value="([0-9a-f]+)"', page, re.DOTALL)
    assert trouve
    return trouve[1]


def answer(client: TestClient, naissance: str = NAISSANCE) -> None:
    assert client.post("/", data={"date_naissance": naissance, "sexe": "F"}).status_code == 303


def make(client: TestClient, prefixe: str = "") -> list[str]:
    """A carnet made by this browser; its codes."""
    page = client.get(f"{prefixe}/carnet").text
    donnees = {"age": "oui", "empreinte": empreinte(page, f"{prefixe}/carnet/creer")}
    reponse = client.post(f"{prefixe}/carnet/creer", data=donnees)
    assert reponse.status_code == 200
    return re.findall(r"<li><b>([0-9A-Z-]{29})</b></li>", reponse.text)


def enter(client: TestClient, code: str) -> Any:
    return client.post("/carnet/ouvrir", data={"code": code})


def age_shown(client: TestClient) -> bool:
    return "54 ans" in client.get("/conseils").text


def say(client: TestClient, finalite: str, geste: str, prefixe: str = "", **autres: str) -> int:
    """One answer on the page of consents; the status."""
    page = client.get(f"{prefixe}/consentements?sujet={finalite}").text
    trouve = re.search(rf'value="{finalite}"><input type="hidden" name="empreinte" value="([0-9a-f]+)"', page)
    assert trouve
    donnees = {"finalite": finalite, "empreinte": trouve[1], "geste": geste} | autres
    statut: int = client.post(f"{prefixe}/consentements/carnet", data=donnees).status_code
    return statut
