"""What one sum and one year cost, against the advice given to one person in the same round; then the memory.

Run `python -m bench.decompte`. Fails when a sum loses a cent; never on a time.
"""

import argparse
import json
import random
import subprocess
import sys
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from app.content.loader import load_catalogue
from app.domain.bareme import Bareme
from app.domain.budget_ouvert import ActeDemande, Budget, etablit_budget
from app.domain.decompte_ouvert import DecompteOuvert, Demande, etablit
from app.domain.soins import SituationDeSoins
from bench.mesure import etendue, mesurer, rapport, versions
from bench.personnes import AU, tirer_personnes

PERSONNES = 300
ACTES_PAR_AN = 60
ANNEES = 10
#: What people may have told: everything an ordinary adult knows, or nothing at all.
CONNUE = SituationDeSoins.model_validate(
    {
        "date_naissance": "1980-01-01", "parcours": "respecte", "complementaire": "responsable",
        "complementaire_depassement": "0.00", "complementaire_medicaments_30_15": False, "ald": False, "c2s": False,
        "ame": False, "mois_de_grossesse": 0, "alsace_moselle": False, "at_mp": False,
    }
)  # fmt: skip
INCONNUE = SituationDeSoins()


def demander(bareme: Bareme, situation: SituationDeSoins) -> list[Demande]:
    """Every act of the catalogue, once."""
    return [Demande(AU, situation, acte=acte) for acte in bareme.actes.values()]


def tirer_annees(bareme: Bareme, nombre: int, graine: int = 5) -> list[list[ActeDemande]]:
    """Years of acts of the catalogue, spread over the months before."""
    hasard = random.Random(graine)
    actes = [acte for acte in bareme.actes.values() if acte.prix_constate is None and acte.jours is None]

    def tirer() -> ActeDemande:
        jour = AU - timedelta(hasard.randint(0, 200))
        return ActeDemande(hasard.choice(actes), None, jour, f"p{hasard.randint(1, 6)}", 1, None)

    return [[tirer() for _ in range(ACTES_PAR_AN)] for _ in range(nombre)]


def verifier(decomptes: Iterable[DecompteOuvert]) -> None:
    """The lines add up to what remains wherever everything is known."""
    for decompte in decomptes:
        montants = [ligne.montant.montant for ligne in decompte.lignes if ligne.raison != "impute"]
        reste = decompte.montants["reste_a_charge"].montant
        if reste is not None and None not in montants:
            assert sum(m for m in montants if m is not None) == reste, decompte.acte
    assert decomptes


def compter(annees: list[list[ActeDemande]], bareme: Bareme, situation: SituationDeSoins) -> list[Budget]:
    """Every year, summed."""
    return [etablit_budget(AU.year, situation, annee, bareme) for annee in annees]


def memoire(quoi: str) -> None:
    """In a process of its own: print how much more memory a thousand sums, or years, needed at their highest."""
    bareme = load_catalogue().bareme
    annees, demandes = tirer_annees(bareme, 1), demander(bareme, INCONNUE)
    depart = _plus_haut()
    for _ in range(1000 if quoi == "annee" else 20):
        if quoi == "annee":
            compter(annees, bareme, INCONNUE)
        elif quoi == "decompte":
            verifier(etablit(demande, bareme) for demande in demandes)
    print(json.dumps({"depart": depart, "fin": _plus_haut()}))


def _plus_haut() -> int:
    """The highest memory of this process so far, in kilobytes."""
    etat = dict(ligne.split(":", 1) for ligne in Path("/proc/self/status").read_text("ascii").splitlines())
    return int(etat["VmHWM"].split()[0])


def main() -> None:
    """Check, take turns, weigh."""
    lecteur = argparse.ArgumentParser(description="One sum and one year, against the advice of the same run.")
    lecteur.add_argument("--tours", type=int, default=7)
    lecteur.add_argument("--memoire", choices=["decompte", "annee"], help="one alone, as JSON (used by this bench)")
    options = lecteur.parse_args()
    if options.memoire:
        memoire(options.memoire)
        return
    catalogue = load_catalogue()
    bareme, personnes = catalogue.bareme, tirer_personnes(catalogue, PERSONNES)
    annees = tirer_annees(bareme, ANNEES)
    demandes = {"tout est dit": demander(bareme, CONNUE), "rien n'est dit": demander(bareme, INCONNUE)}
    for liste in demandes.values():
        verifier([etablit(demande, bareme) for demande in liste])
    assert compter(annees, bareme, CONNUE) == compter(annees, bareme, CONNUE)
    temps = mesurer(
        {
            "conseils": lambda: [catalogue.moteur.evaluate(profil, AU) for profil in personnes],
            **{
                f"un décompte, {nom}": lambda liste=liste: [etablit(demande, bareme) for demande in liste]  # type: ignore[misc]
                for nom, liste in demandes.items()
            },
            "une année de 60 actes, tout est dit": lambda: compter(annees, bareme, CONNUE),
            "une année de 60 actes, rien n'est dit": lambda: compter(annees, bareme, INCONNUE),
        },
        options.tours,
    )
    nombres = {nom: ANNEES if "année" in nom else len(bareme.actes) for nom in temps} | {"conseils": PERSONNES}
    unitaires = {nom: [duree / nombres[nom] for duree in durees] for nom, durees in temps.items()}
    conseils = unitaires.pop("conseils")
    print(versions("pydantic"))
    print(f"{len(bareme.actes)} actes ; les conseils d'une personne : {1e6 * min(conseils):.0f} µs au mieux")
    for nom, durees in unitaires.items():
        mieux = f"{1e6 * min(durees):.0f} µs" if "décompte" in nom else f"{1e3 * min(durees):.2f} ms"
        print(
            f"{nom} : {mieux} au mieux, {rapport(durees, conseils):.2f} fois les conseils ({etendue(durees, conseils)})"
        )
    for quoi in ("decompte", "annee"):
        lu = json.loads(subprocess.check_output([sys.executable, "-m", "bench.decompte", "--memoire", quoi]))
        print(
            f"mémoire, {quoi} : {lu['depart'] / 1024:.0f} Mo avant, {(lu['fin'] - lu['depart']) / 1024:.1f} Mo de plus"
        )


if __name__ == "__main__":
    main()
