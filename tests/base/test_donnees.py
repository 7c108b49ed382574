"""docs/donnees.md lists every column the base has, says what each is, and none of them speaks of health."""

import re
from pathlib import Path

from app.models import Table

PAGE = Path(__file__).resolve().parents[2] / "docs/donnees.md"
#: What only an appointment may hold about someone, with what it keeps instead of the rest.
DU_RENDEZ_VOUS = {"personnelle", "empreinte"}
#: What only the carnets may hold: texts nobody reads without a key that is elsewhere, and hashes of random numbers.
DU_CARNET = {"chiffrée", "scellée", "condensé", "pseudonyme", "accord"}
TABLES_DU_CARNET = {
    "acces_carnet", "acte_consentement", "adresse_rappel", "agenda_abonne", "carnet", "cle_acces", "code_carnet",
    "defi_acces", "effacement", "envoi", "invitation_carnet", "jeton_reponse", "lien_identite", "partage_carnet",
    "personne_carnet", "piece_rappel", "session_carnet", "suivi_personne",
}  # fmt: skip


def sections() -> dict[str, dict[str, str]]:
    """The kind of each column of each table, as the page says."""
    tables = re.split(r"(?m)^## ", PAGE.read_text("utf-8"))[1:]
    return {table.splitlines()[0]: dict(re.findall(r"(?m)^\| (\w+) \| ([a-zé]+) \|$", table)) for table in tables}


def test_every_column_is_listed_once_and_no_other() -> None:
    modeles = {nom: [colonne.name for colonne in table.columns] for nom, table in Table.metadata.tables.items()}
    assert {nom: list(colonnes) for nom, colonnes in sections().items()} == modeles


def test_each_has_a_kind_that_the_page_explains() -> None:
    sortes = set(re.findall(r"(?m)^\| ([a-zé]+) \| [A-Z]", PAGE.read_text("utf-8")))
    employees = {sorte for colonnes in sections().values() for sorte in colonnes.values()}
    assert employees <= sortes


def test_only_an_appointment_says_something_about_a_person() -> None:
    ailleurs = {
        nom: sorte
        for nom, colonnes in sections().items()
        for sorte in colonnes.values()
        if sorte in DU_RENDEZ_VOUS and nom not in {"rendez_vous", "attente"}
    }
    assert ailleurs == {"lien_identite": "empreinte"}  # the number another service gives, under our key
    noms = {colonne for colonne, sorte in sections()["rendez_vous"].items() if sorte == "personnelle"}
    assert noms == {"creneau_id", "prenom", "nom", "contact"}
    noms = {colonne for colonne, sorte in sections()["attente"].items() if sorte == "personnelle"}
    assert noms == {"lieu_id", "tranche", "avant"}


def test_what_people_say_is_in_sealed_columns_of_the_carnet_alone() -> None:
    scellees = {
        (nom, colonne) for nom, colonnes in sections().items() for colonne, s in colonnes.items() if s == "chiffrée"
    }
    du_carnet = {("personne_carnet", colonne) for colonne in ("cle", "profil", "historique")}
    du_carnet |= {("suivi_personne", "cle")}
    assert scellees == du_carnet | {("adresse_rappel", colonne) for colonne in ("adresse", "suivi")}
    ailleurs = {nom for nom, colonnes in sections().items() if DU_CARNET & set(colonnes.values())}
    assert ailleurs == TABLES_DU_CARNET
