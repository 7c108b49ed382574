"""Many processes on the same slots: never two people in one place, never a booking lost, on both engines."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session

from tests.agendas import demain, make_creneaux, make_lieu, make_professionnel
from tests.base.concurrence import PROCESSUS, Epreuve, judge, run
from tests.base.sante import assert_sound

TENTATIVES, TENTATIVES_COMPLET = 100, 2_500


def open_slots(engine: Engine, nombre: int) -> tuple[str, ...]:
    with Session(engine) as session, session.begin():
        lieu, qui = make_lieu(session), make_professionnel(session)
        debuts = [demain(8, jours=1 + n) for n in range(nombre)]
        groupes = make_creneaux(session, lieu, qui, debuts[:1], places=3)
        return tuple(c.id for c in groupes + make_creneaux(session, lieu, qui, debuts[1:]))


@pytest.mark.timeout(1800)
def test_never_twice_never_lost_even_when_killed(
    moteur_bd: Engine, url_base: str, tmp_path: Path, complet: bool
) -> None:
    creneaux = open_slots(moteur_bd, 300 if complet else 20)
    dossier = tmp_path / "cahiers"
    dossier.mkdir()
    tentatives = TENTATIVES_COMPLET if complet else TENTATIVES
    epreuves = [Epreuve(url_base, dossier / f"{n}.txt", creneaux, tentatives, n) for n in range(PROCESSUS)]
    morts = run(epreuves, tues=20 if complet else 3)
    bilan = judge(moteur_bd, dossier)
    assert (bilan.doubles, bilan.perdus, bilan.cles_en_double, bilan.compteurs_faux) == (0, 0, 0, 0), bilan
    assert_sound(moteur_bd)
    assert morts > 0
    assert bilan.ecrits["pris"] > 20
    assert bilan.ecrits["annule"] > 5
    assert bilan.ecrits["refus"] > 5
    assert bilan.ecrits["panne"] == 0


def test_the_rig_catches_look_then_take(moteur_bd: Engine, url_base: str, tmp_path: Path) -> None:
    """The planted fault, with the index that would stop it out of its way."""
    creneaux = open_slots(moteur_bd, 8)
    with moteur_bd.begin() as connexion:
        connexion.execute(text("DROP INDEX uq_rendez_vous_place"))
    run([Epreuve(url_base, tmp_path / f"{n}.txt", creneaux, 60, n, naif=True) for n in range(PROCESSUS)])
    assert judge(moteur_bd, tmp_path).doubles > 0
