"""The pages behind an open carnet, in both ways of reading: nothing for axe, nothing too wide, nothing too small."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext

from tests.parcours.conftest import Site
from tests.parcours.examens import faults, overflow, small_targets
from tests.parcours.gestes import Telephone
from tests.parcours.test_carnet import let_proofs_age, make

PAGES = ("/carnet/personnes", "/carnet/recevoir", "/carnet/reponse", "/ce-qui-a-change", "/partages", "/carnet/preuve")


def test_les_pages_du_carnet_ouvert(site: Site, open_context: Callable[..., BrowserContext]) -> None:
    telephone = Telephone(open_context(bypass_csp=True).new_page(), site.adresse, compte=False)
    telephone.va("/")
    telephone.repond()
    # Someone of 16, who may leave with a carnet of their own: the page of the persons has all its forms.
    telephone.va("/proches/ajouter")
    telephone.page.locator("[name=naissance]").fill("2010")
    telephone.touche(telephone.page.locator("label:has([value=F])"))
    telephone.ouvre(telephone.page.locator("main form button").last)
    make(telephone, "")
    # The page that proves only shows once the last proof is old.
    let_proofs_age(site)
    fautes: list[str] = []
    for chemin in (f"{prefixe}{page}" for page in PAGES for prefixe in ("", "/falc")):
        telephone.va(chemin)
        assert telephone.chemin == chemin, "another page opened in its place"
        vues = [*faults(telephone.page), *small_targets(telephone.page), *["déborde"] * (overflow(telephone.page) > 0)]
        fautes += [f"{chemin} : {faute}" for faute in vues]
    assert fautes == []
