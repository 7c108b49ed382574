"""Holds what a calculation starts from: the person's situation, all or part unknown, and the care as billed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.domain.dates import DateApprochee, age_on
from app.domain.erreurs import ParametreInconnu
from app.domain.euros import ZERO, Montant
from app.domain.familles import FamilleDeSoins
from app.domain.parametres import Chiffre, Parametres

JOURS_NOUVEAU_NE = 30


class SituationDeSoins(BaseModel):
    """What changes the price for a person. Absent or null is unknown, which is not no."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    date_naissance: DateApprochee | None = None
    parcours: Literal["respecte", "hors_parcours"] | None = None
    ald: bool | None = None
    acte_en_lien_ald: bool | None = None
    c2s: bool | None = None
    ame: bool | None = None
    mois_de_grossesse: Annotated[int, Field(ge=0, le=10)] | None = None
    alsace_moselle: bool | None = None
    at_mp: bool | None = None
    complementaire: Literal["aucune", "responsable"] | None = None
    complementaire_depassement: Montant | None = None
    complementaire_medicaments_30_15: bool | None = None


@dataclass(frozen=True, slots=True)
class Statuts:
    """A situation where everything is settled: one of the worlds an unknown answer leaves open.

    `mineur` None: told by the birth date. `depassement_couvert` None: no euro of it, and nobody said so.
    """

    naissance: DateApprochee | None = None
    mineur: bool | None = None
    hors_parcours: bool = False
    ald: bool = False
    ald_liee: bool = False
    c2s: bool = False
    ame: bool = False
    mois_de_grossesse: int = 0
    alsace_moselle: bool = False
    at_mp: bool = False
    responsable: bool = True
    depassement_couvert: Decimal | None = None
    medicaments_couverts: bool = False


@dataclass(frozen=True, slots=True)
class Soin:
    """What is billed: the price, the base the Sécu counts on, and what the act departs from its family by."""

    famille: FamilleDeSoins
    base: Decimal
    prix: Decimal
    taux: Decimal | None = None
    chiffres: tuple[Chiffre, ...] = ()
    acte_lourd: bool = False
    maternite: bool = False
    jours: int = 0
    acces_direct: bool = False
    prevention: bool = False
    sans_participation: bool = False
    sans_franchise: bool = False
    psychiatrie: bool = False
    tiers_payant: Literal["obligatoire", "usuel", "libre"] | None = None
    complementaire_exclue: bool = False
    participations: int = 1
    #: What a contrat responsable and the C2S pay whole above the base (100 % Santé); zero for everything else.
    panier: Decimal = ZERO


class LecteurDeChiffres:
    """Reads figures on one day and remembers what is doubtful in those that were used."""

    def __init__(self, parametres: Parametres, le: date) -> None:
        self._parametres = parametres
        self.le = le
        self.doutes: dict[str, None] = {}

    def lis(self, id_: str) -> Chiffre:
        """The figure that day; ParametreInconnu when there is none."""
        chiffre = self._parametres.le(id_, self.le)
        self.note(chiffre.doute)
        return chiffre

    def connait(self, id_: str) -> Chiffre | None:
        """The figure that day, or None when there is none: for what is only a supposition."""
        try:
            return self.lis(id_)
        except ParametreInconnu:
            return None

    def note(self, doute: str) -> None:
        """Remember a doubt, once."""
        if doute:
            self.doutes[doute] = None

    def est_mineur(self, statuts: Statuts) -> Chiffre | None:
        """The age limit (R160-20, D160-12 CSS) when the person had not reached it on 1 January, None otherwise.

        Whoever is born in the doubt is taken as an adult: an exemption is shown as a possibility, never promised.
        """
        limite = self.lis("participation-age")
        if statuts.mineur is not None:
            return limite if statuts.mineur else None
        return limite if statuts.naissance and _under(statuts.naissance, limite, date(self.le.year, 1, 1)) else None

    def est_hors_age_du_parcours(self, statuts: Statuts) -> bool:
        """Whether the care pathway does not bind the person yet (under 16, L162-5-3 CSS)."""
        return statuts.naissance is not None and _under(statuts.naissance, self.lis("hors-parcours-age"), self.le)

    def est_nouveau_ne(self, statuts: Statuts) -> bool:
        """Whether the person is surely 30 days old at most."""
        return statuts.naissance is not None and (self.le - statuts.naissance.premier).days <= JOURS_NOUVEAU_NE

    def est_en_maternite(self, statuts: Statuts) -> Chiffre | None:
        """The month everything is paid from (L160-9 CSS) when the person has reached it, None otherwise."""
        if not statuts.mois_de_grossesse:
            return None
        seuil = self.lis("mois-de-maternite")
        return seuil if statuts.mois_de_grossesse >= seuil.valeur else None


def _under(naissance: DateApprochee, limite: Chiffre, jour: date) -> bool:
    return age_on(naissance.premier, jour) < limite.valeur


def age_certain(naissance: DateApprochee | None, limite: Chiffre, jour: date) -> bool:
    """Whether the birth date leaves no doubt on which side of the limit the person was that day."""
    if naissance is None:
        return False
    return (age_on(naissance.premier, jour) < limite.valeur) is (age_on(naissance.dernier, jour) < limite.valeur)
