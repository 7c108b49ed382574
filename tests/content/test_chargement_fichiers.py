"""Files the loader cannot trust: unreadable, aliased, misnamed, twice the same; all named at once, never a crash."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.content import lecture
from tests.content.refus import fichier, refus, sans
from tests.factories import FAITS_D_ESSAI, contenu_fiche, question, write_contenu, yaml_text

RACINE = Path(__file__).parents[2]
CONTENU = RACINE / "app" / "content"


# --- files -------------------------------------------------------------------------------------------------------


def test_a_key_written_twice_is_refused_with_its_line(tmp_path: Path) -> None:
    racine = write_contenu(tmp_path, contenu_fiche())
    texte = fichier(racine).read_text("utf-8")
    fichier(racine).write_text(texte + "priorite: 12\n", "utf-8")
    (probleme,) = refus(racine)
    ligne = len(texte.splitlines()) + 1
    assert probleme == f"recommandations/conseil.yaml : ligne {ligne} : la clé « priorite » est écrite deux fois"


def test_a_key_written_twice_deep_inside_is_refused(tmp_path: Path) -> None:
    racine = write_contenu(tmp_path, contenu_fiche())
    texte = fichier(racine).read_text("utf-8").replace("  titre: Un rendez-vous\n", "  titre: A\n  titre: B\n", 1)
    fichier(racine).write_text(texte, "utf-8")
    assert [p for p in refus(racine) if "la clé « titre » est écrite deux fois" in p]


BOMBE = "a: &a [x, x]\n" + "\n".join(
    f"{nom}: &{nom} [{', '.join([f'*{avant}'] * 9)}]" for avant, nom in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize("texte", [BOMBE, "a: &a {b: 1}\nc:\n  <<: *a\n", "a: &a [*a]\n"])
def test_an_alias_is_refused_before_it_grows(tmp_path: Path, texte: str) -> None:
    racine = write_contenu(tmp_path, contenu_fiche())
    fichier(racine, "bombe").write_text(texte, "utf-8")
    (probleme,) = refus(racine)
    assert "recommandations/bombe.yaml : ligne " in probleme
    assert "les alias (*nom) ne sont pas acceptés" in probleme


def test_both_parsers_read_the_same(complet: bool) -> None:
    """The one in C, which only says yes, and the plain one, which says why not."""
    fichiers = sorted(CONTENU.rglob("*.yaml"))
    for chemin in fichiers if complet else fichiers[::12]:
        texte = chemin.read_text("utf-8")
        lus = [yaml.load(texte, lecteur) for lecteur in (lecture._Rapide, lecture._Lecteur)]
        assert repr(lus[0]) == repr(lus[1]), chemin.name


@pytest.mark.parametrize("texte", ["a: &a x\nb: *a\n", "&a x: 1\n*a : 2\n", "a: &a [x]\nb: *a\n", "a: {b: 1, b: 1}\n"])
def test_the_fast_parser_refuses_what_the_plain_one_refuses(texte: str) -> None:
    for lecteur in (lecture._Rapide, lecture._Lecteur):
        with pytest.raises(yaml.YAMLError):
            yaml.load(texte, lecteur)


@pytest.mark.parametrize("texte", ["[" * 60_000, "- " * 60_000, "[\n" * 60_000])
def test_a_bottomless_file_is_refused(tmp_path: Path, texte: str) -> None:
    chemin = tmp_path / "puits.yaml"
    chemin.write_text(texte, "utf-8")
    assert lecture.read_yaml(chemin) == (None, "trop de listes les unes dans les autres")


@pytest.mark.parametrize(
    ("octets", "attendu"),
    [
        ("id: café".encode("latin-1"), "le fichier n'est pas en UTF-8"),
        ("id: conseil".encode("utf-16"), "le fichier n'est pas en UTF-8"),
        (b"\xff\xfe", "le fichier n'est pas en UTF-8"),
        (b"id: [conseil", "ligne "),
        (b"id: conseil\n---\nid: autre\n", "ligne "),
        (b"id: !!python/object:os.system x\n", "ligne "),
        (b"id: \x00\n", "conseil.yaml : "),
        (b"id:\tconseil\n\tpriorite: 1\n", "ligne "),
        (b"", "conseil.yaml : "),
        (b"- id\n- conseil\n", "conseil.yaml : "),
        (b"bonjour\n", "conseil.yaml : "),
        (b"? [a, b]\n: c\n", "conseil.yaml : "),
        (b"1: conseil\n", "conseil.yaml : "),
    ],
    ids=[
        "latin-1", "utf-16", "octets", "crochet ouvert", "deux documents", "objet python", "octet nul", "tabulation",
        "vide", "liste", "texte", "clé liste", "clé nombre",
    ],
)  # fmt: skip
def test_an_unreadable_file_is_named_never_a_crash(tmp_path: Path, octets: bytes, attendu: str) -> None:
    racine = write_contenu(tmp_path, contenu_fiche())
    fichier(racine).write_bytes(octets)
    problemes = refus(racine)
    assert problemes
    assert all("recommandations/conseil.yaml : " in probleme for probleme in problemes)
    assert attendu in problemes[0]


@pytest.mark.parametrize("nom", ["vocabulaire.yaml", "questions/tabac-alcool.yaml", "contacts.yaml"])
@pytest.mark.parametrize("texte", ["- 1", "a: 1", "bonjour", "12"])
def test_the_other_files_are_named_too_never_a_crash(tmp_path: Path, nom: str, texte: str) -> None:
    racine = write_contenu(tmp_path, contenu_fiche())
    (racine / nom).write_text(texte, "utf-8")
    assert all(probleme.startswith(nom) for probleme in refus(racine))


def test_a_missing_vocabulary_is_named(tmp_path: Path) -> None:
    racine = write_contenu(tmp_path, contenu_fiche())
    (racine / "vocabulaire.yaml").unlink()
    assert "vocabulaire.yaml : le fichier est absent" in refus(racine)


def test_an_id_unlike_the_file_name_is_refused(tmp_path: Path) -> None:
    racine = write_contenu(tmp_path, contenu_fiche())
    fichier(racine).rename(fichier(racine, "consell"))
    assert refus(racine) == ("recommandations/consell.yaml : id « conseil » différent du nom du fichier",)


@pytest.mark.parametrize("id_", ["Conseil", "conseil_sein", "conseil--sein", "-conseil", "conseil sein", "conseil-é"])
def test_an_id_is_a_kebab_case_word(tmp_path: Path, id_: str) -> None:
    problemes = refus(write_contenu(tmp_path, contenu_fiche(id_)))
    assert [p for p in problemes if f"recommandations/{id_}.yaml : id : " in p]


def test_a_duplicate_id_is_refused(tmp_path: Path) -> None:
    racine = write_contenu(tmp_path, contenu_fiche())
    fichier(racine, "copie").write_text(yaml_text(contenu_fiche()), "utf-8")
    problemes = refus(racine)
    assert "recommandations : « conseil » existe 2 fois" in problemes
    assert "recommandations/copie.yaml : id « conseil » différent du nom du fichier" in problemes


def test_a_question_is_checked_too(tmp_path: Path) -> None:
    questions = {
        "tabac-alcool": [
            question("fumeur"),
            question("fumeurr"),
            question("imc", unite=None),
            question("ald", unite="an"),
        ],
        "coeur": [question("fumeur"), question("obesite", ordre=100), question("ancien_fumeur", pourqoi="x")],
        "tabac-alcol": [],
    }
    racine = write_contenu(tmp_path, contenu_fiche(), questions=questions)
    texte = "\n".join(refus(racine))
    for attendu in (
        "fait inconnu « fumeurr », vouliez-vous écrire « fumeur » ?",
        "« imc », unite va avec les nombres",
        "« ald », unite va avec les nombres",
        "la question « fumeur » existe déjà",
        "questions/coeur.yaml [1] : ordre",
        "pourqoi : clé inconnue, vouliez-vous écrire « pourquoi » ?",
        "questions/tabac-alcol.yaml : groupe inconnu, vouliez-vous écrire « tabac-alcool » ?",
    ):
        assert attendu in texte


@pytest.mark.parametrize(
    ("definition", "attendu"),
    [
        ({"type": "number"}, "un fait de type number a un min et un max"),
        ({"type": "bool", "min": 0, "max": 1}, "un fait de type bool n'a ni min ni max"),
        ({"type": "texte"}, "vocabulaire.yaml : poids"),
        ({}, "type : clé obligatoire absente"),
    ],
)
def test_the_vocabulary_is_checked_too(tmp_path: Path, definition: dict[str, Any], attendu: str) -> None:
    racine = write_contenu(tmp_path, contenu_fiche(), vocabulaire={**FAITS_D_ESSAI, "poids": definition})
    (probleme,) = refus(racine)
    assert attendu in probleme


def test_the_faults_of_all_the_files_are_listed_at_once(tmp_path: Path) -> None:
    un = sans(contenu_fiche("un") | {"couleur": "bleu"}, "falc")
    deux = contenu_fiche("deux", sources=[], conditions=[{"fait": "fumeurs"}])
    trois = contenu_fiche("trois", conditions=[{"fait": "fumeurs"}])
    racine = write_contenu(tmp_path, un, deux, trois, contenu_fiche("quatre"))
    fichier(racine, "cinq").write_bytes(b"\xff")
    fichier(racine, "quatre").rename(fichier(racine, "six"))
    problemes = refus(racine)
    assert len(problemes) == 6
    for debut in (
        "recommandations/un.yaml : couleur",
        "recommandations/un.yaml : falc",
        "recommandations/deux.yaml : sources",
        "recommandations/trois.yaml : fait inconnu",
        "recommandations/cinq.yaml : le fichier",
        "recommandations/six.yaml : id « quatre »",
    ):
        assert [p for p in problemes if p.startswith(debut)], debut


def test_the_command_prints_every_fault_and_fails(tmp_path: Path) -> None:
    racine = write_contenu(tmp_path, contenu_fiche() | {"couleur": "bleu"}, contenu_fiche("autre", sources=[]))
    commande = [sys.executable, "-m", "app.content.loader"]
    mauvais = subprocess.run([*commande, str(racine)], cwd=RACINE, capture_output=True, text=True, check=False)
    assert mauvais.returncode == 1
    assert "2 problème(s) dans le contenu" in mauvais.stderr
    assert "conseil.yaml : couleur" in mauvais.stderr
    assert "autre.yaml : sources" in mauvais.stderr
    assert mauvais.stdout == ""


def test_the_command_accepts_the_real_content() -> None:
    commande = [sys.executable, "-m", "app.content.loader"]
    bon = subprocess.run(commande, cwd=RACINE, capture_output=True, text=True, check=False)
    assert (bon.returncode, bon.stderr) == (0, "")
    assert bon.stdout.startswith("Contenu valide : ")
