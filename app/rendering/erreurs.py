"""Holds the page shown when something cannot be done: what happened, and where to go. Never repeats what was sent."""

from functools import lru_cache

from app.rendering.gabarits import Cadre, Mode, page

TITRES = {
    403: "Demande refusée",
    404: "Nous ne trouvons pas cette page",
    405: "Action impossible ici",
    409: "Ce n'est pas possible maintenant",
    413: "C'est trop long",
    429: "Trop de demandes en même temps",
    500: "Une erreur de notre côté",
    503: "Service indisponible",
}
AUTRE = "Nous n'avons pas compris"


def mode_of(chemin: str) -> Mode:
    """The way of reading an address asks for."""
    return Mode.FALC if chemin == "/falc" or chemin.startswith("/falc/") else Mode.NORMAL


@lru_cache(maxsize=256)
def page_erreur(statut: int, message: str, mode: Mode) -> str:
    """The page of an error, with ways out. The twin link goes home: the address asked for may not exist."""
    titre = TITRES.get(statut, AUTRE)
    return page("erreur", Cadre(titre, "/", mode), None, titre=titre, message=message, statut=statut).texte
