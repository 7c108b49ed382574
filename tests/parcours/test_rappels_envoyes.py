"""A reminder from the yes to the end, as on a telephone: asked for, received by mail, answered, stopped."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
import uvicorn
from aiosmtpd.controller import Controller
from playwright.sync_api import BrowserContext

from app.dependencies import poste_of
from app.domain.envois import CanalRappel
from app.main import Application, create_app
from app.services.envois.courriel import Courriel, ReglagesCourriel
from app.services.envois.tournee import make_round
from app.settings import Settings
from tests.base.postgresql import free_port
from tests.bases import make_ready
from tests.factories import contenu_reel
from tests.horloge import Horloge
from tests.parcours.examens import faults, overflow
from tests.parcours.gestes import Telephone
from tests.parcours.test_carnet import make

Open = Callable[..., BrowserContext]


@dataclass
class Facteur:
    """The service, its clock, and the letter box it writes to through a real mail server."""

    app: Application
    adresse: str
    horloge: Horloge = field(default_factory=Horloge)
    recus: list[bytes] = field(default_factory=list)

    async def handle_DATA(self, _serveur: Any, _session: Any, enveloppe: Any) -> str:  # noqa: N802 - its name
        """Take the message."""
        self.recus.append(enveloppe.content)
        return "250 OK"

    def passe(self, jours: int = 0) -> dict[str, str]:
        """Some days later, at an hour that is allowed, one round; the links of the last message."""
        self.horloge.instant += timedelta(days=jours)
        poste = poste_of(self.app.state.parties)
        assert poste
        avant = len(self.recus)
        make_round(poste)
        assert len(self.recus) == avant + 1
        courrier = message_from_bytes(self.recus[-1], policy=default)
        corps = courrier.get_body()
        assert corps is not None
        liens = re.findall(rf"{self.adresse}(/\S+)", corps.get_content())
        return {"reponse": liens[0], "arret": liens[1], "sujet": str(courrier["subject"])}


@pytest.fixture
def facteur(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Facteur]:
    """The service in this process, so that its clock can be moved, and a mail server."""
    port, horloge = free_port(), Horloge()
    adresse = f"http://127.0.0.1:{port}"
    app = create_app(
        Settings(var=tmp_path_factory.mktemp("var")).model_copy(update={"origine": adresse}),
        contenu_reel(),
        horloge=horloge,
    )
    make_ready(app.state.parties.engine)
    facteur = Facteur(app, adresse, horloge)
    postier = Controller(facteur, hostname="127.0.0.1", port=free_port())
    reglages = ReglagesCourriel("127.0.0.1", postier.port, "rappels@exemple.fr", tls="aucun")
    app.state.parties = replace(app.state.parties, transports={CanalRappel.COURRIEL: Courriel(reglages)})
    serveur = uvicorn.Server(uvicorn.Config(app, port=port, lifespan="off", log_config=None, access_log=False))
    fil = threading.Thread(target=serveur.run, daemon=True)
    postier.start()
    fil.start()
    try:
        limite = time.monotonic() + 20
        while not serveur.started and time.monotonic() < limite:
            time.sleep(0.02)
        yield facteur
    finally:
        serveur.should_exit = True
        fil.join(20)
        postier.stop()
        app.state.parties.engine.dispose()


def right(telephone: Telephone, titre: str) -> None:
    """The page is the one expected; axe finds nothing and nothing is out of the screen."""
    assert telephone.titre.replace("\u00a0", " ").replace("\u202f", " ") == titre
    assert faults(telephone.page) == [], titre
    assert overflow(telephone.page) <= 0, titre


def ask(telephone: Telephone) -> int:
    """The e-mail reminders, from their page: how many touches."""
    telephone.touches = 0
    telephone.saisit(telephone.page.locator("[name=adresse]"), "prenom@exemple.fr")
    telephone.ouvre(telephone.bouton("^Oui, (?:m.écrire|je veux des e-mails)"))
    return telephone.touches


def press(telephone: Telephone, nom: str) -> int:
    """One button of a page just opened: how many touches."""
    telephone.touches = 0
    telephone.ouvre(telephone.bouton(nom))
    return telephone.touches


@pytest.mark.parametrize("prefixe", ["", "/falc"])
def test_du_oui_au_stop(facteur: Facteur, open_context: Open, prefixe: str) -> None:
    telephone = Telephone(open_context(bypass_csp=True).new_page(), facteur.adresse)
    telephone.va(prefixe or "/")
    telephone.repond()
    make(telephone, prefixe)
    ici = f"{prefixe}/carnet/rappels"
    telephone.va(ici)
    right(telephone, "Recevoir mes rappels")
    oui = ask(telephone)
    right(telephone, "Recevoir mes rappels")
    assert press(telephone, "Arrêter ces messages") <= oui
    right(telephone, "C'est effacé")
    telephone.va(ici)
    read_by_an_agenda(telephone)
    telephone.va(ici)
    ask(telephone)

    # The message that asks, opened where no carnet is open.
    boite = Telephone(open_context(bypass_csp=True).new_page(), facteur.adresse)
    message = facteur.passe()
    assert message["sujet"] == "Rappel personnel"
    boite.va(message["reponse"])
    right(boite, "Recevoir les rappels ici")
    confirmer = press(boite, "^Oui, ")
    right(boite, "C'est confirmé")

    # The first reminder is put off, the next one is done; a link serves once.
    boite.va(facteur.passe(7)["reponse"])
    right(boite, "Votre rappel")
    press(boite, "lus tard")
    message = facteur.passe(95)
    boite.va(message["reponse"])
    boite.saisit(boite.page.locator("#quand"), "02/2027")
    press(boite, "^C.est fait$")
    right(boite, "C'est noté")
    boite.va(message["reponse"])
    right(boite, "Ce lien est fini")

    # As many touches to stop from a message as to begin from one.
    boite.va(f"{prefixe}{message['arret']}")
    right(boite, "Arrêter les rappels")
    assert press(boite, "Arrêter les rappels") == confirmer == 1
    right(boite, "C'est arrêté")


def read_by_an_agenda(telephone: Telephone) -> None:
    """The address an agenda reads by itself: as few touches to close it as to make it."""
    telephone.touches = 0
    telephone.touche(telephone.page.get_by_role("heading", name="dans mon agenda"))
    telephone.ouvre(telephone.bouton("^Oui, (?:créer|je veux une adresse)"))
    oui = telephone.touches
    right(telephone, "Votre adresse d'agenda")
    adresse = telephone.page.locator("textarea").input_value()
    assert telephone.page.request.get(adresse).text().startswith("BEGIN:VCALENDAR")
    telephone.ouvre(telephone.lien("J.ai copié"))
    assert press(telephone, "Éteindre") <= oui
    assert telephone.page.request.get(adresse).status == 404
