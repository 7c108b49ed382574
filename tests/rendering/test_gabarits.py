"""The frame: one style known by its hash, nothing a strict policy refuses, the same page compressed or not."""

import base64
import gzip
import hashlib
import re
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from app.domain.catalogue import Catalogue
from app.rendering.gabarits import DOSSIER, PICTOGRAMMES, STYLE, STYLE_SHA256, Cadre, Mode, frame, page, picto, render
from app.rendering.ressources import ressource
from tests.tables import each

GABARITS = sorted(DOSSIER.rglob("*.html"))


def test_le_style_est_celui_de_l_empreinte() -> None:
    contenu = frame(Cadre("Essai", "/", Mode.NORMAL), "").texte
    styles = re.findall(r"<style>(.*?)</style>", contenu, re.DOTALL)
    assert styles == [STYLE]
    assert "sha256-" + base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode() == STYLE_SHA256


@each("gabarit", GABARITS)
def test_un_gabarit_ne_contient_rien_que_la_page_refuserait(gabarit: Path) -> None:
    source = gabarit.read_text("utf-8")
    source = re.sub(r"""<script src="{{ ressource\('js/[a-z-]+\.js'\) }}" defer></script>""", "", source)
    assert not re.search(r"<script|\sstyle=|\son\w+=|\|safe|autoescape false|http://", source)


def test_une_valeur_oubliee_est_une_erreur() -> None:
    with pytest.raises(UndefinedError):
        render("pages/fiche_falc", vue=None)


def test_les_deux_modes_se_repondent_a_la_meme_adresse() -> None:
    normal = frame(Cadre("Essai", "/conseils", Mode.NORMAL), "").texte
    falc = frame(Cadre("Essai", "/conseils", Mode.FALC), "").texte
    assert 'href="/falc/conseils"' in normal
    assert 'class="pastille allumee" href="/conseils"' in falc
    assert 'href="/falc"' in frame(Cadre("Essai", "/", Mode.NORMAL), "").texte


def test_un_titre_ne_peut_pas_devenir_du_html() -> None:
    assert "<b>" not in frame(Cadre("<b>", "/", Mode.NORMAL), "").debut


def test_la_page_compressee_est_la_meme() -> None:
    contenu = page("confidentialite", Cadre("Essai", "/confidentialite", Mode.NORMAL), None)
    assert gzip.decompress(contenu.gzip()).decode() == contenu.texte
    assert len(contenu.gzip()) < 14_600


def test_chaque_pictogramme_du_contenu_est_dessine(catalogue: Catalogue) -> None:
    noms = {chemin.stem for chemin in PICTOGRAMMES.glob("*.svg")}
    assert {fiche.pictogramme for fiche in catalogue.fiches} <= noms
    assert all('aria-hidden="true"' in picto(nom) for nom in noms)


@each("dessin", sorted(PICTOGRAMMES.glob("*.svg")))
def test_un_pictogramme_est_un_trait_seul(dessin: Path) -> None:
    assert not re.search(r"<(?!/?(?:svg|path|circle)\b)|style|href|script", dessin.read_text("utf-8"))


def test_l_adresse_d_un_fichier_suit_son_contenu() -> None:
    assert re.fullmatch(r"/static/favicon\.svg\?v=[0-9a-f]{12}", ressource("favicon.svg"))
