"""Notifications and texts handed to providers on this machine: what they receive, and what each answer means."""

import base64
import json
import threading
from collections.abc import Iterator
from datetime import date, timedelta

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256

from app.domain.abonnement_push import is_service, parse_push, read_push
from app.domain.adresse_illisible import AdresseIllisible
from app.domain.envois import CanalRappel
from app.domain.phrases_rappel import PERMISES
from app.services.envois.push import CleVapid, Push
from app.services.envois.sms import GSM, ReglagesSms, Sms, write_text
from app.services.envois.transport import (
    DestinataireParti,
    MessagePret,
    RefusDefinitif,
    Transport,
    TransportIndisponible,
)
from tests.envois.recepteurs import Navigateur, Recepteur, opened
from tests.rendering.test_rappels import LEXIQUE

CLE = CleVapid(b"v" * 32)
CONTACT = "https://rappels.exemple.fr"
JETON = "a" * 43
ADRESSE = "https://updates.push.services.mozilla.com/wpush/v2/abc"


@pytest.fixture
def recepteur() -> Iterator[Recepteur]:
    with opened(Recepteur()) as ouvert:
        yield ouvert


def message(canal: CanalRappel, destination: str, cle: str = "c" * 64, phrase: str = "") -> MessagePret:
    lien = f"{CONTACT}/reponse/{JETON}"
    return MessagePret(cle, destination, phrase or min(PERMISES[canal]), lien, date(2027, 1, 1))


def pushed(recepteur: Recepteur, navigateur: Navigateur, cle: str = "c" * 64) -> MessagePret:
    return message(CanalRappel.PUSH, read_push(navigateur.abonnement(f"{recepteur.adresse}/p/1"), local=True), cle)


def push(delai_s: float = 5) -> Push:
    return Push(CLE, CONTACT, local=True, delai_s=delai_s)


def sms(recepteur: Recepteur, delai_s: float = 5) -> Sms:
    recepteur.defaut = (202, {}, b'{"id": "m-1"}')
    return Sms(ReglagesSms(f"{recepteur.adresse}/sms", "cle-d-essai", "RAPPEL", delai_s))


# --- notifications ---------------------------------------------------------------------------------------------------


def test_only_the_browser_reads_one_neutral_sentence(recepteur: Recepteur) -> None:
    navigateur = Navigateur()
    recu = push().remettre(pushed(recepteur, navigateur))
    (demande,) = recepteur.recues
    assert navigateur.lire(demande.corps) == {"phrase": min(PERMISES[CanalRappel.PUSH]), "lien": f"/reponse/{JETON}"}
    assert LEXIQUE.findall(json.dumps(navigateur.lire(demande.corps), ensure_ascii=False)) == []
    assert b"rappel" not in demande.corps
    assert (demande.entetes["ttl"], demande.entetes["topic"]) == ("259200", "c" * 32)
    assert len(demande.corps) < 4096
    assert recu.reference
    with pytest.raises(http_ece.ECEException):
        Navigateur().lire(demande.corps)


def test_a_repeat_replaces_itself(recepteur: Recepteur) -> None:
    for cle in ("c" * 64, "c" * 64, "d" * 64):
        push().remettre(pushed(recepteur, Navigateur(), cle))
    assert [demande.entetes["topic"] for demande in recepteur.recues] == ["c" * 32, "c" * 32, "d" * 32]


def test_the_proof_is_signed_by_our_key_for_that_service(recepteur: Recepteur) -> None:
    push().remettre(pushed(recepteur, Navigateur()))
    autorisation = recepteur.recues[0].entetes["authorization"]
    jeton, cle = (morceau.partition("=")[2] for morceau in autorisation.removeprefix("vapid ").split(","))
    assert cle == CLE.publique
    entete, corps, signature = jeton.split(".")
    dit = json.loads(_octets(corps))
    assert (dit["aud"], dit["sub"]) == (recepteur.adresse, CONTACT)
    brute = _octets(signature)
    der = utils.encode_dss_signature(int.from_bytes(brute[:32]), int.from_bytes(brute[32:]))
    publique = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _octets(CLE.publique))
    publique.verify(der, f"{entete}.{corps}".encode(), ec.ECDSA(SHA256()))


@pytest.mark.parametrize(
    "adresse",
    [
        "http://updates.push.services.mozilla.com/a",
        "https://updates.push.services.mozilla.com.exemple.fr/a",
        "https://exemple.fr/updates.push.services.mozilla.com",
        "https://fcm.googleapis.com:8443/a",
        "https://moi:secret@fcm.googleapis.com/a",
        "https://fcm.googleapis.com@127.0.0.1/a",
        "https://127.0.0.1/a",
        "https://[::1]/a",
        "https://10.0.0.1/a",
        "https://169.254.169.254/latest",
        "https://localhost/a",
        "https://fcm.googleapis.com\\@127.0.0.1/a",
        "https://fcm.googleapis.com/a\r\nHost: x",
        "https://push.apple.com.fr/a",
        "https://evilpush.apple.com.attaque.fr/a",
        "file:///etc/passwd",
        "https://fcm.googleapis.com/a#b",
        "//fcm.googleapis.com/a",
        "https://①②⑦.0.0.1/a",
        "",
    ],
)
def test_nothing_is_posted_outside_the_services_of_browsers(adresse: str) -> None:
    assert not is_service(adresse)
    with pytest.raises(AdresseIllisible):
        read_push(Navigateur().abonnement(adresse))


@pytest.mark.parametrize(
    "adresse",
    [
        ADRESSE,
        "https://fcm.googleapis.com/fcm/send/abc:APA91b-_x",
        "https://web.push.apple.com/QGuQyavXutnMH",
        "https://wns2-par02p.notify.windows.com/w/?token=BQYAAAD%2fa",
    ],
)
def test_the_services_of_browsers_are_known(adresse: str) -> None:
    assert parse_push(read_push(Navigateur().abonnement(adresse))).endpoint == adresse


@pytest.mark.parametrize(
    "ecrit",
    [
        "", "{}", "[]", "null", "1", '"x"', "{" * 1500, '{"endpoint": 1, "keys": 2}', "x" * 3000,
        json.dumps({"endpoint": ADRESSE, "keys": {"p256dh": "AAAA", "auth": "AAAA"}}),
        json.dumps({"endpoint": ADRESSE, "keys": {"p256dh": "é", "auth": "*"}}),
    ],
)  # fmt: skip
def test_what_is_no_subscription_is_refused(ecrit: str) -> None:
    with pytest.raises(AdresseIllisible):
        read_push(ecrit)


def test_a_kept_address_of_our_own_network_is_never_posted_to(recepteur: Recepteur) -> None:
    """Checked again when it leaves: the base may have been written by somebody else."""
    garde = read_push(Navigateur().abonnement(f"{recepteur.adresse}/p"), local=True)
    with pytest.raises(RefusDefinitif):
        Push(CLE, CONTACT).remettre(message(CanalRappel.PUSH, garde))
    assert recepteur.recues == []


def test_a_service_that_sends_elsewhere_is_not_followed(recepteur: Recepteur) -> None:
    recepteur.reponses = [(307, {"location": f"{recepteur.adresse}/ailleurs"}, b"")]
    with pytest.raises(RefusDefinitif):
        push().remettre(pushed(recepteur, Navigateur()))
    assert len(recepteur.recues) == 1


# --- texts -----------------------------------------------------------------------------------------------------------


def test_a_text_is_one_sentence_and_one_link(recepteur: Recepteur) -> None:
    recu = sms(recepteur).remettre(message(CanalRappel.SMS, "+33612345678"))
    (demande,) = recepteur.recues
    assert recu.reference == "m-1"
    texte = f"{min(PERMISES[CanalRappel.SMS])} {CONTACT}/reponse/{JETON}"
    assert json.loads(demande.corps) == {"to": "+33612345678", "text": texte, "from": "RAPPEL"}
    assert demande.entetes["idempotency-key"] == "c" * 64
    assert demande.entetes["authorization"] == "Bearer cle-d-essai"


@pytest.mark.parametrize("phrase", sorted(PERMISES[CanalRappel.SMS]))
def test_every_sentence_fits_one_text_of_the_gsm_alphabet(phrase: str) -> None:
    texte = write_text(message(CanalRappel.SMS, "+33612345678", phrase=phrase))
    assert len(texte) <= 160
    assert GSM.issuperset(texte)
    assert LEXIQUE.findall(texte) == []


@pytest.mark.parametrize("phrase", ["Votre mammographie est le 3 mai.", "x" * 161, "Un ﬁchier"])
def test_another_sentence_never_leaves(recepteur: Recepteur, phrase: str) -> None:
    with pytest.raises(RefusDefinitif):
        sms(recepteur).remettre(message(CanalRappel.SMS, "+33612345678", phrase=phrase))
    with pytest.raises(RefusDefinitif):
        push().remettre(pushed(recepteur, Navigateur())._replace(phrase=phrase))
    assert recepteur.recues == []


@pytest.mark.parametrize("numero", ["0612345678", "+33 6 12 34 56 78", "", "+33612345678\r\nx: y", "+" + "1" * 20])
def test_what_is_no_number_never_leaves(recepteur: Recepteur, numero: str) -> None:
    with pytest.raises(RefusDefinitif):
        sms(recepteur).remettre(message(CanalRappel.SMS, numero))
    assert recepteur.recues == []


@pytest.mark.parametrize("corps", [b"", b"{}", b"[]", b"nul", b'{"id": ""}', b'{"id": null}', b'{"id": "m'])
def test_a_receipt_without_a_number_is_no_receipt(recepteur: Recepteur, corps: bytes) -> None:
    canal = sms(recepteur)
    recepteur.defaut = (202, {}, corps)
    with pytest.raises(TransportIndisponible):
        canal.remettre(message(CanalRappel.SMS, "+33612345678"))


# --- what each answer means ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("canal", [CanalRappel.PUSH, CanalRappel.SMS])
@pytest.mark.parametrize(
    ("statut", "entetes", "attendu"),
    [
        (404, {}, DestinataireParti),
        (410, {}, DestinataireParti),
        (400, {}, RefusDefinitif),
        (413, {}, RefusDefinitif),
        (302, {"location": "http://127.0.0.1/"}, RefusDefinitif),
        (429, {"retry-after": "120"}, TransportIndisponible),
        (500, {}, TransportIndisponible),
        (503, {"retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"}, TransportIndisponible),
        (201, {"content-length": "100000"}, TransportIndisponible),
    ],
    ids=str,
)
def test_each_answer(
    recepteur: Recepteur, canal: CanalRappel, statut: int, entetes: dict[str, str], attendu: type[Exception]
) -> None:
    """The last one is half an answer: it announces more than it gives."""
    transport: Transport = push() if canal is CanalRappel.PUSH else sms(recepteur)
    ou = pushed(recepteur, Navigateur()) if canal is CanalRappel.PUSH else message(canal, "+33612345678")
    recepteur.reponses = [(statut, entetes, b"")]
    with pytest.raises(attendu) as erreur:
        transport.remettre(ou)
    if isinstance(erreur.value, TransportIndisponible):
        attente = timedelta(seconds=120) if statut == 429 else None
        assert erreur.value.retry_after == attente
    transport.remettre(ou)
    assert len(recepteur.recues) == 2


@pytest.mark.parametrize("canal", [CanalRappel.PUSH, CanalRappel.SMS])
def test_a_silent_provider_is_left_and_the_repeat_bears_the_same_name(recepteur: Recepteur, canal: CanalRappel) -> None:
    recepteur.silence = threading.Event()
    transport: Transport = push(0.2) if canal is CanalRappel.PUSH else sms(recepteur, 0.2)
    ou = pushed(recepteur, Navigateur()) if canal is CanalRappel.PUSH else message(canal, "+33612345678")
    with pytest.raises(TransportIndisponible):
        transport.remettre(ou)
    recepteur.silence.set()
    transport.remettre(ou)
    nom = "topic" if canal is CanalRappel.PUSH else "idempotency-key"
    assert len({demande.entetes[nom] for demande in recepteur.recues}) == 1
    assert len(recepteur.recues) == 2


def test_a_provider_that_is_not_there(recepteur: Recepteur) -> None:
    with pytest.raises(TransportIndisponible):
        Sms(ReglagesSms("http://127.0.0.1:9/", "x", delai_s=1)).remettre(message(CanalRappel.SMS, "+33612345678"))


def _octets(texte: str) -> bytes:
    return base64.urlsafe_b64decode(texte + "=" * (-len(texte) % 4))
