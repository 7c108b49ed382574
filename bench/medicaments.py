"""How long the search of a medicine takes among 21,000 boxes, on SQLite and on PostgreSQL, query by query.

Run `python -m bench.medicaments` (with PostgreSQL installed). Fails when a box is not found; never on a time.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine
from sqlmodel import Session

from app.content.loader import load_catalogue
from app.domain.bdpm import ListeLue, read_liste, read_noms
from app.services.base_de_donnees import open_base
from app.services.index_boites import IndexBoites
from app.services.medicaments import find_boite, read_liste_en_place, replace_liste, search_boites
from bench.liste_fictive import ecrire
from bench.mesure import RACINE, versions
from bench.personnes import AU, tirer_personnes
from tests.base.postgresql import start_postgresql

BOITES = 21_000
PAR_PAGE = 10


def preparer(adresse: str, liste: ListeLue) -> tuple[Engine, float]:
    """A migrated base holding the whole list, and how long loading it took."""
    engine = open_base(adresse)
    configuration = Config(RACINE / "alembic.ini")
    configuration.attributes["engine"] = engine
    command.upgrade(configuration, "head")
    debut = time.perf_counter()
    with Session(engine) as session, session.begin():
        replace_liste(session, liste, fichier_du=AU, noms=True, maintenant=datetime(2026, 11, 22, tzinfo=UTC))
    return engine, time.perf_counter() - debut


def tirer_recherches(liste: ListeLue, nombre: int) -> Iterator[tuple[str, str]]:
    """What people type, each way in turn, with the code of the box it was drawn from: empty when nothing is there."""
    hasard = random.Random(7)
    for rang in range(nombre):
        boite = hasard.choice(liste.boites)
        nom = boite.nom.split()[0]
        facons = (
            (nom, boite.cip13),
            (f"{boite.nom} {boite.libelle}", boite.cip13),
            (nom[:4].lower(), ""),
            (nom[2:6], ""),
            (boite.cip13, boite.cip13),
            (boite.cip7, boite.cip13),
            ("comprimé", ""),
            ("mg", ""),
            ("zzzzzz", "rien"),
        )
        yield facons[rang % len(facons)]


def chercher(engine: Engine, index: IndexBoites, texte: str, attendue: str) -> float:
    """One search as the page does it, list in place included; its time in milliseconds, once the answer is right."""
    debut = time.perf_counter()
    with Session(engine) as session, session.begin():
        en_place = read_liste_en_place(session)
        assert en_place is not None
        trouvees = search_boites(session, index, en_place.lot, texte, page=1, par_page=PAR_PAGE)
    duree = 1000 * (time.perf_counter() - debut)
    codes = {boite.cip13 for boite in trouvees.boites}
    if attendue == "rien":
        assert not codes
    elif attendue and not trouvees.suite:
        assert attendue in codes, texte
    else:
        assert codes, texte
    return duree


def dire(nom: str, durees: list[float], conseils: float) -> None:
    """Middle, 95th of a hundred and worst, then the 95th against the advice given to one person."""
    rangees = sorted(durees)
    p95 = rangees[int(0.95 * len(rangees))]
    print(
        f"{nom} : {statistics.median(rangees):.1f} ms au milieu, {p95:.1f} ms pour 95 %, {rangees[-1]:.1f} ms au pire "
        f"({p95 / conseils:.0f} fois les conseils d'une personne pour 95 %)"
    )


def main() -> None:
    """Load both, search by turns, say how long."""
    lecteur = argparse.ArgumentParser(description="Search among 21,000 boxes on both bases.")
    lecteur.add_argument("--recherches", type=int, default=450)
    options = lecteur.parse_args()
    catalogue = load_catalogue()
    personnes = tirer_personnes(catalogue, 200)
    fichiers = ecrire(BOITES)
    debut = time.perf_counter()
    liste = read_liste(fichiers.presentations, read_noms(fichiers.noms))
    print(versions("sqlalchemy", "sqlmodel", "psycopg"))
    print(f"{liste.lignes} lignes lues en {time.perf_counter() - debut:.1f} s, {len(liste.rejets)} rejetées")
    with ExitStack() as pile:
        dossier = pile.enter_context(tempfile.TemporaryDirectory())
        adresses = {
            "SQLite": f"sqlite:///{dossier}/base.db",
            "PostgreSQL": f"{pile.enter_context(start_postgresql())}/postgres",
        }
        bases = {}
        for nom, adresse in adresses.items():
            bases[nom], chargement = preparer(adresse, liste)
            pile.callback(bases[nom].dispose)
            print(f"{nom} : {len(liste.boites)} boîtes chargées en {chargement:.1f} s")
        index = {nom: IndexBoites() for nom in bases}
        for nom, engine in bases.items():
            print(f"{nom} : {chercher(engine, index[nom], 'mg', ''):.0f} ms pour la première recherche d'un processus")
        durees: dict[str, list[float]] = {nom: [] for nom in bases}
        conseils: list[float] = []
        for rang, (texte, attendue) in enumerate(tirer_recherches(liste, options.recherches)):
            for nom, engine in bases.items():
                durees[nom].append(chercher(engine, index[nom], texte, attendue))
            profil = personnes[rang % len(personnes)]
            conseils.append(_chrono(lambda profil=profil: catalogue.moteur.evaluate(profil, AU)))  # type: ignore[misc]
        for nom, engine in bases.items():
            dire(nom, durees[nom], statistics.median(conseils))
            with Session(engine) as session:
                assert find_boite(session, liste.boites[-1].cip13) == liste.boites[-1]


def _chrono(tour: Callable[[], object]) -> float:
    debut = time.perf_counter()
    tour()
    return 1000 * (time.perf_counter() - debut)


if __name__ == "__main__":
    main()
