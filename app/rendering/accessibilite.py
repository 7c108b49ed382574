"""Writes the accessibility statement: its state, the grid criterion by criterion, whom to tell. Checks no page."""

from dataclasses import dataclass

from app.domain.accessibilite import Critere, EtatCritere, GrilleRgaa
from app.domain.destinations import is_courriel
from app.rendering.formats import jour_complet, jour_en_mots, typographie
from app.rendering.gabarits import Cadre, Mode, page
from app.rendering.page import Page

E = EtatCritere
MOTS = {
    E.CONFORME: ("Conformes", "conforme"),
    E.NON_CONFORME: ("Non conformes", "non conforme"),
    E.PAS_VERIFIE: ("Pas vérifiés", "pas vérifié"),
    E.NON_APPLICABLE: ("Sans objet ici", "sans objet ici"),
}


@dataclass(frozen=True, slots=True)
class VueCritere:
    """One line of the grid."""

    numero: str
    titre: str
    etat: str
    dit: str


@dataclass(frozen=True, slots=True)
class VueThemeRgaa:
    """One theme and its lines."""

    titre: str
    criteres: tuple[VueCritere, ...]


@dataclass(frozen=True, slots=True)
class VueAccessibilite:
    """The whole statement."""

    referentiel: str
    date: str
    total: int
    nombres: dict[str, int]
    comptes: tuple[tuple[str, int], ...]
    manques: tuple[VueCritere, ...]
    themes: tuple[VueThemeRgaa, ...]
    contact: str
    courriel: bool


def page_accessibilite(grille: GrilleRgaa, contact: str, mode: Mode) -> Page:
    """The statement; whom to tell is what the person who runs the site wrote, or nobody."""
    themes = tuple(
        VueThemeRgaa(theme.titre, tuple(_critere(grille, c, f"{rang}.{n}") for n, c in enumerate(theme.criteres, 1)))
        for rang, theme in enumerate(grille.themes, 1)
    )
    comptes = grille.comptes()
    vue = VueAccessibilite(
        referentiel=grille.referentiel,
        date=(jour_complet if mode is Mode.FALC else jour_en_mots)(grille.faite_le),
        total=comptes.total(),
        nombres={etat.value: comptes[etat] for etat in E},
        comptes=tuple((mots[0], comptes[etat]) for etat, mots in MOTS.items()),
        manques=tuple(c for theme in themes for c in theme.criteres if c.etat == MOTS[E.NON_CONFORME][1]),
        themes=themes,
        contact=contact,
        courriel=is_courriel(contact),
    )
    return page("accessibilite", Cadre("Accessibilité", "/accessibilite", mode), vue)


def _critere(grille: GrilleRgaa, critere: Critere, numero: str) -> VueCritere:
    dits = [f"{critere.remarque}"] if critere.remarque else []
    if critere.preuve and critere.etat is E.CONFORME:
        dits.append(f"Test : {grille.preuves[critere.preuve].mots}.")
    if critere.page:
        dits.append("Vu sur l'accueil." if critere.page == "/" else f"Vu sur la page {critere.page}.")
    return VueCritere(numero, typographie(critere.titre), MOTS[critere.etat][1], typographie(" ".join(dits)))
