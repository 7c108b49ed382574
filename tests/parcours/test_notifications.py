"""A notification received by a real worker: one fixed sentence, and a repeat takes the place of the first."""

import json
from collections.abc import Callable

from playwright.sync_api import BrowserContext

from tests.parcours.conftest import Site

Open = Callable[..., BrowserContext]
PRETE = "navigator.serviceWorker.register('/sw.js').then(() => navigator.serviceWorker.ready).then(() => 1)"
MONTREES = (
    "navigator.serviceWorker.ready.then((gardien) => gardien.getNotifications())"
    ".then((toutes) => toutes.map(({ title, body, tag, data }) => [title, body, tag, data]))"
)


def test_a_repeat_takes_the_place_of_the_first(site: Site, open_context: Open) -> None:
    contexte = open_context(permissions=["notifications"])
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
        outils.send(
            "ServiceWorker.deliverPushMessage",
            {"origin": site.adresse, "registrationId": gardiens[0], "data": envoi},
        )
        page.wait_for_function(f"{MONTREES}.then((vues) => vues.some(([, , , vers]) => vers === '{lien}'))")
    assert page.evaluate(MONTREES) == [[phrase, "", "rappel", "/reponse/b"]]
