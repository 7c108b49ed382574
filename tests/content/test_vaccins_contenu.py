"""The vaccine content: whole, dated, easy to read; and the loader lists each planted fault in French."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.domain.falc_vaccins import problemes_regle_vaccinale, problemes_vaccin
from app.domain.vaccination_lignes import LigneVaccin
from tests.content.refus import refus
from tests.domain.calendrier_etranger import TEXTES, make_ligne
from tests.factories import contenu_fiche, contenu_reel, write_contenu, yaml_text

CATALOGUE = contenu_reel()
CALENDRIER = CATALOGUE.vaccins
FAITS = Path(__file__).parents[3] / "shared" / "facts"


@pytest.mark.parametrize("ligne", CATALOGUE.vaccins.lignes, ids=[ligne.id for ligne in CALENDRIER.lignes])
def test_line_is_easy_to_read(ligne: LigneVaccin) -> None:
    assert [str(probleme) for probleme in problemes_vaccin(ligne)] == []


@pytest.mark.parametrize("repere", CATALOGUE.vaccins.reperes, ids=[repere.id for repere in CALENDRIER.reperes])
def test_general_rule_is_easy_to_read(repere: Any) -> None:
    assert [str(probleme) for probleme in problemes_regle_vaccinale(repere)] == []


@pytest.mark.parametrize(
    ("change", "regle"),
    [
        ({"titre": "Un DTP"}, "F9"),
        ({"resume": "Un vaccin ; deux doses."}, "F4"),
        ({"pourquoi": ["C'est dès 12 ans."]}, "F28"),
        ({"ou": ["Voyez le docteur."]}, "F11"),
        ({"prix": ["Vous payez 30 euros."]}, "F28"),
        ({"preuve": ["Garde ton carnet."]}, "F12"),
    ],
)
def test_a_fault_of_a_line_is_caught_by_its_rule(change: dict[str, Any], regle: str) -> None:
    ligne = make_ligne(doses=[{}], falc=TEXTES["falc"] | change)
    assert regle in {probleme.regle for probleme in problemes_vaccin(ligne)}
    assert list(problemes_vaccin(make_ligne(doses=[{}]))) == []


def test_a_reason_of_a_line_is_read_too() -> None:
    avis = {"parce_que": "Un avis.", "parce_que_falc": "Voyez un praticien."}
    assert [p.regle for p in problemes_vaccin(make_ligne(doses=[{}], avis=avis))] == ["F11"]


def test_every_vaccine_line_says_what_is_not_sure() -> None:
    assert [ligne.id for ligne in CATALOGUE.vaccins.lignes if ligne.certitude == "a_verifier" and not ligne.doute] == []
    assert {ligne.relu_par for ligne in CATALOGUE.vaccins.lignes} == {()}
    assert all(ligne.verifie_le < ligne.a_relire_avant for ligne in CATALOGUE.vaccins.lignes)


def test_the_unconfirmed_campaigns_say_so() -> None:
    certitudes = {campagne.cle: campagne.certitude for campagne in CALENDRIER.campagnes}
    assert {certitudes[cle] for cle in ("automne-2026", "vrs-2026", "printemps-2026")} == {"a_verifier"}


def test_the_lines_and_codes_are_those_of_the_facts() -> None:
    if not FAITS.is_dir():
        return
    faits = yaml.load((FAITS / "vaccins.yaml").read_text("utf-8"), yaml.CSafeLoader)
    lignes = {fait["id"] for fait in faits if fait["kind"] == "dose_line"}
    assert lignes <= CALENDRIER.par_id.keys()
    series = {fait["id"]: fait["line"] for fait in faits}
    assert [ligne.id for ligne in CATALOGUE.vaccins.lignes if ligne.serie != series[ligne.id]] == []
    codes = yaml.load((FAITS / "codes-vaccins.yaml").read_text("utf-8"), yaml.CSafeLoader)
    assert list(codes) == list(CALENDRIER.codes)
    assert {c: sorted(v["antigenes"]) for c, v in codes.items()} == {
        c: sorted(v.antigenes) for c, v in CALENDRIER.codes.items()
    }
    assert {c: v["vivant"] for c, v in codes.items()} == {c: v.vivant for c, v in CALENDRIER.codes.items()}


CODE = {"libelle": "Essai", "libelle_falc": "Essai", "antigenes": ["essai"], "vivant": False}


def ligne_contenu(**changes: Any) -> dict[str, Any]:
    """A valid line as its file would hold it."""
    contenu = make_ligne("x", doses=[{"age": "P12M"}]).model_dump(mode="json", exclude_defaults=True)
    for cle in ("en_vigueur_depuis", "verifie_le", "a_relire_avant"):
        contenu[cle] = TEXTES[cle]
    contenu["sources"] = [dict(TEXTES["sources"][0])]
    return contenu | changes


def write_vaccins(racine: Path, ligne: dict[str, Any], **fichiers: Any) -> Path:
    """A content folder with one vaccine line, and other files replaced."""
    write_contenu(racine, contenu_fiche())
    (racine / "vaccins").mkdir(exist_ok=True)
    (racine / "vaccins" / f"{ligne.get('id', 'x')}.yaml").write_text(yaml_text(ligne), "utf-8")
    (racine / "vaccins-codes.yaml").write_text(yaml_text({"x": CODE}), "utf-8")
    for nom, contenu in fichiers.items():
        (racine / f"{nom.replace('_', '-')}.yaml").write_text(yaml_text(contenu), "utf-8")
    return racine


def test_a_small_schedule_loads(tmp_path: Path) -> None:
    from app.content.loader import load_catalogue

    catalogue = load_catalogue(write_vaccins(tmp_path, ligne_contenu()))
    assert list(catalogue.vaccins.par_id) == ["x"]
    assert {"x", "conseil"} == set(catalogue.empreintes)


@pytest.mark.parametrize(
    ("change", "attendu"),
    [
        ({"vaccin": ["x"]}, "vaccins/x.yaml : vaccin : clé inconnue, vouliez-vous écrire « vaccins » ?"),
        ({"vaccins": ["y"]}, "code de vaccin inconnu « y »"),
        ({"remplace": ["xx"]}, "ligne inconnue « xx »"),
        ({"saison": {"campagne": "autonne", "chaque_saison": True}}, "vouliez-vous écrire « automne » ?"),
        ({"pour_qui": {"conditions": [{"fait": "fumeurs"}]}}, "« fumeurs », vouliez-vous écrire « fumeur » ?"),
        ({"pour_qui": {"conditions": [{"fait": "imc"}]}}, "« imc » se compare à une limite"),
        ({"pour_qui": {"de": "P2Y", "avant": "P1Y"}}, "avant : un âge après celui de « de »"),
        ({"precedents": [{"evenement": "zonas", "delai": "P1Y"}]}, "événement inconnu « zonas »"),
        ({"precedents": [{"delai": "P1Y"}]}, "vaccins ou evenement"),
        ({"antigenes": ["essais"]}, "antigène inconnu « essais », vouliez-vous écrire « essai » ?"),
        ({"genre": "conseil"}, "une de ces valeurs est attendue"),
        ({"certitude": "a_verifier"}, "doute : dites ce qui n'est pas certain"),
        ({"schemas": []}, "schemas : des doses"),
        ({"sources": []}, "il manque au moins un élément"),
        ({"schemas": [{"nom": "usuel", "doses": [{"age": "2 mois"}]}]}, "durée attendue sous la forme"),
        ({"falc": None}, "falc"),
        ({"id": "y"}, "différent du nom du fichier"),
    ],
)  # fmt: skip
def test_a_planted_fault_is_listed(tmp_path: Path, change: dict[str, Any], attendu: str) -> None:
    racine = write_vaccins(tmp_path, ligne_contenu())
    (racine / "vaccins" / "x.yaml").write_text(yaml_text(ligne_contenu() | change), "utf-8")
    assert any(attendu in probleme for probleme in refus(racine)), refus(racine)


@pytest.mark.parametrize(
    ("fichier", "contenu", "attendu"),
    [
        ("vaccins_codes", {"x": CODE | {"vivants": True}}, "vouliez-vous écrire « vivant » ?"),
        ("vaccins_codes", {"x": CODE | {"ecart_entre_vivants": True}}, "pour un vaccin vivant seulement"),
        ("vaccins_codes", [], "des clés et leurs valeurs attendu ici"),
        ("vaccins_reglages", {}, "vaccins-reglages.yaml : horizon : clé obligatoire absente"),
        ("vaccins_reperes", [], "repère inconnu « regle-vivants »"),
    ],
)
def test_a_planted_fault_of_a_shared_file_is_listed(tmp_path: Path, fichier: str, contenu: Any, attendu: str) -> None:
    racine = write_vaccins(tmp_path, ligne_contenu(), **{fichier: contenu})
    assert any(attendu in probleme for probleme in refus(racine)), refus(racine)


def test_a_campaign_of_no_family_and_one_written_twice_are_listed(tmp_path: Path) -> None:
    campagne = {
        "cle": "ete-2026",
        "du": TEXTES["verifie_le"],
        "au": TEXTES["a_relire_avant"],
        "certitude": "sure",
        "sources": [dict(TEXTES["sources"][0])],
        "verifie_le": TEXTES["verifie_le"],
    }
    racine = write_vaccins(tmp_path, ligne_contenu())
    (racine / "campagnes_vaccinales.yaml").write_text(yaml_text([campagne, campagne]), "utf-8")
    problemes = "\n".join(refus(racine))
    assert "famille inconnue « ete »" in problemes
    assert "existe 2 fois" in problemes


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    racine = write_vaccins(tmp_path, ligne_contenu())
    (racine / "vaccins-codes.yaml").unlink()
    assert "vaccins-codes.yaml : le fichier est absent" in refus(racine)


#: The words of our own working notes, which tell a citizen nothing.
JARGON = re.compile(r"VPC\d|VPP|SpF|DGS|\bAMM\b|[Nn]on relue?s?\b|plancher|\btelle que citée|[<>]|\bJ\d|mise en ligne")


def test_doubts_are_told_to_citizens() -> None:
    textes = [(ligne.id, ligne.doute) for ligne in CATALOGUE.vaccins.lignes]
    textes += [(repere.id, repere.doute) for repere in CATALOGUE.vaccins.reperes]
    assert [(id_, doute) for id_, doute in textes if doute and JARGON.search(doute)] == []
    assert JARGON.search("Intervalle plancher de 6 mois : non relu (VPC20).")
