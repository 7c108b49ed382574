"""The desk of letters and calls through its page: one team only, a batch printed, its count, an answer typed back."""

import io
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from app.dependencies import transaction
from app.domain.catalogue import Catalogue
from app.domain.dossier import Dossier
from app.domain.envois import CanalRappel, Rythme
from app.domain.rappels_choisis import ChoixDeRappel, Destination
from app.main import Application, create_app
from app.models import LotRappel, PieceRappel
from app.services.carnet import Classeur, create, load
from app.services.envois.abonnements import subscribe
from app.services.envois.adresses import Bureau
from app.services.envois.bac import Bac
from app.services.envois.file import Poste, send_due
from app.settings import Settings
from tests.agendas import MAINTENANT
from tests.base.carnets import ACTE, personne
from tests.bases import make_ready
from tests.envois.mains import ADRESSES, acte
from tests.horloge import Horloge
from tests.operateurs import MEME_SITE, make_equipe_in, sign_in
from tests.web.conftest import ORIGINE

LETTRE, APPEL = CanalRappel.LETTRE, CanalRappel.APPEL


@pytest.fixture
def horloge() -> Horloge:
    return Horloge(MAINTENANT)


@pytest.fixture
def service(tmp_path: Path, catalogue: Catalogue, horloge: Horloge) -> Iterator[Application]:
    reglages = Settings(
        var=tmp_path,
        bureau_rappels="Maison Essai",
        lettre_retour="BP 12; 71000 MACON",
        lettre_telephone="01 99 00 12 34",
    )
    app = create_app(reglages, catalogue, horloge=horloge)
    make_ready(app.state.parties.engine)
    yield app
    app.state.parties.engine.dispose()


@pytest.fixture
def client(service: Application, horloge: Horloge) -> TestClient:
    """Somebody of the desk, signed in, a day when a letter and a call wait."""
    ensemble = service.state.parties
    for canal in (LETTRE, APPEL):
        with transaction(ensemble) as session:
            classeur = Classeur(session, ensemble.scribe, horloge())
            ouvert = load(classeur, create(classeur, Dossier((personne(),)), ACTE).jeton)
            assert ouvert is not None
            bureau = Bureau(session, ensemble.scribe, ensemble.catalogue, horloge())
            choix = ChoixDeRappel(Destination(ADRESSES[canal]), "Europe/Paris", 9, Rythme.TRIMESTRE)
            subscribe(bureau, ouvert.id, canal, choix, acte(canal))
    horloge.instant = MAINTENANT.replace(day=30, hour=9, month=11)
    bacs = {canal: Bac(canal, lambda: transaction(ensemble)) for canal in (LETTRE, APPEL)}
    poste = Poste(lambda: transaction(ensemble), ensemble.scribe, ensemble.catalogue, bacs, horloge, "https://a.fr")  # type: ignore[arg-type]
    assert send_due(poste) == 2
    return signed(service, horloge, "Maison Essai")


def signed(service: Application, horloge: Horloge, nom: str) -> TestClient:
    navigateur = TestClient(service, base_url=ORIGINE, headers=MEME_SITE)
    assert sign_in(navigateur, make_equipe_in(service, nom), horloge()) == 303
    return navigateur


def one(service: Application, table: type[LotRappel], canal: CanalRappel) -> LotRappel:
    with Session(service.state.parties.engine) as session:
        return session.exec(select(table).where(table.canal == canal)).one()


def test_a_batch_from_the_tray_to_its_count(service: Application, client: TestClient) -> None:
    assert "1 lettre en attente" in client.get("/operateurs/bureau").text.replace("\u00a0", " ")
    client.post("/operateurs/bureau", data={"action": "lot", "canal": "lettre"})
    lot = one(service, LotRappel, LETTRE).id
    pdf = client.post("/operateurs/bureau/fichier", data={"canal": "lettre", "lot": lot})
    assert (pdf.status_code, pdf.headers["content-type"]) == (200, "application/pdf")
    assert pdf.headers["cache-control"] == "no-store"
    with pikepdf.open(io.BytesIO(pdf.content)) as lu:
        assert len(lu.pages) == 1
    for nombre, statut in (("", 422), ("deux", 422), ("0", 422), ("1", 200), ("1", 422)):
        recu = client.post("/operateurs/bureau", data={"action": "recu", "lot": lot, "nombre": nombre})
        assert recu.status_code == statut
    assert client.post("/operateurs/bureau/fichier", data={"canal": "lettre", "lot": lot}).status_code == 404


def test_the_list_of_calls_and_an_answer(service: Application, client: TestClient) -> None:
    client.post("/operateurs/bureau", data={"action": "lot", "canal": "appel"})
    lot = one(service, LotRappel, APPEL).id
    liste = client.post("/operateurs/bureau/fichier", data={"canal": "appel", "lot": lot})
    assert "tel:+33385123456" in liste.text
    reference = liste.text.splitlines()[1].split(";")[0]
    envoi = {"action": "reponse", "reference": reference, "reponse": "fait"}
    for le in ("32/13/2026", "10/03/2031", "hier"):
        refus = client.post("/operateurs/bureau", data={**envoi, "le": le})
        assert refus.status_code == 422
        assert reference in refus.text, "what was typed is not lost"
    assert "checked" not in client.get("/operateurs/bureau").text.partition("</style>")[2], "no answer nobody gave"
    for faute in ({"reponse": "x"}, {"reponse": ""}):
        refus = client.post("/operateurs/bureau", data={**envoi, **faute})
        assert (refus.status_code, "Choisissez la réponse" in refus.text, reference in refus.text) == (422, True, True)
    assert client.post("/operateurs/bureau", data={**envoi, "le": "25/11/2026"}).status_code == 200
    assert client.post("/operateurs/bureau", data={**envoi, "le": "25/11/2026"}).status_code == 422
    assert client.post("/operateurs/bureau", data={"action": "<b>"}).status_code == 200


def test_another_team_is_told_nothing(service: Application, client: TestClient, horloge: Horloge) -> None:
    autre = signed(service, horloge, "Maison Autre")
    assert autre.get("/operateurs/bureau").status_code == 404
    for chemin in ("/operateurs/bureau", "/operateurs/bureau/fichier"):
        assert autre.post(chemin, data={"action": "lot", "canal": "lettre", "lot": "x"}).status_code == 404
    with Session(service.state.parties.engine) as session:
        assert session.exec(select(LotRappel)).all() == []
        assert len(session.exec(select(PieceRappel)).all()) == 2
