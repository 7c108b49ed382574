"""What a person does with a phone, told in their words, each touch counted. Judges nothing."""

import re

from playwright.sync_api import Locator, Page

#: Counts what the screen really received, not what the test believes it did.
_COMPTEUR = "addEventListener('pointerup', () => compterUneTouche(), true)"


class Telephone:
    """A page and the number of touches since the journey began."""

    def __init__(self, page: Page, adresse: str, *, compte: bool = True) -> None:
        self.page = page
        self.adresse = adresse
        self.touches = 0
        self.demandes: list[str] = []
        page.on("request", lambda demande: self.demandes.append(demande.url))
        if compte:
            page.expose_function("compterUneTouche", self._count)
            page.add_init_script(_COMPTEUR)

    def _count(self) -> None:
        self.touches += 1

    def va(self, chemin: str) -> None:
        """Type an address."""
        self.page.goto(self.adresse + chemin)

    def touche(self, element: Locator) -> None:
        """One touch that opens no page."""
        element.tap()

    def ouvre(self, element: Locator) -> None:
        """One touch, then the page it opens."""
        with self.page.expect_navigation():
            element.tap()

    def saisit(self, element: Locator, texte: str) -> None:
        """One touch in a field; what is typed is free."""
        self.touche(element)
        element.fill(texte)

    def bouton(self, nom: str) -> Locator:
        """A button by its words."""
        return self.page.get_by_role("button", name=re.compile(nom))

    def lien(self, nom: str) -> Locator:
        """A link by its words."""
        return self.page.get_by_role("link", name=re.compile(nom))

    @property
    def titre(self) -> str:
        """The page's first heading."""
        return self.page.locator("h1").inner_text()

    @property
    def texte(self) -> str:
        """Everything that can be read in the page."""
        return self.page.locator("main").inner_text()

    @property
    def chemin(self) -> str:
        """The address without the site."""
        return self.page.url.removeprefix(self.adresse)

    def repond(self, naissance: str = "14/05/1972", sexe: str = "Une femme") -> None:
        """The two first answers, from the home page."""
        self.saisit(self.page.locator("#naissance"), naissance)
        self.touche(self.page.get_by_text(sexe, exact=True))
        self.ouvre(self.bouton("J.accepte"))

    def note_un_soin(self, nom: str) -> None:
        """One frequent care of today, from the page of the year."""
        self.va("/mon-annee/ajouter")
        self.ouvre(self.bouton(f"^{nom}$"))
        self.ouvre(self.bouton("Ajouter à mon année"))

    def note_une_depense(self, libelle: str, le: str, prix: str) -> None:
        """One cost nobody pays back."""
        self.va("/mon-annee/autre")
        self.saisit(self.page.locator("#libelle"), libelle)
        self.saisit(self.page.locator("#le"), le)
        self.saisit(self.page.locator("#prix"), prix)
        self.ouvre(self.bouton("Ajouter à mon année"))
