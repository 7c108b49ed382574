"""Holds every error the domain can raise; knows nothing of HTTP.

ErreurMetier
 |- ProfilInvalide             answers that contradict each other or the calendar
 |  |- SituationInvalide       the same, for what changes the price of a care
 |  `- VaccinationsInvalides   the same, for doses, dated events and campaigns
 |- RecommandationInconnue     no content unit of that name
 |- DroitInconnu               no right of that name
 |- ActeInconnu                no act of that name
 |- ParametreInconnu           a figure nobody knows for that day
 |- ContenuInvalide            content files refused at load, all problems at once
 |- ReponsesIllisibles         kept answers that cannot be read any more
 |- TropDeReponses             more answers than a browser can keep for us
 |   `- TropDePersonnes         more people than a browser can keep for us
 |- PersonneRetiree            a form about someone who is no longer kept
 |- TropDeDepenses             more lines than a page of the year can show
 |- TropDAvis                  more opinions in a minute than readers give
 `- EnregistrementImpossible   the base does not answer: nothing was written

Each message is French and says what, why and what to do. It never contains an answer.
"""

from datetime import date
from typing import NamedTuple


class ErreurMetier(Exception):
    """A refusal the person can understand and act upon. `message` is ready to show."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Probleme(NamedTuple):
    """One fault of a profile: the field it concerns (a name of ours, never an input) and what to do about it."""

    champ: str
    message: str


class ProfilInvalide(ErreurMetier):
    """The answers cannot all be true; `problemes` lists every fault found."""

    #: Where the faulty fields are in a request.
    racine = "profil"

    def __init__(self, problemes: tuple[Probleme, ...]) -> None:
        super().__init__(" ".join(probleme.message for probleme in problemes))
        self.problemes = problemes


class SituationInvalide(ProfilInvalide):
    """What is said of the person cannot be true on the day of the care."""

    racine = "situation"


class VaccinationsInvalides(ProfilInvalide):
    """Doses, dated events or campaigns cannot be; each fault gives its whole path."""

    racine = ""


class RecommandationInconnue(ErreurMetier):
    """No content unit bears this name."""

    def __init__(self) -> None:
        super().__init__(
            "Nous ne trouvons pas ce conseil. Son nom a peut-être changé. "
            "Vous pouvez revenir à la liste de vos conseils."
        )


class DroitInconnu(ErreurMetier):
    """No right bears this name."""

    def __init__(self) -> None:
        super().__init__(
            "Nous ne trouvons pas cette page. Son nom a peut-être changé. Vous pouvez revenir à la liste de vos droits."
        )


class ActeInconnu(ErreurMetier):
    """No act bears this name."""

    def __init__(self) -> None:
        super().__init__(
            "Nous ne trouvons pas ce soin. Son nom a peut-être changé. "
            "Cherchez-le avec d'autres mots dans la liste des prix."
        )


class ParametreInconnu(ErreurMetier):
    """The figure has no known value that day; another day's is never used instead."""

    def __init__(self, libelle: str, depuis: date | None) -> None:
        connu = f"Nous le connaissons depuis le {depuis:%d/%m/%Y}." if depuis else "Personne ne l'a encore relu."
        super().__init__(
            f"Un chiffre manque pour ce jour : « {libelle} ». {connu} "
            "Nous ne le devinons pas. Choisissez une autre date."
        )


class ContenuInvalide(ErreurMetier):
    """Content files were refused. `problemes` holds one line a fault, with its file and the cure."""

    def __init__(self, problemes: tuple[str, ...]) -> None:
        super().__init__(f"{len(problemes)} problème(s) dans le contenu :\n" + "\n".join(problemes))
        self.problemes = problemes


class ReponsesIllisibles(ErreurMetier):
    """The answers kept in the browser are too old, altered or from another version."""

    def __init__(self) -> None:
        super().__init__(
            "Vos réponses ne sont plus lisibles : elles sont trop anciennes ou le service a été mis à jour. "
            "Répondez de nouveau, cela prend quelques secondes."
        )


class TropDeReponses(ErreurMetier):
    """The browser cannot keep this many answers for us."""

    def __init__(self) -> None:
        super().__init__(
            "Votre navigateur ne peut pas garder autant de réponses. Votre dernière réponse n'a pas été gardée. "
            "Retirez une personne ou imprimez la feuille, puis recommencez."
        )


class TropDeDepenses(ErreurMetier):
    """The year holds as many lines as its pages can show."""

    def __init__(self) -> None:
        super().__init__(
            "Votre année a déjà 60 lignes, c'est le maximum. Cette ligne n'a pas été ajoutée. "
            "Retirez une ligne, ou regroupez : 3 boîtes du même jour font une ligne."
        )


class TropDePersonnes(TropDeReponses):
    """The browser keeps six people already."""

    def __init__(self) -> None:
        ErreurMetier.__init__(
            self,
            "Votre navigateur garde déjà 6 personnes, c'est le maximum. Cette personne n'a pas été ajoutée. "
            "Retirez une personne, puis recommencez.",
        )


class PersonneRetiree(ErreurMetier):
    """The form was about someone who is no longer kept."""

    def __init__(self) -> None:
        super().__init__(
            "Cette page parle d'une personne qui n'est plus dans votre liste. Rien n'a été changé. "
            "Revenez à la liste des personnes et choisissez-en une."
        )


class TropDAvis(ErreurMetier):
    """Too many opinions at the same moment."""

    def __init__(self) -> None:
        super().__init__(
            "Nous recevons trop d'avis en même temps : le vôtre n'est pas compté. Recommencez dans une minute."
        )


class EnregistrementImpossible(ErreurMetier):
    """The base does not answer: what was sent is not kept."""

    def __init__(self) -> None:
        super().__init__(
            "Nous n'avons rien pu noter : notre base ne répond pas. Les conseils, eux, marchent. "
            "Recommencez dans un moment."
        )
