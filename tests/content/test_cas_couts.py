"""The acceptance cases of costs, kept beside the checkout and not in it: every one passes through the API, to the cent.

Without the files there is nothing to run here: the same rules are held by the tables of tests/domain.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.factories import contenu_reel

DOSSIER = Path(__file__).parents[3] / "shared" / "cas"


def cas_de(nom: str) -> list[dict[str, Any]]:
    """The cases of a file, or none when it is not there."""
    fichier = DOSSIER / nom
    return yaml.load(fichier.read_text("utf-8"), yaml.CSafeLoader) if fichier.is_file() else []


CAS = [
    pytest.param(adresse, cas, id=f"{cas['id']} - {cas['titre']}")
    for adresse in ("decomptes", "budgets")
    for cas in cas_de(f"{adresse}.yaml")
]


def ecarts(attendu: dict[str, Any], trouve: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What is not as expected: {amount: (expected, found)}."""
    return {nom: (valeur, trouve.get(nom)) for nom, valeur in attendu.items() if trouve.get(nom) != valeur}


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The real service over the real content."""
    app = create_app(Settings(var=tmp_path_factory.mktemp("var")), contenu_reel(), date(2026, 11, 22))
    with TestClient(app, base_url="https://testserver") as client:
        yield client


@pytest.mark.parametrize(("adresse", "cas"), CAS)
def test_acceptance_case(adresse: str, cas: dict[str, Any], api: TestClient) -> None:
    reponse = api.post(f"/api/v1/{adresse}", json=cas["requete"])
    assert reponse.status_code == 200, reponse.text
    assert ecarts(cas["attendu"], reponse.json()) == {}


def test_a_wrong_cent_is_seen() -> None:
    assert ecarts({"reste_a_charge": "2.00", "franchise": "0.00"}, {"reste_a_charge": "2.01", "franchise": "0.00"}) == {
        "reste_a_charge": ("2.00", "2.01")
    }
    assert ecarts({"franchise": "0.00"}, {"franchise": None}) == {"franchise": ("0.00", None)}
