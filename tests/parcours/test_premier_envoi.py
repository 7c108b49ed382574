"""What holds on every page as it travels: 14,600 bytes at a first visit, nothing from elsewhere, whom to call.

Read with a plain client, from the service itself; a few pages are also opened in the browser, to prove that it
receives what the client counts and nothing more.
"""

import os
import re
from collections.abc import Callable
from html.parser import HTMLParser
from urllib.parse import urljoin

import httpx2
import pytest
from playwright.sync_api import BrowserContext

from tests.parcours.conftest import Site, answered_client
from tests.parcours.pages import chemins

PREMIER_ENVOI = 14_600
CHEMINS = chemins(complet=os.environ.get("MBS_COMPLET") == "1")
#: What a browser says to a site it trusts, as this one on the same machine.
NAVIGATEUR = {"Accept": "text/html", "Accept-Encoding": "gzip, deflate, br, zstd", "Sec-Fetch-Site": "none"}
#: What a browser fetches by itself; the manifest waits until someone keeps the site on the phone.
_CHARGES = {"script": "src", "img": "src", "iframe": "src", "audio": "src", "video": "src", "source": "src"}
Open = Callable[..., BrowserContext]


class Lue(HTMLParser):
    """What a page says of itself, without a browser."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.langue: str | None = None
        self.titres = 0
        self.ressources: list[str] = []
        self.pied = ""
        self._ouvertes: list[str] = []
        self.feed(page)
        self.boutons = [
            " ".join(bouton.split()) for bouton in re.findall(r"<button[^>]*>(.*?)</button>", page, re.DOTALL)
        ]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what is loaded, the language, the headings and the foot."""
        attributs = dict(attrs)
        charge = attributs.get(_CHARGES.get(tag, ""))
        if tag == "link" and attributs.get("rel") in {"stylesheet", "preload", "modulepreload", "icon"}:
            charge = attributs.get("href")
        if charge:
            self.ressources.append(charge)
        if tag == "html":
            self.langue = attributs.get("lang")
        self.titres += tag == "h1"
        self._ouvertes += [tag] if tag == "footer" else []

    def handle_endtag(self, tag: str) -> None:
        """Leave the foot."""
        if tag == "footer":
            self._ouvertes.pop()

    def handle_data(self, data: str) -> None:
        """Keep the words of the foot."""
        self.pied += data if self._ouvertes else ""


def received(reponse: httpx2.Response) -> int:
    """Every byte of the answer as it travelled: first line, headers, compressed body."""
    entetes = sum(len(nom) + len(valeur) + 4 for nom, valeur in reponse.headers.raw)
    return (
        len(f"HTTP/1.1 {reponse.status_code} {reponse.reason_phrase}\r\n\r\n") + entetes + reponse.num_bytes_downloaded
    )


def weigh(site: Site, visiteur: httpx2.Client, chemin: str) -> tuple[int, set[str]]:
    """The bytes of a first visit, and every address it loads."""
    page = visiteur.get(chemin, follow_redirects=True)
    ressources = {urljoin(str(page.url), nom) for nom in Lue(page.text).ressources}
    ici = [visiteur.get(adresse) for adresse in ressources if adresse.startswith(site.adresse)]
    return sum(received(reponse) for reponse in (*page.history, page, *ici)), {str(page.url), *ressources}


def faults(page: str) -> list[str]:
    """What every page owes to whoever reads it, and this one does not say."""
    lue = Lue(page)
    dits = {
        "le pied dit le 15, le 112 et le 114": {"15", "112", "114"} <= set(re.findall(r"[0-9]+", lue.pied)),
        "le pied dit comment faire sans internet": "internet" in lue.pied,
        "un seul bouton « Tout effacer »": lue.boutons.count("Tout effacer") == 1,
        "un seul bouton « Quitter »": sum("Quitter" in bouton for bouton in lue.boutons) == 1,
        "un seul titre": lue.titres == 1,
        "la langue": lue.langue == "fr",
    }
    return [dit for dit, vrai in dits.items() if not vrai]


def test_la_premiere_visite_tient_dans_un_envoi(site: Site) -> None:
    fautes = []
    with httpx2.Client(base_url=site.adresse, headers=NAVIGATEUR) as visiteur:
        for chemin in CHEMINS:
            poids, adresses = weigh(site, visiteur, chemin)
            fautes += [f"{chemin} pèse {poids} octets"] * (poids > PREMIER_ENVOI)
            fautes += [f"{chemin} demande {ailleurs}" for ailleurs in adresses if not ailleurs.startswith(site.adresse)]
    assert fautes == []


@pytest.mark.parametrize("chemin", ["/", "/falc/conseils", "/rappels", "/couts/lunettes-100-sante"])
def test_le_navigateur_recoit_ce_qui_est_compte(site: Site, open_context: Open, chemin: str) -> None:
    page = open_context().new_page()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    recus: list[float] = []
    adresses: list[str] = []
    session.on("Network.loadingFinished", lambda fin: recus.append(fin["encodedDataLength"]))
    page.on("request", lambda demande: adresses.append(demande.url))
    page.goto(site.adresse + chemin, wait_until="networkidle")
    with httpx2.Client(base_url=site.adresse, headers=NAVIGATEUR) as visiteur:
        poids, attendues = weigh(site, visiteur, chemin)
        # The icon is in the count, but a browser without a window has nowhere to show it and does not ask for it.
        icones = {adresse for adresse in attendues if "favicon" in adresse}
        poids -= sum(received(visiteur.get(adresse)) for adresse in icones)
    assert sum(recus) == poids
    assert set(adresses) | icones == attendues


def test_chaque_page_dit_qui_appeler_et_comment_faire_sans_internet(site: Site) -> None:
    with answered_client(site) as visiteur:
        fautes = {chemin: faults(visiteur.get(chemin).text) for chemin in CHEMINS}
    assert {chemin: manques for chemin, manques in fautes.items() if manques} == {}


@pytest.mark.parametrize(
    ("de", "vers", "faute"),
    [
        ("114", "", "le 114"),
        ("internet", "", "sans internet"),
        ("Tout effacer", "Effacer", "Tout effacer"),
        ("</footer>", "<button>Quitter</button></footer>", "Quitter"),
        ("<h1", "<h2", "titre"),
        ('lang="fr"', 'lang="en"', "langue"),
    ],
)
def test_une_page_qui_ne_le_dit_pas_est_trouvee(site: Site, de: str, vers: str, faute: str) -> None:
    """The planted bugs: a page without its numbers, its buttons, its heading or its language."""
    page = httpx2.get(f"{site.adresse}/conseils", headers=NAVIGATEUR).text
    assert faults(page) == []
    assert any(faute in trouvee for trouvee in faults(page.replace(de, vers)))


def test_une_page_lourde_ou_qui_demande_ailleurs_est_trouvee(site: Site) -> None:
    """What is loaded from elsewhere is seen whatever the element that asks for it."""
    for element in (
        '<link rel="stylesheet" href="https://ailleurs.example/a.css">', '<img src="//ailleurs.example/a.png">',
        '<script src="https://ailleurs.example/a.js"></script>', '<iframe src="https://ailleurs.example/"></iframe>',
    ):  # fmt: skip
        (demande,) = Lue(f"<html lang='fr'><body>{element}</body></html>").ressources
        assert not urljoin(site.adresse, demande).startswith(site.adresse)
