"""Our engine against zen-engine on the same rules: one person at a time, verdict and reason of every unit.

Run `python -m bench.moteur` (with `pip install zen-engine`). Fails when one answer differs; never on a time.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import zen

from app.content.loader import CONTENU, load_catalogue
from app.domain.catalogue import Catalogue
from app.domain.fiches import Fiche
from app.domain.moteur import Moteur
from app.domain.profil import Profil
from app.domain.situation import read_situation
from bench import regles_zen
from bench.mesure import etendue, mesurer, rapport, versions
from bench.personnes import AU, USAGES, tirer_personnes

Reponses = dict[str, str]
Evaluer = Callable[[dict[str, Any]], Any]
PERSONNES = 1000
CROISSANCES = (1, 10, 100)


def reponses_du_moteur(moteur: Moteur, profil: Profil) -> Reponses:
    """Our answer in the form the other engine gives: verdict and first reason, unit by unit."""
    reponses = {}
    for fiche, verdict, _, _, raisons in moteur.evaluate(profil, AU).resultats:
        critere, motif = raisons[0][:2] if raisons else ("", "")
        reponses[regles_zen.nom(fiche.id)] = f"{verdict}:{motif}:{critere}"
    return reponses


def facons_de_zen(fiches: Iterable[Fiche]) -> dict[str, Evaluer]:
    """The ways its documentation shows, from the first page's to the fastest that could be found."""
    unites = {regles_zen.nom(fiche.id): regles_zen.lignes(fiche) for fiche in fiches}
    tables = json.dumps(regles_zen.graphe_en_tables(unites))
    expressions = json.dumps(regles_zen.graphe_en_expressions(unites))
    objet = "{" + ", ".join(f"{cle}: {regles_zen.en_chaine(lignes)}" for cle, lignes in unites.items()) + "}"
    decision = zen.ZenEngine().create_decision(tables)
    contenus = {"tables": zen.ZenDecisionContent(tables), "expressions": zen.ZenDecisionContent(expressions)}
    precompile = zen.ZenEngine({"loader": contenus.__getitem__})

    def precompilees(forme: str) -> Evaluer:
        return lambda contexte: precompile.evaluate(forme, contexte)["result"]

    return {
        "tables de décision, « Basic usage »": lambda contexte: decision.evaluate(contexte)["result"],
        "tables de décision précompilées": precompilees("tables"),
        "expressions précompilées": precompilees("expressions"),
        "une seule expression, sans graphe": zen.compile_expression(objet).evaluate,
    }


def comparer(catalogue: Catalogue, tours: int) -> None:
    """Same answers, then time ratios for the whole mix and for each way of using the site."""
    personnes = tirer_personnes(catalogue, PERSONNES)
    contextes = [regles_zen.contexte(read_situation(profil, AU), catalogue) for profil in personnes]
    facons = facons_de_zen(catalogue.fiches)
    for nom, evaluer in facons.items():
        for profil, contexte in zip(personnes, contextes, strict=True):
            attendu, obtenu = reponses_du_moteur(catalogue.moteur, profil), evaluer(contexte)
            assert obtenu == attendu, (nom, profil, {cle for cle in attendu if attendu[cle] != obtenu.get(cle)})
    verdicts = Counter(r.verdict for p in personnes for r in catalogue.moteur.evaluate(p, AU).resultats)
    print(f"{len(catalogue.fiches)} unités, {PERSONNES} personnes, {len(facons)} façons : réponses égales")
    print(", ".join(f"{nombre} {verdict}" for verdict, nombre in verdicts.items()))

    concurrents: dict[str, Callable[[], object]] = {
        "notre moteur": lambda: [catalogue.moteur.evaluate(profil, AU) for profil in personnes]
    }
    concurrents |= {nom: _boucle(evaluer, contextes) for nom, evaluer in facons.items()}
    temps = mesurer(concurrents, tours)
    nous = temps.pop("notre moteur")
    print(f"notre moteur : {1e6 * min(nous) / PERSONNES:.1f} µs par personne au mieux")
    for nom, durees in temps.items():
        print(f"zen-engine, {nom} : {rapport(durees, nous):.1f} fois notre temps ({etendue(durees, nous)})")
    for usage in USAGES:
        _selon_usage(catalogue, usage.reponses, usage.nom, facons, tours)


def _selon_usage(
    catalogue: Catalogue, bornes: tuple[int, int], nom: str, facons: dict[str, Evaluer], tours: int
) -> None:
    personnes = [p for p in tirer_personnes(catalogue, PERSONNES) if bornes[0] <= len(p.reponses) <= bornes[1]]
    contextes = [regles_zen.contexte(read_situation(profil, AU), catalogue) for profil in personnes]
    temps = mesurer(
        {"nous": lambda: [catalogue.moteur.evaluate(profil, AU) for profil in personnes]}
        | {facon: _boucle(evaluer, contextes) for facon, evaluer in facons.items()},
        tours,
    )
    nous = temps.pop("nous")
    rapports = ", ".join(f"{rapport(durees, nous):.1f}" for durees in temps.values())
    print(f"  {nom} ({len(personnes)} personnes) : {rapports}")


def _boucle(evaluer: Evaluer, contextes: list[dict[str, Any]]) -> Callable[[], object]:
    return lambda: [evaluer(contexte) for contexte in contextes]


def croitre(catalogue: Catalogue, tours: int) -> None:
    """The same units copied under other names, which read the same facts: time against number of rules."""
    personnes = tirer_personnes(catalogue, 100)
    moteurs = {}
    for fois in CROISSANCES:
        copies = [
            fiche.model_copy(update={"id": f"{fiche.id}-{numero}" if numero else fiche.id})
            for fiche in catalogue.fiches
            for numero in range(fois)
        ]
        moteurs[fois] = Moteur(copies, catalogue.faits)
    temps = mesurer({str(fois): _tour(moteur, personnes) for fois, moteur in moteurs.items()}, tours)
    for fois in CROISSANCES[1:]:
        durees, base = temps[str(fois)], temps["1"]
        print(f"{fois} fois les règles : {rapport(durees, base):.1f} fois le temps ({etendue(durees, base)})")


def _tour(moteur: Moteur, personnes: list[Profil]) -> Callable[[], object]:
    return lambda: [moteur.evaluate(profil, AU) for profil in personnes]


def demarrer(catalogue: Catalogue, racine: Path) -> None:
    """Whole processes from nothing to the first answer, in turn: CPU time and peak memory."""
    with tempfile.TemporaryDirectory() as temporaire:
        dossier = Path(temporaire)
        unites = {regles_zen.nom(fiche.id): regles_zen.lignes(fiche) for fiche in catalogue.fiches}
        (dossier / "tables.json").write_text(json.dumps(regles_zen.graphe_en_tables(unites)), "utf-8")
        profil = Profil.model_validate({"date_naissance": "1976-07-25", "sexe": "F"})
        personne = regles_zen.contexte(read_situation(profil, AU), catalogue)
        (dossier / "personne.json").write_text(json.dumps(personne), "utf-8")
        processus = {"rien": ("Python seul", racine), "nous": ("notre moteur", racine), "zen": ("zen-engine", dossier)}
        mesures: dict[str, list[dict[str, float]]] = {quoi: [] for quoi in processus}
        for _ in range(5):
            for quoi, (_nom, lu) in processus.items():
                commande = [sys.executable, "-m", "bench.demarrage", quoi, str(lu)]
                mesures[quoi].append(json.loads(subprocess.check_output(commande)))
    for quoi, (nom, _lu) in processus.items():
        cpu, memoire = (statistics.median(mesure[cle] for mesure in mesures[quoi]) for cle in ("cpu", "memoire"))
        print(f"{nom}, processus entier : {1000 * cpu:.0f} ms de processeur, {memoire / 1024:.0f} Mo")


def main() -> None:
    """Compare, grow, start."""
    lecteur = argparse.ArgumentParser(description="Our engine against zen-engine on the same rules.")
    lecteur.add_argument("--tours", type=int, default=11)
    lecteur.add_argument("--contenu", type=Path, default=CONTENU)
    options = lecteur.parse_args()
    catalogue = load_catalogue(options.contenu)
    print(versions("zen-engine", "pydantic"))
    comparer(catalogue, options.tours)
    croitre(catalogue, options.tours)
    demarrer(catalogue, options.contenu)


if __name__ == "__main__":
    main()
