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
 |- CommuneInconnue            no commune for this code or postcode
 |- DatesImpossibles           a search of slots over days that cannot be
 |- RendezVousRefuse           an appointment that cannot be made or changed
 |  |- CreneauPris                somebody else has it, or it left the page
 |  |- TenueFinie                 held too long without a name
 |  |- CleDejaUtilisee            the same key for another request
 |  |- DejaUnRendezVous           the same person, the same slot
 |  |- TropDeRendezVous           the same person, too many at one place
 |  `- RendezVousCommence         it is too late to cancel or move
 |- RendezVousInconnu          no appointment for this code
 |- TropDeDemandes             more bookings in a minute than people make
 |- TexteChange                a consent given on another text than the one of the day
 |- CarnetChange               the carnet was changed elsewhere since the page was shown
 |- CarnetIllisible            what the carnet keeps cannot be opened with our keys
 |- CarnetFerme                no carnet is open here, or the service keeps none
 |- AgeDuCarnet                an answer says that the reader is too young to agree alone
 |- TropDEssais                more codes tried in a minute than a person types
 `- EnregistrementImpossible   the base does not answer: nothing was written
     |- AgendaMuet                the base does not answer: no slot can be read
     |- CarnetMuet                the base does not answer: the carnet cannot be read or written
     `- ReservationIncertaine     the base stopped answering: the booking may or may not be done

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


class CommuneInconnue(ErreurMetier):
    """No commune bears this INSEE code, or no place has this postcode."""

    def __init__(self) -> None:
        super().__init__(
            "Nous ne trouvons pas cette commune. Vérifiez le code postal, ou écrivez le nom de la commune en entier."
        )


class DatesImpossibles(ErreurMetier):
    """The days asked for are past, reversed or too far."""


class RendezVousRefuse(ErreurMetier):
    """The appointment cannot be made or changed as asked; nothing else was changed."""


class CreneauPris(RendezVousRefuse):
    """The slot is taken, past, or no longer shown."""

    def __init__(self) -> None:
        super().__init__("Ce créneau n'est plus libre. Rien n'est réservé. Choisissez un autre créneau.")


class TenueFinie(RendezVousRefuse):
    """The place was held, and the time to confirm is over."""

    def __init__(self) -> None:
        super().__init__(
            "Le temps pour confirmer est passé : le créneau n'est plus gardé pour vous. Rien n'est réservé. "
            "Choisissez de nouveau un créneau."
        )


class CleDejaUtilisee(RendezVousRefuse):
    """The same Idempotency-Key came with another body, or its appointment was cancelled since."""

    def __init__(self) -> None:
        super().__init__(
            "Cette demande a déjà servi pour un autre rendez-vous. Rien de nouveau n'est réservé. "
            "Recommencez depuis la liste des créneaux, avec une nouvelle clé."
        )


class DejaUnRendezVous(RendezVousRefuse):
    """The same person has a place in this very slot."""

    def __init__(self) -> None:
        super().__init__("Cette personne a déjà ce rendez-vous. Rien de plus n'est réservé.")


class TropDeRendezVous(RendezVousRefuse):
    """The same person has several appointments to come at this place."""

    def __init__(self) -> None:
        super().__init__(
            "Cette personne a déjà plusieurs rendez-vous dans ce lieu. Rien de plus n'est réservé. "
            "Annulez-en un, ou appelez le lieu."
        )


class ListePleine(RendezVousRefuse):
    """Too many people wait for this place already."""

    def __init__(self) -> None:
        super().__init__(
            "Trop de personnes attendent déjà dans ce lieu : vous n'êtes pas sur la liste. "
            "Appelez le lieu, ou cherchez plus loin."
        )


class RendezVousCommence(RendezVousRefuse):
    """The appointment has begun."""

    def __init__(self) -> None:
        super().__init__(
            "L'heure de ce rendez-vous est passée : il ne peut plus être annulé ni déplacé ici. Appelez le lieu."
        )


class RendezVousInconnu(ErreurMetier):
    """No appointment bears this code, or it was erased."""

    def __init__(self) -> None:
        super().__init__(
            "Nous ne trouvons pas de rendez-vous avec ce code. Vérifiez chaque lettre et chaque chiffre. "
            "Un rendez-vous est effacé 7 jours après sa date."
        )


class TropDeDemandes(ErreurMetier):
    """Too many bookings at the same moment."""

    def __init__(self) -> None:
        super().__init__(
            "Nous recevons trop de demandes en même temps : la vôtre n'est pas faite. Recommencez dans une minute."
        )


class AgendaMuet(EnregistrementImpossible):
    """The base does not answer, so that nobody knows which slots are free."""

    def __init__(self) -> None:
        ErreurMetier.__init__(
            self,
            "Nous ne pouvons pas lire les créneaux : notre base ne répond pas. Les conseils, eux, marchent. "
            "Recommencez dans un moment, ou appelez le 36 46.",
        )


class ReservationIncertaine(EnregistrementImpossible):
    """The base stopped answering in the middle: the same request again gives the same appointment, never two."""

    def __init__(self) -> None:
        ErreurMetier.__init__(
            self,
            "Notre base ne répond pas : nous ne pouvons pas dire que c'est réservé. "
            "Recommencez dans un moment : la même demande ne fait jamais deux rendez-vous. Ou appelez le lieu.",
        )


class TexteChange(ErreurMetier):
    """The form agreed to a text that is not the one of the day."""

    def __init__(self) -> None:
        super().__init__(
            "Le texte de cet accord a changé depuis que cette page est ouverte. Rien n'est noté. "
            "Rouvrez la page « Mes accords » et lisez le nouveau texte."
        )


class CarnetChange(ErreurMetier):
    """Another page or another device wrote first."""

    def __init__(self) -> None:
        super().__init__(
            "Votre carnet a changé sur une autre page ou un autre appareil. Ceci n'est pas noté, rien n'est perdu. "
            "Rouvrez la page et recommencez."
        )


class CarnetIllisible(ErreurMetier):
    """The keys of the service do not open what the base keeps."""

    def __init__(self) -> None:
        super().__init__(
            "Ce carnet ne peut pas être lu en ce moment : la panne vient de nous. Rien n'est effacé. "
            "Recommencez plus tard. Les conseils marchent sans carnet."
        )


class CarnetFerme(ErreurMetier):
    """Nothing to read or change here."""

    def __init__(self) -> None:
        super().__init__(
            "Aucun carnet n'est ouvert ici : rien n'est changé. Ouvrez le vôtre avec un de vos codes, "
            "page « Mon carnet »."
        )


class AgeDuCarnet(ErreurMetier):
    """The reader's birth date contradicts what was said when the carnet was made."""

    def __init__(self) -> None:
        super().__init__(
            "Avant 15 ans, un carnet ne se tient pas seul : cette date n'est pas notée. Vérifiez-la. "
            "Si elle est juste, effacez ce carnet dans « Mes données », puis refaites-le avec un parent. "
            "Un parent peut aussi ajouter son enfant comme proche dans son propre carnet."
        )


class TropDEssais(ErreurMetier):
    """Too many codes tried from the same network."""

    def __init__(self) -> None:
        super().__init__(
            "Trop de codes ont été essayés depuis ici. Vos codes marchent encore. "
            "Attendez une minute, puis recommencez."
        )


class CarnetMuet(EnregistrementImpossible):
    """The base does not answer, so that the carnet is out of reach."""

    def __init__(self) -> None:
        ErreurMetier.__init__(
            self,
            "Votre carnet ne répond pas : rien n'a été noté. Les conseils marchent sans carnet. "
            "Recommencez dans un moment.",
        )
