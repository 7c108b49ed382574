"""Compresses answers with gzip when the browser accepts it. Chooses nothing else, and touches no answer it was given.

The framework's own rewrites the header list of the answer, which breaks the pages we keep and send many times, and
reads all the headers even when there is nothing to compress.
"""

import zlib

from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: The first level at which the longest answer of the API fits in 30 kB (see docs/decisions/0006).
NIVEAU = 6
#: Below, the compressed answer is not shorter once in its packet.
OCTETS_MIN = 500
FORMAT_GZIP = 16 + zlib.MAX_WBITS
TEXTES = (b"text/", b"application/json", b"application/manifest+json", b"image/svg+xml")


def accepts_gzip(scope: Scope) -> bool:
    """Whether the request names gzip without refusing it."""
    for nom, valeur in scope["headers"]:
        if nom == b"accept-encoding" and b"gzip" in valeur:
            choix = (morceau.partition(b";") for morceau in valeur.replace(b" ", b"").split(b","))
            return any(format_ == b"gzip" and q.rstrip(b"0.") != b"q=" for format_, _, q in choix)
    return False


class Compression:
    """Compresses each text sent in one piece. Files sent in several pieces go as they are."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hold the start of the answer until its body is known."""
        if scope["type"] != "http" or not accepts_gzip(scope):
            await self.app(scope, receive, send)
            return
        debut: Message | None = None

        async def send_compressed(message: Message) -> None:
            nonlocal debut
            if message["type"] == "http.response.start" and _is_plain_text(message):
                debut = message
                return
            if debut is not None:
                commence, debut = debut, None
                if not message.get("more_body") and len(message["body"]) >= OCTETS_MIN:
                    presse = zlib.compressobj(NIVEAU, zlib.DEFLATED, FORMAT_GZIP)
                    corps = presse.compress(message["body"]) + presse.flush()
                    entetes = [entete for entete in commence["headers"] if entete[0] != b"content-length"]
                    longueur = (b"content-length", b"%d" % len(corps))
                    commence = {**commence, "headers": [*entetes, longueur, (b"content-encoding", b"gzip")]}
                    message = {**message, "body": corps}
                await send(commence)
            await send(message)

        await self.app(scope, receive, send_compressed)


def _is_plain_text(debut: Message) -> bool:
    """Whether an answer is text that nobody has compressed yet."""
    entetes = dict(debut["headers"])
    return b"content-encoding" not in entetes and entetes.get(b"content-type", b"").startswith(TEXTES)
