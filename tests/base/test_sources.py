"""Outside sources pulled into a real base: slots published, failures told, a breaker that opens and closes."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.domain.agenda_fhir import read_defauts
from app.domain.sources import FRAICHEUR_RELEVE, PAUSE, PERIODE, RELEVES_GARDES, Etat, Panne, Releve, SourceVue
from app.models import Creneau, JournalActions, Lieu, ReleveSource, SourceAgenda
from app.services.coffre import Coffre
from app.services.journal_actions import COMMANDE, Acteur, Registre, verify
from app.services.releve_http import Appel
from app.services.sources import Atelier, add_source, close_source, pull_due, read_sources
from tests.agendas import MAINTENANT, communes_reelles
from tests.bundles import bundle, entry, slot
from tests.horloge import Horloge
from tests.operateurs import Equipe, make_equipe
from tests.plateforme import Plateforme, answer, plateforme

COFFRE = Coffre(b"k" * 32)


class Banc:
    """One base, one platform, one clock."""

    def __init__(self, engine: Engine, elle: Plateforme) -> None:
        self.engine, self.elle, self.horloge = engine, elle, Horloge(MAINTENANT)
        with self.transaction() as session:
            self.equipe: Equipe = make_equipe(session, COFFRE)
        self.atelier = Atelier(self.transaction, COFFRE, communes_reelles(), self.horloge, locales=True)
        self.source = self.do(
            lambda la: add_source(la, self.equipe.lieu, Appel(elle.adresse, jeton="secret"), read_defauts({}))
        )

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        with Session(self.engine) as session, session.begin():
            yield session

    def do(self, geste: Callable[[Registre], object]) -> object:
        with self.transaction() as session:
            return geste(Registre(session, COFFRE, Acteur(COMMANDE, self.equipe.organisation), self.horloge()))

    def pull(self, plus_tard: timedelta = PERIODE) -> list[Releve]:
        """Wait, then pull what is due."""
        self.horloge.instant += plus_tard
        return [releve for _, releve in pull_due(self.atelier)]

    def seen(self) -> SourceVue:
        (vue,) = self.do(lambda la: read_sources(la, communes_reelles()))  # type: ignore[misc]
        return vue

    def visible(self) -> int:
        with self.transaction() as session:
            ici = (col(Creneau.lieu_id) == self.equipe.lieu, col(Creneau.limite) > self.horloge())
            return len(session.exec(select(Creneau.id).where(*ici)).all())


@pytest.fixture
def banc(moteur_bd: Engine) -> Iterator[Banc]:
    with plateforme() as elle:
        yield Banc(moteur_bd, elle)


def test_what_a_source_says_is_published_and_told(banc: Banc) -> None:
    banc.elle.gives(bundle(slot(), slot("2026-12-25T09:00:00Z", "2026-12-25T09:20:00Z")))
    ((numero, releve),) = pull_due(banc.atelier)
    assert (numero, releve.panne, releve.lus, releve.acceptes, releve.montres) == (banc.source, None, 2, 1, 1)
    assert "férié" in releve.raison
    assert "authorization: Bearer secret" in banc.elle.demandes[0]
    assert "start=ge2026-11-23T07%3A00%3A00Z&start=le2027-01-04T07" in banc.elle.demandes[0]
    vue = banc.seen()
    assert (vue.vue_le, vue.hote, vue.is_silent(banc.horloge()), vue.releves) == (
        MAINTENANT,
        "localhost",
        False,
        (releve,),
    )
    assert banc.visible() == 1
    with banc.transaction() as session:
        assert verify(session, COFFRE)[1] == []
        actions = session.exec(select(JournalActions.acteur, JournalActions.action)).all()
        assert (f"source:{banc.source}", "agenda publie (plateforme)") in actions
        assert "secret" not in str(session.get_one(SourceAgenda, banc.source))


def test_each_is_asked_in_its_turn_and_no_more(banc: Banc) -> None:
    banc.elle.gives(bundle(slot()))
    assert len(banc.pull()) == 1
    assert banc.pull(PERIODE - timedelta(seconds=1)) == []
    assert len(banc.pull(timedelta(seconds=1))) == 1
    banc.do(lambda la: close_source(la, str(banc.source)))
    assert banc.pull() == []
    assert not banc.do(lambda la: close_source(la, str(banc.source)))
    assert len(banc.elle.demandes) == 2


def test_of_several_processes_one_asks(banc: Banc) -> None:
    banc.elle.gives(bundle(slot()))
    with ThreadPoolExecutor(4) as ouvriers:
        faits = [f.result() for f in [ouvriers.submit(pull_due, banc.atelier) for _ in range(4)]]
    assert (sum(map(len, faits)), len(banc.elle.demandes)) == (1, 1)


def test_no_transaction_waits_for_the_network(banc: Banc) -> None:
    """While the platform thinks, somebody else writes."""
    dits = answer(b"{}")

    def think(prise: object) -> None:
        with banc.transaction() as session:
            session.get_one(Lieu, banc.equipe.lieu).telephone = "01 99 00 00 00"
        prise.sendall(dits)  # type: ignore[attr-defined]

    banc.elle.repondre = think  # type: ignore[assignment]
    (releve,) = banc.pull()
    assert releve.panne is Panne.ILLISIBLE
    with banc.transaction() as session:
        assert session.get_one(Lieu, banc.equipe.lieu).telephone == "01 99 00 00 00"


def test_the_breaker_opens_tries_once_and_closes(banc: Banc) -> None:
    banc.elle.gives(bundle(slot()))
    banc.pull()
    banc.elle.says(answer(b"", "503 Plus tard"))
    pannes = [banc.pull()[0] for _ in range(3)]
    assert {(releve.panne, releve.precision) for releve in pannes} == {(Panne.STATUT, "503")}
    vue = banc.seen()
    assert (vue.disjoncteur.etat(banc.horloge()), vue.disjoncteur.echecs) == (Etat.OUVERT, 3)
    assert vue.prochaine_le == banc.horloge() + PAUSE
    assert banc.pull(PAUSE - timedelta(seconds=1)) == []
    demandes = len(banc.elle.demandes)
    assert [releve.panne for releve in banc.pull(timedelta(seconds=1))] == [Panne.STATUT]
    assert len(banc.elle.demandes) == demandes + 1
    assert banc.pull(2 * PAUSE - timedelta(seconds=1)) == []
    assert banc.visible() == 1
    banc.elle.gives(bundle(slot()))
    assert [releve.panne for releve in banc.pull(timedelta(seconds=1))] == [None]
    vue = banc.seen()
    assert (vue.disjoncteur.etat(banc.horloge()), vue.derniere_panne and vue.derniere_panne.panne) == (
        Etat.FERME,
        Panne.STATUT,
    )


def test_a_source_that_stays_silent_makes_its_place_silent(banc: Banc) -> None:
    banc.elle.gives(bundle(slot()))
    banc.pull()
    banc.elle.says(b"")
    banc.pull(FRAICHEUR_RELEVE - timedelta(seconds=1))
    assert (banc.visible(), banc.seen().is_silent(banc.horloge())) == (1, False)
    banc.horloge.instant += timedelta(seconds=1)
    assert (banc.visible(), banc.seen().is_silent(banc.horloge())) == (0, True)
    banc.elle.gives(bundle(slot()))
    banc.pull()
    assert banc.visible() == 1


def test_nothing_free_empties_and_nothing_readable_does_not(banc: Banc) -> None:
    banc.elle.gives(bundle(slot()))
    banc.pull()
    for illisible in (bundle(slot(start="x")), bundle(entry("Patient", "x")), bundle(slot(), total=9), {"a": 1}):
        banc.elle.gives(illisible)
        assert banc.pull()[0].panne in (Panne.ILLISIBLE, Panne.AUCUNE_LIGNE)
        assert banc.visible() == 1
        banc.horloge.instant += timedelta(minutes=20)
    banc.elle.gives(bundle())
    (releve,) = banc.pull(timedelta(hours=1))
    assert (releve.panne, releve.lus) == (None, 0)
    assert (banc.visible(), banc.seen().is_silent(banc.horloge())) == (0, False)


def test_one_source_a_place_and_old_pulls_go(banc: Banc) -> None:
    assert banc.do(lambda la: add_source(la, banc.equipe.lieu, Appel(banc.elle.adresse), read_defauts({}))) is None
    banc.elle.gives(bundle(slot()))
    banc.pull()
    banc.pull(RELEVES_GARDES)
    banc.pull(timedelta(hours=1))
    with banc.transaction() as session:
        assert len(session.exec(select(ReleveSource.id)).all()) == 2


def test_a_token_sealed_with_another_key_is_told(banc: Banc) -> None:
    autre = banc.atelier._replace(coffre=Coffre(b"z" * 32))
    ((_, releve),) = pull_due(autre)
    assert (releve.panne, banc.elle.demandes) == (Panne.JETON, [])
