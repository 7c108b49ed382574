"""The settings: safe by themselves in development, demanding in production, clear when they cannot be used."""

import base64
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from app.settings import ReglageInvalide, Settings, load_settings

CLE = base64.b64encode(bytes(range(32))).decode()


@pytest.fixture(autouse=True)
def own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MBS_VAR", str(tmp_path / "var"))


def test_nothing_is_needed_in_development(tmp_path: Path) -> None:
    settings = load_settings()
    assert (settings.host, settings.port, settings.demo, settings.en_production) == ("127.0.0.1", 8000, False, False)
    assert settings.database_url == f"sqlite:///{tmp_path}/var/mon-budget-sante.db"
    assert settings.aujourdhui is None
    assert settings.hors_ligne is True


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    ecrits = {"HOST": "::1", "PORT": "9000", "MBS_DEMO": "1", "MBS_HORS_LIGNE": "0", "MBS_AUJOURDHUI": "2027-01-02"}
    for nom, valeur in ecrits.items():
        monkeypatch.setenv(nom, valeur)
    settings = load_settings()
    assert (settings.host, settings.port, settings.demo, settings.hors_ligne) == ("::1", 9000, True, False)
    assert settings.aujourdhui == date(2027, 1, 2)


@pytest.mark.parametrize(
    ("nom", "valeur"),
    [
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "huit mille"),
        ("MBS_ENV", "recette"),
        ("MBS_DEMO", "peut-etre"),
        ("MBS_HORS_LIGNE", "jamais"),
        ("MBS_AUJOURDHUI", "22/11/2026"),
        ("DATABASE_URL", "mysql://u:motdepasse@h/b"),
        ("MBS_CLE_COOKIE", "trop-courte"),
        ("MBS_CLE_COOKIE", base64.b64encode(bytes(31)).decode()),
        ("MBS_CLE_COOKIE", "é" * 44),
    ],
)
def test_a_wrong_setting_is_named_and_its_value_is_not_repeated(
    monkeypatch: pytest.MonkeyPatch, nom: str, valeur: str
) -> None:
    monkeypatch.setenv(nom, valeur)
    with pytest.raises(ReglageInvalide) as erreur:
        load_settings()
    assert nom in str(erreur.value)
    assert valeur == "0" or valeur not in str(erreur.value)


@pytest.mark.parametrize("adresse", ["sqlite://", "sqlite:///", "sqlite:///:memory:"])
def test_a_base_without_a_file_is_refused(monkeypatch: pytest.MonkeyPatch, adresse: str) -> None:
    monkeypatch.setenv("DATABASE_URL", adresse)
    with pytest.raises(ReglageInvalide, match="nom de fichier"):
        load_settings()


def test_an_empty_setting_is_an_absent_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    for nom in ("PORT", "DATABASE_URL", "MBS_CLE_COOKIE", "MBS_AUJOURDHUI"):
        monkeypatch.setenv(nom, "")
    assert load_settings().port == 8000


def test_the_old_spelling_of_postgresql_is_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://u:p@h/b")
    assert load_settings().database_url == "postgresql://u:p@h/b"


def test_the_key_is_made_once_and_for_this_account_only() -> None:
    settings = load_settings()
    cle = settings.cle_cookie()
    assert len(cle) == 32
    assert load_settings().cle_cookie() == cle
    assert stat.S_IMODE(settings.fichier_de_cle.stat().st_mode) == 0o600
    assert stat.S_IMODE(settings.var.stat().st_mode) == 0o700
    assert [fichier.name for fichier in settings.var.iterdir()] == ["cle-cookie"]


def test_processes_that_start_together_agree_on_the_key() -> None:
    settings = load_settings()
    with ThreadPoolExecutor(8) as ensemble:
        cles = set(ensemble.map(lambda _: settings.cle_cookie(), range(32)))
    assert len(cles) == 1


def test_a_damaged_key_file_is_said(tmp_path: Path) -> None:
    settings = load_settings()
    settings.fichier_de_cle.write_text("abîmée", "utf-8")
    with pytest.raises(ReglageInvalide, match="cle-cookie"):
        settings.cle_cookie()


@pytest.mark.parametrize("cle", [CLE, CLE.replace("+", "-").replace("/", "_"), f" {CLE}\n"])
def test_the_key_given_is_used(monkeypatch: pytest.MonkeyPatch, cle: str) -> None:
    monkeypatch.setenv("MBS_CLE_COOKIE", cle)
    settings = load_settings()
    assert settings.cle_cookie() == bytes(range(32))
    assert not settings.fichier_de_cle.exists()


def test_production_refuses_to_make_up_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MBS_ENV", "production")
    with pytest.raises(ReglageInvalide, match="MBS_CLE_COOKIE"):
        load_settings()


def test_production_refuses_another_day(monkeypatch: pytest.MonkeyPatch) -> None:
    for nom, valeur in {"MBS_ENV": "production", "MBS_CLE_COOKIE": CLE, "MBS_AUJOURDHUI": "2026-11-22"}.items():
        monkeypatch.setenv(nom, valeur)
    with pytest.raises(ReglageInvalide, match="MBS_AUJOURDHUI"):
        load_settings()


def test_production_accepts_a_key_given_or_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = load_settings().cle_cookie()
    monkeypatch.setenv("MBS_ENV", "production")
    assert load_settings().cle_cookie() == kept
    monkeypatch.setenv("MBS_CLE_COOKIE", CLE)
    assert load_settings().en_production


def test_the_key_never_shows_when_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MBS_CLE_COOKIE", CLE)
    assert CLE not in repr(Settings())
