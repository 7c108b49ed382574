"""The self-questionnaire: whole at each age, easy to read, sourced; planted faults refused."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.content.loader import CONTENU
from app.domain.autoquestionnaire import ThemeDuBilan, faits_de_danger, themes_de
from app.domain.creneaux import TrancheDAge
from app.domain.falc_bilan import problemes_theme
from app.rendering.gabarits import PICTOGRAMMES
from tests.content.refus import refus
from tests.factories import contenu_reel, write_contenu, yaml_text

REEL = contenu_reel()
THEMES = REEL.themes_du_bilan
NOMS = [theme.id for theme in THEMES]
SENSIBLES = {"moral", "vie-intime", "autres-produits", "securite"}


@pytest.mark.parametrize("theme", THEMES, ids=NOMS)
def test_a_theme_is_easy_to_read(theme: ThemeDuBilan) -> None:
    assert [str(probleme) for probleme in problemes_theme(theme)] == []


@pytest.mark.parametrize("theme", THEMES, ids=NOMS)
def test_a_theme_is_dated_sourced_and_read_by_nobody_invented(theme: ThemeDuBilan) -> None:
    assert theme.relu_par == ()
    assert all(source.vu_le <= theme.verifie_le for source in theme.sources)
    assert theme.verifie_le < theme.a_relire_avant <= theme.verifie_le + timedelta(days=366)
    assert (PICTOGRAMMES / f"{theme.pictogramme}.svg").exists()


@pytest.mark.parametrize("tranche", TrancheDAge)
def test_each_age_has_its_pages_and_the_sensitive_ones_come_last(tranche: TrancheDAge) -> None:
    themes = themes_de(THEMES, tranche)
    assert [theme.personnel for theme in themes] == sorted(theme.personnel for theme in themes)
    assert {theme.id for theme in themes if theme.personnel} == SENSIBLES
    assert 7 <= sum(not theme.personnel for theme in themes) <= 9
    assert all(1 <= len(theme.pour(tranche)) <= 6 for theme in themes)


def test_a_danger_is_told_by_the_texts_of_the_questions() -> None:
    assert faits_de_danger(THEMES, (("idees-de-mort", "parfois"),)) == ("pensees_suicidaires",)
    assert faits_de_danger(THEMES, (("peur-maison", "souvent"), ("violences", "parfois"))) == ("victime_violences",)
    for muette in ("jamais", "ne-sais-pas", "ne-dis-pas", "oui"):
        assert faits_de_danger(THEMES, (("idees-de-mort", muette), ("violences", muette))) == ()


def theme_reel() -> dict[str, Any]:
    lu: dict[str, Any] = yaml.safe_load((CONTENU / "autoquestionnaires/moral.yaml").read_text("utf-8"))
    return lu | {"contacts": []}


def _sans_groupe(theme: dict[str, Any]) -> None:
    theme["personnel"] = False


def _sans_source(theme: dict[str, Any]) -> None:
    theme["sources"] = []


def _cle_inconnue(theme: dict[str, Any]) -> None:
    theme["questions"][0]["reponse"] = "oui"


def _danger_sans_choix(theme: dict[str, Any]) -> None:
    theme["questions"][3]["danger"] = {"si": ["toujours"], "fait": "pensees_suicidaires"}


def _ages_sans_question(theme: dict[str, Any]) -> None:
    for question in theme["questions"]:
        question["tranches"] = ["18-25"]


def _contact_inconnu(theme: dict[str, Any]) -> None:
    theme["contacts"] = ["tel-inconnu"]


@pytest.mark.parametrize(
    ("faute", "message"),
    [
        (_sans_groupe, "personnel : une question qui peut dire un danger"),
        (_sans_source, "sources"),
        (_cle_inconnue, "reponse : clé inconnue"),
        (_danger_sans_choix, "danger : si nomme des valeurs des choix"),
        (_ages_sans_question, "tranches : chaque tranche a une question"),
        (_contact_inconnu, "contacts : inconnu « tel-inconnu »"),
    ],
)
def test_a_planted_fault_is_refused(tmp_path: Path, faute: Callable[[dict[str, Any]], None], message: str) -> None:
    write_contenu(tmp_path)
    theme = theme_reel() | {"contacts": ["tel-3114"]}
    faute(theme)
    (tmp_path / "autoquestionnaires").mkdir()
    (tmp_path / "autoquestionnaires/moral.yaml").write_text(yaml_text(theme), "utf-8")
    assert any(message in probleme for probleme in refus(tmp_path)), refus(tmp_path)
