"""Reads a postal address and a telephone number where a reminder may reach someone. Keeps and sends nothing.

A postal address follows the French norm NF Z 10-011: six lines of 38 signs, the last ones in capitals without signs.
"""

import re
import unicodedata
from collections.abc import Mapping

from app.domain.adresse_illisible import AdresseIllisible

LIGNES_MIN, LIGNES_MAX, LETTRES_MAX = 3, 6, 38
#: What machines read: the street or the place, and the town.
_LUES = 2
_VILLE = re.compile(r"(?:F-)?(\d{5}) +(\S.*)", re.IGNORECASE)
_SIGNES = re.compile(r"[^A-Z0-9 ]+")
_INVISIBLES = re.compile(r"[\x00-\x1f\x7f-\x9f<>\u200b-\u202e\u2066-\u2069\ufeff]")

#: What a national number begins with, and the country code and the kind of line it stands for.
_NATIONAUX: tuple[tuple[str, str, bool], ...] = (
    *((f"0{n}", "590", True) for n in ("690", "691")),
    ("0694", "594", True),
    *((f"0{n}", "596", True) for n in ("696", "697")),
    *((f"0{n}", "262", True) for n in ("639", "692", "693")),
    ("0590", "590", False), ("0594", "594", False), ("0596", "596", False), ("0262", "262", False),
    ("0263", "262", False), ("0269", "262", False),
    ("06", "33", True), ("07", "33", True),
    *((f"0{n}", "33", False) for n in (1, 2, 3, 4, 5, 9)),
)  # fmt: skip
#: Territories whose numbers have no national zero: how they are written, and which of them are mobiles.
_TERRITOIRES: Mapping[str, tuple[str, str]] = {
    "508": (r"\d{6}|[57]08\d{6}", r"(?:708\d{6}|[567]\d{5})"),
    "681": (r"\d{6}", r"8\d{5}"),
    "687": (r"\d{6}", r"[789]\d{5}"),
    "689": (r"\d{8}", r"8[79]\d{6}"),
}
_SEPARATEURS = re.compile(r"[\s.\-/()\u00a0\u202f]+")


def read_lettre(saisie: str) -> str:
    """A postal address in France, overseas included, as on an envelope: the name, the street, the town."""
    lignes = [" ".join(ligne.split()) for ligne in saisie.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    lignes = [ligne for ligne in lignes if ligne]
    if not LIGNES_MIN <= len(lignes) <= LIGNES_MAX:
        raise AdresseIllisible(
            "Écrivez l'adresse comme sur une enveloppe, de 3 à 6 lignes : le nom, la rue ou le lieu-dit, puis le code "
            "postal et la ville. Rien n'est noté."
        )
    if any(_INVISIBLES.search(ligne) for ligne in lignes):
        raise AdresseIllisible(
            "Une ligne contient un signe qui ne s'imprime pas : rien n'est noté. Recopiez l'adresse avec des lettres."
        )
    if any(len(ligne) > LETTRES_MAX for ligne in lignes):
        raise AdresseIllisible(
            f"Une ligne d'adresse a {LETTRES_MAX} signes au plus, espaces compris : rien n'est noté. Abrégez la plus "
            "longue, ou coupez-la en deux lignes."
        )
    ville = _VILLE.fullmatch(lignes[-1])
    if ville is None or not ville[2][:1].isalpha():
        raise AdresseIllisible(
            "La dernière ligne doit être le code postal, un espace, puis la ville : rien n'est noté. "
            "Exemple : 71000 Mâcon"
        )
    haut, bas = lignes[:-_LUES], [lignes[-_LUES], f"{ville[1]} {ville[2]}"]
    lues = [capitales(ligne) for ligne in bas]
    if any(not ligne or len(ligne) > LETTRES_MAX for ligne in lues):
        raise AdresseIllisible(
            "La rue ou la ville ne s'écrit pas en 38 lettres et chiffres : rien n'est noté. Écrivez-la autrement."
        )
    return "\n".join([*haut, *lues])


def read_mobile(saisie: str) -> str:
    """A number that receives text messages, as +33612345678."""
    numero, mobile = _telephone(saisie)
    if not mobile:
        raise AdresseIllisible(
            "Ce numéro est celui d'un téléphone fixe, qui ne reçoit pas de SMS : rien n'est noté. Donnez un numéro de "
            "portable, ou choisissez un autre moyen."
        )
    return numero


def read_appelable(saisie: str) -> str:
    """A number that can be called, as +33385123456."""
    return _telephone(saisie)[0]


def capitales(texte: str) -> str:
    """The same words as sorting machines read them: capitals, no accent, no sign."""
    plat = texte.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae").replace("Æ", "AE")
    sans = "".join(c for c in unicodedata.normalize("NFD", plat) if not unicodedata.combining(c))
    return " ".join(_SIGNES.sub(" ", sans.upper()).split())


def _telephone(saisie: str) -> tuple[str, bool]:
    """A French number, overseas included, and whether it is a mobile."""
    chiffres = _SEPARATEURS.sub("", saisie.strip()[:40])
    if chiffres.startswith("00"):
        chiffres = f"+{chiffres[2:]}"
    lu = _national(chiffres) if chiffres.startswith("0") else _international(chiffres)
    if lu is None:
        raise AdresseIllisible(
            "Ce n'est pas un numéro français complet : rien n'est noté. Écrivez ses 10 chiffres, ou + et l'indicatif "
            "outre-mer. Exemples : 06 12 34 56 78 ou +687 75 12 34"
        )
    return lu


def _national(chiffres: str) -> tuple[str, bool] | None:
    """A number of ten digits that begins with a zero."""
    if len(chiffres) != 10 or not (chiffres.isascii() and chiffres.isdigit()):
        return None
    trouve = next(((code, mobile) for debut, code, mobile in _NATIONAUX if chiffres.startswith(debut)), None)
    return None if trouve is None else (f"+{trouve[0]}{chiffres[1:]}", trouve[1])


def _international(chiffres: str) -> tuple[str, bool] | None:
    """A number that begins with + and its code."""
    suite = chiffres.removeprefix("+")
    if suite == chiffres or not (suite.isascii() and suite.isdigit()):
        return None
    for code, (forme, mobiles) in _TERRITOIRES.items():
        reste = suite.removeprefix(code)
        if reste != suite:
            return (chiffres, bool(re.fullmatch(mobiles, reste))) if re.fullmatch(forme, reste) else None
    for code in ("33", "590", "594", "596", "262"):
        reste = suite.removeprefix(code)
        if reste != suite:
            # People who know the code often keep the zero: +33 (0)6…
            lu = _national(f"0{reste.removeprefix('0')}")
            return lu if lu is not None and (code == "33" or lu[0].startswith(f"+{code}")) else None
    return None
