"""Opens and closes the accounts and the sessions of operators. Never commits and reads no clock.

Signing in takes three answers at once: name, password, six figures. Whatever is wrong, the refusal is the same, takes
as long, and counts against the name that was typed, whether somebody bears it or not.
"""

import hmac
import secrets
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import uuid4

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from app.models import EssaiConnexion, Operateur, Organisation, SessionOperateur
from app.services.coffre import Coffre, CoffreFerme, print_of
from app.services.journal_actions import Acteur, Registre, note

#: Sign-ins that may fail under one name, and how long until they are forgotten.
ESSAIS, OUBLI = 5, timedelta(minutes=15)
#: A session ends after this long without a page, and after this long whatever happens.
REPOS, DUREE = timedelta(minutes=30), timedelta(hours=8)
MOT_DE_PASSE_MIN, MOT_DE_PASSE_MAX = 14, 200
IDENTIFIANT_MAX = 60
PAS = 30
#: About 25 ms and 19 MiB each: many at once must not fill a small server.
_HACHOIR = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
#: Checked when nobody bears the name: the refusal takes as long.
_PERSONNE = _HACHOIR.hash(secrets.token_hex())


class Reponses(NamedTuple):
    """The three answers of a sign-in."""

    identifiant: str
    mot_de_passe: str
    code: str


class Connu(NamedTuple):
    """The operator of a session, and the organisation they publish for."""

    id: str
    identifiant: str
    organisation_id: str
    organisation: str

    @property
    def acteur(self) -> Acteur:
        """Their name in the journal."""
        return Acteur(f"operateur:{self.id}", self.organisation_id)


class Dossier(NamedTuple):
    """What a sign-in is compared with."""

    id: str
    organisation_id: str
    mot_de_passe: str
    secret_totp: str

    @property
    def acteur(self) -> Acteur:
        """Their name in the journal."""
        return Acteur(f"operateur:{self.id}", self.organisation_id)


def create_organisation(registre: Registre, nom: str) -> Organisation:
    """A new organisation; the base refuses a name already borne."""
    nouvelle = Organisation(id=uuid4().hex, nom=nom, creee_le=registre.maintenant)
    registre.session.add(nouvelle)
    registre.session.flush()
    note(registre, "organisation creee", nouvelle.id)
    return nouvelle


def read_organisation(session: Session, nom: str) -> Organisation | None:
    """The organisation that bears this name."""
    return session.exec(select(Organisation).where(col(Organisation.nom) == nom)).first()


def create_operateur(registre: Registre, organisation: Organisation, identifiant: str, mot_de_passe: str) -> str:
    """An operator; give the secret of their six figures, which is never shown again."""
    qui, secret = uuid4().hex, pyotp.random_base32()
    registre.session.add(
        Operateur(
            id=qui,
            organisation_id=organisation.id,
            identifiant=plain_identifiant(identifiant),
            mot_de_passe=hash_password(mot_de_passe),
            secret_totp=registre.coffre.seal(secret, qui),
            pas_totp=0,
            cree_le=registre.maintenant,
        )
    )
    registre.session.flush()
    note(registre, "operateur cree", qui)
    return secret


def close_operateur(registre: Registre, identifiant: str) -> bool:
    """Close an account and every session of it; False when there is none."""
    ligne = _operateur(registre.session, identifiant)
    if ligne is None:
        return False
    ligne.ferme_le = registre.maintenant
    registre.session.add(ligne)
    registre.session.exec(delete(SessionOperateur).where(col(SessionOperateur.operateur_id) == ligne.id))
    note(registre, "operateur ferme", ligne.id)
    return True


def hash_password(mot_de_passe: str) -> str:
    """What is kept of a password: argon2id, with its own salt."""
    return _HACHOIR.hash(mot_de_passe)


def plain_identifiant(brut: str) -> str:
    """A name as it is compared."""
    return brut.strip().casefold()[:IDENTIFIANT_MAX]


def begin(registre: Registre, identifiant: str) -> tuple[bool, Dossier | None]:
    """Count a try against this name before it is judged: many at once cannot pass. False when it is too many."""
    session, maintenant = registre.session, registre.maintenant
    nom = registre.coffre.empreinte(plain_identifiant(identifiant))
    essai = session.exec(select(EssaiConnexion).where(col(EssaiConnexion.empreinte) == nom).with_for_update()).first()
    if essai is None or essai.depuis + OUBLI <= maintenant:
        essai = essai or EssaiConnexion(empreinte=nom, nombre=0, depuis=maintenant)
        essai.nombre, essai.depuis = 0, maintenant
    if essai.nombre >= ESSAIS:
        return False, None
    essai.nombre += 1
    session.add(essai)
    ligne = _operateur(session, identifiant)
    if ligne is None:
        return True, None
    return True, Dossier(ligne.id, ligne.organisation_id, ligne.mot_de_passe, ligne.secret_totp)


def judge(coffre: Coffre, dossier: Dossier | None, reponses: Reponses, maintenant: datetime) -> int:
    """The half-minute whose figures were given; 0 when something is wrong. Slow on purpose: hold no transaction."""
    if not _is_password(dossier, reponses.mot_de_passe[:MOT_DE_PASSE_MAX]) or dossier is None:
        return 0
    try:
        totp = pyotp.TOTP(coffre.open(dossier.secret_totp, dossier.id), interval=PAS)
    except CoffreFerme:
        return 0
    code = "".join(reponses.code.split())
    ici = int(maintenant.timestamp()) // PAS
    pas = [p for p in (ici - 1, ici, ici + 1) if hmac.compare_digest(totp.at(p * PAS).encode(), code.encode())]
    return max(pas, default=0)


def finish(registre: Registre, dossier: Dossier, identifiant: str, pas: int, avant: str) -> str | None:
    """Open a session and end the one the browser had; None when these figures served already."""
    session, maintenant = registre.session, registre.maintenant
    conditions = (col(Operateur.id) == dossier.id, col(Operateur.pas_totp) < pas, col(Operateur.ferme_le).is_(None))
    if session.exec(update(Operateur).where(*conditions).values(pas_totp=pas)).rowcount != 1:
        return None
    nom = registre.coffre.empreinte(plain_identifiant(identifiant))
    session.exec(delete(EssaiConnexion).where(col(EssaiConnexion.empreinte) == nom))
    if avant:
        session.exec(delete(SessionOperateur).where(col(SessionOperateur.empreinte) == print_of(avant)))
    jeton = secrets.token_urlsafe(32)
    session.add(
        SessionOperateur(
            empreinte=print_of(jeton), operateur_id=dossier.id, vue_le=maintenant, finit_le=maintenant + DUREE
        )
    )
    note(registre, "connexion", dossier.id)
    return jeton


def recognise(session: Session, jeton: str, maintenant: datetime) -> Connu | None:
    """Who this browser is signed in as; None when the session is over, or never was."""
    ligne = session.exec(
        select(SessionOperateur, Operateur, Organisation)
        .join(Operateur, col(Operateur.id) == col(SessionOperateur.operateur_id))
        .join(Organisation, col(Organisation.id) == col(Operateur.organisation_id))
        .where(col(SessionOperateur.empreinte) == print_of(jeton))
    ).first()
    if ligne is None:
        return None
    ouverte, operateur, organisation = ligne
    if operateur.ferme_le is not None or maintenant >= min(ouverte.finit_le, ouverte.vue_le + REPOS):
        return None
    ouverte.vue_le = maintenant
    session.add(ouverte)
    return Connu(operateur.id, operateur.identifiant, organisation.id, organisation.nom)


def sign_out(registre: Registre, jeton: str) -> None:
    """End a session on this side too."""
    registre.session.exec(delete(SessionOperateur).where(col(SessionOperateur.empreinte) == print_of(jeton)))
    note(registre, "deconnexion", registre.acteur.nom)


def purge_connexions(session: Session, maintenant: datetime) -> None:
    """Forget what is over."""
    fini = (col(SessionOperateur.finit_le) <= maintenant) | (col(SessionOperateur.vue_le) <= maintenant - REPOS)
    session.exec(delete(SessionOperateur).where(fini))
    session.exec(delete(EssaiConnexion).where(col(EssaiConnexion.depuis) <= maintenant - OUBLI))


def _operateur(session: Session, identifiant: str) -> Operateur | None:
    ici = (col(Operateur.identifiant) == plain_identifiant(identifiant), col(Operateur.ferme_le).is_(None))
    return session.exec(select(Operateur).where(*ici)).first()


def _is_password(dossier: Dossier | None, mot_de_passe: str) -> bool:
    try:
        return _HACHOIR.verify(dossier.mot_de_passe if dossier else _PERSONNE, mot_de_passe)
    except (Argon2Error, InvalidHashError, UnicodeError):
        return False
