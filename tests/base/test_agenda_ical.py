"""A calendar file becomes openings: what is free, less what is busy, repetitions unfolded, nothing dropped silently."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.agenda_recu import AgendaLu, AgendaRefuse, read_modele
from app.domain.creneaux import LieuVu
from app.domain.publication import LieuGere
from app.services.agenda_ical import read_ical
from tests.agendas import MAINTENANT

MODELE = read_modele({"nom": "Roy", "profession": "medecin", "duree": "30"})
TETE = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Essai//FR\n"


def gere(fuseau: str = "Europe/Paris") -> LieuGere:
    lieu = LieuVu("ici", "Lieu", "1 rue", "71000", "Mâcon", fuseau, "", {}, (), MAINTENANT, demonstration=False)
    return LieuGere(lieu, None, 6, MAINTENANT, 0)


def event(debut: str, fin: str = "", plus: str = "", nom: str = "VEVENT") -> str:
    fin = f"DTEND{fin}\n" if fin else ""
    return f"BEGIN:{nom}\nUID:{debut}{nom}\nDTSTAMP:20261101T000000Z\nDTSTART{debut}\n{fin}{plus}END:{nom}\n"


def lu(*parties: str, fuseau: str = "Europe/Paris") -> AgendaLu:
    return read_ical((TETE + "".join(parties) + "END:VCALENDAR\n").encode(), gere(fuseau), MODELE, MAINTENANT)


def ranges(agenda: AgendaLu) -> list[str]:
    return [f"{x.ouverture.du:%m-%d} {x.ouverture.debut:%H:%M}-{x.ouverture.fin:%H:%M}" for x in agenda.acceptees]


PARIS = ";TZID=Europe/Paris:"
MATIN = (f"{PARIS}20261201T090000", f"{PARIS}20261201T120000")


def test_alone_events_are_openings_by_the_hours_of_the_place() -> None:
    utc, flottant = (":20261203T080000Z", ":20261203T100000Z"), (":20261204T090000", ":20261204T100000")
    agenda = lu(event(*MATIN), event(*utc), event(*flottant))
    assert ranges(agenda) == ["12-01 09:00-12:00", "12-03 09:00-11:00", "12-04 09:00-10:00"]
    assert agenda.refusees == ()
    assert ranges(lu(event(*utc), fuseau="Indian/Reunion")) == ["12-03 12:00-14:00"]


def test_repetitions_are_unfolded_with_their_exceptions() -> None:
    agenda = lu(event(*MATIN, f"RRULE:FREQ=WEEKLY;COUNT=4\nEXDATE{PARIS}20261208T090000\n"))
    assert ranges(agenda) == ["12-01 09:00-12:00", "12-15 09:00-12:00", "12-22 09:00-12:00"]
    sans_fin = lu(event(*MATIN, "RRULE:FREQ=WEEKLY\n"))
    assert 24 <= len(sans_fin.acceptees) <= 27
    # The hour on the wall stays when the clocks change.
    assert {x.ouverture.debut.hour for x in sans_fin.acceptees} == {9}


def test_beside_an_availability_events_are_busy() -> None:
    ouvert = event(*MATIN, "RRULE:FREQ=DAILY;COUNT=3\n", "AVAILABLE")
    dispo = event(f"{PARIS}20261201T000000", f"{PARIS}20261203T000000", ouvert, "VAVAILABILITY")
    occupe = event(f"{PARIS}20261201T100000", f"{PARIS}20261201T103000")
    libre = event(f"{PARIS}20261202T100000", f"{PARIS}20261202T103000", "TRANSP:TRANSPARENT\n")
    assert ranges(lu(dispo, occupe, libre)) == ["12-01 09:00-10:00", "12-01 10:30-12:00", "12-02 09:00-12:00"]
    conges = event(";VALUE=DATE:20261202", ";VALUE=DATE:20261203")
    agenda = lu(dispo, occupe, conges)
    assert len(agenda.acceptees) == 2
    assert [x.raison for x in agenda.refusees] == ["02/12/2026 09:00 : elle est occupée en entier"]


def test_free_and_busy_times() -> None:
    libre = "FREEBUSY;FBTYPE=FREE:20261201T080000Z/20261201T110000Z,20261202T080000Z/PT2H\n"
    pris = "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20261201T083000Z/PT30M\nFREEBUSY:20261202T093000Z/PT30M\n"
    agenda = lu(event(":20261201T000000Z", ":20261210T000000Z", libre + pris, "VFREEBUSY"))
    assert ranges(agenda) == ["12-01 09:00-09:30", "12-01 10:00-12:00", "12-02 09:00-10:30"]


@pytest.mark.parametrize(
    ("partie", "raison"),
    [
        (event(";VALUE=DATE:20261203", ";VALUE=DATE:20261204"), "03/12/2026 : journée entière"),
        (event(f"{PARIS}20261203T220000", f"{PARIS}20261204T020000"), "03/12/2026 22:00 : elle passe minuit"),
        (event(f"{PARIS}20261203T090000", f"{PARIS}20261203T090000"), "03/12/2026 09:00 : la fin"),
    ],
)
def test_what_is_not_kept_says_why(partie: str, raison: str) -> None:
    agenda = lu(event(*MATIN), partie)
    assert len(agenda.acceptees) == 1
    (refusee,) = agenda.refusees
    assert refusee.raison.startswith(raison)


@pytest.mark.parametrize(
    "parties",
    [
        (),
        (event(*MATIN, "STATUS:CANCELLED\n"),),
        (event(":20200101T090000", ":20200101T100000"),),
        (event(":hier", ":demain"),),
        (event(*MATIN), event(":hier", ":demain")),
        (event(*MATIN, "RRULE:FREQ=SECONDLY\n"),),
        (event(*MATIN, "RRULE:FREQ=DAILY;BYHOUR=1,2,3;BYSECOND=1,2,3\n"),),
        (event(*MATIN, "RRULE:COUNT=2\n"),),
        (event(f"{PARIS}19010101T090000", f"{PARIS}19010101T100000", "RRULE:FREQ=DAILY\n"),),
        tuple(event(f"{PARIS}202612{jour:02}T090000", "", "RRULE:FREQ=DAILY\n") * 8 for jour in range(1, 15)),
        ("BEGIN:VEVENT\n",),
    ],
)
def test_what_cannot_be_trusted_changes_nothing(parties: tuple[str, ...]) -> None:
    with pytest.raises(AgendaRefuse):
        lu(*parties)


@pytest.mark.parametrize("octets", [b"", b"x", b"\xff\xfe", b"BEGIN:VEVENT\nEND:VEVENT\n", b"BEGIN:VCALENDAR\n" * 3000])
def test_what_is_no_calendar_is_refused(octets: bytes) -> None:
    with pytest.raises(AgendaRefuse):
        read_ical(octets, gere(), MODELE, MAINTENANT)


MOTS = """
DTSTART:20261201T090000 DTSTART;VALUE=DATE:20261201 DTSTART;TZID=Nulle/Part:20261201T090000 DTEND:20261201T100000
DURATION:PT1H DURATION:-PT1H RRULE:FREQ=DAILY;COUNT=5 RRULE:FREQ=WEEKLY;UNTIL=20270101 RRULE:X=1 STATUS: é;: UID:a
EXDATE:20261202T090000 RDATE:20261205T090000 RECURRENCE-ID:20261202T090000 FREEBUSY;FBTYPE=FREE:a/b BEGIN:AVAILABLE
END:AVAILABLE BEGIN:VAVAILABILITY END:VAVAILABILITY BEGIN:VEVENT END:VEVENT BEGIN:VFREEBUSY END:VFREEBUSY
TRANSP:TRANSPARENT FREEBUSY:20261201T090000Z/PT1H FREEBUSY;FBTYPE=FREE:20261201T090000Z/PT1H
"""
LIGNES = st.sampled_from(MOTS.split())


@settings(max_examples=200, deadline=timedelta(seconds=5))
@given(st.lists(LIGNES, max_size=14), st.lists(LIGNES, max_size=8))
def test_no_file_makes_it_fall(lignes: list[str], autres: list[str]) -> None:
    corps = ["BEGIN:VEVENT", *lignes, "END:VEVENT", "BEGIN:VAVAILABILITY", *autres, "END:VAVAILABILITY"]
    for contenu in (corps, corps[: len(lignes) + 2]):
        try:
            agenda = lu("\n".join(contenu) + "\n")
        except AgendaRefuse:
            continue
        assert agenda.lignes == len(agenda.acceptees) + len(agenda.refusees) >= 1


def test_the_past_is_left_where_it_is() -> None:
    agenda = lu(event(f"{PARIS}20261103T090000", f"{PARIS}20261103T100000", "RRULE:FREQ=WEEKLY;COUNT=5\n"))
    assert ranges(agenda) == ["11-24 09:00-10:00", "12-01 09:00-10:00"]
    assert datetime(2026, 11, 23, tzinfo=UTC) <= MAINTENANT
