"""Holds what consent is: purposes, dated texts, acts, and the state the acts leave. Stores nothing, reads no clock.

Consent is a history of acts, not a box. The present state is computed from the last act of a purpose and from the text
it was given on: a material change of the text asks again, a change of spelling does not.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.domain.erreurs import TexteChange
from app.domain.fiches import Phrases, Texte

#: Who may consent alone to an online service (article 45 of the law of 6 January 1978).
AGE_DU_CONSENTEMENT = 15
#: Before the first act of a chain.
SANS_PRECEDENT = "0" * 64
_STRICT = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Finalite(StrEnum):
    """What something is kept or done for (P1 to P7). Each is asked alone; none is needed to read advice or prices.

    P3, the reminders, is asked channel by channel.
    """

    GARDER_ICI = "garder-ici"
    CARNET = "carnet"
    RAPPELS_COURRIEL = "rappels-courriel"
    RAPPELS_LETTRE = "rappels-lettre"
    RAPPELS_PUSH = "rappels-push"
    RAPPELS_SMS = "rappels-sms"
    RAPPELS_APPEL = "rappels-appel"
    RAPPELS_AGENDA = "rappels-agenda"
    COMMUNE = "commune"
    STATISTIQUES = "statistiques"
    PARTAGE = "partage"
    CONTACT = "contact"


class Geste(StrEnum):
    """What a person, or time, does about one purpose."""

    DONNE = "donne"
    REFUSE = "refuse"
    RETIRE = "retire"
    EXPIRE = "expire"
    INVALIDE = "invalide"


class EtatConsentement(StrEnum):
    """What the acts say today. Only `DONNE` allows anything."""

    JAMAIS = "jamais"
    DONNE = "donne"
    REFUSE = "refuse"
    RETIRE = "retire"
    A_REDEMANDER = "a-redemander"


class Canal(StrEnum):
    """How the act reached us."""

    SITE = "site"
    TELEPHONE = "telephone"
    PAPIER = "papier"


class Auteur(StrEnum):
    """Who acted: the person, the person with someone's help, or a child and a parent."""

    SOI = "soi"
    AIDE = "aide"
    ENFANT_ET_PARENT = "enfant-et-parent"
    #: Before 15, two acts for one purpose: the child's, and that of a parent who is there.
    ENFANT = "enfant"
    PARENT = "parent"


class TexteDAccord(BaseModel):
    """One way of saying what is asked: a title, what is agreed to, and the words of the two answers."""

    model_config = _STRICT

    titre: Texte
    phrases: Phrases
    oui: Texte
    non: Texte


class VersionDAccord(BaseModel):
    """A text with its number and first day, normal and easy to read side by side. Never edited once published."""

    model_config = _STRICT

    numero: Annotated[int, Field(ge=1)]
    depuis: date
    #: `fond`: something new is asked, so it is asked again; `forme`: the same thing better said.
    change: Literal["fond", "forme"]
    normal: TexteDAccord
    falc: TexteDAccord

    def texte(self, mode: str) -> TexteDAccord:
        """The text of one way of reading."""
        return self.falc if mode == "falc" else self.normal

    def empreinte(self, finalite: Finalite, mode: str) -> str:
        """The hash of what was shown: purpose, number, way of reading and words."""
        contenu = [finalite.value, self.numero, mode, self.texte(mode).model_dump()]
        return hashlib.sha256(json.dumps(contenu, ensure_ascii=False, sort_keys=True).encode("utf-8")).hexdigest()


class Accord(BaseModel):
    """What is asked for one purpose, version after version."""

    model_config = _STRICT

    id: Finalite
    versions: Annotated[tuple[VersionDAccord, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _only_grows(self) -> "Accord":
        if [version.numero for version in self.versions] != list(range(1, len(self.versions) + 1)):
            raise ValueError("versions : numérotées 1, 2, 3… dans l'ordre, sans en retirer")
        if any(avant.depuis >= apres.depuis for avant, apres in zip(self.versions, self.versions[1:], strict=False)):
            raise ValueError("versions : chaque date vient après celle de la version d'avant")
        if self.versions[0].change != "fond":
            raise ValueError("versions : la première change le fond")
        return self

    def du(self, le: date) -> VersionDAccord:
        """The text of that day; the first one before any."""
        return next((version for version in reversed(self.versions) if version.depuis <= le), self.versions[0])

    def vaut_encore(self, numero: int, le: date) -> bool:
        """Whether a yes to that version still covers what is done on that day."""
        courant = self.du(le).numero
        return not any(version.change == "fond" for version in self.versions[numero:courant])

    def check(self, empreinte: str, mode: str, le: date) -> VersionDAccord:
        """The version of that day, once the form shows exactly its text; TexteChange otherwise."""
        version = self.du(le)
        if empreinte != version.empreinte(self.id, mode):
            raise TexteChange
        return version


@dataclass(frozen=True, slots=True)
class ActeConsentement:
    """One act. No address, no browser, no answer: what was agreed to, when, how, by whom."""

    finalite: Finalite
    geste: Geste
    version: int
    empreinte: str
    mode: str
    le: datetime
    canal: Canal = Canal.SITE
    auteur: Auteur = Auteur.SOI

    def sceau(self, precedent: str) -> str:
        """The hash that chains this act to the one before: editing, removing or moving one breaks the chain."""
        contenu = [
            precedent, self.finalite, self.geste, self.version, self.empreinte, self.mode,
            self.le.isoformat(timespec="seconds"), self.canal, self.auteur,
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(contenu).encode("ascii")).hexdigest()


def etat_de(actes: Iterable[ActeConsentement], accord: Accord, le: date) -> EtatConsentement:
    """What the acts, oldest first, say of one purpose on one day."""
    siens = [acte for acte in actes if acte.finalite is accord.id]
    if not siens:
        return EtatConsentement.JAMAIS
    dernier = siens[-1]
    if dernier.geste is Geste.DONNE:
        tient = accord.vaut_encore(dernier.version, le)
        return EtatConsentement.DONNE if tient else EtatConsentement.A_REDEMANDER
    if dernier.geste is Geste.REFUSE:
        return EtatConsentement.REFUSE
    return EtatConsentement.RETIRE if dernier.geste is Geste.RETIRE else EtatConsentement.A_REDEMANDER


def agreed_together(actes: Iterable[ActeConsentement]) -> bool:
    """Whether a child and a parent both said yes to the carnet, each by an act of their own."""
    oui = (acte.auteur for acte in actes if acte.finalite is Finalite.CARNET and acte.geste is Geste.DONNE)
    return {Auteur.ENFANT, Auteur.PARENT} <= set(oui)


def chain_holds(chaine: Iterable[tuple[ActeConsentement, str]]) -> bool:
    """Whether each act, oldest first, bears the seal it must bear after the one before."""
    precedent = SANS_PRECEDENT
    for acte, sceau in chaine:
        precedent = acte.sceau(precedent)
        if precedent != sceau:
            return False
    return True
