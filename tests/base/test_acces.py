"""The other ways into a carnet and the answers from a message, on both engines: joined, used, taken away for good."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from app.domain.carnet_en_ligne import CarnetOuvert
from app.domain.envois import CanalRappel, Rythme
from app.domain.rappels_choisis import ChoixDeRappel, Destination
from app.models import CleAcces, JetonReponse, LienIdentite
from app.services import cles_acces
from app.services.base_de_donnees import open_base
from app.services.carnet import load
from app.services.cles_acces import Domaine
from app.services.envois.abonnements import read_abonnements, subscribe
from app.services.envois.jetons import read_jeton
from app.services.envois.reponses import stop
from app.services.liens_identite import join, open_with_account, part
from app.services.liste_effacements import NOM, ListeEffacements, read_traces
from app.services.partages import open_shared, read_partages
from app.services.partages import stop as stop_sharing
from app.services.reprise import agree_with
from app.services.restauration import restore
from tests.agendas import MAINTENANT
from tests.base.carnets import ACTE
from tests.base.epreuve import Lieu, Temoin, bureau, classeur
from tests.base.peuplement import fill
from tests.base.sante import assert_sound
from tests.base.test_sauvegarde import PLUS_TARD, demande, save
from tests.envois.rappels import PARIS
from tests.web.cles import Telephone

DOMAINE = Domaine("testserver", Telephone.origine)


@pytest.fixture
def ici(url_base: str, tmp_path: Path) -> Iterator[Lieu]:
    liste = ListeEffacements(tmp_path / "var" / NOM)
    liste.begin(MAINTENANT - timedelta(days=1))
    lieu = Lieu(open_base(url_base), liste)
    yield lieu
    lieu.engine.dispose()


def opened(session: Session, temoin: Temoin) -> CarnetOuvert:
    ouvert = load(classeur(session), temoin.jeton)
    assert ouvert is not None
    return ouvert


def links(ici: Lieu) -> dict[str, str]:
    """The account of each carnet that has one."""
    with Session(ici.engine) as session:
        return {lien.carnet_id: lien.empreinte for lien in session.exec(select(LienIdentite))}


def test_a_link_taken_away_or_replaced_stays_away_after_an_old_backup(ici: Lieu, tmp_path: Path) -> None:
    delie, change, rejoint, reste = temoins = fill(ici, 4)
    avant = links(ici)
    vieille = save(ici, tmp_path / "copies")
    with ici.session(timedelta(minutes=1)) as session:
        part(classeur(session), opened(session, delie))
        assert join(classeur(session), opened(session, change), "c" * 64)
        assert join(classeur(session), opened(session, rejoint), avant[rejoint.numeros[0]])
        assert open_with_account(classeur(session), avant[delie.numeros[0]], "") is None
        assert open_with_account(classeur(session), avant[change.numeros[0]], "") is None
    rendu = restore(demande(ici, vieille), PLUS_TARD)
    assert rendu.repris.effaces["lien"] == 2
    gardes = {temoin.numeros[0]: avant[temoin.numeros[0]] for temoin in (rejoint, reste)}
    assert links(ici) == gardes
    assert len(temoins) == len(avant)


def test_joined_again_the_link_is_not_undone(ici: Lieu, tmp_path: Path) -> None:
    """Parted then joined the same day, it is the same link: an hour later the list no longer says it is gone."""
    (temoin,) = fill(ici, 1)
    avant = links(ici)
    for apres in (timedelta(minutes=1), timedelta(minutes=2)):
        with ici.session(apres) as session:
            part(classeur(session), opened(session, temoin))
            assert join(classeur(session), opened(session, temoin), avant[temoin.numeros[0]])
    with Session(ici.engine) as session, session.begin():
        agree_with(session, ici.liste, MAINTENANT + timedelta(hours=2))
    assert read_traces(ici.liste.lines()).of("lien") == frozenset()
    restore(demande(ici, save(ici, tmp_path / "copies", 2)), PLUS_TARD + timedelta(hours=2))
    assert links(ici) == avant


def test_a_key_is_made_opens_and_is_removed_for_good(ici: Lieu, tmp_path: Path) -> None:
    (temoin,) = fill(ici, 1)
    telephone = Telephone()
    with ici.session() as session:
        ouvert = opened(session, temoin)
        options = json.loads(cles_acces.ask_new(classeur(session), DOMAINE, ouvert, "a"))
        assert cles_acces.add(classeur(session), DOMAINE, ouvert, "a", telephone.make(options))
        defi = json.loads(cles_acces.ask_known(classeur(session), DOMAINE, "b"))
    signe = telephone.sign(defi)
    with ici.session() as session:
        jeton = cles_acces.open_with_key(classeur(session), DOMAINE, "b", signe, "")
        assert load(classeur(session), jeton or "") is not None
        assert cles_acces.open_with_key(classeur(session), DOMAINE, "b", signe, "") is None  # it has served
    vieille = save(ici, tmp_path / "copies")
    with ici.session() as session:
        for condense in session.exec(select(CleAcces.condense)).all():
            cles_acces.remove_key(classeur(session), opened(session, temoin), condense)
    assert restore(demande(ici, vieille), PLUS_TARD).repris.effaces["cle"] == 2
    with ici.session() as session:
        assert session.exec(select(CleAcces)).all() == []


def test_an_address_that_was_replaced_is_not_written_to_after_an_old_backup(ici: Lieu, tmp_path: Path) -> None:
    """The new one is in no backup: nothing leaves until it is given again. The same address told again stays."""
    change, redit = fill(ici, 2)
    vieille = save(ici, tmp_path / "copies")
    with ici.session() as session:
        for temoin, adresse in ((change, "autre@exemple.fr"), (redit, redit.adresses[0])):
            choix = ChoixDeRappel(Destination(adresse), PARIS, 12, Rythme.AN)
            acte = replace(ACTE, finalite=CanalRappel.COURRIEL.finalite, le=MAINTENANT)
            subscribe(bureau(session), temoin.numeros[0], CanalRappel.COURRIEL, choix, acte)
    assert restore(demande(ici, vieille), PLUS_TARD).repris.effaces["adresse"] == 1
    with ici.session() as session:
        gardes = [read_abonnements(bureau(session), temoin.numeros[0]) for temoin in (change, redit)]
    assert [CanalRappel.COURRIEL in siens for siens in gardes] == [False, True]
    assert gardes[1][CanalRappel.COURRIEL].adresse == redit.adresses[0]
    assert_sound(ici.engine)


def test_a_summary_and_a_channel_stopped_stay_stopped_after_an_old_backup(ici: Lieu, tmp_path: Path) -> None:
    temoin, reste = fill(ici, 2)
    vieille = save(ici, tmp_path / "copies")
    with ici.session(timedelta(minutes=1)) as session:
        ouvert = opened(session, temoin)
        (partage,) = read_partages(session, ouvert.id, MAINTENANT)
        stop_sharing(classeur(session)._replace(maintenant=MAINTENANT + timedelta(minutes=1)), ouvert, partage.id)
        arret = next(mot for mot in temoin.mots if (lu := read_jeton(session, mot, MAINTENANT.date())) and lu.cle)
        assert stop(bureau(session)._replace(maintenant=MAINTENANT + timedelta(minutes=1)), arret) == []
    rendu = restore(demande(ici, vieille), PLUS_TARD)
    assert rendu.repris.retraits == 2
    with ici.session() as session:
        assert open_shared(classeur(session), temoin.partage) is None
        assert open_shared(classeur(session), reste.partage) is not None
        assert read_jeton(session, arret, MAINTENANT.date()) is None
        siens = {jeton.personne for jeton in session.exec(select(JetonReponse))}
    assert siens <= set(reste.numeros)
