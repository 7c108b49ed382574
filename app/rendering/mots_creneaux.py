"""Holds the French words of slots: hours on the wall, professions, access, silences. Decides nothing."""

from datetime import datetime
from zoneinfo import ZoneInfo

from app.domain.agenda import is_sure
from app.domain.creneaux import Acces, LieuVu, Profession, Silence, TrancheDAge
from app.rendering.formats import INSECABLE, JOURS, MOIS, jour_complet, nombre_de

PROFESSIONS = {
    Profession.MEDECIN: "Médecin",
    Profession.INFIRMIER: "Infirmier ou infirmière",
    Profession.PHARMACIEN: "Pharmacien ou pharmacienne",
    Profession.SAGE_FEMME: "Sage-femme",
}
TRANCHES = {tranche: f"{tranche.value.replace('-', ' à ')} ans" for tranche in TrancheDAge}
#: The picture and the words of each need.
BESOINS = {
    Acces.PMR: ("fauteuil", "Accès en fauteuil roulant"),
    Acces.LSF: ("signes", "Langue des signes"),
    Acces.BOUCLE: ("oreille", "Boucle auditive"),
    Acces.PARKING: ("parking", "Parking"),
    Acces.TRANSPORT: ("bus", "Transport en commun"),
}
LANGUES = {"fr": "français", "en": "anglais", "ar": "arabe", "es": "espagnol", "pt": "portugais", "de": "allemand"}
RAYONS = {"5": "5 km", "20": "20 km", "50": "50 km", "100": "100 km"}

_PRENOMS = {
    prenom[0]: prenom
    for prenom in (
        *("Anatole", "Berthe", "Célestin", "Désiré", "Eugène", "François", "Gaston", "Henri", "Joseph", "Kléber"),
        *("Marcel", "Nicolas", "Pierre", "Quintal", "Raoul", "Suzanne", "Thérèse", "Victor", "William", "Xavier"),
        *("Yvonne", "Zoé"),
    )
}

SILENCES: dict[Silence, str] = {
    Silence.AUCUN: "Aucun créneau libre à ces dates. Appelez, choisissez un autre lieu, ou attendez une place.",
    Silence.TELEPHONE: "Rendez-vous par téléphone seulement.",
    Silence.INCONNU: "Nous ne savons pas s'il reste des créneaux : l'agenda ne répond plus depuis le {}. Appelez.",
}
SILENCES_FALC: dict[Silence, tuple[str, ...]] = {
    Silence.AUCUN: ("Il n'y a pas de rendez-vous libre.", "Appelez ce lieu, ou attendez ici."),
    Silence.TELEPHONE: ("Appelez pour prendre rendez-vous.",),
    Silence.INCONNU: (
        "Nous ne savons pas s'il y a des rendez-vous.",
        "Ce lieu ne donne plus de nouvelles depuis le {}.",
        "Appelez ce lieu.",
    ),
}
ZONE: dict[Silence, tuple[str, ...]] = {
    Silence.AUCUN: ("Aucun créneau libre jusqu'au {}.", "Élargissez la recherche, ou appelez un lieu."),
    Silence.TELEPHONE: ("Ici, les rendez-vous se prennent par téléphone seulement.", "Les numéros sont ci-dessous."),
    Silence.INCONNU: (
        "Nous ne savons pas s'il reste des créneaux : un agenda au moins ne répond plus.",
        "Appelez les lieux ci-dessous.",
    ),
}
ZONE_FALC: dict[Silence, tuple[str, ...]] = {
    Silence.AUCUN: ("Il n'y a pas de rendez-vous libre ici.", "Cherchez plus loin."),
    Silence.TELEPHONE: ("Ici, les rendez-vous se prennent par téléphone.",),
    Silence.INCONNU: ("Nous ne savons pas s'il y a des rendez-vous.", "Appelez les lieux."),
}
PERSONNE_ICI = (
    "Nous ne connaissons encore aucun lieu ici : notre liste n'est pas remplie.",
    "Appelez le 36 46, ou demandez à votre pharmacie qui fait ce bilan près de chez vous.",
)
PERSONNE_ICI_FALC = (
    "Nous ne connaissons pas de lieu ici.",
    "Appelez le 36 46.",
    "Le 36 46 est le téléphone de la Sécu.",
)
AVEC_ACCES = ("Aucun lieu d'ici ne dit avoir tous ces accès.", "Retirez un choix, ou appelez le 36 46.")
AVEC_ACCES_FALC = ("Nous n'avons pas trouvé de lieu avec ces accès.", "Appelez le 36 46.")


def heure(instant: datetime, fuseau: str, *, falc: bool = False) -> str:
    """9 h 45 (in easy-to-read 9 heures 45) by the clock of the place; which one on the night an hour comes twice."""
    zone = ZoneInfo(fuseau)
    ici = instant.astimezone(zone)
    mot = ("heures" if ici.hour > 1 else "heure") if falc else "h"
    texte = f"{ici.hour}{INSECABLE}{mot}" + (f"{INSECABLE}{ici.minute:02}" if ici.minute else "")
    if is_sure(instant, zone):
        return texte
    return f"{texte}, heure {'d’été' if ici.dst() else 'd’hiver'}"


def jour_du_mur(instant: datetime, fuseau: str) -> str:
    """Lundi 30 novembre, in lower case: whole words can be read aloud, the year goes without saying."""
    ici = instant.astimezone(ZoneInfo(fuseau))
    jour = "1er" if ici.day == 1 else str(ici.day)
    return f"{JOURS[ici.weekday()]} {jour} {MOIS[ici.month - 1]}"


def quand_complet(instant: datetime, fuseau: str, *, falc: bool = False) -> str:
    """Lundi 30 novembre 2026 à 9 h 45, in lower case."""
    return f"{jour_complet(instant.astimezone(ZoneInfo(fuseau)).date())} à {heure(instant, fuseau, falc=falc)}"


def il_y_a(instant: datetime, maintenant: datetime) -> str:
    """Il y a 5 minutes, 3 heures, 2 jours: how old a piece of news is."""
    minutes = max(0, int((maintenant - instant).total_seconds() // 60))
    if minutes < 1:
        return "à l'instant"
    if minutes < 60:
        return f"il y a {nombre_de(minutes, 'minute')}"
    if minutes < 48 * 60:
        return f"il y a {nombre_de(minutes // 60, 'heure')}"
    return f"il y a {minutes // (24 * 60)} jours"


def acces_dits(lieu: LieuVu) -> tuple[tuple[str, str], ...]:
    """The picture and the words of what a place says it has."""
    return tuple(BESOINS[besoin] for besoin, dit in lieu.acces.items() if dit)


def langues_dites(lieu: LieuVu) -> str:
    """The languages spoken beside French, those we can name."""
    autres = [LANGUES[code] for code in lieu.langues if code in LANGUES and code != "fr"]
    return f"On y parle aussi {', '.join(autres)}." if autres else ""


def dictee(code: str) -> str:
    """A code as it is spelt on the telephone: 7, K comme Kléber."""
    return ", ".join(f"{c} comme {_PRENOMS[c]}" if c in _PRENOMS else c for c in code)
