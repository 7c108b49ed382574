"""Holds the choice of the calculation of each family, and the care as the catalogue or a caller describes it."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from app.domain.actes import Acte, Terme
from app.domain.decompte import Decompte
from app.domain.decompte_hopital import decompte_hospitalisation, decompte_urgences
from app.domain.decompte_ville import decompte_ville
from app.domain.euros import ZERO, au_centime
from app.domain.parametres import Chiffre
from app.domain.soins import LecteurDeChiffres, Soin, Statuts

Calcul = Callable[[Soin, Statuts, LecteurDeChiffres], Decompte]
_CALCULS: dict[str, Calcul] = {"hospitalisation": decompte_hospitalisation, "urgences": decompte_urgences}


def calcule(soin: Soin, statuts: Statuts, lecteur: LecteurDeChiffres) -> Decompte:
    """The décompte of one care in one settled situation."""
    return _CALCULS.get(soin.famille, decompte_ville)(soin, statuts, lecteur)


def somme(termes: tuple[Terme, ...] | None, lecteur: LecteurDeChiffres) -> tuple[Decimal, tuple[Chiffre, ...]]:
    """The figures an act adds up, each product to the cent."""
    lus = [(lecteur.lis(terme.parametre), terme.fois) for terme in termes or ()]
    return sum((au_centime(chiffre.valeur * fois) for chiffre, fois in lus), ZERO), tuple(c for c, _ in lus)


def soin_de(acte: Acte, lecteur: LecteurDeChiffres) -> Soin:
    """The care an act of the catalogue describes on that day, at its set price (its base when there is no other)."""
    base, chiffres = somme(acte.base, lecteur)
    tarif, lus = somme(acte.tarif, lecteur) if acte.tarif else (base, chiffres)
    taux = lecteur.lis(acte.taux) if acte.taux else None
    lecteur.note(acte.doute_le(lecteur.le))
    return replace(
        sans_prix(acte, base),
        prix=tarif,
        taux=taux.valeur if taux else None,
        chiffres=tuple({chiffre.id: chiffre for chiffre in (*lus, *chiffres)}.values()),
        panier=max(ZERO, tarif - base) if acte.regles.cent_pour_cent_sante else ZERO,
    )


def sans_prix(acte: Acte, base: Decimal) -> Soin:
    """The care with its rules alone, on a base given from elsewhere."""
    regles = acte.regles
    return Soin(
        famille=acte.famille,
        base=base,
        prix=base,
        acte_lourd=regles.acte_lourd,
        maternite=regles.maternite,
        jours=acte.jours or 0,
        acces_direct=regles.acces_direct,
        prevention=regles.prevention,
        sans_participation=regles.sans_participation or regles.non_conventionne,
        sans_franchise=regles.sans_franchise,
        psychiatrie=regles.psychiatrie,
        tiers_payant=regles.tiers_payant,
        complementaire_exclue=regles.complementaire_exclue,
        participations=regles.participations,
    )
