"""The site with one more page, empty: what the network and the browser cost before any of our content."""

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from app.main import Application, create_app

TETE = "<meta name=viewport content='width=device-width'><link rel=icon href=data:,><title>Vide</title>"
VIDE = f"<!doctype html><html lang=fr>{TETE}<p>Vide"


def create_app_and_empty_page() -> Application:
    """The same server, headers and compression for both pages."""
    app = create_app()
    app.router.routes.insert(0, Route("/vide", _vide))
    return app


async def _vide(_request: Request) -> HTMLResponse:
    return HTMLResponse(VIDE)
