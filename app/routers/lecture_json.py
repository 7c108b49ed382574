"""Reads a JSON body strictly: one type, one encoding, no repeated key, ordinary numbers. Knows no field and no rule."""

from typing import Any

from starlette.requests import Request

from app.domain.erreurs import Probleme
from app.domain.json_strict import DECODEUR
from app.errors import REFUS, Refus, refus


async def read_json(request: Request) -> Any:
    """Give the decoded body, or a refusal: 413 (by the application's size limit), 415 or 422."""
    corps = await request.body()
    if not _is_plain_json(request):
        raise refus(415)
    try:
        return DECODEUR.decode(corps.decode("utf-8"))
    except (ValueError, RecursionError):
        # Also a repeated key, NaN, a byte order mark, a number of thousands of digits, brackets without end.
        raise _ILLISIBLE from None


def _is_plain_json(request: Request) -> bool:
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        return False
    genre, _, parametres = request.headers.get("content-type", "").lower().partition(";")
    charset = parametres.strip().removeprefix("charset=").strip('"')
    return genre.strip() == "application/json" and charset in ("", "utf-8")


_ILLISIBLE = Refus(
    422,
    "json_illisible",
    REFUS[422][1],
    [
        Probleme(
            "corps",
            "Le corps n'est pas du JSON lisible : UTF-8 sans BOM, chaque clé une seule fois, pas de NaN ni "
            "d'imbrication sans fin. Vérifiez-le avec un outil JSON.",
        )
    ],
)
