"""The pages behind an open carnet, in both ways of reading: nothing for axe, nothing too wide, nothing too small."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from tests.parcours.conftest import Site
from tests.parcours.examens import faults, overflow, small_targets
from tests.parcours.gestes import Telephone
from tests.parcours.test_carnet import let_proofs_age, make

#: The page that proves comes last: it only shows once the last proof is old.
PAGES = ("/carnet", "/carnet/personnes", "/carnet/recevoir", "/carnet/reponse", "/ce-qui-a-change", "/partages",
         "/consentements", "/carnet/preuve")  # fmt: skip


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_les_pages_du_carnet_ouvert(site: Site, open_context: Callable[..., BrowserContext], prefixe: str) -> None:
    telephone = Telephone(open_context(bypass_csp=True).new_page(), site.adresse, compte=False)
    telephone.va(prefixe or "/")
    telephone.repond()
    # Someone of 16, who may leave with a carnet of their own: the page of the persons has all its forms.
    telephone.va(f"{prefixe}/proches/ajouter")
    telephone.page.locator("[name=naissance]").fill("2010")
    telephone.touche(telephone.page.locator("label:has([value=F])"))
    telephone.ouvre(telephone.page.locator("main form button").last)
    make(telephone, prefixe)
    let_proofs_age(site)
    fautes: list[str] = []
    for chemin in PAGES:
        telephone.va(f"{prefixe}{chemin}")
        assert telephone.chemin == f"{prefixe}{chemin}", "another page opened in its place"
        vues = [*faults(telephone.page), *small_targets(telephone.page), *["déborde"] * (overflow(telephone.page) > 0)]
        fautes += [f"{chemin} : {faute}" for faute in vues]
    assert fautes == []
