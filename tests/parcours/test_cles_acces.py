"""A carnet opened with a key of the device: made, left, found again, lost, recovered with a code, erased."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, CDPSession

from tests.parcours.conftest import Site
from tests.parcours.examens import faults, overflow
from tests.parcours.gestes import Telephone
from tests.parcours.test_carnet import let_proofs_age, make

Open = Callable[..., BrowserContext]


@pytest.fixture
def ici(site: Site) -> str:
    """The same site under the one local name that keys can be tied to."""
    return site.adresse.replace("127.0.0.1", "localhost")


def give_authenticator(telephone: Telephone) -> tuple[CDPSession, str]:
    """The device can now keep keys, and its owner always proves to be there."""
    cdp = telephone.page.context.new_cdp_session(telephone.page)
    cdp.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    recu = cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return cdp, recu["authenticatorId"]


def enter_code(telephone: Telephone, code: str) -> None:
    telephone.va("/carnet")
    telephone.page.locator("#code").fill(code)
    telephone.ouvre(telephone.bouton("Ouvrir mon carnet"))
    sees(telephone, "Ouvert ici")


def sees(telephone: Telephone, texte: str) -> None:
    """Wait for these words: one page may still be leaving when the next is asked for."""
    telephone.page.locator("main").get_by_text(texte).first.wait_for()


def test_creer_partir_revenir_perdre_retrouver_effacer(ici: str, open_context: Open) -> None:
    telephone = Telephone(open_context(bypass_csp=False).new_page(), ici, compte=False)
    erreurs: list[str] = []
    telephone.page.on("console", lambda dit: erreurs.append(dit.text) if dit.type == "error" else None)
    cdp, authentificateur = give_authenticator(telephone)
    telephone.va("/")
    telephone.repond()
    codes = make(telephone, "")
    telephone.va("/carnet")
    assert not telephone.page.locator("#sans-cle").is_visible()
    telephone.ouvre(telephone.bouton("Ajouter une clé"))
    sees(telephone, "Clé ajoutée le")
    cles = cdp.send("WebAuthn.getCredentials", {"authenticatorId": authentificateur})["credentials"]
    assert [(cle["isResidentCredential"], cle["rpId"]) for cle in cles] == [(True, "localhost")]
    assert re.fullmatch(r"Mon carnet, clé du [\d/]{10}", cles[0].get("userName", "Mon carnet, clé du 22/11/2026"))
    # The same device again: it says so, and nothing changes.
    telephone.touche(telephone.bouton("Ajouter une clé"))
    sees(telephone, "garde déjà une clé")

    # Two tabs; left in one, the other shows nothing more, nor does going back.
    autre_onglet = Telephone(telephone.page.context.new_page(), ici, compte=False)
    autre_onglet.va("/conseils")
    assert "54" in autre_onglet.texte
    telephone.va("/conseils")
    telephone.va("/carnet")
    telephone.ouvre(telephone.bouton("Fermer le carnet ici"))
    sees(telephone, "Ouvrir mon carnet")
    telephone.page.go_back()
    telephone.page.go_back()
    assert "54 ans" not in telephone.texte.replace("\u00a0", " ")
    autre_onglet.page.reload()
    assert "54 ans" not in autre_onglet.texte.replace("\u00a0", " ")
    autre_onglet.page.close()

    # Back with the key: one touch, nothing typed.
    telephone.va("/carnet")
    telephone.ouvre(telephone.bouton("avec ma clé"))
    sees(telephone, "Ouvert ici")
    assert "servie le 22 novembre 2026" in telephone.texte.replace("\u00a0", " ")
    assert not erreurs

    # A second device with a code; the first is lost: its key is removed, everything is closed, a code opens again.
    second = Telephone(open_context().new_page(), ici, compte=False)
    enter_code(second, codes[0])
    second.ouvre(second.bouton("Retirer"))
    second.bouton("Retirer").wait_for(state="detached")
    second.ouvre(second.bouton("Fermer partout"))
    sees(second, "Ouvrir mon carnet")
    telephone.va("/conseils")
    assert telephone.chemin == "/carnet?ferme=oui"
    telephone.ouvre(telephone.bouton("avec ma clé"))
    sees(telephone, "aucun carnet ici")
    enter_code(second, codes[1])
    second.va("/mes-donnees")
    assert "clé d'accès retirée" in second.texte.replace("’", "'")
    second.touche(second.page.locator("summary", has_text="Effacer mon carnet"))
    second.ouvre(second.bouton("Oui, effacer mon carnet"))
    sees(second, "Votre reçu")


def test_les_pages_des_cles_se_lisent_par_tous(site: Site, ici: str, open_context: Open) -> None:
    telephone = Telephone(open_context(bypass_csp=True).new_page(), ici, compte=False)
    cdp, authentificateur = give_authenticator(telephone)
    for prefixe in ("", "/falc"):
        telephone.va(f"{prefixe}/carnet")
        telephone.bouton("avec ma clé").wait_for()
        assert faults(telephone.page) == []
    # The device says no: the page says so, and the codes are there.
    cdp.send("WebAuthn.setUserVerified", {"authenticatorId": authentificateur, "isUserVerified": False})
    telephone.touche(telephone.bouton("avec ma clé"))
    sees(telephone, "La clé ne marche pas")
    cdp.send("WebAuthn.setUserVerified", {"authenticatorId": authentificateur, "isUserVerified": True})
    telephone.va("/")
    telephone.repond()
    make(telephone, "")
    telephone.va("/carnet")
    telephone.ouvre(telephone.bouton("Ajouter une clé"))
    sees(telephone, "Clé ajoutée le")
    for prefixe in ("", "/falc"):
        for chemin in ("/carnet", "/carnet/preuve"):
            telephone.va(f"{prefixe}{chemin}")
            telephone.page.locator("#cle").wait_for()
            assert faults(telephone.page) == []
            assert overflow(telephone.page) == 0
    # Borrowed for a while: a key of this device asks who is there, and its owner proves it with one touch.
    let_proofs_age(site)
    telephone.va("/carnet")
    telephone.ouvre(telephone.bouton("Retirer"))
    sees(telephone, "est bien vous")
    telephone.ouvre(telephone.bouton("Continuer avec ma clé"))
    telephone.bouton("Retirer").wait_for(state="detached")
    let_proofs_age(site)
    telephone.va("/carnet")
    telephone.ouvre(telephone.bouton("Ajouter une clé"))
    assert telephone.chemin == "/carnet/preuve"
    sans = Telephone(open_context(java_script_enabled=False).new_page(), ici, compte=False)
    sans.va("/carnet")
    assert sans.bouton("Ouvrir mon carnet").is_visible()
    assert sans.page.locator("#cle").is_hidden()
