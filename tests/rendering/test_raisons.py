"""Every coded reason has its sentence, plain and easy to read, and several make one sentence."""

from typing import get_args

import pytest

from app.domain.verdicts import Code, Raison
from app.rendering.raisons import parce_que, sans_redite, texte
from tests.factories import exclusion, make_faits, make_fiche

FAITS = make_faits()
FICHE = make_fiche(sauf=[exclusion(fait="ald")])
VALEURS: dict[str, tuple[int | str, ...]] = {
    "age_dans": (50, 74),
    "age_avant": (50,),
    "age_apres": (74,),
    "sexe_autre": ("F",),
    "sexe_inconnu": ("M",),
    "exclusion": (0,),
    "rythme": ("P2Y",),
    "deja_fait": ("2024-03",),
    "mois_campagne": (11,),
}


@pytest.mark.parametrize("falc", [False, True])
@pytest.mark.parametrize("code", get_args(Code))
def test_chaque_raison_est_une_phrase(code: Code, falc: bool) -> None:
    phrase = texte(Raison("fumeur", code, VALEURS.get(code, ())), FICHE, FAITS, falc=falc)
    assert phrase[0].isupper()
    assert phrase[-1] in ".?"


@pytest.mark.parametrize(
    ("ages", "debut"),
    [
        ((50, 74), "Parce que vous avez entre 50 et 74 ans."),
        ((65, 120), "Parce que vous avez 65 ans ou plus."),
        ((0, 17), "Parce que vous avez 17 ans ou moins."),
        ((45, 45), "Parce que vous avez 45 ans."),
    ],
)
def test_la_raison_d_age(ages: tuple[int, int], debut: str) -> None:
    assert texte(Raison("age", "age_dans", ages), FICHE, FAITS) == debut


def test_plusieurs_raisons_font_une_phrase() -> None:
    raisons = [Raison("age", "age_dans", (50, 74)), Raison("x", "fait_vrai"), Raison("r", "rythme", ("P2Y",))]
    assert parce_que(raisons, {}) == "Parce que vous avez entre 50 et 74 ans et que vos réponses le disent."
    assert parce_que([], {}) == ""


def test_un_acte_sans_date_se_dit_aussi() -> None:
    assert texte(Raison("historique", "deja_fait", ("",)), FICHE, FAITS) == "Vous l'avez déjà fait."


def test_parce_que_ne_se_dit_qu_une_fois() -> None:
    deux = ["Parce que vous ne fumez pas.", "Ce conseil commence à 50 ans.", "Parce qu'un suivi existe."]
    assert sans_redite(deux) == ["Parce que vous ne fumez pas et qu'un suivi existe.", "Ce conseil commence à 50 ans."]
    assert sans_redite(deux[:2]) == deux[:2]
