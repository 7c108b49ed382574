"""Holds a year whose situation is partly unknown: the same year in each world left open, then what they agree on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from app.domain.actes import Acte
from app.domain.bareme import Bareme
from app.domain.budget import Annee, Compte, Prevu, compte_annee
from app.domain.calcul import sans_prix, soin_de
from app.domain.decompte_ouvert import Fourchette, statuts_possibles
from app.domain.erreurs import ParametreInconnu
from app.domain.euros import ZERO
from app.domain.familles import FamilleLibre
from app.domain.parametres import Certitude
from app.domain.soins import LecteurDeChiffres, SituationDeSoins, Soin

#: A base that no held-back sum exhausts, for care of a family whose price is not told.
_BASE_SANS_PRIX = Decimal("1000.00")
DOUTE_GROSSESSE = "La grossesse est comptée comme si elle avait atteint ce mois pour tous les soins de la liste."
DOUTE_PRIX_LIBRE = (
    "Un prix donné sans nom d'acte est compté comme un tarif sans dépassement. "
    "Choisissez l'acte pour un calcul plus juste."
)


@dataclass(frozen=True, slots=True)
class ActeDemande:
    """One line as it was asked: an act of the catalogue, or a family."""

    acte: Acte | None
    famille: FamilleLibre | None
    rembourse_le: date
    professionnel: str | None
    quantite: int
    prix: Decimal | None


@dataclass(frozen=True, slots=True)
class LigneDuBudget:
    """One line of the year, in date order."""

    prevu: Prevu
    participation_forfaitaire: Fourchette
    franchise: Fourchette
    reste_a_charge: Fourchette | None
    plafond: str


@dataclass(frozen=True, slots=True)
class MoisDuBudget:
    """One month, and how many lines it holds."""

    premier: date
    lignes: int
    participation_forfaitaire: Fourchette
    franchise: Fourchette
    reste_a_charge: Fourchette | None


@dataclass(frozen=True, slots=True)
class PlafondDuBudget:
    """A yearly cap: the day it was reached, and what may still be held back."""

    atteint_le: date | None
    reste: Fourchette
    reste_nombre: int | None


@dataclass(frozen=True, slots=True)
class Budget:
    """The whole answer. `reste_a_charge` is None unless every line has a price."""

    annee: int
    participation_forfaitaire: Fourchette
    franchise: Fourchette
    reste_a_charge: Fourchette | None
    plafonds: dict[str, PlafondDuBudget]
    mois: tuple[MoisDuBudget, ...]
    lignes: tuple[LigneDuBudget, ...]
    autres_annees: int
    doutes: tuple[str, ...]

    @property
    def certitude(self) -> Certitude:
        """Sure when nothing it was made with is doubtful."""
        return "a_verifier" if self.doutes else "sure"


def etablit_budget(annee: int, situation: SituationDeSoins, demandes: Sequence[ActeDemande], bareme: Bareme) -> Budget:
    """The year of a person: what is held back, what remains, month by month."""
    de_l_annee = [(rang, demande) for rang, demande in enumerate(demandes) if demande.rembourse_le.year == annee]
    jours = {demande.rembourse_le for _, demande in de_l_annee} or {date(annee, 12, 31)}
    lecteurs = {jour: LecteurDeChiffres(bareme.parametres, jour) for jour in sorted(jours)}
    prevus = [_prevu(rang, demande, lecteurs[demande.rembourse_le]) for rang, demande in de_l_annee]
    mondes = [compte_annee(annee, prevus, statuts, lecteurs) for statuts in statuts_possibles(situation)]
    doutes = dict.fromkeys(doute for monde in mondes for doute in monde.doutes)
    if situation.mois_de_grossesse:
        doutes[DOUTE_GROSSESSE] = None
    if any(demande.acte is None and demande.prix is not None for _, demande in de_l_annee):
        doutes[DOUTE_PRIX_LIBRE] = None
    return Budget(
        annee=annee,
        participation_forfaitaire=_total(mondes, lambda compte: compte.participation_forfaitaire),
        franchise=_total(mondes, lambda compte: compte.franchise),
        reste_a_charge=_reste(mondes),
        plafonds=_plafonds(mondes),
        mois=tuple(_mois(annee, numero, mondes) for numero in range(1, 13)),
        lignes=tuple(
            LigneDuBudget(
                prevu=comptes[0].prevu,
                participation_forfaitaire=_entre([c.participation_forfaitaire for c in comptes]),
                franchise=_entre([c.franchise for c in comptes]),
                reste_a_charge=_entre_connus([c.reste_a_charge for c in comptes]),
                plafond=comptes[0].plafond,
            )
            for comptes in zip(*(monde.comptes for monde in mondes), strict=True)
        ),
        autres_annees=len(demandes) - len(de_l_annee),
        doutes=tuple(doutes),
    )


def _prevu(rang: int, demande: ActeDemande, lecteur: LecteurDeChiffres) -> Prevu:
    """Read the care on the day it is reimbursed; a professional nobody named is unlike any other."""
    if demande.acte is not None:
        try:
            soin = soin_de(demande.acte, lecteur)
        except ParametreInconnu as inconnu:  # one price nobody knows does not hide the whole year
            lecteur.note(inconnu.message)
            soin, a_un_prix = sans_prix(demande.acte, _BASE_SANS_PRIX), False
        else:
            soin = replace(soin, prix=demande.prix if demande.prix is not None else soin.prix)
            a_un_prix = demande.prix is not None or demande.acte.prix_constate is None
    else:
        base = demande.prix if demande.prix is not None else _BASE_SANS_PRIX
        soin = Soin(famille=demande.famille or "medecin", base=base, prix=base)
        a_un_prix = demande.prix is not None
    return Prevu(rang, demande.rembourse_le, demande.quantite, demande.professionnel, soin, a_un_prix, demande.acte)


def _entre(valeurs: Sequence[Decimal]) -> Fourchette:
    return Fourchette(min(valeurs), max(valeurs))


def _entre_connus(valeurs: Sequence[Decimal | None]) -> Fourchette | None:
    connues = [valeur for valeur in valeurs if valeur is not None]
    return _entre(connues) if connues and len(connues) == len(valeurs) else None


def _total(mondes: Sequence[Annee], lu: Callable[[Compte], Decimal], mois: int | None = None) -> Fourchette:
    return _entre([sum((lu(compte) for compte in _du_mois(monde, mois)), ZERO) for monde in mondes])


def _reste(mondes: Sequence[Annee], mois: int | None = None) -> Fourchette | None:
    """The sum of what remains, or None when a price is missing."""
    return _entre_connus([_somme([compte.reste_a_charge for compte in _du_mois(monde, mois)]) for monde in mondes])


def _somme(restes: Sequence[Decimal | None]) -> Decimal | None:
    connus = [reste for reste in restes if reste is not None]
    return sum(connus, ZERO) if len(connus) == len(restes) else None


def _du_mois(monde: Annee, mois: int | None) -> list[Compte]:
    return [compte for compte in monde.comptes if mois is None or compte.prevu.rembourse_le.month == mois]


def _mois(annee: int, numero: int, mondes: Sequence[Annee]) -> MoisDuBudget:
    return MoisDuBudget(
        premier=date(annee, numero, 1),
        lignes=len(_du_mois(mondes[0], numero)),
        participation_forfaitaire=_total(mondes, lambda compte: compte.participation_forfaitaire, numero),
        franchise=_total(mondes, lambda compte: compte.franchise, numero),
        reste_a_charge=_reste(mondes, numero),
    )


def _plafonds(mondes: Sequence[Annee]) -> dict[str, PlafondDuBudget]:
    """The day is given when all the worlds agree on it."""
    participations = {monde.participation_atteinte_le for monde in mondes}
    franchises = {monde.franchise_atteinte_le for monde in mondes}
    nombres = {monde.participations_restantes for monde in mondes}
    return {
        "participation_forfaitaire": PlafondDuBudget(
            participations.pop() if len(participations) == 1 else None,
            _entre([monde.participation_restante for monde in mondes]),
            nombres.pop() if len(nombres) == 1 else None,
        ),
        "franchise": PlafondDuBudget(
            franchises.pop() if len(franchises) == 1 else None,
            _entre([monde.franchise_restante for monde in mondes]),
            None,
        ),
    }
