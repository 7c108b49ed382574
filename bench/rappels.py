"""What a day of reminders costs as carnets multiply: claims, planning, and what the base reads for them. PostgreSQL.

Run `python -m bench.rappels [--personnes 10000 100000 1000000]`. Fails when a count is wrong or much is read for
little; never on a time.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NamedTuple

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, event, text
from sqlmodel import Session

from app.domain.envois import CanalRappel
from app.services.base_de_donnees import open_base
from app.services.envois.adresses import Bureau
from app.services.envois.file import next_due, send_due
from app.services.envois.planification import plan_some, to_look_at
from bench.mesure import RACINE, versions
from tests.base.postgresql import start_postgresql
from tests.envois.rappels import Monde, confirmed

MAINTENANT = datetime(2026, 11, 22, 9, tzinfo=UTC)
TAILLES = (10_000, 100_000)
DUS = (500, 2000)
LOT, TOURS = 100, 2
#: Real carnets among the others, for what needs keys and rules.
VRAIS = 100
#: One reminder told in the past and one to come for each person; sealed texts of the size real ones have.
REMPLIR = (
    (
        "INSERT INTO carnet (id, revision, crees, sel, cree_le, utilise_le, oublier_commune) "
        "SELECT 'c' || n, 1, 0, md5(n::text), '2026-01-01', '2026-11-01', false FROM generate_series(1, :n) n"
    ),
    (
        "INSERT INTO personne_carnet (id, carnet_id, numero, maitresse, cle, profil, historique) "
        "SELECT 'p' || n, 'c' || n, 0, 'm', decode(repeat('ab', 60), 'hex'), decode(repeat('cd', 600), 'hex'), "
        "decode(repeat('ef', 300), 'hex') FROM generate_series(1, :n) n"
    ),
    (
        "INSERT INTO adresse_rappel (id, personne, canal, adresse, suivi, zone, heure, rythme, confirme_le, revoir_le) "
        "SELECT 'a' || n, 'p' || n, 'courriel', decode(repeat('ab', 80), 'hex'), decode(repeat('cd', 200), 'hex'), "
        "'Europe/Paris', 9, 6, DATE '2026-02-01', DATE '2027-01-01' + (n % 300)::int FROM generate_series(1, :n) n"
    ),
    (
        "INSERT INTO envoi (id, cle, personne, canal, genre, jour, prevu_le, etat, essais, recu, fini_le) "
        "SELECT 'v' || n, md5('v' || n), 'p' || n, 'courriel', 'rappel', DATE '2026-06-01', "
        "TIMESTAMP '2026-06-01 08:00', 'remis', 1, md5(n::text), TIMESTAMP '2026-06-01 08:00' "
        "FROM generate_series(1, :n) n"
    ),
    (
        "INSERT INTO envoi (id, cle, personne, canal, genre, jour, prevu_le, etat, essais) "
        "SELECT 'e' || n, md5('e' || n), 'p' || n, 'courriel', 'rappel', DATE '2027-01-01' + (n % 300)::int, "
        "TIMESTAMP '2027-01-01 08:00' + (n % 300) * INTERVAL '1 day', 'prevu', 0 FROM generate_series(1, :n) n"
    ),
)
ECHEOIR = (
    (
        "UPDATE envoi SET prevu_le = TIMESTAMP '2026-11-22 08:00', jour = DATE '2026-11-22' "
        "WHERE id IN (SELECT 'e' || n * :pas FROM generate_series(1, :dus) n)"
    ),
    (
        "UPDATE adresse_rappel SET revoir_le = DATE '2026-11-22' "
        "WHERE id IN (SELECT 'a' || n * :pas FROM generate_series(1, :dus) n)"
    ),
)
REMETTRE = (
    "UPDATE envoi SET etat = 'prevu', recu = NULL, fini_le = NULL, prevu_le = TIMESTAMP '2027-02-01 08:00' "
    "WHERE recu = 'r'"
)


def prepare(adresse: str, personnes: int) -> Engine:
    """A migrated base with so many carnets, each with a subscription, a reminder told and one to come."""
    engine = open_base(adresse)
    configuration = Config(RACINE / "alembic.ini")
    configuration.attributes["engine"] = engine
    command.upgrade(configuration, "head")
    with engine.begin() as base:
        for ordre in REMPLIR:
            base.execute(text(ordre), {"n": personnes})
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as base:
        base.execute(text("VACUUM ANALYZE"))
    return engine


def _bureau(session: Session) -> Bureau:
    scelles: Any = None  # finding needs neither keys nor rules
    return Bureau(session, scelles, scelles, MAINTENANT)


def claim_all(engine: Engine) -> int:
    """Take every due reminder, one transaction each, as those who send do; each is told at once."""
    pris = 0
    while True:
        with Session(engine) as session, session.begin():
            trouve = next_due(_bureau(session), CanalRappel.COURRIEL)
            if trouve is None:
                return pris
            fait = "UPDATE envoi SET etat = 'remis', recu = 'r', fini_le = prevu_le WHERE id = :id"
            session.connection().execute(text(fait), {"id": trouve[0]})
        pris += 1


def look_at_all(engine: Engine) -> int:
    """Find every subscription whose day has come, a lot at a time; each is put off."""
    vues = 0
    while True:
        with Session(engine) as session, session.begin():
            lot = to_look_at(_bureau(session), LOT)
            fait = "UPDATE adresse_rappel SET revoir_le = NULL WHERE personne = ANY(:qui)"
            session.connection().execute(text(fait), {"qui": [personne for personne, _ in lot]})
        vues += len(lot)
        if len(lot) < LOT:
            return vues


class Lecture(NamedTuple):
    """What the base did to find once: rows its scans read, pages of 8 kB touched, the ways it read."""

    lignes: int
    pages: int
    voies: frozenset[str]


def read_plan(engine: Engine, geste: Callable[[Session], object]) -> Lecture:
    """Have the base explain what one gesture really read; counts, which no other work on the machine changes."""
    ordres: list[tuple[str, Any]] = []

    def note(_c: Connection, _k: object, ordre: str, parametres: object, _x: object, _m: object) -> None:
        ordres.append((ordre, parametres))

    with Session(engine) as session:
        event.listen(engine, "before_cursor_execute", note)
        geste(session)
        event.remove(engine, "before_cursor_execute", note)
        session.rollback()
        lignes, pages, voies = 0, 0, set()
        for ordre, parametres in ordres:
            prise = session.connection().connection.cursor()
            prise.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {ordre}", parametres)
            (lu,) = prise.fetchone() or ("[]",)
            noeud = (json.loads(lu) if isinstance(lu, str) else lu)[0]["Plan"]
            pages += noeud["Shared Hit Blocks"] + noeud["Shared Read Blocks"]
            for feuille in _leaves(noeud):
                voies.add(f"{feuille['Node Type']} {feuille['Relation Name']}")
                lues = feuille["Actual Rows"] + feuille.get("Rows Removed by Filter", 0)
                lignes += lues * feuille["Actual Loops"]
        session.rollback()
    return Lecture(int(lignes), pages, frozenset(voies))


def _leaves(noeud: dict[str, Any]) -> list[dict[str, Any]]:
    sous = [feuille for enfant in noeud.get("Plans", ()) for feuille in _leaves(enfant)]
    return sous + ([noeud] if "Relation Name" in noeud else [])


def check_little(nom: str, lecture: Lecture, dus: int) -> None:
    """Print what was read; stop when it is more than what is due, each with its person: it would grow with people."""
    print(f"  {nom} : {lecture.lignes} lignes, {lecture.pages} pages, {', '.join(sorted(lecture.voies))}")
    if lecture.lignes > 2 * dus + LOT:
        raise SystemExit(f"{nom} lit plus que ce qui échoit")


def timed(geste: Callable[[Engine], int], engine: Engine, attendus: int) -> float:
    """Seconds for one thing found; the count must be the one that was made due."""
    debut = time.perf_counter()
    trouves = geste(engine)
    duree = time.perf_counter() - debut
    if trouves != attendus:
        raise SystemExit(f"{attendus} attendus, {trouves} trouvés")
    return duree / attendus


def whole(engine: Engine) -> tuple[float, float]:
    """Seconds for a real reminder: planned again from sealed answers; claimed, told to nobody, recorded, planned."""
    monde = Monde(engine, maintenant=MAINTENANT)
    confirmed(monde, VRAIS)
    monde.attendre(8)
    with engine.begin() as base:
        base.execute(text("UPDATE adresse_rappel SET revoir_le = DATE '2026-11-22' WHERE length(id) = 32"))

    def plan_all(_engine: Engine) -> int:
        with monde.ouvrir() as session:
            return plan_some(monde.bureau(session), VRAIS)

    planifier = timed(plan_all, engine, VRAIS)
    return planifier, timed(lambda _engine: send_due(monde.poste()), engine, VRAIS)


def turn(engine: Engine, personnes: int, dus: int) -> tuple[float, float]:
    """Make so many due, have the base explain, take them all; they are put off again."""
    with engine.begin() as base:
        for ordre in ECHEOIR:
            base.execute(text(ordre), {"pas": personnes // dus - 1, "dus": dus})
    check_little(f"{dus} dus, une prise", read_plan(engine, lambda s: next_due(_bureau(s), CanalRappel.COURRIEL)), dus)
    check_little(f"{dus} dus, {LOT} à revoir", read_plan(engine, lambda s: to_look_at(_bureau(s), LOT)), dus)
    durees = timed(claim_all, engine, dus), timed(look_at_all, engine, dus)
    with engine.begin() as base:
        base.execute(text(REMETTRE))
    return durees


def measure(adresse: str, personnes: int) -> dict[int, tuple[float, float]]:
    """For each number due: what one claim and one subscription looked at cost, in seconds."""
    debut = time.perf_counter()
    engine = prepare(adresse, personnes)
    print(f"{personnes} personnes, base remplie en {time.perf_counter() - debut:.0f} s")
    resultats = {}
    for dus in DUS:
        tours = [turn(engine, personnes, dus) for _ in range(TOURS)]
        # The better turn: what else the machine does only ever adds.
        resultats[dus] = (min(prise for prise, _ in tours), min(revue for _, revue in tours))
    planifier, envoyer = whole(engine)
    print(f"  un vrai rappel : replanifier {planifier * 1e3:.1f} ms, envoyer (sans prestataire) {envoyer * 1e3:.1f} ms")
    with engine.connect() as base:
        taille, envois = base.execute(
            text("SELECT pg_database_size(current_database()), pg_total_relation_size('envoi')")
        ).one()
    print(f"  base : {taille / personnes:.0f} octets par personne, dont {envois / personnes / 2:.0f} par rappel gardé")
    engine.dispose()
    return resultats


def main() -> None:
    """Measure each size against the smallest, in one run."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--personnes", type=int, nargs="+", default=list(TAILLES))
    tailles = sorted(arguments.parse_args().personnes)
    print(versions())
    with start_postgresql() as adresse:
        admin = open_base(f"{adresse}/postgres")
        mesures = {}
        for taille in tailles:
            with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as base:
                base.execute(text(f"CREATE DATABASE rappels_{taille}"))
            mesures[taille] = measure(f"{adresse}/rappels_{taille}", taille)
    repere = mesures[tailles[0]]
    print("personnes | dus | une prise (ms) | rapport | un abonnement à revoir (ms) | rapport")
    for taille, resultats in mesures.items():
        for dus, (prise, revue) in resultats.items():
            plus, encore = prise / repere[dus][0], revue / repere[dus][1]
            print(f"{taille:>9} | {dus:>4} | {prise * 1e3:.2f} | {plus:.2f} | {revue * 1e3:.3f} | {encore:.2f}")
    for taille in tailles[1:]:
        ensemble = [mesures[taille][dus][0] / repere[dus][0] for dus in DUS]
        print(
            f"{taille} personnes au lieu de {tailles[0]} : une prise coûte {statistics.median(ensemble):.2f} fois plus"
        )


if __name__ == "__main__":
    main()
