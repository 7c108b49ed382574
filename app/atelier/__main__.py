"""Reads the commands of scripts/contenu and prints what each one answers, in French. Decides nothing."""

import argparse
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from app.atelier import matrice, population, squelettes
from app.atelier.constats import Gravite
from app.atelier.verification import SCENARIOS, Lieux, verifier
from app.content.lecture import MARQUE
from app.content.loader import CONTENU, load_catalogue
from app.dependencies import utc_now
from app.domain.communes import PARIS
from app.domain.erreurs import ErreurMetier
from app.settings import load_settings

TITRES = {
    Gravite.ERREUR: "Erreurs à corriger",
    Gravite.AVERTISSEMENT: "Avertissements",
    Gravite.RELECTURE: "À relire",
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when there is nothing to correct."""
    lecteur = argparse.ArgumentParser(prog="scripts/contenu", description="Les outils du contenu.")
    commandes = lecteur.add_subparsers(dest="commande", required=True, metavar="commande")
    check = commandes.add_parser("check", help="tout vérifier : contenu, cas, liens, FALC, dates de relecture")
    check.add_argument("--le", type=date.fromisoformat, help="le jour à considérer, comme 2027-06-30")
    check.add_argument("--contenu", type=Path, default=CONTENU, help="un autre dossier de contenu")
    table = commandes.add_parser("matrice", help="écrire docs/matrice.md : qui est concerné, âge par âge")
    table.add_argument("--verifier", action="store_true", help="comparer, sans écrire")
    nouvelle = commandes.add_parser("nouvelle", help="écrire les squelettes d'un conseil et de ses cas")
    squelettes.add_arguments(nouvelle)
    foule = commandes.add_parser("population", help="mesurer ce que voit une population imaginaire")
    foule.add_argument("--personnes", type=int, default=20_000)
    foule.add_argument("--ecrire", action="store_true", help="écrire aussi docs/population.md")
    options = lecteur.parse_args(arguments)
    if options.commande == "check":
        return _check(options.le or _aujourdhui(), options.contenu)
    if options.commande == "nouvelle":
        return _nouvelle(options)
    if options.commande == "matrice":
        return matrice.main(load_catalogue(), verifier=options.verifier)
    return population.main(load_catalogue(), options.personnes, _aujourdhui(), ecrire=options.ecrire)


def _aujourdhui() -> date:
    return load_settings().aujourdhui or utc_now().astimezone(ZoneInfo(PARIS)).date()


def _check(le: date, contenu: Path) -> int:
    constats = verifier(le, Lieux(contenu=contenu))
    for gravite, titre in TITRES.items():
        lignes = [constat for constat in constats if constat.gravite is gravite]
        if lignes:
            print(f"{titre} ({len(lignes)})")
            print("\n".join(f"  {constat}" for constat in lignes))
    compte = Counter(constat.gravite for constat in constats)
    bilan = ", ".join(
        f"{compte[gravite]} {gravite}{'s' if compte[gravite] > 1 else ''}" for gravite in list(Gravite)[:2]
    )
    print(f"Contenu au {le} : {bilan}, {compte[Gravite.RELECTURE]} à relire.")
    return 1 if compte[Gravite.ERREUR] else 0


def _nouvelle(options: argparse.Namespace) -> int:
    try:
        ecrits = squelettes.write(squelettes.demande(options), CONTENU / "recommandations", SCENARIOS)
    except ErreurMetier as refus:
        print(refus.message, file=sys.stderr)
        return 1
    print("\n".join(f"Écrit : {fichier}" for fichier in ecrits))
    print(f"Remplacez chaque « {MARQUE} », puis lancez scripts/contenu check.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
