"""Fetching the public file: https only, whole, within bounds of size and time; anything else is refused in words."""

import io
import urllib.error
import urllib.request
from datetime import UTC, date, datetime
from email.message import Message
from pathlib import Path

import pytest

from app.domain.bdpm import ListeRefusee
from app.services import fichier_bdpm
from app.services.fichier_bdpm import beside, fetch

ADRESSE = "https://medicaments.example/download/file/CIS_CIP_bdpm.txt"


class Reponse(io.BytesIO):
    """What a server answers."""

    def __init__(self, octets: bytes, **entetes: str) -> None:
        super().__init__(octets)
        self.headers = Message()
        for nom, valeur in entetes.items():
            self.headers[nom.replace("_", "-")] = valeur


class Serveur:
    """Answers whatever it is told instead of the network."""

    def __init__(self, reponse: Reponse | Exception) -> None:
        self.reponse = reponse
        self.demandes: list[str] = []

    def open(self, demande: urllib.request.Request, timeout: float) -> Reponse:
        self.demandes.append(demande.full_url)
        assert timeout <= 30
        if isinstance(self.reponse, Exception):
            raise self.reponse
        return self.reponse


def serve(monkeypatch: pytest.MonkeyPatch, reponse: Reponse | Exception) -> Serveur:
    serveur = Serveur(reponse)
    monkeypatch.setattr(urllib.request, "build_opener", lambda *_: serveur)
    return serveur


def test_a_whole_answer_is_read_with_its_day(monkeypatch: pytest.MonkeyPatch) -> None:
    octets = b"x" * 200_000
    entetes = {"Content_Length": "200000", "Last_Modified": "Fri, 24 Jul 2026 04:00:00 GMT"}
    serve(monkeypatch, Reponse(octets, **entetes))
    assert fetch(ADRESSE) == (octets, date(2026, 7, 24))
    serve(monkeypatch, Reponse(b"abc", Last_Modified="hier"))
    assert fetch(ADRESSE) == (b"abc", None)


@pytest.mark.parametrize(
    "adresse",
    [
        "http://medicaments.example/x",
        "ftp://medicaments.example/x",
        "file:///etc/passwd",
        "https://",
        "https://u:p@h/x",
    ],
)
def test_only_https_is_asked(monkeypatch: pytest.MonkeyPatch, adresse: str) -> None:
    serveur = serve(monkeypatch, Reponse(b"abc"))
    with pytest.raises(ListeRefusee, match="https://"):
        fetch(adresse)
    assert serveur.demandes == []


def test_a_redirect_leaves_https_for_nothing() -> None:
    suit = fichier_bdpm._HttpsSeulement().redirect_request
    demande = urllib.request.Request(ADRESSE)
    ailleurs = suit(demande, io.BytesIO(), 302, "Found", Message(), "https://autre.example/x")  # type: ignore[arg-type]
    assert ailleurs is not None
    for url in ("http://medicaments.example/x", "file:///etc/passwd"):
        with pytest.raises(ListeRefusee):
            suit(demande, io.BytesIO(), 302, "Found", Message(), url)  # type: ignore[arg-type]


def test_a_short_answer_a_huge_one_and_an_endless_one_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    serve(monkeypatch, Reponse(b"x" * 10, Content_Length="11"))
    with pytest.raises(ListeRefusee, match="avant la fin"):
        fetch(ADRESSE)
    monkeypatch.setattr(fichier_bdpm, "OCTETS_MAX", 100_000)
    serve(monkeypatch, Reponse(b"x" * 200_000))
    with pytest.raises(ListeRefusee, match="dépasse"):
        fetch(ADRESSE)
    monkeypatch.setattr(fichier_bdpm, "SECONDES_MAX", -1)
    serve(monkeypatch, Reponse(b"x"))
    with pytest.raises(ListeRefusee, match="secondes"):
        fetch(ADRESSE)


@pytest.mark.parametrize(
    "panne",
    [urllib.error.HTTPError(ADRESSE, 404, "", Message(), None), urllib.error.URLError("x"), TimeoutError(), OSError()],
)
def test_a_server_that_fails_is_said(monkeypatch: pytest.MonkeyPatch, panne: Exception) -> None:
    serve(monkeypatch, panne)
    with pytest.raises(ListeRefusee, match=r"répond"):
        fetch(ADRESSE)


def test_a_file_is_read_within_the_same_bounds(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fichier = tmp_path / "CIS_CIP_bdpm.txt"
    fichier.write_bytes(b"abc")
    assert fetch(str(fichier)) == (b"abc", datetime.fromtimestamp(fichier.stat().st_mtime, UTC).date())
    monkeypatch.setattr(fichier_bdpm, "OCTETS_MAX", 2)
    with pytest.raises(ListeRefusee, match="dépasse"):
        fetch(str(fichier))
    for nom in ("absent", "", "a\0b", str(tmp_path)):
        with pytest.raises(ListeRefusee):
            fetch(nom)


def test_where_the_names_are(tmp_path: Path) -> None:
    assert beside(ADRESSE) == "https://medicaments.example/download/file/CIS_bdpm.txt"
    assert beside("https://h.example/t.php?fichier=CIS_CIP_bdpm.txt") == "https://h.example/t.php?fichier=CIS_bdpm.txt"
    assert beside("https://h.example/autre.txt") is None
    assert beside(str(tmp_path / "extrait.txt")) is None
    (tmp_path / "CIS_bdpm.txt").touch()
    assert beside(str(tmp_path / "extrait.txt")) == str(tmp_path / "CIS_bdpm.txt")
