"""The letter in its envelope: whatever the sheet slides by, the window shows the address, whole, and nothing else.

Measured where the words are laid, on an A4 sheet folded in three (99 mm), in envelopes of 110 by 220 mm whose window of
35 by 100 mm is 20 mm from the right and from the bottom, or of 45 by 100 mm, 15 or 20 mm from the bottom. No norm was
read; a mail room (edics.fr, seen on 22 November 2026) asks for an address that begins 55 mm from the top, as here.
"""

from collections.abc import Iterator
from itertools import product
from typing import Any, NamedTuple

import pytest

from app.domain.adresses_rappel import LETTRES_MAX, LIGNES_MAX
from app.rendering.lettres import Expediteur, lettres_html
from app.services.envois.imprimerie import _press
from tests.envois.test_lettres_et_appels import pieces

LARGEUR, HAUTEUR = 220.0, 110.0
FEUILLE, PLI = 210.0, 99.0
PX = 25.4 / 96
#: How high the window is, and how far from the bottom.
FENETRES = ((35.0, 20.0), (45.0, 20.0), (45.0, 15.0))
QUI = Expediteur("\n".join(["Service d'envoi des rappels, boîte postale numéro 12345"] * 6), "03 85 12 34 56")
PLEINE = "\n".join("W" * LETTRES_MAX for _ in range(LIGNES_MAX))
COURTE = "Mme Zoé Essai\n12 RUE DU BOIS\n71000 MACON"


class Zone(NamedTuple):
    """A rectangle of the sheet, in millimetres from its top left corner."""

    gauche: float
    haut: float
    droite: float
    bas: float

    def contient(self, autre: "Zone") -> bool:
        return (
            self.gauche <= autre.gauche
            and self.haut <= autre.haut
            and autre.droite <= self.droite
            and autre.bas <= self.bas
        )

    def touche(self, autre: "Zone") -> bool:
        ecarte = autre.droite <= self.gauche or self.droite <= autre.gauche
        return not (ecarte or autre.bas <= self.haut or self.bas <= autre.haut)


def windows() -> Iterator[Zone]:
    """What is seen of the sheet, at each end of its slide, in each envelope."""
    for (haute, dessous), x, y in product(FENETRES, (0.0, LARGEUR - FEUILLE), (0.0, HAUTEUR - PLI)):
        droite, bas = LARGEUR - 20.0, HAUTEUR - dessous
        yield Zone(droite - 100.0 - x, bas - haute - y, droite - x, min(bas - y, PLI))


def words(html: str) -> list[tuple[str, Zone]]:
    """Every line of the first sheet and where it is laid."""
    page, refus = _press()
    (feuille,) = page(string=html, url_fetcher=refus).render().pages
    return [
        (boite.text.strip(), Zone(*(round(PX * bord, 2) for bord in _edges(boite))))
        for boite in _boxes(feuille._page_box)
        if getattr(boite, "text", "").strip()
    ]


def _boxes(boite: Any) -> Iterator[Any]:
    """A box and all it holds, those placed by hand included."""
    boite = getattr(boite, "_box", boite)
    yield boite
    for autre in getattr(boite, "children", ()):
        yield from _boxes(autre)


def _edges(boite: Any) -> tuple[float, float, float, float]:
    x, y = boite.position_x, boite.position_y
    return x, y, x + boite.width, y + boite.height


def faults(html: str, adresse: str) -> list[str]:
    lignes = set(adresse.split("\n"))
    lues = words(html)
    dits = [f"pas toute visible : {texte}" for texte, zone in lues if texte in lignes
            and not all(fenetre.contient(zone) for fenetre in windows())]  # fmt: skip
    assert {texte for texte, _ in lues} >= lignes
    return dits + [
        f"se voit : {texte}"
        for texte, zone in lues
        if texte not in lignes and any(fenetre.touche(zone) for fenetre in windows())
    ]


@pytest.mark.parametrize("mode", ["normal", "falc"])
@pytest.mark.parametrize("adresse", [COURTE, PLEINE])
def test_the_window_shows_the_address_and_nothing_else(adresse: str, mode: str) -> None:
    assert faults(lettres_html(pieces(1, mode, adresse), QUI), adresse) == []


@pytest.mark.parametrize(
    ("faute", "dite"),
    [
        (".fenetre { left: 112mm !important }", "pas toute visible"),
        (".fenetre { top: 60mm !important }", "pas toute visible"),
        (".fenetre { line-height: 5mm !important }", "pas toute visible"),
        (".retour { width: 85mm !important }", "se voit"),
        (".texte { top: 88mm !important }", "se voit"),
    ],
)
def test_a_fault_of_some_millimetres_is_caught(faute: str, dite: str) -> None:
    html = lettres_html(pieces(1, "normal", PLEINE), QUI).replace("</style>", f"{faute}</style>", 1)
    assert [dit for dit in faults(html, PLEINE) if dit.startswith(dite)] != []
