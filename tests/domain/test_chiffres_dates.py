"""Every dated figure of the content on the eve and the day of each of its changes, read again from the files."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.domain.calcul import somme
from app.domain.erreurs import ParametreInconnu
from app.domain.familles import CHIFFRES_DES_REGLES
from app.domain.parametres import Parametre, Parametres
from app.domain.soins import LecteurDeChiffres
from tests.domain.additions import BAREME, addition, dit
from tests.tables import each

DOSSIER = Path(__file__).parents[2] / "app" / "content" / "parametres"
BRUTS: dict[str, Any] = {
    brut["id"]: brut
    for fichier in sorted(DOSSIER.glob("*.yaml"))
    for brut in yaml.load(fichier.read_text("utf-8"), yaml.CSafeLoader)
}
CHANGEMENTS = [(id_, rang) for id_, brut in BRUTS.items() for rang in range(len(brut["valeurs"]))]


def lu(id_: str, jour: date) -> str | None:
    """The figure that day as its file writes it, None where it is refused."""
    try:
        return str(BAREME.parametres.le(id_, jour).valeur)
    except ParametreInconnu:
        return None


@each("id_, rang", CHANGEMENTS)
def test_eve_and_day_of_a_change(id_: str, rang: int) -> None:
    valeurs = BRUTS[id_]["valeurs"]
    jour = valeurs[rang]["depuis"]
    assert lu(id_, jour) == valeurs[rang]["valeur"]
    assert lu(id_, jour - timedelta(1)) == (valeurs[rang - 1]["valeur"] if rang else None)
    fin = valeurs[rang + 1]["depuis"] - timedelta(1) if rang + 1 < len(valeurs) else date(2099, 12, 31)
    assert lu(id_, fin) == valeurs[rang]["valeur"]


@each("id_", BAREME.actes)
def test_an_act_follows_its_figures(id_: str) -> None:
    """On the eve and the day of each change of a figure it names, the act costs what the figures add up to."""
    acte = BAREME.actes[id_]
    jours = {valeur["depuis"] for nom in acte.parametres_lus() for valeur in BRUTS[nom]["valeurs"]}
    for jour in sorted(jours | {jour - timedelta(1) for jour in jours}):
        attendu: Decimal | None = Decimal(0)
        for terme in acte.tarif or acte.base or ():
            valeurs = [v["valeur"] for v in BRUTS[terme.parametre]["valeurs"] if v["depuis"] <= jour]
            if attendu is not None:
                attendu = attendu + Decimal(valeurs[-1]) * terme.fois if valeurs and valeurs[-1] else None
        try:
            trouve: Decimal | None = somme(acte.tarif or acte.base, LecteurDeChiffres(BAREME.parametres, jour))[0]
        except ParametreInconnu:
            trouve = None
        if attendu is None or trouve is None:
            assert trouve is attendu, jour
        else:
            assert abs(trouve - attendu) <= Decimal("0.005") * len(acte.tarif or acte.base or ()), jour


def test_every_figure_the_rules_read_is_there() -> None:
    assert [nom for nom in CHIFFRES_DES_REGLES if nom not in BRUTS] == []


#: The sums people see, on the eve and the day: la veille, le jour, ce qui reste.
SOMMES: dict[str, tuple[tuple[str, str], dict[str, str], str]] = {
    "participation": (("medecin", "25.00"), {"2024-05-14": "1.00", "2024-05-15": "2.00"}, "participation_forfaitaire"),
    "franchise, boîte": (("medicament", "10.00"), {"2024-03-30": "0.50", "2024-03-31": "1.00"}, "franchise"),
    "franchise, acte": (("auxiliaire", "10.00"), {"2024-03-30": "0.50", "2024-03-31": "1.00"}, "franchise"),
    "franchise, trajet": (("transport", "40.00"), {"2024-03-30": "2.00", "2024-03-31": "4.00"}, "franchise"),
    "taux dentaire": (("dentaire", "100.00"), {"2023-10-14": "70.00", "2023-10-15": "60.00"}, "amo_brut"),
    "taux des transports": (("transport", "100.00"), {"2023-07-31": "65.00", "2023-08-01": "55.00"}, "amo_brut"),
    "plafond hors parcours": (
        ("medecin", "40.00"), {"2023-10-31": "10.00", "2023-11-01": "10.60"}, "majoration_hors_parcours"),
}  # fmt: skip


@pytest.mark.parametrize("cas", SOMMES)
def test_sum_on_the_eve_and_the_day(cas: str) -> None:
    arguments, jours, montant = SOMMES[cas]
    trouves = {jour: dit(addition(*arguments, le=jour, parcours="hors_parcours"), montant) for jour in jours}
    assert trouves == jours


def test_what_is_known_of_the_future_is_shown_on_its_day() -> None:
    assert dit(addition("seance-kine", le="2027-06-30"), "tarif") == "17.90"
    assert dit(addition("seance-kine", le="2027-07-01"), "tarif") == "18.56"


# --- the form of a figure, and planted faults ---------------------------------------------------------------------


def parametre(*valeurs: tuple[str, str | None], **changes: Any) -> Parametre:
    """A figure as its file would hold it."""
    source = {"editeur": "E", "titre": "T", "url": "https://example.org/", "date": "2026", "vu_le": date(2026, 11, 22)}
    return Parametre.model_validate(
        {
            "id": "chiffre",
            "libelle": "Un chiffre",
            "unite": "euros",
            "valeurs": [
                {"depuis": date.fromisoformat(jour), "valeur": valeur, "source": source} for jour, valeur in valeurs
            ],
            "certitude": "sure",
            "verifie_le": date(2026, 11, 22),
            "a_relire_avant": date(2027, 3, 31),
            **changes,
        }
    )


def test_an_unread_value_is_refused_not_guessed() -> None:
    chiffres = Parametres([parametre(("2020-01-01", "10.00"), ("2025-11-05", None))])
    assert chiffres.le("chiffre", date(2025, 11, 4)).valeur == Decimal("10.00")
    with pytest.raises(ParametreInconnu, match="Personne ne l'a encore relu"):
        chiffres.le("chiffre", date(2025, 11, 5))


FAUTES: dict[str, tuple[tuple[tuple[Any, Any], ...], dict[str, Any], str]] = {
    "dates en désordre": ((("2024-01-01", "1.00"), ("2023-01-01", "2.00")), {}, "de la plus ancienne"),
    "deux fois le même jour": ((("2024-01-01", "1.00"), ("2024-01-01", "2.00")), {}, "de la plus ancienne"),
    "aucune valeur": ((), {}, "at least 1"),
    "chiffre sans guillemets": ((("2024-01-01", 8.5),), {}, "entre guillemets"),
    "pas un chiffre": ((("2024-01-01", "huit"),), {}, "chiffre attendu"),
    "infini": ((("2024-01-01", "Infinity"),), {}, "chiffre ordinaire"),
    "négatif": ((("2024-01-01", "-1.00"),), {}, "positif"),
    "trois décimales": ((("2024-01-01", "1.005"),), {}, "deux décimales"),
    "taux de 70": ((("2024-01-01", "70"),), {"unite": "taux"}, "de 0 à 1"),
    "demi-participation": ((("2024-01-01", "4.5"),), {"unite": "nombre"}, "nombre entier"),
    "doute tu": ((("2024-01-01", "1.00"),), {"certitude": "a_verifier"}, "doute"),
    "relecture passée": ((("2024-01-01", "1.00"),), {"a_relire_avant": date(2026, 11, 22)}, "a_relire_avant"),
    "fin écrite": ((("2024-01-01", "1.00"),), {"jusqu_au": date(2026, 1, 1)}, "Extra inputs"),
}


@pytest.mark.parametrize("faute", FAUTES)
def test_a_faulty_figure_is_refused(faute: str) -> None:
    valeurs, changes, message = FAUTES[faute]
    with pytest.raises(ValueError, match=message):
        parametre(*valeurs, **changes)
