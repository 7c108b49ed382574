"""Finds what the content names and does not hold, holds and never uses, or says twice. Reads no page."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from app.atelier.constats import Constat, Gravite, avertissement, erreur
from app.content.lecture import MARQUE
from app.domain.catalogue import Catalogue
from app.domain.faits import TERRITOIRES
from app.rendering.feuille import SUR_PAPIER
from app.rendering.gabarits import DOSSIER, PICTOGRAMMES

#: Strictness is the loader's: here the same files are only looked through, ten times faster.
_RAPIDE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
#: Digits written as a number to dial: begun by 0, or said to be one.
_COMMENCE_PAR_ZERO = re.compile(r"(?<![\d,./:-])(?<!\d[ \u00a0])(?:0\d(?:[ .]\d\d)+|0(?: ?\d){4,})(?![\d,/]*\d)")
_ANNONCE = re.compile(
    r"(?:appelez|téléphonez|composez|écrivez|SMS)\s+(?:aussi\s+)?(?:le|au)\s+(\d+(?: \d+)*)", re.IGNORECASE
)
#: Hashes, where any ten digits may follow each other.
EMPREINTES = "releve-des-regles.yaml"
_FRANCAIS = re.compile(r"0[1-9]\d{8}|3\d{3}|11[68]\d{3}|11[0-9]|1[578]|10\d\d")


def relectures(catalogue: Catalogue, le: date) -> Iterator[Constat]:
    """What must be read again by a day, the oldest first."""
    datees = [(f.a_relire_avant, f"recommandations/{f.id}.yaml") for f in catalogue.fiches]
    datees += [(r.a_relire_avant, f"reperes/{r.id}.yaml") for r in catalogue.reperes.values()]
    datees += [(c.a_relire_avant, f"campagnes/{c.id}.yaml") for c in catalogue.campagnes]
    datees += [(c.a_relire_avant, f"contacts.yaml : {c.id}") for c in catalogue.contacts.values()]
    datees += [(t.a_relire_avant, f"autoquestionnaires/{t.id}.yaml") for t in catalogue.themes_du_bilan]
    for avant, ou in sorted(datees):
        if avant <= le:
            yield Constat(Gravite.RELECTURE, ou, f"à relire avant le {avant}")


def orphelins(catalogue: Catalogue) -> Iterator[Constat]:
    """Questions no rule reads, contacts no text gives, acts that do not exist, contacts of the sheet not held."""
    lus = {fait for fiche in catalogue.fiches for fait in fiche.faits_lus()} | set(TERRITOIRES.values())
    lus |= {fait for ligne in catalogue.vaccins.lignes for fait in ligne.faits_lus()}
    for nom, fait in catalogue.faits.items():
        question = fait.question
        if question is None:
            continue
        if nom not in lus:
            yield avertissement(f"questions/{fait.groupe}.yaml", f"« {nom} » : aucun conseil ne lit cette réponse")
        acte = question.sans_objet_si_fait
        if acte is not None and acte not in catalogue.par_id:
            yield erreur(f"questions/{fait.groupe}.yaml", f"« {nom} » : conseil inconnu « {acte} »")
    textes = " ".join(fiche.normal.model_dump_json() + fiche.falc.model_dump_json() for fiche in catalogue.fiches)
    urgences = {
        numero.replace(" ", "")
        for fait in catalogue.faits.values()
        if fait.question and fait.question.urgence
        for numero in fait.question.urgence.numeros
    }
    connus = {(contact.numero or "").replace(" ", "") for contact in catalogue.contacts.values()}
    for contact in catalogue.contacts.values():
        numero = (contact.numero or "").replace(" ", "")
        cite = re.search(rf"(?<!\d){' ?'.join(numero)}(?!\d)", textes) if numero else True
        if not (cite or numero in urgences or contact.urgence or contact.id in SUR_PAPIER):
            yield avertissement("contacts.yaml", f"« {contact.id} » : aucun conseil ne donne ce numéro")
    for numero in sorted(urgences - connus):
        yield erreur("questions", f"le {numero}, montré en urgence, n'est pas dans contacts.yaml")
    for id_ in sorted(SUR_PAPIER - catalogue.contacts.keys()):
        yield erreur("contacts.yaml", f"« {id_} » manque : la feuille à imprimer le donne")


def pictogrammes(catalogue: Catalogue, code: Path = DOSSIER.parent, dossier: Path = PICTOGRAMMES) -> Iterator[Constat]:
    """Drawings nothing shows, and drawings the content asks for that do not exist."""
    dessins = {fichier.stem for fichier in dossier.glob("*.svg")}
    demandes = {fiche.pictogramme for fiche in catalogue.fiches}
    for fiche in catalogue.fiches:
        if fiche.pictogramme not in dessins:
            yield erreur(f"recommandations/{fiche.id}.yaml", f"pictogramme inconnu « {fiche.pictogramme} »")
    sources = "\n".join(f.read_text("utf-8") for f in (*code.rglob("*.html"), *(code / "rendering").rglob("*.py")))
    for dessin in sorted(dessins - demandes):
        if not re.search(rf"[\"']{re.escape(dessin)}[\"']", sources):
            yield avertissement(f"pictogrammes/{dessin}.svg", "aucun conseil ni aucune page ne le montre")


def scenarios(unites: Path, cas: Path) -> Iterator[Constat]:
    """Units without scenarios, and scenarios without unit."""
    ecrites = {fichier.stem for fichier in unites.glob("*.yaml")}
    jouees = {fichier.stem for fichier in cas.glob("*.yaml")}
    for id_ in sorted(ecrites - jouees):
        yield erreur(f"recommandations/{id_}.yaml", "il manque ses cas (tests/scenarios/recommandations/)")
    for fichier in sorted(cas.glob("*.yaml")):
        if MARQUE in fichier.read_text("utf-8"):
            yield erreur(f"tests/scenarios/recommandations/{fichier.name}", f"il reste un « {MARQUE} »")
    for id_ in sorted(jouees - ecrites):
        yield erreur(f"tests/scenarios/recommandations/{id_}.yaml", "aucun conseil de ce nom")


def fichiers(racine: Path) -> Iterator[Constat]:
    """What shows in the files themselves, even when the loader refuses them."""
    for fichier in sorted(racine.rglob("*.yaml")):
        try:
            contenu = yaml.load(fichier.read_text("utf-8"), _RAPIDE)  # noqa: S506 - a safe loader
        except (yaml.YAMLError, UnicodeDecodeError):
            continue  # the loader says it
        nom = fichier.relative_to(racine).as_posix()
        if fichier.parent.name == "recommandations" and isinstance(contenu, dict):
            for jumeau in ("normal", "falc"):
                if jumeau not in contenu:
                    yield erreur(nom, f"il manque le texte {jumeau}")
        for chemin, valeur in _valeurs(contenu):
            if isinstance(valeur, str) and "source" not in chemin and fichier.name != EMPREINTES:
                yield from (erreur(nom, f"{chemin} : {faute}") for faute in numeros_faux(valeur))
        yield from (erreur(nom, faute) for faute in _recouvrements(contenu))


def numeros_faux(texte: str) -> Iterator[str]:
    """Numbers to dial that no French telephone can dial."""
    trouves = [trouve.group() for trouve in _COMMENCE_PAR_ZERO.finditer(texte)] + _ANNONCE.findall(texte)
    for numero in dict.fromkeys(trouves):
        chiffres = re.sub(r"\D", "", numero)
        if not _FRANCAIS.fullmatch(chiffres):
            yield f"le numéro {numero} a {len(chiffres)} chiffres, ou ne se compose pas en France"


def _recouvrements(contenu: Any, chemin: str = "") -> Iterator[str]:
    """Dated figures given twice or out of order, departments ruled twice."""
    if isinstance(contenu, Mapping):
        for cle, valeur in contenu.items():
            yield from _recouvrements(valeur, f"{chemin}.{cle}".lstrip("."))
        return
    if not isinstance(contenu, list):
        return
    depuis = [ligne["depuis"] for ligne in contenu if isinstance(ligne, Mapping) and "depuis" in ligne]
    jours = [str(jour) for jour in depuis]
    if jours != sorted(set(jours)) and len(jours) == len(contenu):
        yield f"{chemin} : les lignes « depuis » se suivent, chaque jour une seule fois"
    departements = [
        d for ligne in contenu if isinstance(ligne, Mapping) for d in ligne.get("departements") or () if d is not None
    ]
    for departement in sorted({str(d) for d in departements if departements.count(d) > 1}):
        yield f"{chemin} : le département {departement} a deux règles"
    for rang, ligne in enumerate(contenu):
        yield from _recouvrements(ligne, f"{chemin}[{rang}]")


def _valeurs(contenu: Any, chemin: str = "") -> Iterator[tuple[str, Any]]:
    """Every value with its path."""
    if isinstance(contenu, Mapping):
        for cle, valeur in contenu.items():
            yield from _valeurs(valeur, f"{chemin}.{cle}".lstrip("."))
    elif isinstance(contenu, list):
        for rang, valeur in enumerate(contenu):
            yield from _valeurs(valeur, f"{chemin}[{rang}]")
    else:
        yield chemin, contenu
