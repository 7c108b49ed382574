"""A small foreign schedule, written from public United States parameters: three lines that share no word with ours.

Measles, mumps and rubella: 12 to 15 months, then 4 to 6 years, 28 days apart at least. Tetanus: at 11 years, then every
10 years. Influenza: each season. Enough to show that the engine knows no country.
"""

from datetime import date
from typing import Any

from app.domain.vaccination import CalendrierVaccinal
from app.domain.vaccination_codes import CampagneVaccinale, CodeVaccin, ReglagesVaccins
from app.domain.vaccination_lignes import LigneVaccin
from tests.factories import VACCINS_VIDES

SOURCE = {
    "editeur": "CDC",
    "titre": "Immunization schedules",
    "url": "https://www.cdc.gov/vaccines/schedules/",
    "date": "2025",
    "vu_le": date(2026, 11, 22),
}
TEXTES: dict[str, Any] = {
    "normal": {
        "titre": "Une ligne",
        "resume": "Un vaccin.",
        "pourquoi": "Il protège.",
        "origine": "Une règle publique.",
        "ou": "Chez le médecin.",
        "prix": "Variable.",
        "preuve": "Le carnet.",
    },
    "falc": {
        "titre": "Un vaccin",
        "resume": "Un vaccin vous protège.",
        "pourquoi": ["Il vous protège."],
        "ou": ["Voyez le médecin."],
        "prix": ["Demandez le prix."],
        "preuve": ["Gardez le carnet."],
    },
    "sources": [SOURCE],
    "certitude": "sure",
    "en_vigueur_depuis": date(2025, 1, 1),
    "verifie_le": date(2026, 11, 22),
    "a_relire_avant": date(2027, 11, 22),
}


def make_ligne(id_: str = "mmr", **changes: Any) -> LigneVaccin:
    """A valid line; `doses` stands for a single scheme."""
    prevues = changes.pop("doses", None)
    contenu: dict[str, Any] = {"id": id_, "serie": id_, "genre": "recommande", "ordre": 1, "vaccins": [id_], **TEXTES}
    if prevues is not None:
        contenu["schemas"] = [{"nom": "usuel", "doses": prevues}]
    return LigneVaccin.model_validate(contenu | changes)


def make_code(code: str, *, vivant: bool = False) -> CodeVaccin:
    """A vaccine that protects from itself."""
    return CodeVaccin.model_validate(
        {
            "code": code,
            "libelle": code,
            "libelle_falc": code,
            "antigenes": [code],
            "vivant": vivant,
            "ecart_entre_vivants": vivant,
        }
    )


MMR = make_ligne(
    "mmr",
    pour_qui={"de": "P12M"},
    doses=[
        {"age": "P12M", "age_min": "P12M", "fin_de_fenetre": "P16M"},
        {"age": "P4Y", "intervalle_min": "P28D", "fin_de_fenetre": "P7Y"},
    ],
)
TDAP = make_ligne(
    "tdap",
    vaccins=["tdap", "td"],
    pour_qui={"de": "P11Y"},
    precedents=[{"vaccins": ["tdap", "td"], "delai": "P5Y"}],
    rendez_vous={"tous_les": "P10Y"},
    doses=[{"age": "P11Y", "age_min": "P11Y", "fin_de_fenetre": "P13Y"}],
)
FLU = make_ligne(
    "flu", saison={"campagne": "fall", "chaque_saison": True}, pour_qui={"de": "P6M"}, doses=[{"age_min": "P6M"}]
)
CAMPAGNE = CampagneVaccinale.model_validate(
    {
        "cle": "fall-2026",
        "du": date(2026, 9, 1),
        "au": date(2027, 5, 31),
        "certitude": "sure",
        "sources": [SOURCE],
        "verifie_le": date(2026, 11, 22),
    }
)
REGLAGES = ReglagesVaccins.model_validate(
    VACCINS_VIDES["vaccins-reglages.yaml"] | {"campagnes": ["fall"], "evenements": []}
)


def make_calendrier(*lignes: LigneVaccin, codes: tuple[CodeVaccin, ...] = ()) -> CalendrierVaccinal:
    """A schedule of these lines."""
    cites = {code for ligne in lignes for code in ligne.codes_cites()}
    tous = {code: make_code(code) for code in cites} | {code.code: code for code in codes}
    return CalendrierVaccinal(lignes, tous, (CAMPAGNE,), REGLAGES)


ETRANGER = make_calendrier(MMR, TDAP, FLU, codes=(make_code("mmr", vivant=True),))
