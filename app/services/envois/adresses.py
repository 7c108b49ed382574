"""Reads and writes the sealed half of a subscription: the address, what was told, what was answered. Never commits."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any, NamedTuple

import orjson
from sqlmodel import Session, select

from app.domain.catalogue import Catalogue
from app.domain.consentement import EtatConsentement, etat_de
from app.domain.envois import CanalRappel, Rythme, Suivi, Suivis
from app.domain.nouvelles import Nouvelle, Nouvelles
from app.domain.rappels_arretes import Arret, Arrets, Cause
from app.domain.rappels_choisis import Destination
from app.models import AdresseRappel, Carnet, PersonneCarnet
from app.services.carnet_scelle import Scribe
from app.services.consentements import read_actes, subject_of

#: How many of the last messages can still be answered one by one.
MESSAGES_MAX = 6


class Bureau(NamedTuple):
    """What every gesture about reminders needs: the transaction, the seals, the rules, the instant."""

    session: Session
    scribe: Scribe
    catalogue: Catalogue
    maintenant: datetime


class QuestionEnAttente(NamedTuple):
    """An answer about several things, until the person says which: the message, what was answered, when, the things."""

    cle: str
    reponse: str
    le: date
    choses: tuple[str, ...]

    def seulement(self, choses: tuple[str, ...]) -> "QuestionEnAttente":
        """The same about these alone, under another name: a form shown before names them by their place."""
        return self if choses == self.choses else self._replace(cle=f"{self.cle};{len(choses)}", choses=choses)


@dataclass(frozen=True, slots=True)
class Memoire:
    """What was told of each thing, what the last messages were about, and the day the last one left.

    Then what the person chose and what waits for them: the follow-up a week later, what stopped, what they must tell.
    """

    suivis: Suivis = field(default_factory=dict)
    messages: tuple[tuple[str, tuple[str, ...]], ...] = ()
    dernier: date | None = None
    prend_nouvelles: bool = False
    nouvelles: Nouvelles = field(default_factory=dict)
    arrets: Arrets = field(default_factory=dict)
    questions: tuple[QuestionEnAttente, ...] = ()

    def avec(self, chose: str, suivi: Suivi) -> "Memoire":
        """The same, with one thing more or changed."""
        return replace(self, suivis={**self.suivis, chose: suivi})

    def sans(self, chose: str) -> "Memoire":
        """The same, that one forgotten: it begins anew."""
        return replace(self, suivis={nom: suivi for nom, suivi in self.suivis.items() if nom != chose})

    def message(self, cle: str, choses: tuple[str, ...], le: date) -> "Memoire":
        """The same, once this message has left."""
        autres = tuple(message for message in self.messages if message[0] != cle)[-(MESSAGES_MAX - 1) :]
        return replace(self, messages=(*autres, (cle, choses)), dernier=le)

    def sans_question(self, cle: str) -> "Memoire":
        """The same, once that answer was made clear."""
        return replace(self, questions=tuple(question for question in self.questions if question.cle != cle))

    def seulement(self, numeros: Collection[int]) -> "Memoire":
        """The same about these people alone: whoever left a carnet leaves what was told and asked about them too."""

        def reste(nom: str) -> bool:
            return int(nom.split("/", 1)[0]) in numeros

        return replace(
            self,
            suivis={nom: suivi for nom, suivi in self.suivis.items() if reste(nom)},
            messages=tuple((cle, tuple(filter(reste, choses))) for cle, choses in self.messages),
            nouvelles={nom: nouvelle for nom, nouvelle in self.nouvelles.items() if reste(nom)},
            arrets={nom: arret for nom, arret in self.arrets.items() if reste(nom)},
            questions=tuple(
                question.seulement(choses)
                for question in self.questions
                if (choses := tuple(filter(reste, question.choses)))
            ),
        )

    def about(self, cle: str) -> tuple[str, ...]:
        """What a message was about; nothing when it is too old."""
        return dict(self.messages).get(cle, ())


def lock_person(session: Session, personne: str | None) -> PersonneCarnet | None:
    """The row of someone, held until the end of the transaction: all that plans, sends or stops for them waits here."""
    if personne is None:
        return None
    ici = select(PersonneCarnet).where(PersonneCarnet.id == personne).with_for_update()
    return session.exec(ici.execution_options(populate_existing=True)).one_or_none()


def read_adresses(session: Session, personne: str) -> list[AdresseRappel]:
    """Every subscription of someone: what they answer on one channel holds on all."""
    ici = select(AdresseRappel).where(AdresseRappel.personne == personne).order_by(AdresseRappel.canal)
    return list(session.exec(ici.execution_options(populate_existing=True)))


def read_adresse(session: Session, personne: str, canal: CanalRappel) -> AdresseRappel | None:
    """The subscription of someone on one channel."""
    ici = select(AdresseRappel).where(AdresseRappel.personne == personne, AdresseRappel.canal == canal)
    return session.exec(ici.execution_options(populate_existing=True)).one_or_none()


def is_allowed(bureau: Bureau, personne: PersonneCarnet, canal: CanalRappel) -> bool:
    """Whether the last act of consent about this channel still says yes today."""
    carnet = bureau.session.get(Carnet, personne.carnet_id)
    accord = bureau.catalogue.consentements.get(canal.finalite)
    if carnet is None or accord is None:
        return False
    actes = read_actes(bureau.session, subject_of(carnet))
    return etat_de(actes, accord, bureau.maintenant.date()) is EtatConsentement.DONNE


def read_destination(scribe: Scribe, personne: PersonneCarnet, adresse: AdresseRappel) -> Destination:
    """Where to write; CarnetIllisible when it is not whole."""
    lu = orjson.loads(scribe.unseal_beside(personne, f"adresse-{adresse.canal}", adresse.adresse))
    return Destination(lu["a"], lu["m"])


def seal_destination(scribe: Scribe, personne: PersonneCarnet, canal: str, destination: Destination) -> bytes:
    """The same, sealed for its place."""
    clair = orjson.dumps({"a": destination.adresse, "m": destination.mode})
    return scribe.seal_beside(personne, f"adresse-{canal}", clair)


def name_of(adresse: AdresseRappel) -> str:
    """What names an address as it is sealed now: written again, it is another one."""
    return f"{adresse.id};{sha256(adresse.adresse).hexdigest()}"


def read_memoire(scribe: Scribe, personne: PersonneCarnet, adresse: AdresseRappel) -> Memoire:
    """What was told and answered; CarnetIllisible when it is not whole."""
    lu = orjson.loads(scribe.unseal_beside(personne, f"suivi-{adresse.canal}", adresse.suivi))
    suivis = {chose: Suivi(_jour(dit), fois, _jour(avant), mot) for chose, (dit, fois, avant, mot) in lu["s"].items()}
    return Memoire(
        suivis,
        tuple((cle, tuple(choses)) for cle, choses in lu["m"]),
        _jour(lu["d"]),
        # What was sealed before these existed has none of them.
        lu.get("v", False),
        {nom: Nouvelle(date.fromisoformat(jour), dite) for nom, (jour, dite) in lu.get("n", {}).items()},
        {
            nom: Arret(date.fromisoformat(dit), date.fromisoformat(le), Cause(cause), annonce)
            for nom, (dit, le, cause, annonce) in lu.get("a", {}).items()
        },
        tuple(
            QuestionEnAttente(cle, reponse, date.fromisoformat(le), tuple(choses))
            for cle, reponse, le, choses in lu.get("q", ())
        ),
    )


def seal_memoire(scribe: Scribe, personne: PersonneCarnet, canal: str, memoire: Memoire) -> bytes:
    """The same, sealed for its place."""
    lu: dict[str, Any] = {
        "s": {chose: list(suivi) for chose, suivi in memoire.suivis.items()},
        "m": memoire.messages,
        "d": memoire.dernier,
        "v": memoire.prend_nouvelles,
        "n": {nom: list(nouvelle) for nom, nouvelle in memoire.nouvelles.items()},
        "a": {nom: list(arret) for nom, arret in memoire.arrets.items()},
        "q": [list(question) for question in memoire.questions],
    }
    return scribe.seal_beside(personne, f"suivi-{canal}", orjson.dumps(lu))


def rythme_de(adresse: AdresseRappel) -> Rythme:
    """The months of silence the person chose."""
    return Rythme(adresse.rythme)


def _jour(texte: str | None) -> date | None:
    return None if texte is None else date.fromisoformat(texte)
