"""A FHIR bundle, slot by slot: kept or refused with its reason; what cannot be followed is never guessed."""

import json
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.agenda_fhir import SYSTEME_LIEU, read_defauts, read_fhir
from app.domain.agenda_recu import LIEU_ETRANGER, AgendaLu, AgendaRefuse, ReglesDuLieu, check_agenda, slots_of
from app.domain.creneaux import LieuVu
from tests.bundles import R314, V2, V3, agenda, bundle, entry, personne, role, slot

ICI, LA = "1" * 32, "2" * 32
PARIS = ReglesDuLieu(ZoneInfo("Europe/Paris"), date(2026, 11, 23), frozenset({date(2026, 12, 25)}))
SANS = read_defauts({})


def lieu_vu(numero: str, code_postal: str = "71000", fuseau: str = "Europe/Paris") -> LieuVu:
    vu_le = datetime(2026, 11, 23, 7, tzinfo=UTC)
    return LieuVu(numero, "Lieu", "1 rue A", code_postal, "Mâcon", fuseau, "", {}, (), vu_le, demonstration=False)


LIEUX = {ICI: lieu_vu(ICI), LA: lieu_vu(LA, "69001")}


def read(contenu: Any, lieu: str = ICI, **dits: str) -> AgendaLu:
    octets = contenu if isinstance(contenu, bytes) else json.dumps(contenu).encode()
    return read_fhir(octets, LIEUX, read_defauts(dits), lieu)


def reason(*entrees: Any, lieu: str = ICI, **dits: str) -> str:
    """Why the only slot of this bundle is refused, by its reading or by the rules of every agenda."""
    lu = check_agenda(read(bundle(*entrees), lieu, **dits), dict.fromkeys(LIEUX, PARIS))
    assert lu.acceptees == ()
    return lu.refusees[0].raison


def numbered(numero: str, systeme: str = SYSTEME_LIEU) -> dict[str, Any]:
    return {"identifier": [{"system": systeme, "value": numero}]}


def coded(*professions: str) -> Any:
    """Somebody in one place, whose professions are words."""
    sans = role()
    sans["resource"]["code"] = [{"text": profession} for profession in professions]
    return sans


def agenda_of(*acteurs: str) -> Any:
    return entry("Schedule", "a", actor=[{"reference": acteur} for acteur in acteurs])


def test_a_free_slot_is_one_opening_of_whoever_its_schedule_names() -> None:
    lu = read(bundle(slot()), places="3", preavis="24", tranches="45-50")
    (recue,) = lu.acceptees
    o = recue.ouverture
    assert (recue.numero, recue.lieu, recue.dit) == (1, ICI, "01/12/2026 09:00")
    assert (recue.qui.prenom, recue.qui.nom, recue.qui.profession) == ("Ana", "Roy", "medecin")
    assert (o.du, o.au, o.debut, o.fin, o.duree) == (
        date(2026, 12, 1), date(2026, 12, 1), time(9), time(9, 20), timedelta(minutes=20),
    )  # fmt: skip
    assert (o.places, o.preavis, o.tranches) == (3, timedelta(hours=24), "45-50")
    assert slots_of(recue, PARIS) == 1


def test_the_hours_are_those_of_the_wall_of_the_place_whatever_the_offset() -> None:
    reunion = {ICI: lieu_vu(ICI, fuseau="Indian/Reunion")}
    octets = json.dumps(bundle(slot("2026-12-01T05:00:00Z", "2026-12-01T09:20:00.000+04:00"))).encode()
    (recue,) = read_fhir(octets, reunion, SANS, ICI).acceptees
    assert (recue.ouverture.debut, recue.ouverture.fin) == (time(9), time(9, 20))


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"status": "busy"}, "il est pris"),
        ({"status": "busy-tentative"}, "il est pris"),
        ({"status": "entered-in-error"}, "écrit par erreur"),
        ({"status": None}, "Slot.status"),
        ({"status": 3}, "Slot.status"),
        ({"schedule": {}}, "Slot.schedule"),
        ({"schedule": {"reference": "Schedule/perdu"}}, "n'est pas dans le bundle"),
        ({"schedule": {"reference": "Practitioner/p"}}, "ne désigne pas un Schedule"),
        ({"start": "2026-12-01T09:00:00"}, "avec son décalage"),
        ({"start": "2026-12-01"}, "avec son décalage"),
        ({"start": "2026-02-30T09:00:00Z"}, "avec son décalage"),
        ({"start": "0001-01-01T00:00:00+14:00"}, "avec son décalage"),
        ({"start": "2026-12-01T08:00:30Z"}, "minutes entières"),
        ({"end": "2026-12-01T08:00:00Z"}, "après start"),
        ({"end": "2026-12-01T08:03:00Z"}, "de 5 à 480"),
        ({"end": "2026-12-02T08:20:00Z", "start": "2026-12-02T00:10:00Z"}, "de 5 à 480"),
        ({"start": "2026-12-01T22:50:00Z", "end": "2026-12-01T23:10:00Z"}, "passe minuit"),
        ({"start": "2027-03-28T00:50:00Z", "end": "2027-03-28T00:55:00Z"}, ""),
        ({"start": "2026-11-20T09:00:00Z", "end": "2026-11-20T09:20:00Z"}, "ce jour est passé"),
        ({"start": "2026-12-25T09:00:00Z", "end": "2026-12-25T09:20:00Z"}, "férié"),
        ({"start": "2028-12-01T09:00:00Z", "end": "2028-12-01T09:20:00Z"}, "6 mois"),
        ({"meta": {"security": [{"system": R314, "code": "PRO"}, {"system": R314, "code": "SNP"}]}}, "au public"),
        ({"appointmentType": {"coding": [{"system": V2, "code": "WALKIN"}]}}, "WALKIN"),
        ({"serviceType": [{"coding": [{"system": V3, "code": "VR"}]}]}, "à distance"),
        ({"modifierExtension": [{"url": "https://x.example"}]}, "Slot.modifierExtension"),
        ({"serviceType": "AMB"}, "Slot.serviceType"),
    ],
)
def test_a_slot_that_cannot_be_offered_says_why(champs: dict[str, Any], phrase: str) -> None:
    if phrase:
        assert phrase in reason(slot(**champs))
    else:
        # Spring forward: a slot wholly before the jump is a good one.
        assert read(bundle(slot(**champs))).refusees == ()


@pytest.mark.parametrize(
    ("debut", "fin"),
    [
        ("2026-10-25T02:30:00+02:00", "2026-10-25T02:50:00+02:00"),
        ("2026-10-25T02:30:00+01:00", "2026-10-25T02:50:00+01:00"),
        ("2026-10-25T01:50:00+02:00", "2026-10-25T02:10:00+02:00"),
    ],
)
def test_an_hour_that_exists_twice_is_not_offered(debut: str, fin: str) -> None:
    (refusee,) = read(bundle(slot(debut, fin))).refusees
    assert "deux fois" in refusee.raison


@pytest.mark.parametrize(
    ("entrees", "dits", "phrase"),
    [
        ([agenda() | {"resource": agenda()["resource"] | {"active": False}}], {}, "ne sert plus"),
        ([agenda_of()], {}, "qui reçoit"),
        ([entry("Practitioner", "p", name=[])], {}, "Practitioner.name"),
        ([personne(famille="2 76 07 75 112 233")], {}, "pas de numéro"),
        ([personne(famille="N" * 90)], {}, "trop long"),
        ([coded()], {}, "profession"),
        ([coded("plombier")], {}, "profession"),
        ([coded("medecin", "infirmier")], {}, "profession"),
        ([agenda_of("Practitioner/p", "Practitioner/q"), personne("q")], {}, "plusieurs"),
        ([role(address={"postalCode": "69001"})], {}, "code postal"),
        ([role(**numbered("9" * 32))], {}, LIEU_ETRANGER),
        ([role(**numbered(LA))], {}, "de cette adresse"),
    ],
)  # fmt: skip
def test_who_and_where_are_never_guessed(entrees: list[Any], dits: dict[str, str], phrase: str) -> None:
    assert phrase in reason(slot(), *entrees, **dits)


def test_what_the_bundle_does_not_say_may_be_said_beside_it() -> None:
    seul = bundle(
        slot(), entry("Schedule", "a", actor=[{"reference": "HealthcareService/h"}]), entry("HealthcareService", "h")
    )
    (recue,) = read(seul, nom="Petit", prenom="Zoé", profession="infirmier").acceptees
    assert recue.qui == ("Zoé", "Petit", "infirmier")
    (recue,) = read(bundle(slot(), coded()), profession="sage-femme").acceptees
    assert recue.qui == ("Ana", "Roy", "sage-femme")
    with pytest.raises(AgendaRefuse, match="profession"):
        read_defauts({"nom": "Petit"})
    with pytest.raises(AgendaRefuse, match="places"):
        read_defauts({"places": "0"})


def test_two_places_unknown_to_us_are_not_poured_into_one() -> None:
    """The planted fault: without the count of places, both would be published at the address of the request."""
    ailleurs = [agenda("b", "p", "r2"), role("r2", address={"line": ["30 rue B"], "postalCode": "71000"})]
    lu = read(
        bundle(
            slot(),
            slot("2026-12-02T09:00:00Z", "2026-12-02T09:20:00Z", schedule={"reference": "Schedule/b"}),
            *ailleurs,
        )
    )
    assert lu.acceptees == ()
    assert all("il y en a plusieurs" in refusee.raison for refusee in lu.refusees)
    nommes = [role(**numbered(ICI)), agenda("b", "p", "r2"), role("r2", **numbered(LA))]
    un, deux = slot(), slot("2026-12-02T09:00:00Z", "2026-12-02T09:20:00Z", schedule={"reference": "Schedule/b"})
    assert [ligne.lieu for ligne in read(bundle(un, deux, *nommes), "").acceptees] == [ICI, LA]
    assert [ligne.lieu for ligne in read(bundle(un, deux, *nommes)).acceptees] == [ICI]


def test_a_place_may_be_named_by_our_number_in_its_id_as_our_own_answers_do() -> None:
    loin = entry("Location", "l", address={"postalCode": "99999"})
    loin["resource"]["id"] = "11111111-1111-1111-1111-111111111111"
    par_id = entry("Schedule", "a", actor=[{"reference": "Practitioner/p"}, {"reference": loin["fullUrl"]}])
    assert [ligne.lieu for ligne in read(bundle(slot(), par_id, loin), profession="medecin").acceptees] == [ICI]


def test_the_free_and_the_busy_of_one_person_do_not_meet() -> None:
    pris = slot("2026-12-01T08:10:00Z", "2026-12-01T08:30:00Z", status="busy-unavailable")
    autre = slot("2026-12-01T10:00:00Z", "2026-12-01T10:20:00Z")
    lu = read(bundle(slot(), pris, autre))
    assert [ligne.numero for ligne in lu.acceptees] == [3]
    assert [(refusee.numero, "il est pris" in refusee.raison) for refusee in lu.refusees] == [(1, True), (2, True)]


def test_nothing_free_is_not_nothing_readable() -> None:
    assert read(bundle()).vides == (ICI,)
    assert read(bundle(slot(status="busy"))).vides == (ICI,)
    assert read(bundle(slot(status="busy"), slot("x"))).vides == ()
    assert read(bundle(slot())).vides == ()
    assert read(bundle(), "").vides == ()


def test_references_follow_the_rules_of_bundles() -> None:
    """Absolute, urn:uuid, contained, versioned; one short name on two servers names nobody."""
    autre = "https://autre.example/r4"
    fait = [
        entry("Slot", "s", autre, schedule={"reference": "Schedule/a/_history/2"}, status="free",
              start="2026-12-03T09:00:00Z", end="2026-12-03T09:20:00Z"),
        entry("Schedule", "a", autre, actor=[{"reference": "urn:uuid:qui"}]),
        {"fullUrl": "urn:uuid:qui", "resource": personne("z", "Noé")["resource"]},
    ]  # fmt: skip
    lu = read(bundle(slot(), *fait), profession="medecin")
    assert [ligne.qui.nom for ligne in lu.acceptees] == ["Roy", "Noé"]
    orphelin = {**slot(), "fullUrl": "urn:uuid:s"}
    assert "n'est pas dans le bundle" in reason(orphelin, agenda(), fait[1])
    contenu = agenda_of("Practitioner/p")["resource"] | {"id": "x"}
    dedans = slot(schedule={"reference": "#x"}, contained=[contenu])
    assert len(read(bundle(dedans), profession="medecin").acceptees) == 1


@pytest.mark.parametrize(
    ("contenu", "phrase"),
    [
        (b"", "JSON"),
        (b"[" * 100_000, "JSON"),
        (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, "JSON"),
        (b'{"resourceType":"Bundle","resourceType":"Bundle","type":"searchset"}', "JSON"),
        (b'{"resourceType":"Bundle","type":"searchset","total":NaN}', "JSON"),
        (b'{"resourceType":"Bundle","type":"\\ud800"}', "JSON"),
        (b"\xef\xbb\xbf{}", "JSON"),
        (b"\xff", "JSON"),
        (b"1" * 5000, "JSON"),
        (b"[]", "Bundle"),
        (b"null", "Bundle"),
        ({"resourceType": "Slot", "type": "searchset"}, "Bundle"),
        ({"resourceType": "Bundle", "type": "transaction"}, "searchset"),
        ({"resourceType": "Bundle", "type": "searchset", "entry": {}}, "Bundle.entry"),
        ({"resourceType": "Bundle", "type": "searchset", "total": 1e999}, "JSON"),
        (bundle(slot(), entry("Patient", "x")), "patients"),
        (bundle(slot(contained=[{"resourceType": "Patient"}])), "patients"),
        (bundle(slot(), total=2), "page"),
        (bundle(slot(), link=[{"relation": "next", "url": "https://x.example"}]), "page"),
        (bundle(entry("OperationOutcome", "o", issue=[{"severity": "error"}])), "en erreur"),
        (bundle(slot(), {**agenda("z"), "fullUrl": agenda()["fullUrl"]}, agenda()), "même adresse"),
    ],
)
def test_a_bundle_that_cannot_be_trusted_is_refused_whole(contenu: Any, phrase: str) -> None:
    with pytest.raises(AgendaRefuse, match=phrase) as refus:
        read(contenu)
    assert "Rien n'a changé" in str(refus.value)


def test_what_is_no_slot_is_refused_and_counted_too() -> None:
    lu = read(bundle(slot(), entry("Basic", "b"), {"fullUrl": "x"}))
    assert (len(lu.acceptees), [refusee.numero for refusee in lu.refusees]) == (1, [2, 3])


_FEUILLES = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.floats(allow_nan=False, allow_infinity=False)
)
_VALEURS = st.recursive(
    _FEUILLES, lambda x: st.lists(x, max_size=3) | st.dictionaries(st.text(max_size=5), x, max_size=3), max_leaves=8
)
_CHAMPS = st.sampled_from(
    ["status", "start", "end", "schedule", "meta", "serviceType", "actor", "name", "active", "contained"]
)


@given(st.sampled_from(range(4)), _CHAMPS, _VALEURS, st.integers(0, 3))
def test_lines_in_are_lines_kept_and_refused_whatever_is_sent(ou: int, champ: str, valeur: Any, plus: int) -> None:
    """Any one element of any resource replaced by anything: no error, nothing cut, nothing repeated of what came."""
    fait = bundle(slot(), *(slot(f"2026-12-0{2 + n}T09:00:00Z", f"2026-12-0{2 + n}T09:20:00Z") for n in range(plus)))
    fait["entry"][min(ou, len(fait["entry"]) - 1)]["resource"][champ] = valeur
    try:
        lu = read(fait)
    except AgendaRefuse:
        return
    assert lu.lignes == 1 + plus
    numeros = [ligne.numero for ligne in lu.acceptees] + [refusee.numero for refusee in lu.refusees]
    assert sorted(numeros) == list(range(1, plus + 2))
