"""What is looked for in a page open in the browser: each check answers the faults it found, in words. Judges no page.

One visit serves every check: opening a page and giving axe to it cost more than the checks themselves.
"""

from collections import Counter
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

REGLES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "RGAAv4", "best-practice"]
PETIT = {"width": 360, "height": 640}
#: A desk's screen, and the same at 400 %: a quarter of its pixels each way.
ECRAN, ZOOM_400 = (1280, 1024), (320, 256)
_AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8")
#: Only what is wrong comes back: the list of what is right is long to carry out of the browser.
#: What a palette changes. Night only changes the palette (a test of the style says so): the rest is seen by day.
COULEURS = ["color-contrast", "link-in-text-block"]
#: One element for each pair of colours and size of letters: at night, those that share them share their contrast.
_NUANCES = """() => {
    const fond = e => {
        for (; e; e = e.parentElement) {
            const couleur = getComputedStyle(e).backgroundColor;
            if (!/, 0\\)$/.test(couleur)) return couleur;
        }
        return '';
    };
    const vues = new Map();
    for (const e of document.querySelectorAll('body *')) {
        if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
        if (!e.checkVisibility({ visibilityProperty: true }) || !e.getClientRects().length) continue;
        const s = getComputedStyle(e);
        const nuance = [e.tagName === 'A' && e.closest('p') ? 'a' : '', fond(e), s.color, s.fontSize, s.fontWeight];
        if (!vues.has(nuance.join())) vues.set(nuance.join(), e);
    }
    return [...vues.values()];
}"""
_FAUTES = f"""async ([regles, une_par_nuance]) => {{
    const ou = une_par_nuance ? ({_NUANCES})() : document;
    return (await axe.run(ou, {{ runOnly: regles, resultTypes: ['violations'] }})).violations
        .map(faute => faute.id + ' : ' + faute.nodes.slice(0, 3).map(noeud => noeud.html).join(' | '));
}}"""
_CIBLES = """() => [...document.querySelectorAll('button, .bouton, .pastille, input:not([type=hidden]), label')]
    .filter(e => !e.matches('label[for]'))
    .map(e => [e, (e.matches('label [type=radio], label [type=checkbox]') ? e.closest('label') : e)])
    .map(([e, cible]) => [e.outerHTML.slice(0, 90), cible.getBoundingClientRect()])
    .filter(([, r]) => r.width && (r.height < 43.5 || r.width < 43.5))
    .map(([html, r]) => `cible de ${r.width} x ${r.height} : ${html}`)"""
#: The controls a person can see, those that only wait for the keyboard left out.
_VISIBLES = """[...document.querySelectorAll('a[href], button, summary, textarea, select, input:not([type=hidden])')]
    .filter(e => !e.closest('.evitement') && e.checkVisibility({ visibilityProperty: true }))"""
_COMMANDES = f"""() => {_VISIBLES}
    .map(e => e.tagName + ' ' + (e.getAttribute('href') || e.name || '') + ' ' + (e.value || ''))"""
#: What cannot be touched once scrolled to: out of the screen, flattened, or under something else.
_PERDUES = f"""() => {_VISIBLES}
    .filter(e => {{
        const cible = e.type === 'radio' ? e.closest('label') : e;
        scrollTo(0, scrollY + cible.getBoundingClientRect().top - innerHeight / 2);
        const bords = [...cible.getClientRects()];
        const dehors = bords.some(r => r.left < -0.5 || r.right > innerWidth + 0.5);
        const touchable = bords.some(r => r.width > 1 && r.height > 1 && cible.contains(
            document.elementFromPoint(r.left + r.width / 2, r.top + Math.min(r.height, innerHeight) / 2)));
        return dehors || !touchable;
    }})
    .map(e => e.outerHTML.slice(0, 120))"""
#: Text cut by its own box: wider than what shows it, and nothing to scroll.
_COUPES = """() => [...document.querySelectorAll('body *')]
    .filter(e => getComputedStyle(e).overflowX === 'hidden' && !e.closest('.hors-vue') && e.textContent.trim())
    .filter(e => e.scrollWidth > e.clientWidth + 1)
    .map(e => e.outerHTML.slice(0, 120))"""


def faults(page: Page, *, couleurs: bool = False) -> list[str]:
    """What axe finds, one line a rule with the elements concerned; or in the colours alone."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(_AXE)
    trouvees: list[str] = page.evaluate(_FAUTES, [COULEURS if couleurs else REGLES, couleurs])
    return trouvees


def faults_in_every_light(page: Page) -> list[str]:
    """What axe finds by day, at night and on paper."""
    vues = []
    for theme, media in (("light", "screen"), ("dark", "screen"), ("light", "print")):
        page.emulate_media(color_scheme=theme, media=media)  # type: ignore[arg-type]
        vues += [f"axe ({theme}, {media}) : {faute}" for faute in faults(page, couleurs=theme == "dark")]
    page.emulate_media(color_scheme="light", media="screen")
    return vues


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the screen."""
    deborde: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return deborde


def at_every_width(page: Page) -> list[str]:
    """From 1280 pixels to 320 by 256, which is 400 % zoom (WCAG 1.4.10), then with a text twice as large.

    Nothing to the side; at 400 %, no control lost, none covered, no text cut. Leaves the page as it found it.
    """
    fautes = []
    commandes: dict[int, Counter[str]] = {}
    for largeur, hauteur in (ECRAN, (360, 640), ZOOM_400):
        page.set_viewport_size({"width": largeur, "height": hauteur})
        debord = overflow(page)
        fautes += [f"déborde de {debord} ({largeur} pixels)"] * (debord > 0)
        if largeur != 360:
            commandes[largeur] = Counter(page.evaluate(_COMMANDES))
    absentes = commandes[ECRAN[0]] - commandes[ZOOM_400[0]]
    fautes += [f"absente à 400 % : {nom}" for nom in absentes.elements()]
    fautes += [f"perdue à 400 % : {html}" for html in page.evaluate(_PERDUES)]
    fautes += [f"coupé à 400 % : {html}" for html in page.evaluate(_COUPES)]
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    debord = overflow(page)
    fautes += [f"déborde de {debord} (texte à 200 %)"] * (debord > 0)
    page.evaluate("document.documentElement.removeAttribute('style'); scrollTo(0, 0)")
    page.set_viewport_size(PETIT)  # type: ignore[arg-type]
    return fautes


def small_targets(page: Page) -> list[str]:
    """Buttons and choices below 44 pixels. A box to tick is touched by its whole label.

    A link inside a sentence is as high as its line.
    """
    petites: list[str] = page.evaluate(_CIBLES)
    return petites
