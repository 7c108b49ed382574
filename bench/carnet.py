"""What sealing costs a page of the carnet, against the same page with the same answers kept in clear.

Run `python -m bench.carnet`. The twin in clear exists here only: the same code, where sealing and opening do nothing.
Fails on a wrong answer, never on a time.
"""

import argparse
import asyncio
import io
import statistics
import tempfile
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from unittest import mock
from urllib.parse import urlencode

from alembic import command
from alembic.config import Config
from sqlmodel import Session, select
from starlette.types import ASGIApp, Message

from app.content.loader import load_catalogue
from app.domain.catalogue import Catalogue
from app.domain.consentement import ActeConsentement, Finalite, Geste
from app.domain.dates import parse_date_approchee
from app.domain.dossier import Dossier, EtatNavigateur
from app.domain.profil import ActePasse, Profil
from app.journal import configure_journal
from app.main import Application, create_app
from app.models import PersonneCarnet
from app.routers.porte_carnet import TEMOIN
from app.services import carnet as carnets
from app.services import carnet_scelle
from app.services.coffre_carnet import CoffreCarnet, unseal
from app.settings import Settings
from bench.bonjour import app as bonjour
from bench.mesure import RACINE, etendue, mesurer, rapport, versions

JOUR = date(2026, 11, 22)
ENTREES = 50
PAR_TOUR, CODES_PAR_TOUR, OUVERTURES = 50, 10, 2_000
FORMULAIRE = (b"content-type", b"application/x-www-form-urlencoded")
MEME_SITE = (b"sec-fetch-site", b"same-origin")


@dataclass(frozen=True)
class Recue:
    """An answer, whole."""

    statut: int
    entetes: list[tuple[bytes, bytes]]
    corps: bytes


async def demander(app: ASGIApp, methode: str, chemin: str, temoin: str, corps: bytes, client: str) -> Recue:
    """One request, without a network nor a server: what is counted is ours."""
    entetes = [(b"host", b"localhost"), (b"accept-encoding", b"gzip"), MEME_SITE, FORMULAIRE]
    entetes += [(b"cookie", temoin.encode())] if temoin else []
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": methode, "scheme": "https",
        "path": chemin, "raw_path": chemin.encode(), "query_string": b"", "root_path": "", "headers": entetes,
        "client": (client, 1), "server": ("localhost", 443), "state": {},
    }  # fmt: skip
    messages: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": corps, "more_body": False}

    async def send(message: Message) -> None:
        messages.append(message)

    await app(scope, receive, send)
    debut, *morceaux = messages
    return Recue(debut["status"], list(debut["headers"]), b"".join(m.get("body", b"") for m in morceaux))


@contextmanager
def en_clair() -> Iterator[None]:
    """Sealing and opening give what they were given: the twin's one difference."""
    with (
        mock.patch.object(carnet_scelle, "seal", lambda _cle, clair, *_ou: clair),
        mock.patch.object(carnet_scelle, "unseal", lambda _cle, scelle, *_ou: scelle),
        mock.patch.object(CoffreCarnet, "wrap", lambda _soi, cle, _qui: cle),
        mock.patch.object(CoffreCarnet, "unwrap", lambda _soi, cle, *_qui: cle),
    ):
        yield


def personne(catalogue: Catalogue) -> EtatNavigateur:
    """Someone followed for years: a birth date, some answers, fifty acts with their dates."""
    fiches = [fiche.id for fiche in catalogue.fiches]
    historique = tuple(
        ActePasse(id=fiches[n % len(fiches)], le=parse_date_approchee(f"{2026 - n % 12}-{1 + n % 10:02}"))
        for n in range(ENTREES)
    )
    naissance = parse_date_approchee("1972-05-14")
    return EtatNavigateur(Profil(date_naissance=naissance, sexe="F", reponses={"fumeur": True}, historique=historique))


class Banc:
    """One service with its base, one carnet open, and as many codes as are asked."""

    def __init__(self, dossier: Path, catalogue: Catalogue) -> None:
        self.reglages = Settings(var=dossier)
        self.app: Application = create_app(self.reglages, catalogue, JOUR)
        self.parties = self.app.state.parties
        configuration = Config(RACINE / "alembic.ini")
        configuration.attributes["engine"] = self.parties.engine
        command.upgrade(configuration, "head")
        self._dossier = Dossier((personne(catalogue),))
        self.temoin = f"{TEMOIN}={self._new_carnet().jeton}"

    def _instant(self) -> datetime:
        return datetime.now(UTC).replace(year=JOUR.year, month=JOUR.month, day=JOUR.day)

    def _new_carnet(self) -> carnets.CarnetCree:
        instant = self._instant()
        acte = ActeConsentement(Finalite.CARNET, Geste.DONNE, 1, "0" * 64, "normal", instant)
        with Session(self.parties.engine) as session, session.begin():
            return carnets.create(carnets.Classeur(session, self.parties.scribe, instant), self._dossier, acte)

    def codes(self, feuilles: int) -> list[str]:
        """The codes of so many other carnets: each opens one, once."""
        return [code for _ in range(feuilles) for code in self._new_carnet().codes]


def pages(banc: Banc, boucle: asyncio.AbstractEventLoop, chemin: str, *, combien: int = PAR_TOUR) -> Callable[[], None]:
    """The same page of the open carnet, some times in a row."""

    async def tour() -> None:
        for _ in range(combien):
            recue = await demander(banc.app, "GET", chemin, banc.temoin, b"", "127.0.0.1")
            assert recue.statut == 200, (chemin, recue.statut)

    return lambda: boucle.run_until_complete(tour())


def ecritures(banc: Banc, boucle: asyncio.AbstractEventLoop) -> Callable[[], None]:
    """An answer changed, then put back: each is written."""

    async def tour() -> None:
        for rang in range(PAR_TOUR):
            corps = urlencode({"personne": "0", "fait": "fumeur", "reponse": "non" if rang % 2 else "oui"}).encode()
            recue = await demander(banc.app, "POST", "/questions", banc.temoin, corps, "127.0.0.1")
            assert recue.statut == 303, recue.statut

    return lambda: boucle.run_until_complete(tour())


def clair(tour: Callable[[], None]) -> Callable[[], None]:
    """The same round, in the twin."""

    def joue() -> None:
        with en_clair():
            tour()

    return joue


def salutations(boucle: asyncio.AbstractEventLoop, combien: int) -> Callable[[], None]:
    """The least an application can answer."""

    async def tour() -> None:
        for _ in range(combien):
            recue = await demander(bonjour, "GET", "/", "", b"", "127.0.0.1")
            assert recue.statut == 200

    return lambda: boucle.run_until_complete(tour())


def ouvertures(banc: Banc) -> Callable[[], None]:
    """All that a page does with keys, and nothing else: a key unwrapped, two columns opened."""
    with Session(banc.parties.engine) as session:
        ligne = session.exec(select(PersonneCarnet)).first()
    assert ligne is not None
    coffre, qui = CoffreCarnet(banc.reglages.cles_carnet()), f"{ligne.carnet_id};{ligne.id}"

    def tour() -> None:
        for _ in range(OUVERTURES):
            cle = coffre.unwrap(ligne.cle, ligne.maitresse, qui)
            unseal(cle, ligne.profil, qui, "profil")
            unseal(cle, ligne.historique, qui, "historique")

    return tour


def entrees(banc: Banc, boucle: asyncio.AbstractEventLoop, tours: int) -> Callable[[], None]:
    """People who enter with a code, each from a network of their own."""
    codes = iter(banc.codes(tours + 1))
    rang = iter(range(1, 1 << 20))

    async def tour() -> None:
        for _ in range(CODES_PAR_TOUR):
            n = next(rang)
            corps = urlencode({"code": next(codes)}).encode()
            ou = f"10.{n >> 8 & 255}.{n & 255}.1"
            recue = await demander(banc.app, "POST", "/carnet/ouvrir", "", corps, ou)
            assert recue.statut == 303, recue.statut
            assert any(TEMOIN.encode() in valeur for nom, valeur in recue.entetes if nom == b"set-cookie")

    return lambda: boucle.run_until_complete(tour())


def p95(visites: Collection[Callable[[], None]], combien: int) -> list[float]:
    """Milliseconds of the watch under which 95 visits in 100 are answered, each kind in turn at each visit."""
    durees: list[list[float]] = [[] for _ in visites]
    for _ in range(combien):
        for siennes, une in zip(durees, visites, strict=True):
            debut = time.perf_counter()
            une()
            siennes.append(1000 * (time.perf_counter() - debut))
    return [statistics.quantiles(siennes, n=20)[-1] for siennes in durees]


def main() -> None:
    """Two services, one sealed and one in clear, in turn; then the ratios."""
    lecteur = argparse.ArgumentParser(description="What sealing costs, against the same code in clear.")
    lecteur.add_argument("--tours", type=int, default=15)
    options = lecteur.parse_args()
    catalogue = load_catalogue()
    boucle = asyncio.new_event_loop()
    with tempfile.TemporaryDirectory() as dossier:
        racine = Path(dossier)
        for nom in ("scelle", "clair"):
            (racine / nom).mkdir()
        scelle = Banc(racine / "scelle", catalogue)
        with en_clair():
            lisible = Banc(racine / "clair", catalogue)
        # Making a service opens its log: what each page says there is thrown away from here on.
        configure_journal(io.StringIO())
        gestes: dict[str, tuple[Callable[[], None], Callable[[], None]]] = {
            "GET /conseils": (pages(scelle, boucle, "/conseils"), pages(lisible, boucle, "/conseils")),
            "GET /mes-donnees": (pages(scelle, boucle, "/mes-donnees"), pages(lisible, boucle, "/mes-donnees")),
            "POST /questions": (ecritures(scelle, boucle), ecritures(lisible, boucle)),
        }
        print(versions("cryptography", "starlette", "sqlalchemy"), f"; {ENTREES} actes datés")
        (ouvrir,) = mesurer({"ouvrir": ouvertures(scelle)}, options.tours).values()
        for nom, (notre, jumelle) in gestes.items():
            temps = mesurer({"scellé": notre, "en clair": clair(jumelle)}, options.tours)
            ms = 1000 * statistics.median(temps["scellé"]) / PAR_TOUR
            print(
                f"{nom} : scellé ÷ en clair {rapport(temps['scellé'], temps['en clair']):.3f} "
                f"({etendue(temps['scellé'], temps['en clair'])}), {ms:.2f} ms de processeur, "
                f"dont ouvrir les sceaux {1000 * statistics.median(ouvrir) / OUVERTURES / ms:.2%}"
            )
        temps = mesurer(
            {"entrée": entrees(scelle, boucle, options.tours), "bonjour": salutations(boucle, 50 * CODES_PAR_TOUR)},
            options.tours,
        )
        par_entree = [t / CODES_PAR_TOUR for t in temps["entrée"]]
        par_bonjour = [t / 50 / CODES_PAR_TOUR for t in temps["bonjour"]]
        print(
            f"entrer avec un code ÷ bonjour {rapport(par_entree, par_bonjour):.0f} "
            f"({etendue(par_entree, par_bonjour)}), "
            f"{1 / statistics.median(par_entree):.0f} entrées par seconde de processeur"
        )
        visites = 20 * options.tours
        for chemin in ("/conseils", "/carnet", "/mes-donnees"):
            une, jumelle = (pages(banc, boucle, chemin, combien=1) for banc in (scelle, lisible))
            lente, temoin = p95((une, clair(jumelle)), visites)
            print(f"GET {chemin}, p95 : {lente:.1f} ms ; en clair {temoin:.1f} ms ; rapport {lente / temoin:.2f}")
    boucle.close()


if __name__ == "__main__":
    main()
