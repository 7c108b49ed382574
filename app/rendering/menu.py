"""Holds the one list of places the menu leads to: a new page adds its line here. Knows no page's content."""

from typing import NamedTuple


class Entree(NamedTuple):
    """A page of the menu: its address without prefix, and its name in each way of reading."""

    chemin: str
    normal: str
    falc: str


#: In the order they are shown; only pages that exist.
MENU = (
    Entree("/conseils", "Mes conseils", "Mes conseils"),
    Entree("/vaccins", "Mes vaccins", "Mes vaccins"),
    Entree("/couts", "Les prix", "Les prix"),
    Entree("/mon-annee", "Mon année", "Mon année"),
    Entree("/rappels", "Mes rappels", "Mes rappels"),
    Entree("/bilan-prevention", "Mon bilan", "Mon bilan"),
    Entree("/creneaux", "Rendez-vous", "Rendez-vous"),
    Entree("/carnet", "Mon carnet", "Mon carnet"),
    Entree("/droits", "Mes droits", "Mes droits"),
    Entree("/reperes", "Repères", "Pages utiles"),
    Entree("/imprimer", "Imprimer", "Imprimer"),
    Entree("/hors-ligne", "Hors connexion", "Lire sans internet"),
)
