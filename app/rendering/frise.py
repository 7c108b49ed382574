"""Draws the timeline: what is now, and the next moments, as a small SVG. The page tells the same facts in words."""

from functools import lru_cache

from markupsafe import Markup

from app.rendering.gabarits import call_macro
from app.rendering.vues import PointFrise

LARGEUR = 340
MARGE = 20
#: Beyond four moments the words under the line would touch.
POINTS_MAX = 4


@lru_cache(maxsize=1024)
def frise(points: tuple[PointFrise, ...], ici: int = 0) -> Markup:
    """The drawing, `ici` being now; nothing when there is only one moment. Months only: no day of anyone's is kept."""
    if len(points) < 2:
        return Markup("")
    pas = (LARGEUR - 2 * MARGE) / (len(points) - 1)
    places = [(round(MARGE + pas * rang), point) for rang, point in enumerate(points)]
    return call_macro("frise", "frise", places, LARGEUR, ici)
