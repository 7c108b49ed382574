"""Holds the frozen views of the pages about slots and appointments: French text, no rule, no date arithmetic."""

from dataclasses import dataclass

from app.rendering.vues import VueChamp

#: A field nobody has filled yet.
VIDE = VueChamp()


@dataclass(frozen=True, slots=True)
class SaisieCreneaux:
    """A search as it was typed, given back in the form: nothing of it is ever in an address.

    `commune` is a code once the place is known; `code` the one of the appointment being moved.
    """

    ou: str = ""
    commune: str = ""
    rayon: str = ""
    profession: str = ""
    tranche: str = ""
    acces: tuple[str, ...] = ()
    page: int = 1
    code: str = ""

    @property
    def caches(self) -> tuple[tuple[str, str], ...]:
        """What the next form repeats without showing it."""
        champs = (
            ("ou", self.ou),
            ("commune", self.commune),
            ("rayon", self.rayon),
            ("profession", self.profession),
            ("tranche", self.tranche),
            ("code", self.code),
            *(("acces", besoin) for besoin in self.acces),
        )
        return tuple((nom, valeur) for nom, valeur in champs if valeur)


@dataclass(frozen=True, slots=True)
class VueCreneau:
    """One slot to touch."""

    id: str
    heure: str
    qui: str


@dataclass(frozen=True, slots=True)
class VueJour:
    """The slots of one day."""

    jour: str
    creneaux: tuple[VueCreneau, ...]


@dataclass(frozen=True, slots=True)
class VueLieuTrouve:
    """One place: where, how to get in, how to call, its next slots, or why there is none."""

    nom: str
    adresse: str
    distance: str
    acces: tuple[tuple[str, str], ...]
    langues: str
    telephone: str
    vu: str
    jours: tuple[VueJour, ...]
    suite: tuple[VueJour, ...]
    silence: tuple[str, ...]
    #: The place to wait for, when it has nothing free and a list can be entered.
    attendre: str = ""


@dataclass(frozen=True, slots=True)
class VueResultats:
    """What was found around one commune, some places a page."""

    titre: str
    lieux: tuple[VueLieuTrouve, ...]
    page: int
    nombre: int
    #: Why there is no slot at all, and what can be done.
    silence: tuple[str, ...]
    plus_loin: str
    acces_inconnu: str
    demonstration: bool
    environ: bool


@dataclass(frozen=True, slots=True)
class VueCreneaux:
    """The search, and once it is made, its results or the communes it may mean."""

    saisie: SaisieCreneaux
    champ: VueChamp
    #: A refusal said above the results.
    refus: str
    propositions: tuple[tuple[str, str], ...]
    resultats: VueResultats | None
    rayons: tuple[tuple[str, str], ...]
    professions: tuple[tuple[str, str], ...]
    tranches: tuple[tuple[str, str], ...]
    besoins: tuple[tuple[str, str], ...]
    #: Repeats the same request when it is sent twice.
    cle: str


@dataclass(frozen=True, slots=True)
class VueAttente:
    """A request that waits: what is held for it and its code, else what is free now and its number, else neither."""

    jusqu_a: str
    plus_tot: bool
    offre: str = ""
    gardee: str = ""
    libre: str = ""
    creneau: str = ""


@dataclass(frozen=True, slots=True)
class VueRendezVous:
    """One appointment at one step: tenu, deplacer, reserve, lu, annule; or attente, refus, code when looked for."""

    etape: str
    code: str = ""
    #: The same, in two halves to be read out.
    code_ecrit: str = ""
    quand: str = ""
    lieu: str = ""
    adresse: str = ""
    telephone: str = ""
    qui: str = ""
    pour: str = ""
    commune: str = ""
    acces: tuple[tuple[str, str], ...] = ()
    #: Until when the place is held.
    jusqu_a: str = ""
    #: When moving: the code of the appointment that moves, and its date.
    ancien: str = ""
    ancien_quand: str = ""
    prenom: VueChamp = VIDE
    nom: VueChamp = VIDE
    contact: VueChamp = VIDE
    champ_code: VueChamp = VIDE
    message: str = ""
    #: The code as it is spelt on the telephone.
    dictee: str = ""
    attente: VueAttente | None = None
    demonstration: bool = False
