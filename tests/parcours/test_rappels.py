"""Journeys about dates: all of them in the agenda in two touches, without JavaScript, by keyboard, and on one sheet."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest
from icalendar import Calendar
from playwright.sync_api import BrowserContext, Download, Page

from tests.parcours.conftest import Site
from tests.parcours.gestes import Telephone
from tests.parcours.test_droits import sheets

Open = Callable[..., BrowserContext]
PERSONNES = (
    {"naissance": "14/05/1972", "sexe": "Une femme"},
    {"naissance": "18/11/2026", "sexe": "Un homme"},
    {"naissance": "28/02/2001", "sexe": "Une femme"},
)


def events(telechargement: Download) -> list[str]:
    assert telechargement.suggested_filename == "rendez-vous.ics"
    octets = Path(telechargement.path()).read_bytes()
    return [str(evenement["summary"]) for evenement in Calendar.from_ical(octets).walk("VEVENT")]


def answered(site: Site, open_context: Open, **options: object) -> Telephone:
    telephone = Telephone(open_context(**options).new_page(), site.adresse, compte=False)
    telephone.va("/")
    telephone.repond()
    return telephone


def test_toutes_les_dates_dans_l_agenda_depuis_la_liste(telephone: Telephone) -> None:
    """One touch under the list; the second is the telephone's own « tout ajouter »."""
    telephone.va("/")
    telephone.repond()
    avant = telephone.touches
    with telephone.page.expect_download() as telechargement:
        telephone.touche(telephone.lien("dans mon agenda"))
    assert set(events(telechargement.value)) == {"Rendez-vous personnel"}
    assert telephone.touches - avant <= 2
    assert telephone.chemin == "/conseils"


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_en_deux_touches_par_la_page_des_rappels(telephone: Telephone, prefixe: str) -> None:
    telephone.va("/")
    telephone.repond()
    telephone.va(f"{prefixe}/conseils")
    avant = telephone.touches
    telephone.ouvre(telephone.lien("^Mes rappels"))
    assert telephone.chemin == f"{prefixe}/rappels"
    with telephone.page.expect_download() as telechargement:
        telephone.touche(telephone.bouton("dans mon agenda").or_(telephone.lien("dans mon agenda")))
    assert set(events(telechargement.value)) == {"Rendez-vous personnel"}
    assert telephone.touches - avant == 2


def test_les_mots_clairs_se_choisissent_sans_javascript(site: Site, open_context: Open) -> None:
    telephone = answered(site, open_context, java_script_enabled=False)
    telephone.va("/rappels")
    telephone.touche(telephone.page.get_by_text("Le nom de chaque rendez-vous"))
    with telephone.page.expect_download() as telechargement:
        telephone.touche(telephone.bouton("dans mon agenda"))
    assert "Rendez-vous personnel" not in events(telechargement.value)
    assert "?" not in telephone.chemin


def test_au_clavier_seul(site: Site, open_context: Open) -> None:
    telephone = answered(site, open_context, has_touch=True)
    telephone.va("/rappels")
    clavier = telephone.page.keyboard
    for _ in range(30):
        clavier.press("Tab")
        if "dans mon agenda" in telephone.page.evaluate("document.activeElement.textContent"):
            break
    with telephone.page.expect_download() as telechargement:
        clavier.press("Enter")
    assert events(telechargement.value)


def test_le_message_se_lit_se_choisit_et_part_sans_nous(site: Site, telephone: Telephone) -> None:
    telephone.va("/")
    telephone.repond()
    telephone.va("/rappels")
    champ = telephone.page.locator("textarea")
    texte = champ.input_value().replace("\u00a0", " ").replace("\u202f", " ")
    assert len(texte) <= 480
    assert champ.get_attribute("readonly") is not None
    sms = telephone.lien("Par SMS").get_attribute("href") or ""
    assert unquote(sms.removeprefix("sms:?body=")) == texte
    assert (telephone.lien("Par courriel").get_attribute("href") or "").startswith("mailto:?subject=")
    assert [adresse for adresse in telephone.demandes if not adresse.startswith(site.adresse)] == []


def test_le_partage_du_telephone_s_offre_la_ou_il_existe(site: Site, open_context: Open) -> None:
    for existe in (True, False):
        contexte = open_context()
        partage = "async (quoi) => { window.partage = quoi.text; }" if existe else "undefined"
        contexte.add_init_script(f"navigator.share = {partage}")
        telephone = Telephone(contexte.new_page(), site.adresse, compte=False)
        telephone.va("/")
        telephone.repond()
        telephone.va("/rappels")
        assert telephone.bouton("^Partager$").count() == existe
        if existe:
            telephone.touche(telephone.bouton("^Partager$"))
            texte = telephone.page.locator("textarea").input_value()
            assert telephone.page.evaluate("window.partage") == texte


@pytest.mark.parametrize("chemin", ["/imprimer/frigo", "/imprimer/frigo?mots=clairs"])
@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_la_feuille_du_frigo_tient_sur_une_page(site: Site, open_context: Open, prefixe: str, chemin: str) -> None:
    page = open_context().new_page()
    page.goto(f"{site.adresse}{prefixe}{chemin}")
    assert sheets(page) == 1, "les lignes à remplir"
    for personne in PERSONNES:
        telephone = Telephone(open_context().new_page(), site.adresse, compte=False)
        telephone.va("/")
        telephone.repond(**personne)
        telephone.va(prefixe + chemin)
        assert sheets(telephone.page) == 1, personne
        telephone.page.emulate_media(media="print")
        texte = telephone.page.locator("body").inner_text().replace("\u00a0", " ")
        assert "36 46" in texte
        assert re.search(r"\d{4}", texte)
        assert size_of(telephone.page) >= 18 * 4 / 3 - 0.5, "18 points au moins"


def size_of(page: Page) -> float:
    taille: float = page.evaluate("parseFloat(getComputedStyle(document.querySelector('main li p')).fontSize)")
    return taille


def test_sans_dates_la_page_dit_comment_en_avoir(telephone: Telephone) -> None:
    telephone.va("/rappels")
    telephone.ouvre(telephone.lien("Donner ma date de naissance"))
    assert telephone.chemin == "/"
