"""The cookie that carries the answers: nobody reads it, nobody alters it, it does not outlive the day."""

import base64
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response

from app.dependencies import can_keep, forget_dossier, keep_dossier, read_dossier
from app.domain.catalogue import Catalogue
from app.domain.dossier import PERSONNES_MAX, Dossier, EtatNavigateur
from app.domain.erreurs import ReponsesIllisibles, TropDePersonnes, TropDeReponses
from app.domain.profil import Profil
from app.domain.vaccination_dossier import Vaccination
from app.main import Application
from app.services import reponses_chiffrees
from app.services.durees_gardees import merge_durees, split_durees
from app.services.reponses_chiffrees import ATTRIBUTS, GARDE, NOM, OCTETS_MAX, CodecReponses

CLE = bytes(range(32))
MIDI = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PROFIL = Profil.model_validate({
    "date_naissance": "1976-07",
    "sexe": "F",
    "departement": "2A",
    "reponses": {"fumeur": True, "ald": False, "imc": 27.5, "diabete": None, "mois_depuis_mammographie": 14},
    "historique": [{"id": "tension-arterielle", "le": "2025-03-10"}, {"id": "depistage-cancer-sein", "le": "2024"}],
    "nombre_faits": {"tension-arterielle": 3},
    "dernieres_regles": "2026-10-30",
})  # fmt: skip
DOSES = tuple(
    Vaccination.model_validate({"vaccin": code, "le": le})
    for code, le in (("hexavalent", "2019"), ("ror", "2020-05"), ("dtp", "2024-02-29"))
)
ETAT = EtatNavigateur(PROFIL, personnel=True)
SEUL = Dossier((ETAT,), crees=1)

Make = Callable[..., CodecReponses]


@pytest.fixture
def codec(catalogue: Catalogue) -> CodecReponses:
    return CodecReponses(CLE, catalogue.faits, catalogue.par_id, vaccins=catalogue.vaccins.codes)


def whole_profile(catalogue: Catalogue, *, vrai: bool = True) -> Profil:
    """Someone who answered every question of the content, and dated ten acts."""
    reponses: dict[str, Any] = {}
    for nom, fait in catalogue.faits.items():
        if fait.question is not None:
            number = fait.definition.type == "number"
            reponses[nom] = 7 if number else (len(nom) % 2 == 0) is vrai
    actes = [{"id": id_, "le": f"2024-0{n % 9 + 1}-17"} for n, id_ in enumerate(sorted(catalogue.par_id)[:10])]
    return Profil.model_validate(
        {"date_naissance": "1976-07-25", "sexe": "F", "departement": "71", "reponses": reponses, "historique": actes}
    )


# --- what goes in comes out ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "etat",
    [EtatNavigateur(), ETAT, EtatNavigateur(vaccinations=DOSES), EtatNavigateur(Profil(reponses={"fumeur": None}))],
)
def test_what_is_kept_comes_back_whole(codec: CodecReponses, etat: EtatNavigateur) -> None:
    seul = Dossier((etat,), crees=1)
    assert codec.open(codec.seal(seul, MIDI), MIDI) == seul


def test_nobody_at_all_can_be_kept(codec: CodecReponses) -> None:
    assert codec.open(codec.seal(Dossier(), MIDI), MIDI) == Dossier()


def test_who_each_person_is_comes_back_with_the_one_shown(codec: CodecReponses) -> None:
    dossier = Dossier().ajouter(ETAT)
    for nom in ("A.", "", "Léa & Zoé", "🎂" * 12):
        dossier = dossier.ajouter(EtatNavigateur(PROFIL, nom=nom, proche=True))
    dossier = dossier.retirer(2).choisir(3)
    relu = codec.open(codec.seal(dossier, MIDI), MIDI)
    assert relu == dossier
    assert (relu.personne.nom, relu.personne.numero, relu.crees) == ("Léa & Zoé", 3, 4)


def household(profils: list[Profil]) -> Dossier:
    """The reader, then relatives with the longest names there are."""
    dossier = Dossier()
    for rang, profil in enumerate(profils):
        dossier = dossier.ajouter(EtatNavigateur(profil, nom=f"Éléonore W.{rang}"[: 12 * bool(rang)], proche=rang > 0))
    return dossier


def test_six_people_who_answered_everything_fit(codec: CodecReponses, catalogue: Catalogue) -> None:
    famille = household([whole_profile(catalogue, vrai=n % 2 == 0) for n in range(PERSONNES_MAX)])
    entete = codec.set_cookie(famille, MIDI)
    assert len(entete) <= OCTETS_MAX
    assert codec.open(codec.seal(famille, MIDI), MIDI) == famille


def test_six_people_as_people_are_leave_more_than_half_of_the_room(codec: CodecReponses, catalogue: Catalogue) -> None:
    """Twenty answers each, not the same ones, some passed; six acts dated. The room is for what comes next."""
    hasard = random.Random(3)
    posees = [nom for nom, fait in catalogue.faits.items() if fait.question and fait.definition.type == "bool"]
    profils = []
    for naissance in ("1948-03-02", "1951-11-30", "1984-05-14", "1986-09-01", "2015-02-28", "2022-10-10"):
        reponses = {nom: hasard.choice((True, False, False, None)) for nom in hasard.sample(posees, 20)}
        actes = [{"id": id_, "le": f"202{hasard.randrange(7)}-0{hasard.randrange(1, 10)}-11"}
                 for id_ in hasard.sample(sorted(catalogue.par_id), 6)]  # fmt: skip
        donnees = {"date_naissance": naissance, "sexe": hasard.choice("FM"), "reponses": reponses, "historique": actes}
        profils.append(Profil.model_validate(donnees))
    assert len(codec.set_cookie(household(profils), MIDI)) <= OCTETS_MAX // 2


def test_six_people_as_people_are_fit_with_their_whole_health_records(
    codec: CodecReponses, catalogue: Catalogue
) -> None:
    """Twenty doses each, most known to the month, as they are copied from a record."""
    hasard = random.Random(5)
    codes = sorted(catalogue.vaccins.codes)
    dossier = household([PROFIL] * PERSONNES_MAX)
    personnes = []
    for personne in dossier.personnes:
        recues = []
        for rang in range(20):
            jour = f"{hasard.randrange(1960, 2027)}-{hasard.randrange(1, 13):02}" + ("" if rang % 4 else "-11")
            recues.append(Vaccination.model_validate({"vaccin": hasard.choice(codes), "le": jour}))
        personnes.append(replace(personne, vaccinations=tuple(recues)))
    dossier = replace(dossier, personnes=tuple(personnes))
    entete = codec.set_cookie(dossier, MIDI)
    assert len(entete) <= OCTETS_MAX
    assert codec.open(entete.partition("=")[2].partition(";")[0], MIDI) == dossier


def test_beyond_what_a_browser_keeps_each_person_more_is_refused_never_cut(codec: CodecReponses) -> None:
    """The planted excess grows act by act: either everything comes back, or the refusal says what to do."""
    hasard = random.Random(11)
    actes: list[dict[str, str]] = []
    refus: list[TropDeReponses] = []
    for _ in range(150):
        actes.append({"id": f"{hasard.getrandbits(128):x}", "le": f"{hasard.randrange(1980, 2026)}"})
        dossier = household([PROFIL, Profil.model_validate({"historique": actes})])
        try:
            entete = codec.set_cookie(dossier, MIDI)
        except TropDeReponses as trop:
            refus.append(trop)
            continue
        assert not refus
        assert len(entete) <= OCTETS_MAX
        assert codec.open(entete.partition("=")[2].partition(";")[0], MIDI) == dossier
    assert 0 < len(refus) < 150
    assert "Retirez une personne" in refus[0].message


def test_a_seventh_person_is_refused_in_clear_words() -> None:
    with pytest.raises(TropDePersonnes) as refus:
        household([PROFIL] * (PERSONNES_MAX + 1))
    assert "6 personnes" in refus.value.message
    assert "Retirez une personne" in refus.value.message


def test_what_a_browser_would_drop_is_refused(codec: CodecReponses) -> None:
    hasard = random.Random(7)
    actes = [{"id": f"{hasard.getrandbits(128):x}", "le": f"{hasard.randrange(1980, 2026)}"} for _ in range(150)]
    bavard = EtatNavigateur(Profil.model_validate({"historique": actes}))
    with pytest.raises(TropDeReponses):
        codec.seal(Dossier((bavard,)), MIDI)


def test_the_cookie_is_as_closed_as_a_browser_allows(codec: CodecReponses) -> None:
    nom, *attributs = codec.set_cookie(SEUL, MIDI).split("; ")
    assert nom.startswith("__Host-mbs=")
    assert set(attributs) == {"Path=/", "Secure", "HttpOnly", "SameSite=Lax"}
    assert codec.clear_cookie() == f"{NOM}={ATTRIBUTS}; Max-Age=0"


def test_the_same_answers_never_look_the_same(codec: CodecReponses) -> None:
    assert len({codec.seal(SEUL, MIDI) for _ in range(50)}) == 50


def test_nothing_can_be_read_in_it(codec: CodecReponses) -> None:
    scelle = base64.urlsafe_b64decode(codec.seal(SEUL, MIDI) + "==")
    for trace in (b"1976", b"fumeur", b"tension", b"27.5", b"2A"):
        assert trace not in scelle


# --- what is altered, old or foreign is refused -------------------------------------------------------------------


def test_every_altered_character_is_noticed(codec: CodecReponses) -> None:
    valeur = codec.seal(SEUL, MIDI)
    for position in range(len(valeur) - 1):  # the last character may hold idle bits
        autre = "A" if valeur[position] != "A" else "B"
        with pytest.raises(ReponsesIllisibles):
            codec.open(valeur[:position] + autre + valeur[position + 1 :], MIDI)


@pytest.mark.parametrize(
    "valeur",
    ["", "a", "=", "====", "é", "\x00", "A" * 16, "A" * 64, "A" * 4096, "A" * 10_000, "-_-_", "null", "e30", "🎂" * 9],
)
def test_what_is_not_ours_is_refused(codec: CodecReponses, valeur: str) -> None:
    with pytest.raises(ReponsesIllisibles):
        codec.open(valeur, MIDI)


def test_cutting_or_joining_two_values_is_noticed(codec: CodecReponses) -> None:
    a, b = (
        base64.urlsafe_b64decode(codec.seal(Dossier((etat,)), MIDI) + "==")
        for etat in (ETAT, EtatNavigateur(personnel=True))
    )
    for melange in (a[:12] + b[12:], b[:12] + a[12:], a + b, a[:-1], a[1:], a[:40] + b[40:]):
        with pytest.raises(ReponsesIllisibles):
            codec.open(base64.urlsafe_b64encode(melange).rstrip(b"=").decode(), MIDI)


def test_a_value_cannot_move_to_another_name_format_or_vocabulary(
    catalogue: Catalogue, codec: CodecReponses, monkeypatch: pytest.MonkeyPatch
) -> None:
    valeur = codec.seal(SEUL, MIDI)
    moins = dict(list(catalogue.faits.items())[1:])
    etrangers = [
        CodecReponses(bytes(32), catalogue.faits, catalogue.par_id),
        CodecReponses(CLE, moins, catalogue.par_id),
        CodecReponses(CLE, catalogue.faits, ["autre"]),
    ]
    for nom, autre in (("NOM", "__Host-carnet"), ("FORMAT", 2)):
        with monkeypatch.context() as change:
            change.setattr(reponses_chiffrees, nom, autre)
            etrangers.append(CodecReponses(CLE, catalogue.faits, catalogue.par_id))
    for etranger in etrangers:
        with pytest.raises(ReponsesIllisibles):
            etranger.open(valeur, MIDI)


@pytest.mark.parametrize(
    ("ecoule", "lisible"),
    [
        (timedelta(), True),
        (GARDE, True),
        (GARDE + timedelta(minutes=1), False),
        (timedelta(days=400), False),
        (-timedelta(minutes=5), True),
        (-timedelta(minutes=6), False),
    ],
)
def test_half_a_day_later_the_answers_are_gone(codec: CodecReponses, ecoule: timedelta, lisible: bool) -> None:
    valeur = codec.seal(SEUL, MIDI)
    if lisible:
        assert codec.open(valeur, MIDI + ecoule).personnes
    else:
        with pytest.raises(ReponsesIllisibles):
            codec.open(valeur, MIDI + ecoule)


def test_a_sealed_content_that_is_not_a_profile_is_refused(
    codec: CodecReponses, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only a fault of ours could make one; it must not become an error page for the person."""
    for paquet in ({}, {"f": 1}, {"f": {"sexe": "X"}}, {"f": {}, "d": {"fumeur": "hier"}}, None, {"f": {"role": 1}}):
        with monkeypatch.context() as change:
            change.setattr(reponses_chiffrees, "pack_personne", lambda *_, paquet=paquet: paquet)
            valeur = codec.seal(SEUL, MIDI)
        with pytest.raises(ReponsesIllisibles):
            codec.open(valeur, MIDI)


# --- durations ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fait", "valeur", "au", "plus_tard", "attendu"),
    [
        ("mois_depuis_mammographie", 14, date(2026, 11, 22), date(2026, 12, 21), 14),
        ("mois_depuis_mammographie", 14, date(2026, 11, 22), date(2026, 12, 22), 15),
        ("mois_depuis_mammographie", 1, date(2026, 3, 31), date(2026, 3, 31), 1),
        ("mois_depuis_mammographie", 6, date(2026, 8, 31), date(2026, 9, 1), 6),
        ("annees_depuis_coloscopie", 10, date(2028, 2, 29), date(2028, 2, 29), 10),
        ("annees_depuis_coloscopie", 10, date(2028, 2, 29), date(2029, 3, 1), 11),
        ("annees_depuis_arret_tabac", 0, date(2026, 11, 22), date(2027, 11, 21), 0),
        ("annees_depuis_arret_tabac", 19, date(2026, 11, 22), date(2027, 11, 22), 20),
        ("semaines_depuis_accouchement", 5, date(2026, 11, 22), date(2026, 11, 28), 5),
        ("semaines_depuis_accouchement", 5, date(2026, 11, 22), date(2026, 11, 29), 6),
        ("mois_de_grossesse", 6, date(2026, 11, 22), date(2026, 12, 22), 7),
        ("mois_de_grossesse", 10, date(2026, 11, 22), date(2026, 12, 22), None),
    ],
)
def test_a_duration_grows_with_the_days(
    catalogue: Catalogue, fait: str, valeur: int, au: date, plus_tard: date, attendu: int | None
) -> None:
    stables, debuts = split_durees({fait: valeur, "grossesse": True}, au)
    assert fait not in stables
    assert merge_durees(stables, debuts, au, catalogue.faits)[fait] == valeur
    relu = merge_durees(stables, debuts, plus_tard, catalogue.faits)
    assert relu.get(fait) == attendu
    assert ("grossesse" in relu) is (attendu is not None)


def test_a_duration_is_the_same_on_the_day_it_was_answered(catalogue: Catalogue) -> None:
    """Whatever the day of the year, 29 February and the ends of short months included."""
    for rang in range(366 * 4):
        au = date(2026, 1, 1) + timedelta(days=rang)
        for fait, maximum in (("mois_depuis_mammographie", 40), ("annees_depuis_coloscopie", 12)):
            for valeur in range(maximum):
                assert merge_durees(*split_durees({fait: valeur}, au), au, catalogue.faits) == {fait: valeur}


def test_unknown_durations_and_other_answers_stay_as_they_are(catalogue: Catalogue) -> None:
    reponses = {"mois_depuis_mammographie": None, "imc": 27.5, "fumeur": False}
    assert split_durees(reponses, date(2026, 11, 22)) == (reponses, {})


# --- what a route sees --------------------------------------------------------------------------------------------


def ask(application: Application, *entetes: tuple[str, str], schema: str = "https") -> Request:
    bruts = [(nom.encode(), valeur.encode("latin-1")) for nom, valeur in entetes]
    return Request({"type": "http", "method": "GET", "scheme": schema, "path": "/", "query_string": b"",
                    "headers": bruts, "app": application})  # fmt: skip


def test_a_route_reads_what_it_kept(application: Application) -> None:
    reponse = Response()
    keep_dossier(ask(application), reponse, SEUL)
    valeur = reponse.headers["set-cookie"].split(";")[0]
    assert read_dossier(ask(application, ("cookie", f"autre=1; {valeur}"))) == (SEUL, False)


@pytest.mark.parametrize("cookie", [f"{NOM}=abime", f"{NOM}=\xe9", f"{NOM}={'A' * 5000}", f'{NOM}="'])
def test_unreadable_answers_count_as_absent_and_are_reported(application: Application, cookie: str) -> None:
    assert read_dossier(ask(application, ("cookie", cookie))) == (Dossier(), True)


@pytest.mark.parametrize("cookie", ["", f"{NOM}=", "mbs=abime", "__Host-mb=1", "rien", ";;;"])
def test_no_answers_is_not_a_loss(application: Application, cookie: str) -> None:
    assert read_dossier(ask(application, ("cookie", cookie))) == (Dossier(), False)


def test_erasing_uses_the_same_attributes(application: Application) -> None:
    reponse = Response()
    forget_dossier(reponse)
    assert reponse.headers["set-cookie"] == f"{NOM}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"


@pytest.mark.parametrize(
    ("schema", "hote", "gardera"),
    [
        ("https", "sante.example", True),
        ("http", "sante.example", False),
        ("http", "192.168.1.10:8000", False),
        ("http", "localhost:8000", True),
        ("http", "127.0.0.1", True),
        ("http", "[::1]:8000", True),
        ("http", "[::1", True),
        ("http", "localhost.evil.example", False),
        ("http", "", False),
    ],
)
def test_plain_http_keeps_answers_on_the_machine_itself_only(
    application: Application, schema: str, hote: str, gardera: bool
) -> None:
    proxy = ("x-forwarded-proto", "https")
    assert can_keep(ask(application, ("host", hote), proxy, schema=schema)) is gardera
