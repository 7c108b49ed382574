"""The accessibility grid: whole, honest about its proofs, and what it says of our templates is true of them."""

import re
from pathlib import Path

import pytest

from app.content.accessibilite import read_grille
from app.domain import falc
from app.domain.accessibilite import EtatCritere, GrilleRgaa
from app.domain.catalogue import Catalogue
from app.rendering.accessibilite import page_accessibilite
from app.rendering.gabarits import Mode
from app.rendering.menu import MENU
from tests.rendering.conftest import phrases_falc, visible
from tests.test_exigences import exists

RACINE = Path(__file__).resolve().parents[2]
GABARITS = sorted((RACINE / "app/templates").rglob("*.html"))
CADRES = ("gabarit_normal.html", "gabarit_falc.html", "gabarit_imprimable.html")
ABSENTS = re.compile(
    r"<(?:img|iframe|frame|video|audio|object|embed|canvas|marquee|blink|blockquote|q|figure|optgroup|area)\b"
    r"|\b(?:target=\"_blank|autoplay|captcha|dir=\"rtl)|:hover\b[^{]*\{[^}]*display"
)
FORCE = re.compile(r"<[a-z][^>]*\s(?:accesskey=|tabindex=\"[1-9]|style=|onmousedown=|ontouchstart=|onkeydown=)")
DESSIN = re.compile(r"<svg\b[^>]*>")
MOUVEMENTS = re.compile(r"@keyframes|animation\s*:|transition\s*:|devicemotion|deviceorientation|requestAnimationFrame")


def faults(texte: str) -> list[str]:
    """What a template holds that the grid says it does not."""
    dessins = [d for d in DESSIN.findall(texte) if "aria-hidden" not in d and 'role="img"' not in d]
    return [*ABSENTS.findall(texte), *FORCE.findall(texte), *dessins]


@pytest.fixture(scope="module")
def grille(catalogue: Catalogue) -> GrilleRgaa:
    return catalogue.grille_rgaa()


# --- the grid ------------------------------------------------------------------------------------------------------


def test_the_106_criteria_are_there_and_each_has_its_state(grille: GrilleRgaa) -> None:
    assert grille.comptes().total() == 106
    texte = visible(page_accessibilite(grille, "", Mode.NORMAL).texte)
    for rang, theme in enumerate(grille.themes, 1):
        assert theme.titre in texte
        assert all(f"{rang}.{n} " in texte for n in range(1, len(theme.criteres) + 1))


def test_every_proof_is_a_test_that_exists(grille: GrilleRgaa) -> None:
    perdues = [p.test for p in grille.preuves.values() if not exists(*p.test.split("::"))]
    assert perdues == []


@pytest.mark.parametrize(
    ("avant", "apres"),
    [
        ("    etat: conforme\n    preuve: dessins\n", "    etat: conforme\n"),
        ("    etat: non-conforme\n    remarque:", "    etat: non-conforme\n    page: /conseils\n    remarqe:"),
        ("    preuve: evitement\n", "    preuve: inventee\n"),
        ('  - titre: "Un cadre a un titre"\n', ""),
        ("etat: pas-verifie", "etat: presque"),
    ],
)
def test_a_planted_fault_is_refused(tmp_path: Path, avant: str, apres: str) -> None:
    bonne = (RACINE / "app/content/accessibilite.yaml").read_text("utf-8")
    assert avant in bonne
    (tmp_path / "accessibilite.yaml").write_text(bonne.replace(avant, apres, 1), "utf-8")
    problemes: list[str] = []
    assert read_grille(tmp_path, problemes) is None
    assert problemes


# --- the statement -------------------------------------------------------------------------------------------------


def test_without_an_audit_it_says_so_and_where_to_complain(grille: GrilleRgaa) -> None:
    texte = visible(page_accessibilite(grille, "", Mode.NORMAL).texte)
    assert "Accessibilité : non conforme" in texte
    assert "Ce n'est pas un audit" in texte
    assert "Aucun lecteur d'écran n'a été essayé" in texte
    assert "Défenseur des droits" in texte
    manques = [c.remarque for theme in grille.themes for c in theme.criteres if c.etat is EtatCritere.NON_CONFORME]
    assert manques
    assert all(manque in texte for manque in manques)


@pytest.mark.parametrize("mode", list(Mode))
def test_whom_to_tell_is_what_the_operator_wrote_or_nobody(grille: GrilleRgaa, mode: Mode) -> None:
    assert "mailto:" not in page_accessibilite(grille, "", mode).texte
    assert 'href="mailto:aide@exemple.fr"' in page_accessibilite(grille, "aide@exemple.fr", mode).texte
    assert "BP 12, 71000 Mâcon" in page_accessibilite(grille, "BP 12, 71000 Mâcon", mode).texte
    assert "&lt;b&gt;" in page_accessibilite(grille, "<b>", mode).texte


def test_the_easy_to_read_page_follows_its_rules(grille: GrilleRgaa) -> None:
    phrases = phrases_falc(page_accessibilite(grille, "", Mode.FALC).texte)
    assert [str(p) for phrase in phrases for p in falc._phrase(falc._Phrase("accessibilite", phrase))] == []


# --- what the grid says of our pages -------------------------------------------------------------------------------


def test_no_template_holds_what_the_grid_says_is_absent() -> None:
    assert [g.name for g in GABARITS if ABSENTS.search(g.read_text("utf-8"))] == []


def test_no_template_forces_the_order_or_hides_style_in_a_tag() -> None:
    assert [g.name for g in GABARITS if FORCE.search(g.read_text("utf-8"))] == []


def test_every_drawing_is_hidden_or_named() -> None:
    nus = {g.name: [d for d in faults(g.read_text("utf-8")) if d.startswith("<svg")] for g in GABARITS}
    assert {nom: dessins for nom, dessins in nus.items() if dessins} == {}


def test_no_table_is_there_for_the_layout() -> None:
    """None is inside another, none says it is for presentation."""
    for gabarit in GABARITS:
        texte = gabarit.read_text("utf-8")
        assert 'role="presentation"' not in texte
        assert not re.search(r"<table\b(?:(?!</table>).)*<table\b", texte, re.DOTALL)


def test_every_row_begins_with_its_title() -> None:
    sans = {g.name: re.findall(r"<tr>(?!<th scope=|<th colspan=).{0,40}", g.read_text("utf-8")) for g in GABARITS}
    assert {nom: lignes for nom, lignes in sans.items() if lignes} == {}


@pytest.mark.parametrize("nom", CADRES)
def test_each_frame_declares_its_parts(nom: str) -> None:
    cadre = (RACINE / "app/templates" / nom).read_text("utf-8")
    parties = (RACINE / "app/templates/composants/cadre.html").read_text("utf-8")
    assert parties.strip().partition("%}")[2].lstrip().startswith("<!doctype html>")
    assert '<html lang="fr">' in parties
    assert all(balise in parties for balise in ("<header", "<nav", "<footer", 'href="#contenu"', 'href="#menu"'))
    assert '<main id="contenu"' in cadre
    assert all(partie in cadre for partie in ("parties.tete(", "parties.entete(", "parties.pied("))


def test_each_page_of_the_menu_has_its_own_title() -> None:
    assert len({lieu.normal for lieu in MENU}) == len({lieu.chemin for lieu in MENU}) == len(MENU)


def test_nothing_moves() -> None:
    fichiers = [*(RACINE / "static/css").glob("*.css"), *(RACINE / "static/js").glob("*.js")]
    assert [f.name for f in fichiers if MOUVEMENTS.search(f.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    "faute",
    [
        '<img src="x">',
        '<a href="/" target="_blank">x</a>',
        '<p style="color:red">x</p>',
        '<a accesskey="s" href="/">x</a>',
        '<p tabindex="3">x</p>',
        '<svg viewBox="0 0 1 1"></svg>',
    ],
)
def test_a_planted_fault_is_seen(faute: str) -> None:
    assert faults(faute)
