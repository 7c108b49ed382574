"""Letters and calls from the tray to the receipt: nobody who withdrew, one page each, nothing of health."""

import io
import re
import resource
import subprocess
import time
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

import pikepdf
import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.domain.adresses_rappel import LETTRES_MAX, LIGNES_MAX
from app.domain.consentement import Geste
from app.domain.dates import parse_date_approchee
from app.domain.envois import CanalRappel, EtatEnvoi
from app.domain.phrases_rappel import PERMISES
from app.models import AdresseRappel, Envoi, JournalActions, LotRappel, PieceRappel
from app.rendering.bureau_rappels import liste_d_appels
from app.rendering.lettres import Expediteur, lettres_html
from app.services.envois.abonnements import unsubscribe
from app.services.envois.arret import forget_person
from app.services.envois.bac import Bac
from app.services.envois.file import send_due
from app.services.envois.imprimerie import LettresTropLongues, print_letters
from app.services.envois.lots import (
    TAILLE,
    Piece,
    answer_piece,
    close_lot,
    count_trays,
    make_lot,
    purge_pieces,
    read_lot,
)
from app.services.envois.reponses import Reponse, Suite
from app.services.envois.transport import MessagePret
from app.services.journal_actions import Registre, verify
from tests.envois.mains import ADRESSE, COFFRE, acte, asked, laid, poste, registre
from tests.envois.rappels import Monde
from tests.rendering.test_rappels import LEXIQUE

T = TypeVar("T")
LETTRE, APPEL = CanalRappel.LETTRE, CanalRappel.APPEL
QUI = Expediteur("Service des rappels\nBP 12\n71000 MACON", "01 99 00 12 34")


@pytest.fixture
def monde(moteur_bd: Engine) -> Monde:
    return Monde(moteur_bd)


def at_desk(monde: Monde, geste: Callable[[Registre], T]) -> T:
    with monde.ouvrir() as session:
        session.expire_on_commit = False
        return geste(registre(monde, session))


def lot_of(monde: Monde, canal: CanalRappel = LETTRE) -> str | None:
    return at_desk(monde, lambda la: make_lot(la, monde.bureau(la.session), canal))


def pieces_of(monde: Monde, lot: str | None, canal: CanalRappel = LETTRE) -> list[Piece] | None:
    return at_desk(monde, lambda la: read_lot(la, monde.bureau(la.session), lot or "", canal))


def rows(monde: Monde, table: type[T]) -> list[T]:
    with Session(monde.engine) as session:
        return list(session.exec(select(table)))


def pieces(nombre: int, mode: str = "normal", adresse: str = ADRESSE) -> list[Piece]:
    phrase = min(PERMISES[LETTRE])
    return [Piece(f"AAAA-{n:04d}", adresse, phrase, 9, "Europe/Paris", mode) for n in range(nombre)]


# --- the tray and its batches ----------------------------------------------------------------------------------------


def test_a_letter_is_counted_from_the_tray_to_the_receipt(monde: Monde) -> None:
    laid(monde, LETTRE, 3)
    assert {(e.canal, e.etat) for e in rows(monde, Envoi) if e.etat != EtatEnvoi.PREVU} == {("lettre", "remis")}
    lot = lot_of(monde)
    assert lot_of(monde) is None, "each piece is in one batch"
    lues = pieces_of(monde, lot)
    assert lues is not None
    assert [piece.destination for piece in lues] == [ADRESSE] * 3
    assert at_desk(monde, lambda la: close_lot(la, lot or "", 2)) is False, "one is missing: it stays open"
    assert len(pieces_of(monde, lot) or []) == 3, "and can be printed again"
    assert at_desk(monde, lambda la: close_lot(la, lot or "", 3)) is True
    assert pieces_of(monde, lot) is None
    assert at_desk(monde, lambda la: close_lot(la, lot or "", 3)) is None
    gestes = [ligne.action for ligne in rows(monde, JournalActions)]
    assert gestes == [
        "lot lettre fait",
        "lot lettre lu",
        "lot lettre : 2 sur 3",
        "lot lettre lu",
        "lot lettre : 3 sur 3",
    ]
    with Session(monde.engine) as session:
        assert verify(session, COFFRE)[1] == []


@pytest.mark.parametrize("canal", [LETTRE, APPEL])
def test_nothing_is_laid_at_night_nor_twice_when_the_clock_goes_back(monde: Monde, canal: CanalRappel) -> None:
    asked(monde, canal)
    monde.maintenant = (monde.maintenant + timedelta(days=8)).replace(hour=2)
    assert send_due(poste(monde, canal)) == 0
    monde.maintenant = monde.maintenant.replace(hour=9)
    assert send_due(poste(monde, canal)) == 1
    for jours in (-3, 1, 1, 1):
        monde.attendre(jours)
        assert send_due(poste(monde, canal)) == 0
    assert len(rows(monde, PieceRappel)) == 1


def test_the_tray_keeps_no_name_and_no_address(monde: Monde) -> None:
    laid(monde, LETTRE)
    (piece,) = rows(monde, PieceRappel)
    assert "Essai" not in repr(piece)
    assert not any(b"Essai" in ligne.adresse for ligne in rows(monde, AdresseRappel))


def test_the_same_message_twice_is_one_piece(monde: Monde) -> None:
    bac = Bac(LETTRE, monde.ouvrir)
    message = MessagePret("c" * 64, ADRESSE, "Vous avez un rappel.", "https://x", monde.maintenant.date())
    assert bac.remettre(message) == bac.remettre(message)
    assert len(rows(monde, PieceRappel)) == 1


@pytest.mark.parametrize("quand", ["before the batch", "before it is read", "before it is read again"])
def test_who_withdrew_is_in_no_batch(monde: Monde, quand: str) -> None:
    """The planted bug would be an address kept on the tray: nothing would take it back."""
    elle, _ = laid(monde, LETTRE, 2)

    def withdraw() -> None:
        with monde.ouvrir() as session:
            unsubscribe(monde.bureau(session), elle, LETTRE, acte(LETTRE, Geste.RETIRE))

    if quand == "before the batch":
        withdraw()
    lot = lot_of(monde)
    if quand == "before it is read":
        withdraw()
    premiere = pieces_of(monde, lot)
    if quand == "before it is read again":
        withdraw()
        premiere = pieces_of(monde, lot)
    assert len(premiere or []) == 1
    (ligne,) = rows(monde, LotRappel)
    assert ligne.nombre == 1


def test_who_is_erased_is_in_no_batch(monde: Monde) -> None:
    laid(monde, LETTRE)
    with monde.ouvrir() as session:
        forget_person(session, rows(monde, AdresseRappel)[0].personne, monde.maintenant.date())
    assert lot_of(monde) is None
    assert rows(monde, PieceRappel) == []


def test_what_is_too_old_is_forgotten(monde: Monde) -> None:
    laid(monde, LETTRE)
    lot_of(monde)
    monde.attendre(61)
    with monde.ouvrir() as session:
        purge_pieces(session, monde.maintenant)
    assert (len(rows(monde, PieceRappel)), len(rows(monde, LotRappel))) == (0, 1)
    monde.attendre(400)
    with monde.ouvrir() as session:
        purge_pieces(session, monde.maintenant)
        assert [compte.attend for compte in count_trays(session, (LETTRE, APPEL))] == [0, 0]
    assert rows(monde, LotRappel) == []


def test_an_answer_typed_back_is_the_person_s_own(monde: Monde) -> None:
    laid(monde, LETTRE)
    (piece,) = pieces_of(monde, lot_of(monde)) or []
    saisie = f" {piece.reference.lower().replace('-', ' ')} "
    le = parse_date_approchee("2026-11-25")

    def answered(reponse: Reponse) -> Suite | None:
        notee = at_desk(monde, lambda la: answer_piece(la, monde.bureau(la.session), saisie, reponse, le))
        return notee.suite if notee else None

    assert answered(Reponse.ARRETER) is Suite.ARRETE
    assert answered(Reponse.PLUS_TARD) is None, "it served once"
    assert rows(monde, AdresseRappel) == []
    actions = [ligne.action for ligne in rows(monde, JournalActions)]
    assert actions[-1] == "reponse arreter rapportee"
    for fausse in ("", "AAAA-AAAA", "x" * 200, "%"):
        saisie = fausse
        assert answered(Reponse.ARRETER) is None


def test_the_list_of_calls_says_a_number_and_an_hour(monde: Monde) -> None:
    laid(monde, APPEL)
    (piece,) = pieces_of(monde, lot_of(monde, APPEL), APPEL) or []
    liste = liste_d_appels([piece]).decode("utf-8-sig").splitlines()
    assert liste[0] == "reference;telephone;de;a;fuseau;phrase"
    assert liste[1] == f"{piece.reference};tel:+33385123456;9h;12h;Europe/Paris;{piece.phrase}"
    assert pieces_of(monde, lot_of(monde), APPEL) is None


# --- the sheet -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["normal", "falc"])
def test_a_letter_says_nothing_of_health(mode: str) -> None:
    html = lettres_html(pieces(1, mode), QUI)
    assert LEXIQUE.findall(html.partition("</style>")[2]) == []
    assert QUI.telephone in html
    assert "AAAA-0000" in html


def test_as_many_pages_as_letters_whatever_the_addresses() -> None:
    """Six full lines hold in the window; the file is tagged for screen readers (PDF/UA)."""
    pleine = "\n".join("W" * LETTRES_MAX for _ in range(LIGNES_MAX))
    toutes = [*pieces(2, adresse=pleine), *pieces(2, "falc", pleine)]
    with pikepdf.open(io.BytesIO(print_letters(lettres_html(toutes, QUI), 4))) as pdf:
        assert len(pdf.pages) == 4
        assert pdf.Root.MarkInfo.Marked
        assert pdf.open_metadata()["pdfuaid:part"] == "1"
        assert str(pdf.Root.Lang) == "fr"


def test_a_letter_on_two_pages_is_caught() -> None:
    """The planted bug: a sheet too long would put every following letter in its neighbour's envelope."""
    html = lettres_html(pieces(1), QUI).replace("</section>", '</section><section class="lettre">Encore.</section>', 1)
    with pytest.raises(LettresTropLongues):
        print_letters(html, 1)


def test_a_letter_fetches_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("secret") / "a.txt"
    secret.write_text("s", "utf-8")
    html = lettres_html(pieces(1), QUI).replace("</h1>", f'</h1><img src="file://{secret}" alt="">', 1)
    assert b"/Image" not in print_letters(html, 1)


#: What stays seen of the window while the sheet slides in its envelope, in points: left, top, right, bottom.
FENETRE = tuple(mm * 72 / 25.4 for mm in (101, 54, 191, 80))


def seen(pdf: bytes) -> list[tuple[list[str], set[str]]]:
    """For each page, the words in its window in the order they are read, and every other word."""
    lu = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True).stdout
    gauche, haut, droite, bas = FENETRE
    pages = []
    for page in re.split("<page ", lu.decode("utf-8"))[1:]:
        dans, ailleurs = [], set()
        for *bords, mot in re.findall(r'<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)</word>', page):
            x, y, xx, yy = map(float, bords)
            if gauche <= x and haut <= y and xx <= droite and yy <= bas:
                dans.append(mot)
            else:
                ailleurs.add(mot)
        pages.append((dans, ailleurs))
    return pages


@pytest.mark.timeout(1800)
def test_each_page_of_a_large_batch_has_its_own_address_in_the_window(complet: bool) -> None:
    """The lots of a day of letters: 40 of 250 in full, one of 20 otherwise; in the window, the address and no more."""
    lots, taille = (40, TAILLE) if complet else (1, 20)
    debut, octets = time.monotonic(), 0
    for lot in range(lots):
        toutes = [
            piece._replace(destination=f"Mme Zoé Essai\n{lot * taille + rang} RUE DU BOIS\n71000 MACON")
            for rang, piece in enumerate(pieces(taille, "falc" if lot % 2 else "normal"))
        ]
        pdf = print_letters(lettres_html(toutes, QUI), taille)
        octets += len(pdf)
        pages = seen(pdf)
        assert [dans for dans, _ in pages] == [piece.destination.split() for piece in toutes]
        assert all(piece.reference in ailleurs for piece, (_, ailleurs) in zip(toutes, pages, strict=True))
        with pikepdf.open(io.BytesIO(pdf)) as ouvert:
            assert ouvert.Root.MarkInfo.Marked
            assert ouvert.open_metadata()["pdfuaid:part"] == "1"
            assert len(ouvert.pages) == taille
    memoire = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{lots * taille} lettres : {time.monotonic() - debut:.0f} s, {memoire} Mo au plus, {octets >> 20} Mo de PDF")


def test_an_address_beside_the_window_is_caught() -> None:
    """The planted bug: a sheet whose address slipped down two centimetres."""
    html = lettres_html(pieces(1), QUI).replace("top: 55.2mm", "top: 75mm")
    assert seen(print_letters(html, 1))[0][0] != ADRESSE.split()
