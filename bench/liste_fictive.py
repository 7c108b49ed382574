"""Writes medicines files of the real shape, invented from a seed: same columns, same oddities, no real medicine."""

import random
from typing import NamedTuple

SYLLABES = (
    "ba", "bri", "ce", "cla", "dol", "fen", "gas", "ide", "ka", "lor", "ma", "mi", "nox", "ol", "pra", "ri", "sta",
    "ti", "tra", "val", "vi", "xa", "zé", "zol",
)  # fmt: skip
FORMES = ("comprimé", "comprimé pelliculé", "gélule", "sirop", "solution buvable", "crème", "poudre pour inhalation")
LABORATOIRES = ("ARVEL", "BIOMARNE", "CLAIRVAL", "DUROC SANTÉ", "ESTELLE PHARMA")
DOSES = ("5 mg", "10 mg", "0,5 mg", "75 µg", "1 g", "100 mg/5 ml", "1000 mg", "2,5 %")
CONTENANTS = ("plaquette(s) PVC-Aluminium", "1 flacon(s) en verre", "pilulier(s) polypropylène", "sachet(s)-dose(s)")
TAUX = ("65%", "65 %", "30%", "30 %", "15%", "15 %", "100%", "100 %", "65%;30%")
COMMERCIALISEE = "Déclaration de commercialisation"
ARRETEE = "Déclaration d'arrêt de commercialisation"


class FichiersFictifs(NamedTuple):
    """The boxes and the names, as the two public files hold them."""

    presentations: str
    noms: str


def ecrire(nombre: int, graine: int = 2026) -> FichiersFictifs:
    """This many boxes, all readable, and the names of their medicines."""
    hasard = random.Random(graine)
    noms: list[str] = []
    boites: list[str] = []
    while len(boites) < nombre:
        cis = f"{60_000_000 + 7 * len(noms)}"
        nom = f"{_nom(hasard)} {hasard.choice(LABORATOIRES)} {hasard.choice(DOSES)}, {hasard.choice(FORMES)}"
        fin = f"{nom.rpartition(', ')[2]}\torale\tAutorisation active\tProcédure nationale\tCommercialisée"
        noms.append(f"{cis}\t{nom}\t{fin}\t01/02/2003\t\t\t {hasard.choice(LABORATOIRES)}\tNon")
        for _ in range(min(hasard.choice((1, 1, 1, 2, 3)), nombre - len(boites))):
            boites.append(_boite(hasard, cis, len(boites)))
    return FichiersFictifs("\r\n".join([*boites, ""]), "\r\n".join([*noms, ""]))


def _nom(hasard: random.Random) -> str:
    return "".join(hasard.choices(SYLLABES, k=hasard.randint(3, 4))).upper()


def _boite(hasard: random.Random, cis: str, rang: int) -> str:
    cip7 = f"{3_000_000 + rang}"
    libelle = f"{hasard.choice(CONTENANTS)} de {hasard.choice((7, 8, 14, 28, 30, 60, 90, 120))} unité(s)"
    etat = COMMERCIALISEE if hasard.random() < 0.8 else ARRETEE
    prix = ["", "", "", ""]
    if hasard.random() < 0.7:
        centimes = int(100 * 10 ** hasard.uniform(0, 4))
        honoraire = hasard.choice((102, 276))
        prix = [hasard.choice(TAUX), *(_euros(somme) for somme in (centimes, centimes + honoraire, honoraire))]
    indications = "Remboursé dans certains cas :<br><br>- à partir de 6 ans ; JOURNAL OFFICIEL" if rang % 9 == 0 else ""
    colonnes = [cis, cip7, libelle, "Présentation active", etat, "16/03/2011", f"34009{cip7}0", "oui"]
    return "\t".join([*colonnes, *prix, indications])


def _euros(centimes: int) -> str:
    """As the public file writes it: a comma before the cents, and others between the thousands."""
    return f"{centimes // 100:,},{centimes % 100:02}"
