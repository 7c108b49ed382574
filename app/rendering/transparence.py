"""Writes the public numbers: a page, a table for spreadsheets, a document for programs. Counts nobody."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import orjson

from app.domain.catalogue import Catalogue
from app.domain.consentement import Finalite, Geste
from app.domain.statistiques import INCONNU, PAS, SEUIL, TOTAL, Cases, Publication, Statistiques, TableauPublie
from app.rendering.formats import mois_en_mots, nombre_de
from app.rendering.gabarits import Cadre, Mode, page
from app.rendering.page import Page
from app.rendering.vues_transparence import Ligne, VueTableau, VueTransparence

TITRE, ADRESSE = "Transparence", "/transparence"
FORMAT = "mon-budget-sante/transparence/1"
LICENCE = "Licence Ouverte 2.0 (Etalab)"
COLONNES = ("mois", "tableau", "ligne", "colonne", "nombre")
_MOTS = {
    "F": ("Femmes", "femme"),
    "M": ("Hommes", "homme"),
    "oui": ("Oui", "oui"),
    "non": ("Non", "non"),
    INCONNU: ("Sans réponse", "sans réponse"),
}
_GESTES = {Geste.DONNE: "oui", Geste.REFUSE: "non", Geste.RETIRE: "retirés", Geste.EXPIRE: "finis seuls"}


def page_transparence(catalogue: Catalogue, publications: Sequence[Publication], mode: Mode) -> Page:
    """The last month, every round, what is kept and how long."""
    statistiques = catalogue.statistiques
    derniere = publications[0] if publications else None
    comptee = next((p for p in publications if p.personnes is not None), None)
    tableaux: Mapping[str, Cases] = derniere.tableaux if derniere else {}
    vue = VueTransparence(
        mois=_mois(derniere.mois) if derniere else "",
        personnes=nombre_de(comptee.personnes, "personne") if comptee and comptee.personnes else "",
        tableaux=tuple(_tableaux(statistiques, comptee, mode)) if statistiques and comptee else (),
        tours=tuple((_mois(p.mois), nombre_de(p.personnes, "personne")) for p in publications if p.personnes),
        gardes=tuple(_gardes(statistiques, tableaux.get("lignes", {}), mode)) if statistiques else (),
        autres=tuple(_autres(statistiques, tableaux.get("lignes", {}))) if statistiques else (),
        accords=tuple(_accords(catalogue, tableaux.get("accords", {}), mode)),
        effacements=_par_dizaines(tableaux.get("effacements", {}).get((TOTAL, TOTAL))),
    )
    return page("transparence", Cadre(TITRE, ADRESSE, mode), vue)


def ecrit_json(publications: Sequence[Publication]) -> bytes:
    """Every number of every month; a hidden one is null."""
    contenu = {
        "format": FORMAT,
        "licence": LICENCE,
        "seuil": SEUIL,
        "comptes_du_service_par": PAS,
        "mois": [
            {
                "mois": publication.mois,
                "tableaux": {
                    tableau: [_case(*ou, nombre) for ou, nombre in cases.items()]
                    for tableau, cases in publication.tableaux.items()
                },
            }
            for publication in publications
        ],
    }
    return orjson.dumps(contenu, option=orjson.OPT_INDENT_2)


def _case(ligne: str, colonne: str, nombre: int | None) -> dict[str, str | int | None]:
    return {"ligne": ligne, "colonne": colonne, "nombre": nombre}


def ecrit_csv(publications: Sequence[Publication]) -> bytes:
    """The same, one number a line; a hidden one is empty."""
    flux = io.StringIO()
    table = csv.writer(flux, delimiter=";", lineterminator="\r\n")
    table.writerow(COLONNES)
    for publication in publications:
        for tableau, cases in publication.tableaux.items():
            for (ligne, colonne), nombre in cases.items():
                table.writerow((publication.mois, tableau, ligne, colonne, "" if nombre is None else nombre))
    return flux.getvalue().encode("utf-8-sig")


def _tableaux(statistiques: Statistiques, comptee: Publication, mode: Mode) -> Iterator[VueTableau]:
    for tableau in statistiques.tableaux:
        cases = comptee.tableaux.get(tableau.id, {})
        lignes = tuple(_lignes(statistiques, tableau, cases))
        titre = tableau.falc if mode is Mode.FALC else tableau.normal
        yield VueTableau(tableau.id, titre, lignes, any(nombre is None for nombre in cases.values()))


def _lignes(statistiques: Statistiques, tableau: TableauPublie, cases: Cases) -> Iterator[tuple[str, str, str]]:
    for ligne in statistiques.valeurs(tableau.lignes):
        nombre = cases.get((ligne, TOTAL))
        if nombre is None:
            continue
        parts = (
            (c, cases.get((ligne, c))) for c in (statistiques.valeurs(tableau.colonnes) if tableau.colonnes else ())
        )
        dites = ", ".join(f"{_mot(colonne).lower()} {part}" for colonne, part in parts if part is not None)
        yield _mot(ligne), str(nombre), dites


def _mot(valeur: str) -> str:
    if valeur in _MOTS:
        return _MOTS[valeur][0]
    debut, _, fin = valeur.partition("-")
    if fin == "et-plus":
        return f"{debut} ans et plus"
    return f"De {debut} à {fin} ans" if fin else f"Département {valeur}"


def _gardes(statistiques: Statistiques, lignes: Cases, mode: Mode) -> Iterator[tuple[str, str, str]]:
    for garde in statistiques.gardes:
        nombre = _par_dizaines(lignes.get((garde.table, TOTAL)))
        falc = mode is Mode.FALC
        yield (garde.falc if falc else garde.normal), nombre, (garde.garde_falc if falc else garde.garde)


def _autres(statistiques: Statistiques, lignes: Cases) -> Iterator[Ligne]:
    dites = {garde.table for garde in statistiques.gardes}
    return ((table, _par_dizaines(nombre)) for (table, _), nombre in lignes.items() if table not in dites)


def _accords(catalogue: Catalogue, cases: Cases, mode: Mode) -> Iterator[Ligne]:
    for finalite, accord in catalogue.consentements.items():
        comptes = [(mot, cases.get((finalite.value, geste.value))) for geste, mot in _GESTES.items()]
        if finalite is not Finalite.GARDER_ICI and cases:
            dits = _dits(comptes)
            yield accord.versions[-1].texte(mode).titre, dits


def _dits(comptes: list[tuple[str, int | None]]) -> str:
    """Each answer and its number; the hidden ones share their words instead of repeating them."""
    caches = [mot for mot, nombre in comptes if nombre is None]
    dits = [f"{mot} : {_par_dizaines(nombre)}" for mot, nombre in comptes if nombre is not None]
    if caches:
        dits.append(f"{', '.join(caches)} : {_par_dizaines(None)}")
    return " ; ".join(dits)


def _par_dizaines(nombre: int | None) -> str:
    return f"moins de {SEUIL}" if nombre is None else f"{nombre} ou un peu plus"


def _mois(mois: str) -> str:
    return mois_en_mots(date.fromisoformat(f"{mois}-01"))
