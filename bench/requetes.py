"""Processor time of the server for one request, divided by that of a bare Starlette answer in the same round.

Run `python -m bench.requetes` (Linux, two processors, Debian's `wrk`). Fails on a wrong answer, never on a time.
"""

import argparse
import http.client
import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from app.content.loader import load_catalogue
from app.domain.catalogue import Catalogue
from app.domain.profil import Profil
from bench.mesure import versions
from bench.personnes import tirer_personnes
from bench.serveurs import memoire_mo, secondes_de_processeur, servir

PORT, PORT_BONJOUR = 8710, 8711
COEUR_CHARGE = 1
CONNEXIONS = 32
MEME_SITE = {"Sec-Fetch-Site": "same-origin"}
JSON = {"Content-Type": "application/json"}
GZIP = {"Accept-Encoding": "gzip"}


class Requete(NamedTuple):
    """One request of a person."""

    methode: str
    chemin: str
    entetes: dict[str, str]
    corps: str


class Charge(NamedTuple):
    """Requests sent in turn to one server."""

    pid: int
    port: int
    requetes: list[Requete]


def envoyer(port: int, requete: Requete) -> http.client.HTTPResponse:
    """Send one request and give the answer, read."""
    connexion = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connexion.request(requete.methode, requete.chemin, requete.corps or None, requete.entetes)
    reponse = connexion.getresponse()
    reponse.read()
    connexion.close()
    return reponse


def demander_conseils(personnes: list[Profil]) -> Iterator[Requete]:
    """The API as a program calls it."""
    for profil in personnes:
        corps = {"profil": profil.model_dump(mode="json", exclude_defaults=True)}
        yield Requete("POST", "/api/v1/conseils?textes=non", JSON, json.dumps(corps))


def ouvrir_la_page(personnes: list[Profil], catalogue: Catalogue) -> Iterator[Requete]:
    """The list in a browser that holds the person's answers, given one by one through the forms."""
    for profil in personnes:
        naissance = profil.date_naissance
        if naissance is None or not naissance.exacte:
            continue
        temoin = _repondre("/", "", date_naissance=f"{naissance.premier:%d/%m/%Y}", sexe=profil.sexe or "-")
        for fait, valeur in profil.reponses.items():
            if catalogue.faits[fait].definition.type == "bool":
                bouton = {True: "oui", False: "non"}.get(bool(valeur), "") if valeur is not None else "ne-sais-pas"
                temoin = _repondre("/questions", temoin, fait=fait, reponse=bouton)
        yield Requete("GET", "/conseils", {"Cookie": temoin}, "")


def _repondre(chemin: str, temoin: str, **champs: str) -> str:
    """Send a form; give the cookie as it is afterwards, unchanged when the answer is refused."""
    entetes = {"Content-Type": "application/x-www-form-urlencoded", **MEME_SITE}
    if temoin:
        entetes["Cookie"] = temoin
    reponse = envoyer(PORT, Requete("POST", chemin, entetes, urlencode(champs)))
    return (reponse.getheader("Set-Cookie") or temoin).partition(";")[0]


def verifier(charge: Charge) -> float:
    """Every request must be answered; give the mean length of the answers."""
    longueurs = []
    for requete in charge.requetes:
        reponse = envoyer(charge.port, requete)
        assert reponse.status == 200, (requete.chemin, reponse.status)
        longueurs.append(int(reponse.getheader("Content-Length") or 0))
    return statistics.mean(longueurs)


def cout(charge: Charge, dossier: Path, secondes: int) -> float:
    """Server seconds of processor for one request under load."""
    script = dossier / "charge.lua"
    script.write_text(_script(charge.requetes), "utf-8")
    adresse = f"http://127.0.0.1:{charge.port}"
    wrk = [
        "taskset",
        "-c",
        str(COEUR_CHARGE),
        "wrk",
        "-t1",
        "--timeout",
        "20s",
        f"-c{CONNEXIONS}",
        f"-d{secondes}s",
        "-s",
        str(script),
    ]
    avant = secondes_de_processeur(charge.pid)
    sortie = subprocess.check_output([*wrk, adresse], text=True)
    depense = secondes_de_processeur(charge.pid) - avant
    assert "Non-2xx" not in sortie, sortie
    assert "Socket errors" not in sortie, sortie
    faites = re.search(r"(\d+) requests in", sortie)
    assert faites is not None, sortie
    return depense / int(faites[1])


def _script(requetes: list[Requete]) -> str:
    """The load in the language of wrk: each request written once, sent in turn."""
    lignes = ["local requetes = {}", "local rang = 0", "init = function()"]
    for methode, chemin, entetes, corps in requetes:
        table = ", ".join(f"[{json.dumps(nom)}]={json.dumps(valeur)}" for nom, valeur in entetes.items())
        corps_lua = f"[==[{corps}]==]" if corps else "nil"
        ecrite = f'wrk.format("{methode}", {json.dumps(chemin)}, {{{table}}}, {corps_lua})'
        lignes.append(f"requetes[#requetes + 1] = {ecrite}")
    lignes += ["end", "request = function()", "rang = rang % #requetes + 1", "return requetes[rang]", "end"]
    return "\n".join(lignes)


def _avec(requetes: list[Requete], entetes: dict[str, str]) -> list[Requete]:
    return [requete._replace(entetes=requete.entetes | entetes) for requete in requetes]


def main() -> None:
    """Serve both, load in turn, print the ratios."""
    lecteur = argparse.ArgumentParser(description="Server processor time of one request, against a bare Starlette.")
    lecteur.add_argument("--tours", type=int, default=7)
    lecteur.add_argument("--secondes", type=int, default=3)
    options = lecteur.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("wrk est absent : sudo apt-get install --no-install-recommends wrk")
    catalogue = load_catalogue()
    personnes = tirer_personnes(catalogue, 120)
    with ExitStack() as pile:
        site = pile.enter_context(servir("app.main:create_app", PORT, "--factory"))
        bonjour = pile.enter_context(servir("bench.bonjour:app", PORT_BONJOUR))
        dossier = Path(pile.enter_context(tempfile.TemporaryDirectory()))
        api, page = list(demander_conseils(personnes)), list(ouvrir_la_page(personnes, catalogue))
        charges = {
            "Starlette nu": Charge(bonjour, PORT_BONJOUR, [Requete("GET", "/", {}, "")]),
            "POST /api/v1/conseils?textes=non": Charge(site, PORT, api),
            "POST /api/v1/conseils?textes=non, gzip": Charge(site, PORT, _avec(api, GZIP)),
            "GET /conseils": Charge(site, PORT, page),
            "GET /conseils, gzip": Charge(site, PORT, _avec(page, GZIP)),
        }
        longueurs = {nom: verifier(charge) for nom, charge in charges.items()}
        couts: dict[str, list[float]] = {nom: [] for nom in charges}
        for tour in range(-1, options.tours):
            for nom, charge in charges.items():
                mesure = cout(charge, dossier, options.secondes)
                if tour >= 0:  # the first round only warms
                    couts[nom].append(mesure)
        print(versions("fastapi", "starlette", "uvicorn", "uvloop", "httptools", "pydantic", "jinja2", "orjson"))
        print(
            f"{len(catalogue.fiches)} unités, {len(personnes)} personnes ; mémoire du site : {memoire_mo(site):.0f} Mo"
        )
        nu = couts["Starlette nu"]
        for nom, mesures in couts.items():
            rapports = sorted(mesure / base for mesure, base in zip(mesures, nu, strict=True))
            print(
                f"{nom} : {statistics.median(rapports):.2f} ({rapports[0]:.2f} à {rapports[-1]:.2f}), "
                f"{1e6 * statistics.median(mesures):.0f} µs, {longueurs[nom]:.0f} octets"
            )


if __name__ == "__main__":
    main()
