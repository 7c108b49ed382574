"""Holds the content as it reads on a day: the amounts its texts cite, and the prices of the advice, of that day.

Between two changes of a figure the content reads the same: it is made once for each such period.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import chain

from app.domain.bareme import Bareme
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
        actes = brut.bareme.actes
        unites = (*brut.fiches, *brut.campagnes, *brut.reperes.values(), *brut.droits.values(), *brut.lieux)
        cites = {id(u): set(citations(u)) for u in (*unites, *brut.vaccins.lignes, *actes.values())}
        #: The units that cite an amount, by identity: all the others are served as they are.
        self._citantes = frozenset(nom for nom, trouvees in cites.items() if trouvees)
        lus = set(parametres_cites(chain.from_iterable(cites.values()), brut.bareme))
        for nom in {nom for fiche in brut.fiches for nom in fiche.cout.actes if nom in actes}:
            lus.update((*actes[nom].parametres_lus(), *CHIFFRES_DES_REGLES))
        connus = brut.bareme.parametres.par_id
        #: Every day on which some text, or the price of some advice, may change.
        self.jours = tuple(sorted({valeur.depuis for nom in lus if nom in connus for valeur in connus[nom].valeurs}))

    def rang(self, jour: date) -> int:
        """Which period a day is in."""
        return bisect_right(self.jours, jour)

    def le(self, jour: date) -> Catalogue:
        """The content as it reads that day."""
        return self.du_rang(self.rang(jour))

    def a_la_verification(self) -> Catalogue:
        """The content where each unit reads as on the day its text was checked: what its readers have read."""
        return self._edite(None)

    def _make(self, rang: int) -> Catalogue:
        return self._edite(self.jours[rang - 1] if rang else date.min)

    def _edite(self, jour: date | None) -> Catalogue:
        brut = self._brut

        def dite(unite: U, verifie_le: date) -> U:
            if id(unite) not in self._citantes:
                return unite
            return remplit(unite, diseur(brut.bareme, jour or verifie_le))

        actes = {id_: dite(acte, acte.verifie_le) for id_, acte in brut.bareme.actes.items()}
        bareme = Bareme(brut.bareme.parametres, actes.values())
        fiches = tuple(_au_prix(dite(f, f.verifie_le), bareme, jour or f.verifie_le) for f in brut.fiches)
        vaccins = brut.vaccins
        lignes = [dite(ligne, ligne.verifie_le) for ligne in vaccins.lignes]
        return replace(
            brut,
            fiches=fiches,
            par_id={fiche.id: fiche for fiche in fiches},
            moteur=Moteur(fiches, brut.faits),
            bareme=bareme,
            campagnes=tuple(dite(campagne, campagne.verifie_le) for campagne in brut.campagnes),
            reperes={id_: dite(repere, repere.verifie_le) for id_, repere in brut.reperes.items()},
            droits={id_: dite(droit, droit.verifie_le) for id_, droit in brut.droits.items()},
            lieux=tuple(dite(lieu, lieu.verifie_le) for lieu in brut.lieux),
            vaccins=CalendrierVaccinal(lignes, vaccins.codes, vaccins.campagnes, vaccins.reglages, vaccins.reperes),
            brut=brut,
        )


def _au_prix(fiche: Fiche, bareme: Bareme, jour: date) -> Fiche:
    """The advice at the price of its acts that day; unknown when a figure of theirs is, never that of another day."""
    try:
        calcule = cout_conseil(fiche, bareme, jour)
    except ParametreInconnu:
        return _coute(fiche, {"a_payer": None, "reste_a_charge": None})
    if calcule is None:
        return fiche
    montants = {"a_payer": calcule.a_payer.montant, "reste_a_charge": calcule.reste_a_charge.montant}
    return _coute(fiche, {**montants, "peut_etre_facture": calcule.peut_etre_facture})


def _coute(fiche: Fiche, cout: Mapping[str, object]) -> Fiche:
    if cout == {nom: getattr(fiche.cout, nom) for nom in cout}:
        return fiche
    return fiche.model_copy(update={"cout": fiche.cout.model_copy(update=dict(cout))})
