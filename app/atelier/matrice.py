"""Writes the table doctors read: for each advice and sex, at which ages, as the engine answers. Knows no rule."""

import difflib
import sys
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from app.domain.catalogue import Catalogue
from app.domain.dates import DateApprochee, anniversaire
from app.domain.fiches import Fiche
from app.domain.profil import Profil
from app.domain.verdicts import Resultat, Verdict
from app.rendering.etats import GENRES_A_FAIRE
from app.rendering.familles import FAMILLES
from app.rendering.formats import MOIS, ages_en_mots, ans
from app.settings import RACINE

DOCUMENT = RACINE / "docs/matrice.md"
#: Ages never depend on the day the table is made; only campaigns look at the calendar, and are read in their month.
JOUR = date(2026, 11, 15)
AGES = range(121)
SEXES = ("F", "M")
EN_TETE = """# Qui est concerné, âge par âge

Cette table est écrite par `scripts/contenu matrice`, à partir de ce que le moteur répond à quelqu'un qui ne donne que
sa date de naissance et son sexe. Un test la compare au moteur : si un conseil change, elle change avec lui.

« Oui » : le conseil concerne tout le monde à cet âge. « Selon réponses » : il dépend d'une réponse. Les âges sont
révolus, bornes comprises. Avant 1 an, la table regarde un enfant de 6 mois.
"""


class Place(NamedTuple):
    """What one advice says at one age to one sex."""

    oui: bool
    selon: bool


def table(catalogue: Catalogue) -> str:
    """The whole document."""
    places = {sexe: {age: _places(catalogue, age, sexe) for age in AGES} for sexe in SEXES}
    return "\n".join([EN_TETE, *_par_conseil(catalogue, places), *_par_age(catalogue, places)])


def main(catalogue: Catalogue, *, verifier: bool, document: Path = DOCUMENT) -> int:
    """Write the document, or say how it differs from what the engine answers."""
    attendu = table(catalogue)
    if not verifier:
        document.write_text(attendu, "utf-8")
        print(f"Écrit : {document.name}")
        return 0
    trouve = document.read_text("utf-8") if document.exists() else ""
    ecarts = list(difflib.unified_diff(trouve.splitlines(), attendu.splitlines(), "écrit", "moteur", lineterm="", n=0))
    if ecarts:
        print("\n".join(ecarts[:40]), file=sys.stderr)
        print(f"{document.name} n'est plus à jour : lancez scripts/contenu matrice.", file=sys.stderr)
    return 1 if ecarts else 0


def _places(catalogue: Catalogue, age: int, sexe: str) -> dict[str, Place]:
    """What each advice says six months after a birthday, nothing else being known."""
    naissance = anniversaire(JOUR, -age) - timedelta(days=183)
    profil = Profil.model_validate({"date_naissance": DateApprochee(naissance, naissance), "sexe": sexe})
    return {r.fiche.id: _place(r) for r in catalogue.moteur.evaluate(profil, JOUR).resultats}


def _place(resultat: Resultat) -> Place:
    en_son_mois = any(raison.code == "mois_campagne" for raison in resultat.raisons)
    return Place(resultat.verdict is Verdict.A_FAIRE or en_son_mois, resultat.verdict is Verdict.A_PRECISER)


Places = dict[str, dict[int, dict[str, Place]]]


def _par_conseil(catalogue: Catalogue, places: Places) -> Iterator[str]:
    yield "## Conseil par conseil"
    for famille, (nom, _, _) in FAMILLES.items():
        fiches = [fiche for fiche in catalogue.fiches if fiche.famille == famille]
        if not fiches:
            continue
        yield f"\n### {nom}\n\n| Conseil | Femmes | Hommes | Sauf si |\n|---|---|---|---|"
        for fiche in fiches:
            colonnes = [_ages(fiche, places[sexe]) for sexe in SEXES]
            yield f"| {_nom(fiche)} | {colonnes[0]} | {colonnes[1]} | {_sauf(catalogue, fiche)} |"


def _nom(fiche: Fiche) -> str:
    mois = f" (en {MOIS[fiche.mois - 1]})" if fiche.mois else ""
    return f"{fiche.normal.titre}{mois}<br>`{fiche.id}`"


def _sauf(catalogue: Catalogue, fiche: Fiche) -> str:
    return "<br>".join(dict.fromkeys(_fait(catalogue, exclusion.si.fait) for exclusion in fiche.sauf))


def _fait(catalogue: Catalogue, nom: str) -> str:
    """A fact in the words of its answer."""
    fait = catalogue.faits.get(nom)
    return fait.question.affirmation if fait and fait.question else nom.replace("_", " ")


def _ages(fiche: Fiche, par_age: dict[int, dict[str, Place]]) -> str:
    oui = _intervalles(age for age in AGES if par_age[age][fiche.id].oui)
    selon = _intervalles(age for age in AGES if par_age[age][fiche.id].selon)
    parts = [f"oui, {ages_en_mots(oui)}"] if oui else []
    parts += [f"selon réponses, {ages_en_mots(selon)}"] if selon else []
    return "<br>".join(parts) or "—"


def _intervalles(ages: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Consecutive ages as first and last."""
    intervalles: list[tuple[int, int]] = []
    for age in ages:
        if intervalles and intervalles[-1][1] == age - 1:
            intervalles[-1] = (intervalles[-1][0], age)
        else:
            intervalles.append((age, age))
    return tuple(intervalles)


def _par_age(catalogue: Catalogue, places: Places) -> Iterator[str]:
    """The ages at which the list of what concerns everyone changes."""
    for sexe, nom in zip(SEXES, ("Femmes", "Hommes"), strict=True):
        yield f"\n## {nom} : ce qui change avec l'âge\n"
        yield "| À partir de | Actes | Autres | Commence | S'arrête |\n|---|---|---|---|---|"
        avant: list[Fiche] = []
        for age in AGES:
            apres = [fiche for fiche in catalogue.fiches if places[sexe][age][fiche.id].oui]
            if apres != avant:
                actes = sum(fiche.genre in GENRES_A_FAIRE for fiche in apres)
                commence = "<br>".join(fiche.normal.titre for fiche in apres if fiche not in avant)
                finit = "<br>".join(fiche.normal.titre for fiche in avant if fiche not in apres)
                debut = "la naissance" if age == 0 else ans(age)
                yield f"| {debut} | {actes} | {len(apres) - actes} | {commence} | {finit} |"
            avant = apres
    yield ""
