"""The reference: the least a Starlette application can do. Served exactly as the site is."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route


async def bonjour(_request: Request) -> JSONResponse:
    """Answer without reading anything."""
    return JSONResponse({"bonjour": "monde"})


app = Starlette(routes=[Route("/", bonjour)])
