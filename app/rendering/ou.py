"""Writes the page that says where to go without booking, and whom to call when no list is loaded. Searches nothing."""

from dataclasses import dataclass
from datetime import date, datetime

from app.domain.annuaire import GenreDeLieu
from app.domain.catalogue import Catalogue
from app.domain.communes import Commune
from app.domain.creneaux import LieuTrouve
from app.rendering.feuille import numero_de
from app.rendering.formats import jour_complet, jour_en_mots, typographie
from app.rendering.gabarits import Cadre, Mode, page
from app.rendering.genres import nom_du_genre
from app.rendering.mots_creneaux import acces_dits, langues_dites
from app.rendering.page import Page
from app.rendering.vues import VueChamp, VueNumero
from app.rendering.vues_ou import VueLieuOuvert, VueOu

CHEMIN = "/ou"
SANS_GENRE = "Choisissez ce que vous cherchez dans la liste."
VIDE = "La liste n'est pas encore remplie ici : appelez le 36 46."
VIDE_FALC = ("Nous n'avons pas encore la liste ici.", "Appelez le 36 46.", "Le 36 46 est le téléphone de la Sécu.")
LIEUX_FALC = 3


@dataclass(frozen=True, slots=True)
class Cherche:
    """What was typed and found; `trouves` is None until a commune is known."""

    ou: str = ""
    genre: str = ""
    erreur: str = ""
    erreur_genre: str = ""
    propositions: tuple[Commune, ...] = ()
    commune: Commune | None = None
    trouves: tuple[tuple[LieuTrouve, str, datetime], ...] | None = None


def page_ou(catalogue: Catalogue, cherche: Cherche, mode: Mode, maintenant: datetime) -> Page:
    """The page."""
    genre = catalogue.genres_de_lieux.get(cherche.genre)
    falc, trouves = mode is Mode.FALC, cherche.trouves or ()
    lieux = trouves[:LIEUX_FALC] if falc else trouves
    fini = cherche.trouves is not None
    vue = VueOu(
        titre=typographie(f"Autour de {cherche.commune.nom}" if fini and cherche.commune else "Où aller ?"),
        champ=VueChamp(cherche.ou, cherche.erreur),
        genre=cherche.genre if genre else "",
        erreur_genre=cherche.erreur_genre,
        genres=tuple((autre.id, nom_du_genre(autre, mode)) for autre in catalogue.genres_de_lieux.values()),
        propositions=tuple((c.code, _commune(c, mode)) for c in cherche.propositions),
        cherche=fini,
        lieux=tuple(_lieu(*trouve, maintenant, mode) for trouve in lieux),
        liste_du=_liste_du(min(lieu.lieu.vu_le for lieu, _, _ in lieux), mode) if lieux else "",
        vide=() if lieux or not fini else tuple(map(typographie, VIDE_FALC if falc else (VIDE,))),
        contacts=_contacts(catalogue, genre, mode, maintenant.date()) if genre and fini else (),
    )
    return page("ou", Cadre("Où aller", CHEMIN, mode), vue)


def _commune(commune: Commune, mode: Mode) -> str:
    """Which of the communes of a name: its postcode, or in easy-to-read its department, a shorter number."""
    if mode is Mode.FALC:
        return f"{commune.nom}, département {commune.departement}"
    return f"{commune.nom} ({commune.codes_postaux[0]})"


def _contacts(catalogue: Catalogue, genre: GenreDeLieu, mode: Mode, au: date) -> tuple[VueNumero, ...]:
    return tuple(numero_de(catalogue.contacts[nom], mode, au) for nom in genre.contacts)


def _liste_du(vu_le: datetime, mode: Mode) -> str:
    jour = jour_complet(vu_le.date()) if mode is Mode.FALC else jour_en_mots(vu_le.date())
    return f"Cette liste est du {jour}."


def _lieu(trouve: LieuTrouve, horaires: str, perime_le: datetime, maintenant: datetime, mode: Mode) -> VueLieuOuvert:
    lieu, km = trouve.lieu, trouve.distance_km
    ancien = "Appelez avant de venir." if mode is Mode.FALC else "Liste de plus d'un an : appelez avant de venir."
    return VueLieuOuvert(
        nom=lieu.nom,
        adresse=f"{lieu.adresse}, {lieu.code_postal} {lieu.ville}",
        distance="" if km is None else "moins de 1 km" if km < 1 else f"environ {round(km)} km",
        horaires=typographie(horaires),
        telephone=lieu.telephone,
        acces=acces_dits(lieu),
        langues=langues_dites(lieu),
        ancien=typographie(ancien) if perime_le <= maintenant else "",
    )
