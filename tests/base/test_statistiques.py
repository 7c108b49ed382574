"""Rounds of counting in the base, on both engines: once for each person, never again, only those who agree."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlmodel import Session, select

from app.domain.consentement import ActeConsentement, Finalite, Geste
from app.domain.dossier import Dossier
from app.domain.statistiques import TOTAL
from app.models import Carnet, CasePubliee
from app.services.accords_du_carnet import answer
from app.services.carnet import Classeur, create, load
from app.services.effacements import erase_whole
from app.services.liste_effacements import Traces
from app.services.reprise import reapply
from app.services.statistiques import Compteur, publish_month, read_publications
from tests.base.carnets import ACTE, LE, personne, scribe
from tests.factories import contenu_reel

REEL = contenu_reel()
ACCORD = REEL.consentements[Finalite.STATISTIQUES]
DECEMBRE, JANVIER, FEVRIER = date(2026, 12, 1), date(2027, 1, 4), date(2027, 2, 1)


def compteur() -> Compteur:
    assert REEL.statistiques is not None
    return Compteur(REEL.statistiques, ACCORD, scribe())


def say(session: Session, jeton: str, geste: Geste, le: datetime = LE) -> None:
    classeur = Classeur(session, scribe(), LE)
    ouvert = load(classeur, jeton)
    assert ouvert is not None
    empreinte = ACCORD.versions[0].empreinte(Finalite.STATISTIQUES, "normal")
    answer(classeur, ouvert, ActeConsentement(Finalite.STATISTIQUES, geste, 1, empreinte, "normal", le))


def people(session: Session, nombre: int, le: datetime = LE, naissance: str = "1972-05-14") -> list[str]:
    """As many carnets whose reader said yes; their tokens."""
    jetons = [
        create(Classeur(session, scribe(), LE), Dossier((personne(naissance),)), ACTE).jeton for _ in range(nombre)
    ]
    for jeton in jetons:
        say(session, jeton, Geste.DONNE, le)
    return jetons


def published(session: Session) -> list[tuple[object, ...]]:
    cases = session.exec(select(CasePubliee).order_by("mois", "tableau", "ligne", "colonne"))
    return [(c.mois, c.tableau, c.ligne, c.colonne, c.nombre) for c in cases]


def test_fewer_than_eleven_are_not_told(session: Session) -> None:
    people(session, 10)
    tour = publish_month(session, compteur(), DECEMBRE)
    assert tour is not None
    assert tour.personnes is None
    assert set(tour.tableaux) == {"personnes", "lignes", "accords", "effacements"}
    assert tour.tableaux["accords"]["statistiques", "donne"] is None
    assert session.exec(select(Carnet).where(Carnet.compte_en != None)).all() == []  # noqa: E711 - a column


def test_a_month_is_counted_once_and_never_again(session: Session) -> None:
    jetons = people(session, 12)
    tour = publish_month(session, compteur(), DECEMBRE)
    assert tour is not None
    assert (tour.mois, tour.personnes) == ("2026-11", 12)
    assert tour.tableaux["age-sexe"]["45-59", TOTAL] is not None or tour.tableaux["age-sexe"]["45-59", "F"] is None
    avant = published(session)
    for jeton in jetons[:3]:
        say(session, jeton, Geste.RETIRE)
    classeur = Classeur(session, scribe(), LE)
    ouvert = load(classeur, jetons[4])
    assert ouvert is not None
    erase_whole(classeur, ouvert)
    assert publish_month(session, compteur(), DECEMBRE + timedelta(days=20)) is None
    assert published(session) == avant  # what was published stays, byte for byte: nothing to compare it with


def test_two_months_never_count_the_same_person(session: Session) -> None:
    premiers = people(session, 12)
    publish_month(session, compteur(), DECEMBRE)
    for jeton in premiers:  # saying yes again does not count again
        say(session, jeton, Geste.RETIRE)
        say(session, jeton, Geste.DONNE, LE + timedelta(days=20))
    people(session, 15, LE + timedelta(days=20))
    suivant = publish_month(session, compteur(), JANVIER)
    assert suivant is not None
    assert suivant.personnes == 15
    vide = publish_month(session, compteur(), FEVRIER)
    assert vide is not None
    assert vide.personnes is None
    assert [(p.mois, p.personnes) for p in read_publications(session)] == [
        ("2027-01", None),
        ("2026-12", 15),
        ("2026-11", 12),
    ]
    comptes = [c.compte_en for c in session.exec(select(Carnet))]
    assert (comptes.count("2026-11"), comptes.count("2026-12")) == (12, 15)


def test_only_who_agrees_at_the_end_of_the_month_is_counted(session: Session) -> None:
    jetons = people(session, 14)
    say(session, jetons[0], Geste.RETIRE)
    say(session, jetons[1], Geste.REFUSE)
    people(session, 5, datetime(2026, 12, 1, 8, tzinfo=LE.tzinfo))  # said in December: not of November's round
    create(Classeur(session, scribe(), LE), Dossier((personne(),)), ACTE)  # said nothing
    tour = publish_month(session, compteur(), DECEMBRE)
    assert tour is not None
    assert tour.personnes == 12


def test_relatives_are_never_counted(session: Session) -> None:
    people(session, 11)
    deux = Dossier((personne(),)).ajouter(personne("1950-01-01", proche=True)).choisir(0)
    jeton = create(Classeur(session, scribe(), LE), deux, ACTE).jeton
    say(session, jeton, Geste.DONNE)
    tour = publish_month(session, compteur(), DECEMBRE)
    assert tour is not None
    assert tour.personnes == 12
    seul = create(Classeur(session, scribe(), LE), Dossier().ajouter(replace(personne(), proche=True)), ACTE)
    say(session, seul.jeton, Geste.DONNE)
    people(session, 11)
    suivant = publish_month(session, compteur(), JANVIER)
    assert suivant is not None
    assert suivant.personnes == 11


def test_after_a_restore_nobody_is_counted_twice(session: Session) -> None:
    """A backup from before a publication has forgotten who was in it."""
    people(session, 12)
    reapply(session, Traces({}, (), None), LE)
    perdu = publish_month(session, compteur(), DECEMBRE)
    assert perdu is not None
    assert perdu.personnes is None
    people(session, 11, LE + timedelta(days=20))
    suivant = publish_month(session, compteur(), JANVIER)
    assert suivant is not None
    assert suivant.personnes == 11


def test_a_text_that_changed_in_substance_counts_nobody(session: Session) -> None:
    people(session, 12)
    nouveau = ACCORD.versions[0].model_copy(update={"numero": 2, "depuis": date(2026, 11, 25)})
    change = compteur()._replace(accord=ACCORD.model_copy(update={"versions": (*ACCORD.versions, nouveau)}))
    tour = publish_month(session, change, DECEMBRE)
    assert tour is not None
    assert tour.personnes is None


def test_nobody_but_the_base_knows_the_hidden_numbers(session: Session) -> None:
    people(session, 12)
    people(session, 3, naissance="1950-01-01")
    publish_month(session, compteur(), DECEMBRE)
    assert all(nombre is None or nombre >= 10 for *_, nombre in published(session))


def test_erasing_a_carnet_ends_every_yes(session: Session) -> None:
    jeton = people(session, 1)[0]
    classeur = Classeur(session, scribe(), LE)
    ouvert = load(classeur, jeton)
    assert ouvert is not None
    erase_whole(classeur, ouvert)
    from app.models import ActeConsenti

    fins = [(a.finalite, a.geste) for a in session.exec(select(ActeConsenti).order_by("rang"))][-2:]
    assert fins == [("statistiques", "retire"), ("carnet", "retire")]
