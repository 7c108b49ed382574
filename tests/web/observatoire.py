"""The points the MDN HTTP Observatory gives to an answer, from its published rules, written again here. Tests nothing.

100 points, less the penalties; from 90 on, the bonuses are added. Rules of 2026: mdn/mdn-http-observatory, pull request
498 adds the opener and embedder policies (10 each) to those that gave 145 at most. What only a real server has, its
certificate and the redirection from plain http, is the deployer's and counts for nothing here.
"""

import re
from html.parser import HTMLParser
from http.cookies import SimpleCookie

import httpx2

DEPART, BONUS_A_PARTIR_DE = 100, 90
#: Half a year, in seconds.
DUREE_MINIMALE = 15_768_000
ENTRE_ORIGINES = {"same-origin", "same-origin-allow-popups", "noopener-allow-popups"}
#: Sources so wide that a policy naming one is no policy.
LARGES = {"'unsafe-inline'", "'unsafe-eval'", "data:", "http:", "https:", "*"}
DISCRETES = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}


class _Scripts(HTMLParser):
    """The scripts a page loads: address and whether their content is pinned."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.lus: list[tuple[str, bool]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note each script that has an address."""
        attributs = dict(attrs)
        if tag == "script" and attributs.get("src"):
            self.lus.append((attributs["src"] or "", "integrity" in attributs))


def directives(politique: str) -> dict[str, list[str]]:
    """A content policy, directive by directive."""
    return {mots[0]: mots[1:] for mots in (partie.split() for partie in politique.split(";")) if mots}


def _contenu(politique: dict[str, list[str]]) -> int:
    """What may run, be shown and be sent."""
    if not politique:
        return -25
    defaut = politique.get("default-src", ["*"])
    executables = [*politique.get("script-src", defaut), *politique.get("object-src", defaut)]
    if LARGES & set(executables):
        return -20
    if any(source.startswith("http:") for sources in politique.values() for source in sources):
        return -20
    ferme = politique.get("form-action", ["*"]) in (["'none'"], ["'self'"])
    if LARGES & set(politique.get("style-src", defaut)) or not ferme:
        return 0
    return 10 if defaut == ["'none'"] else 5


def _cookies(reponse: httpx2.Response) -> int:
    """Closed to scripts, to plain http and to other sites."""
    poses = [cookie for brut in reponse.headers.get_list("set-cookie") for cookie in SimpleCookie(brut).values()]
    if any(not cookie["secure"] for cookie in poses):
        return -40
    if any(not cookie["httponly"] for cookie in poses):
        return -30
    if any(cookie["samesite"].lower() not in {"lax", "strict"} for cookie in poses):
        return -20
    return 5 if poses else 0


def _scripts(reponse: httpx2.Response) -> int:
    """Ours, or pinned."""
    if "html" not in reponse.headers.get("content-type", ""):
        return 0
    lus = _Scripts(reponse.text).lus
    if any(re.match(r"http:|//", adresse) for adresse, _ in lus):
        return -50
    if any(adresse.startswith("https:") and not fige for adresse, fige in lus):
        return -5
    return 5 if lus and all(fige for _, fige in lus) else 0


def _duree(entete: str) -> int:
    """How long a browser remembers to come by https only."""
    trouve = re.search(r"max-age=(\d+)", entete)
    if trouve is None:
        return -20
    return 0 if int(trouve[1]) >= DUREE_MINIMALE else -10


def _one_of(valeur: str | None, bonus: dict[str, int], invalide: int) -> int:
    """A header of one word: absent it gives nothing, unknown it costs."""
    return 0 if valeur is None else bonus.get(valeur, invalide)


def details(reponse: httpx2.Response) -> dict[str, int]:
    """What each rule adds or takes away."""
    entetes = reponse.headers
    politique = directives(entetes.get("content-security-policy", ""))
    cadres = 5 if "frame-ancestors" in politique else 0 if "x-frame-options" in entetes else -20
    partage = entetes.get("access-control-allow-credentials") == "true"
    return {
        "contenu": _contenu(politique),
        "cookies": _cookies(reponse),
        "partage": -50 if partage else 0,
        "provenance": _one_of(entetes.get("referrer-policy"), dict.fromkeys(DISCRETES, 5), -5),
        "https": _duree(entetes.get("strict-transport-security", "")),
        "scripts": _scripts(reponse),
        "genre": 0 if entetes.get("x-content-type-options") == "nosniff" else -5,
        "cadres": cadres,
        "ressources": _one_of(
            entetes.get("cross-origin-resource-policy"), {"same-origin": 10, "same-site": 10, "cross-origin": 0}, -5
        ),
        "fenetres": _one_of(entetes.get("cross-origin-opener-policy"), dict.fromkeys(ENTRE_ORIGINES, 10), 0),
        "inclusions": _one_of(
            entetes.get("cross-origin-embedder-policy"), {"require-corp": 10, "credentialless": 10}, 0
        ),
    }


def score(reponse: httpx2.Response) -> int:
    """The penalties first, then the bonuses of what is already good."""
    points = details(reponse).values()
    total = DEPART + sum(point for point in points if point < 0)
    if total >= BONUS_A_PARTIR_DE:
        total += sum(point for point in points if point > 0)
    return max(0, total)
