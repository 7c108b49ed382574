"""What the loader refuses of figures and acts, planted one by one, and that an advice's price is that of its acts."""

import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.content.loader import CONTENU, load_catalogue
from app.domain.cout_conseil import cout_conseil
from app.domain.dates import parse_date_approchee
from app.domain.soins import SituationDeSoins
from tests.content.refus import refus
from tests.factories import AUJOURDHUI, contenu_fiche, contenu_reel, write_contenu, yaml_text

REEL = contenu_reel()
GENERALISTE = "actes/medecin/consultation-generaliste.yaml"
PARTICIPATION = "parametres/participation-forfaitaire.yaml"


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    """A small content folder with every figure and one act."""
    write_contenu(tmp_path, contenu_fiche())
    shutil.copytree(CONTENU / "parametres", tmp_path / "parametres")
    (tmp_path / "actes" / "medecin").mkdir(parents=True)
    shutil.copy(CONTENU / GENERALISTE, tmp_path / GENERALISTE)
    return tmp_path


def change(dossier: Path, fichier: str, **changes: Any) -> None:
    """Rewrite one act with these keys changed; a key changed to ... is taken away."""
    chemin = dossier / fichier
    contenu = yaml.safe_load(chemin.read_text("utf-8")) | changes
    chemin.write_text(yaml_text({cle: valeur for cle, valeur in contenu.items() if valeur is not ...}), "utf-8")


def test_a_good_folder_is_read(dossier: Path) -> None:
    catalogue = load_catalogue(dossier)
    assert list(catalogue.bareme.actes) == ["consultation-generaliste"]
    assert set(catalogue.bareme.parametres.par_id) == set(REEL.bareme.parametres.par_id)
    assert {"actes/consultation-generaliste", "parametres/taux-medecin"} <= set(catalogue.empreintes)


def test_a_figure_changes_the_version(dossier: Path) -> None:
    avant = load_catalogue(dossier)
    fichier = dossier / PARTICIPATION
    fichier.write_text(fichier.read_text("utf-8").replace('"2.00"', '"3.00"'), "utf-8")
    apres = load_catalogue(dossier)
    assert avant.version_contenu != apres.version_contenu
    differents = {nom for nom in avant.empreintes if avant.empreintes[nom] != apres.empreintes[nom]}
    assert differents == {"parametres/participation-forfaitaire"}


FAUTES: dict[str, tuple[dict[str, Any], str]] = {
    "clé inconnue": ({"famile": "medecin"}, r"famile : clé inconnue, vouliez-vous écrire « famille »"),
    "famille inconnue": ({"famille": "docteur"}, r"famille : une de ces valeurs est attendue"),
    "famille d'un autre dossier": ({"famille": "dentaire"}, r"famille « dentaire » différente du nom du dossier"),
    "autre nom que le fichier": ({"id": "autre"}, r"id « autre » différent du nom du fichier"),
    "chiffre inconnu": ({"base": ["tarif-generalist"]}, r"chiffre inconnu « tarif-generalist », vouliez-vous écrire"),
    "un taux pour une base": ({"base": ["taux-medecin"]}, r"« taux-medecin » n'est pas un montant"),
    "une base pour un taux": ({"taux": "tarif-generaliste"}, r"« tarif-generaliste » n'est pas un taux"),
    "taux inconnu": ({"taux": "taux-docteur"}, r"chiffre inconnu « taux-docteur »"),
    "sans base": ({"base": ...}, r"base : obligatoire"),
    "base vide": ({"base": []}, r"base : il manque au moins un élément"),
    "zéro fois": ({"base": [{"parametre": "tarif-generaliste", "fois": "0"}]}, r"base\.0\.fois"),
    "sans FALC": ({"falc": ...}, r"falc : clé obligatoire absente"),
    "sans source": ({"sources": []}, r"sources : il manque au moins un élément"),
    "doute tu": ({"certitude": "a_verifier"}, r"doute : dites ce qui n'est pas certain"),
    "règle inconnue": ({"regles": {"acces_directs": True}}, r"clé inconnue, vouliez-vous écrire « acces_direct »"),
    "rang nul": ({"frequent": 0}, r"frequent : 1 au moins"),
    "non remboursé dans un autre dossier": (
        {"famille": "non_rembourse", "base": ...}, r"tarif ou prix_constate : dites le prix"),
}  # fmt: skip


@pytest.mark.parametrize("faute", FAUTES)
def test_a_faulty_act_is_named(dossier: Path, faute: str) -> None:
    changes, attendu = FAUTES[faute]
    change(dossier, GENERALISTE, **changes)
    problemes = refus(dossier)
    assert any(re.search(attendu, probleme) for probleme in problemes), problemes
    assert all(probleme.startswith(GENERALISTE) for probleme in problemes)


def test_a_missing_figure_of_the_rules_is_named(dossier: Path) -> None:
    (dossier / PARTICIPATION).unlink()
    assert "parametres : il manque le chiffre « participation-age », que les règles lisent" in refus(dossier)


def test_a_figure_written_twice_is_named(dossier: Path) -> None:
    shutil.copy(dossier / PARTICIPATION, dossier / "parametres" / "zz.yaml")
    assert "parametres/zz.yaml : le chiffre « participation-forfaitaire » existe déjà" in refus(dossier)


def test_an_act_written_twice_is_named(dossier: Path) -> None:
    (dossier / "actes" / "dentaire").mkdir()
    shutil.copy(dossier / GENERALISTE, dossier / "actes" / "dentaire" / "consultation-generaliste.yaml")
    assert any("l'acte « consultation-generaliste » existe déjà" in probleme for probleme in refus(dossier))


def test_a_figure_without_quotes_is_named(dossier: Path) -> None:
    fichier = dossier / PARTICIPATION
    fichier.write_text(fichier.read_text("utf-8").replace('"2.00"', "2.00"), "utf-8")
    assert any("[participation-forfaitaire]" in p and "entre guillemets" in p for p in refus(dossier))


# --- the price of an advice ---------------------------------------------------------------------------------------


def conseil(dossier: Path, **cout: Any) -> Path:
    """The small folder with an advice that names the act of the general practitioner."""
    unite = contenu_fiche(cout={"actes": ["consultation-generaliste"], **cout})
    (dossier / "recommandations" / "conseil.yaml").write_text(yaml_text(unite), "utf-8")
    return dossier


def test_the_price_of_an_advice_is_that_of_its_acts(dossier: Path) -> None:
    assert load_catalogue(conseil(dossier, a_payer="30.00", reste_a_charge=None)).par_id["conseil"].cout.actes


@pytest.mark.parametrize(
    ("cout", "attendu"),
    [
        ({"a_payer": "26.50", "reste_a_charge": None}, 'cout.a_payer : "26.50" écrit, "30.00" calculé'),
        ({"a_payer": "30.00", "reste_a_charge": "0.00"}, 'cout.reste_a_charge : "0.00" écrit, null calculé'),
        ({"a_payer": "30.00", "reste_a_charge": None, "actes": ["consultation"]}, "acte inconnu « consultation »"),
    ],
    ids=["ancien tarif", "zéro par défaut", "acte inconnu"],
)
def test_another_price_is_refused(dossier: Path, cout: dict[str, Any], attendu: str) -> None:
    (probleme,) = refus(conseil(dossier, **cout))
    assert attendu in probleme


def test_the_price_of_an_advice_follows_the_person() -> None:
    dentiste = REEL.par_id["visite-dentaire-adulte"]
    tous = cout_conseil(dentiste, REEL.bareme, AUJOURDHUI)
    c2s = cout_conseil(dentiste, REEL.bareme, AUJOURDHUI, SituationDeSoins(c2s=True))
    assert tous
    assert c2s
    assert (tous.a_payer.montant, tous.reste_a_charge.montant) != (None, None)
    assert tous.reste_a_charge.montant is None
    assert f"{tous.reste_a_charge.maximum}" == "9.20"
    assert f"{c2s.a_payer.montant} {c2s.reste_a_charge.montant}" == "0.00 0.00"
    assert "Le détartrage et les soins faits ce jour-là." in tous.peut_etre_facture


def test_a_screening_is_free_for_anyone() -> None:
    sein = REEL.par_id["depistage-cancer-sein"]
    for naissance in ("1960", "1975-05-05"):
        situation = SituationDeSoins(date_naissance=parse_date_approchee(naissance), parcours="hors_parcours")
        cout = cout_conseil(sein, REEL.bareme, date(2026, 11, 22), situation)
        assert cout
        assert f"{cout.a_payer.montant} {cout.reste_a_charge.montant}" == "0.00 0.00"


def test_an_advice_without_act_keeps_its_written_price() -> None:
    assert cout_conseil(REEL.par_id["tabac-arret"], REEL.bareme, AUJOURDHUI) is None


def test_every_line_a_rule_can_say_has_its_words() -> None:
    """Sweep acts and situations: each line and supposition found has French words."""
    from itertools import product

    from app.domain.decompte_ouvert import Demande, etablit
    from app.rendering.mots_couts import libelle, libelle_si

    situations: list[dict[str, Any]] = [
        {}, {"ald": True, "acte_en_lien_ald": True}, {"ald": True}, {"c2s": True}, {"ame": True}, {"at_mp": True},
        {"mois_de_grossesse": 7}, {"alsace_moselle": True}, {"date_naissance": "2026-11-01"},
        {"date_naissance": "2015-01-01"}, {"parcours": "hors_parcours"}, {"complementaire": "aucune"},
    ]  # fmt: skip
    for acte, dits in product(REEL.bareme.actes.values(), situations):
        decompte = etablit(Demande(AUJOURDHUI, SituationDeSoins.model_validate(dits), acte=acte), REEL.bareme)
        assert all(libelle(ligne) for ligne in decompte.lignes)
        assert all(libelle_si(si) for si in decompte.si)
