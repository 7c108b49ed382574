"""Backups: made while the site goes on, put back after everything is lost, refused when they cannot be trusted."""

import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlmodel import Session, select

from app.models import Carnet, CodeCarnet
from app.services.base_de_donnees import open_base
from app.services.carnet import load, open_with, renew_codes
from app.services.effacements import erase_one, erase_whole
from app.services.liste_effacements import NOM, ListeEffacements
from app.services.restauration import Demande, restore
from app.services.sauvegarde import Origine, remove_old, save_base
from app.services.sauvegarde_cles import Cles, check_apart, put_keys_back, read_keys, save_keys
from app.services.sauvegarde_refus import SauvegardeRefusee
from tests.agendas import MAINTENANT
from tests.base.carnets import AUTRE_CLE, CLE, famille
from tests.base.epreuve import (
    Lieu,
    Temoin,
    classeur,
    erase,
    everything,
    found,
    is_there,
    named_appointments,
)
from tests.base.peuplement import fill
from tests.base.sante import assert_sound
from tests.bases import RACINE, make_ready

PLUS_TARD = MAINTENANT + timedelta(hours=1)
CLES = Cles(AUTRE_CLE, (CLE,))


@pytest.fixture
def ici(url_base: str, tmp_path: Path) -> Iterator[Lieu]:
    """A base of each engine with nobody in it, and its list."""
    liste = ListeEffacements(tmp_path / "var" / NOM)
    liste.begin(MAINTENANT - timedelta(days=1))
    lieu = Lieu(open_base(url_base), liste)
    yield lieu
    lieu.engine.dispose()


@pytest.fixture
def petit(tmp_path: Path) -> Iterator[Lieu]:
    """The same on SQLite alone, with three people: for what does not depend on the engine."""
    liste = ListeEffacements(tmp_path / "var" / NOM)
    liste.begin(MAINTENANT - timedelta(days=1))
    lieu = Lieu(open_base(f"sqlite:///{tmp_path / 'var' / 'base.db'}"), liste)
    make_ready(lieu.engine)
    fill(lieu, 3)
    yield lieu
    lieu.engine.dispose()


def save(lieu: Lieu, vers: Path, plus: int = 0) -> Path:
    return save_base(
        Origine(lieu.engine, lieu.liste, "essai", CLES.nom_service, CLES.sauvegarde),
        vers,
        MAINTENANT + timedelta(hours=plus),
    )


def demande(lieu: Lieu, dossier: Path, **changes: object) -> Demande:
    revision = json.loads((dossier / "manifeste.json").read_bytes())["revision"] if dossier.is_dir() else ""
    entiere = Demande(
        dossier=dossier,
        engine=lieu.engine,
        liste=lieu.liste,
        cle_service=CLES.nom_service,
        cle=CLES.sauvegarde,
        cles_carnet=CLES.noms_carnet,
        revisions=frozenset({revision}),
        migre=lambda _engine: None,
        remplacer=True,
    )
    return replace(entiere, **changes)  # type: ignore[arg-type]


def lose(lieu: Lieu) -> None:
    """The disk of the base is gone."""
    lieu.engine.dispose()
    if lieu.engine.dialect.name == "sqlite":
        for fichier in Path(str(lieu.engine.url.database)).parent.glob("base.db*"):
            fichier.unlink()
        return
    seul = create_engine(lieu.engine.url, isolation_level="AUTOCOMMIT")
    with seul.connect() as connexion:
        connexion.execute(text("DROP SCHEMA public CASCADE"))
        connexion.execute(text("CREATE SCHEMA public"))
    seul.dispose()


def run(script: str, *arguments: object, **environnement: str) -> "subprocess.CompletedProcess[str]":
    commande = [sys.executable, str(RACINE / "scripts" / script), *map(str, arguments)]
    propre = os.environ | {"PYTHONPATH": str(RACINE)} | environnement
    return subprocess.run(commande, env=propre, capture_output=True, text=True, check=False, timeout=60)


def test_everything_is_lost_and_comes_back_but_for_those_who_left(ici: Lieu, tmp_path: Path) -> None:
    """The drill, by the two commands: base and keys lost, the carnet opened by its code, nobody resurrected."""
    var, bases, cles = tmp_path / "var", tmp_path / "copies", tmp_path / "coffre"
    reglages = {
        "DATABASE_URL": ici.engine.url.render_as_string(hide_password=False),
        "MBS_VAR": str(var),
        "MBS_ENV": "developpement",
    }
    assert put_keys_back(CLES, var / "cle-cookie", var / "cle-carnet")
    parti, diminue, reste, nouveau = temoins = fill(ici, 4)
    faite = run("sauvegarde.py", "--base", bases, "--cles", cles, **reglages)
    assert faite.returncode == 0, faite.stderr
    erase(ici, parti)
    with ici.session() as session:
        ouvert = load(classeur(session), diminue.jeton)
        assert ouvert is not None
        erase_one(classeur(session), ouvert, 1)
        assert open_with(classeur(session), reste.code, "")  # this code has served
        autre = load(classeur(session), nouveau.jeton)
        assert autre is not None
        renew_codes(classeur(session), autre)  # and this whole sheet was thrown away
    lose(ici)
    for fichier in var.glob("cle-*"):
        fichier.unlink()
    (sauvegarde,), (coffre,) = bases.iterdir(), cles.iterdir()
    rendue = run("restauration.py", sauvegarde, "--cles", coffre, **reglages)
    assert rendue.returncode == 0, rendue.stderr
    refaits = "carnet 5, rendez-vous 1, attente 1, code 10, cle 0, lien 0, adresse 0, agenda 0, invitation 0, suivi 0"
    # Whoever erased everything had agreed to the carnet, to show it, to an agenda, and to two ways of being reminded.
    assert f"Effacements refaits : {refaits}. Accords retirés à nouveau : 5." in rendue.stdout
    _check_restored(ici, temoins)


def test_a_restore_without_any_key_makes_none(petit: Lieu, tmp_path: Path) -> None:
    dit = run("restauration.py", save(petit, tmp_path / "copies"), MBS_VAR=str(tmp_path / "ailleurs"))
    assert "Il n'y a aucune clé ici" in dit.stderr
    assert not list((tmp_path / "ailleurs").iterdir())


def _check_restored(ici: Lieu, temoins: list[Temoin]) -> None:
    parti, diminue, reste, nouveau = temoins
    with Session(ici.engine) as session:
        assert {carnet.id for carnet in session.exec(select(Carnet))} == {t.numeros[0] for t in temoins[1:]}
        assert len(session.exec(select(CodeCarnet)).all()) == 8 + 9
    assert named_appointments(ici) == {temoin.nom for temoin in temoins[1:]}
    with ici.session() as session:
        assert open_with(classeur(session), reste.code, "") is None
        assert open_with(classeur(session), nouveau.code, "") is None
        assert load(classeur(session), reste.jeton) is None  # every device was closed
        ouvert = load(classeur(session), open_with(classeur(session), diminue.code, "") or "")
        assert ouvert is not None
        assert [p.numero for p in ouvert.dossier.personnes] == [0, 2, 3]
    assert_sound(ici.engine)
    if ici.engine.dialect.name == "sqlite":
        dossier = Path(str(ici.engine.url.database)).parent
        ici.engine.dispose()
        base = b"".join(fichier.read_bytes() for fichier in dossier.glob("*base.db*"))
        assert found([parti], base) == []
        assert not found([replace(parti, traces=())], everything(dossier / "copies", dossier / "var"))


def test_files_are_for_one_account_and_no_key_is_beside_the_base(petit: Lieu, tmp_path: Path) -> None:
    dossier = save(petit, tmp_path / "copies")
    fichier = save_keys(CLES, tmp_path / "coffre", MAINTENANT)
    for chemin in (*dossier.iterdir(), fichier, petit.liste.fichier):
        assert stat.S_IMODE(chemin.stat().st_mode) == 0o600
    assert stat.S_IMODE(dossier.stat().st_mode) == 0o700
    contenu = everything(tmp_path / "copies")
    cles = json.loads(fichier.read_bytes())
    for cle, texte in zip((CLES.service, *CLES.carnet), (cles["service"], *cles["carnet"]), strict=True):
        assert texte
        assert cle not in contenu
        assert texte.encode() not in contenu
        assert cle.hex().encode() not in contenu
    assert read_keys(fichier) == CLES
    assert [p.name for p in (tmp_path / "copies").iterdir()] == [dossier.name]


def _cut(dossier: Path, _autre: Path, _lieu: Lieu) -> None:
    (dossier / "base").write_bytes((dossier / "base").read_bytes()[:-4096])


def _flip(dossier: Path, _autre: Path, _lieu: Lieu) -> None:
    octets = bytearray((dossier / "base").read_bytes())
    octets[len(octets) // 2] ^= 1
    (dossier / "base").write_bytes(octets)


def _mix(dossier: Path, autre: Path, _lieu: Lieu) -> None:
    shutil.copy(autre / "base", dossier / "base")


def _mix_lists(dossier: Path, autre: Path, _lieu: Lieu) -> None:
    (dossier / NOM).write_bytes((autre / NOM).read_bytes() + b"x")


def _no_file(dossier: Path, _autre: Path, _lieu: Lieu) -> None:
    (dossier / "base").unlink()


def _no_manifest(dossier: Path, _autre: Path, _lieu: Lieu) -> None:
    (dossier / "manifeste.json").unlink()


def _bad_manifest(dossier: Path, _autre: Path, _lieu: Lieu) -> None:
    (dossier / "manifeste.json").write_bytes((dossier / "manifeste.json").read_bytes()[:-20])


def _lying_counts(dossier: Path, _autre: Path, _lieu: Lieu) -> None:
    manifeste = json.loads((dossier / "manifeste.json").read_bytes())
    manifeste["lignes"]["carnet"] += 1
    (dossier / "manifeste.json").write_text(json.dumps(manifeste), "utf-8")


def _no_list(_dossier: Path, _autre: Path, lieu: Lieu) -> None:
    lieu.liste.fichier.unlink()


def _young_list(_dossier: Path, _autre: Path, lieu: Lieu) -> None:
    lieu.liste.fichier.unlink()
    lieu.liste.begin(PLUS_TARD)


def _damaged_list(_dossier: Path, _autre: Path, lieu: Lieu) -> None:
    lieu.liste.fichier.write_bytes(lieu.liste.fichier.read_bytes().replace(b"debut", b"dEbut"))


@pytest.mark.parametrize(
    ("geste", "mot"),
    [
        (_cut, "abîmé"),
        (_flip, "abîmé"),
        (_mix, "d'une autre sauvegarde"),
        (_mix_lists, "« effacements.jsonl » n'est pas celui"),
        (_no_file, "Il manque le fichier « base »"),
        (_no_manifest, "n'est pas une sauvegarde"),
        (_bad_manifest, "manifeste.json de cette sauvegarde est abîmé"),
        (_lying_counts, "nombre de lignes"),
        (_no_list, "La liste des effacements"),
        (_young_list, "commence après cette sauvegarde"),
        (_damaged_list, "La liste des effacements est abîmée"),
    ],
)
def test_what_cannot_be_trusted_is_refused_and_nothing_changes(
    petit: Lieu, tmp_path: Path, geste: object, mot: str
) -> None:
    dossier = save(petit, tmp_path / "copies")
    with petit.session() as session:
        session.execute(text("UPDATE carnet SET revision = revision + 1"))
        avant = session.exec(select(Carnet.id, Carnet.revision).order_by(Carnet.id)).all()
    autre = save(petit, tmp_path / "autres", 1)
    geste(dossier, autre, petit)  # type: ignore[operator]
    entiere = replace(demande(petit, autre), dossier=dossier)
    liste = everything(petit.liste.fichier.parent) if petit.liste.fichier.exists() else b""
    with pytest.raises(SauvegardeRefusee, match=mot):
        restore(entiere, PLUS_TARD)
    with Session(petit.engine) as session:
        assert session.exec(select(Carnet.id, Carnet.revision).order_by(Carnet.id)).all() == avant
    assert petit.liste.fichier.exists() is bool(liste)
    assert not list(tmp_path.rglob("*.restauration*"))


@pytest.mark.parametrize(
    ("changes", "mot"),
    [
        ({"cle": b"0" * 32}, "scellée avec une autre clé"),
        ({"cle_service": "0" * 16}, "Ces clés n'ouvrent pas cette sauvegarde"),
        ({"cles_carnet": frozenset()}, "Ces clés n'ouvrent pas cette sauvegarde"),
        ({"revisions": frozenset({"0001"})}, "plus récente"),
        ({"remplacer": False}, "ajoutez --remplacer"),
        ({"engine": create_engine("postgresql+psycopg://x@127.0.0.1:9/x")}, "base sqlite"),
        ({"autres_listes": (Path("nulle-part"),)}, "n'existe pas"),
    ],
)
def test_a_backup_for_somewhere_else_is_refused(
    petit: Lieu, tmp_path: Path, changes: dict[str, object], mot: str
) -> None:
    with pytest.raises(SauvegardeRefusee, match=mot):
        restore(demande(petit, save(petit, tmp_path / "copies"), **changes), PLUS_TARD)


def test_a_base_somebody_has_open_is_not_replaced(ici: Lieu, tmp_path: Path) -> None:
    fill(ici, 1)
    dossier, autre = save(ici, tmp_path / "copies"), open_base(ici.engine.url.render_as_string(hide_password=False))
    with autre.connect() as lecteur:
        lecteur.execute(text("SELECT count(*) FROM carnet")).all()
        with pytest.raises(SauvegardeRefusee, match="Arrêtez le site"):
            restore(demande(ici, dossier), PLUS_TARD)
    autre.dispose()


def test_a_restore_that_fails_half_way_leaves_the_former_base(ici: Lieu, tmp_path: Path) -> None:
    (temoin,) = fill(ici, 1)
    dossier = save(ici, tmp_path / "copies")

    def break_(_engine: Engine) -> None:
        raise SauvegardeRefusee("coupure")

    with pytest.raises(SauvegardeRefusee, match="coupure"):
        restore(demande(ici, dossier, migre=break_), PLUS_TARD)
    assert is_there(ici, temoin)


def test_the_lists_of_newer_backups_and_of_the_living_base_count_too(petit: Lieu, tmp_path: Path) -> None:
    """The list of the machine is lost for good, and said to be: what its copies know is still erased again."""
    vieille = save(petit, tmp_path / "copies")
    with Session(petit.engine) as session:
        premier, second, dernier = session.exec(select(Carnet.id)).all()
    for rang, carnet in enumerate((premier, second)):
        with petit.session() as session:
            jeton = _token(petit, session, carnet)
            ouvert = load(classeur(session), jeton)
            assert ouvert is not None
            erase_whole(classeur(session), ouvert)
        if rang == 0:
            save(petit, tmp_path / "copies", 1)
    petit.liste.fichier.unlink()
    rendu = restore(demande(petit, vieille, liste_perdue=True), PLUS_TARD)
    assert rendu.repris.effaces["carnet"] == 8
    with Session(petit.engine) as session:
        assert session.exec(select(Carnet.id)).all() == [dernier]
    assert len(petit.liste.lines()) > 6  # what was known elsewhere is known here from now on


def _token(lieu: Lieu, session: Session, carnet: str) -> str:
    from app.services.carnet import _open_session

    return _open_session(classeur(session), carnet, 0)


def test_old_backups_go_and_the_newest_stays(petit: Lieu, tmp_path: Path) -> None:
    faites = [save(petit, tmp_path / "copies", jours * 24) for jours in (0, 20, 40)]
    assert remove_old(tmp_path / "copies", 30, MAINTENANT + timedelta(days=90)) == faites[:2]
    assert list((tmp_path / "copies").iterdir()) == faites[2:]


def test_keys_and_base_are_never_put_together(petit: Lieu, tmp_path: Path) -> None:
    base, cles = tmp_path / "copies", tmp_path / "coffre"
    check_apart(base, cles, (tmp_path / "var",))
    for un, deux in ((base, base), (base, base / "cles"), (cles / "base", cles)):
        with pytest.raises(SauvegardeRefusee, match="même endroit"):
            check_apart(un, deux, ())
    save(petit, base)
    save_keys(CLES, cles, MAINTENANT)
    for faux in ((None, base), (cles, None), (tmp_path / "var", None)):
        with pytest.raises(SauvegardeRefusee, match="Donnez-en un autre"):
            check_apart(*faux, (tmp_path / "var",))


def test_another_key_is_never_overwritten_nor_a_changed_one_read(tmp_path: Path) -> None:
    fichier = save_keys(CLES, tmp_path, MAINTENANT)
    (tmp_path / "cle-cookie").write_text("autre", "ascii")
    with pytest.raises(SauvegardeRefusee, match="une autre clé"):
        put_keys_back(CLES, tmp_path / "cle-cookie", tmp_path / "cle-carnet")
    assert not (tmp_path / "cle-carnet").exists()
    contenu = json.loads(fichier.read_bytes())
    fichier.write_text(json.dumps(contenu | {"service": contenu["carnet"][0]}), "ascii")
    with pytest.raises(SauvegardeRefusee, match="abîmé"):
        read_keys(fichier)
    fichier.write_text("[]", "ascii")
    with pytest.raises(SauvegardeRefusee, match="se lise"):
        read_keys(fichier)


def test_visits_the_backup_has_not_seen_do_not_count_against_anyone(petit: Lieu, tmp_path: Path) -> None:
    """A carnet visited yesterday, in a base put back as it was long before, has a whole notice ahead of it."""
    from app.domain.carnet_en_ligne import effacement_prevu
    from app.services.effacements import purge_carnets

    dossier = save(petit, tmp_path / "copies")
    bien_plus_tard = MAINTENANT + timedelta(days=740)
    restore(demande(petit, dossier), bien_plus_tard)
    with petit.session() as session:
        assert purge_carnets(session, bien_plus_tard) == 0
        visites = session.exec(select(Carnet.utilise_le)).all()
    assert {effacement_prevu(le) - bien_plus_tard.date() for le in visites} <= {timedelta(days=n) for n in (30, 31)}
    assert famille().personnes
