"""One call to an outside platform: what it may answer, how long it may take, and where we never go."""

import socket
import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import certifi
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from app.domain.sources import Panne
from app.services import releve_http
from app.services.releve_http import Appel, ReleveManquee, fetch, is_allowed, is_public
from tests.plateforme import Plateforme, answer, plateforme

COURT = 0.4
CHUNKED = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n"


@pytest.fixture
def elle() -> Iterator[Plateforme]:
    with plateforme() as ouverte:
        yield ouverte


def missed(appel: Appel, delai: float = 5, *, locales: bool = True) -> tuple[Panne, str]:
    """How the call fails."""
    with pytest.raises(ReleveManquee) as manquee:
        fetch(appel, locales=locales, delai=delai)
    return manquee.value.panne, manquee.value.precision


def test_what_is_asked_and_what_comes(elle: Plateforme) -> None:
    elle.gives({"a": 1})
    appel = Appel(
        elle.adresse, (("status", "free"), ("start", "ge2026-11-23T07:00:00Z"), ("start", "le2027")), "secret"
    )
    assert fetch(appel, locales=True) == b'{"a": 1}'
    ligne, *entetes = elle.demandes[0].splitlines()
    debut = "GET /fhir/Slot?schedule.actor%3APractitioner.identifier=urn%3Aoid%3A1.2%7C81&status=free&start=ge2026"
    assert ligne.startswith(debut)
    assert ligne.endswith("&start=le2027 HTTP/1.1")
    dits = {entete.partition(": ")[0].lower(): entete.partition(": ")[2] for entete in entetes if entete}
    assert (dits["host"], dits["authorization"]) == (elle.adresse.split("/")[2], "Bearer secret")
    assert (dits["accept-encoding"], dits["accept"].startswith("application/fhir+json")) == ("identity", True)


@pytest.mark.parametrize(
    ("octets", "panne", "precision"),
    [
        (answer(b"{}", "500 Oups"), Panne.STATUT, "500"),
        (answer(b"{}", "404 Non"), Panne.STATUT, "404"),
        (answer(b"", "204 Rien"), Panne.STATUT, "204"),
        (answer(b"", "302 Ailleurs", location="http://127.0.0.1:1/"), Panne.REDIRECTION, ""),
        (answer(b"<p>", genre="text/html"), Panne.TYPE, ""),
        (answer(b"x", content_encoding="gzip"), Panne.TYPE, ""),
        (answer(b"x" * 100)[:-50], Panne.COUPEE, ""),
        (CHUNKED + b"5\r\nab", Panne.COUPEE, ""),
        (b"HTTP/1.1 200", Panne.COUPEE, ""),
        (b"SSH-2.0-OpenSSH\r\n\r\n", Panne.COUPEE, ""),
        (b"", Panne.COUPEE, ""),
        (answer(b"x" * (4 * 1024 * 1024 + 1)), Panne.TROP_LONGUE, ""),
    ],
)  # fmt: skip
def test_an_answer_that_is_none_is_named(elle: Plateforme, octets: bytes, panne: Panne, precision: str) -> None:
    elle.says(octets)
    assert missed(Appel(elle.adresse)) == (panne, precision)
    assert len(elle.demandes) == 1


def test_the_time_is_counted_in_all(elle: Plateforme) -> None:
    """A platform that is silent, and those that never stop giving a byte: in the head of the answer, in its body."""
    reponses = [answer(b"x" * 500), b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n" + b"[" * 500]
    debut = time.monotonic()
    elle.repondre = lambda prise: time.sleep(3)
    assert missed(Appel(elle.adresse), COURT)[0] is Panne.DELAI
    for reponse in reponses:
        elle.drips(reponse)
        assert missed(Appel(elle.adresse), COURT)[0] is Panne.DELAI
    assert time.monotonic() - debut < 3 * COURT + 1.5


def test_nobody_at_the_door() -> None:
    with plateforme() as partie:
        pass
    assert missed(Appel(partie.adresse))[0] is Panne.CONNEXION


def names(monkeypatch: pytest.MonkeyPatch, *ips: str, pause: float = 0) -> None:
    """Make every name lead to these addresses."""

    def look(hote: str, port: int, **_plus: object) -> list[tuple[object, ...]]:
        time.sleep(pause)
        if not ips:
            raise socket.gaierror
        return [(socket.AF_INET6 if ":" in ip else socket.AF_INET, 1, 6, "", (ip, port)) for ip in ips]

    monkeypatch.setattr(releve_http.socket, "getaddrinfo", look)


@pytest.mark.parametrize(
    "ips",
    [
        ["10.0.0.1"], ["127.0.0.1"], ["169.254.169.254"], ["192.168.1.1"], ["100.64.0.1"], ["0.0.0.0"], ["224.0.0.1"],
        ["255.255.255.255"], ["::1"], ["fe80::1%eth0"], ["fd00::1"], ["::ffff:10.0.0.1"], ["64:ff9b::a00:1"],
        ["2002:a00:1::"], ["8.8.8.8", "10.0.0.1"],
    ],
)  # fmt: skip
def test_a_name_that_leads_inside_is_not_followed(monkeypatch: pytest.MonkeyPatch, ips: list[str]) -> None:
    names(monkeypatch, *ips)
    assert missed(Appel("https://plateforme.example/Slot"), locales=False)[0] is Panne.INTERDITE
    assert missed(Appel("https://plateforme.example/Slot"), locales=True)[0] is Panne.INTERDITE


def test_a_public_address_is_public() -> None:
    assert is_public("8.8.8.8")
    assert is_public("2001:4860:4860::8888")


def test_a_name_that_leads_nowhere_or_takes_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    names(monkeypatch)
    assert missed(Appel("https://plateforme.example/"), locales=False)[0] is Panne.NOM
    names(monkeypatch, "8.8.8.8", pause=2)
    debut = time.monotonic()
    assert missed(Appel("https://plateforme.example/"), 0.2, locales=False)[0] is Panne.DELAI
    assert time.monotonic() - debut < 1.5


@pytest.mark.parametrize(
    "adresse",
    [
        "http://plateforme.example/Slot", "ftp://plateforme.example/", "https://", "https:///Slot", "pas.une.adresse",
        "https://a:b@plateforme.example/", "https://plateforme.example/#x", "https://plateforme.example/ x",
        "https://plateforme.example/\n", "https://plateforme.example:99999/", "https://plateformé.example/",
        "https://localhost/", "https://127.0.0.1/", "https://intranet/", "https://x.example/" + "a" * 300, "file:///x",
    ],
)  # fmt: skip
def test_an_address_we_would_never_write_down(adresse: str) -> None:
    assert not is_allowed(adresse)
    assert missed(Appel(adresse), locales=False)[0] is Panne.INTERDITE


def test_loopback_is_for_trials_only(elle: Plateforme) -> None:
    assert is_allowed(elle.adresse, locales=True)
    assert missed(Appel(elle.adresse), locales=False)[0] is Panne.INTERDITE
    assert elle.demandes == []


def certificate(dossier: Path, nom: str) -> ssl.SSLContext:
    """A server that proves this name to whoever trusts `dossier/ac.pem`."""
    cle, sujet = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    le = datetime(2020, 1, 1, tzinfo=UTC)
    signe = (
        x509.CertificateBuilder(
            sujet, sujet, cle.public_key(), x509.random_serial_number(), le, le + timedelta(days=36500)
        )
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(nom)]), critical=True)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(cle, SHA256())
    )
    (dossier / "ac.pem").write_bytes(signe.public_bytes(Encoding.PEM))
    (dossier / "cle.pem").write_bytes(cle.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    contexte = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    contexte.load_cert_chain(dossier / "ac.pem", dossier / "cle.pem")
    return contexte


def test_the_certificate_must_be_that_of_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """We connect to the number we judged, and still ask the proof of the name."""
    for nom, attendu in (("localhost", b"{}"), ("autre.example", None)):
        contexte = certificate(tmp_path, nom)
        with plateforme(contexte) as elle:
            elle.gives({})
            assert missed(Appel(elle.adresse))[0] is Panne.CONNEXION
            with monkeypatch.context() as confiance:
                confiance.setattr(certifi, "where", lambda: str(tmp_path / "ac.pem"))
                if attendu is None:
                    assert missed(Appel(elle.adresse))[0] is Panne.CONNEXION
                else:
                    assert fetch(Appel(elle.adresse), locales=True) == attendu
