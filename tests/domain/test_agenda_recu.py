"""Lines in = lines kept + lines refused, each with its reason; a file that is not ours changes nothing."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.agenda_recu import (
    EXIGEES,
    LIBRES,
    AgendaRefuse,
    ReglesDuLieu,
    check_agenda,
    decode_csv,
    read_csv,
    read_heure,
    read_jour,
    slots_of,
)

AU = date(2026, 11, 23)
PARIS = ReglesDuLieu(ZoneInfo("Europe/Paris"), AU, frozenset({date(2026, 12, 25)}))
TITRES = ";".join((*EXIGEES, *LIBRES)) + "\n"
BONNE = {
    "nom": "Roy", "profession": "medecin", "date": "2026-12-01", "debut": "09:00", "fin": "10:00", "duree": "20",
    "lieu": "", "prenom": "Ana", "places": "", "tranches": "", "preavis": "",
}  # fmt: skip


def ligne(**changes: str) -> str:
    return ";".join((BONNE | changes).values()) + "\n"


def fate(*lignes: str) -> tuple[int, list[str]]:
    """How many lines are kept, and why the others are not."""
    juge = check_agenda(read_csv(TITRES + "".join(lignes), "ici"), {"ici": PARIS})
    assert juge.lignes == len(lignes)
    return len(juge.acceptees), [refusee.raison for refusee in juge.refusees]


def test_a_good_line_says_all_it_holds() -> None:
    lu = read_csv(TITRES + ligne(places="6", tranches="60-65, 45-50", preavis="24"), "ici")
    (recue,) = lu.acceptees
    o = recue.ouverture
    assert (recue.numero, recue.lieu, recue.qui.nom, recue.qui.profession) == (2, "ici", "Roy", "medecin")
    assert (o.du, o.au, o.debut, o.fin, o.duree) == (
        date(2026, 12, 1), date(2026, 12, 1), time(9), time(10), timedelta(minutes=20),
    )  # fmt: skip
    assert (o.places, o.tranches, o.preavis) == (6, "45-50,60-65", timedelta(hours=24))
    assert slots_of(recue, PARIS) == 3


@pytest.mark.parametrize(
    ("changes", "raison"),
    [
        ({"nom": ""}, "nom"),
        ({"nom": "N" * 81}, "trop long"),
        ({"nom": "2 76 07 75 112 233"}, "pas de numéro"),
        ({"profession": "plombier"}, "profession"),
        ({"date": "demain"}, "date"),
        ({"date": "2026-02-30"}, "date"),
        ({"date": "2026-11-22"}, "passé"),
        ({"date": "2027-11-22"}, "6 mois"),
        ({"date": "2026-12-25"}, "férié"),
        ({"debut": "9 heures"}, "heures"),
        ({"fin": "09:00"}, "après le début"),
        ({"duree": "0"}, "duree"),
        ({"duree": "90"}, "plus longue"),
        ({"duree": "²"}, "duree"),
        ({"date": "2027-03-28", "debut": "02:00", "fin": "02:30"}, "n'existe pas"),
        ({"places": "201"}, "places"),
        ({"tranches": "18-99"}, "tranches"),
        ({"preavis": "-1"}, "preavis"),
        ({"lieu": "ailleurs"}, "lieu"),
    ],
)
def test_a_bad_line_says_why_and_the_others_are_kept(changes: dict[str, str], raison: str) -> None:
    gardees, raisons = fate(ligne(), ligne(**changes), ligne(debut="14:00", fin="15:00"))
    assert gardees == 2
    assert len(raisons) == 1
    assert raison in raisons[0]


def test_two_ranges_of_one_person_do_not_overlap() -> None:
    assert fate(ligne(), ligne(debut="09:30", fin="11:00")) == (
        1,
        ["elle chevauche la ligne 2 pour la même personne"],
    )
    assert fate(ligne(), ligne(prenom="Bea", debut="09:30", fin="11:00")) == (2, [])
    assert fate(ligne(), ligne(debut="10:00", fin="11:00")) == (2, [])


@pytest.mark.parametrize(
    "texte",
    [
        "",
        "n'importe quoi",
        TITRES,
        TITRES + "\n;;;\n\n",
        "nom;profession;date;debut;fin\n",
        TITRES.replace("preavis", "numero_secu") + ligne(),
        TITRES.replace("preavis", "places") + ligne(),
        TITRES + ligne() + 'Ana";"Roy\n' + '"jamais fermé',
    ],
)
def test_a_file_that_is_not_ours_is_refused_whole(texte: str) -> None:
    with pytest.raises(AgendaRefuse):
        read_csv(texte, "ici")


@pytest.mark.parametrize("separateur", [";", ",", "\t"])
@pytest.mark.parametrize("encodage", ["utf-8", "utf-8-sig", "cp1252"])
def test_what_spreadsheets_write_is_read(separateur: str, encodage: str) -> None:
    texte = (TITRES + ligne(prenom="Zoé")).replace(";", separateur)
    (recue,) = read_csv(decode_csv(texte.encode(encodage)), "ici").acceptees
    assert recue.qui.prenom == "Zoé"


@given(st.lists(st.text(alphabet="Aé0:;-/\n \"'", max_size=60), max_size=6))
def test_no_text_makes_it_fall_and_every_line_is_counted(lignes: list[str]) -> None:
    try:
        juge = check_agenda(read_csv(TITRES + "\n".join(lignes), "ici"), {"ici": PARIS})
    except AgendaRefuse:
        return
    assert juge.lignes == len(juge.acceptees) + len(juge.refusees) >= 1


@pytest.mark.parametrize(("brut", "lu"), [("9h", time(9)), ("09:30", time(9, 30)), ("24:00", None)])
def test_hours(brut: str, lu: time | None) -> None:
    assert read_heure(brut) == lu


@pytest.mark.parametrize(("brut", "lu"), [("23/11/2026", AU), ("2026-11-23", AU), ("1.12", None)])
def test_days(brut: str, lu: date | None) -> None:
    assert read_jour(brut) == lu
