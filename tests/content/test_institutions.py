"""The bench of institutions: their cases run here, a red one fails, and what cannot be read is red too."""

from pathlib import Path
from typing import Any

import pytest

from app.content.cas import DOSSIER, Bancs, read_institutions
from app.domain.cas import Cas, CasIllisible, play
from tests.factories import contenu_reel, yaml_text

LUS = list(read_institutions(DOSSIER / "institutions", contenu_reel()))
CAS_D_ESSAI: dict[str, Any] = {
    "auteur": "Auteur d'essai",
    "organisation": "Essai",
    "date": "2026-11-22",
    "profil": {"date_naissance": "1972-05-14", "sexe": "F"},
    "attendu": {"a_faire": ["depistage-cancer-sein"], "pas_a_faire": ["prostate-information-psa"]},
}


def lire(dossier: Path, *cas: Any, nom: str = "essai.yaml") -> list[Cas | CasIllisible]:
    dossier.mkdir(exist_ok=True)
    (dossier / nom).write_text(cas[0] if isinstance(cas[0], str) else yaml_text(list(cas)), "utf-8")
    return list(read_institutions(dossier, contenu_reel()))


def ecarts(cas: Cas | CasIllisible) -> tuple[str, ...]:
    return (cas.message,) if isinstance(cas, CasIllisible) else play(cas, contenu_reel()).ecarts


def test_every_case_of_an_institution_is_green() -> None:
    assert {(cas.fichier if isinstance(cas, CasIllisible) else cas.titre): e for cas in LUS if (e := ecarts(cas))} == {}


def test_a_case_is_read_with_its_signature(tmp_path: Path) -> None:
    (cas,) = lire(tmp_path, CAS_D_ESSAI)
    assert isinstance(cas, Cas)
    assert (cas.auteur, cas.organisation, str(cas.le), str(cas.au)) == (
        "Auteur d'essai", "Essai", "2026-11-22", "2026-11-22",
    )  # fmt: skip
    assert ecarts(cas) == ()


def test_one_case_alone_in_its_file_is_read(tmp_path: Path) -> None:
    (cas,) = lire(tmp_path, yaml_text(CAS_D_ESSAI | {"attendu": {"depistage-cancer-sein": "A_FAIRE"}}))
    assert ecarts(cas) == ()


def test_the_format_shown_is_the_format_read(tmp_path: Path) -> None:
    exemple = (DOSSIER / "institutions" / "LISEZ-MOI.md").read_text("utf-8").split("```yaml\n")[1].split("```")[0]
    (cas,) = lire(tmp_path, exemple)
    assert ecarts(cas) == ()


@pytest.mark.parametrize(
    ("changement", "attendu"),
    [
        ({"attendu": {"pas_a_faire": ["depistage-cancer-sein"]}}, "trouvé A_FAIRE"),
        ({"attendu": {"depistage-cancer-sein": "A_JOUR"}}, "attendu A_JOUR, trouvé A_FAIRE"),
        ({"profil": {"date_naissance": "2030-01-01"}}, "profil impossible"),
        ({"au": "2048-11-22"}, "trouvé PAS_CONCERNE"),
    ],
)
def test_a_wrong_expectation_is_red(tmp_path: Path, changement: dict[str, Any], attendu: str) -> None:
    """The planted red cases."""
    (cas,) = lire(tmp_path, CAS_D_ESSAI | changement)
    assert any(attendu in ecart for ecart in ecarts(cas)), ecarts(cas)


@pytest.mark.parametrize(
    ("cas", "attendu"),
    [
        (CAS_D_ESSAI | {"auteur": " "}, "à corriger : auteur"),
        ({cle: v for cle, v in CAS_D_ESSAI.items() if cle != "organisation"}, "à corriger : organisation"),
        (CAS_D_ESSAI | {"date": "hier"}, "à corriger : date"),
        (CAS_D_ESSAI | {"profil": {"age": 54}}, "à corriger : profil.age"),
        (CAS_D_ESSAI | {"attendu": {}}, "à corriger : attendu"),
        (CAS_D_ESSAI | {"attendu": {"a_fair": ["tabac-arret"]}}, "vouliez-vous écrire « a_faire »"),
        (CAS_D_ESSAI | {"attendu": {"a_faire": ["depistage-sein"]}}, "conseil inconnu « depistage-sein »"),
        (CAS_D_ESSAI | {"attendu": {"a_faire": 3}}, "une liste de conseils"),
        (CAS_D_ESSAI | {"attendu": {"a_faire": [["x"]]}}, "conseil inconnu"),
        (CAS_D_ESSAI | {"attendu": {"tabac-arret": "VERT"}}, "ni un mot connu"),
        (CAS_D_ESSAI | {"inconnu": 1}, "à corriger : inconnu"),
        ("- 3\n", "à corriger : cas"),
        ("a: [", "ligne"),
        ("", "le fichier est vide"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, cas: Any, attendu: str) -> None:
    (lu,) = lire(tmp_path, cas)
    assert isinstance(lu, CasIllisible)
    assert attendu in lu.message


def test_an_installation_without_cases_says_so(tmp_path: Path) -> None:
    etat = Bancs(contenu_reel(), tmp_path).etat()
    assert (etat.presents, etat.nombre, etat.institutions) == (False, 0, ())


def test_the_cases_of_every_unit_are_played_as_the_suite_plays_them() -> None:
    etat = Bancs(contenu_reel()).etat()
    assert set(etat.par_conseil) == set(contenu_reel().par_id)
    assert (etat.rouges, etat.illisibles) == (0, ())
    assert all(etat.par_conseil.values())


def test_a_red_or_unreadable_case_of_a_unit_is_seen(tmp_path: Path) -> None:
    dossier = tmp_path / "recommandations"
    dossier.mkdir()
    faux = [{"quand": "Faux", "au": "2026-11-22", "profil": {}, "attendu": {"verdict": "A_JOUR"}}]
    (dossier / "tabac-arret.yaml").write_text(yaml_text(faux).replace("'", ""), "utf-8")
    (dossier / "soleil-uv.yaml").write_text("- quand: sans suite\n", "utf-8")
    etat = Bancs(contenu_reel(), tmp_path).etat()
    assert (etat.rouges, [cas.fichier for cas in etat.illisibles]) == (1, ["soleil-uv.yaml"])
