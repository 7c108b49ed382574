"""Why a reminder stopped, in the words of each reason and in both ways of reading; nothing is invented."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain import falc
from app.domain.dossier import Dossier
from app.domain.rappels_arretes import Arret, Cause
from app.rendering.gabarits import Mode
from app.rendering.suites import vues_arrets
from tests.base.carnets import personne
from tests.envois.test_arretes import LE, UNITE, raised

DIT, AU = date(2026, 11, 29), date(2026, 12, 2)
MOI = Dossier((personne("1972-05-14"),))


def says(cause: Cause, mode: Mode, unite: str = UNITE, dossier: Dossier = MOI) -> tuple[str, ...]:
    catalogue = raised()
    resultats = {p.numero: catalogue.moteur.evaluate(p.profil, AU).resultats for p in dossier.personnes}
    numero = dossier.personnes[-1].numero
    arrets = {f"{numero}/{unite}": Arret(DIT, AU, cause)}
    (vue,) = vues_arrets(catalogue, dossier, arrets, resultats, mode)
    return (vue.titre, vue.qui, vue.dit, *vue.raisons, vue.source)


def plain(cause: Cause, unite: str = UNITE) -> str:
    return " ".join(says(cause, Mode.NORMAL, unite)).replace("\xa0", " ").replace("\u202f", " ")


def test_a_changed_rule_says_its_day_its_bound_and_its_source() -> None:
    dit = plain(Cause.REGLE)
    assert "La règle a changé le 1er décembre 2026." in dit
    assert "60 ans" in dit
    assert "Source : Journal officiel" in dit
    assert LE.day == 1


@pytest.mark.parametrize("cause", list(Cause))
def test_each_reason_is_said_and_easy_to_read(cause: Cause) -> None:
    unite = "retiree-depuis" if cause is Cause.RETIRE else UNITE
    titre, _, dit, *raisons, source = says(cause, Mode.FALC, unite)
    assert raisons
    assert source == ""
    assert [str(p) for p in falc.problemes_page([titre], [dit, *raisons])] == []
    assert "rappelé le 29 novembre 2026" in plain(cause, unite)


def test_a_vaccine_says_it_is_about_age_or_answers_and_a_relative_is_named() -> None:
    enfant = replace(personne("2024-01-15"), proche=True, nom="A.B.", numero=1)
    _, qui, *_ = says(Cause.VERDICT, Mode.NORMAL, "grippe-enfant-2-17", Dossier((*MOI.personnes, enfant)))
    assert qui == "A.B."


def test_someone_who_left_the_carnet_is_not_shown() -> None:
    arrets = {f"9/{UNITE}": Arret(DIT, AU, Cause.VERDICT)}
    assert vues_arrets(raised(), MOI, arrets, {}, Mode.NORMAL) == ()
