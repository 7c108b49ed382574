"""Opinions in the base, on both engines: counted without losing one, words kept for a while and never too many."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app.domain import avis as regles
from app.domain.avis import GARDE, Avis
from app.models import AvisCompte, AvisTexte
from app.services import avis as service
from app.services.avis import Unite, count_avis, keep_texte, purge_textes, read_comptes, read_textes
from app.services.base_de_donnees import open_base

RACINE = Path(__file__).resolve().parents[2]
JOUR = date(2026, 11, 22)
UNITE = Unite("tabac-arret", "a" * 64)


def comptes(moteur: Engine) -> service.Comptes:
    with Session(moteur) as session:
        return read_comptes(session)


def test_each_opinion_on_each_version_has_its_counter(moteur_bd: Engine) -> None:
    donnes = [(UNITE, Avis.FAUX), (UNITE, Avis.FAUX), (UNITE, Avis.UTILE), (UNITE._replace(version="b"), Avis.FAUX)]
    for unite, avis in donnes:
        with Session(moteur_bd) as session, session.begin():
            count_avis(session, unite, avis)
    assert comptes(moteur_bd) == {UNITE: {"faux": 2, "utile": 1}, ("tabac-arret", "b"): {"faux": 1}}


def test_opinions_given_together_are_all_counted(moteur_bd: Engine) -> None:
    def give(_: int) -> None:
        with Session(moteur_bd) as session, session.begin():
            count_avis(session, UNITE, Avis.PAS_CLAIR)

    with ThreadPoolExecutor(8) as ensemble:
        list(ensemble.map(give, range(40)))
    assert comptes(moteur_bd) == {UNITE: {"pas-clair": 40}}


def test_reading_then_writing_the_number_would_lose_some(moteur_bd: Engine) -> None:
    """The planted fault: two readers who add to the same old number."""
    if moteur_bd.dialect.name == "sqlite":
        return  # there, each transaction begins with the write lock: the fault cannot happen
    with Session(moteur_bd) as session, session.begin():
        count_avis(session, UNITE, Avis.FAUX)
    with Session(moteur_bd) as un, Session(moteur_bd) as deux:
        lignes = [session.get_one(AvisCompte, (*UNITE, "faux")) for session in (un, deux)]
        for session, ligne in zip((un, deux), lignes, strict=True):
            ligne.nombre += 1
            session.add(ligne)
            session.commit()
    assert comptes(moteur_bd)[UNITE]["faux"] == 2, "three were given"


def test_the_caller_owns_the_transaction(moteur_bd: Engine) -> None:
    with Session(moteur_bd) as session:
        count_avis(session, UNITE, Avis.FAUX)
        keep_texte(session, UNITE, Avis.FAUX, "le prix a changé", JOUR)
        session.rollback()
    assert comptes(moteur_bd) == {}


def test_words_are_erased_after_the_stated_time_and_counters_stay(moteur_bd: Engine) -> None:
    with Session(moteur_bd) as session, session.begin():
        count_avis(session, UNITE, Avis.FAUX)
        for age in (GARDE + 1, GARDE, 0):
            assert keep_texte(session, UNITE, Avis.FAUX, f"il y a {age} jours", JOUR - timedelta(days=age))
    with Session(moteur_bd) as session, session.begin():
        assert purge_textes(session, JOUR) == 1
    with Session(moteur_bd) as session:
        assert [ligne.texte for ligne in read_textes(session, "autre")] == []
        assert {ligne.texte for ligne in read_textes(session)} == {f"il y a {GARDE} jours", "il y a 0 jours"}
    assert comptes(moteur_bd)[UNITE] == {"faux": 1}


def test_a_command_reads_the_words_to_those_who_correct(url_base: str) -> None:
    def lire(url: str, *mots: str) -> subprocess.CompletedProcess[str]:
        environnement = {**os.environ, "PYTHONPATH": str(RACINE), "DATABASE_URL": url}
        commande = [sys.executable, RACINE / "scripts/avis.py", *mots]
        return subprocess.run(commande, env=environnement, capture_output=True, text=True, check=False)

    assert lire(url_base).stdout == "Aucun message.\n"
    engine = open_base(url_base)
    with Session(engine) as session, session.begin():
        keep_texte(session, UNITE, Avis.FAUX, "le prix a changé", JOUR)
    engine.dispose()
    attendu = "2026-11-22  tabac-arret (version aaaaaaaaaaaa)  faux : le prix a changé\n"
    assert lire(url_base).stdout == lire(url_base, "tabac-arret").stdout == attendu
    assert lire(url_base, "autre").stdout == "Aucun message.\n"
    panne = lire("postgresql://personne@127.0.0.1:1/rien")
    assert (panne.returncode, "La base ne répond pas" in panne.stderr) == (1, True)


def test_words_are_kept_up_to_a_number(moteur_bd: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "TEXTES_MAX", 2)
    with Session(moteur_bd) as session, session.begin():
        assert [keep_texte(session, UNITE, Avis.FAUX, "x", JOUR) for _ in range(3)] == [True, True, False]
        assert keep_texte(session, UNITE._replace(id="autre"), Avis.FAUX, "x", JOUR)


def test_the_columns_hold_what_the_rules_accept() -> None:
    colonnes = AvisTexte.__table__.columns  # type: ignore[attr-defined]
    assert colonnes["texte"].type.length == regles.TEXTE_MAX
    assert max(len(avis) for avis in Avis) <= colonnes["avis"].type.length
    assert set(colonnes.keys()) == {"id", "unite", "version", "avis", "texte", "recu_le"}, "nothing about anyone"
