"""Holds the frozen views of the page that says where to go: French text, no rule, no distance computed."""

from dataclasses import dataclass

from app.rendering.vues import VueChamp, VueNumero


@dataclass(frozen=True, slots=True)
class VueLieuOuvert:
    """One place: where, when, how to call, how to get in; `ancien` when its list is more than a year old."""

    nom: str
    adresse: str
    distance: str
    horaires: str
    telephone: str
    acces: tuple[tuple[str, str], ...]
    langues: str
    ancien: str


@dataclass(frozen=True, slots=True)
class VueOu:
    """The form, the communes it may mean, or the places found; `vide` says why there is none."""

    titre: str
    champ: VueChamp
    genre: str
    erreur_genre: str
    genres: tuple[tuple[str, str], ...]
    propositions: tuple[tuple[str, str], ...]
    cherche: bool
    lieux: tuple[VueLieuOuvert, ...]
    liste_du: str
    vide: tuple[str, ...]
    contacts: tuple[VueNumero, ...]
