"""Walks through the site inside this process, as a browser without JavaScript would. Judges no page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

from starlette.types import ASGIApp, Message, Scope

HOTE = "atelier.invalid"
#: What holds a text of its own on a page, and what it is: a heading, a sentence or something to touch.
_BLOCS = {
    "h1": "titre", "h2": "titre", "h3": "titre", "legend": "titre", "label": "titre",
    "p": "phrase", "li": "phrase", "a": "lien", "button": "lien",
}  # fmt: skip
_VIDES = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
#: Words for screen readers that complete a link, marks of a drawing, examples of what a field accepts.
_TUS = frozenset({"hors-vue", "petit"})


@dataclass(frozen=True, slots=True)
class Bloc:
    """One text of the main part of a page."""

    genre: str
    texte: str


@dataclass(slots=True)
class PageLue:
    """A page as a reader and a crawler see it."""

    statut: int
    texte: str
    lieu: str = ""
    liens: list[str] = field(default_factory=list)
    formulaires: list[tuple[str, str]] = field(default_factory=list)
    ancres: set[str] = field(default_factory=set)
    blocs: list[Bloc] = field(default_factory=list)


class Navigateur:
    """One visitor: it keeps the cookies it is given."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._temoins: dict[str, str] = {}

    async def get(self, adresse: str) -> PageLue:
        """Open an address."""
        return await self._demander("GET", adresse, b"")

    async def post(self, adresse: str, champs: Mapping[str, str]) -> PageLue:
        """Send a form."""
        return await self._demander("POST", adresse, urlencode(champs).encode("ascii"))

    async def _demander(self, methode: str, adresse: str, corps: bytes) -> PageLue:
        chemin, _, requete = adresse.partition("?")
        entetes = [(b"host", HOTE.encode()), (b"sec-fetch-site", b"same-origin")]
        if corps:
            entetes.append((b"content-type", b"application/x-www-form-urlencoded"))
        if self._temoins:
            entetes.append((b"cookie", "; ".join(f"{nom}={v}" for nom, v in self._temoins.items()).encode("ascii")))
        scope: Scope = {
            "type": "http", "asgi": {"version": "3.0", "spec_version": "2.4"}, "http_version": "1.1",
            "method": methode, "scheme": "https",
            "path": chemin, "raw_path": chemin.encode(), "query_string": requete.encode(), "root_path": "",
            "headers": entetes, "server": (HOTE, 443), "client": ("127.0.0.1", 1), "state": {},
        }  # fmt: skip
        statut, types, lieu = 0, "", ""
        morceaux: list[bytes] = []

        demandes = iter([{"type": "http.request", "body": corps, "more_body": False}])

        async def receive() -> Message:
            return next(demandes, {"type": "http.disconnect"})

        async def send(message: Message) -> None:
            nonlocal statut, types, lieu
            if message["type"] == "http.response.body":
                morceaux.append(message.get("body", b""))
                return
            statut = message["status"]
            for nom, valeur in message["headers"]:
                texte = valeur.decode("latin-1")
                if nom == b"content-type":
                    types = texte
                elif nom == b"location":
                    lieu = texte
                elif nom == b"set-cookie":
                    temoin, _, contenu = texte.partition(";")[0].partition("=")
                    self._temoins[temoin] = contenu

        await self._app(scope, receive, send)
        page = PageLue(statut, b"".join(morceaux).decode("utf-8", "replace"), lieu)
        if types.startswith("text/html"):
            lecteur = _Lecteur(page)
            lecteur.feed(page.texte)
        return page


@dataclass(slots=True)
class _Ouvert:
    """An element not closed yet, and the text it holds so far."""

    nom: str
    #: What its text is; empty when it holds none of its own.
    genre: str
    tu: bool
    morceaux: list[str] = field(default_factory=list)
    #: Whether some words are its own, and not those of a link alone.
    propre: bool = False


class _Lecteur(HTMLParser):
    """Collects links, forms, anchors, and the texts of the main part."""

    def __init__(self, page: PageLue) -> None:
        super().__init__()
        self._page = page
        self._principal = 0
        self._ouverts: list[_Ouvert] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the element leads to or is named, and begin its text."""
        attributs = {nom: valeur or "" for nom, valeur in attrs}
        if "id" in attributs:
            self._page.ancres.add(attributs["id"])
        if tag in {"a", "link"} and "href" in attributs:
            self._page.liens.append(attributs["href"])
        if tag == "form":
            self._page.formulaires.append((attributs.get("method", "get").upper(), attributs.get("action", "")))
        self._principal += tag == "main"
        if tag in _VIDES:
            return
        tu = bool(_TUS.intersection(attributs.get("class", "").split())) or tag in {"svg", "style", "script"}
        tu = tu or (bool(self._ouverts) and self._ouverts[-1].tu)
        self._ouverts.append(_Ouvert(tag, _BLOCS.get(tag, "") if self._principal else "", tu))

    def handle_endtag(self, tag: str) -> None:
        """Give the text of the element once it is whole."""
        while self._ouverts:
            element = self._ouverts.pop()
            texte = " ".join("".join(element.morceaux).split())
            if texte and element.propre and not element.tu:
                self._page.blocs.append(Bloc(element.genre, texte))
            if element.nom == tag:
                break
        self._principal -= tag == "main"

    def handle_data(self, data: str) -> None:
        """Add to the nearest text of its own: a link inside a sentence is part of it too."""
        if not self._ouverts or self._ouverts[-1].tu:
            return
        dans_un_lien = False
        for element in reversed(self._ouverts):
            if not element.genre:
                continue
            element.morceaux.append(data)
            element.propre = element.propre or (bool(data.strip()) and not dans_un_lien)
            if element.genre != "lien":
                break
            dans_un_lien = True
