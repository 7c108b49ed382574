"""The journal of actions: a line that is changed, taken away, moved or cut off is found; the base refuses all four."""

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from app.services.coffre import Coffre
from app.services.journal_actions import is_line, note, verify
from tests.operateurs import registre

COFFRE = Coffre(b"k" * 32)
#: What someone who holds the base may do to it.
GESTES: dict[str, tuple[str, ...]] = {
    "changed": ("UPDATE journal_actions SET objet = 'autre' WHERE numero = 3",),
    "changed_with_its_seal": ("UPDATE journal_actions SET objet = 'autre', sceau = precedent WHERE numero = 3",),
    "taken_away": ("DELETE FROM journal_actions WHERE numero = 3",),
    "moved": (
        "UPDATE journal_actions SET numero = 99 WHERE numero = 3",
        "UPDATE journal_actions SET numero = 3 WHERE numero = 4",
        "UPDATE journal_actions SET numero = 4 WHERE numero = 99",
    ),
    "cut": ("DELETE FROM journal_actions WHERE numero > 4",),
    "cut_with_its_end": (
        "UPDATE tete_journal SET nombre = 4, dernier = (SELECT sceau FROM journal_actions WHERE numero = 4)",
        "DELETE FROM journal_actions WHERE numero > 4",
    ),
}


def write(engine: Engine, nombre: int = 6) -> None:
    with Session(engine) as session, session.begin():
        for rang in range(nombre):
            note(registre(session, COFFRE), "essai", f"objet {rang}")


def faults(engine: Engine, coffre: Coffre = COFFRE) -> list[str]:
    with Session(engine) as session:
        return verify(session, coffre)[1]


def unlock(connexion: Connection) -> None:
    """Take away what the base defends by itself, as its owner may."""
    if connexion.dialect.name == "sqlite":
        connexion.execute(text("DROP TRIGGER journal_actions_update"))
        connexion.execute(text("DROP TRIGGER journal_actions_delete"))
    else:
        connexion.execute(text("DROP TRIGGER journal_actions_fige ON journal_actions"))


def test_untouched_it_is_whole(moteur_bd: Engine) -> None:
    assert faults(moteur_bd) == []
    write(moteur_bd)
    assert faults(moteur_bd) == []
    assert faults(moteur_bd, Coffre(b"x" * 32)) != []


@pytest.mark.parametrize("geste", GESTES)
def test_what_was_done_to_it_is_found(moteur_bd: Engine, geste: str) -> None:
    write(moteur_bd)
    with moteur_bd.begin() as connexion:
        unlock(connexion)
        for ordre in GESTES[geste]:
            connexion.execute(text(ordre))
    assert faults(moteur_bd) != []


@pytest.mark.parametrize("ordre", ["UPDATE journal_actions SET objet = ''", "DELETE FROM journal_actions"])
def test_the_base_itself_refuses(moteur_bd: Engine, ordre: str) -> None:
    write(moteur_bd)
    with pytest.raises(DatabaseError), moteur_bd.begin() as connexion:
        connexion.execute(text(ordre))
    assert faults(moteur_bd) == []


def test_an_older_end_put_back_is_found_by_what_was_noted_elsewhere(moteur_bd: Engine) -> None:
    """Whoever kept an old copy of the base may bring back its end, seal included: paper remembers."""
    write(moteur_bd, 3)
    with moteur_bd.connect() as connexion:
        tete = connexion.execute(text("SELECT nombre, dernier, sceau FROM tete_journal")).one()
    write(moteur_bd, 2)
    with Session(moteur_bd) as session:
        fin, _ = verify(session, COFFRE)
    with moteur_bd.begin() as connexion:
        unlock(connexion)
        connexion.execute(text("DELETE FROM journal_actions WHERE numero > 3"))
        connexion.execute(
            text("UPDATE tete_journal SET nombre = :nombre, dernier = :dernier, sceau = :sceau"), tete._asdict()
        )
    assert faults(moteur_bd) == []
    with Session(moteur_bd) as session:
        assert not is_line(session, fin.nombre, fin.dernier)


def test_lines_written_at_once_follow_one_another(moteur_bd: Engine, at_once: Callable[..., list[object]]) -> None:
    at_once(lambda: write(moteur_bd, 3), 6)
    with Session(moteur_bd) as session:
        fin, fautes = verify(session, COFFRE)
    assert (fin.nombre, fautes) == (18, [])


@pytest.fixture
def at_once() -> Callable[..., list[object]]:
    """Do the same thing from several threads."""
    from concurrent.futures import ThreadPoolExecutor

    def run(geste: Callable[[], object], fois: int) -> list[object]:
        with ThreadPoolExecutor(fois) as fils:
            return [futur.result() for futur in [fils.submit(geste) for _ in range(fois)]]

    return run
