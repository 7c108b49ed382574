"""Holds what guards every request and answer: the gate at the entrance, security headers. Knows no route, no answer."""

from collections.abc import Awaitable, Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Methods that change nothing. Everything else must show that it comes from our own pages.
METHODES_SURES = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
#: Addresses that read no cookie and set none: a program may call them without saying where it comes from.
SANS_COOKIE = frozenset({"/sante", "/pret"})
#: Programs' addresses, and the one press by which mail software stops our messages (RFC 8058).
PREFIXES_SANS_COOKIE = ("/api/", "/arret/")
UN_AN = 31_536_000

#: Our longest form and our longest JSON body take a tenth of it.
CORPS_MAX = 64 * 1024
#: An agenda in FHIR is ten times as long as in CSV. One address reads so much, after the key of a partner.
CORPS_MAX_PARTENAIRES = 1024 * 1024
AGENDA_DE_PARTENAIRE = ("/api/v1/partenaires/lieux/", "/agenda")

#: The worker's own policy: it may ask this site for pages, and nothing else.
CSP_GARDIEN = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'"

#: What an answer may say itself, and we then do not.
A_LA_PAGE = frozenset({b"content-security-policy", b"permissions-policy"})
PERMISSIONS = "geolocation=(), camera=(), microphone=(), payment=(), usb=(), browsing-topics=()"
#: The one page where a person may touch "near me".
PERMISSIONS_PRES_DE_MOI = PERMISSIONS.replace("geolocation=()", "geolocation=(self)")

RawHeaders = list[tuple[bytes, bytes]]


def content_security_policy(style_sha256: str) -> str:
    """Nothing by default, then our own files, forms and manifest, and the one inline style that has this hash."""
    return (
        f"default-src 'none'; style-src '{style_sha256}'; script-src 'self'; worker-src 'self'; img-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
    )


def headers_for_all(csp: str) -> RawHeaders:
    """Headers of every answer, the content policy first.

    With no referrer at all, browsers would send `Origin: null` on our own forms.
    """
    return [
        (b"content-security-policy", csp.encode("ascii")),
        (b"referrer-policy", b"same-origin"),
        (b"x-content-type-options", b"nosniff"),
        (b"permissions-policy", PERMISSIONS.encode("ascii")),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"cross-origin-resource-policy", b"same-origin"),
        (b"cross-origin-embedder-policy", b"require-corp"),
        (b"vary", b"accept-encoding"),
    ]


class EntetesDeSecurite:
    """Adds the security headers to every answer, and `no-store` to those that do not say how they may be cached.

    An answer that brings its own content policy, or its own permissions, keeps them.
    """

    def __init__(self, app: ASGIApp, csp: str) -> None:
        self.app = app
        self._http = headers_for_all(csp)
        self._https = [
            *self._http,
            (b"strict-transport-security", f"max-age={UN_AN}; includeSubDomains".encode("ascii")),
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wrap `send`; a new list each time, since a cached answer is sent more than once."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        ajoutes = self._https if scope["scheme"] == "https" else self._http

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                entetes = message.get("headers") or []
                noms = [nom for nom, _ in entetes]
                complets = [
                    *entetes,
                    *(ajoute for ajoute in ajoutes if ajoute[0] not in A_LA_PAGE or ajoute[0] not in noms),
                ]
                if b"cache-control" not in noms:
                    complets.append((b"cache-control", b"no-store"))
                message["headers"] = complets
            await send(message)

        await self.app(scope, receive, send_with_headers)


def is_same_origin(scope: Scope) -> bool:
    """Whether an unsafe request may be obeyed.

    A browser says where the request comes from (Sec-Fetch-Site, which no page can forge, else Origin, compared with the
    Host it was sent to; forwarded headers are never read). `null`, repeated or foreign values are refused.
    A request that says neither is a program: it holds none of the person's cookies, so it may call the routes that read
    none, and no other.
    """
    sites, origines, hotes = [], [], []
    for nom, valeur in scope["headers"]:
        if nom == b"sec-fetch-site":
            sites.append(valeur)
        elif nom == b"origin":
            origines.append(valeur)
        elif nom == b"host":
            hotes.append(valeur)
    if sites == [b"same-origin"]:
        return True
    if not origines:
        chemin = scope["path"]
        return not sites and (chemin.startswith(PREFIXES_SANS_COOKIE) or chemin in SANS_COOKIE)
    if len(origines) != 1 or len(hotes) != 1 or len(sites) > 1:
        return False
    hote = hotes[0].lower()
    attendues = {b"https://" + hote}
    if scope["scheme"] == "http":
        attendues.add(b"http://" + hote)
    return origines[0].lower() in attendues


def announces_too_much(scope: Scope) -> bool:
    """Whether the request says that its body is over the limit; a body that does not say is measured as it is read."""
    debut, fin = AGENDA_DE_PARTENAIRE
    agenda = scope["path"].startswith(debut) and scope["path"].endswith(fin)
    limite = CORPS_MAX_PARTENAIRES if agenda else CORPS_MAX
    for nom, valeur in scope["headers"]:
        if nom == b"content-length":
            return not valeur.isdigit() or len(valeur) > len(str(limite)) or int(valeur) > limite
    return False


class Portier:
    """Turns away the unsafe requests that do not come from our own pages, and those that are too long.

    The refusal of a long body is here because the framework's own, for an announced length, is in English.
    """

    def __init__(self, app: ASGIApp, refuse: Callable[[Scope, Receive, Send, int], Awaitable[None]]) -> None:
        self.app = app
        self.refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let safe methods through at no cost."""
        if scope["type"] == "http" and scope["method"] not in METHODES_SURES:
            if announces_too_much(scope):
                await self.refuse(scope, receive, send, 413)
                return
            if not is_same_origin(scope):
                await self.refuse(scope, receive, send, 403)
                return
        await self.app(scope, receive, send)
