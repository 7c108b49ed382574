"""A model of the agenda and the bookings beside the real thing: whatever is done, in any order, both agree.

The model is a dictionary anyone can check by eye: who holds, who has, who waits, who is offered, what is free.
"""

import os
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from alembic import command
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import Session, col, select

from app.domain.attente import OFFRE, PREAVIS_OFFRE
from app.domain.erreurs import ErreurMetier, RendezVousInconnu
from app.domain.rendez_vous import PAR_PERSONNE, TENUE, Personne, RendezVousVu
from app.models import Attente, Creneau, RendezVous
from app.services.attente import leave, read_attente, wait_for_a_place, wait_for_an_earlier
from app.services.base_de_donnees import open_base, truncate_journal
from app.services.ensemble import take_together
from app.services.places import Guichet
from app.services.rendez_vous import Demande, cancel, confirm, move, release_tenues, take
from tests.agendas import MAINTENANT, communes_reelles, demain, empreintes, make_creneaux, make_lieu, make_professionnel
from tests.bases import migrations_on

COMPLET = os.environ.get("MBS_COMPLET") == "1"
PERSONNES = [Personne("P", lettre) for lettre in "ab"]
DEBUTS = [demain(9, jours=1), demain(9, jours=3), demain(9, jours=5), demain(9, jours=9)]
PLACES = [1, 1, 2, 1]


@cache
def migrated() -> bytes:
    """An empty base, made once."""
    with tempfile.TemporaryDirectory() as dossier:
        fichier = Path(dossier) / "vide.db"
        engine = open_base(f"sqlite:///{fichier}")
        command.upgrade(migrations_on(engine), "head")
        truncate_journal(engine)
        engine.dispose()
        return fichier.read_bytes()


@dataclass
class Ligne:
    """One place somebody holds or has."""

    creneau: int
    etat: str
    qui: Personne | None = None
    jusqu_a: datetime | None = None


@dataclass
class File:
    """One request that waits."""

    depuis: tuple[datetime, int]
    avant: datetime | None
    offre: str = ""


def take_as_the_site(guichet: Guichet, demande: Demande) -> RendezVousVu:
    """With those who ask at the same moment when that is simple, alone otherwise."""
    (vu,) = take_together(guichet, [demande])
    return vu or take(guichet, demande)


class Rendezvous(RuleBasedStateMachine):
    """The rules are what people do; the invariants are what must always hold."""

    codes = Bundle("codes")
    attentes = Bundle("attentes")

    @initialize()
    def open(self) -> None:
        self.dossier = tempfile.TemporaryDirectory()
        fichier = Path(self.dossier.name) / "m.db"
        fichier.write_bytes(migrated())
        self.engine = open_base(f"sqlite:///{fichier}")
        self.maintenant, self.rang = MAINTENANT, 0
        self.lignes: dict[str, Ligne] = {}
        self.cles: dict[str, tuple[int, Personne | None, str]] = {}
        self.file: dict[str, File] = {}
        with Session(self.engine) as session, session.begin():
            lieu, qui = make_lieu(session), make_professionnel(session)
            self.lieu = lieu.id
            self.creneaux = [
                make_creneaux(session, lieu, qui, [debut], places=places)[0].id
                for debut, places in zip(DEBUTS, PLACES, strict=True)
            ]

    def teardown(self) -> None:
        if hasattr(self, "engine"):
            self.engine.dispose()
            self.dossier.cleanup()

    def do(self, geste: object, *quoi: object) -> object:
        """One transaction; a refusal is an answer, and changes nothing."""
        try:
            with Session(self.engine) as session, session.begin():
                guichet = Guichet(session, empreintes(), communes_reelles(), self.maintenant)
                return geste(guichet, *quoi)  # type: ignore[operator]
        except ErreurMetier as refus:
            return type(refus).__name__

    # --- the model's own reckoning

    def vivantes(self, creneau: int) -> list[Ligne]:
        return [ligne for ligne in self.lignes.values() if ligne.creneau == creneau and ligne.etat != "annule"]

    def commence(self, creneau: int) -> bool:
        return DEBUTS[creneau] <= self.maintenant

    def refuse_la_personne(self, creneau: int, qui: Personne) -> str | None:
        siens = [ligne for ligne in self.lignes.values() if ligne.qui == qui and ligne.etat == "confirme"]
        if sum(DEBUTS[ligne.creneau] > self.maintenant for ligne in siens) >= PAR_PERSONNE:
            return "TropDeRendezVous"
        return "DejaUnRendezVous" if any(ligne.creneau == creneau for ligne in siens) else None

    def finit_les_tenues(self, creneau: int | None = None) -> None:
        for code, ligne in self.lignes.items():
            mien = creneau is None or ligne.creneau == creneau
            if mien and ligne.jusqu_a is not None and ligne.jusqu_a <= self.maintenant:
                self.annule(code)

    def annule(self, code: str) -> None:
        ligne = self.lignes[code]
        ligne.etat, ligne.qui, ligne.jusqu_a = "annule", None, None
        for un in self.file.values():
            if un.offre == code:
                un.offre, un.depuis = "", (self.maintenant, un.depuis[1])

    def offre(self, creneau: int, codes_offerts: dict[str, str]) -> None:
        """The first in the line, when there is time left."""
        if DEBUTS[creneau] <= self.maintenant + PREAVIS_OFFRE:
            return
        bons = [
            (un.depuis[0], code)
            for code, un in self.file.items()
            if not un.offre and (un.avant is None or un.avant > DEBUTS[creneau])
        ]
        if not bons:
            return
        premiers = {code for depuis, code in bons if depuis == min(bons)[0]}
        choisi = next((code for code in premiers if code in codes_offerts), None)
        assert choisi is not None, "somebody of the head of the line is offered the place"
        self.file[choisi].offre = codes_offerts[choisi]
        self.lignes[codes_offerts[choisi]] = Ligne(creneau, "tenu", None, self.maintenant + OFFRE)

    def offres_reelles(self) -> dict[str, str]:
        """The offers the base holds that the model does not know yet."""
        trouvees = {}
        for code, un in self.file.items():
            if un.offre:
                continue
            vue = self.do(read_attente, code)
            if not isinstance(vue, str) and vue.offre is not None:  # type: ignore[attr-defined]
                trouvees[code] = vue.offre.code  # type: ignore[attr-defined]
        return trouvees

    def quitte(self, code: str) -> None:
        un = self.file.pop(code, None)
        if un is not None and un.offre and self.lignes[un.offre].etat == "tenu":
            self.lignes[un.offre].jusqu_a = self.maintenant

    # --- what people do

    @rule(
        target=codes,
        creneau=st.integers(0, 3),
        qui=st.sampled_from([*PERSONNES, None]),
        cle=st.integers(0, 15),
        geste=st.sampled_from([take, take_as_the_site]),
    )
    def prendre(self, creneau: int, qui: Personne | None, cle: int, geste: object) -> str:
        nom = f"cle-{cle}"
        dit = self.do(geste, Demande(self.creneaux[creneau], nom, qui))
        connu = self.cles.get(nom)
        if connu is not None:
            if connu[:2] != (creneau, qui) or self.lignes[connu[2]].etat == "annule":
                assert dit == "CleDejaUtilisee"
                return ""
            assert dit.code == connu[2]  # type: ignore[attr-defined]
            return connu[2]
        attendu = None
        if self.commence(creneau):
            attendu = "CreneauPris"
        elif len(self.vivantes(creneau)) >= PLACES[creneau]:
            avant = len(self.vivantes(creneau))
            finies = [x for x in self.vivantes(creneau) if x.jusqu_a is not None and x.jusqu_a <= self.maintenant]
            if avant - len(finies) >= PLACES[creneau]:
                attendu = "CreneauPris"
        if attendu is None and qui is not None:
            attendu = self.refuse_la_personne(creneau, qui)
        if attendu is not None:
            assert dit == attendu
            return ""
        if len(self.vivantes(creneau)) >= PLACES[creneau]:
            self.finit_les_tenues(creneau)
        code = str(dit.code)  # type: ignore[attr-defined]
        etat = "confirme" if qui else "tenu"
        self.lignes[code] = Ligne(creneau, etat, qui, None if qui else self.maintenant + TENUE)
        self.cles[nom] = (creneau, qui, code)
        return code

    @rule(code=codes, qui=st.sampled_from(PERSONNES))
    def confirmer(self, code: str, qui: Personne) -> None:
        dit = self.do(confirm, code, qui)
        ligne = self.lignes.get(code)
        if ligne is None:
            assert dit == "RendezVousInconnu"
        elif self.commence(ligne.creneau):
            assert dit == "RendezVousCommence"
        elif ligne.etat == "annule":
            assert dit == "TenueFinie"
        elif ligne.etat == "tenu":
            refus = self.refuse_la_personne(ligne.creneau, qui)
            if refus is not None:
                assert dit == refus
                return
            ligne.etat, ligne.qui, ligne.jusqu_a = "confirme", qui, None
            self.file = {c: un for c, un in self.file.items() if un.offre != code}

    @rule(code=codes)
    def annuler(self, code: str) -> None:
        dit = self.do(cancel, code)
        ligne = self.lignes.get(code)
        if ligne is None:
            assert dit == "RendezVousInconnu"
        elif self.commence(ligne.creneau):
            assert dit == "RendezVousCommence"
        elif ligne.etat != "annule":
            confirme = ligne.etat == "confirme"
            self.annule(code)
            if confirme:
                self.quitte(code)
                self.offre(ligne.creneau, self.offres_reelles())

    @rule(code=codes, tenu=codes)
    def deplacer(self, code: str, tenu: str) -> None:
        dit = self.do(move, code, tenu)
        ligne, autre = self.lignes.get(code), self.lignes.get(tenu)
        if ligne is None or autre is None:
            assert dit == "RendezVousInconnu"
        elif self.commence(ligne.creneau) or self.commence(autre.creneau):
            assert dit == "RendezVousCommence"
        elif autre.etat == "annule" and autre.creneau == ligne.creneau:
            assert not isinstance(dit, str), "done already: nothing changes"
        elif ligne.etat != "confirme" or autre.etat != "tenu":
            assert dit == "TenueFinie"
        elif ligne.creneau != autre.creneau and any(
            x.qui == ligne.qui and x.etat == "confirme" for x in self.vivantes(autre.creneau)
        ):
            assert dit == "DejaUnRendezVous"
        else:
            assert not isinstance(dit, str), dit
            ancien = ligne.creneau
            self.annule(tenu)
            ligne.creneau = autre.creneau
            self.quitte(code)
            self.offre(ancien, self.offres_reelles())

    @rule(target=attentes, cle=st.integers(0, 5))
    def attendre(self, cle: int) -> str:
        code = str(self.do(wait_for_a_place, self.lieu, "", f"attente-{cle}").code)  # type: ignore[attr-defined]
        self.rang += 1
        self.file.setdefault(code, File((self.maintenant, self.rang), None))
        return code

    @rule(target=attentes, code=codes)
    def attendre_plus_tot(self, code: str) -> str:
        dit = self.do(wait_for_an_earlier, code)
        ligne = self.lignes.get(code)
        if ligne is None or ligne.etat != "confirme" or self.commence(ligne.creneau):
            assert dit == "RendezVousInconnu"
            return ""
        self.rang += 1
        self.file.setdefault(code, File((self.maintenant, self.rang), DEBUTS[ligne.creneau]))
        return code

    @rule(code=attentes)
    def partir(self, code: str) -> None:
        self.do(leave, code)
        self.quitte(code)

    @rule(target=codes, code=attentes)
    def voir_l_offre(self, code: str) -> str:
        vue = self.do(read_attente, code)
        un = self.file.get(code)
        if un is None or (un.avant is not None and un.avant <= self.maintenant):
            assert vue == RendezVousInconnu.__name__
            return ""
        tenue = self.lignes[un.offre].jusqu_a if un.offre else None
        if tenue is not None and tenue > self.maintenant:
            assert vue.offre.code == un.offre  # type: ignore[attr-defined]
            return un.offre
        assert vue.offre is None  # type: ignore[attr-defined]
        return ""

    @rule(minutes=st.sampled_from([1, 9, 11, 6 * 60, 24 * 60]))
    def passer_le_temps(self, minutes: int) -> None:
        self.maintenant += timedelta(minutes=minutes)

    @rule()
    def rendre_les_tenues(self) -> None:
        with Session(self.engine) as session, session.begin():
            release_tenues(session, self.maintenant)
        self.finit_les_tenues()

    # --- what must always hold

    @invariant()
    def agree(self) -> None:
        if not hasattr(self, "engine"):
            return
        with Session(self.engine) as session:
            lignes = {ligne.code: ligne for ligne in session.exec(select(RendezVous))}
            prises = dict(session.exec(select(Creneau.id, col(Creneau.prises))).all())
            file = {ligne.code: ligne.offre_id is not None for ligne in session.exec(select(Attente))}
        du_modele = {empreintes().de("code", code): ligne for code, ligne in self.lignes.items()}
        assert set(lignes) == set(du_modele)
        for code, ligne in du_modele.items():
            vraie = lignes[code]
            assert (vraie.creneau_id, vraie.etat, vraie.tenu_jusqu_a) == (
                self.creneaux[ligne.creneau],
                ligne.etat,
                ligne.jusqu_a,
            )
            assert vraie.nom == (ligne.qui.nom if ligne.qui else None)
        for numero, creneau in enumerate(self.creneaux):
            assert prises[creneau] == len(self.vivantes(numero)) <= PLACES[numero]
        assert file == {empreintes().de("code", code): bool(un.offre) for code, un in self.file.items()}


TestRendezvous = Rendezvous.TestCase
TestRendezvous.settings = settings(
    max_examples=2_000 if COMPLET else 25,
    stateful_step_count=40 if COMPLET else 25,
    deadline=None,
    derandomize=not COMPLET,
    database=None,
    suppress_health_check=list(HealthCheck),
)


FAUTES = ("leave", "_check_person", "offer", "release")


@pytest.mark.parametrize("ou", FAUTES if COMPLET else FAUTES[:1])
def test_a_planted_fault_is_caught(monkeypatch: pytest.MonkeyPatch, ou: str) -> None:
    """One step of the service does nothing any more."""
    monkeypatch.setattr(f"app.services.rendez_vous.{ou}", lambda *_: 0)
    reglages = settings(TestRendezvous.settings, phases=[Phase.generate], max_examples=1_000)
    with pytest.raises((AssertionError, AttributeError, KeyError)):
        run_state_machine_as_test(Rendezvous, settings=reglages)
