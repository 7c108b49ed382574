"""The settings, read from the environment once by create_app. Knows nothing of the web, the base or the content."""

import base64
import binascii
import os
import secrets
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal, Self
from urllib.parse import unquote, urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.domain.destinations import is_courriel
from app.domain.envois import CanalRappel
from app.services.envois.courriel import ReglagesCourriel, Tls
from app.services.envois.sms import ReglagesSms

RACINE = Path(__file__).resolve().parent.parent
OCTETS_DE_CLE = 32

# What to tell the person who starts the site, by the name of the variable that cannot be read.
CONSEILS = {
    "PORT": "PORT doit être un nombre entre 1 et 65535. Exemple : PORT=8000",
    "MBS_ENV": "MBS_ENV doit être « developpement » ou « production ».",
    "MBS_DEMO": "MBS_DEMO doit être 0 ou 1.",
    "MBS_HORS_LIGNE": "MBS_HORS_LIGNE doit être 0 ou 1.",
    "MBS_SOURCES_LOCALES": "MBS_SOURCES_LOCALES doit être 0 ou 1.",
    "MBS_AUJOURDHUI": "MBS_AUJOURDHUI doit être une date comme 2026-11-22.",
    "MBS_SMS_NOM": "MBS_SMS_NOM doit avoir 11 lettres ou chiffres au plus, sans espace ni accent.",
    "MBS_COURRIEL": "MBS_COURRIEL doit être comme smtps://compte:secret@serveur.exemple.fr:465.",
}


#: What each kind of address of a mail server means, and its usual port.
TLS_COURRIEL: Mapping[str, tuple[Tls, int]] = {
    "smtps": ("direct", 465),
    "smtp": ("starttls", 587),
    "smtp+clair": ("aucun", 25),
}


class ReglageInvalide(Exception):
    """A setting that cannot be used. Its message is for the person who starts the site and never holds the value."""


class Settings(BaseSettings):
    """Everything that differs from one installation to another."""

    model_config = SettingsConfigDict(
        frozen=True, populate_by_name=True, hide_input_in_errors=True, env_ignore_empty=True, extra="ignore"
    )

    host: str = Field(default="127.0.0.1", validation_alias="HOST")
    port: int = Field(default=8000, ge=1, le=65535, validation_alias="PORT")
    environnement: Literal["developpement", "production"] = Field(default="developpement", validation_alias="MBS_ENV")
    demo: bool = Field(default=False, validation_alias="MBS_DEMO")
    # Whether browsers may keep the public pages to read them without network; 0 takes back what they keep.
    hors_ligne: bool = Field(default=True, validation_alias="MBS_HORS_LIGNE")
    # Whether a source of slots may be on this very machine, without TLS: to try an adapter. Refused in production.
    sources_locales: bool = Field(default=False, validation_alias="MBS_SOURCES_LOCALES")
    # The preview day: shows the site as it will be. Refused in production, where today is today.
    aujourdhui: date | None = Field(default=None, validation_alias="MBS_AUJOURDHUI")
    var: Path = Field(default=RACINE / "var", validation_alias="MBS_VAR")
    # Empty: a SQLite file in `var`.
    adresse_base: str = Field(default="", validation_alias="DATABASE_URL")
    cle_cookie_base64: SecretStr | None = Field(default=None, validation_alias="MBS_CLE_COOKIE")
    # The master key of the carnets. Without one, production keeps no carnet at all.
    cle_carnet_base64: SecretStr | None = Field(default=None, validation_alias="MBS_CLE_CARNET")
    # Where the list of what was erased is kept, apart from the base: best on another disk. Empty: in `var`.
    dossier_effacements: Path | None = Field(default=None, validation_alias="MBS_EFFACEMENTS")
    # Former master keys, parted by commas, while `scripts/cles-carnet` brings everything under the new one.
    cles_carnet_anciennes: SecretStr | None = Field(default=None, validation_alias="MBS_CLES_CARNET_ANCIENNES")

    # Where a person who is blocked writes to whom runs the site: an e-mail, a telephone or a postal address.
    contact: str = Field(default="", max_length=200, validation_alias="MBS_CONTACT")
    # The organisation whose operators print letters and call people; none: nobody is written to nor called.
    bureau_rappels: str = Field(default="", validation_alias="MBS_BUREAU_RAPPELS")
    # On each letter: where answers come back, lines parted by « ; », and the telephone of the desk.
    lettre_retour: str = Field(default="", validation_alias="MBS_LETTRE_RETOUR")
    lettre_telephone: str = Field(default="", validation_alias="MBS_LETTRE_TELEPHONE")
    # The provider of text messages (docs/canaux-de-rappels.md) and its key; none: no text leaves.
    adresse_sms: str = Field(default="", validation_alias="MBS_SMS")
    cle_sms: SecretStr | None = Field(default=None, validation_alias="MBS_SMS_CLE")
    expediteur_sms: str = Field(default="", max_length=11, pattern=r"^[A-Za-z0-9]*$", validation_alias="MBS_SMS_NOM")
    # The key push services know us by. In production, without it, no notification leaves.
    cle_vapid_base64: SecretStr | None = Field(default=None, validation_alias="MBS_CLE_VAPID")
    # The mail server: smtps:// (TLS at once), smtp:// (STARTTLS) or smtp+clair:// (nothing, refused in production).
    serveur_courriel: SecretStr | None = Field(default=None, validation_alias="MBS_COURRIEL")
    # In whose name mail leaves. Without it, none does.
    expediteur: str = Field(default="", validation_alias="MBS_EXPEDITEUR")
    # Where the public reads the site, as https://exemple.fr: access keys are tied to it, the links of reminders lead
    # there. Empty: no key in production, and no reminder.
    origine: str = Field(default="", validation_alias="MBS_ORIGINE")
    # An OpenID Connect service whose accounts may open a carnet, in place of a code. Off unless all three are given.
    oidc_emetteur: str = Field(default="", validation_alias="MBS_OIDC_EMETTEUR")
    oidc_client: str = Field(default="", validation_alias="MBS_OIDC_CLIENT")
    oidc_secret: SecretStr | None = Field(default=None, validation_alias="MBS_OIDC_SECRET")
    # The proof of identity it must at least have made, and its name in our pages.
    oidc_acr: str = Field(default="eidas1", validation_alias="MBS_OIDC_ACR")
    oidc_nom: str = Field(default="", max_length=40, validation_alias="MBS_OIDC_NOM")

    @property
    def en_production(self) -> bool:
        return self.environnement == "production"

    @property
    def database_url(self) -> str:
        return self.adresse_base or f"sqlite:///{self.var / 'mon-budget-sante.db'}"

    @property
    def fichier_de_cle(self) -> Path:
        return self.var / "cle-cookie"

    @property
    def fichier_de_cle_carnet(self) -> Path:
        return self.var / "cle-carnet"

    @property
    def liste_des_effacements(self) -> Path:
        return (self.dossier_effacements or self.var) / "effacements.jsonl"

    @property
    def origine_publique(self) -> str:
        """Where browsers find this site; in development, this machine under the one name keys can be tied to."""
        return self.origine or ("" if self.en_production else f"http://localhost:{self.port}")

    @field_validator("origine", "oidc_emetteur")
    @classmethod
    def _https_or_here(cls, adresse: str) -> str:
        lue = urlsplit(adresse)
        local = lue.scheme == "http" and lue.hostname in {"localhost", "127.0.0.1"}
        if adresse and not ((lue.scheme == "https" and lue.hostname) or local):
            raise ReglageInvalide(
                "MBS_ORIGINE et MBS_OIDC_EMETTEUR doivent commencer par « https:// » (« http:// » sur cette machine "
                "seulement). Exemple : https://exemple.fr"
            )
        return adresse.rstrip("/")

    @field_validator("adresse_base")
    @classmethod
    def _known_base(cls, adresse: str) -> str:
        if adresse.startswith("postgres://"):  # the old spelling that some hosts still give
            adresse = "postgresql://" + adresse.removeprefix("postgres://")
        sqlite_file = adresse.startswith("sqlite:///") and ":memory:" not in adresse and adresse != "sqlite:///"
        if adresse and not sqlite_file and not adresse.startswith(("postgresql://", "postgresql+psycopg://")):
            raise ReglageInvalide(
                "DATABASE_URL doit commencer par « postgresql:// », ou par « sqlite:/// » suivi d'un nom de fichier."
            )
        return adresse

    @field_validator("cle_cookie_base64")
    @classmethod
    def _usable_key(cls, cle: SecretStr | None) -> SecretStr | None:
        if cle is not None:
            _decode(cle.get_secret_value(), "MBS_CLE_COOKIE")
        return cle

    @field_validator("cle_carnet_base64", "cles_carnet_anciennes")
    @classmethod
    def _usable_carnet_keys(cls, cles: SecretStr | None) -> SecretStr | None:
        for cle in cles.get_secret_value().split(",") if cles is not None else ():
            _decode(cle, "MBS_CLE_CARNET (et chaque clé de MBS_CLES_CARNET_ANCIENNES)")
        return cles

    @field_validator("adresse_sms")
    @classmethod
    def _usable_texts(cls, adresse: str) -> str:
        parties = urlsplit(adresse)
        local = parties.hostname in {"localhost", "127.0.0.1", "::1"}
        if adresse and (not parties.hostname or parties.scheme not in {"https", "http" if local else "https"}):
            raise ReglageInvalide("MBS_SMS doit commencer par « https:// », comme https://sms.exemple.fr/messages.")
        return adresse

    @field_validator("cle_vapid_base64")
    @classmethod
    def _usable_push_key(cls, cle: SecretStr | None) -> SecretStr | None:
        if cle is not None:
            _decode(cle.get_secret_value(), "MBS_CLE_VAPID")
        return cle

    @field_validator("expediteur")
    @classmethod
    def _usable_sender(cls, expediteur: str) -> str:
        if expediteur and not is_courriel(expediteur):
            raise ReglageInvalide("MBS_EXPEDITEUR doit être une adresse e-mail, comme rappels@exemple.fr.")
        return expediteur

    @field_validator("serveur_courriel")
    @classmethod
    def _usable_mail(cls, adresse: SecretStr | None) -> SecretStr | None:
        if adresse is not None:
            parties = urlsplit(adresse.get_secret_value())
            if parties.scheme not in TLS_COURRIEL or not parties.hostname:
                raise ReglageInvalide(CONSEILS["MBS_COURRIEL"])
        return adresse

    @model_validator(mode="after")
    def _mail_in_production(self) -> Self:
        courriel = self.courriel()
        if self.en_production and courriel is not None and courriel.tls == "aucun":
            raise ReglageInvalide("MBS_COURRIEL doit être chiffré en production : smtps:// ou smtp://.")
        if self.serveur_courriel is not None and courriel is None:
            raise ReglageInvalide("Avec MBS_COURRIEL, donnez aussi MBS_EXPEDITEUR et MBS_ORIGINE.")
        return self

    @model_validator(mode="after")
    def _whole_oidc(self) -> Self:
        donnes = (self.oidc_emetteur, self.oidc_client, self.oidc_secret)
        if any(donnes) and not (all(donnes) and self.origine):
            raise ReglageInvalide(
                "Pour ouvrir un carnet avec un compte d'ailleurs, donnez MBS_OIDC_EMETTEUR, MBS_OIDC_CLIENT, "
                "MBS_OIDC_SECRET et MBS_ORIGINE. Sans eux, retirez les trois premiers."
            )
        if urlsplit(self.origine).path:
            raise ReglageInvalide("MBS_ORIGINE ne doit rien avoir après le nom du site. Exemple : https://exemple.fr")
        return self

    @model_validator(mode="after")
    def _safe_in_production(self) -> Self:
        if self.en_production and self.aujourdhui is not None:
            raise ReglageInvalide(
                "MBS_AUJOURDHUI est refusé en production : les conseils doivent être ceux du jour. Retirez ce réglage."
            )
        if self.en_production and self.sources_locales:
            raise ReglageInvalide(
                "MBS_SOURCES_LOCALES est refusé en production : une source est une adresse https publique. Retirez-le."
            )
        if self.en_production and self.cle_cookie_base64 is None and not self.fichier_de_cle.is_file():
            raise ReglageInvalide(
                "En production, la clé qui chiffre les réponses doit être fournie, car une clé créée toute seule "
                "changerait à chaque installation. Créez-la avec « openssl rand -base64 32 » et donnez-la dans "
                "MBS_CLE_COOKIE."
            )
        return self

    def cle_cookie(self) -> bytes:
        """The key of the answers' cookie. In development, the first call makes it and keeps it in `var`."""
        if self.cle_cookie_base64 is not None:
            return _decode(self.cle_cookie_base64.get_secret_value(), "MBS_CLE_COOKIE")
        if not self.fichier_de_cle.is_file():
            _create_key(self.fichier_de_cle)
        return _decode(self.fichier_de_cle.read_text("ascii", errors="replace"), f"Le fichier {self.fichier_de_cle}")

    def courriel(self) -> ReglagesCourriel | None:
        """How mail leaves; none when this service sends none."""
        if self.serveur_courriel is None or not self.expediteur or not self.origine:
            return None
        parties = urlsplit(self.serveur_courriel.get_secret_value())
        tls, port = TLS_COURRIEL[parties.scheme]
        return ReglagesCourriel(
            hote=parties.hostname or "",
            port=parties.port or port,
            expediteur=self.expediteur,
            tls=tls,
            compte=unquote(parties.username or ""),
            secret=unquote(parties.password or ""),
        )

    def sms(self) -> ReglagesSms | None:
        """How texts leave; none when this service sends none."""
        if not self.adresse_sms or self.cle_sms is None or not self.origine:
            return None
        return ReglagesSms(self.adresse_sms, self.cle_sms.get_secret_value(), self.expediteur_sms)

    def cle_vapid(self) -> bytes | None:
        """The key of notifications; none when this service sends none. In development, the first call makes it."""
        fichier = self.var / "cle-vapid"
        if not self.origine or not self.hors_ligne:  # without its worker, a browser shows nothing
            return None
        if self.cle_vapid_base64 is not None:
            return _decode(self.cle_vapid_base64.get_secret_value(), "MBS_CLE_VAPID")
        if not fichier.is_file():
            if self.en_production:
                return None
            _create_key(fichier)
        return _decode(fichier.read_text("ascii", errors="replace"), f"Le fichier {fichier}")

    def canaux_du_bureau(self) -> tuple[CanalRappel, ...]:
        """What the desk does: it calls, and prints once it says where answers come back and its telephone."""
        if not self.bureau_rappels:
            return ()
        ecrit = bool(self.lettre_retour and self.lettre_telephone)
        return (*([CanalRappel.LETTRE] if ecrit else []), CanalRappel.APPEL)

    def cles_carnet(self) -> tuple[bytes, ...]:
        """The master keys of the carnets, the one in use first; none when this service keeps no carnet."""
        anciennes = self.cles_carnet_anciennes.get_secret_value().split(",") if self.cles_carnet_anciennes else []
        fichier = self.fichier_de_cle_carnet
        if self.cle_carnet_base64 is not None:
            courante = self.cle_carnet_base64.get_secret_value()
        elif fichier.is_file() or not self.en_production:
            if not fichier.is_file():
                _create_key(fichier)
            courante = fichier.read_text("ascii", errors="replace")
        else:
            return ()
        return tuple(_decode(cle, f"MBS_CLE_CARNET, ou le fichier {fichier},") for cle in (courante, *anciennes))


def load_settings() -> Settings:
    """The settings of this process, or one message that says everything there is to correct."""
    try:
        settings = Settings()
    except ValidationError as erreur:
        noms = dict.fromkeys(str(faute["loc"][0]) for faute in erreur.errors() if faute["loc"])
        raise ReglageInvalide(" ".join(CONSEILS.get(nom, f"{nom} ne peut pas être lu.") for nom in noms)) from None
    if not settings.en_production or not settings.adresse_base:
        settings.var.mkdir(mode=0o700, parents=True, exist_ok=True)
    return settings


def _decode(texte: str, origine: str) -> bytes:
    try:
        cle = base64.b64decode(texte.strip().replace("-", "+").replace("_", "/"), validate=True)
    except (binascii.Error, ValueError):
        cle = b""
    if len(cle) != OCTETS_DE_CLE:
        raise ReglageInvalide(
            f"{origine} doit contenir {OCTETS_DE_CLE} octets en base64. Créez une clé avec « openssl rand -base64 32 »."
        )
    return cle


def _create_key(fichier: Path) -> None:
    """Write a new key that only this account may read. Of several processes that start together, one wins."""
    fichier.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    brouillon = fichier.with_name(f".{fichier.name}-{secrets.token_hex(8)}")
    descripteur = os.open(brouillon, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descripteur, "wb") as flux:
            flux.write(base64.b64encode(secrets.token_bytes(OCTETS_DE_CLE)))
        # A link fails when the name exists, where a rename would replace the other process's key.
        fichier.hardlink_to(brouillon)
    except FileExistsError:
        pass
    finally:
        brouillon.unlink()
