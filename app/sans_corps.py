"""Answers HEAD as GET, without the body. Reads nothing of the request or of the answer.

One place for pages, API and files: FastAPI's routes refuse HEAD, and declaring it on each would document it twice.
"""

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class TeteSansCorps:
    """Asks for the page, then keeps its headers alone: links are checked and copies compared this way."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Ask with a scope of its own: the server reads the method in the first one, and expects no body."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return
        demande = {**scope, "method": "GET"}

        async def send_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                await send(message)
                await send({"type": "http.response.body", "body": b""})

        try:
            await self.app(demande, receive, send_headers)
        finally:
            scope.update({**demande, "method": "HEAD"})  # the log names the route that was found
