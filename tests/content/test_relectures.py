"""A reading is recorded by a command, holds for one text and falls with its first change. All in trial folders."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.content.loader import CONTENU, load_catalogue
from app.content.relectures import record_relecture
from app.rendering.fiche import page_fiche
from app.rendering.gabarits import Mode
from app.rendering.vues import VueChamp
from tests.content.refus import fichier, refus
from tests.factories import AUJOURDHUI, contenu_fiche, contenu_reel, write_contenu, yaml_text

RACINE = Path(__file__).resolve().parents[2]
PERSONNE = ("--nom", "Prénom d'essai", "--role", "médecin d'essai", "--organisation", "Essai")


@pytest.fixture
def contenu(tmp_path: Path) -> Path:
    """A content folder with one unit."""
    return write_contenu(tmp_path, contenu_fiche())


def valider(contenu: Path, *mots: str, aujourdhui: str = "2026-12-01") -> subprocess.CompletedProcess[str]:
    """What scripts/valider runs once the tools are installed."""
    return subprocess.run(
        [sys.executable, RACINE / "scripts/valider.py", *mots, "--contenu", contenu],
        env={**os.environ, "PYTHONPATH": str(RACINE), "MBS_AUJOURDHUI": aujourdhui},
        capture_output=True,
        text=True,
        check=False,
    )


def page(contenu: Path) -> str:
    catalogue = load_catalogue(contenu)
    return page_fiche(
        catalogue, catalogue.par_id["conseil"], Mode.NORMAL,
        au=AUJOURDHUI, lecture=None, champ=VueChamp(), gardees=True,
    ).texte  # fmt: skip


def test_a_reading_is_bound_to_the_text_and_shown(contenu: Path) -> None:
    assert "Pas encore relu" in page(contenu)
    resultat = valider(contenu, "conseil", *PERSONNE, "--le", "2026-11-30")
    assert (resultat.returncode, resultat.stderr) == (0, "")
    catalogue = load_catalogue(contenu)
    (lecture,) = catalogue.par_id["conseil"].relu_par
    assert lecture.empreinte == catalogue.empreintes["conseil"]
    assert (lecture.nom, lecture.le.isoformat()) == ("Prénom d'essai", "2026-11-30")
    assert "Relu par Prénom d&#39;essai, médecin d&#39;essai (Essai)" in page(contenu)


def test_without_a_day_the_reading_is_of_today(contenu: Path) -> None:
    assert valider(contenu, "conseil", *PERSONNE).returncode == 0
    assert load_catalogue(contenu).par_id["conseil"].relu_par[0].le.isoformat() == "2026-12-01"


def test_one_word_changed_voids_it_and_the_page_says_so(contenu: Path) -> None:
    """The planted edit."""
    assert valider(contenu, "conseil", *PERSONNE).returncode == 0
    texte = fichier(contenu).read_text("utf-8")
    fichier(contenu).write_text(texte.replace("Prenez rendez-vous", "Prenez un rendez-vous", 1), "utf-8")
    catalogue = load_catalogue(contenu)
    assert catalogue.par_id["conseil"].relu_par == ()
    assert len(catalogue.relectures_perimees("conseil")) == 1
    assert "Relu avant une modification : à relire." in page(contenu).replace("\u00a0", " ")
    fichier(contenu).write_text(texte, "utf-8")
    assert len(load_catalogue(contenu).par_id["conseil"].relu_par) == 1


def test_the_file_only_grows(contenu: Path) -> None:
    assert valider(contenu, "conseil", *PERSONNE).returncode == 0
    relectures = contenu / "relectures" / "conseil.yaml"
    relectures.write_text(relectures.read_text("utf-8").rstrip("\n"), "utf-8")
    avant = relectures.read_text("utf-8")
    autre = ("--nom", "Autre essai", *PERSONNE[2:])
    assert valider(contenu, "conseil", *autre).returncode == 0
    assert relectures.read_text("utf-8").startswith(avant + "\n")
    assert len(load_catalogue(contenu).par_id["conseil"].relu_par) == 2
    encore = valider(contenu, "conseil", *autre)
    assert (encore.returncode, "déjà notée" in encore.stdout) == (0, True)
    assert len(load_catalogue(contenu).par_id["conseil"].relu_par) == 2


@pytest.mark.parametrize(
    ("mots", "attendu"),
    [
        ((), "Dites quel conseil"),
        (("conseils", *PERSONNE), "vouliez-vous écrire « conseil » ?"),
        (("../conseil", *PERSONNE), "Aucun texte ne s'appelle"),
        (("conseil", "--nom", "  ", *PERSONNE[2:]), "Le nom de la personne qui a relu est vide"),
        (("conseil", "--nom", "123 -", *PERSONNE[2:]), "Le nom de la personne qui a relu est vide"),
        (("conseil", *PERSONNE[2:]), "Ajoutez --nom"),
        (("conseil", *PERSONNE[:2]), "Ajoutez --role"),
        (("conseil", *PERSONNE[:4]), "Ajoutez --organisation"),
        (("conseil", *PERSONNE, "--le", "hier"), "--le attend un jour"),
        (("conseil", *PERSONNE, "--le", "2027-01-01"), "dans le futur"),
        (("conseil", *PERSONNE, "--le", "2026-11-01"), "personne n'a pu le relire"),
        (("conseil", "--nom", "x" * 200, *PERSONNE[2:]), "120 caractères au plus"),
        (("conseil", *PERSONNE, "--date", "2026-12-01"), "un de ses mots n'est pas connu"),
        (("conseil", "--nom"), "n'est pas complète"),
    ],
)
def test_what_cannot_be_recorded_is_said_in_french(contenu: Path, mots: tuple[str, ...], attendu: str) -> None:
    resultat = valider(contenu, *mots)
    assert resultat.returncode != 0
    assert attendu in resultat.stderr
    assert "Traceback" not in resultat.stderr
    assert not (contenu / "relectures").exists()


def test_a_reading_written_by_hand_is_checked(contenu: Path) -> None:
    dossier = contenu / "relectures"
    dossier.mkdir()
    (dossier / "conseils.yaml").write_text(yaml_text([{"nom": "", "role": "r", "organisation": "o", "le": "2026"}]))
    problemes = refus(contenu)
    assert "relectures/conseils.yaml : texte inconnu « conseils », vouliez-vous écrire « conseil » ?" in problemes
    assert any("empreinte : clé obligatoire absente" in probleme for probleme in problemes)
    assert any("nom : le texte est vide" in probleme for probleme in problemes)


def test_a_unit_does_not_name_its_own_readers(tmp_path: Path) -> None:
    lecture = {"nom": "N", "role": "R", "organisation": "O", "le": "2026-11-22", "empreinte": "a" * 64}
    assert any("scripts/valider" in p for p in refus(write_contenu(tmp_path, contenu_fiche(relu_par=[lecture]))))


def test_whatever_has_a_source_can_be_signed() -> None:
    catalogue = contenu_reel()
    assert {*catalogue.par_id, *catalogue.reperes, *catalogue.droits, *catalogue.vaccins.par_id} < {
        *catalogue.empreintes
    }
    for id_ in catalogue.empreintes:
        assert catalogue.verifie_le(id_) is not None
        assert catalogue.relectures_valides(id_) == catalogue.relectures.get(id_, ())
    for faux in ("", "actes", "actes/", "chiffres/taux-medecin", "parametres/consultation-generaliste", "../conseil"):
        assert catalogue.verifie_le(faux) is None


#: What is signed; a word of its file that is edited, in its own text or in its neighbour's; whether the reading holds.
EDITIONS = (
    ("parametres/taux-medecin", "parametres/taux.yaml", "3° bis", True),
    ("parametres/participation-forfaitaire", "parametres/participation-forfaitaire.yaml", "Participation forf", False),
    ("contacts/tel-15", "contacts.yaml", "112, toutes les urgences", True),
    ("contacts/tel-114", "contacts.yaml", "114, ", False),
    ("actes/consultation-generaliste", "actes/medecin/consultation-generaliste.yaml", "médecin", False),
    ("actes/vaccin-grippe", "actes/medicament/vaccin-grippe-bon.yaml", "vaccin", True),
    ("zona-65-et-plus", "vaccins/zona-65-et-plus.yaml", "zona", False),
    ("vrs-grossesse", "vaccins/vrs-75-et-plus.yaml", "VRS", True),
)


def test_each_line_of_a_shared_file_is_signed_apart(tmp_path: Path) -> None:
    """The planted edits: a reading falls with its own text, never with its neighbour's."""
    racine = tmp_path / "contenu"
    shutil.copytree(CONTENU, racine, ignore=shutil.ignore_patterns("*.py", "__pycache__", "relectures"))
    catalogue = load_catalogue(racine)
    personne = {"nom": "Prénom d'essai", "role": "essai", "organisation": "Essai"}
    for id_, *_ in EDITIONS:
        assert record_relecture(racine, catalogue, id_, personne, AUJOURDHUI, AUJOURDHUI)[1]
    signe = load_catalogue(racine)
    assert [len(signe.relectures_valides(id_)) for id_, *_ in EDITIONS] == [1] * len(EDITIONS)
    for _, nom, mot, _ in EDITIONS:
        lignes = (racine / nom).read_text("utf-8").splitlines(keepends=True)
        rang = next(
            n
            for n, ligne in enumerate(lignes)
            if mot in ligne and re.search(r"titre:|libelle|nom:|article|resume", ligne)
        )
        lignes[rang] = lignes[rang].replace(mot, f"{mot}. ", 1)
        (racine / nom).write_text("".join(lignes), "utf-8")
    apres = load_catalogue(racine)
    assert {id_: bool(apres.relectures_valides(id_)) for id_, *_ in EDITIONS} == {e[0]: e[3] for e in EDITIONS}
