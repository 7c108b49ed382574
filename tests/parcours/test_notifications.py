"""A notification received by a real worker: one fixed sentence, and a repeat takes the place of the first."""

import json
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, BrowserType

from tests.parcours.conftest import Site

PRETE = "navigator.serviceWorker.register('/sw.js').then(() => navigator.serviceWorker.ready).then(() => 1)"
#: What is shown, once one of them leads there; what is shown all the same when none does within a second.
MONTREES = """async lien => {
    const gardien = await navigator.serviceWorker.ready;
    for (let essai = 0; ; essai++) {
        const toutes = await gardien.getNotifications();
        const vues = toutes.map(({ title, body, tag, data }) => [title, body, tag, data]);
        if (essai > 40 || vues.some(vue => vue[3] === lien)) return vues;
        await new Promise(suite => setTimeout(suite, 25));
    }
}"""


@pytest.fixture
def contexte(browser_type: BrowserType, browser_type_launch_args: dict[str, Any]) -> Iterator[BrowserContext]:
    """A browser with its window hidden: the one made without any shows no notification."""
    navigateur = browser_type.launch(**{**browser_type_launch_args, "executable_path": shutil.which("chromium")})
    yield navigateur.new_context(permissions=["notifications"])
    navigateur.close()


def test_a_repeat_takes_the_place_of_the_first(site: Site, contexte: BrowserContext) -> None:
    page = contexte.new_page()
    page.goto(f"{site.adresse}/confidentialite")
    page.evaluate(PRETE)
    gardiens: list[str] = []
    outils = contexte.new_cdp_session(page)
    outils.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda dit: gardiens.extend(un["registrationId"] for un in dit["registrations"]),
    )
    outils.send("ServiceWorker.enable")
    page.wait_for_function("true")
    while not gardiens:
        page.wait_for_timeout(20)
    phrase = "Vous avez un rappel personnel à lire."
    for lien in ("/reponse/a", "/reponse/b"):
        envoi = json.dumps({"phrase": phrase, "lien": lien})
        attendue = [[phrase, "", "rappel", lien]]
        for _essai in range(20):  # a worker that is only just ready loses what it is given: it is given again
            outils.send(
                "ServiceWorker.deliverPushMessage",
                {"origin": site.adresse, "registrationId": gardiens[-1], "data": envoi},
            )
            vues = page.evaluate(MONTREES, lien)
            if vues == attendue:
                break
        assert vues == attendue
