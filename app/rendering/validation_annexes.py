"""Writes how the content beside the advice is verified: phone lines, landmarks, campaigns. Verifies nothing itself."""

import re
from collections.abc import Iterable
from datetime import date

from app.domain.campagnes import Campagne
from app.domain.catalogue import Catalogue
from app.domain.contacts import Contact
from app.domain.droits import Droit
from app.domain.falc import SIGLES
from app.domain.reperes import Repere
from app.rendering.formats import jour_complet, jour_en_mots, majuscule, nombre_de, typographie
from app.rendering.gabarits import Mode
from app.rendering.vues import VueSource
from app.rendering.vues_confiance import LigneUnite, VueFamille

Annexe = Contact | Repere | Campagne | Droit
_EXPLICATION = re.compile(rf"(?:Un|Une|Le|La) (?:{'|'.join(sorted(SIGLES))}) est ")
#: Plain name, FALC name, pictogram, by the word of their address.
ANNEXES: dict[str, tuple[str, str, str]] = {
    "reperes": ("Repères", "Les repères", "livre"),
    "campagnes": ("Campagnes de l'année", "Les campagnes", "calendrier"),
    "droits": ("Droits", "Les droits", "bouclier"),
    "numeros": ("Numéros et guichets", "Les numéros à appeler", "telephone"),
}


def annexes(catalogue: Catalogue, sujet: str) -> Iterable[Annexe]:
    """The units of one of these subjects."""
    unites: dict[str, Iterable[Annexe]] = {
        "reperes": catalogue.reperes.values(),
        "campagnes": catalogue.campagnes,
        "droits": catalogue.droits.values(),
        "numeros": catalogue.contacts.values(),
    }
    return unites[sujet]


def sujets_annexes(catalogue: Catalogue, mode: Mode) -> Iterable[VueFamille]:
    """These subjects in the summary, those that hold something."""
    for sujet, (nom, nom_falc, pictogramme) in ANNEXES.items():
        nombre = sum(1 for _ in annexes(catalogue, sujet))
        if nombre:
            titre = nom_falc if mode is Mode.FALC else nom
            detail = nombre_de(nombre, "texte")
            yield VueFamille(f"{mode.prefixe}/validation?sujet={sujet}", titre, pictogramme, detail)


def ligne_annexe(catalogue: Catalogue, unite: Annexe, au: date, mode: Mode) -> LigneUnite:
    """One of them. It has no page of verification of its own: its doubt and its sources are here."""
    sur = unite.certitude == "sure" and au <= unite.a_relire_avant
    textes = unite.falc if mode is Mode.FALC else unite.normal
    titre = typographie(majuscule(textes.nom if isinstance(unite, Contact) else textes.titre))  # type: ignore[union-attr]
    pictogramme = "telephone" if isinstance(unite, Contact) else unite.pictogramme
    if mode is Mode.FALC:
        phrase = "Nous sommes sûrs." if sur else "Nous ne sommes pas sûrs."
        verifie = typographie(f"Nous l'avons vérifié le {jour_complet(unite.verifie_le)}.")
        return LigneUnite("", titre, pictogramme, (*_sigles_expliques(unite), phrase, verifie))
    vu, avant = jour_en_mots(unite.verifie_le), jour_en_mots(unite.a_relire_avant)
    certitude = "Sûr" if sur else "À vérifier"
    dates = f"{certitude}. Vérifié le {vu}, à revoir avant le {avant}. {relu(catalogue, unite.id)}."
    dits = tuple(typographie(phrase) for phrase in (dates, unite.doute) if phrase)
    sources = tuple(VueSource.depuis(source, jour_en_mots(source.vu_le)) for source in unite.sources)
    return LigneUnite("", titre, pictogramme, dits, sources)


def _sigles_expliques(unite: Annexe) -> tuple[str, ...]:
    """The sentences of a phone line that explain the acronym of its name."""
    if not isinstance(unite, Contact):
        return ()
    return tuple(phrase for phrase in unite.falc.quand if _EXPLICATION.match(phrase))


def relu(catalogue: Catalogue, id_: str) -> str:
    """Who read a text, in a few words."""
    valides = catalogue.relectures_valides(id_)
    if valides:
        return f"Relu par {nombre_de(len(valides), 'personne')}"
    return "Relu avant une modification, à relire" if catalogue.relectures_perimees(id_) else "Pas encore relu"
