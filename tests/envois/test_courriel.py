"""What leaves by mail, to the letter, and what a mail server may answer: later, never, gone, nothing, half of it."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from email import message_from_bytes
from typing import Any

import pytest

from app.domain.destinations import read_courriel
from app.domain.envois import CanalRappel, GenreEnvoi
from app.domain.erreurs_rappels import AdresseRefusee
from app.domain.phrases_rappel import PERMISES, PHRASES_MAX, phrase_de
from app.services.envois.courriel import Courriel, ReglagesCourriel, write_courrier
from app.services.envois.transport import DestinataireParti, MessagePret, RefusDefinitif, TransportIndisponible

REGLAGES = ReglagesCourriel("127.0.0.1", 0, "rappels@exemple.fr", tls="aucun", delai_s=0.5)
MESSAGE = MessagePret(
    cle="c" * 64,
    destination="prenom@exemple.fr",
    phrase=phrase_de(CanalRappel.COURRIEL, GenreEnvoi.RAPPEL, "normal"),
    lien_reponse="https://exemple.fr/reponse/abc",
    expire_le=date(2027, 1, 28),
    lien_arret="https://exemple.fr/arret/def",
)
#: No word of these may leave; the name of the service is one of them.
LEXIQUE = ("santé", "dépist", "cancer", "vaccin", "médec", "examen", "frottis", "bilan", "maladie", "grossesse")
BONJOUR = {
    "": "220 x",
    "EHLO": "250 x",
    "MAIL": "250 x",
    "RCPT": "250 x",
    "DATA": "354 x",
    ".": "250 x",
    "QUIT": "221 x",
}


@contextmanager
def server(reponses: dict[str, str | None]) -> Iterator[tuple[int, list[str]]]:
    """A mail server that answers each command as told; None: it hangs up there; "…": it says nothing more."""
    dits: list[str] = []
    ecoute = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with closing(ecoute), ecoute.accept()[0] as fil, fil.makefile("rb") as lu:
            texte = False
            mot = ""
            while True:
                reponse = reponses.get(mot, BONJOUR.get(mot, "250 x"))
                if reponse is None:
                    return
                if reponse == "…":
                    lu.readline()
                    return
                fil.sendall(f"{reponse}\r\n".encode() if not reponse.endswith("|") else reponse[:-1].encode())
                texte = reponse.startswith("354")
                while True:
                    ligne = lu.readline().decode("utf-8", "replace").rstrip("\r\n")
                    dits.append(ligne)
                    if not ligne and not texte:
                        return
                    if not texte or ligne == ".":
                        break
                mot = ligne.split(" ")[0].upper()

    fil = threading.Thread(target=serve, daemon=True)
    fil.start()
    yield ecoute.getsockname()[1], dits
    fil.join(2)


def hand_over(reponses: dict[str, str | None]) -> Any:
    with server(reponses) as (port, _):
        return Courriel(ReglagesCourriel("127.0.0.1", port, "rappels@exemple.fr", tls="aucun", delai_s=0.5)).remettre(
            MESSAGE
        )


def test_the_message_is_the_same_to_the_letter_each_time() -> None:
    assert write_courrier(MESSAGE, REGLAGES).as_bytes() == write_courrier(MESSAGE, REGLAGES).as_bytes()


def test_the_message_says_one_sentence_and_how_to_stop() -> None:
    lu = message_from_bytes(write_courrier(MESSAGE, REGLAGES).as_bytes())
    assert lu["Message-ID"] == f"<{'c' * 64}@exemple.fr>"
    assert lu["List-Unsubscribe"] == "<https://exemple.fr/arret/def>"
    assert lu["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert lu["Subject"] == "Rappel personnel"
    texte = lu.get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert texte.startswith("Vous avez un rappel personnel à lire.")
    tout = (str(lu) + texte).casefold()
    assert [mot for mot in LEXIQUE if mot in tout] == []


def test_three_sentences_a_channel_and_none_says_anything() -> None:
    for canal in CanalRappel:
        normales = {phrase_de(canal, genre, "normal") for genre in GenreEnvoi}
        assert len(normales) <= PHRASES_MAX
        assert [mot for mot in LEXIQUE for texte in PERMISES[canal] if mot in texte.casefold()] == []


@pytest.mark.parametrize(
    "faux",
    [
        {"destination": "a@exemple.fr\r\nBcc: b@exemple.fr"},
        {"destination": "a@exemple.fr, b@exemple.fr"},
        {"destination": '"a\r\nSubject: x"@exemple.fr'},
        {"phrase": "Votre dépistage du cancer est prévu."},
        {"phrase": "Vous avez un rappel personnel à lire.\r\nBcc: b@exemple.fr"},
    ],
)
def test_nothing_else_can_leave(faux: dict[str, str]) -> None:
    with pytest.raises(RefusDefinitif):
        write_courrier(MESSAGE._replace(**faux), REGLAGES)


@pytest.mark.parametrize(
    "signe", ["\r\n", "\n", "\r", "\v", "\x00", "\u2028", "\x85", "%0d%0a", "=0D=0A", ",", ";", "<", ">"]
)
def test_no_typed_address_can_reach_a_header(signe: str) -> None:
    """1.3.11: whatever breaks a line in some reader is no address, where people type it and again before it leaves."""
    for adresse in (
        f"a@exemple.fr{signe}Bcc: b@exemple.fr",
        f"a{signe}Bcc: b@exemple.fr",
        f"{signe}a@exemple.fr{signe}x",
    ):
        with pytest.raises(RefusDefinitif):
            write_courrier(MESSAGE._replace(destination=adresse), REGLAGES)
        with pytest.raises(AdresseRefusee):
            read_courriel(adresse)


def test_the_receipt_is_the_server_s_last_answer() -> None:
    assert hand_over({".": "250 2.0.0 Ok: queued as 4F1"}).reference == "250 2.0.0 Ok: queued as 4F1"


def test_a_goodbye_gone_wrong_changes_nothing() -> None:
    assert hand_over({"QUIT": "500 no"}).reference.startswith("250")
    assert hand_over({"QUIT": None}).reference.startswith("250")


@pytest.mark.parametrize(
    ("reponses", "erreur"),
    [
        ({"": "421 busy"}, TransportIndisponible),
        ({"": "554 no"}, RefusDefinitif),
        ({"MAIL": "451 later"}, TransportIndisponible),
        ({"RCPT": "450 greylisted"}, TransportIndisponible),
        ({"RCPT": "550 5.1.1 no such user"}, DestinataireParti),
        ({"RCPT": "550 5.7.1 refused"}, RefusDefinitif),
        ({"RCPT": "552 5.2.2 full"}, RefusDefinitif),
        ({"DATA": "554 spam"}, RefusDefinitif),
        ({".": "451 later"}, TransportIndisponible),
        ({".": "554 spam"}, RefusDefinitif),
        ({".": None}, TransportIndisponible),
        ({".": "25|"}, TransportIndisponible),
        ({"RCPT": "…"}, TransportIndisponible),
        ({"": None}, TransportIndisponible),
        ({"": "hello"}, TransportIndisponible),
    ],
)
def test_each_answer_of_a_server_means_one_thing(reponses: dict[str, str | None], erreur: type[Exception]) -> None:
    with pytest.raises(erreur):
        hand_over(reponses)


def test_nobody_there_is_to_be_tried_again() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as libre:
        port = libre.getsockname()[1]
    essai: Callable[[MessagePret], object] = Courriel(
        ReglagesCourriel("127.0.0.1", port, "rappels@exemple.fr", tls="aucun", delai_s=0.5)
    ).remettre
    with pytest.raises(TransportIndisponible):
        essai(MESSAGE)
