"""Communes: found as people write them, near as the crow flies, on their own time."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from app.content.communes import load_communes
from app.domain.communes import Communes, Point, distance_km
from app.domain.profil import DEPARTEMENTS


@pytest.fixture(scope="module")
def communes() -> Communes:
    return load_communes()


def test_all_of_france_is_there(communes: Communes) -> None:
    assert len(communes) > 34_900
    departements = {commune.departement for commune in communes._par_code.values()}
    assert departements >= DEPARTEMENTS
    assert not departements - DEPARTEMENTS


@pytest.mark.parametrize(
    ("saisie", "premiere"),
    [
        ("Mâcon", "71270"), ("macon", "71270"), ("MACON", "71270"), ("71000", "71270"), ("71000 macon", "71270"),
        ("St Denis", "97411"), ("93200 St Denis", "93066"), ("97400", "97411"), ("97400 st-denis", "97411"),
        ("Ste-Foy-lès-Lyon", "69202"), ("l'hay les roses", "94038"), ("Œting", "57521"), ("oeting", "57521"),
        ("Paris", "75056"), ("Paris 12", "75112"), ("paris 12e arrondissement", "75112"), ("75012", "75112"),
        ("Lyon 3ème", "69383"), ("marseille 1er", "13201"), ("13001", "13201"), ("Y", None), ("99999", None),
        ("", None), ("   ", None), ("zzzz", None), ("Papeete", "98735"), ("Mamoudzou", "97611"),
    ],
)  # fmt: skip
def test_a_commune_is_found_as_people_write_it(communes: Communes, saisie: str, premiere: str | None) -> None:
    trouvees = communes.cherche(saisie)
    assert (trouvees[0].code if trouvees else None) == premiere


def test_a_beginning_gives_the_most_peopled_first(communes: Communes) -> None:
    noms = [commune.nom for commune in communes.cherche("saint-eti", 3)]
    assert noms[0] == "Saint-Étienne"
    assert len(noms) == 3


def test_a_postcode_gives_all_its_communes(communes: Communes) -> None:
    assert len(communes.cherche("01400", 50)) == len(communes.du_code_postal("01400")) > 5


def test_distances_are_those_of_the_map(communes: Communes) -> None:
    paris, lyon = communes.get("75056"), communes.get("69123")
    assert paris
    assert lyon
    assert paris.centre
    assert lyon.centre
    assert distance_km(paris.centre, lyon.centre) == pytest.approx(392, abs=4)
    assert distance_km(paris.centre, paris.centre) == 0


def test_a_place_of_its_own_is_near_itself(communes: Communes) -> None:
    proche = communes.plus_proche(Point(48.85, 2.34))
    assert proche
    assert proche.code == "75056"


def test_a_borrowed_centre_says_so(communes: Communes) -> None:
    petite, loin = communes.get("01002"), communes.get("98719")
    assert petite
    assert petite.environ
    assert petite.centre is not None
    assert loin
    assert loin.centre is None, "no centre rather than one a thousand kilometres away"


FUSEAUX = [
    ("75056", "Europe/Paris", 1), ("97105", "America/Guadeloupe", -4), ("97209", "America/Martinique", -4),
    ("97302", "America/Cayenne", -3), ("97411", "Indian/Reunion", 4), ("97502", "America/Miquelon", -3),
    ("97611", "Indian/Mayotte", 3), ("97701", "America/St_Barthelemy", -4), ("97801", "America/Marigot", -4),
    ("98611", "Pacific/Wallis", 12), ("98735", "Pacific/Tahiti", -10), ("98731", "Pacific/Marquesas", -9.5),
    ("98719", "Pacific/Gambier", -9), ("98818", "Pacific/Noumea", 11),
]  # fmt: skip


@pytest.mark.parametrize(("code", "fuseau", "heures"), FUSEAUX)
def test_each_territory_has_its_own_time(communes: Communes, code: str, fuseau: str, heures: float) -> None:
    commune = communes.get(code)
    assert commune
    assert commune.fuseau == fuseau
    decalage = datetime(2026, 12, 1, 12, tzinfo=ZoneInfo(fuseau)).utcoffset()
    assert decalage
    assert decalage.total_seconds() == heures * 3600


def test_there_are_fourteen_times(communes: Communes) -> None:
    assert {c.fuseau for c in communes._par_code.values()} == {fuseau for _, fuseau, _ in FUSEAUX}
