"""Writes how the content beside the advice is verified: vaccines, cares, figures, rights, phones. Verifies nothing."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import NamedTuple

from app.domain.actes import Acte
from app.domain.campagnes import Campagne
from app.domain.catalogue import Catalogue
from app.domain.contacts import Contact
from app.domain.droits import Droit
from app.domain.falc import SIGLES
from app.domain.fiches import Source
from app.domain.parametres import Parametre
from app.domain.reperes import Repere
from app.domain.vaccination_lignes import LigneVaccin
from app.rendering.chiffres import valeurs_en_mots
from app.rendering.familles_de_soins import FAMILLES_DE_SOINS
from app.rendering.formats import jour_complet, jour_en_mots, majuscule, nombre_de, typographie
from app.rendering.gabarits import Mode
from app.rendering.lots import choisir, couper, lot_de
from app.rendering.vues import VueSource
from app.rendering.vues_confiance import LigneUnite, VueFamille, VueListe

LIGNES, LIGNES_FALC = 10, 5
_EXPLICATION = re.compile(rf"(?:Un|Une|Le|La) (?:{'|'.join(sorted(SIGLES))}) est ")
#: Plain name, FALC name, pictogram, by the word of their address.
ANNEXES: dict[str, tuple[str, str, str]] = {
    "vaccins": ("Vaccins", "Les vaccins", "vaccin"),
    "soins": ("Prix des soins", "Les prix des soins", "piece"),
    "chiffres": ("Chiffres de la loi", "Les chiffres de la loi", "livre"),
    "reperes": ("Repères", "Les repères", "livre"),
    "campagnes": ("Campagnes de l'année", "Les campagnes", "calendrier"),
    "droits": ("Droits", "Les droits", "bouclier"),
    "numeros": ("Numéros et guichets", "Les numéros à appeler", "telephone"),
}
#: Too many for an easy-to-read list, and figures have no easy words: FALC tells them family by family.
PAR_FAMILLE = frozenset({"soins", "chiffres"})
_GENRES = {
    "obligatoire": "Vaccins obligatoires",
    "recommande": "Vaccins recommandés",
    "rattrapage": "Rattrapages",
    "possible": "Vaccins possibles",
    "regle": "Cas particuliers",
}
_COMMUNS = ("Règles communes", "Les règles pour tous", "livre")
_FAMILLES: dict[str, tuple[str, str, str]] = {"": _COMMUNS} | {
    str(nom): mots for nom, mots in FAMILLES_DE_SOINS.items()
}


class Annexe(NamedTuple):
    """One text that can be signed: the name it is signed by, its words, and what is known of its truth."""

    cle: str
    titre: str
    titre_falc: str
    pictogramme: str
    unite: Contact | Repere | Campagne | Droit | LigneVaccin | Acte | Parametre
    sources: tuple[Source, ...]
    #: Of which group, inside its subject.
    groupe: str = ""
    #: Where it is read on the site.
    chemin: str = ""
    dits: tuple[str, ...] = ()


def annexes(catalogue: Catalogue, sujet: str) -> tuple[Annexe, ...]:
    """The texts of one of these subjects, group by group."""
    ecrire = {
        "vaccins": _vaccins,
        "soins": _soins,
        "chiffres": _chiffres,
        "reperes": _reperes,
        "campagnes": _campagnes,
        "droits": _droits,
        "numeros": _numeros,
    }[sujet]
    return tuple(ecrire(catalogue))


def _vaccins(catalogue: Catalogue) -> Iterator[Annexe]:
    for genre, nom in _GENRES.items():
        for ligne in catalogue.vaccins.lignes:
            if ligne.genre == genre:
                chemin = f"/vaccins/{ligne.id}"
                titres = ligne.normal.titre, ligne.falc.titre
                yield Annexe(ligne.id, *titres, "vaccin", ligne, ligne.sources, groupe=nom, chemin=chemin)


def _soins(catalogue: Catalogue) -> Iterator[Annexe]:
    for famille, (nom, _, dessin) in FAMILLES_DE_SOINS.items():
        for acte in catalogue.bareme.actes.values():
            if acte.famille == famille:
                titres, chemin = (acte.normal.libelle, acte.falc.libelle), f"/couts/{acte.id}"
                yield Annexe(f"actes/{acte.id}", *titres, dessin, acte, acte.sources, groupe=nom, chemin=chemin)


def _chiffres(catalogue: Catalogue) -> Iterator[Annexe]:
    """Under the family of care that reads them, the first when many do; first those that hold for every care."""
    famille_de: dict[str, str] = {}
    for famille in map(str, reversed(FAMILLES_DE_SOINS)):
        for acte in catalogue.bareme.actes.values():
            if acte.famille == famille:
                famille_de |= dict.fromkeys(acte.parametres_lus(), famille)
    for famille in ("", *map(str, FAMILLES_DE_SOINS)):
        nom, _, dessin = _FAMILLES[famille]
        for chiffre in catalogue.bareme.parametres.par_id.values():
            if famille_de.get(chiffre.id, "") == famille:
                sources = tuple({str(v.source.url): v.source for v in chiffre.valeurs}.values())
                loi = (f"Texte de loi : {chiffre.article}.",) if chiffre.article else ()
                yield Annexe(
                    f"parametres/{chiffre.id}",
                    chiffre.libelle,
                    "",
                    dessin,
                    chiffre,
                    sources,
                    groupe=nom,
                    dits=(*valeurs_en_mots(chiffre), *loi),
                )


def _reperes(catalogue: Catalogue) -> Iterator[Annexe]:
    return (_de(unite, f"/reperes/{unite.id}") for unite in catalogue.reperes.values())


def _campagnes(catalogue: Catalogue) -> Iterator[Annexe]:
    return map(_de, catalogue.campagnes)


def _droits(catalogue: Catalogue) -> Iterator[Annexe]:
    return (_de(unite, unite.chemin) for unite in catalogue.droits.values())


def _de(unite: Repere | Campagne | Droit, chemin: str = "") -> Annexe:
    titres = unite.normal.titre, unite.falc.titre
    return Annexe(unite.id, *titres, unite.pictogramme, unite, unite.sources, chemin=chemin)


def _numeros(catalogue: Catalogue) -> Iterator[Annexe]:
    for contact in catalogue.contacts.values():
        titres = contact.normal.nom, contact.falc.nom
        yield Annexe(f"contacts/{contact.id}", *titres, "telephone", contact, contact.sources)


def sujets_annexes(catalogue: Catalogue, mode: Mode) -> Iterable[VueFamille]:
    """These subjects in the summary, those that hold something."""
    for sujet, (nom, nom_falc, pictogramme) in ANNEXES.items():
        textes = annexes(catalogue, sujet)
        relus = sum(bool(catalogue.relectures_valides(texte.cle)) for texte in textes)
        if not textes:
            continue
        titre, detail = (nom_falc if mode is Mode.FALC else nom), nombre_de(len(textes), "texte")
        if mode is Mode.NORMAL:
            detail += f", {nombre_de(relus, 'relu')}" if relus else ", aucun relu"
        yield VueFamille(f"{mode.prefixe}/validation?sujet={sujet}", titre, pictogramme, detail)


def liste_annexe(catalogue: Catalogue, sujet: str, au: date, mode: Mode, numero: int) -> VueListe:
    """One page of a subject. A page holds one group, or a part of it; the groups are listed on each."""
    textes, adresse = annexes(catalogue, sujet), f"{mode.prefixe}/validation?sujet={sujet}"
    if mode is Mode.NORMAL:
        pages = [page for _, groupe in groupby(textes, _groupe) for page in couper(list(groupe), LIGNES)]
    elif sujet in PAR_FAMILLE:
        return _familles_falc(catalogue, sujet, textes, au, numero)
    else:
        pages = couper(list(textes), LIGNES_FALC)
    premieres: dict[str, int] = {}
    for rang, part in enumerate(pages, 1):
        premieres.update({texte.groupe: rang for texte in part[:1] if texte.groupe not in premieres})
    ici, numero, nombre = choisir(pages or [()], numero)
    return VueListe(
        titre=ANNEXES[sujet][1 if mode is Mode.FALC else 0],
        lignes=tuple(ligne_annexe(catalogue, texte, au, mode) for texte in ici),
        chemin=adresse,
        page=numero,
        pages=nombre,
        groupe=typographie(ici[0].groupe) if ici and mode is Mode.NORMAL else "",
        groupes=tuple(
            (f"{adresse}&page={rang}", typographie(nom))
            for nom, rang in premieres.items()
            if len(premieres) > 1 and mode is Mode.NORMAL
        ),
    )


def _groupe(texte: Annexe) -> str:
    return texte.groupe


def _familles_falc(catalogue: Catalogue, sujet: str, textes: Iterable[Annexe], au: date, numero: int) -> VueListe:
    """How many texts of each family are certain: the list itself is on the page in plain French."""
    entiere = liste_annexe(catalogue, sujet, au, Mode.NORMAL, 1)
    adresses = {nom: adresse for adresse, nom in entiere.groupes}
    mots = {nom: (simple, dessin) for nom, simple, dessin in _FAMILLES.values()}
    cartes = []
    for nom, groupe in groupby(textes, _groupe):
        siens = list(groupe)
        surs = sum(_sur(texte, au) for texte in siens)
        relus = any(catalogue.relectures_valides(texte.cle) for texte in siens)
        phrases = (
            f"Il y a {nombre_de(len(siens), 'texte')}.",
            f"Nous sommes sûrs de {nombre_de(surs, 'texte')}.",
            "Des personnes ont relu une partie." if relus else "Personne n'a encore relu ces textes.",
        )
        adresse = adresses.get(typographie(nom), entiere.chemin)
        cartes.append(LigneUnite(adresse, *mots[nom], tuple(map(typographie, phrases))))
    montrees, numero, pages = lot_de(cartes, numero, LIGNES_FALC)
    return replace(
        entiere, titre=ANNEXES[sujet][1], chemin=f"/falc/validation?sujet={sujet}", page=numero, pages=pages,
        lignes=tuple(montrees), groupe="", groupes=(),
    )  # fmt: skip


def _sur(texte: Annexe, au: date) -> bool:
    return texte.unite.certitude == "sure" and au <= texte.unite.a_relire_avant


def ligne_annexe(catalogue: Catalogue, texte: Annexe, au: date, mode: Mode) -> LigneUnite:
    """One of them. It has no page of verification of its own: its doubt and its sources are here."""
    unite, sur = texte.unite, _sur(texte, au)
    if mode is Mode.FALC:
        phrase = "Nous sommes sûrs." if sur else "Nous ne sommes pas sûrs."
        verifie = typographie(f"Nous l'avons vérifié le {jour_complet(unite.verifie_le)}.")
        dits = (*_sigles_expliques(unite), phrase, verifie)
        return LigneUnite("", typographie(majuscule(texte.titre_falc)), texte.pictogramme, dits)
    vu, avant = jour_en_mots(unite.verifie_le), jour_en_mots(unite.a_relire_avant)
    certitude = "Sûr" if sur else "À vérifier"
    dates = f"{certitude}. Vérifié le {vu}, à revoir avant le {avant}. {relu(catalogue, texte.cle)}."
    dits = tuple(typographie(phrase) for phrase in (*texte.dits, dates, unite.doute) if phrase)
    sources = tuple(VueSource.depuis(source, jour_en_mots(source.vu_le)) for source in texte.sources)
    return LigneUnite(texte.chemin, typographie(majuscule(texte.titre)), texte.pictogramme, dits, sources)


def _sigles_expliques(unite: object) -> tuple[str, ...]:
    """The sentences of a phone line that explain the acronym of its name."""
    if not isinstance(unite, Contact):
        return ()
    return tuple(phrase for phrase in unite.falc.quand if _EXPLICATION.match(phrase))


def relu(catalogue: Catalogue, id_: str) -> str:
    """Who read a text, in a few words."""
    valides = catalogue.relectures_valides(id_)
    if valides:
        return f"Relu par {nombre_de(len(valides), 'personne')}"
    return "Relu avant une modification, à relire" if catalogue.relectures_perimees(id_) else "Pas encore relu"
