"""Operators change their own password with the former one and their figures; what is easily guessed is refused."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from app.main import Application
from app.models import Operateur
from app.services.mots_de_passe import COURT, DEVINABLE, LONG, refuse_password
from app.services.operateurs import ESSAIS
from tests.agendas import MAINTENANT
from tests.horloge import Horloge
from tests.operateurs import MEME_SITE, MOT_DE_PASSE, Equipe, make_equipe_in, sign_in
from tests.rendering.conftest import visible
from tests.web.conftest import ORIGINE

NOUVEAU = "girafe tambour virgule nuage"


@pytest.fixture
def horloge() -> Horloge:
    return Horloge(MAINTENANT)


@pytest.fixture
def equipe(service: Application) -> Equipe:
    return make_equipe_in(service)


@pytest.fixture
def client(service: Application, equipe: Equipe, horloge: Horloge) -> TestClient:
    """An operator who signed in a minute ago."""
    client = TestClient(service, base_url=ORIGINE, headers=MEME_SITE, follow_redirects=False)
    assert sign_in(client, equipe, horloge()) == 303
    horloge.instant += timedelta(minutes=1)
    return client


def change(client: TestClient, equipe: Equipe, horloge: Horloge, **autres: str) -> int:
    dit = {"mot_de_passe": MOT_DE_PASSE, "code": equipe.code(horloge()), "nouveau": NOUVEAU, "encore": NOUVEAU}
    return client.post("/operateurs/mot-de-passe", data=dit | autres).status_code


def kept(service: Application) -> str:
    with Session(service.state.parties.engine) as session:
        return session.exec(select(Operateur.mot_de_passe)).one()


def test_it_is_changed_with_both_proofs_and_the_other_sessions_end(
    service: Application, client: TestClient, equipe: Equipe, horloge: Horloge
) -> None:
    ailleurs = TestClient(service, base_url=ORIGINE, headers=MEME_SITE, follow_redirects=False)
    assert sign_in(ailleurs, equipe, horloge()) == 303
    horloge.instant += timedelta(minutes=1)
    temoin = client.cookies["__Host-mbs-operateur"]
    page = client.get("/operateurs/mot-de-passe")
    assert page.text.count('type="password"') == 3
    assert change(client, equipe, horloge) == 303
    assert "C'est changé" in visible(client.get("/operateurs/mot-de-passe?change=oui").text).replace("’", "'")
    assert client.cookies["__Host-mbs-operateur"] != temoin
    assert ailleurs.get("/operateurs").status_code == 303
    horloge.instant += timedelta(minutes=1)
    assert sign_in(ailleurs, equipe, horloge()) == 422
    assert sign_in(ailleurs, equipe, horloge(), mot_de_passe=NOUVEAU) == 303


@pytest.mark.parametrize("faux", [{"mot_de_passe": "une phrase assez longuE"}, {"code": "000000"}])
def test_without_the_former_one_or_the_figures_nothing_changes(
    service: Application, client: TestClient, equipe: Equipe, horloge: Horloge, faux: dict[str, str]
) -> None:
    avant = kept(service)
    assert change(client, equipe, horloge, **faux) == 422
    assert kept(service) == avant


def test_tries_are_counted_with_those_that_sign_in(client: TestClient, equipe: Equipe, horloge: Horloge) -> None:
    statuts = [change(client, equipe, horloge, mot_de_passe="fausse") for _ in range(ESSAIS + 1)]
    assert statuts == [422] * ESSAIS + [429]


@pytest.mark.parametrize("nouveau", ["court", "motdepassemotdepasse", "maison-essai-2026"])
def test_one_that_is_guessed_is_refused_in_words_and_uses_up_no_try(
    service: Application, client: TestClient, equipe: Equipe, horloge: Horloge, nouveau: str
) -> None:
    avant = kept(service)
    for _ in range(ESSAIS + 1):
        assert change(client, equipe, horloge, nouveau=nouveau, encore=nouveau) == 422
    assert change(client, equipe, horloge, encore="un autre que le nouveau") == 422
    assert kept(service) == avant
    assert change(client, equipe, horloge) == 303


@pytest.mark.parametrize(
    "mot",
    [
        "passwordpassword", "12345678901234", "azertyuiopqsdf", "Bonjour123456789", "prevention2026!", "jetaimejetaime",
        "monbudgetsante2026", "Mâcon-2026-prévention", "pharmacie de la place", "camille.dupont71", "aaaaaaaaaaaaaaaa",
        "maison de santé de Mâcon",
    ],
)  # fmt: skip
def test_common_ones_and_words_of_the_place_are_refused(mot: str) -> None:
    autour = ("camille.dupont@macon", "Maison de santé de Mâcon", "Pharmacie de la Place, 3 rue du Pont")
    assert refuse_password(mot, autour) == DEVINABLE


def test_ordinary_phrases_pass_whatever_their_signs() -> None:
    for mot in (MOT_DE_PASSE, NOUVEAU, "Xk9$vT2mQw7!pL", "la vie est belle et le chat dort", "é" + NOUVEAU * 7):
        assert refuse_password(mot, ("camille@essai", "Maison Essai")) == ""
    assert refuse_password("x" * 13, ()) == COURT
    assert refuse_password(NOUVEAU * 8, ()) == LONG
