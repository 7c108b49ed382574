"""Holds when someone of a carnet may have their own, the code that takes them there, and how two profiles join.

Stores nothing, reads no clock. The code is read and written as those of the carnet: 125 bits, one use, some days.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.domain.carnet import DOSES_MAX, MALADIES_MAX, add_doses
from app.domain.consentement import AGE_DU_CONSENTEMENT
from app.domain.dates import DateApprochee, age_on, anniversaire
from app.domain.depenses import LIGNES_MAX, Couverture, Depenses
from app.domain.dossier import EtatNavigateur
from app.domain.erreurs_passage import PassageRefuse, RaisonDePassage
from app.domain.profil import Profil

#: Who decides alone of everything (article 414 of the civil code).
AGE_DE_LA_MAJORITE = 18
#: Long enough to hand a sheet of paper over, short enough to be forgotten without harm.
DUREE_DU_CODE = timedelta(days=7)
#: What a profile holds at most of what was done.
_HISTORIQUE_MAX = 200


class EtapeDeVie(StrEnum):
    """What an age changes to who keeps a profile; unknown as long as two answers are possible."""

    INCONNUE = "inconnue"
    ENFANT = "enfant"
    PEUT_CONSENTIR = "peut-consentir"
    MAJEUR = "majeur"


class GenreInvitation(StrEnum):
    """What a code given by hand does."""

    DONNER = "donner"
    SUIVRE = "suivre"


@dataclass(frozen=True, slots=True)
class Invitation:
    """A code that waits, as who made it sees it: never the code."""

    numero: int
    genre: GenreInvitation
    expire_le: datetime


@dataclass(frozen=True, slots=True)
class Proposition:
    """What a code offers to who types it: no name, no answer, an age to recognise who it is about."""

    genre: GenreInvitation
    age: int


def etape_de(naissance: DateApprochee | None, le: date) -> EtapeDeVie:
    """Where someone is on that day, when every day they may be born on says the same."""
    if naissance is None:
        return EtapeDeVie.INCONNUE
    plus_vieux, plus_jeune = (_etape(age_on(jour, le)) for jour in (naissance.premier, naissance.dernier))
    return plus_jeune if plus_jeune is plus_vieux else EtapeDeVie.INCONNUE


def jour_du_consentement(naissance: DateApprochee) -> date:
    """The first day on which they surely may agree alone."""
    return anniversaire(naissance.dernier, AGE_DU_CONSENTEMENT)


def peut_recevoir(naissance: DateApprochee | None, le: date) -> bool:
    """Whether they may have a carnet of their own: surely 15, whatever is not known of their birth date."""
    return naissance is not None and age_on(naissance.dernier, le) >= AGE_DU_CONSENTEMENT


def peut_etre_suivi(naissance: DateApprochee | None, le: date) -> bool:
    """Whether two adults may follow them: a child, surely under 18."""
    return etape_de(naissance, le) in {EtapeDeVie.ENFANT, EtapeDeVie.PEUT_CONSENTIR}


def joindre(sien: EtatNavigateur, recu: EtatNavigateur) -> EtatNavigateur:
    """The reader with what another carnet kept of them: their own answers first, nothing lost of the rest.

    PassageRefuse when the two are not one person, or hold together more than a profile may.
    """
    if not _same_birth(sien.profil.date_naissance, recu.profil.date_naissance):
        raise PassageRefuse(RaisonDePassage.AUTRE_PERSONNE)
    a_elle = sien.profil
    profil = Profil(
        date_naissance=a_elle.date_naissance or recu.profil.date_naissance,
        sexe=a_elle.sexe or recu.profil.sexe,
        departement=a_elle.departement or recu.profil.departement,
        reponses=dict(recu.profil.reponses) | a_elle.reponses,
        nombre_faits=dict(recu.profil.nombre_faits) | a_elle.nombre_faits,
        dernieres_regles=a_elle.dernieres_regles or recu.profil.dernieres_regles,
        terme_prevu=a_elle.terme_prevu or recu.profil.terme_prevu,
    )
    ailleurs = tuple(acte for acte in recu.profil.historique if acte not in a_elle.historique)
    historique = (*a_elle.historique, *ailleurs)
    doses = add_doses(sien.vaccinations, recu.vaccinations)
    maladies = tuple(sorted((dict(recu.maladies) | dict(sien.maladies)).items(), key=lambda maladie: maladie[0]))
    depenses = _join_depenses(sien.depenses, recu.depenses)
    sizes = ((historique, _HISTORIQUE_MAX), (doses, DOSES_MAX), (maladies, MALADIES_MAX), (depenses.lignes, LIGNES_MAX))
    if any(len(tout) > maximum for tout, maximum in sizes):
        raise PassageRefuse(RaisonDePassage.TROP)
    return replace(
        sien,
        profil=profil.model_copy(update={"historique": historique}),
        personnel=sien.personnel or recu.personnel,
        nom="",
        proche=False,
        numero=0,
        vaccinations=doses,
        maladies=maladies,
        depenses=depenses,
    )


def _etape(age: int) -> EtapeDeVie:
    if age < AGE_DU_CONSENTEMENT:
        return EtapeDeVie.ENFANT
    return EtapeDeVie.MAJEUR if age >= AGE_DE_LA_MAJORITE else EtapeDeVie.PEUT_CONSENTIR


def _same_birth(une: DateApprochee | None, autre: DateApprochee | None) -> bool:
    """Whether one day is possible for both."""
    if une is None or autre is None:
        return True
    return une.premier <= autre.dernier and autre.premier <= une.dernier


def _join_depenses(siennes: Depenses, recues: Depenses) -> Depenses:
    connue = siennes.couverture is not Couverture.INCONNUE
    lignes = (*siennes.lignes, *(ligne for ligne in recues.lignes if ligne not in siennes.lignes))
    couverture = siennes.couverture if connue else recues.couverture
    return Depenses(tuple(sorted(lignes, key=lambda ligne: ligne.le)), couverture)
