"""Holds the families of care and what the law attaches to each, with its article. Computes nothing."""

from dataclasses import dataclass
from typing import Literal, get_args

FamilleDeSoins = Literal[
    "medecin", "dentaire", "auxiliaire", "sage_femme", "biologie", "imagerie", "medicament", "transport",
    "vehicule_personnel", "psychologue", "appareillage", "ivg", "hospitalisation",
    "urgences", "pharmacien", "cure", "non_rembourse",
]  # fmt: skip
#: Those a caller may price freely; the others have rules of their own and exist as acts of the catalogue only.
FamilleLibre = Literal[
    "medecin", "dentaire", "auxiliaire", "sage_femme", "biologie", "imagerie", "medicament", "transport",
    "vehicule_personnel", "psychologue", "appareillage", "ivg", "hospitalisation",
]  # fmt: skip
FAMILLES: tuple[str, ...] = get_args(FamilleDeSoins)
#: obligatoire: you advance nothing of what the Sécu pays; usuel: most often so; libre: the professional chooses.
TiersPayant = Literal["obligatoire", "usuel", "libre"]


@dataclass(frozen=True, slots=True)
class RegleDeFamille:
    """What a family owes and is owed. Rates and amounts are names of figures: their values are dated."""

    taux: str | None
    participation: bool = False
    franchise: str | None = None
    parcours: bool = False
    tiers_payant: TiersPayant = "libre"
    complementaire: bool = True


#: R160-5 CSS sets each rate; L160-13 II the participation (doctors and biology) and III the franchise (boxes,
#: auxiliaries, transports with a vehicle of the trade: not one's own car); L162-5-3 the care pathway (doctors only);
#: L871-1 and R871-2 what a contrat responsable need not pay (cures here; medicines at 30 % and 15 % by their rate).
REGLES: dict[str, RegleDeFamille] = {
    "medecin": RegleDeFamille("taux-medecin", participation=True, parcours=True),
    "imagerie": RegleDeFamille("taux-medecin", participation=True, parcours=True, tiers_payant="usuel"),
    "dentaire": RegleDeFamille("taux-dentaire"),
    "sage_femme": RegleDeFamille("taux-medecin"),
    "auxiliaire": RegleDeFamille("taux-auxiliaire", franchise="franchise-auxiliaire", tiers_payant="usuel"),
    "biologie": RegleDeFamille("taux-biologie", participation=True, tiers_payant="usuel"),
    "medicament": RegleDeFamille("taux-medicament-important", franchise="franchise-medicament", tiers_payant="usuel"),
    "transport": RegleDeFamille("taux-transport", franchise="franchise-transport", tiers_payant="usuel"),
    "vehicule_personnel": RegleDeFamille("taux-transport"),
    "psychologue": RegleDeFamille("taux-psychologue"),
    "appareillage": RegleDeFamille("taux-appareillage"),
    "pharmacien": RegleDeFamille("taux-pharmacien", tiers_payant="usuel"),
    "cure": RegleDeFamille("taux-cure", complementaire=False),
    "ivg": RegleDeFamille("taux-ivg", tiers_payant="obligatoire"),
    "hospitalisation": RegleDeFamille("taux-hospitalisation", tiers_payant="usuel"),
    "urgences": RegleDeFamille(None, tiers_payant="usuel"),
    "non_rembourse": RegleDeFamille(None, complementaire=False),
}
#: Every figure the rules themselves read, whatever the act: the content must hold them all.
CHIFFRES_DES_REGLES: tuple[str, ...] = tuple(
    sorted(
        {regle.taux for regle in REGLES.values() if regle.taux}
        | {regle.franchise for regle in REGLES.values() if regle.franchise}
        | {
            "participation-forfaitaire", "participation-plafond-annuel", "participation-plafond-jour",
            "participation-age", "franchise-plafond-annuel", "franchise-plafond-jour-auxiliaire",
            "franchise-plafond-jour-transport", "hors-parcours-majoration", "hors-parcours-age",
            "hors-parcours-plafond", "taux-exoneration", "taux-alsace-moselle", "taux-alsace-moselle-medicaments",
            "forfait-acte-lourd", "forfait-acte-lourd-seuil", "forfait-journalier", "forfait-journalier-psychiatrie",
            "forfait-urgences", "forfait-urgences-minore", "mois-de-maternite",
            "imputation-forfait-journalier", "taux-medicament-faible",
        }
    )
)  # fmt: skip
