"""People who asked to be reminded, a desk that sends, and providers that only record. Tests nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session, select

from app.domain.consentement import ActeConsentement, Geste
from app.domain.dossier import Dossier, EtatNavigateur
from app.domain.envois import CanalRappel, Rythme
from app.domain.rappels_choisis import ChoixDeRappel, Destination
from app.models import AdresseRappel, PersonneCarnet
from app.services.carnet import Classeur, create, load
from app.services.envois.abonnements import subscribe
from app.services.envois.adresses import Bureau
from app.services.envois.file import Poste
from app.services.envois.transport import MessagePret, Recu
from tests.base.carnets import ACTE, LE, personne, scribe
from tests.factories import contenu_reel

SITE = "https://rappels.exemple.fr"
OUI = ActeConsentement(CanalRappel.COURRIEL.finalite, Geste.DONNE, 1, "0" * 64, "normal", LE)
NON = ActeConsentement(CanalRappel.COURRIEL.finalite, Geste.RETIRE, 1, "0" * 64, "normal", LE)
PARIS = "Europe/Paris"


@dataclass
class Memoriel:
    """A provider that takes everything and remembers it."""

    canal: CanalRappel = CanalRappel.COURRIEL
    recus: list[MessagePret] = field(default_factory=list)
    panne: Callable[[], Exception | None] = lambda: None

    def remettre(self, message: MessagePret) -> Recu:
        erreur = self.panne()
        if erreur is not None:
            raise erreur
        self.recus.append(message)
        return Recu(f"250 ok {len(self.recus)}")


@dataclass
class Monde:
    """One base, one clock that is moved by hand, one provider."""

    engine: Engine
    maintenant: datetime = LE
    courriel: Memoriel = field(default_factory=Memoriel)

    @contextmanager
    def ouvrir(self) -> Iterator[Session]:
        with Session(self.engine) as session, session.begin():
            yield session

    def bureau(self, session: Session) -> Bureau:
        return Bureau(session, scribe(), contenu_reel(), self.maintenant)

    def poste(self) -> Poste:
        return Poste(
            ouvrir=self.ouvrir,
            scribe=scribe(),
            catalogue=contenu_reel(),
            transports={self.courriel.canal: self.courriel},
            horloge=lambda: self.maintenant,
            adresse_publique=SITE,
        )

    def attendre(self, jours: int) -> None:
        self.maintenant += timedelta(days=jours)


def open_carnet(monde: Monde, qui: EtatNavigateur | None = None) -> tuple[str, str]:
    """A carnet with one person: its token and its number."""
    with monde.ouvrir() as session:
        classeur = Classeur(session, scribe(), monde.maintenant)
        jeton = create(classeur, Dossier((qui or personne(),)), ACTE).jeton
        ouvert = load(classeur, jeton)
        assert ouvert is not None
        return jeton, ouvert.id


def choix(adresse: str = "a@exemple.fr", zone: str = PARIS, rythme: Rythme = Rythme.TRIMESTRE) -> ChoixDeRappel:
    return ChoixDeRappel(Destination(adresse), zone, 9, rythme)


def begin(monde: Monde, carnet: str, adresse: str = "a@exemple.fr", zone: str = PARIS) -> None:
    with monde.ouvrir() as session:
        subscribe(monde.bureau(session), carnet, CanalRappel.COURRIEL, choix(adresse, zone), OUI)


def by_mail(rang: int) -> tuple[CanalRappel, str]:
    """Where one person asks to be written to."""
    return CanalRappel.COURRIEL, f"p{rang}@exemple.fr"


def confirmed(
    monde: Monde, nombre: int = 1, zone: str = PARIS, ou: Callable[[int], tuple[CanalRappel, str]] = by_mail
) -> list[tuple[str, str]]:
    """Carnets whose address is confirmed and whose next reminder is planned."""
    carnets = []
    for rang in range(nombre):
        jeton, carnet = open_carnet(monde)
        carnets.append((jeton, carnet))
        with monde.ouvrir() as session:
            begin_in(monde.bureau(session), carnet, rang, zone, ou)
    return carnets


def begin_in(
    bureau: Bureau, carnet: str, rang: int, zone: str, ou: Callable[[int], tuple[CanalRappel, str]] = by_mail
) -> None:
    canal, adresse = ou(rang)
    subscribe(bureau, carnet, canal, choix(adresse, zone), replace(OUI, finalite=canal.finalite))
    confirm_by_hand(bureau, carnet)


def confirm_by_hand(bureau: Bureau, carnet: str) -> None:
    """As if the person had pressed the link of the first message."""
    from app.domain.envois import MotifEnvoi
    from app.models import Envoi
    from app.services.envois.planification import drop, plan

    ici = select(PersonneCarnet).where(PersonneCarnet.carnet_id == carnet)
    personne_ = bureau.session.exec(ici).one()
    adresse = bureau.session.exec(select(AdresseRappel).where(AdresseRappel.personne == personne_.id)).one()
    drop(bureau.session.exec(select(Envoi).where(Envoi.personne == personne_.id)).all(), MotifEnvoi.REMPLACE, bureau)
    adresse.confirme_le = bureau.maintenant.date()
    plan(bureau, personne_, adresse)
