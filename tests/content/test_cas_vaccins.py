"""The acceptance cases of vaccination, kept beside the checkout and not in it: all pass through the API.

Without the file there is nothing to run here, and the same rules are held by the scenarios of each line.
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

FICHIER = Path(__file__).parents[3] / "shared" / "cas" / "vaccins.yaml"
CAS: list[dict[str, Any]] = yaml.load(FICHIER.read_text("utf-8"), yaml.CSafeLoader) if FICHIER.is_file() else []
CLES = ("dose", "statut", "date_conseillee", "au_plus_tot", "en_retard_depuis", "date_limite")


def ecarts(attendu: list[dict[str, Any]], lignes: list[dict[str, Any]]) -> dict[str, Any]:
    """What is not as expected, by line; a null of the case is not fixed by it."""
    trouvees = {ligne["ligne"]: ligne for ligne in lignes}
    fautes: dict[str, Any] = {}
    for voulu in attendu:
        trouvee = trouvees.get(voulu["ligne"])
        if trouvee is None:
            fautes[voulu["ligne"]] = "absente"
            continue
        faux = {c: (voulu[c], trouvee[c]) for c in CLES if voulu[c] is not None and voulu[c] != trouvee[c]}
        if faux:
            fautes[voulu["ligne"]] = faux
    return fautes


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The real service over the real content."""
    app = create_app(Settings(var=tmp_path_factory.mktemp("var")), contenu_reel(), date(2026, 11, 22))
    with TestClient(app, base_url="https://testserver") as client:
        yield client


@pytest.mark.parametrize("cas", CAS, ids=[f"{cas['id']} - {cas['titre']}" for cas in CAS])
def test_acceptance_case(cas: dict[str, Any], api: TestClient) -> None:
    reponse = api.post("/api/v1/vaccins?textes=non", json=cas["requete"])
    assert reponse.status_code == 200, reponse.text
    assert reponse.json()["au"] == cas["requete"]["au"]
    assert ecarts(cas["attendu"], reponse.json()["lignes"]) == {}


def test_how_many_cases_run(record_property: Any) -> None:
    record_property("cas", len(CAS))
    print(f"cas d'acceptation de vaccination joués par l'API : {len(CAS)}")
    assert len({cas["id"] for cas in CAS}) == len(CAS)
    lignes = contenu_reel().vaccins.par_id
    assert {a["ligne"] for cas in CAS for a in cas["attendu"]} <= lignes.keys()


def test_a_wrong_line_is_seen() -> None:
    voulu = dict.fromkeys(CLES) | {"ligne": "a", "dose": 2, "statut": "a_faire"}
    trouve = dict.fromkeys(CLES) | {"ligne": "a", "dose": 2, "statut": "a_faire", "date_limite": "2026-01-01"}
    assert ecarts([voulu], [trouve]) == {}
    assert ecarts([voulu], [trouve | {"statut": "complet"}]) == {"a": {"statut": ("a_faire", "complet")}}
    assert ecarts([voulu], []) == {"a": "absente"}
