"""The commands of scripts/contenu: everything at once, the table, the skeletons, the imaginary population."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.atelier import matrice, population, squelettes
from app.atelier.__main__ import main
from app.atelier.constats import Gravite
from app.atelier.verification import verifier
from app.content.loader import load_catalogue
from app.domain.erreurs import ContenuInvalide
from tests.atelier.test_coherence import petit_catalogue
from tests.content.refus import refus
from tests.factories import AUJOURDHUI, contenu_fiche, contenu_reel, make_fiche, write_contenu, yaml_text
from tests.scenarios.lecture import read_scenarios


def test_the_real_content_has_nothing_to_correct() -> None:
    constats = verifier(AUJOURDHUI)
    assert [str(constat) for constat in constats if constat.gravite is Gravite.ERREUR] == []
    assert [str(constat) for constat in constats if constat.gravite is Gravite.RELECTURE] == []


def test_all_the_faults_are_told_at_once_and_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    unite = contenu_fiche(famille="jardinage")
    unite["normal"]["sans_internet"] = "Appelez le 01 40 50."
    write_contenu(tmp_path, unite)
    assert main(["check", "--le", "2026-11-22", "--contenu", str(tmp_path)]) == 1
    sortie = capsys.readouterr().out
    assert "01 40 50" in sortie
    assert "famille : une de ces valeurs est attendue" in sortie
    assert "aucun conseil de ce nom" in sortie
    assert sortie.splitlines()[-1].startswith("Contenu au 2026-11-22 : ")


# --- the table of ages -------------------------------------------------------------------------------------------


def test_the_table_in_docs_is_what_the_engine_answers() -> None:
    assert matrice.main(contenu_reel(), verifier=True) == 0, "lancez scripts/contenu matrice"


def test_a_table_that_is_no_longer_true_is_seen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = tmp_path / "matrice.md"
    avant = petit_catalogue(make_fiche())
    assert matrice.main(avant, verifier=True, document=document) == 1
    matrice.main(avant, verifier=False, document=document)
    assert matrice.main(avant, verifier=True, document=document) == 0
    assert matrice.main(petit_catalogue(make_fiche(ages=[[50, 75]])), verifier=True, document=document) == 1
    assert "de 50 à 75 ans" in capsys.readouterr().err


def test_the_table_says_who_and_when() -> None:
    fiches = [
        make_fiche(sexe="F"),
        make_fiche("selon", ages=[[18, 120]], conditions=[{"fait": "fumeur"}]),
        make_fiche("saison", mois=3, ages=[[0, 120]]),
    ]
    texte = matrice.table(petit_catalogue(*fiches))
    assert "| Un rendez-vous<br>`conseil` | oui, de 50 à 74 ans | — |" in texte
    assert "`selon` | selon réponses, dès 18 ans | selon réponses, dès 18 ans |" in texte
    assert "Un rendez-vous (en mars)<br>`saison` | oui, à tout âge |" in texte
    assert "| 75 ans | 1 | 0 |  | Un rendez-vous |" in texte


# --- skeletons ---------------------------------------------------------------------------------------------------

VOULU = squelettes.Demande("depistage-exemple", "depistage", "cancers", (50, 74), "F")
REMPLI = {
    "priorite": "20",
    "pictogramme": "bilan",
    "frequence": "P2Y",
    "texte": "De 50 à 74 ans.",
    "sans_internet": "Appelez le 36 46.",
    "prix": "Vous payez selon le lieu.",
    "url": "https://example.org/page",
    "date": '"2026-01-01"',
    "vu_le": "2026-11-22",
    "en_vigueur_depuis": "2026-01-01",
    "verifie_le": "2026-11-22",
    "a_relire_avant": "2027-11-22",
    "doute": "Un doute.",
}


def remplir(texte: str) -> str:
    """The skeleton as a person fills it: what follows each key, or a sentence."""
    lignes = []
    for ligne in texte.splitlines():
        cle = ligne.partition(":")[0].strip("- ")
        debut = ligne.partition(squelettes.MARQUE)[0]
        lignes.append(debut + REMPLI.get(cle, "Un texte.") if squelettes.MARQUE in ligne and ligne[0] != "#" else ligne)
    return "\n".join(lignes)


def dossiers(tmp_path: Path) -> tuple[Path, Path]:
    racine, cas = write_contenu(tmp_path / "contenu", contenu_fiche()), tmp_path / "cas"
    cas.mkdir()
    return racine, cas


def test_a_skeleton_is_refused_until_it_is_filled(tmp_path: Path) -> None:
    racine, cas = dossiers(tmp_path)
    unite, scenarios = squelettes.write(VOULU, racine / "recommandations", cas)
    fautes = refus(racine)
    assert "recommandations/depistage-exemple.yaml : falc.texte.0 est à remplir" in fautes
    assert all(faute.endswith("est à remplir") for faute in fautes)
    assert len(fautes) == unite.read_text("utf-8").count(squelettes.MARQUE) - 1
    unite.write_text(remplir(unite.read_text("utf-8")), "utf-8")
    assert set(load_catalogue(racine).par_id) == {"conseil", "depistage-exemple"}
    assert scenarios.read_text("utf-8").count("- quand:") == 3 + 3 + 1 + 2


def test_the_skeleton_of_the_cases_once_filled_can_be_played(tmp_path: Path) -> None:
    racine, cas = dossiers(tmp_path)
    _, scenarios = squelettes.write(VOULU, racine / "recommandations", cas)
    texte = scenarios.read_text("utf-8")
    for marque, valeur in (("un jour", "2026-11-22"), ("la date", "1976-11-22"), ("A_FAIRE", "A_FAIRE")):
        texte = "\n".join(
            _valeur(ligne, marque, valeur) if f"{squelettes.MARQUE} {marque}" in ligne else ligne
            for ligne in texte.splitlines()
        )
    scenarios.write_text(texte, "utf-8")
    lus = list(read_scenarios(cas))
    assert [scenario.quand for scenario in lus][:2] == ["La veille de ses 50 ans", "Le jour de ses 50 ans"]
    assert {scenario.attendu["verdict"] for scenario in lus} == {"A_FAIRE"}


def _valeur(ligne: str, marque: str, valeur: str) -> str:
    avant, _, apres = ligne.partition(f"{squelettes.MARQUE} {marque}")
    fin = apres[min((apres.index(signe) for signe in ",}" if signe in apres), default=len(apres)) :]
    return avant + valeur + ("}" if marque == "A_FAIRE" else fin)


def test_a_skeleton_replaces_nothing(tmp_path: Path) -> None:
    racine, cas = dossiers(tmp_path)
    squelettes.write(VOULU, racine / "recommandations", cas)
    with pytest.raises(ContenuInvalide, match="existe déjà"):
        squelettes.write(VOULU, racine / "recommandations", cas)


@pytest.mark.parametrize("changes", [{"id": "Dépistage"}, {"ages": "74-50"}, {"ages": "50"}, {"ages": "50-130"}])
def test_a_wrong_request_writes_nothing(changes: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    options = {"id": "exemple", "ages": "50-74"} | changes
    appel = ["nouvelle", options["id"], "--genre", "depistage", "--famille", "cancers", "--ages", options["ages"]]
    assert main(appel) == 1
    assert next(iter(changes.values())) in capsys.readouterr().err


# --- shared hard words -------------------------------------------------------------------------------------------


def test_a_shared_word_is_explained_by_itself_once(tmp_path: Path) -> None:
    racine = write_contenu(tmp_path, _avec_mots(["Demandez les kits.", "Le col de l'utérus est loin."], []))
    mots = [("kit", "Un kit est une boîte."), ("col", "Le col est le bas."), ("col de l'utérus", "Le col est le bas.")]
    (racine / "mots.yaml").write_text(yaml_text([{"mot": mot, "sens": sens} for mot, sens in mots]), "utf-8")
    assert [m.mot for m in load_catalogue(racine).fiche("conseil").falc.mots] == ["col de l'utérus", "kit"]


def test_a_unit_keeps_its_own_explanation(tmp_path: Path) -> None:
    propre = {"mot": "kit", "sens": "Un kit est une trousse."}
    racine = write_contenu(tmp_path, _avec_mots(["Demandez le kit."], [propre]))
    (racine / "mots.yaml").write_text(yaml_text([{"mot": "kit", "sens": "Un kit est une boîte."}]), "utf-8")
    assert [m.sens for m in load_catalogue(racine).fiche("conseil").falc.mots] == ["Un kit est une trousse."]


def test_a_shared_word_written_twice_is_refused(tmp_path: Path) -> None:
    racine = write_contenu(tmp_path, contenu_fiche())
    (racine / "mots.yaml").write_text(yaml_text([{"mot": "kit", "sens": "A."}, {"mot": "Kit", "sens": "B."}]), "utf-8")
    assert refus(racine) == ("mots.yaml : le mot « Kit » existe déjà",)


def _avec_mots(comment: list[str], mots: list[dict[str, str]]) -> dict[str, Any]:
    return contenu_fiche(falc=contenu_fiche()["falc"] | {"comment": comment, "mots": mots})


# --- imaginary population ----------------------------------------------------------------------------------------


def test_the_answers_are_calm_different_and_light(complet: bool) -> None:
    nombre = 20_000 if complet else 600
    mesures = population.mesurer(contenu_reel(), nombre, AUJOURDHUI, un_sur=20)
    assert mesures.fautes == []
    assert len(mesures.premiers) == nombre
    assert "| Conseils montrés d'abord, médiane |" in population.rapport(mesures, AUJOURDHUI)


def test_the_same_persons_come_back_and_follow_the_census() -> None:
    catalogue = petit_catalogue(make_fiche())
    premiers, seconds = (list(population.tirer(catalogue, 4000, AUJOURDHUI)) for _ in range(2))
    assert premiers == seconds
    assert list(population.tirer(catalogue, 50, AUJOURDHUI, graine=1)) != premiers[:50]
    femmes = sum(personne.sexe == "F" for personne in premiers) / 4000
    ages = [personne.age for personne in premiers]
    assert abs(femmes - 34_451_958 / 66_732_538) < 0.03
    assert abs(sum(age < 20 for age in ages) / 4000 - 16_134_221 / 66_732_538) < 0.03
    assert max(ages) > 90


def personne(age: int, sexe: Any = "F") -> population.Personne:
    return population.Personne(age, sexe, next(population.tirer(petit_catalogue(), 1, AUJOURDHUI)).profil)


@pytest.mark.parametrize(
    ("personnes", "fautes"),
    [
        ([personne(30), personne(49)], 0),
        ([personne(30), personne(50)], 1),
        ([personne(30), personne(31, "M")], 1),
        ([personne(8), personne(9, "M")], 0),
        ([personne(76), personne(99)], 0),
    ],
)
def test_equal_lists_far_apart_are_seen(personnes: list[population.Personne], fautes: int) -> None:
    assert len(list(population.trop_semblables({("a",): personnes}))) == fautes


def test_a_frightening_text_is_seen() -> None:
    peur = contenu_fiche()["normal"] | {"texte": "Un danger grave, mortel et terrible menace les gens de 50 à 74 ans."}
    fiche = make_fiche(normal=peur)
    assert list(population.trop_alarmantes([make_fiche()])) == []
    assert len(list(population.trop_alarmantes([fiche]))) == 1
    assert population.part_alarmante(make_fiche()) == 0


def test_too_many_first_advices_or_too_heavy_an_answer_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(population, "PREMIERS_MEDIANE_MAX", 0)
    monkeypatch.setattr(population, "OCTETS_MAX", 1000)
    mesures = population.mesurer(contenu_reel(), 40, date(2026, 11, 22), un_sur=20)
    assert len(mesures.fautes) == 2
