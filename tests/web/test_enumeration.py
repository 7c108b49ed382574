"""What exists and what does not are answered alike, and as fast; ten thousand guesses open nothing.

Small in the ordinary suite, where no time is judged; with `--complet`, 500 tries of each, one after the other, and the
medians may not differ by 10 ms. `-s` shows them.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.domain.carnet_en_ligne import PREUVE
from app.main import Application
from app.services.operateurs import OUBLI
from app.settings import Settings
from tests.horloge import Horloge
from tests.operateurs import make_equipe_in
from tests.web.carnets import NOTRE, answer, enter, make
from tests.web.cles import Telephone, add_key
from tests.web.conftest import ORIGINE, Ouvre

ECART_S = 0.010
ESSAIS_COMPLET, ESSAIS = 500, 2
DEVINES_COMPLET, DEVINES = 10_000, 60


@pytest.fixture
def reglages(tmp_path: Path) -> Settings:
    """The service is at the address its keys are tied to."""
    return Settings(var=tmp_path, origine=ORIGINE)


@pytest.fixture
def ailleurs(service: Application) -> Ouvre:
    """A browser of another network each time: the limit is not what is measured."""
    reseaux = (f"10.{n // 256}.{n % 256}.1" for n in count())

    def open_() -> TestClient:
        ici = (next(reseaux), 1)
        return TestClient(service, base_url=ORIGINE, headers=NOTRE, follow_redirects=False, client=ici)

    return open_


def alike(
    ailleurs: Ouvre,
    saisies: Mapping[str, str],
    essai: Callable[[TestClient, str], Any],
    complet: bool,
    avant: Callable[[], object] = int,
) -> None:
    """Each in turn, so often; the answers are the same to the letter, and the medians too when it is the full size."""
    durees: dict[str, list[float]] = {nom: [] for nom in saisies}
    reponses = set()
    for _ in range(ESSAIS_COMPLET if complet else ESSAIS):
        avant()
        for nom, saisie in saisies.items():
            client = ailleurs()
            debut = perf_counter()
            reponse = essai(client, saisie)
            durees[nom].append(perf_counter() - debut)
            reponses.add((reponse.status_code, reponse.text.replace(saisie, "?")))
    assert len(reponses) == 1
    assert {statut for statut, _ in reponses} == {422}
    medianes = {nom: median(mesures) for nom, mesures in durees.items()}
    print({nom: f"{1000 * m:.2f} ms" for nom, m in medianes.items()})
    if complet:
        assert max(medianes.values()) - min(medianes.values()) < ECART_S


def test_a_code_that_served_and_one_nobody_ever_had(
    ouvre: Ouvre, ailleurs: Ouvre, horloge: Horloge, complet: bool
) -> None:
    client = ouvre()
    answer(client)
    deja = make(client)[0]
    enter(ouvre(), deja)

    def wait() -> None:
        horloge.instant += timedelta(minutes=2)

    alike(ailleurs, {"servi": deja, "jamais": "B" * 25, "illisible": "pas un code !"}, enter, complet, wait)


def test_a_proof_with_the_code_of_another_carnet_and_one_nobody_ever_had(
    ouvre: Ouvre, ailleurs: Ouvre, horloge: Horloge, complet: bool
) -> None:
    autre, client = ouvre(), ouvre()
    answer(autre, "01/01/1950")
    codes = {"d'un autre": make(autre)[0], "jamais": "B" * 25}
    answer(client)
    make(client)
    horloge.instant += PREUVE

    def prove(un: TestClient, code: str) -> Any:
        un.cookies = client.cookies
        return un.post("/carnet/preuve", data={"code": code})

    alike(ailleurs, codes, prove, complet)


def test_a_key_somebody_has_and_one_nobody_has(ouvre: Ouvre, ailleurs: Ouvre, horloge: Horloge, complet: bool) -> None:
    client, telephone = ouvre(), Telephone()
    answer(client)
    make(client)
    add_key(client, telephone)
    faux = replace(telephone, secrete=Telephone().secrete)
    inconnue = replace(faux, identifiant=b"z" * 32)
    prets: Iterator[tuple[TestClient, str]] = iter(())

    def draw() -> None:
        """What is drawn and signed beforehand is not what is measured."""
        nonlocal prets
        horloge.instant += timedelta(minutes=2)
        navigateurs = [(ailleurs(), cle) for cle in (faux, inconnue)]
        prets = iter([(un, cle.sign(un.post("/carnet/cles/defi").json())) for un, cle in navigateurs])

    def use(_client: TestClient, _quoi: str) -> Any:
        navigateur, signe = next(prets)
        return navigateur.post("/carnet/cles/entrer", data={"reponse": signe})

    alike(ailleurs, {"connue": "connue", "inconnue": "inconnue"}, use, complet, draw)


def test_an_operator_s_name_and_one_nobody_bears(
    ailleurs: Ouvre, service: Application, horloge: Horloge, complet: bool
) -> None:
    noms = {"connu": make_equipe_in(service).identifiant, "inconnu": "personne@essai"}

    def sign_in(un: TestClient, nom: str) -> Any:
        faux = {"identifiant": nom, "mot_de_passe": "une fausse phrase de passe", "code": "000000"}
        return un.post("/operateurs/connexion", data=faux)

    def wait() -> None:
        horloge.instant += OUBLI

    alike(ailleurs, noms, sign_in, complet, wait)


def test_ten_thousand_guesses_over_the_web_open_nothing(ouvre: Ouvre, complet: bool) -> None:
    """From one network in one minute: 20 are heard. The limiter alone is tried ten thousand times in every suite."""
    client, nombre = ouvre(), DEVINES_COMPLET if complet else DEVINES
    statuts = [enter(client, f"{rang:025}").status_code for rang in range(nombre)]
    assert {statut: statuts.count(statut) for statut in set(statuts)} == {422: 20, 429: nombre - 20}
