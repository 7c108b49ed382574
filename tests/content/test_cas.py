"""The acceptance cases, kept beside the checkout and not in it: those this content can answer pass through the API.

Without the file there is nothing to run here, and the same rules are held by the scenarios of each unit.
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

FICHIER = Path(__file__).parents[3] / "shared" / "cas" / "conseils.yaml"
TOUS: list[dict[str, Any]] = yaml.load(FICHIER.read_text("utf-8"), yaml.CSafeLoader) if FICHIER.is_file() else []


def ids_cites(cas: dict[str, Any]) -> set[str]:
    """Every recommendation a case speaks of."""
    profil = cas["requete"]["profil"]
    passes = {acte["id"] for acte in profil.get("historique", ())} | set(profil.get("nombre_faits", ()))
    return passes.union(*cas["attendu"].values())


CAS = [cas for cas in TOUS if ids_cites(cas) <= set(contenu_reel().par_id)]


def ecarts(cas: dict[str, Any], verdicts: dict[str, str]) -> dict[str, tuple[str, str]]:
    """What is not as expected: {recommendation: (expected, found)}."""
    admis = {"a_faire": {"A_FAIRE"}, "a_jour": {"A_JOUR", "BIENTOT"}}
    return {
        id_: (genre, verdicts[id_])
        for genre, ids in cas["attendu"].items()
        for id_ in ids
        if (verdicts[id_] == "A_FAIRE" if genre == "pas_a_faire" else verdicts[id_] not in admis[genre])
    }


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The real service over the real content."""
    app = create_app(Settings(var=tmp_path_factory.mktemp("var")), contenu_reel(), date(2026, 11, 22))
    with TestClient(app, base_url="https://testserver") as client:
        yield client


@pytest.mark.parametrize("cas", CAS, ids=[f"{cas['id']} - {cas['titre']}" for cas in CAS])
def test_acceptance_case(cas: dict[str, Any], api: TestClient) -> None:
    reponse = api.post("/api/v1/conseils?textes=non", json=cas["requete"])
    assert reponse.status_code == 200, reponse.text
    corps = reponse.json()
    assert corps["au"] == cas["requete"]["au"]
    assert ecarts(cas, {conseil["id"]: conseil["verdict"] for conseil in corps["conseils"]}) == {}


def test_how_many_cases_run(record_property: Any) -> None:
    """Says the count in the report; every case is run once the content holds all they speak of."""
    record_property("cas", f"{len(CAS)} sur {len(TOUS)}")
    print(f"cas d'acceptation joués par l'API : {len(CAS)} sur {len(TOUS)}")
    assert len({cas["id"] for cas in TOUS}) == len(TOUS)
    manquants = set().union(*map(ids_cites, TOUS)) - set(contenu_reel().par_id) if TOUS else set()
    assert bool(manquants) is (len(CAS) < len(TOUS))


def test_a_wrong_verdict_is_seen() -> None:
    cas = {"attendu": {"a_faire": ["a"], "pas_a_faire": ["b"], "a_jour": ["c", "d"]}}
    justes = {"a": "A_FAIRE", "b": "A_PRECISER", "c": "A_JOUR", "d": "BIENTOT"}
    assert ecarts(cas, justes) == {}
    assert set(ecarts(cas, {"a": "BIENTOT", "b": "A_FAIRE", "c": "A_FAIRE", "d": "PAS_CONCERNE"})) == set(justes)
