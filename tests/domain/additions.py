"""Asks for décomptes in one line, on the real figures, for the tables of the tests. Tests nothing itself."""

from datetime import date
from decimal import Decimal
from typing import Any

from app.domain.calcul import calcule
from app.domain.decompte import Decompte
from app.domain.decompte_ouvert import DecompteOuvert, Demande, etablit
from app.domain.soins import LecteurDeChiffres, SituationDeSoins, Soin, Statuts
from tests.factories import AUJOURDHUI, contenu_reel

BAREME = contenu_reel().bareme
#: An adult who follows the pathway, with an ordinary complementary and nothing particular.
ORDINAIRE: dict[str, Any] = {
    "date_naissance": "1980-01-01",
    "parcours": "respecte",
    "complementaire": "responsable",
    "ald": False,
    "c2s": False,
    "ame": False,
    "mois_de_grossesse": 0,
    "alsace_moselle": False,
    "at_mp": False,
    "complementaire_depassement": "0.00",
    "complementaire_medicaments_30_15": False,
}
_DU_SOIN = ("acte_lourd", "maternite", "taux")


def addition(
    famille: str,
    base: str = "",
    prix: str | None = None,
    le: str | date = AUJOURDHUI,
    jours: int | None = None,
    **dits: Any,
) -> DecompteOuvert:
    """A décompte for a family (or an act of the catalogue when there is no base) and an ordinary adult, but `dits`."""
    jour = date.fromisoformat(le) if isinstance(le, str) else le
    du_soin = {nom: dits.pop(nom) for nom in _DU_SOIN if nom in dits}
    situation = {cle: valeur for cle, valeur in {**ORDINAIRE, **dits}.items() if valeur is not ...}
    if "taux" in du_soin:
        du_soin["taux"] = Decimal(du_soin["taux"])
    soin = Soin(famille=famille, base=Decimal(base), prix=Decimal(base), **du_soin) if base else None
    return etablit(
        Demande(
            le=jour,
            situation=SituationDeSoins.model_validate(situation),
            soin=soin,
            acte=None if base else BAREME.acte(famille),
            prix=None if prix is None else Decimal(prix),
            jours=jours,
        ),
        BAREME,
    )


def dit(decompte: DecompteOuvert, *noms: str) -> str:
    """Amounts as a table holds them: 19.00 2.00, with a range as 2.00..11.00 and an unknown end as ?."""
    return " ".join(_dit(decompte, nom) for nom in noms)


def _dit(decompte: DecompteOuvert, nom: str) -> str:
    fourchette = decompte.montants[nom]
    if fourchette.montant is not None:
        return f"{fourchette.montant}"
    bas, haut = ("?" if bout is None else f"{bout}" for bout in (fourchette.minimum, fourchette.maximum))
    return f"{bas}..{haut}"


def settled(soin: Soin, statuts: Statuts, le: date) -> Decompte:
    """The décompte of one settled situation."""
    return calcule(soin, statuts, LecteurDeChiffres(BAREME.parametres, le))
