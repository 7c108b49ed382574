"""Holds the route used where time counts: documented by FastAPI, its endpoint gets the bare request. Reads nothing."""

from collections.abc import Awaitable, Callable
from typing import cast

from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.routers.porte_carnet import through_carnet

Direct = Callable[[Request], Awaitable[Response]]


class RouteDirecte(APIRoute):
    """Calls `endpoint(request)` without solving dependencies, inside the carnet when this device has one open.

    What the endpoint reads is described to OpenAPI by a function given in `dependencies`, which is never called:
    the framework's own reading costs more than the whole evaluation, accepts `"yes"` as true and quotes its input.
    """

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the methods declared, refuse the others."""
        methodes = self.methods or set()
        if scope["method"] not in methodes:
            raise HTTPException(405, headers={"Allow": ", ".join(sorted(methodes))})
        reponse = await through_carnet(Request(scope, receive, send), cast("Direct", self.endpoint))
        await reponse(scope, receive, send)
