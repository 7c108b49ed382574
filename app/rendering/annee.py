"""Writes the pages that show one person's year: on screen, easy to read, on paper. Computes no amount."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from app.domain.annee import RIEN, AnneePersonnelle, LigneAnnee, MoisAnnee, PlafondAnnee
from app.domain.depenses import Couverture
from app.domain.euros import ZERO
from app.domain.parametres import Chiffre
from app.rendering.barres import barres
from app.rendering.formats import INSECABLE, MOIS, jour_complet, jour_en_mots, majuscule, nombre_de, typographie
from app.rendering.gabarits import Cadre, Mode, page
from app.rendering.lots import choisir, couper
from app.rendering.montants import etendue, montant
from app.rendering.page import Page
from app.rendering.voix import Destinataire, Voix, lignes_de_cadre
from app.rendering.vues import VueSource
from app.rendering.vues_annee import VueAnnee, VueLigneAnnee, VueMois, VueMoyenne, VuePlafond

LIGNES_PAR_PAGE, LIGNES_FALC = 20, 3
#: What the two caps are called, and what they are held back on.
PLAFONDS = {
    "participation_forfaitaire": ("Participations forfaitaires", "Consultations, radios et analyses."),
    "franchise": ("Franchises", "Médicaments, soins infirmiers, kinés et transports."),
}
PLAFONDS_FALC = {
    "participation_forfaitaire": "Pour le médecin et les analyses",
    "franchise": "Pour les médicaments et les transports",
}
EXEMPTE = {
    "mineur": (
        "Moins de 18 ans au 1er janvier : ni participation ni franchise, il n'y a pas de plafond à compter.",
        "Avant 18 ans, la Sécu ne garde rien.",
    ),
    "c2s": (
        "Avec la Complémentaire santé solidaire : ni participation ni franchise, il n'y a pas de plafond à compter.",
        "Avec cette aide, la Sécu ne garde rien.",
    ),
    "": ("", ""),
}
PLAFOND_ATTEINT = {"annee": "Plafond de l'année atteint.", "jour": "Plafond du jour atteint.", "": ""}
PORTEE = (
    "Toute la population, malade ou non ; soins de ville, hôpital, médicaments, lunettes et appareils, une fois payées "
    "la part de la Sécu et celle de la complémentaire. Les cotisations des complémentaires n'y sont pas. "
    "Votre total ne compte que ce que vous avez noté."
)


class Lue(NamedTuple):
    """What the pages need beside the year: of whom, for which day, and what became of the answers."""

    qui: Destinataire
    au: date
    version: str
    perdues: bool = False
    gardees: bool = True
    message: str = ""


def page_annee(annee: AnneePersonnelle, lue: Lue, mode: Mode, numero: int = 1) -> Page:
    """The year: in easy-to-read, the sums, then the months, then three lines a page."""
    if mode is Mode.FALC:
        pages: list[Sequence[LigneAnnee]] = [()]
        if annee.lignes:
            pages += [(), *couper(annee.lignes, LIGNES_FALC)]
    else:
        pages = couper(annee.lignes, LIGNES_PAR_PAGE)
    vue = _vue(annee, lue, mode, *choisir(pages, numero))
    return page("mon_annee", Cadre(f"Mon année {annee.annee}", "/mon-annee", mode), vue, qui=lue.qui)


def page_feuille_annee(annee: AnneePersonnelle, lue: Lue, mode: Mode) -> Page:
    """The sheet to print: everything, on paper."""
    vue = _vue(annee, lue, mode, annee.lignes, 1, 1)
    cadre = Cadre(f"Mon année {annee.annee}", "/imprimer/mon-annee", mode, feuille=True)
    return page("feuille_annee", cadre, vue, qui=lue.qui)


def _vue(
    annee: AnneePersonnelle, lue: Lue, mode: Mode, lignes: Sequence[LigneAnnee], numero: int, nombre: int
) -> VueAnnee:
    falc = mode is Mode.FALC
    qui = lue.qui
    return VueAnnee(
        annee=annee.annee,
        titre=_titre(annee.annee, qui, falc=falc),
        message=typographie(lue.message),
        cadre_de_lecture=lignes_de_cadre(qui.voix, falc=falc),
        perdues=lue.perdues,
        gardees=lue.gardees,
        vide=not annee.lignes,
        total=_total(annee, mode),
        parts=tuple(_parts(annee, mode)),
        avertissements=tuple(typographie(phrase) for phrase in _avertissements(annee, mode)),
        couverture=annee.couverture.value,
        exempte=typographie(EXEMPTE[annee.exempte][falc]),
        plafonds=() if annee.exempte else tuple(_plafond(plafond, mode) for plafond in annee.plafonds),
        barres=barres(annee.mois),
        legende=" ".join(_legende(annee)),
        colonnes=_colonnes(annee),
        mois=tuple(_mois(mois, _colonnes(annee), mode) for mois in annee.mois),
        lignes=tuple(_ligne(ligne, mode) for ligne in lignes),
        page=numero,
        nombre=nombre,
        moyenne=_moyenne(annee.moyenne, mode) if annee.moyenne else None,
        doutes=tuple(typographie(doute) for doute in annee.doutes),
        date=jour_complet(lue.au) if falc else jour_en_mots(lue.au),
        version=lue.version[:8],
    )


def _titre(annee: int, qui: Destinataire, *, falc: bool) -> str:
    if qui.voix is Voix.VOUS:
        return f"Votre année {annee}" if falc else f"Mon année {annee}"
    return typographie(f"L'année {annee} pour {qui.appele}" if falc else f"Pour {qui.appele} : l'année {annee}")


def _parts(annee: AnneePersonnelle, mode: Mode) -> Iterator[tuple[str, str]]:
    """What the total is made of, when it is made of several things."""
    if annee.autres:
        yield "Soins remboursés en partie", etendue(annee.soins, mode)
        yield "Dépenses sans remboursement", montant(annee.autres, mode)
    if annee.prevu != RIEN:
        yield "Dont prévu après aujourd'hui", etendue(annee.prevu, mode)


def _avertissements(annee: AnneePersonnelle, mode: Mode) -> Iterator[str]:
    falc = mode is Mode.FALC
    if annee.sans_prix and falc:
        yield f"Il manque {nombre_de(annee.sans_prix, 'prix', 'prix')}."
    elif annee.sans_prix:
        yield (
            f"{nombre_de(annee.sans_prix, 'soin')} sans prix, pas compté dans le total. "
            "Touchez sa ligne pour donner le prix payé."
        )
    if annee.autres_annees and falc:
        yield "Nous comptons seulement cette année."
    elif annee.autres_annees:
        yield f"{nombre_de(annee.autres_annees, 'ligne')} d'une autre année : pas compté ici."
    if annee.couverture is Couverture.INCONNUE and annee.soins.montant is None:
        yield (
            "Le prix change avec votre complémentaire santé."
            if falc
            else "Le premier montant vaut avec une complémentaire santé, le second sans complémentaire."
        )


def _plafond(plafond: PlafondAnnee, mode: Mode) -> VuePlafond:
    """Il vous reste X avant le plafond, or the day it was reached."""
    retenu, reste = etendue(plafond.retenu, mode), etendue(plafond.reste, mode)
    plein = (plafond.retenu.maximum or ZERO) + (plafond.reste.minimum or ZERO)
    part = int((plafond.retenu.maximum or ZERO) / plein * 100) if plein else 0
    if mode is Mode.FALC:
        phrases = [f"La Sécu a gardé {retenu}.", f"La Sécu peut encore garder {reste}."]
        if plafond.atteint_le:
            phrases[1] = "La Sécu ne garde plus rien cette année."
        return VuePlafond(PLAFONDS_FALC[plafond.nom], tuple(map(typographie, phrases)), part)
    titre, sur_quoi = PLAFONDS[plafond.nom]
    if plafond.atteint_le:
        suite = f"Plafond atteint le {jour_en_mots(plafond.atteint_le)} : plus rien à payer à ce titre cette année."
    else:
        nombre = f" ({nombre_de(plafond.reste_nombre, 'participation')})" if plafond.reste_nombre else ""
        suite = f"Il reste {reste} avant le plafond{nombre}."
    return VuePlafond(titre, tuple(map(typographie, (f"{retenu} sur {montant(plein, mode)}.", suite, sur_quoi))), part)


def _colonnes(annee: AnneePersonnelle) -> tuple[str, ...]:
    """What the table tells of each month: the two ends while the cover is unknown, else what is paid back and what not.

    Nothing else opens a range: the first end is that of a complémentaire, the other that of none.
    """
    if annee.soins.montant is None:
        return "Avec", "Sans"
    return ("Soins", "Autres", "Total") if annee.autres else ("Reste à payer",)


def _legende(annee: AnneePersonnelle) -> Iterator[str]:
    """What the drawing shows this year, and nothing it does not."""
    yield "En euros. Vert : les soins."
    if annee.autres:
        yield "Jaune : sans remboursement."
    if any(mois.a_venir and mois.total != RIEN for mois in annee.mois):
        yield "Contour plein : à venir."
    if annee.soins.montant is None:
        yield "Pointillé : en plus sans complémentaire."


def _mois(mois: MoisAnnee, colonnes: tuple[str, ...], mode: Mode) -> VueMois:
    total = mois.total
    bas = _connue(total.minimum or ZERO, mois, mode)
    sommes = {
        2: (bas, _connue(total.maximum or ZERO, mois, mode)),
        3: (_connue(mois.soins.minimum or ZERO, mois, mode), montant(mois.autres, mode), bas),
        1: (bas,),
    }[len(colonnes)]
    return VueMois(
        nom=majuscule(MOIS[mois.premier.month - 1]),
        sommes=sommes,
        total=etendue(total, mode) if total != RIEN or not mois.sans_prix else "",
        vide=not mois.lignes,
        incomplet=bool(mois.sans_prix),
    )


def _connue(somme: Decimal, mois: MoisAnnee, mode: Mode) -> str:
    """A sum that leaves out what has no price is never shown as a whole one, nor as zero."""
    if not mois.sans_prix:
        return montant(somme, mode)
    return f"{montant(somme, mode)} + ?" if somme else "?"


def _total(annee: AnneePersonnelle, mode: Mode) -> str:
    total = etendue(annee.total, mode)
    if not annee.sans_prix:
        return total
    return f"au moins {montant(annee.total.minimum or ZERO, mode)}"


def _ligne(ligne: LigneAnnee, mode: Mode) -> VueLigneAnnee:
    falc = mode is Mode.FALC
    depense, acte = ligne.depense, ligne.acte
    titre = depense.libelle if acte is None else acte.falc.libelle if falc else acte.normal.libelle
    fois = f"{INSECABLE}×{INSECABLE}{depense.quantite}" if depense.quantite > 1 and not falc else ""
    return VueLigneAnnee(
        cle=depense.cle,
        titre=typographie(titre + fois),
        quand=jour_complet(depense.le) if falc else jour_en_mots(depense.le),
        reste=etendue(ligne.reste, mode) if ligne.reste else "",
        retenu="" if falc else typographie(" ".join(_retenu(ligne))),
        prevue=ligne.prevue,
        fois=depense.quantite,
        mots=tuple(mot.sens for mot in acte.falc.mots) if acte and falc else (),
    )


def _retenu(ligne: LigneAnnee) -> Iterator[str]:
    """What the Sécu keeps of this line, and the cap that lowered it."""
    compte = ligne.compte
    if compte is None:
        yield "Pas de remboursement."
        return
    for nom, valeur in (
        ("participation", compte.participation_forfaitaire.maximum or Decimal(0)),
        ("franchise", compte.franchise.maximum or Decimal(0)),
    ):
        if valeur:
            yield f"Dont {montant(valeur, Mode.NORMAL)} de {nom}."
    if compte.plafond:
        yield PLAFOND_ATTEINT[compte.plafond]


def _moyenne(chiffre: Chiffre, mode: Mode) -> VueMoyenne:
    annee = chiffre.depuis.year
    if mode is Mode.FALC:
        phrase = f"En {annee}, une personne a payé environ {montant(chiffre.valeur, mode)}."
    else:
        phrase = f"En {annee}, il restait en moyenne {montant(chiffre.valeur, mode)} par habitant (DREES)."
    source = VueSource.depuis(chiffre.source, jour_en_mots(chiffre.source.vu_le))
    return VueMoyenne(typographie(phrase), typographie(PORTEE), source, typographie(chiffre.doute))
