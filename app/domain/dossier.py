"""Holds what one browser keeps: up to six people, and the one whose advice is shown. Writes no cookie, judges nothing.

To keep something more of each person (vaccinations, expenses): add a field with a default to `EtatNavigateur`, then
its letter in `_pack` and `_unpack` of `reponses_chiffrees`. Pages keep reading and writing the person shown.
"""

import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date

from app.domain.autoquestionnaire import Reponses
from app.domain.carnet import Maladies
from app.domain.consentement import AGE_DU_CONSENTEMENT, ActeConsentement
from app.domain.dates import age_on
from app.domain.depenses import Depenses
from app.domain.erreurs import TropDePersonnes
from app.domain.profil import Profil
from app.domain.vaccination_dossier import Vaccination

#: A household: two adults and four children or parents. More would not fit in a cookie anyway.
PERSONNES_MAX = 6
#: Initials or a short name: enough to tell people apart, too little to tell who they are.
NOM_MAX = 12


@dataclass(frozen=True, slots=True)
class EtatNavigateur:
    """What the browser keeps of one person.

    A fact they chose not to answer is kept as null; `personnel` says that they opened the optional personal questions.
    `proche` is true of anyone but the reader, whose `numero` is 0. The number of a relative never changes nor serves
    twice: a form left open in another tab still names the person it was about.
    """

    profil: Profil = field(default_factory=Profil)
    personnel: bool = False
    nom: str = ""
    proche: bool = False
    numero: int = 0
    vaccinations: tuple[Vaccination, ...] = ()
    maladies: Maladies = ()
    depenses: Depenses = field(default_factory=Depenses)
    questionnaire: Reponses = ()
    #: Where searches begin, as it is typed ("71000 Mâcon"); in a carnet alone, with its own consent.
    commune: str = ""


VIDE = EtatNavigateur()


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everyone the browser keeps; `actif` is the position of the one shown, `crees` counts the relatives ever added.

    `accord` is the consent to keep all this once the browser is closed; without it, the answers leave with it.
    """

    personnes: tuple[EtatNavigateur, ...] = ()
    actif: int = 0
    crees: int = 0
    accord: ActeConsentement | None = None

    @property
    def personne(self) -> EtatNavigateur:
        """The person whose advice is shown; someone unknown when nobody is kept."""
        return self.personnes[self.actif] if self.personnes else VIDE

    @property
    def lecteur(self) -> EtatNavigateur:
        """The person who reads, when they answered for themself; someone unknown otherwise."""
        return self.trouver(0) or VIDE

    def trouver(self, numero: int) -> EtatNavigateur | None:
        """The person of that number, if they are still kept."""
        return next((personne for personne in self.personnes if personne.numero == numero), None)

    def choisir(self, numero: int) -> "Dossier":
        """The same people, this one shown; unchanged when nobody bears the number."""
        rangs = [rang for rang, personne in enumerate(self.personnes) if personne.numero == numero]
        return replace(self, actif=rangs[0]) if rangs else self

    def garder(self, etat: EtatNavigateur) -> "Dossier":
        """The same people with the one shown replaced; the first of all when nobody was kept."""
        if not self.personnes:
            return self.ajouter(etat)
        rang, personnes = self.actif, self.personnes
        garde = replace(etat, numero=personnes[rang].numero)
        return replace(self, personnes=(*personnes[:rang], garde, *personnes[rang + 1 :]))

    def ajouter(self, etat: EtatNavigateur) -> "Dossier":
        """One person more, who becomes the one shown, the reader before all others; TropDePersonnes beyond six."""
        if len(self.personnes) >= PERSONNES_MAX:
            raise TropDePersonnes
        if not etat.proche:
            return replace(self, personnes=(replace(etat, numero=0), *self.personnes), actif=0)
        crees = self.crees + 1
        personnes = (*self.personnes, replace(etat, numero=crees))
        return replace(self, personnes=personnes, actif=len(self.personnes), crees=crees)

    def garder_lecteur(self, etat: EtatNavigateur) -> "Dossier":
        """The same people with the reader replaced or added, and shown."""
        etat = replace(etat, proche=False, nom="")
        if self.trouver(0) is None:
            return self.ajouter(etat)
        return self.choisir(0).garder(etat)

    def accepter(self, accord: ActeConsentement) -> "Dossier":
        """The same people, to be kept once the browser is closed."""
        return replace(self, accord=accord)

    @property
    def commune(self) -> str:
        """The commune that is remembered; empty when none is."""
        return next((personne.commune for personne in self.personnes if personne.commune), "")

    def trop_jeune(self, le: date) -> bool:
        """Whether the reader says, by a birth date, to be too young to agree alone."""
        naissance = self.lecteur.profil.date_naissance
        return naissance is not None and age_on(naissance.premier, le) < AGE_DU_CONSENTEMENT

    def proteger(self, le: date) -> "Dossier":
        """The same people, kept no longer than the browser is open when their reader is too young to have agreed."""
        return replace(self, accord=None) if self.accord and self.trop_jeune(le) else self

    def retenir(self, commune: str) -> "Dossier":
        """The same people, this commune remembered with the first of them and no other."""
        personnes = tuple(replace(p, commune=commune if not rang else "") for rang, p in enumerate(self.personnes))
        return replace(self, personnes=personnes)

    def retirer(self, numero: int) -> "Dossier":
        """Without that person; the reader, or the first who stays, is shown when the one shown has left."""
        restent = tuple(personne for personne in self.personnes if personne.numero != numero)
        montre = 0 if self.personne.numero == numero else self.personne.numero
        return replace(self, personnes=restent, actif=0).choisir(montre)


def clean_nom(saisie: str) -> str:
    """A short name as it may be kept and shown: one line, ordinary spaces, nothing invisible."""
    visibles = "".join(
        c if unicodedata.category(c)[0] not in "CZ" else " " for c in unicodedata.normalize("NFC", saisie)
    )
    return " ".join(visibles.split())
