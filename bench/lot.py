"""Many persons judged one after the other: is the time for each the same, and does the memory stay flat?

Run `python -m bench.lot`. Fails when two rounds do not give the same verdicts; never on a time.
"""

import argparse
import json
import resource
import subprocess
import sys
from collections import Counter
from itertools import cycle, islice

from app.content.loader import load_catalogue
from app.domain.catalogue import Catalogue
from app.domain.profil import Profil
from bench.mesure import cpu, etendue, mesurer, rapport, versions
from bench.personnes import AU, tirer_personnes

TAILLES = (1_000, 10_000, 100_000)
#: Distinct persons; larger lots meet them again, as a real population meets the same ages.
DISTINCTES = 5_000


def juger(catalogue: Catalogue, personnes: list[Profil], nombre: int) -> Counter[str]:
    """Judge `nombre` persons; keep how many of each verdict and nothing else."""
    verdicts: Counter[str] = Counter()
    for profil in islice(cycle(personnes), nombre):
        verdicts.update(resultat.verdict for resultat in catalogue.moteur.evaluate(profil, AU).resultats)
    return verdicts


def memoire(nombre: int) -> None:
    """In a process of its own: print the time and the highest memory of one lot."""
    catalogue = load_catalogue()
    personnes = tirer_personnes(catalogue, DISTINCTES)
    juger(catalogue, personnes, DISTINCTES)  # what each age and sex decide is worked out once, and kept
    duree = cpu(lambda: juger(catalogue, personnes, nombre))
    plus_haut = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"cpu": duree, "memoire": plus_haut}))


def main() -> None:
    """Time the lots by turns, then weigh each in a process of its own."""
    lecteur = argparse.ArgumentParser(description="Persons judged per second, by size of lot.")
    lecteur.add_argument("--tours", type=int, default=5)
    lecteur.add_argument("--taille", type=int, help="one lot alone, as JSON (used by this bench itself)")
    options = lecteur.parse_args()
    if options.taille is not None:
        memoire(options.taille)
        return
    catalogue = load_catalogue()
    personnes = tirer_personnes(catalogue, DISTINCTES)
    petite, moyenne = TAILLES[:2]
    entiers = Counter({v: n * (moyenne // DISTINCTES) for v, n in juger(catalogue, personnes, DISTINCTES).items()})
    assert juger(catalogue, personnes, moyenne) == entiers
    print(versions("pydantic"))
    print(f"{len(catalogue.fiches)} unités, {DISTINCTES} personnes différentes : réponses égales d'un tour à l'autre")
    temps = mesurer(
        {str(n): lambda n=n: juger(catalogue, personnes, n) for n in (petite, moyenne)},  # type: ignore[misc]
        options.tours,
    )
    par_personne = {nom: [duree / int(nom) for duree in durees] for nom, durees in temps.items()}
    base = par_personne[str(petite)]
    rapport_moyen = f"{rapport(par_personne[str(moyenne)], base):.2f} ({etendue(par_personne[str(moyenne)], base)})"
    print(f"temps par personne, {moyenne} contre {petite} : {rapport_moyen}")
    for taille in TAILLES:
        commande = [sys.executable, "-m", "bench.lot", "--taille", str(taille)]
        lu = json.loads(subprocess.check_output(commande))
        print(f"{taille} personnes : {taille / lu['cpu']:.0f} par seconde, {lu['memoire']:.0f} Mo au plus haut")


if __name__ == "__main__":
    main()
