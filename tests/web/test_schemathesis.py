"""The documentation is the truth: whatever is drawn from it, no 5xx, no status, type or form it does not announce."""

import io
from collections import Counter
from pathlib import Path

import pytest
import schemathesis
from schemathesis.engine import Status, events, from_schema

from app.domain.catalogue import Catalogue
from app.journal import configure_journal
from app.main import create_app
from app.settings import Settings
from tests.bases import make_ready
from tests.web.conftest import AUJOURDHUI

PAR_ADRESSE = 60
PAR_ADRESSE_COMPLET = 20_000


@pytest.mark.timeout(1800)
def test_nothing_undocumented(tmp_path: Path, catalogue: Catalogue, complet: bool) -> None:
    """Every check but one: a form may be right and the profile impossible, which no schema can say."""
    app = create_app(Settings(var=tmp_path), catalogue, AUJOURDHUI)
    ecrit = io.StringIO()
    configure_journal(ecrit)
    make_ready(app.state.parties.engine)
    reglages = {
        "base-url": "http://127.0.0.1",
        "continue-on-failure": True,
        "generation": {
            "max-examples": PAR_ADRESSE_COMPLET if complet else PAR_ADRESSE,
            "deterministic": True,
            "database": "none",
        },
        "checks": {"positive_data_acceptance": {"enabled": False}},
    }
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, config=schemathesis.Config.from_dict(reglages))
    statuts: Counter[int] = Counter()
    fautes: list[str] = []
    for evenement in from_schema(schema).execute():
        if isinstance(evenement, events.NonFatalError | events.FatalError):
            fautes.append(str(evenement))
        if isinstance(evenement, events.ScenarioFinished):
            statuts.update(i.response.status_code for i in evenement.recorder.interactions.values() if i.response)
            fautes += [
                f"{verification.name} : {verification.failure_info.code_sample}"
                for verifications in evenement.recorder.checks.values()
                for verification in verifications
                if verification.status is Status.FAILURE and verification.failure_info
            ]
    app.state.parties.engine.dispose()
    fautes += [ligne for ligne in ecrit.getvalue().splitlines() if '"niveau":"error"' in ligne]
    assert not fautes, "\n".join(fautes)
    assert set(statuts) <= {200, 201, 401, 404, 405, 409, 413, 415, 422, 429}
    assert statuts.total() > (20_000 if complet else 400)
    assert statuts[200] > 50
