"""Holds why someone of a carnet is not handed over or followed by two, and what to do then; knows nothing of HTTP."""

from collections.abc import Mapping
from enum import StrEnum

from app.domain.erreurs import ErreurMetier


class RaisonDePassage(StrEnum):
    """What stands in the way. Nothing is changed, and the code goes on waiting when it was good."""

    AVANT_15_ANS = "avant-15-ans"
    CODE = "code"
    MEME_CARNET = "meme-carnet"
    AUTRE_PERSONNE = "autre-personne"
    TROP = "trop"
    ACCORD = "accord"
    PAS_A_DEUX = "pas-a-deux"
    SANS_CARNET = "sans-carnet"


MESSAGES: Mapping[RaisonDePassage, str] = {
    RaisonDePassage.AVANT_15_ANS: (
        "Avant 15 ans, ou sans date de naissance complète, un carnet ne se donne pas : un enfant ne peut pas dire oui "
        "seul. Rien n'a changé. Gardez-le dans votre carnet, ou complétez sa date de naissance."
    ),
    RaisonDePassage.CODE: (
        "Ce code ne marche pas : il a déjà servi, il a été annulé, ou il date de plus de 7 jours. Vérifiez-le, ou "
        "demandez un nouveau code à la personne qui vous l'a donné. Rien n'a changé."
    ),
    RaisonDePassage.MEME_CARNET: (
        "Ce code vient du carnet qui est ouvert ici. Fermez ce carnet, puis écrivez le code sur votre propre appareil. "
        "Rien n'a changé : le code marche toujours."
    ),
    RaisonDePassage.AUTRE_PERSONNE: (
        "Ce carnet n'est pas celui de la même personne : les deux dates de naissance diffèrent. Vérifiez la vôtre, ou "
        "faites corriger l'autre. Rien n'a changé : le code marche toujours."
    ),
    RaisonDePassage.TROP: (
        "Les deux carnets ensemble contiennent trop de dates pour une seule personne. Retirez-en, puis recommencez. "
        "Rien n'a changé : le code marche toujours."
    ),
    RaisonDePassage.ACCORD: (
        "Cette page a été ouverte avant ou après votre carnet. Rien n'a changé : le code marche toujours. "
        "Écrivez-le à nouveau."
    ),
    RaisonDePassage.PAS_A_DEUX: (
        "Seul un enfant de moins de 18 ans se suit à deux, avec sa date de naissance complète, et par deux adultes au "
        "plus. Rien n'a changé. Complétez sa date, ou arrêtez d'abord le suivi avec l'autre adulte."
    ),
    RaisonDePassage.SANS_CARNET: (
        "Ce code propose de suivre un enfant à deux : il faut d'abord votre propre carnet. Ouvrez-le ou créez-le, puis "
        "revenez écrire le code. Rien n'a changé : le code marche toujours."
    ),
}


class PassageRefuse(ErreurMetier):
    """Nobody moves and nobody else sees: the reason says what to do."""

    def __init__(self, raison: RaisonDePassage) -> None:
        super().__init__(MESSAGES[raison])
        self.raison = raison
