"""People who asked to be written to or called, and the trays their reminders lie on. Tests nothing."""

from sqlmodel import Session

from app.domain.consentement import ActeConsentement, Geste
from app.domain.envois import CanalRappel, Rythme
from app.domain.rappels_choisis import ChoixDeRappel, Destination
from app.services.coffre import Coffre
from app.services.envois.abonnements import subscribe
from app.services.envois.bac import Bac
from app.services.envois.file import Poste, send_due
from app.services.journal_actions import COMMANDE, Acteur, Registre
from tests.base.carnets import LE
from tests.envois.rappels import PARIS, Monde, open_carnet

COFFRE = Coffre(b"k" * 32)
ADRESSE = "Mme Zoé Essai\n12 RUE DU BOIS\n71000 MACON"
ADRESSES = {CanalRappel.LETTRE: ADRESSE, CanalRappel.APPEL: "+33385123456", CanalRappel.SMS: "+33612345678"}


def acte(canal: CanalRappel, geste: Geste = Geste.DONNE) -> ActeConsentement:
    return ActeConsentement(canal.finalite, geste, 1, "0" * 64, "normal", LE)


def asked(monde: Monde, canal: CanalRappel, nombre: int = 1, adresse: str = "", mode: str = "normal") -> list[str]:
    """Carnets whose owner agreed to this channel; their numbers."""
    carnets = []
    for _ in range(nombre):
        _, carnet = open_carnet(monde)
        carnets.append(carnet)
        choix = ChoixDeRappel(Destination(adresse or ADRESSES[canal], mode), PARIS, 9, Rythme.TRIMESTRE)
        with monde.ouvrir() as session:
            subscribe(monde.bureau(session), carnet, canal, choix, acte(canal))
    return carnets


def poste(monde: Monde, canal: CanalRappel) -> Poste:
    """A desk that sends, whose provider is a tray."""
    return Poste(
        ouvrir=monde.ouvrir,
        scribe=monde.poste().scribe,
        catalogue=monde.poste().catalogue,
        transports={canal: Bac(canal, monde.ouvrir)},
        horloge=lambda: monde.maintenant,
        adresse_publique="https://rappels.exemple.fr",
    )


def laid(monde: Monde, canal: CanalRappel, nombre: int = 1, mode: str = "normal") -> list[str]:
    """The same, a week later: their reminders lie on the tray."""
    carnets = asked(monde, canal, nombre, mode=mode)
    monde.attendre(8)
    assert send_due(poste(monde, canal)) == nombre
    return carnets


def registre(monde: Monde, session: Session) -> Registre:
    """Somebody at the desk."""
    return Registre(session, COFFRE, Acteur(COMMANDE, None), monde.maintenant)
