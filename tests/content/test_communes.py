"""The list of communes is refused, line by line, when it is not what its script writes."""

from pathlib import Path

import pytest

from app.content.communes import COLONNES, load_communes
from app.domain.erreurs import ContenuInvalide

BONNE = "71270\tMâcon\t71000\t46.3072\t4.8321\t\t35177"


def write(dossier: Path, *lignes: str, colonnes: list[str] = COLONNES) -> Path:
    fichier = dossier / "communes.tsv"
    fichier.write_text("\n".join(["\t".join(colonnes), *lignes]) + "\n", "utf-8")
    return fichier


def test_a_good_line_is_read(tmp_path: Path) -> None:
    commune = load_communes(write(tmp_path, BONNE)).get("71270")
    assert commune
    assert (commune.nom, commune.departement, commune.environ) == ("Mâcon", "71", False)


@pytest.mark.parametrize(
    ("faute", "dite"),
    [
        ("71270\tMâcon", "7 colonnes"),
        (BONNE.replace("71000", ""), "illisible"),
        (BONNE.replace("46.3072", ""), "latitude"),
        (BONNE.replace("46.3072", "nord"), "ligne 3"),
        (BONNE.replace("\t\t35177", "\tpeut-être\t35177"), "illisible"),
        (BONNE, "déjà pris"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, faute: str, dite: str) -> None:
    with pytest.raises(ContenuInvalide, match=dite):
        load_communes(write(tmp_path, BONNE, faute))


def test_other_columns_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ContenuInvalide, match="première ligne"):
        load_communes(write(tmp_path, BONNE, colonnes=[*COLONNES, "canton"]))
