"""What is looked for in a page open in the browser: each check answers the faults it found, in words. Judges no page.

One visit serves every check: opening a page and giving axe to it cost more than the checks themselves.
"""

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

REGLES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "RGAAv4", "best-practice"]
PETIT = {"width": 360, "height": 640}
_AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8")
#: Only what is wrong comes back: the list of what is right is long to carry out of the browser.
_FAUTES = """async regles => (await axe.run({ runOnly: regles, resultTypes: ['violations'] })).violations
    .map(faute => faute.id + ' : ' + faute.nodes.slice(0, 3).map(noeud => noeud.html).join(' | '))"""
_CIBLES = """() => [...document.querySelectorAll('button, .bouton, .pastille, input:not([type=hidden]), label')]
    .filter(e => !e.matches('label[for]'))
    .map(e => [e, (e.matches('label [type=radio], label [type=checkbox]') ? e.closest('label') : e)])
    .map(([e, cible]) => [e.outerHTML.slice(0, 90), cible.getBoundingClientRect()])
    .filter(([, r]) => r.width && (r.height < 43.5 || r.width < 43.5))
    .map(([html, r]) => `cible de ${r.width} x ${r.height} : ${html}`)"""


def faults(page: Page) -> list[str]:
    """What axe finds, one line a rule with the elements concerned."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(_AXE)
    trouvees: list[str] = page.evaluate(_FAUTES, REGLES)
    return trouvees


def faults_in_every_light(page: Page) -> list[str]:
    """What axe finds by day, at night and on paper."""
    vues = []
    for theme, media in (("light", "screen"), ("dark", "screen"), ("light", "print")):
        page.emulate_media(color_scheme=theme, media=media)  # type: ignore[arg-type]
        vues += [f"axe ({theme}, {media}) : {faute}" for faute in faults(page)]
    page.emulate_media(color_scheme="light", media="screen")
    return vues


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the screen."""
    deborde: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return deborde


def overflows(page: Page) -> list[str]:
    """At 320 pixels and more, then with a text twice as large. Leaves the page as it found it."""
    debords = {}
    for largeur in (320, 360, 1280):
        page.set_viewport_size({"width": largeur, "height": 640})
        debords[f"{largeur} pixels"] = overflow(page)
    page.set_viewport_size({"width": 320, "height": 640})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    debords["texte à 200 %"] = overflow(page)
    page.evaluate("document.documentElement.removeAttribute('style')")
    page.set_viewport_size(PETIT)  # type: ignore[arg-type]
    return [f"déborde de {pixels} ({quand})" for quand, pixels in debords.items() if pixels > 0]


def small_targets(page: Page) -> list[str]:
    """Buttons and choices below 44 pixels. A box to tick is touched by its whole label.

    A link inside a sentence is as high as its line.
    """
    petites: list[str] = page.evaluate(_CIBLES)
    return petites
