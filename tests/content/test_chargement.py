"""What the loader refuses, planted one by one in a small content folder, and that it lists everything at once."""

import re
from pathlib import Path
from typing import Any

import pytest

from app.content.loader import load_catalogue
from tests.content.refus import fichier, refus, sans
from tests.factories import FAITS_D_ESSAI, contenu_fiche, exclusion, question, write_contenu, yaml_text

RACINE = Path(__file__).parents[2]


def test_a_good_folder_is_read(tmp_path: Path) -> None:
    fumeur = contenu_fiche("tabac", conditions=[{"fait": "fumeur"}], sauf=[exclusion(fait="ancien_fumeur")])
    catalogue = load_catalogue(write_contenu(tmp_path, contenu_fiche(), fumeur))
    assert set(catalogue.par_id) == {"conseil", "tabac"}
    assert set(catalogue.faits) == set(FAITS_D_ESSAI)
    assert catalogue.faits["fumeur"].groupe == "tabac-alcool"
    assert catalogue.faits["imc"].question is None


def test_the_hashes_follow_the_files(tmp_path: Path) -> None:
    racine = write_contenu(tmp_path, contenu_fiche(), contenu_fiche("autre"))
    avant = load_catalogue(racine)
    assert load_catalogue(racine).version_contenu == avant.version_contenu
    fichier(racine).write_text(yaml_text(contenu_fiche(priorite=31)), "utf-8")
    apres = load_catalogue(racine)
    assert apres.version_contenu != avant.version_contenu
    assert apres.empreintes["conseil"] != avant.empreintes["conseil"]
    assert apres.empreintes["autre"] == avant.empreintes["autre"]


# --- one fault, one line, with the file and the cure -------------------------------------------------------------

FAUTES_DE_FORME: dict[str, tuple[dict[str, Any], str]] = {
    "clé inconnue": (
        contenu_fiche() | {"pictograme": "sein"},
        r"pictograme : clé inconnue, vouliez-vous écrire « pictogramme »",
    ),
    "clé inconnue dans les textes": (
        contenu_fiche() | {"falc": contenu_fiche()["falc"] | {"tittre": "Titre"}},
        r"falc\.tittre : clé inconnue, vouliez-vous écrire « titre »",
    ),
    "clé inconnue dans une clause": (
        contenu_fiche(conditions=[{"fait": "imc", "au_moin": 25}]),
        r"au_moin : clé inconnue, vouliez-vous écrire « au_moins »",
    ),
    "clé sans voisine": (contenu_fiche() | {"zzz": 1}, r"zzz : clé inconnue$"),
    "FALC absent": (sans(contenu_fiche(), "falc"), r"falc : clé obligatoire absente"),
    "FALC sans prix": (sans(contenu_fiche(), "falc.prix"), r"falc\.prix : clé obligatoire absente"),
    "texte normal absent": (sans(contenu_fiche(), "normal"), r"normal : clé obligatoire absente"),
    "sans chemin sans internet": (
        sans(contenu_fiche(), "normal.sans_internet"),
        r"normal\.sans_internet : clé obligatoire absente",
    ),
    "texte vide": (
        contenu_fiche() | {"normal": contenu_fiche()["normal"] | {"texte": " "}},
        r"normal\.texte : le texte est vide",
    ),
    "sources absentes": (sans(contenu_fiche(), "sources"), r"sources : clé obligatoire absente"),
    "aucune source": (contenu_fiche(sources=[]), r"sources : il manque au moins un élément"),
    "source sans date": (
        contenu_fiche(sources=[sans(contenu_fiche()["sources"][0], "date")]),
        r"sources\.0\.date : clé obligatoire absente",
    ),
    "source sans adresse": (
        contenu_fiche(sources=[contenu_fiche()["sources"][0] | {"url": "index public de code"}]),
        r"sources\.0\.url",
    ),
    "source en ftp": (
        contenu_fiche(sources=[contenu_fiche()["sources"][0] | {"url": "ftp://example.org/page"}]),
        r"sources\.0\.url",
    ),
    "sans date de relecture": (sans(contenu_fiche(), "a_relire_avant"), r"a_relire_avant : clé obligatoire absente"),
    "relecture avant la vérification": (
        contenu_fiche(a_relire_avant=contenu_fiche()["verifie_le"]),
        r"a_relire_avant : une date après verifie_le",
    ),
    "doute tu": (contenu_fiche(certitude="a_verifier"), r"doute : dites ce qui n'est pas certain"),
    "fenêtres qui se recouvrent": (contenu_fiche(ages=[[50, 60], [60, 74]]), r"pour_qui : ages : des fenêtres"),
    "fenêtres en désordre": (contenu_fiche(ages=[[60, 74], [18, 25]]), r"pour_qui : ages : des fenêtres"),
    "fenêtre à l'envers": (contenu_fiche(ages=[[74, 50]]), r"pour_qui : ages : des fenêtres"),
    "âge de plus de 120 ans": (contenu_fiche(ages=[[50, 121]]), r"pour_qui : ages : des fenêtres"),
    "âge négatif": (contenu_fiche(ages=[[-1, 5]]), r"pour_qui : ages : des fenêtres"),
    "aucune fenêtre": (contenu_fiche(ages=[]), r"pour_qui\.ages : il manque au moins un élément"),
    "organe sans sexe": (contenu_fiche(organe="a_un_col_uterus"), r"pour_qui : organe"),
    "sexe inconnu": (contenu_fiche(sexe="H"), r"pour_qui\.sexe"),
    "fréquence mal écrite": (contenu_fiche(frequence="2 ans"), r"frequence.*durée attendue sous la forme"),
    "fréquence absente": (sans(contenu_fiche(), "frequence"), r"frequence : clé obligatoire absente"),
    "montant sans guillemets": (
        contenu_fiche(cout={"a_payer": 8.5, "reste_a_charge": "0.00"}),
        r"cout\.a_payer : montant attendu entre guillemets",
    ),
    "montant au millième": (
        contenu_fiche(cout={"a_payer": "8.505", "reste_a_charge": "0.00"}),
        r"cout\.a_payer : montant attendu en euros",
    ),
    "montant négatif": (
        contenu_fiche(cout={"a_payer": "-8.50", "reste_a_charge": "0.00"}),
        r"cout\.a_payer : montant attendu en euros",
    ),
    "montant oublié": (contenu_fiche(cout={"a_payer": "8.50"}), r"cout\.reste_a_charge : clé obligatoire absente"),
    "deux comparaisons": (
        contenu_fiche(conditions=[{"fait": "imc", "au_moins": 25, "au_plus": 30}]),
        r"une seule comparaison par clause",
    ),
    "un_de d'une seule branche": (contenu_fiche(conditions=[{"un_de": [{"fait": "fumeur"}]}]), r"il manque"),
    "mois hors campagne": (contenu_fiche() | {"mois": 11}, r"mois : pour les campagnes"),
    "campagne sans mois": (contenu_fiche() | {"genre": "campagne"}, r"mois : pour les campagnes"),
    "mois 13": (contenu_fiche(mois=13), r"mois"),
    "genre inconnu": (contenu_fiche() | {"genre": "examen"}, r"genre"),
    "priorité hors bornes": (contenu_fiche(priorite=100), r"priorite"),
    "titre trop long": (
        contenu_fiche() | {"normal": contenu_fiche()["normal"] | {"titre": "Titre " * 20}},
        r"normal\.titre",
    ),
    "relecteur sans empreinte": (
        contenu_fiche(relu_par=[{"nom": "N", "role": "R", "organisation": "O", "le": "2026-11-22"}]),
        r"relu_par\.0\.empreinte : clé obligatoire absente",
    ),
}


@pytest.mark.parametrize("faute", FAUTES_DE_FORME)
def test_a_badly_formed_unit_is_refused_with_its_file_and_the_cure(tmp_path: Path, faute: str) -> None:
    unite, attendu = FAUTES_DE_FORME[faute]
    problemes = refus(write_contenu(tmp_path, unite))
    assert [p for p in problemes if re.search(attendu, p)], problemes
    assert all(probleme.startswith("recommandations/conseil.yaml : ") for probleme in problemes)


FAUTES_DE_RENVOI: dict[str, tuple[dict[str, Any], str]] = {
    "fait inconnu": (
        contenu_fiche(conditions=[{"fait": "fumeurs"}]),
        "fait inconnu « fumeurs », vouliez-vous écrire « fumeur » ?",
    ),
    "fait inconnu au fond d'un critère": (
        contenu_fiche(conditions=[{"tous": [{"fait": "fumeur"}, {"un_de": [{"fait": "alD"}, {"fait": "fumeur"}]}]}]),
        "fait inconnu « alD », vouliez-vous écrire « ald » ?",
    ),
    "fait inconnu dans une exclusion": (
        contenu_fiche(sauf=[exclusion(fait="ancien_fumeure")]),
        "fait inconnu « ancien_fumeure », vouliez-vous écrire « ancien_fumeur » ?",
    ),
    "fait inconnu dans un rythme": (
        contenu_fiche(frequence="P1Y", frequence_selon_fait={"fumer": "P3M"}),
        "fait inconnu « fumer », vouliez-vous écrire « fumeur » ?",
    ),
    "organe inconnu": (
        contenu_fiche(sexe="F", organe="a_un_col"),
        "fait inconnu « a_un_col », vouliez-vous écrire « a_un_col_uterus » ?",
    ),
    "fait sans question": (contenu_fiche(conditions=[{"fait": "ald"}]), "aucune question ne demande « ald »"),
    "renvoi vers rien": (
        contenu_fiche(sauf=[exclusion(fait="fumeur") | {"plutot": "consei"}]),
        "conseil inconnu « consei », vouliez-vous écrire « conseil » ?",
    ),
    "rythme après un conseil inconnu": (
        contenu_fiche(frequence="P1Y", frequence_apres={"autre-chose": "P1Y"}),
        "conseil inconnu « autre-chose »",
    ),
}


@pytest.mark.parametrize("faute", FAUTES_DE_RENVOI)
def test_a_name_that_leads_nowhere_is_refused_with_the_nearest(tmp_path: Path, faute: str) -> None:
    unite, attendu = FAUTES_DE_RENVOI[faute]
    (probleme,) = refus(write_contenu(tmp_path, unite))
    assert probleme.startswith(f"recommandations/conseil.yaml : {attendu}")


@pytest.mark.parametrize(
    "unite",
    [
        contenu_fiche(conditions=[{"fait": "imc"}]),
        contenu_fiche(conditions=[{"fait": "imc", "vaut": False}]),
        contenu_fiche(conditions=[{"fait": "fumeur", "au_moins": 1}]),
        contenu_fiche(sauf=[exclusion(fait="imc")]),
        contenu_fiche(sauf=[exclusion(fait="fumeur", inferieur_a=2)]),
        contenu_fiche(frequence="P1Y", frequence_selon_fait={"imc": "P3M"}),
        contenu_fiche(sexe="F", organe="imc"),
    ],
    ids=["nombre sans limite", "nombre à non", "oui/non à limite", "sauf", "sauf à limite", "rythme", "organe"],
)
def test_a_clause_must_read_a_fact_by_its_own_type(tmp_path: Path, unite: dict[str, Any]) -> None:
    """Such a clause could never be true: the recommendation would vanish without a word."""
    questions = {"coeur": [question("imc"), question("fumeur"), question("a_un_col_uterus")]}
    (probleme,) = refus(write_contenu(tmp_path, unite, questions=questions))
    assert re.search("« (imc|fumeur) »", probleme)


@pytest.mark.parametrize(
    "tranches",
    [
        [{"jusqu_a": 59, "frequence": "P1Y"}, {"a_partir_de": 61, "frequence": "P3Y"}],
        [{"jusqu_a": 60, "frequence": "P1Y"}, {"a_partir_de": 60, "frequence": "P3Y"}],
        [{"jusqu_a": 60, "frequence": "P1Y"}],
        [{"a_partir_de": 60, "frequence": "P3Y"}],
    ],
    ids=["trou", "recouvrement", "pas de fin", "pas de début"],
)
def test_the_rhythms_of_ages_cover_the_windows_once(tmp_path: Path, tranches: list[dict[str, Any]]) -> None:
    """In a gap, someone who did it once would be told « à préciser » for ever."""
    unite = contenu_fiche(frequence="P3Y", frequence_selon_age=tranches)
    (probleme,) = refus(write_contenu(tmp_path, unite))
    assert "frequence_selon_age" in probleme


def test_every_message_is_french(tmp_path: Path) -> None:
    """Those who correct content do not read Pydantic's English."""
    anglais = []
    for numero, (unite, _) in enumerate(FAUTES_DE_FORME.values()):
        racine = write_contenu(tmp_path / str(numero), unite)
        anglais += [p for p in refus(racine) if re.search(r"\b(should|must|valid|Input|required|field)\b", p)]
    assert anglais == []
