"""Holds the content as it reads on a day: the amounts its texts cite, and the prices of the advice, of that day.

Between two changes of a figure the content reads the same: it is made once for each such period.
"""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache

from app.domain.catalogue import Catalogue
from app.domain.citations import U, citations, diseur, parametres_cites, remplit
from app.domain.cout_conseil import cout_conseil
from app.domain.erreurs import ParametreInconnu
from app.domain.familles import CHIFFRES_DES_REGLES
from app.domain.fiches import Fiche
from app.domain.moteur import Moteur
from app.domain.vaccination import CalendrierVaccinal

#: Periods kept at once; today's and those a caller of the interface looks back or ahead to.
PERIODES_GARDEES = 8


class Editions:
    """Every way one content reads. Made from the units as their files write them, amounts cited by name."""

    def __init__(self, brut: Catalogue) -> None:
        self._brut = brut
        self.du_rang = lru_cache(maxsize=PERIODES_GARDEES)(self._make)

    @cached_property
    def jours(self) -> tuple[date, ...]:
        """Every day on which some text or some price of an advice may change."""
        brut, parametres = self._brut, self._brut.bareme.parametres.par_id
        unites = (*brut.fiches, *brut.campagnes, *brut.reperes.values(), *brut.droits.values(), *brut.lieux)
        cites = (cite for unite in (*unites, *brut.vaccins.lignes) for cite in citations(unite))
        lus = set(parametres_cites(cites, brut.bareme))
        for acte in {id_ for fiche in brut.fiches for id_ in fiche.cout.actes}:
            lus.update((*brut.bareme.acte(acte).parametres_lus(), *CHIFFRES_DES_REGLES))
        return tuple(sorted({valeur.depuis for nom in lus for valeur in parametres[nom].valeurs}))

    def rang(self, jour: date) -> int:
        """Which period a day is in."""
        return bisect_right(self.jours, jour)

    def le(self, jour: date) -> Catalogue:
        """The content as it reads that day."""
        return self.du_rang(self.rang(jour))

    def _make(self, rang: int) -> Catalogue:
        jour = self.jours[rang - 1] if rang else date.min
        return edite(self._brut, lambda _: jour)


def edite(brut: Catalogue, quand: Callable[[date], date]) -> Catalogue:
    """The content where each unit reads as on the day `quand` gives for the day the unit was checked."""

    def dite(unite: U, verifie_le: date) -> U:
        return remplit(unite, diseur(brut.bareme, quand(verifie_le)))

    fiches = tuple(_au_prix(brut, dite(f, f.verifie_le), quand(f.verifie_le)) for f in brut.fiches)
    vaccins = brut.vaccins
    lignes = [dite(ligne, ligne.verifie_le) for ligne in vaccins.lignes]
    return replace(
        brut,
        fiches=fiches,
        par_id={fiche.id: fiche for fiche in fiches},
        moteur=Moteur(fiches, brut.faits),
        campagnes=tuple(dite(campagne, campagne.verifie_le) for campagne in brut.campagnes),
        reperes={id_: dite(repere, repere.verifie_le) for id_, repere in brut.reperes.items()},
        droits={id_: dite(droit, droit.verifie_le) for id_, droit in brut.droits.items()},
        lieux=tuple(dite(lieu, lieu.verifie_le) for lieu in brut.lieux),
        vaccins=CalendrierVaccinal(lignes, vaccins.codes, vaccins.campagnes, vaccins.reglages, vaccins.reperes),
    )


def _au_prix(brut: Catalogue, fiche: Fiche, jour: date) -> Fiche:
    """The advice at the price of its acts that day; unknown when a figure of theirs is."""
    montants: dict[str, Decimal | None] = {"a_payer": None, "reste_a_charge": None}
    try:
        calcule = cout_conseil(fiche, brut.bareme, jour)
        if calcule is None:
            return fiche
        montants = {"a_payer": calcule.a_payer.montant, "reste_a_charge": calcule.reste_a_charge.montant}
    except ParametreInconnu:
        pass
    if montants == {nom: getattr(fiche.cout, nom) for nom in montants}:
        return fiche
    return fiche.model_copy(update={"cout": fiche.cout.model_copy(update=montants)})
