"""The list of medicines in the base, on both engines: replaced whole or not at all, searched by words and by code."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import Engine, func
from sqlmodel import Session, select

from app.domain.bdpm import Boite, ListeLue, decode, read_liste, read_noms
from app.models import BoiteMedicament, LotMedicaments
from app.services.base_de_donnees import open_base
from app.services.index_boites import IndexBoites
from app.services.medicaments import Trouvees, find_boite, read_liste_en_place, replace_liste, search_boites
from bench.liste_fictive import ecrire
from scripts import importer_bdpm

RACINE = Path(__file__).resolve().parents[2]
EXTRAIT = Path(__file__).resolve().parent / "bdpm"
#: As many as the public list with `scripts/test --complet`.
LIGNES, LIGNES_COMPLET = 4_000, 21_000
JOUR = date(2026, 7, 24)
MAINTENANT = datetime(2026, 11, 22, 12, tzinfo=UTC)
LISTE = read_liste(
    decode((EXTRAIT / "CIS_CIP_bdpm.txt").read_bytes()), read_noms(decode((EXTRAIT / "CIS_bdpm.txt").read_bytes()))
)
Importer = Callable[..., "Fin"]


def load(engine: Engine, liste: ListeLue = LISTE) -> int:
    with Session(engine) as session, session.begin():
        return replace_liste(session, liste, fichier_du=JOUR, noms=True, maintenant=MAINTENANT)


def search(engine: Engine, texte: str, page: int = 1, par_page: int = 10) -> Trouvees:
    with Session(engine) as session:
        en_place = read_liste_en_place(session)
        assert en_place is not None
        return search_boites(session, IndexBoites(), en_place.lot, texte, page=page, par_page=par_page)


def names(engine: Engine, texte: str, page: int = 1) -> list[str]:
    return [boite.nom or boite.libelle for boite in search(engine, texte, page).boites]


def count(engine: Engine) -> int:
    with Session(engine) as session:
        return session.exec(select(func.count()).select_from(BoiteMedicament)).one()


def test_boxes_come_back_as_they_were_read(moteur_bd: Engine) -> None:
    load(moteur_bd)
    with Session(moteur_bd) as session:
        en_place = read_liste_en_place(session)
        assert en_place is not None
        assert en_place[1:] == (JOUR, len(LISTE.boites), True)
        relues = {boite.cip13: find_boite(session, boite.cip13) for boite in LISTE.boites}
        assert find_boite(session, "3400999999999") is None
    assert relues == {boite.cip13: boite for boite in LISTE.boites}


def test_nothing_is_in_place_before_the_first(moteur_bd: Engine) -> None:
    with Session(moteur_bd) as session:
        assert read_liste_en_place(session) is None


TROUVEES = {
    "dolinox": "DOLINOX 1000 mg, comprimé",
    "olino": "DOLINOX 1000 mg, comprimé",
    "Dolinox 1000 comprimés": "DOLINOX 1000 mg, comprimé",
    "combien coûte le dolinox": "DOLINOX 1000 mg, comprimé",
    "respirea": "RESPIRÉA 1 mg/2 ml, suspension pour inhalation",
    "LEVOTIDE": "LÉVOTIDE 75 µg, gélule",
    "coeurval": "CŒURVAL 50 mg/0,5 ml, solution injectable",
    "gastrine l'étoile": "GASTRINE L'ÉTOILE, poudre",
    "sirop toussane": "TOUSSANE ENFANTS, sirop",
    "34009 390 0004 4": "TOUSSANE ENFANTS, sirop",
    "3900004": "TOUSSANE ENFANTS, sirop",
    "boite dont le nom manque": "boîte dont le nom manque dans l'autre fichier",
}
ABSENTES = ("%", "_", "\\", "'", "0000000", "3400999999999", "inconnu", "", "dolinox sirop", "\x00")


def test_found_by_everyday_words_and_by_code(moteur_bd: Engine) -> None:
    load(moteur_bd)
    assert {texte: names(moteur_bd, texte)[:1] for texte in TROUVEES} == {t: [nom] for t, nom in TROUVEES.items()}
    assert {texte: names(moteur_bd, texte) for texte in ABSENTES} == {texte: [] for texte in ABSENTES}


def test_those_on_sale_and_named_so_come_first_page_after_page(moteur_bd: Engine) -> None:
    def box(rang: int, nom: str, *, en_vente: bool = True) -> Boite:
        return Boite(f"34009390{rang:05}", "", nom, "boîte", (), None, None, en_vente)

    suite = [box(10 + n, f"NOXAL {n:02}") for n in range(21)]
    autres = (box(1, "ANTI-NOXAL"), box(2, "ANOXAL"), box(3, "NOXAL ANCIEN", en_vente=False))
    load(moteur_bd, ListeLue((*autres, *reversed(suite)), ()))
    trouves = [nom for page in (1, 2, 3, 4) for nom in names(moteur_bd, "noxal", page)]
    assert trouves == [*(boite.nom for boite in suite), "ANTI-NOXAL", "ANOXAL", "NOXAL ANCIEN"]
    assert [search(moteur_bd, "noxal", page=n, par_page=8).suite for n in (1, 2, 3)] == [True, True, False]


def test_a_new_list_replaces_the_former_and_each_import_has_its_number(moteur_bd: Engine) -> None:
    lots = [load(moteur_bd), load(moteur_bd, ListeLue(LISTE.boites[:3], ()))]
    assert lots[0] < lots[1]
    assert count(moteur_bd) == 3
    with Session(moteur_bd) as session:
        assert {boite.lot for boite in session.exec(select(BoiteMedicament))} == {lots[1]}
        assert [lot.rejets for lot in session.exec(select(LotMedicaments).order_by(LotMedicaments.id))] == [11, 0]  # type: ignore[arg-type]


def test_the_words_in_memory_follow_the_list_in_place(moteur_bd: Engine) -> None:
    index = IndexBoites()

    def found() -> int:
        with Session(moteur_bd) as session:
            en_place = read_liste_en_place(session)
            assert en_place is not None
            return len(search_boites(session, index, en_place.lot, "dolinox", page=1, par_page=10).boites)

    load(moteur_bd)
    assert found() == 4
    load(moteur_bd, ListeLue(LISTE.boites[:2], ()))
    assert found() == 2
    load(moteur_bd, ListeLue(LISTE.boites[3:4], ()))
    assert found() == 0


def test_forgetting_to_read_again_would_show_boxes_that_are_gone(moteur_bd: Engine) -> None:
    """The planted fault: the number of the import is not looked at."""
    index = IndexBoites()
    lot = load(moteur_bd)
    with Session(moteur_bd) as session:
        assert len(list(index.cherche(session, lot, ("dolino",)))) == 4
    load(moteur_bd, ListeLue(LISTE.boites[3:4], ()))
    with Session(moteur_bd) as session:
        assert len(list(index.cherche(session, lot, ("dolino",)))) == 4, "codes of the former list"
        assert search_boites(session, index, lot, "dolinox", page=1, par_page=10).boites == (), "none is shown"


def test_a_failure_in_the_middle_changes_nothing(moteur_bd: Engine) -> None:
    load(moteur_bd)
    double = ListeLue((LISTE.boites[0], LISTE.boites[0]), ())
    with pytest.raises(Exception, match=r"UNIQUE|unique"):
        load(moteur_bd, double)
    assert count(moteur_bd) == len(LISTE.boites)
    assert names(moteur_bd, "toussane")


def test_readers_see_the_former_list_or_the_new_one_and_nothing_between(moteur_bd: Engine) -> None:
    grande = read_liste(ecrire(2000).presentations, {})
    load(moteur_bd, grande)
    vus: set[int] = set()
    fini = threading.Event()

    def look() -> None:
        while not fini.is_set():
            vus.add(count(moteur_bd))

    lecteur = threading.Thread(target=look)
    lecteur.start()
    try:
        load(moteur_bd, ListeLue(grande.boites[:1500], ()))
        load(moteur_bd, grande)
    finally:
        fini.set()
        lecteur.join()
    vus.add(count(moteur_bd))
    assert vus <= {2000, 1500}


class Fin(NamedTuple):
    """How a command ended, and what it said."""

    code: int
    dit: str
    refus: str


@pytest.fixture
def importer(
    url_base: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Importer:
    """The command on this base, with the extract in a folder of its own; the same words without a process each time."""
    for fichier in EXTRAIT.iterdir():
        shutil.copy(fichier, tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", url_base)
    monkeypatch.setenv("MBS_VAR", str(tmp_path))

    def run(*mots: str) -> Fin:
        monkeypatch.setattr(sys, "argv", ["importer-bdpm", *mots])
        refus: int | str | None = 0
        try:
            importer_bdpm.main()
        except SystemExit as sortie:
            refus = sortie.code
        return Fin(int(refus != 0), capsys.readouterr().out, str(refus or ""))

    return run


def test_the_command_loads_and_says_every_line_left_out(url_base: str, tmp_path: Path) -> None:
    environnement = {**os.environ, "PYTHONPATH": str(RACINE), "DATABASE_URL": url_base, "MBS_VAR": str(tmp_path)}
    commande = [sys.executable, RACINE / "scripts/importer_bdpm.py", "CIS_CIP_bdpm.txt", "--du", "2026-07-24"]
    dit = subprocess.run(commande, env=environnement, cwd=EXTRAIT, capture_output=True, text=True, check=False)
    assert (dit.returncode, dit.stderr) == (0, "")
    assert "fichier du 24/07/2026 : lignes lues 30 = chargées 19 + rejetées 11." in dit.stdout
    assert dit.stdout.count("rejetée :") == 11
    assert "ligne 28 rejetée : le prix « 1,234 » ne se lit pas" in dit.stdout
    engine = open_base(url_base)
    assert count(engine) == 19
    assert names(engine, "dolinox")
    engine.dispose()


def test_a_wrong_or_cut_file_changes_nothing(importer: Importer, url_base: str, tmp_path: Path) -> None:
    assert importer("CIS_CIP_bdpm.txt").code == 0
    octets = (tmp_path / "CIS_CIP_bdpm.txt").read_bytes()
    (tmp_path / "autre.txt").write_bytes((tmp_path / "CIS_bdpm.txt").read_bytes())
    (tmp_path / "milieu.txt").write_bytes(octets[: octets.index(b"pilulier") + 4])
    (tmp_path / "courte.txt").write_bytes(b"".join(octets.splitlines(keepends=True)[:10]))
    essais = {
        "absent.txt": "ne peut pas être lu", "autre.txt": "n'est pas CIS_CIP_bdpm.txt", "milieu.txt": "au milieu de",
        "courte.txt": "il semble coupé", ".": "ne peut pas être lu", "http://127.0.0.1/x": "en https://",
        "file:///etc/passwd": "en https://", "https://u:p@127.0.0.1/x": "en https://",
    }  # fmt: skip
    for origine, mot in essais.items():
        refus = importer(origine)
        assert (refus.code, mot in refus.refus, "Rien n'a changé" in refus.refus) == (1, True, True), refus
    engine = open_base(url_base)
    assert count(engine) == 19
    engine.dispose()
    assert "chargées 9 " in importer("courte.txt", "--plus-court").dit


def test_names_are_not_lost_by_mistake(importer: Importer, tmp_path: Path) -> None:
    (tmp_path / "ailleurs").mkdir()
    (tmp_path / "CIS_bdpm.txt").rename(tmp_path / "ailleurs" / "noms.txt")
    assert "Voyez --noms" in importer("CIS_CIP_bdpm.txt").dit
    assert "Sans nom : 1." in importer("CIS_CIP_bdpm.txt", "--noms", "ailleurs/noms.txt").dit
    assert "--sans-noms" in importer("CIS_CIP_bdpm.txt").refus
    assert "Les noms des médicaments" in importer("CIS_CIP_bdpm.txt", "--noms", "CIS_CIP_bdpm.txt").refus
    assert importer("CIS_CIP_bdpm.txt", "--sans-noms").code == 0


def test_the_full_size_is_loaded_whole_and_every_box_is_found(moteur_bd: Engine, complet: bool) -> None:
    lignes = LIGNES_COMPLET if complet else LIGNES
    fichiers = ecrire(lignes)
    liste = read_liste(fichiers.presentations, read_noms(fichiers.noms))
    load(moteur_bd, liste)
    assert count(moteur_bd) == liste.lignes == lignes
    for boite in liste.boites[:: lignes // 8]:
        assert names(moteur_bd, boite.cip13) == [boite.nom]
        assert boite.nom in names(moteur_bd, f"{boite.nom} {boite.libelle}")


def test_a_base_that_does_not_answer_is_said() -> None:
    environnement = {**os.environ, "PYTHONPATH": str(RACINE), "DATABASE_URL": "postgresql://personne@127.0.0.1:1/rien"}
    commande = [sys.executable, RACINE / "scripts/importer_bdpm.py", EXTRAIT / "CIS_CIP_bdpm.txt"]
    panne = subprocess.run(commande, env=environnement, capture_output=True, text=True, check=False)
    assert (panne.returncode, "La base ne répond pas" in panne.stderr, "Traceback" in panne.stderr) == (1, True, False)
