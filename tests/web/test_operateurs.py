"""Signing in takes three right answers, at most five tries, and a session ends on both sides."""

from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from app.domain.catalogue import Catalogue
from app.main import Application, create_app
from app.models import ClePartenaire, Operateur, SessionOperateur
from app.routers.garde_operateurs import NOM
from app.services.operateurs import ESSAIS, OUBLI, REPOS
from app.settings import Settings
from tests.agendas import MAINTENANT
from tests.bases import make_ready
from tests.horloge import Horloge
from tests.operateurs import MEME_SITE, MOT_DE_PASSE, Equipe, make_equipe_in, sign_in
from tests.web.conftest import ORIGINE


@pytest.fixture
def horloge() -> Horloge:
    return Horloge(MAINTENANT)


@pytest.fixture
def client(service: Application) -> TestClient:
    return TestClient(service, base_url=ORIGINE)


@pytest.fixture
def equipe(service: Application) -> Equipe:
    return make_equipe_in(service)


def is_in(client: TestClient) -> bool:
    return client.get("/operateurs", follow_redirects=False).status_code == 200


def test_three_right_answers_open_the_places(client: TestClient, equipe: Equipe, horloge: Horloge) -> None:
    assert not is_in(client)
    assert sign_in(client, equipe, horloge()) == 303
    page = client.get("/operateurs")
    assert "Maison de santé d'essai" in unescape(page.text)
    assert "Rien n'est publié" in unescape(page.text)
    assert page.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "fausse",
    [{"mot_de_passe": "une phrase assez longuE"}, {"code": "000000"}, {"code": ""}, {"identifiant": "personne"}],
)
def test_one_wrong_answer_opens_nothing_and_is_not_named(
    client: TestClient, equipe: Equipe, horloge: Horloge, fausse: dict[str, str]
) -> None:
    assert sign_in(client, equipe, horloge(), **fausse) == 422
    assert NOM not in client.cookies
    assert not is_in(client)


def test_refusals_are_the_same_word_for_word(client: TestClient, equipe: Equipe, horloge: Horloge) -> None:
    pages = []
    for reponses in (("personne@essai", MOT_DE_PASSE), (equipe.identifiant, "fausse phrase de passe")):
        envoi = {"identifiant": reponses[0], "mot_de_passe": reponses[1], "code": "123456"}
        page = client.post("/operateurs/connexion", data=envoi, headers=MEME_SITE)
        assert reponses[1] not in page.text
        pages.append((page.status_code, page.text.replace(reponses[0], "?")))
    assert pages[0] == pages[1]


@pytest.mark.parametrize("connu", [True, False])
def test_five_tries_then_a_wait_whether_the_name_exists_or_not(
    client: TestClient, equipe: Equipe, horloge: Horloge, connu: bool
) -> None:
    nom = {} if connu else {"identifiant": "personne@essai"}
    statuts = [sign_in(client, equipe, horloge(), mot_de_passe="fausse", **nom) for _ in range(ESSAIS + 2)]
    assert statuts == [422] * ESSAIS + [429] * 2
    # The right answers wait like the others: a refusal says nothing of them.
    assert sign_in(client, equipe, horloge(), **nom) == 429
    horloge.instant += OUBLI
    assert sign_in(client, equipe, horloge(), **nom) == (303 if connu else 422)


def test_six_figures_serve_once_even_in_another_browser(
    service: Application, client: TestClient, equipe: Equipe, horloge: Horloge
) -> None:
    assert sign_in(client, equipe, horloge()) == 303
    autre = TestClient(service, base_url=ORIGINE)
    assert sign_in(autre, equipe, horloge()) == 422
    horloge.instant += timedelta(seconds=30)
    assert sign_in(autre, equipe, horloge()) == 303


def test_the_figures_of_the_half_minute_before_and_after_are_right_and_no_other(
    client: TestClient, equipe: Equipe, horloge: Horloge
) -> None:
    for ecart, statut in ((-60, 422), (60, 422), (-30, 303), (30, 303)):
        code = equipe.code(horloge() + timedelta(seconds=ecart))
        assert sign_in(client, equipe, horloge(), code=code) == statut


def test_signed_out_a_kept_cookie_opens_nothing(client: TestClient, equipe: Equipe, horloge: Horloge) -> None:
    sign_in(client, equipe, horloge())
    jeton = client.cookies[NOM]
    sortie = client.post("/operateurs/deconnexion", headers=MEME_SITE, follow_redirects=False)
    assert "Max-Age=0" in sortie.headers["set-cookie"]
    client.cookies.set(NOM, jeton, domain="testserver.local")
    assert not is_in(client)


def test_signing_in_again_changes_the_session_and_ends_the_former(
    service: Application, client: TestClient, equipe: Equipe, horloge: Horloge
) -> None:
    sign_in(client, equipe, horloge())
    ancien = client.cookies[NOM]
    horloge.instant += timedelta(seconds=30)
    sign_in(client, equipe, horloge())
    assert client.cookies[NOM] != ancien
    autre = TestClient(service, base_url=ORIGINE, cookies={NOM: ancien})
    assert not is_in(autre)
    assert is_in(client)


def test_a_value_chosen_by_another_is_never_a_session(client: TestClient, equipe: Equipe, horloge: Horloge) -> None:
    client.cookies.set(NOM, "choisie-par-un-autre", domain="testserver.local")
    assert not is_in(client)
    sign_in(client, equipe, horloge())
    assert "choisie-par-un-autre" not in client.cookies.values()


def test_a_session_ends_by_itself(client: TestClient, equipe: Equipe, horloge: Horloge) -> None:
    sign_in(client, equipe, horloge())
    for _ in range(17):
        horloge.instant += REPOS - timedelta(seconds=1)
        dedans = is_in(client)
    assert not dedans
    horloge.instant += timedelta(seconds=30)
    sign_in(client, equipe, horloge())
    horloge.instant += REPOS
    assert not is_in(client)


def test_the_cookie_is_closed_and_the_base_holds_no_secret_in_clear(
    service: Application, client: TestClient, equipe: Equipe, horloge: Horloge
) -> None:
    reponses = {"identifiant": equipe.identifiant, "mot_de_passe": MOT_DE_PASSE, "code": equipe.code(horloge())}
    reponse = client.post("/operateurs/connexion", data=reponses, headers=MEME_SITE, follow_redirects=False)
    temoin = reponse.headers["set-cookie"]
    assert temoin.startswith("__Host-")
    assert all(mot in temoin for mot in ("Secure", "HttpOnly", "SameSite=Strict", "Path=/"))
    with Session(service.state.parties.engine) as session:
        lignes = [*session.exec(select(Operateur)), *session.exec(select(SessionOperateur))]
        garde = str([*lignes, *session.exec(select(ClePartenaire))])
    assert "argon2id" in garde
    for secret in (MOT_DE_PASSE, equipe.secret, client.cookies[NOM], equipe.cle.rsplit("_", 1)[-1]):
        assert secret not in garde


def test_a_closed_account_is_out_at_once(
    service: Application, client: TestClient, equipe: Equipe, horloge: Horloge
) -> None:
    from app.services.operateurs import close_operateur
    from tests.operateurs import registre

    sign_in(client, equipe, horloge())
    with Session(service.state.parties.engine) as session, session.begin():
        assert close_operateur(registre(session, service.state.parties.coffre), equipe.identifiant)
    assert not is_in(client)
    horloge.instant += timedelta(seconds=30)
    assert sign_in(client, equipe, horloge()) == 422


def test_on_a_preview_day_the_figures_are_those_of_the_operator_s_phone(
    tmp_path: Path, catalogue: Catalogue, horloge: Horloge
) -> None:
    app = create_app(Settings(var=tmp_path), catalogue, date(2027, 3, 1), horloge=horloge)
    make_ready(app.state.parties.engine)
    navigateur = TestClient(app, base_url=ORIGINE)
    assert sign_in(navigateur, make_equipe_in(app), horloge()) == 303
    assert is_in(navigateur)
    app.state.parties.engine.dispose()
