"""A rule, an age or an answer changes: only those it concerns are planned again, and whoever was told is told why."""

from dataclasses import dataclass, replace
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.domain.catalogue import Catalogue
from app.domain.changements import Changement, RegleAncienne, TexteChangement, TexteChangementFalc, publish
from app.domain.dates import parse_date_approchee
from app.domain.dossier import EtatNavigateur
from app.domain.envois import GenreEnvoi
from app.domain.fiches import PourQui
from app.domain.moteur import Moteur
from app.domain.rappels_arretes import Arret, Cause, annonce, garder
from app.models import AdresseRappel, Envoi, PersonneCarnet
from app.services.envois.adresses import Bureau
from app.services.envois.file import Poste
from app.services.envois.planification import mark_all, mark_carnet
from app.services.envois.questions import read_arrets
from app.services.envois.tournee import make_round
from tests.base.carnets import personne, scribe
from tests.envois.rappels import Monde, begin_in, open_carnet
from tests.factories import contenu_reel

UNITE = "depistage-cancer-colorectal"
LE = date(2026, 12, 1)


@dataclass
class MondeQuiChange(Monde):
    """The same, whose rules can be changed."""

    catalogue: Catalogue | None = None

    def bureau(self, session: Session) -> Bureau:
        return super().bureau(session)._replace(catalogue=self.catalogue or contenu_reel())

    def poste(self) -> Poste:
        return replace(super().poste(), catalogue=self.catalogue or contenu_reel())

    def rule_changes(self, catalogue: Catalogue) -> None:
        """As a start of the service with new content does."""
        self.catalogue = catalogue
        with self.ouvrir() as session:
            mark_all(session, self.maintenant.date())


@pytest.fixture
def monde(moteur_bd: Engine) -> MondeQuiChange:
    return MondeQuiChange(moteur_bd)


def raised(debut: int = 60) -> Catalogue:
    """The same content, its screening beginning later since 1 December, and the change published."""
    reel = contenu_reel()
    ancienne = reel.par_id[UNITE]
    nouvelle = ancienne.model_copy(update={"pour_qui": PourQui(ages=((debut, 74),))})
    par_id = {**reel.par_id, UNITE: nouvelle}
    changement = Changement(
        le=LE,
        conseils=(UNITE,),
        regle_avant={UNITE: RegleAncienne(pour_qui=ancienne.pour_qui)},
        normal=TexteChangement(avant="De 50 à 74 ans.", maintenant="De 60 à 74 ans."),
        falc=TexteChangementFalc(avant=("De 50 à 74 ans.",), maintenant=("De 60 à 74 ans.",)),
    )
    return replace(
        reel,
        fiches=tuple(par_id.values()),
        par_id=par_id,
        moteur=Moteur(par_id.values(), reel.faits),
        changements=publish((changement,), par_id, reel.faits),
    )


def subscribed(monde: Monde, qui: EtatNavigateur, rang: int = 0) -> str:
    _, carnet = open_carnet(monde, qui)
    with monde.ouvrir() as session:
        begin_in(monde.bureau(session), carnet, rang, "Europe/Paris")
    return carnet


def told(monde: Monde) -> None:
    monde.attendre(7)
    make_round(monde.poste())


def arrets(monde: Monde, carnet: str) -> dict[str, Arret]:
    with monde.ouvrir() as session:
        return read_arrets(monde.bureau(session), carnet, monde.maintenant.date())


def kept(monde: Monde, carnet: str) -> tuple[object, ...]:
    """Everything planning could have written about someone."""
    with Session(monde.engine) as session:
        qui = session.exec(select(PersonneCarnet).where(PersonneCarnet.carnet_id == carnet)).one()
        adresse = session.exec(select(AdresseRappel).where(AdresseRappel.personne == qui.id)).one()
        lignes = session.exec(select(Envoi).where(Envoi.personne == qui.id).order_by(Envoi.id)).all()
        return (adresse.suivi, adresse.revoir_le, [ligne.model_dump() for ligne in lignes])


def news(monde: Monde) -> list[Envoi]:
    with Session(monde.engine) as session:
        return list(session.exec(select(Envoi).where(Envoi.genre == GenreEnvoi.CHANGEMENT)))


def test_a_changed_rule_plans_again_only_those_it_concerns_and_tells_them_once(monde: MondeQuiChange) -> None:
    concernee = subscribed(monde, personne("1972-05-14"))
    autre = subscribed(monde, personne("1996-05-14"), 1)
    told(monde)
    monde.attendre(3)
    monde.rule_changes(contenu_reel())  # what the days alone change is over
    make_round(monde.poste())
    avant = {carnet: kept(monde, carnet) for carnet in (concernee, autre)}
    assert arrets(monde, concernee) == {}
    monde.rule_changes(raised())
    make_round(monde.poste())
    assert kept(monde, autre) == avant[autre]
    assert kept(monde, concernee) != avant[concernee]
    (arret,) = arrets(monde, concernee).values()
    assert (arret.cause, arret.dit_le, arret.le) == (Cause.REGLE, date(2026, 11, 29), date(2026, 12, 2))
    assert arrets(monde, autre) == {}
    jours: list[date] = []
    for _ in range(60):
        recus = len(monde.courriel.recus)
        make_round(monde.poste())
        jours += [monde.maintenant.date()] * (len(monde.courriel.recus) - recus)
        monde.attendre(1)
    assert [(ligne.jour, ligne.etat) for ligne in news(monde)] == [(date(2026, 12, 3), "remis")]
    siens = [m for m in monde.courriel.recus if m.destination == "p0@exemple.fr"]
    assert len({m.cle for m in siens}) == len(siens)
    assert list(arrets(monde, concernee).values()) == [arret._replace(annonce=True)]


def test_whoever_was_not_told_yet_hears_nothing(monde: MondeQuiChange) -> None:
    carnet = subscribed(monde, personne("1972-05-14"))
    monde.attendre(3)
    monde.rule_changes(raised())
    make_round(monde.poste())
    assert arrets(monde, carnet) == {}
    told(monde)
    assert news(monde) == []


def test_a_rule_put_back_says_nothing_any_more(monde: MondeQuiChange) -> None:
    carnet = subscribed(monde, personne("1972-05-14"))
    told(monde)
    monde.attendre(3)
    monde.rule_changes(raised())
    make_round(monde.poste())
    monde.rule_changes(contenu_reel())
    make_round(monde.poste())
    assert arrets(monde, carnet) == {}
    told(monde)
    assert {ligne.etat for ligne in news(monde)} == {"supprime"}


def test_an_answer_or_an_age_stops_it_with_its_reason_and_without_a_message(monde: MondeQuiChange) -> None:
    par_reponse = subscribed(monde, personne("1972-05-14"))
    par_age = subscribed(monde, personne("1951-12-10"), 1)
    told(monde)
    with monde.ouvrir() as session:
        ligne = session.exec(select(PersonneCarnet).where(PersonneCarnet.carnet_id == par_reponse)).one()
        etat = scribe().read(ligne, monde.maintenant.date())
        reponses = {**etat.profil.reponses, "maladie_inflammatoire_intestin": True}
        profil = etat.profil.model_copy(update={"reponses": reponses})
        scribe().rewrite(ligne, replace(etat, profil=profil), monde.maintenant.date())
        session.add(ligne)
        mark_carnet(session, par_reponse, monde.maintenant.date())
    assert arrets(monde, par_reponse)[f"0/{UNITE}"].cause is Cause.VERDICT  # before planning has looked again
    monde.attendre(20)
    make_round(monde.poste())
    for carnet in (par_reponse, par_age):
        assert arrets(monde, carnet)[f"0/{UNITE}"].cause is Cause.VERDICT
    assert news(monde) == []


def test_what_was_done_is_not_stopped(monde: MondeQuiChange) -> None:
    from app.services.envois.reponses import write_done

    carnet = subscribed(monde, personne("1972-05-14"))
    told(monde)
    with monde.ouvrir() as session:
        write_done(monde.bureau(session), carnet, f"0/{UNITE}/", parse_date_approchee("2026-11-25"))
        mark_carnet(session, carnet, monde.maintenant.date())
    make_round(monde.poste())
    assert arrets(monde, carnet) == {}


def test_it_is_shown_six_months_and_the_news_never_leaves_on_the_day_it_is_seen() -> None:
    arret = Arret(LE, LE, Cause.REGLE)
    assert garder({"0/x": arret}, {}, (), date(2027, 5, 31)) == {"0/x": arret}
    assert garder({"0/x": arret}, {}, (), date(2027, 6, 1)) == {}
    suite = annonce({"0/x": arret}, LE, LE)
    assert suite is not None
    assert suite.jour == date(2026, 12, 2)
    assert annonce({"0/x": arret._replace(cause=Cause.VERDICT)}, LE, None) is None
