"""Every purpose on or off, together: pages say the same, what each keeps is there when it is on and nowhere when off.

In the ordinary suite all off, all on and each alone (so every pair of answers is met), and a few drawn ones; every
combination with `--complet`.
"""

import random
import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from app.domain.consentement import EtatConsentement, Finalite, etat_de
from app.domain.envois import CanalRappel
from app.main import Application
from app.models import AdresseRappel, AgendaAbonne, Carnet, PartageCarnet
from app.services.consentements import read_actes, subject_of
from app.services.envois.push import CleVapid, Push
from tests.envois.rappels import SITE, Memoriel
from tests.factories import AUJOURDHUI, contenu_reel
from tests.rendering.conftest import visible
from tests.web.carnets import answer, empreinte, make, say
from tests.web.conftest import Ouvre
from tests.web.test_accords_du_carnet import MACON, PAGES, keep_here, share
from tests.web.test_canaux_rappels import ADRESSES, ask

#: Asked with a carnet; without one, none of these can be given.
DU_CARNET = tuple(f for f in Finalite if f not in {Finalite.GARDER_ICI, Finalite.CARNET, Finalite.CONTACT})
RAPPELS = {canal.finalite: canal for canal in CanalRappel}
ESSENTIELLES, TIREES = ("/conseils", "/vaccins", "/mon-annee", "/rappels"), 3
DITES = ("/mes-donnees", "/consentements", "/carnet", "/carnet/rappels", "/partages", "/mes-donnees/copie.fhir.json")
Choix = tuple[bool, ...]


def combinations(complet: bool) -> list[Choix]:
    """All of them, or enough for every two answers to be met together."""
    toutes = list(product((False, True), repeat=len(DU_CARNET)))
    if complet:
        return toutes
    choisies = [choix for choix in toutes if sum(choix) in {0, 1, len(DU_CARNET)}]
    return choisies + random.Random(20261122).sample(toutes, TIREES)


def test_every_two_answers_are_met_together() -> None:
    voulus = set(product(range(len(DU_CARNET)), range(len(DU_CARNET)), (False, True), (False, True)))
    vus = {(a, b, choix[a], choix[b]) for choix in combinations(complet=False) for a, b, _, _ in voulus}
    assert {v for v in voulus if v[0] < v[1]} <= vus


def test_no_purpose_is_asked_and_left_out_here() -> None:
    """A new purpose, or the text of one that has none yet, must join the combinations."""
    assert set(contenu_reel().consentements) == {Finalite.GARDER_ICI, Finalite.CARNET, *DU_CARNET}


@pytest.fixture
def service_qui_envoie(service: Application) -> Iterator[Application]:
    """Every way to be reminded is offered; none really sends."""
    avant = service.state.parties
    voies: dict[CanalRappel, Any] = {canal: Memoriel(canal) for canal in CanalRappel}
    voies[CanalRappel.PUSH] = Push(CleVapid(b"v" * 32), SITE)
    service.state.parties = replace(
        avant, transports=voies, settings=avant.settings.model_copy(update={"origine": SITE})
    )
    yield service
    service.state.parties = avant


def agree(client: TestClient, oui: Collection[Finalite]) -> None:
    """Say yes to these, each where it is asked."""
    for finalite in oui:
        if canal := RAPPELS.get(finalite):
            adresse = "prenom@exemple.fr" if canal is CanalRappel.COURRIEL else ADRESSES[canal.value]
            assert ask(client, canal.value, adresse).status_code == 303
        elif finalite is Finalite.PARTAGE:
            share(client)
        elif finalite is Finalite.RAPPELS_AGENDA:
            say_agenda(client, "donne")
        else:
            commune = {"commune": "Mâcon"} if finalite is Finalite.COMMUNE else {}
            assert say(client, finalite.value, "donne", **commune) == 200


def say_agenda(client: TestClient, geste: str) -> None:
    lue = empreinte(client.get("/carnet/rappels").text, "/carnet/agenda")
    assert client.post("/carnet/agenda", data={"geste": geste, "empreinte": lue}).status_code == 200


def kept(service: Application) -> set[Finalite]:
    """The purposes for which something is kept, or that are agreed to when they keep nothing."""
    catalogue = contenu_reel()
    with Session(service.state.parties.engine) as session:
        tenues = {CanalRappel(canal).finalite for canal in session.exec(select(AdresseRappel.canal))}
        tenues |= {Finalite.PARTAGE for _ in session.exec(select(PartageCarnet.id))}
        tenues |= {Finalite.RAPPELS_AGENDA for _ in session.exec(select(AgendaAbonne.condense))}
        (carnet,) = session.exec(select(Carnet)).all()
        actes = read_actes(session, subject_of(carnet))
    donnees = {f for f in DU_CARNET if etat_de(actes, catalogue.consentements[f], AUJOURDHUI) is EtatConsentement.DONNE}
    assert {f for f in donnees if f in RAPPELS or f in {Finalite.PARTAGE, Finalite.RAPPELS_AGENDA}} == tenues
    return donnees


def forget_all(client: TestClient) -> None:
    assert client.post("/mes-donnees/effacer", data={"personne": "tout"}).status_code == 200


@pytest.mark.timeout(1800)
def test_whatever_is_agreed_to_the_pages_say_the_same(
    service_qui_envoie: Application, ouvre: Ouvre, complet: bool
) -> None:
    vues: set[tuple[str, ...]] = set()
    chemins = PAGES[1:] if complet else ESSENTIELLES
    for rang, choix in enumerate(combinations(complet)):
        oui = {finalite for finalite, dit in zip(DU_CARNET, choix, strict=True) if dit}
        for garder in (False, True) if complet else (bool(rang % 2),):
            client = ouvre()
            answer(client)
            keep_here(client, "donne" if garder else "refuse")
            make(client)
            agree(client, oui)
            reponses = [client.get(chemin) for chemin in chemins]
            assert {reponse.status_code for reponse in reponses} == {200}, oui
            vues.add(tuple(visible(reponse.text) for reponse in reponses))
            assert {client.get(chemin).status_code for chemin in DITES} == {200}, oui
            assert kept(service_qui_envoie) == oui
            assert (MACON in client.get("/creneaux").text) is (Finalite.COMMUNE in oui)
            forget_all(client)
    assert len(vues) == 1


def test_taken_back_one_by_one_nothing_is_kept_any_more(service_qui_envoie: Application, ouvre: Ouvre) -> None:
    client, reste = ouvre(), set(DU_CARNET)
    answer(client)
    make(client)
    agree(client, DU_CARNET)
    for finalite in random.Random(20261122).sample(DU_CARNET, len(DU_CARNET)):
        reste.discard(finalite)
        if canal := RAPPELS.get(finalite):
            retrait = {"canal": canal.value, "geste": "retire"}
            assert client.post("/carnet/rappels", data=retrait).status_code == 200
        elif finalite is Finalite.PARTAGE:
            client.post("/partages/arreter", data={"partage": "tout"})
        elif finalite is Finalite.RAPPELS_AGENDA:
            say_agenda(client, "retire")
        else:
            assert say(client, finalite.value, "retire") == 200
        assert kept(service_qui_envoie) == reste
    assert re.search("Garder un carnet en ligne : oui", visible(client.get("/mes-donnees").text).replace("\u00a0", " "))
    assert empreinte(client.get("/partages").text, "/partages")
