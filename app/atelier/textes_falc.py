"""Reads every easy-to-read text of the content and of the pages, and every hard word. Corrects nothing."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from app.atelier.constats import Constat, erreur
from app.atelier.navigation import PageLue
from app.content.mots import mots_a_expliquer
from app.domain.catalogue import Catalogue
from app.domain.falc import (
    problemes_campagne,
    problemes_contact,
    problemes_fiche,
    problemes_page,
    problemes_question,
    problemes_repere,
)
from app.domain.falc_bilan import problemes_theme
from app.domain.fiches import Fiche, MotExplique
from app.domain.reperes import Repere

#: The parts of the glossary whose words are said to citizens; the others name the machinery.
PARTIES_DU_GLOSSAIRE = ("## La prévention", "## L'argent")


def textes_du_contenu(catalogue: Catalogue) -> Iterator[Constat]:
    """The rules of the FALC checker, on every unit, question and contact."""
    for fiche in catalogue.fiches:
        yield from (erreur(f"recommandations/{fiche.id}.yaml", str(p)) for p in problemes_fiche(fiche))
    for fait in catalogue.faits.values():
        if fait.question is not None:
            yield from (erreur(f"questions/{fait.groupe}.yaml", str(p)) for p in problemes_question(fait.question))
    for campagne in catalogue.campagnes:
        yield from (erreur(f"campagnes/{campagne.id}.yaml", str(p)) for p in problemes_campagne(campagne))
    for repere in catalogue.reperes.values():
        yield from (erreur(f"reperes/{repere.id}.yaml", str(p)) for p in problemes_repere(repere))
    for theme in catalogue.themes_du_bilan:
        yield from (erreur(f"autoquestionnaires/{theme.id}.yaml", str(p)) for p in problemes_theme(theme))
    for contact in catalogue.contacts.values():
        yield from (erreur("contacts.yaml", str(p)) for p in problemes_contact(contact))


def textes_des_pages(pages: Iterable[tuple[str, PageLue]]) -> Iterator[Constat]:
    """The same rules on the sentences of the FALC pages as they are read; each fault is told once."""
    vus: set[str] = set()
    for adresse, page in pages:
        if not re.match(r"/falc(?:[/?# ]|$)", adresse):
            continue
        phrases = [_simple(bloc.texte) for bloc in page.blocs if bloc.genre == "phrase"]
        titres = [_simple(bloc.texte) for bloc in page.blocs if bloc.genre != "phrase"]
        # The sheet goes to paper, where the printer numbers its pages; the page without network must be whole, folded.
        feuille = adresse.startswith(("/falc/imprimer", "/falc/hors-ligne"))
        for probleme in problemes_page(titres, phrases):
            if feuille and probleme.regle == "F17":
                continue
            rang = re.fullmatch(r"(titre|phrase)\[(\d+)\]", probleme.ou)
            texte = "" if rang is None else (titres if rang[1] == "titre" else phrases)[int(rang[2])]
            message = f"{probleme.regle}, {probleme.message}" + (f" dans « {texte} »" if texte else "")
            if (texte or adresse) + message not in vus:
                vus.add((texte or adresse) + message)
                yield erreur(f"page {adresse}", message)


def mots_difficiles(catalogue: Catalogue, glossaire: Path) -> Iterator[Constat]:
    """A word one unit explains, or that the glossary says otherwise in FALC, is explained wherever it is used."""
    unites: list[tuple[str, Fiche | Repere]] = [("recommandations", fiche) for fiche in catalogue.fiches]
    unites += [("reperes", repere) for repere in catalogue.reperes.values()]
    durs = {mot.mot.lower() for _, unite in unites for mot in unite.falc.mots}
    durs |= mots_du_glossaire(glossaire)
    connus = [MotExplique(mot=mot, sens=mot) for mot in durs]
    for dossier, unite in unites:
        for mot in mots_a_expliquer(unite.falc, connus):
            yield erreur(f"{dossier}/{unite.id}.yaml", f"falc : F10, « {mot.mot} » est à expliquer dans mots")


def mots_du_glossaire(glossaire: Path) -> frozenset[str]:
    """The words whose FALC column says something else."""
    mots: set[str] = set()
    for partie in re.split(r"(?m)^(?=## )", glossaire.read_text("utf-8")):
        if not partie.startswith(PARTIES_DU_GLOSSAIRE):
            continue
        for ligne in re.findall(r"(?m)^\|(.+)\|$", partie)[2:]:
            colonnes = [colonne.strip() for colonne in ligne.split("|")]
            noms, falc = colonnes[0].lower().split(", "), colonnes[2].lower()
            mots.update(nom for nom in noms if falc and nom not in falc and noms[-1] not in falc)
    return frozenset(mots)


def _simple(texte: str) -> str:
    """The text with ordinary spaces."""
    return " ".join(texte.split())
