"""Writes the search of a medicine and the page of one box. Searches nothing and adds up nothing itself."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from app.domain.actes import Acte
from app.domain.bareme import Bareme
from app.domain.bdpm import Boite
from app.domain.decompte_ouvert import DecompteOuvert, Fourchette
from app.domain.euros import ZERO
from app.domain.medicaments import (
    RECHERCHE_MAX,
    CompteDeBoite,
    acte_de_la_petite_liste,
    compte_acte,
    compte_boite,
    petite_liste,
)
from app.domain.soins import LecteurDeChiffres
from app.rendering.formats import euros, jour_en_mots, typographie
from app.rendering.gabarits import Cadre, Mode, page
from app.rendering.monnaie import Piece, pieces_de
from app.rendering.montants import colonne_ouverte, euros_falc, phrase, phrase_falc
from app.rendering.mots_couts import libelle, libelle_si
from app.rendering.page import Page
from app.rendering.vues import VueSource
from app.rendering.vues_medicaments import VueBoite, VueCompteDeBoite, VueMedicament, VueMedicaments

CHEMIN = "/medicaments"
TITRE = "Le prix d'une boîte"
#: How many boxes a page shows, easy-to-read lists being three by three.
PAR_PAGE = {Mode.NORMAL: 10, Mode.FALC: 3}
VIDE = "Écrivez le nom du médicament, ou le code de 13 chiffres écrit sous le code-barres de la boîte."
TROP_LONG = f"Votre recherche est trop longue : {RECHERCHE_MAX} caractères au plus. Écrivez seulement le nom."


class Etat(StrEnum):
    """Which list is read: the public one, or ours because it was never loaded, or because the base is silent."""

    CHARGEE = "chargee"
    ABSENTE = "absente"
    MUETTE = "muette"


@dataclass(frozen=True, slots=True)
class Resultats:
    """What the base answered; `du` is the day of the public file."""

    etat: Etat
    du: date | None = None
    noms: bool = True
    boites: tuple[Boite, ...] = ()
    suite: bool = False

    def avec(self, boites: tuple[Boite, ...], *, suite: bool = False) -> "Resultats":
        """The same list, with the boxes found in it."""
        return replace(self, boites=boites, suite=suite)


@dataclass(frozen=True, slots=True)
class Saisie:
    """What the form said, as far as it may be shown back; `erreur` asks for it again."""

    texte: str = ""
    page: int = 1
    cip: str = ""
    acte: str = ""
    erreur: str = ""
    envoyee: bool = False


@dataclass(frozen=True, slots=True)
class Lecteur:
    """How the page is read, on which day, and the figures of that day; nothing of what the person said."""

    mode: Mode
    le: date
    bareme: Bareme


def page_recherche(lecteur: Lecteur, saisie: Saisie, resultats: Resultats) -> tuple[Page, int]:
    """The search and what it found, with its status; the only box found is shown at once."""
    if len(resultats.boites) == 1 and saisie.page == 1 and not saisie.erreur:
        # No way back to a list of one: it would lead here again.
        return page_boite(
            lecteur, Saisie(texte=saisie.texte if saisie.cip else ""), resultats.boites[0], resultats.du
        ), 200
    lignes, suite = _lignes(lecteur, saisie, resultats)
    vue = VueMedicaments(
        etat=resultats.etat.value,
        fichier=jour_en_mots(resultats.du) if resultats.du else "",
        noms=resultats.noms,
        saisie=saisie.texte,
        erreur=saisie.erreur,
        cherchee=saisie.envoyee and not saisie.erreur,
        boites=lignes,
        page=saisie.page,
        suite=suite,
    )
    return page("medicaments", Cadre(TITRE, CHEMIN, lecteur.mode), vue), 422 if saisie.erreur else 200


def page_boite(lecteur: Lecteur, saisie: Saisie, boite: Boite, du: date | None) -> Page:
    """One box of the public list."""
    comptes = compte_boite(boite, lecteur.le, lecteur.bareme)
    notes = []
    if boite.honoraire:
        notes.append(f"Ce prix comprend l'honoraire du pharmacien : {euros(boite.honoraire)}.")
    fichier = f"fichier du {jour_en_mots(du)}" if du else "jour du fichier inconnu"
    vue = VueMedicament(
        nom=typographie(boite.nom or boite.libelle),
        detail=typographie(boite.libelle) if boite.nom else "",
        code=boite.cip13,
        en_vente=boite.en_vente,
        rembourse=bool(boite.taux),
        comptes=tuple(_compte(compte, lecteur.mode, plusieurs=len(comptes) > 1) for compte in comptes),
        notes=(*notes, *_notes(lecteur, rembourse=bool(boite.taux))),
        doutes=_doutes(comptes),
        origine=f"Prix et taux : Base de données publique des médicaments, {fichier}.",
        sources=_sources(comptes),
        saisie=saisie.texte,
    )
    return page("medicament", Cadre(TITRE, CHEMIN, lecteur.mode), vue)


def page_acte(lecteur: Lecteur, saisie: Saisie) -> Page:
    """One box of the small list; ActeInconnu for an act that is not one."""
    acte = acte_de_la_petite_liste(lecteur.bareme, saisie.acte)
    compte = compte_acte(acte, lecteur.le, lecteur.bareme)
    falc = lecteur.mode is Mode.FALC
    vue = VueMedicament(
        nom=typographie(acte.falc.libelle if falc else acte.normal.libelle),
        detail="" if falc else typographie(acte.normal.resume),
        code="",
        en_vente=True,
        rembourse=bool(compte.avec.taux),
        comptes=(_compte(compte, lecteur.mode),),
        notes=_notes(lecteur, rembourse=True),
        doutes=_doutes((compte,)),
        origine=f"Prix vérifié le {jour_en_mots(acte.verifie_le)}.",
        sources=_sources((compte,)),
        saisie=saisie.texte,
    )
    return page("medicament", Cadre(TITRE, CHEMIN, lecteur.mode), vue)


def _lignes(lecteur: Lecteur, saisie: Saisie, resultats: Resultats) -> tuple[tuple[VueBoite, ...], bool]:
    """The boxes to choose from, and whether others follow: the small list where the public one is not read."""
    if resultats.etat is Etat.CHARGEE:
        return tuple(_ligne(boite, lecteur.mode) for boite in resultats.boites), resultats.suite
    actes = petite_liste(lecteur.bareme, "" if saisie.erreur else saisie.texte)
    nombre = PAR_PAGE[lecteur.mode] if lecteur.mode is Mode.FALC else len(actes)
    debut = (saisie.page - 1) * nombre
    return tuple(_ligne_acte(acte, lecteur) for acte in actes[debut : debut + nombre]), len(actes) > debut + nombre


def _ligne(boite: Boite, mode: Mode) -> VueBoite:
    taux = " ou ".join(f"{taux} %" for taux in boite.taux)
    prix = _en_mots(boite.prix, mode)
    if mode is Mode.NORMAL:
        prix += f", remboursée à {taux}" if taux else ", pas remboursée"
        prix += "" if boite.en_vente else ", plus vendue"
    return VueBoite(
        "cip", boite.cip13, typographie(boite.nom or boite.libelle), typographie(boite.libelle), typographie(prix)
    )


def _ligne_acte(acte: Acte, lecteur: Lecteur) -> VueBoite:
    textes = acte.falc if lecteur.mode is Mode.FALC else acte.normal
    prix = _en_mots(lecteur.bareme.tarif_le(acte, lecteur.le), lecteur.mode)
    return VueBoite("acte", acte.id, typographie(textes.libelle), "", typographie(prix))


def _en_mots(prix: Decimal | None, mode: Mode) -> str:
    if prix is None:
        return "Prix à demander au pharmacien"
    return f"Une boîte : {euros_falc(prix) if mode is Mode.FALC else euros(prix)}"


def _compte(compte: CompteDeBoite, mode: Mode, *, plusieurs: bool = False) -> VueCompteDeBoite:
    avec, sans = compte.avec, compte.sans
    dire, total = (phrase_falc, phrase_falc) if mode is Mode.FALC else (phrase, colonne_ouverte)
    titre = f"{'Si elle est remboursée' if plusieurs else 'Remboursée'} à {100 * avec.taux:.0f} %" if avec.taux else ""
    return VueCompteDeBoite(
        titre=typographie(titre or "L'addition"),
        lignes=tuple(
            (typographie(libelle(ligne)), colonne_ouverte(ligne.montant, signe=ligne.code != "tarif"))
            for ligne in avec.lignes
        ),
        avec=total(_reste(avec)),
        sans="" if _reste(avec) == _reste(sans) else total(_reste(sans)),
        comptoir=dire(avec.montants["a_payer_sur_place"]),
        si=tuple((typographie(texte), total(reste)) for texte, reste in _suppositions(avec)),
        phrases_prix=(typographie(f"Une boîte coûte {phrase_falc(avec.montants['tarif'])}."),),
        phrases_paye=_phrases_paye(avec),
        phrases_reste=_phrases_reste(avec, sans),
        pieces_prix=_pieces(avec.montants["tarif"]),
        pieces_reste=_pieces(_reste(avec)),
    )


def _suppositions(decompte: DecompteOuvert) -> Iterable[tuple[str, Fourchette]]:
    """What remains in each case that moves something."""
    reste = _reste(decompte).montant
    for si in decompte.si:
        delta = si.delta.montant if si.delta else None
        if delta and reste is not None:
            yield libelle_si(si), Fourchette(reste + delta, reste + delta)


def _phrases_paye(avec: DecompteOuvert) -> tuple[str, ...]:
    """Who pays what, in easy words; who pays nothing is left out, except the Sécu."""
    secu, contrat = avec.montants["amo_net"].montant, avec.montants["part_complementaire"].montant
    phrases = [f"La Sécu paie {euros_falc(secu)}." if secu else "La Sécu ne paie pas cette boîte."]
    if contrat:
        phrases.append(f"Votre complémentaire santé paie {euros_falc(contrat)}.")
    return tuple(map(typographie, phrases))


def _phrases_reste(avec: DecompteOuvert, sans: DecompteOuvert) -> tuple[str, ...]:
    phrases = [f"Vous payez {phrase_falc(_reste(avec))} à la fin."]
    if _reste(avec) != _reste(sans):
        phrases.append(f"Sans complémentaire santé, vous payez {phrase_falc(_reste(sans))}.")
    return tuple(map(typographie, phrases))


def _pieces(fourchette: Fourchette) -> tuple[Piece, ...]:
    """What the amount is drawn with; nothing for one that is not known."""
    return pieces_de(fourchette.montant) if fourchette.montant else ()


def _reste(decompte: DecompteOuvert) -> Fourchette:
    return decompte.montants["reste_a_charge"]


def _notes(lecteur: Lecteur, *, rembourse: bool) -> tuple[str, ...]:
    """What to know besides the sum; nothing about a reimbursement there is not."""
    if not rembourse:
        return ("Le prix d'une boîte qui n'est pas remboursée est libre : il change d'une pharmacie à l'autre.",)
    notes = ["Sans ordonnance, la boîte n'est pas remboursée et son prix peut être libre."]
    plafond = LecteurDeChiffres(lecteur.bareme.parametres, lecteur.le).connait("franchise-plafond-annuel")
    if plafond:
        notes.append(f"Toutes les franchises d'une année font {euros(plafond.valeur)} au plus.")
    notes.append("Le pharmacien peut ajouter un honoraire pour toute l'ordonnance. Il n'est pas compté ici.")
    return tuple(map(typographie, notes))


def _doutes(comptes: Iterable[CompteDeBoite]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(doute for compte in comptes for doute in compte.avec.doutes))


def _sources(comptes: Iterable[CompteDeBoite]) -> tuple[VueSource, ...]:
    """Where each figure of the sums comes from, once each."""
    chiffres = [
        c for compte in comptes for ligne in compte.avec.lignes if ligne.montant != _NUL for c in ligne.chiffres
    ]
    vues = [VueSource.depuis(chiffre.source, jour_en_mots(chiffre.source.vu_le)) for chiffre in chiffres]
    return tuple(dict.fromkeys(vues))


_NUL = Fourchette(ZERO, ZERO)
