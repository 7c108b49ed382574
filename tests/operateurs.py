"""Makes organisations, operators, keys and signed-in browsers for tests. Tests nothing."""

from dataclasses import dataclass
from datetime import datetime

import pyotp
from sqlmodel import Session
from starlette.testclient import TestClient

from app.main import Application
from app.models import Lieu
from app.services.cles_partenaires import create_cle
from app.services.coffre import Coffre
from app.services.journal_actions import COMMANDE, Acteur, Registre
from app.services.operateurs import create_operateur, create_organisation
from app.services.publication import add_place
from tests.agendas import MAINTENANT, make_lieu
from tests.web.conftest import ORIGINE

MOT_DE_PASSE = "une phrase assez longue"
MEME_SITE = {"origin": ORIGINE}


@dataclass
class Equipe:
    """One organisation: its place, its operator and the key of its program."""

    organisation: str
    lieu: str
    identifiant: str
    secret: str
    cle: str

    def code(self, instant: datetime) -> str:
        """The six figures at this instant."""
        return pyotp.TOTP(self.secret).at(instant)

    @property
    def entetes(self) -> dict[str, str]:
        """What its program sends."""
        return {"authorization": f"Bearer {self.cle}"}


def registre(session: Session, coffre: Coffre, organisation: str | None = None) -> Registre:
    """Somebody at the keyboard of the server, for an organisation or for none."""
    return Registre(session, coffre, Acteur(COMMANDE, organisation), MAINTENANT)


def make_equipe(session: Session, coffre: Coffre, nom: str = "Maison Essai", **lieu: object) -> Equipe:
    """An organisation with all it needs."""
    la = registre(session, coffre)
    organisation = create_organisation(la, nom)
    identifiant = f"camille@{nom.rsplit(maxsplit=1)[-1].lower()}"
    secret = create_operateur(la, organisation, identifiant, MOT_DE_PASSE)
    cle = create_cle(la, organisation, "logiciel d'essai")
    ici: Lieu = make_lieu(session, **lieu)  # type: ignore[arg-type]
    add_place(la, ici, organisation.id)
    return Equipe(organisation.id, ici.id, identifiant, secret, cle)


def make_equipe_in(app: Application, nom: str = "Maison Essai", **lieu: object) -> Equipe:
    """The same in the base of a service."""
    with Session(app.state.parties.engine) as session, session.begin():
        return make_equipe(session, app.state.parties.coffre, nom, **lieu)


def sign_in(client: TestClient, equipe: Equipe, instant: datetime, **changes: str) -> int:
    """Answer the three questions; give the status."""
    reponses = {"identifiant": equipe.identifiant, "mot_de_passe": MOT_DE_PASSE, "code": equipe.code(instant)}
    reponse = client.post("/operateurs/connexion", data=reponses | changes, headers=MEME_SITE, follow_redirects=False)
    return reponse.status_code
