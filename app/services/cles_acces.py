"""Adds, checks and removes passkeys, and opens the carnet of one. Never commits, knows no route.

Who answers is unknown until the signature is checked: a number nobody has costs the same check, on a key of ours.
A copied key is one whose count goes back; it is refused, and the owner reads it.
"""

from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import delete
from sqlmodel import col, select
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import encode_cbor, generate_challenge, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from app.domain.carnet_en_ligne import CLES_MAX, CarnetOuvert, GesteCarnet
from app.models import CleAcces
from app.services.acces import draw, take
from app.services.carnet import Classeur, enter, note
from app.services.preuves import prove
from app.services.traces import CLE, bury_outside

#: What the telephone shows beside the key. Several carnets on one telephone are told apart by the day.
NOM = "Mon carnet, clé du {:%d/%m/%Y}"
SITE = "Mon Budget Santé"
#: What a hostile or broken answer makes the library raise, besides its own errors.
_ILLISIBLE = (WebAuthnException, ValueError, TypeError, KeyError, AttributeError, IndexError)
_ENTRER = "entrer"


class Domaine(NamedTuple):
    """Where keys are good: the name they are tied to, and the one origin that may ask for them."""

    nom: str
    origine: str


def ask_new(classeur: Classeur, domaine: Domaine, ouvert: CarnetOuvert, secret: str) -> str:
    """What the browser must be asked to add a key to the open carnet, as JSON."""
    siennes = select(CleAcces.identifiant).where(CleAcces.carnet_id == ouvert.id)
    defi = generate_challenge()
    draw(classeur.session, _add_to(ouvert), secret, defi, classeur.maintenant)
    options = generate_registration_options(
        rp_id=domaine.nom,
        rp_name=SITE,
        user_id=_handle(ouvert.id),
        user_name=NOM.format(classeur.maintenant),
        challenge=defi,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=un) for un in classeur.session.exec(siennes)],
    )
    return options_to_json(options)


def add(classeur: Classeur, domaine: Domaine, ouvert: CarnetOuvert, secret: str, reponse: str) -> bool:
    """Add the key the browser made; whether it was. What was drawn is used up either way."""
    session = classeur.session
    defi = take(session, _add_to(ouvert), secret, classeur.maintenant)
    siennes = session.exec(select(CleAcces.condense).where(CleAcces.carnet_id == ouvert.id)).all()
    if defi is None or len(siennes) >= CLES_MAX:
        return False
    try:
        neuve = verify_registration_response(
            credential=reponse,
            expected_challenge=defi,
            expected_rp_id=domaine.nom,
            expected_origin=domaine.origine,
            require_user_verification=True,
        )
    except _ILLISIBLE:
        return False
    condense = _hash(neuve.credential_id)
    if session.get(CleAcces, condense) is not None:
        return False
    session.add(
        CleAcces(
            condense=condense,
            carnet_id=ouvert.id,
            identifiant=neuve.credential_id,
            publique=neuve.credential_public_key,
            compteur=neuve.sign_count,
            cree_le=classeur.maintenant.date(),
        )
    )
    note(classeur, ouvert.id, GesteCarnet.CLE_AJOUTEE)
    return True


def ask_known(classeur: Classeur, domaine: Domaine, secret: str) -> str:
    """What the browser must be asked to open a carnet: no name is given, so none can be tried."""
    defi = generate_challenge()
    draw(classeur.session, _ENTRER, secret, defi, classeur.maintenant)
    options = generate_authentication_options(
        rp_id=domaine.nom, challenge=defi, user_verification=UserVerificationRequirement.REQUIRED
    )
    return options_to_json(options)


def open_with_key(classeur: Classeur, domaine: Domaine, secret: str, reponse: str, ancien: str) -> str | None:
    """Open the carnet of this key on this device: a new token, the former one dead. None for any other answer."""
    carnet = _signed_for(classeur, domaine, secret, reponse)
    return None if carnet is None else enter(classeur, carnet, ancien, GesteCarnet.OUVERT_CLE)


def prove_with_key(classeur: Classeur, domaine: Domaine, ouvert: CarnetOuvert, secret: str, reponse: str) -> bool:
    """Prove again with a key of the open carnet."""
    return prove(classeur, ouvert, _signed_for(classeur, domaine, secret, reponse) == ouvert.id)


def _signed_for(classeur: Classeur, domaine: Domaine, secret: str, reponse: str) -> str | None:
    """The carnet of the key that signed what was drawn; None for any other answer. What was drawn is used up."""
    defi = take(classeur.session, _ENTRER, secret, classeur.maintenant)
    try:
        lue = parse_authentication_credential_json(reponse)
    except _ILLISIBLE:
        return None
    ici = select(CleAcces).where(CleAcces.condense == _hash(lue.raw_id)).with_for_update()
    cle = classeur.session.exec(ici).one_or_none()
    compteur = _check(lue, defi, domaine, cle.publique if cle else _decoy())
    if cle is None or defi is None or compteur is None or lue.response.user_handle != _handle(cle.carnet_id):
        return None
    if max(compteur, cle.compteur) > 0 and compteur <= cle.compteur:
        note(classeur, cle.carnet_id, GesteCarnet.CLE_REFUSEE)
        return None
    cle.compteur = compteur
    cle.utilise_le = classeur.maintenant.date()
    classeur.session.add(cle)
    return cle.carnet_id


def remove_key(classeur: Classeur, ouvert: CarnetOuvert, condense: str) -> None:
    """Remove one key of the open carnet; the name of another carnet's key does nothing."""
    ici = (col(CleAcces.carnet_id) == ouvert.id, col(CleAcces.condense) == condense)
    if classeur.session.exec(delete(CleAcces).where(*ici)).rowcount:
        bury_outside(classeur.session, CLE, condense)
        note(classeur, ouvert.id, GesteCarnet.CLE_RETIREE)


def _check(lue: AuthenticationCredential, defi: bytes | None, domaine: Domaine, publique: bytes) -> int | None:
    """How many times the device says it signed, once its signature is good; None otherwise.

    The count is judged by the caller: the library would judge it before the signature, and anybody could then
    write a false alarm in the owner's list.
    """
    try:
        verifiee = verify_authentication_response(
            credential=lue,
            expected_challenge=defi or generate_challenge(),
            expected_rp_id=domaine.nom,
            expected_origin=domaine.origine,
            credential_public_key=publique,
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except _ILLISIBLE:
        return None
    return verifiee.new_sign_count


@lru_cache(maxsize=1)
def _decoy() -> bytes:
    """A public key whose secret half nobody keeps."""
    point = ec.generate_private_key(ec.SECP256R1()).public_key().public_numbers()
    # The names COSE gives to: kind, signature, curve, and the two halves of the point.
    return encode_cbor({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)})


def _add_to(ouvert: CarnetOuvert) -> str:
    return f"ajouter;{ouvert.session}"


def _handle(carnet: str) -> bytes:
    """How a key names its carnet to us: a hash of its random number, which outlives it without saying anything."""
    return sha256(f"mon-budget-sante poignee;{carnet}".encode("ascii")).digest()


def _hash(identifiant: bytes) -> str:
    return sha256(b"mon-budget-sante cle;" + identifiant).hexdigest()
