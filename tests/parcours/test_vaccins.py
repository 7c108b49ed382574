"""My vaccines on a phone: from nothing to a forecast, doses copied in few touches, without JavaScript, on paper."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from tests.parcours.conftest import Site
from tests.parcours.examens import faults, overflow
from tests.parcours.gestes import Telephone

Open = Callable[..., BrowserContext]


def write(telephone: Telephone, rang: int, vaccin: str, quand: str) -> None:
    telephone.saisit(telephone.page.locator(f"#vaccin-{rang}"), vaccin)
    telephone.saisit(telephone.page.locator(f"#le-{rang}"), quand)


def test_mes_vaccins_en_quatre_touches(telephone: Telephone) -> None:
    """From the first page: the tile, the date, the sex, the button."""
    telephone.va("/")
    telephone.ouvre(telephone.page.locator(".tuiles").get_by_role("link", name="Mes vaccins"))
    telephone.repond("02/05/1960")
    assert telephone.touches == 4
    assert telephone.chemin == "/vaccins"
    assert telephone.titre.endswith("en retard")


def test_cinq_doses_se_recopient_en_douze_touches(telephone: Telephone) -> None:
    """One to open the record, two a line, one to note them: accents, brands and whole dates are all optional."""
    telephone.va("/vaccins")
    telephone.repond("10/06/2022", "Un homme")
    telephone.touches = 0
    telephone.ouvre(telephone.lien("Noter les vaccins"))
    carnet = [("infanrix hexa", "08/2022"), ("hexyon", "10/2022"), ("hexavalent", "5/2023"), ("rougeole", "6/2023")]
    for rang, (vaccin, quand) in enumerate([*carnet, ("prevenar 13", "2022")], 1):
        write(telephone, rang, vaccin, quand)
    telephone.ouvre(telephone.bouton("^Noter$"))
    assert telephone.touches == 12
    assert telephone.chemin == "/vaccins"
    assert "5 doses notées" in telephone.texte.replace("\u00a0", " ")
    assert all(mot not in adresse for adresse in telephone.demandes for mot in ("2022", "hexa", "rougeole"))


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_noter_corriger_retirer_sans_javascript(site: Site, open_context: Open, prefixe: str) -> None:
    telephone = Telephone(open_context(java_script_enabled=False).new_page(), site.adresse, compte=False)
    telephone.va(f"{prefixe}/vaccins")
    telephone.repond("02/05/1960")
    telephone.va(f"{prefixe}/vaccins/carnet")
    write(telephone, 1, "meningite b", "2030")
    telephone.ouvre(telephone.page.locator("button[value=noter]"))
    assert "futur" in telephone.texte
    assert telephone.page.locator("#vaccin-1").input_value() == "meningite b"
    telephone.page.locator("#le-1").fill("mai 2024")
    telephone.touche(telephone.page.get_by_text("Méningocoque B (Trumenba)"))
    telephone.ouvre(telephone.page.locator("button[value=noter]"))
    assert telephone.chemin == f"{prefixe}/vaccins"
    telephone.va(f"{prefixe}/vaccins/carnet")
    telephone.ouvre(telephone.bouton("^Corriger"))
    telephone.page.locator("#le-1").fill("12/05/2024")
    telephone.ouvre(telephone.page.locator("button[value=noter]"))
    telephone.va(f"{prefixe}/vaccins/carnet")
    assert "12 mai 2024" in telephone.texte.replace("\u00a0", " ")
    telephone.ouvre(telephone.bouton("^Retirer"))
    assert "12 mai 2024" not in telephone.texte.replace("\u00a0", " ")


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_les_pages_remplies_et_fautives_sont_accessibles(site: Site, open_context: Open, prefixe: str) -> None:
    """What the list of all pages does not see: doses noted, a form to correct, a choice, a pregnancy, on paper too."""
    telephone = Telephone(open_context(bypass_csp=True).new_page(), site.adresse, compte=False)
    page = telephone.page
    telephone.va(f"{prefixe}/vaccins")
    telephone.repond("02/05/1995")
    telephone.va(f"{prefixe}/vaccins/carnet")
    write(telephone, 1, "ROR", "1996")
    telephone.ouvre(telephone.page.locator("button[value=noter]"))
    telephone.va(f"{prefixe}/vaccins/carnet")
    write(telephone, 1, "pneumocoque", "31/02/2015")
    telephone.ouvre(telephone.page.locator("button[value=noter]"))
    check(page.content(), telephone)
    for chemin in ("/vaccins", "/vaccins/questions", "/vaccins/ror-rattrapage-nes-depuis-1980", "/imprimer/vaccins"):
        telephone.va(prefixe + chemin)
        check(chemin, telephone)


def check(ou: str, telephone: Telephone) -> None:
    page = telephone.page
    for media in ("screen", "print"):
        page.emulate_media(media=media)  # type: ignore[arg-type]
        assert faults(page) == [], ou[:80]
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 320, "height": 640})
    assert overflow(page) <= 0, ou[:80]


def test_le_calendrier_de_mon_fils_sur_papier(telephone: Telephone) -> None:
    telephone.va("/proches/ajouter")
    telephone.saisit(telephone.page.locator("#naissance"), "10/06/2024")
    telephone.touche(telephone.page.get_by_text("Homme ou garçon", exact=True))
    telephone.saisit(telephone.page.locator("#nom"), "A.")
    telephone.ouvre(telephone.bouton("accord"))
    telephone.va("/vaccins")
    assert telephone.titre.startswith("Pour A.")
    assert "de la naissance à 18 ans" in telephone.texte.replace("\u00a0", " ")
    telephone.ouvre(telephone.page.locator("main").get_by_role("link", name="Imprimer"))
    telephone.page.emulate_media(media="print")
    papier = telephone.page.locator("body").inner_text().replace("\u00a0", " ")
    assert "A., Garçon, 2 ans" in papier
    assert "(obligatoire)" in papier
    assert telephone.page.pdf(format="A4", prefer_css_page_size=True).startswith(b"%PDF")
