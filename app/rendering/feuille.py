"""Writes the sheet to print: the same facts as the list, telephone numbers first, for A4 in black and white."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from markupsafe import Markup

from app.domain.catalogue import Catalogue
from app.domain.contacts import Contact
from app.domain.dates import add_mois
from app.domain.situation import Situation
from app.domain.verdicts import Resultat
from app.rendering.calendrier import lignes_de_calendrier
from app.rendering.etats import etat_de, quand, quand_falc
from app.rendering.formats import jour_complet, jour_en_mots, majuscule, nombre_de, typographie
from app.rendering.fragments import POUR_TOUS, prix_de, rythme_de
from app.rendering.gabarits import Cadre, Mode, call_macro, page
from app.rendering.lecture import Lecture
from app.rendering.liste import Rangement, naissance_de, qui_de, titre_de
from app.rendering.page import Page
from app.rendering.presentation import Presentation, phrase_perimes, phrases_perimes_falc
from app.rendering.raisons import parce_que, texte
from app.rendering.urgences import urgences_de
from app.rendering.voix import LECTEUR, Voix
from app.rendering.vues import VueArticle, VueEtat, VueFeuille, VueNumero

#: With the urgent ones, what a sheet of paper needs: the whole list has its own page, to be printed apart.
SUR_PAPIER = frozenset(
    {"tel-3646", "tel-116117", "contact-pharmacie", "contact-cpam-guichet", "contact-france-services"}
)
#: On a child's sheet; what comes later is for another one: this one would tell their retirement.
MOIS_SUR_PAPIER = 15 * 12
RIEN = Markup("")


@dataclass(frozen=True, slots=True)
class Tirage:
    """What is printed: larger or not, for everyone or for the person shown, among how many."""

    grand: bool = False
    tous: bool = False
    personnes: int = 1
    barre: Markup = RIEN

    @property
    def chemin(self) -> str:
        """The address of this very sheet, so that the other way of reading shows the same people, as large."""
        choix = ("pour=tous",) * self.tous + ("taille=grand",) * self.grand
        return "/imprimer" + ("?" + "&".join(choix) if choix else "")


SIMPLE = Tirage()


def page_feuille(
    presentation: Presentation, lectures: Sequence[Lecture], au: date, mode: Mode, tirage: Tirage = SIMPLE
) -> Page:
    """One sheet for each person, or the general one when no birth date is known."""
    connues = [lecture for lecture in lectures if lecture.profil.date_naissance is not None]
    feuilles = [_personnelle(presentation, lecture, au, mode) for lecture in connues]
    cadre = Cadre("Ma feuille", tirage.chemin, mode, feuille=True, grand=tirage.grand)
    return page("imprimer", cadre, feuilles or [_generale(presentation, au, mode)], choix=tirage)


def _generale(presentation: Presentation, au: date, mode: Mode) -> VueFeuille:
    return VueFeuille(
        titre="Les conseils, âge par âge",
        qui="",
        sujet="vous",
        a_donner=False,
        urgences=(),
        a_faire=RIEN,
        suite=(),
        autres=RIEN,
        tranches=presentation.generale.groupes(mode, "papier_general", presentation.douteuses(au)),
        a_verifier=RIEN,
        reste=(),
        numeros=_numeros_de_feuille(presentation.catalogue, mode, au),
        date=_date(au, mode),
        version=presentation.catalogue.version_contenu[:8],
        personnelle=False,
    )


def _personnelle(presentation: Presentation, lecture: Lecture, au: date, mode: Mode) -> VueFeuille:
    catalogue, join = presentation.catalogue, presentation.fragments.join
    rangement, situation = presentation.ranger(lecture), lecture.evaluation.situation
    # Paper is given to the adult it is about: it tells them "vous". A child's is read by a parent.
    enfant = lecture.qui.voix is Voix.ENFANT
    loin = add_mois(au, MOIS_SUR_PAPIER) if enfant else date.max
    voix, nom = Voix.ENFANT if enfant else Voix.VOUS, lecture.qui.nom
    return VueFeuille(
        titre=typographie(titre_de(rangement, lecture.qui if enfant else LECTEUR)),
        qui=_qui(situation, mode, nom or voix.sujet if mode is Mode.FALC else nom),
        sujet=voix.sujet,
        a_donner=lecture.qui.voix is Voix.PROCHE,
        urgences=urgences_de(lecture.profil, catalogue.faits, mode, voix),
        a_faire=Markup("").join(_article(catalogue, r, situation, mode, voix) for r in rangement.premiers),
        suite=_suite([resultat for jour, resultat in rangement.suite if jour <= loin], mode, voix),
        autres=join(rangement.autres, mode, "papier_titre", voix),
        tranches=(),
        a_verifier=join(rangement.a_verifier, mode, "papier_doute", voix),
        reste=(*_perimes(presentation.perimes(rangement, situation.au), mode), *_reste(rangement, loin, voix)),
        numeros=_numeros_de_feuille(catalogue, mode, au),
        date=_date(au, mode),
        version=catalogue.version_contenu[:8],
        personnelle=True,
    )


def _suite(resultats: Iterable[Resultat], mode: Mode, voix: Voix) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What follows, under each moment: what falls on one day is told once."""
    falc, moments = mode is Mode.FALC, dict[str, list[str]]()
    for resultat in resultats:
        titre = resultat.fiche.falc.titre if falc else resultat.fiche.normal.titre
        moment = quand_falc(resultat, voix) if falc else quand(resultat)
        moments.setdefault(typographie(majuscule(moment)), []).append(typographie(titre))
    return tuple((moment, tuple(titres)) for moment, titres in moments.items())


def _date(au: date, mode: Mode) -> str:
    return jour_complet(au) if mode is Mode.FALC else jour_en_mots(au)


def _qui(situation: Situation, mode: Mode, pour: str) -> str:
    """Who the sheet is for; in FALC one sentence a line."""
    qui, naissance = qui_de(situation), naissance_de(situation, mode)
    if mode is Mode.FALC:
        return f"Pour {pour} : {qui}.\n{majuscule(naissance)}."
    return f"{f'{pour}, ' if pour else ''}{qui}, {naissance}"


def _perimes(nombre: int, mode: Mode) -> tuple[str, ...]:
    return phrases_perimes_falc(nombre) if mode is Mode.FALC else tuple(filter(None, (phrase_perimes(nombre),)))


def _reste(rangement: Rangement, loin: date, voix: Voix) -> tuple[str, ...]:
    """How many advices are left out of the sheet, and where to read them."""
    a_preciser = len(rangement.a_preciser) + len(rangement.doutes_a_preciser)
    fermes = len(rangement.pas_concerne) + len(rangement.fermees)
    plus_tard = sum(jour > loin for jour, _ in rangement.suite)
    phrases = []
    if plus_tard:
        conseils = nombre_de(plus_tard, "conseil vient", "conseils viennent")
        phrases.append(f"{conseils} plus tard, après {loin.year}.")
    if a_preciser:
        autres = nombre_de(a_preciser, "autre conseil", "autres conseils")
        phrases.append(f"{autres} : il nous manque {voix.choisir('vos', 'ses')} réponses.")
    if fermes:
        phrases.append(f"{nombre_de(fermes, 'conseil')} : ce n'est pas pour {voix.sujet} aujourd'hui.")
    if phrases:
        phrases.append("Un proche peut vous lire la liste sur le site Mon Budget Santé.")
    return tuple(map(typographie, phrases))


def _numeros_de_feuille(catalogue: Catalogue, mode: Mode, au: date) -> tuple[VueNumero, ...]:
    return tuple(numero for numero in numeros(catalogue, mode, au) if numero.urgence or numero.id in SUR_PAPIER)


def _article(catalogue: Catalogue, resultat: Resultat, situation: Situation, mode: Mode, voix: Voix) -> Markup:
    fiche, falc = resultat.fiche, mode is Mode.FALC
    textes = fiche.falc if falc else fiche.normal
    etat = etat_de(resultat, voix)
    faits = catalogue.faits
    raisons = [texte(r, fiche, faits, falc=True, voix=voix) for r in resultat.raisons if r.code != "deja_fait"]
    prix = prix_de(fiche, mode, voix)
    dates = lignes_de_calendrier(fiche, situation, falc=falc)
    raisons += dates if falc else ()
    vue = VueArticle(
        titre=typographie(textes.titre),
        etat=VueEtat(etat.mot, etat.forme, quand_falc(resultat, voix) if falc else quand(resultat)),
        raison=typographie("\n".join(raisons) if falc else parce_que(resultat.raisons, faits, voix) or POUR_TOUS),
        rythme="" if falc else typographie(" ".join((rythme_de(resultat.raisons), *dates[:1]))),
        prix="\n".join(prix.phrases) if falc else prix.phrases[0],
        comment=tuple(map(typographie, textes.comment[:1])),
        sans_internet=tuple(fiche.falc.sans_internet) if falc else (fiche.normal.sans_internet,),
        pictogramme=fiche.pictogramme,
    )
    return call_macro("feuille", "article_falc" if falc else "article", vue)


def numeros(catalogue: Catalogue, mode: Mode, au: date) -> tuple[VueNumero, ...]:
    """Every phone line and counter of the content, urgent ones first."""
    contacts = sorted(catalogue.contacts.values(), key=lambda contact: not contact.urgence)
    return tuple(numero_de(contact, mode, au) for contact in contacts)


@lru_cache(maxsize=256)
def _lignes(nom: str, phrases: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    return typographie(majuscule(nom)), tuple(map(typographie, phrases))


def numero_de(contact: Contact, mode: Mode, au: date) -> VueNumero:
    """One phone line or counter, ready to show; past its review date it says by itself that it is to be checked."""
    textes = contact.falc if mode is Mode.FALC else contact.normal
    quand_appeler = (textes.quand,) if isinstance(textes.quand, str) else textes.quand
    nom, phrases = _lignes(textes.nom.removeprefix(f"{contact.numero}, "), quand_appeler)
    return VueNumero(
        id=contact.id,
        nom=nom,
        numero=contact.numero or "",
        phrases=phrases,
        urgence=contact.urgence,
        doute=typographie(" ".join(_doutes(contact, au))),
        heures=typographie(contact.heures or ""),
        prix=typographie(contact.prix or ""),
    )


def _doutes(contact: Contact, au: date) -> Iterator[str]:
    if contact.perime_le(au):
        quoi = "Numéro à vérifier : nous devions le" if contact.numero else "Adresse à vérifier : nous devions la"
        yield f"{quoi} revoir avant le {jour_en_mots(contact.a_relire_avant)}."
    if contact.doute:
        yield f"À vérifier : {contact.doute}"
