"""Holds the communes of France: found by postcode or by name, with a centre, a distance and a time zone. No file.

Centres come from a public list of places; a small commune borrows the nearest known one and is then `environ`.
Distances between centres help to sort what is near; they are no itinerary.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

RAYON_TERRE_KM = 6371.0
LONGUEUR_MAX = 80
PARIS = "Europe/Paris"
#: Each French territory keeps its own time; French Polynesia keeps three.
FUSEAUX: Mapping[str, str] = {
    "971": "America/Guadeloupe",
    "972": "America/Martinique",
    "973": "America/Cayenne",
    "974": "Indian/Reunion",
    "975": "America/Miquelon",
    "976": "Indian/Mayotte",
    "977": "America/St_Barthelemy",
    "978": "America/Marigot",
    "986": "Pacific/Wallis",
    "987": "Pacific/Tahiti",
    "988": "Pacific/Noumea",
}
_MARQUISES = ("98718", "98723", "98731", "98746", "98756", "98757")
_GAMBIER = "98719"
_MOT = re.compile(r"[a-z0-9]+")
_ABREGES = {"st": "saint", "ste": "sainte", "sts": "saints", "ss": "sous"}
#: "Paris 12e", "Lyon 3ème", "Marseille 1er": said with or without the word arrondissement.
_ORDINAL = re.compile(r"^(\d{1,2})(?:er|re|e|eme|ieme)$")
_VIDES = frozenset({"arrondissement", "arr", "cedex"})


@dataclass(frozen=True, slots=True)
class Point:
    """A place on Earth, in degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Commune:
    """One commune, or one arrondissement of Paris, Lyon or Marseille (INSEE code)."""

    code: str
    nom: str
    codes_postaux: tuple[str, ...]
    centre: Point | None
    #: The centre is that of a neighbour.
    environ: bool
    habitants: int

    @property
    def departement(self) -> str:
        """Its department or overseas collectivity."""
        return self.code[:3] if self.code.startswith("9") and self.code[1] in "78" else self.code[:2]

    @property
    def fuseau(self) -> str:
        """The name of its time zone in the IANA base."""
        if self.code in _MARQUISES:
            return "Pacific/Marquesas"
        if self.code == _GAMBIER:
            return "Pacific/Gambier"
        return FUSEAUX.get(self.departement, PARIS)


def distance_km(depart: Point, arrivee: Point) -> float:
    """The great-circle distance, in kilometres."""
    phi1, phi2 = radians(depart.latitude), radians(arrivee.latitude)
    ecart_phi, ecart_lambda = phi2 - phi1, radians(arrivee.longitude - depart.longitude)
    corde = sin(ecart_phi / 2) ** 2 + cos(phi1) * cos(phi2) * sin(ecart_lambda / 2) ** 2
    return 2 * RAYON_TERRE_KM * asin(min(1.0, sqrt(corde)))


def mots_du_nom(texte: str) -> tuple[str, ...]:
    """The words of a name in plain form: no accent, no hyphen, "St" as "saint", "12e arrondissement" as "12"."""
    plat = unicodedata.normalize("NFKD", texte.casefold().replace("œ", "oe").replace("æ", "ae"))
    sans_accent = "".join(c for c in plat if not unicodedata.combining(c))
    mots = []
    for mot in _MOT.findall(sans_accent):
        ordinal = _ORDINAL.match(mot)
        mots.append(str(int(ordinal[1])) if ordinal else _ABREGES.get(mot, mot))
    return tuple(mot for mot in mots if mot not in _VIDES)


class Communes:
    """Every commune, indexed once."""

    def __init__(self, communes: Iterable[Commune]) -> None:
        self._par_code = {commune.code: commune for commune in communes}
        self._par_poste: dict[str, list[Commune]] = defaultdict(list)
        noms: dict[str, list[Commune]] = defaultdict(list)
        for commune in self._par_code.values():
            for poste in commune.codes_postaux:
                self._par_poste[poste].append(commune)
            noms[" ".join(mots_du_nom(commune.nom))].append(commune)
        self._noms = noms
        self._tries = sorted(noms)

    def __len__(self) -> int:
        return len(self._par_code)

    def get(self, code: str) -> Commune | None:
        """The commune of this INSEE code."""
        return self._par_code.get(code)

    def du_code_postal(self, code_postal: str) -> tuple[Commune, ...]:
        """The communes of a postcode, the most peopled first; an arrondissement before its whole town."""
        return tuple(sorted(self._par_poste.get(code_postal, ()), key=_taille_reelle))

    def cherche(self, texte: str, maximum: int = 20) -> tuple[Commune, ...]:
        """The communes for a postcode, a name or its beginning, best first. A postcode and a name must both agree."""
        mots = mots_du_nom(texte[:LONGUEUR_MAX])
        postes = [mot for mot in mots if len(mot) == 5 and mot.isdigit()]
        nom = " ".join(mot for mot in mots if mot not in postes)
        if postes:
            trouvees = self.du_code_postal(postes[0])
            proches = [commune for commune in trouvees if " ".join(mots_du_nom(commune.nom)).startswith(nom)]
            return tuple(proches or trouvees)[:maximum]
        if len(nom) < 2:
            return ()
        exactes = sorted(self._noms.get(nom, ()), key=_peuplees)
        return tuple((exactes + self._commencent_par(nom))[:maximum])

    def comprend(self, texte: str, maximum: int = 8) -> tuple[Commune, ...]:
        """The one commune a text names, or those it may name: a postcode means the most peopled it serves."""
        trouvees = self.cherche(texte, maximum)
        mots = mots_du_nom(texte[:LONGUEUR_MAX])
        if any(len(mot) == 5 and mot.isdigit() for mot in mots):
            return trouvees[:1]
        exactes = tuple(commune for commune in trouvees if mots_du_nom(commune.nom) == mots)
        return exactes if len(exactes) == 1 else trouvees

    def plus_proche(self, point: Point) -> Commune | None:
        """The commune whose own centre is nearest: a borrowed centre would name a neighbour."""
        connues = (c for c in self._par_code.values() if c.centre is not None and not c.environ)
        return min(connues, key=lambda c: distance_km(point, c.centre or point), default=None)

    def _commencent_par(self, debut: str) -> list[Commune]:
        rang, trouvees = bisect_left(self._tries, debut), []
        while rang < len(self._tries) and self._tries[rang].startswith(debut):
            if self._tries[rang] != debut:
                trouvees += self._noms[self._tries[rang]]
            rang += 1
        return sorted(trouvees, key=_peuplees)


def _peuplees(commune: Commune) -> tuple[int, str]:
    return (-commune.habitants, commune.code)


def _taille_reelle(commune: Commune) -> tuple[bool, int, str]:
    """A town of many postcodes comes after the arrondissement that has this one only."""
    return (len(commune.codes_postaux) > 3, *_peuplees(commune))
