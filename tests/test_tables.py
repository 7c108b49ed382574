"""A table played in one test still sees every fault, and says which case it is."""

import pytest

from tests.tables import each


def test_each_case_that_fails_is_told() -> None:
    @each("nombre, double", [(1, 2), (2, 5), (3, 6), (4, 0)])
    def doubles(nombre: int, double: int) -> None:
        assert nombre * 2 == double

    with pytest.raises(pytest.fail.Exception, match="2 cas sur 4") as dit:
        doubles()
    assert "- 2, 5 :" in str(dit.value)
    assert "- 4, 0 :" in str(dit.value)
    assert "- 3, 6 :" not in str(dit.value)


def test_an_error_that_should_have_come_is_told_and_any_other_names_its_case() -> None:
    @each("texte", ["12", "douze", "7"])
    def refused(texte: str) -> None:
        with pytest.raises(ValueError, match="int"):
            int(texte)

    with pytest.raises(pytest.fail.Exception, match="2 cas sur 3"):
        refused()

    @each("texte", ["12", "douze"])
    def read(texte: str) -> None:
        assert int(texte) == 12

    with pytest.raises(ValueError, match="int") as dit:
        read()
    assert dit.value.__notes__ == ["cas : douze"]


def test_an_empty_table_is_a_fault() -> None:
    @each("rien", [])
    def nothing(rien: object) -> None:
        assert rien

    with pytest.raises(AssertionError, match="proves nothing"):
        nothing()


@each("nombre", range(3))
def test_the_others_are_still_given_by_the_fixtures(nombre: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert tmp_path_factory.getbasetemp().exists()
    assert nombre in range(3)
