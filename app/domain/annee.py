"""Holds the year of one person drawn from what they noted: lines, months, caps, what remains. Knows no page, no cause.

The rules are those of `budget`: caps in the order of reimbursement. A cost nobody reimburses is added beside, whole.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from app.domain.actes import Acte
from app.domain.bareme import Bareme
from app.domain.budget_ouvert import ActeDemande, Budget, LigneDuBudget, etablit_budget
from app.domain.dates import DateApprochee
from app.domain.decompte_ouvert import Fourchette
from app.domain.depenses import Couverture, Depense, Depenses
from app.domain.euros import ZERO
from app.domain.parametres import Chiffre
from app.domain.profil import Profil
from app.domain.soins import LecteurDeChiffres, SituationDeSoins, Statuts

#: The published average a year is set beside.
MOYENNE = "reste-a-charge-moyen"
NomDePlafond = Literal["participation_forfaitaire", "franchise"]
PLAFONDS: tuple[NomDePlafond, ...] = ("participation_forfaitaire", "franchise")
RIEN = Fourchette(ZERO, ZERO)


@dataclass(frozen=True, slots=True)
class LigneAnnee:
    """One line noted and what remains of it; `reste` None when its price is not known. `compte` None: not a care."""

    depense: Depense
    acte: Acte | None
    compte: LigneDuBudget | None
    reste: Fourchette | None
    #: After today: planned, not done.
    prevue: bool


@dataclass(frozen=True, slots=True)
class MoisAnnee:
    """One month: what remains of the care whose price is known, and what nobody reimburses."""

    premier: date
    lignes: int
    soins: Fourchette
    autres: Decimal
    #: Lines without a price, which the sums leave out.
    sans_prix: int
    a_venir: bool

    @property
    def total(self) -> Fourchette:
        """Both together."""
        return plus(self.soins, Fourchette(self.autres, self.autres))


@dataclass(frozen=True, slots=True)
class PlafondAnnee:
    """One yearly cap: what was held back, what may still be, how many times, and the day it was reached."""

    nom: NomDePlafond
    retenu: Fourchette
    reste: Fourchette
    reste_nombre: int | None
    atteint_le: date | None


@dataclass(frozen=True, slots=True)
class AnneePersonnelle:
    """The whole year. Totals leave out the lines without a price, which `sans_prix` counts."""

    annee: int
    lignes: tuple[LigneAnnee, ...]
    mois: tuple[MoisAnnee, ...]
    plafonds: tuple[PlafondAnnee, ...]
    #: Why nothing is held back at all; empty when something may be.
    exempte: Literal["", "mineur", "c2s"]
    soins: Fourchette
    autres: Decimal
    prevu: Fourchette
    sans_prix: int
    autres_annees: int
    couverture: Couverture
    moyenne: Chiffre | None
    doutes: tuple[str, ...]

    @property
    def total(self) -> Fourchette:
        """What remains of the year, care and other costs together."""
        return plus(self.soins, Fourchette(self.autres, self.autres))


def plus(*sommes: Fourchette) -> Fourchette:
    """The sum of ranges whose ends are known."""
    return Fourchette(
        sum((somme.minimum or ZERO for somme in sommes), ZERO), sum((somme.maximum or ZERO for somme in sommes), ZERO)
    )


def situation_de(profil: Profil, couverture: Couverture) -> SituationDeSoins:
    """What the year is counted with: the person goes through their doctor, and no care is linked to an ALD."""
    ald = profil.reponses.get("ald")
    contrats: dict[Couverture, Literal["aucune", "responsable"] | None] = {
        Couverture.RESPONSABLE: "responsable",
        Couverture.AUCUNE: "aucune",
        Couverture.C2S: "aucune",
    }
    return SituationDeSoins(
        date_naissance=profil.date_naissance,
        parcours="respecte",
        ald=ald if isinstance(ald, bool) else None,
        c2s=None if couverture is Couverture.INCONNUE else couverture is Couverture.C2S,
        complementaire=contrats.get(couverture),
    )


def etablit_annee(depenses: Depenses, profil: Profil, au: date, bareme: Bareme) -> AnneePersonnelle:
    """The civil year of today, for one person."""
    de_l_annee = [depense for depense in depenses.lignes if depense.le.year == au.year]
    demandes = [_demande(depense, bareme.acte(depense.acte)) for depense in de_l_annee if depense.acte]
    budget = etablit_budget(au.year, situation_de(profil, depenses.couverture), demandes, bareme)
    lignes = _lignes(de_l_annee, budget, au)
    return AnneePersonnelle(
        annee=au.year,
        lignes=lignes,
        mois=tuple(_mois(date(au.year, numero, 1), lignes, au) for numero in range(1, 13)),
        plafonds=tuple(_plafond(nom, budget) for nom in PLAFONDS),
        exempte=_exempte(profil.date_naissance, depenses.couverture, au, bareme),
        soins=_reste(ligne for ligne in lignes if ligne.compte),
        autres=_autres(lignes),
        prevu=_reste(ligne for ligne in lignes if ligne.prevue),
        sans_prix=_sans_prix(lignes),
        autres_annees=len(depenses.lignes) - len(de_l_annee),
        couverture=depenses.couverture,
        moyenne=_moyenne(au, bareme),
        doutes=budget.doutes,
    )


def _demande(depense: Depense, acte: Acte) -> ActeDemande:
    """Care of one kind on one day is taken as given by one professional: nobody is asked who it was."""
    return ActeDemande(acte, None, depense.le, acte.famille, depense.quantite, depense.prix)


def _lignes(de_l_annee: Sequence[Depense], budget: Budget, au: date) -> tuple[LigneAnnee, ...]:
    """Each line with its count, in date order: the budget numbers the care in the order it was given."""
    comptes = iter(sorted(budget.lignes, key=lambda ligne: ligne.prevu.rang))
    return tuple(_ligne(depense, next(comptes) if depense.acte else None, au) for depense in de_l_annee)


def _ligne(depense: Depense, compte: LigneDuBudget | None, au: date) -> LigneAnnee:
    if compte is None:
        cout = depense.prix or ZERO
        return LigneAnnee(depense, None, None, Fourchette(cout, cout), depense.le > au)
    return LigneAnnee(depense, compte.prevu.acte, compte, compte.reste_a_charge, depense.le > au)


def _reste(lignes: Iterable[LigneAnnee]) -> Fourchette:
    return plus(RIEN, *(ligne.reste for ligne in lignes if ligne.reste))


def _autres(lignes: Iterable[LigneAnnee]) -> Decimal:
    return sum((ligne.depense.prix or ZERO for ligne in lignes if ligne.compte is None), ZERO)


def _sans_prix(lignes: Iterable[LigneAnnee]) -> int:
    return sum(ligne.reste is None for ligne in lignes)


def _mois(premier: date, lignes: Sequence[LigneAnnee], au: date) -> MoisAnnee:
    siennes = [ligne for ligne in lignes if ligne.depense.le.month == premier.month]
    return MoisAnnee(
        premier=premier,
        lignes=len(siennes),
        soins=_reste(ligne for ligne in siennes if ligne.compte),
        autres=_autres(siennes),
        sans_prix=_sans_prix(siennes),
        a_venir=premier > au,
    )


def _plafond(nom: NomDePlafond, budget: Budget) -> PlafondAnnee:
    plafond = budget.plafonds[nom]
    retenu = budget.participation_forfaitaire if nom == "participation_forfaitaire" else budget.franchise
    return PlafondAnnee(nom, retenu, plafond.reste, plafond.reste_nombre, plafond.atteint_le)


def _exempte(
    naissance: DateApprochee | None, couverture: Couverture, au: date, bareme: Bareme
) -> Literal["", "mineur", "c2s"]:
    if couverture is Couverture.C2S:
        return "c2s"
    lecteur = LecteurDeChiffres(bareme.parametres, au)
    return "mineur" if lecteur.est_mineur(Statuts(naissance=naissance)) else ""


def _moyenne(au: date, bareme: Bareme) -> Chiffre | None:
    """The last published average, when the content holds one."""
    if MOYENNE not in bareme.parametres.par_id:
        return None
    return LecteurDeChiffres(bareme.parametres, au).connait(MOYENNE)
